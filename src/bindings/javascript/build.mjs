// SPDX-License-Identifier: MIT
// Builds the package: `node build.mjs BUILD_DIR`, where coserr has been built in BUILD_DIR, leaves
// BUILD_DIR/packages/coserr-VERSION.tgz. The modules that it needs are expected in
// BUILD_DIR/javascript/node_modules; the target packages installs them there.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const buildDir = path.resolve(process.argv[2] || path.join(root, 'build/gcc'));
const work = path.join(buildDir, 'javascript');
const stage = path.join(work, 'package');
const require = createRequire(path.join(work, 'package.json'));
const { rollup } = require('rollup');
const { dts } = require('rollup-plugin-dts');

const ENTRIES = { index: ['en', 'zh-CN'], zh: ['zh-CN'], en: ['en'] };

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function versionOfHeader() {
  const header = fs.readFileSync(path.join(root, 'include/coserr/coserr.h'), 'utf8');
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`^#define COSERR_VERSION_${part} (\\d+)$`, 'm').exec(header)[1],
  );
  return parts.join('.');
}

/* ----------------------------------------------------------------------------------- the reader */

const RUNTIME = 'read fields sink xml xml_chars xml_tags xml_tokens json_reader error request';

/** The reader as base64. Without __GNUC__ its sources use plain loops in place of vectors, which
 * are slower where there are no vector instructions, as in WebAssembly's first version. */
function compileReader() {
  const out = path.join(work, 'reader.wasm');
  const sources = RUNTIME.split(' ').map((name) => path.join(root, 'src/runtime', `${name}.c`));
  const shim = ['reader.c', 'string.c'].map((name) => path.join(here, 'wasm', name));
  execFileSync(
    process.env.CLANG || 'clang',
    [
      ...'--target=wasm32 -mcpu=mvp -std=c11 -O2 -flto -ffreestanding -nostdlib -U__GNUC__'.split(
        ' ',
      ),
      ...[path.join(here, 'wasm'), path.join(root, 'include'), path.join(root, 'src')].map(
        (dir) => `-I${dir}`,
      ),
      `-I${path.join(buildDir, 'generated')}`,
      ...'-Wl,--no-entry -Wl,--strip-all -Wl,--export=coserr_numbers'.split(' '),
      ...'-Wl,--export=coserr_room -Wl,--export=coserr_run'.split(' '),
      ...['-o', out, ...shim, ...sources, path.join(root, 'src/base/utf8.c')],
    ],
    { stdio: 'inherit' },
  );
  return fs.readFileSync(out).toString('base64').replace(/=+$/, '');
}

/* -------------------------------------------------------------------------------------- modules */

function compileTypeScript() {
  const src = path.join(work, 'src');
  fs.rmSync(src, { recursive: true, force: true });
  fs.cpSync(path.join(here, 'src'), src, { recursive: true });
  fs.copyFileSync(path.join(here, 'tsconfig.json'), path.join(work, 'tsconfig.json'));
  const data = path.join(buildDir, 'generated/coserr');
  const modules = generate(
    readJson(path.join(data, 'catalog.json')),
    readJson(path.join(data, 'vocabulary.json')),
  );
  modules['module.data.ts'] = `export const MODULE =\n  '${compileReader()}';\n`;
  for (const [name, text] of Object.entries(modules)) {
    write(path.join(src, name), text);
  }
  const tsc = require.resolve('typescript/bin/tsc');
  const types =
    '--declaration --emitDeclarationOnly --stripInternal --removeComments false --outDir';
  for (const options of [[], [...types.split(' '), path.join(work, 'types')]]) {
    execFileSync(process.execPath, [tsc, '-p', work, ...options], { stdio: 'inherit' });
  }
}

/** Text beyond ASCII takes an engine longer to read. */
function toAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** In Node, texts are loaded when they are first asked for; elsewhere they are part of the file. */
function languagesModule(tags, isLazy) {
  const imports = tags.map((tag, i) => `import { load as load${i} } from './${tag}.data.js';\n`);
  const list = tags.map((tag, i) => {
    const load = `function () { return require('./texts/${tag}.js').load(); }`;
    return `  { tag: '${tag}', load: ${isLazy ? load : `load${i}`} },\n`;
  });
  return `${isLazy ? '' : imports.join('')}export var LANGUAGES = [\n${list.join('')}];\n`;
}

/** Puts the languages of a build in, and tells bundlers that making a class has no effect. */
function oneBuild(tags, isLazy) {
  const isLanguages = (id) => path.basename(id) === 'languages.js';
  return {
    name: 'one-build',
    resolveId: (id, from) =>
      id.startsWith('.') && from
        ? path.resolve(path.dirname(from), id.replace(/(\.js)?$/, '.js'))
        : null,
    load: (id) => (isLanguages(id) ? languagesModule(tags, isLazy) : null),
    transform: (code, id) => {
      const pure = code
        .replace(/^var \w+ = \(function \(/gm, (begin) => begin.replace('(', '/*#__PURE__*/ ('))
        // Assigned, it would throw where Object.prototype is frozen.
        .replace(
          /^ {4}(\w+)\.prototype\.toString = (function[^]*?^ {4}\});/gm,
          "    Object.defineProperty($1.prototype, 'toString', { value: $2, writable: true });",
        );
      return id.endsWith('.data.js') ? pure : toAscii(pure);
    },
  };
}

const BANNER = '/*! coserr, MIT licence */';

/** `from` is where the main entry is found, for one that imports it. */
async function bundle(entry, file, { tags = [], isLazy = false, from } = {}) {
  const made = await rollup({
    input: path.join(work, 'js', `${entry}.js`),
    external: from ? (id) => path.basename(id) === 'index.js' || id === './index' : [],
    plugins: [oneBuild(tags, isLazy)],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await made.write({
    file: path.join(stage, file),
    format: file.endsWith('.mjs') ? 'es' : 'cjs',
    banner: BANNER,
    paths: () => from,
    generatedCode: 'es5',
    esModule: false,
    strict: true,
  });
}

async function bundleTypes(entry) {
  const made = await rollup({
    input: path.join(work, 'types', `${entry}.d.ts`),
    external: entry === 'decode' ? ['./index'] : [],
    plugins: [dts()],
  });
  const { output } = await made.generate({ format: 'es' });
  return output[0].code;
}

async function makeModules() {
  for (const [name, tags] of Object.entries(ENTRIES)) {
    await bundle('index', `${name}.js`, { tags, isLazy: true });
    await bundle('index', `esm/${name}.mjs`, { tags });
  }
  await bundle('index', 'miniprogram_dist/index.js', { tags: ENTRIES.zh });
  for (const tag of ENTRIES.index) {
    await bundle(`${tag}.data`, `texts/${tag}.js`);
  }
  await bundle('decode', 'decode.js', { from: './index.js' });
  await bundle('decode', 'esm/decode.mjs', { from: './index.mjs' });
  for (const name of [...Object.keys(ENTRIES), 'decode']) {
    write(path.join(stage, `${name}.mjs`), `export * from './${name}.js';\n`);
  }
}

async function makeTypes() {
  const index = await bundleTypes('index');
  const decode = await bundleTypes('decode');
  for (const [suffix, from] of [
    ['.d.ts', './index'],
    ['.d.mts', './index.mjs'],
  ]) {
    write(path.join(stage, `index${suffix}`), index);
    write(path.join(stage, `decode${suffix}`), decode.replaceAll("'./index'", `'${from}'`));
    for (const name of ['zh', 'en']) {
      write(path.join(stage, `${name}${suffix}`), `export * from '${from}';\n`);
    }
  }
  write(path.join(stage, 'miniprogram_dist/index.d.ts'), index);
}

/* -------------------------------------------------------------------------------------- package */

function exportOf(name) {
  const esm = { types: `./${name}.d.mts`, default: `./esm/${name}.mjs` };
  const cjs = { types: `./${name}.d.ts`, default: `./${name}.js` };
  return {
    module: esm.default,
    node: { import: { types: `./${name}.d.mts`, default: `./${name}.mjs` }, default: cjs },
    import: esm,
    default: cjs,
  };
}

function makeManifest() {
  const manifest = readJson(path.join(here, 'package.json'));
  delete manifest.devDependencies;
  manifest.version = versionOfHeader();
  manifest.exports = { './package.json': './package.json' };
  for (const name of [...Object.keys(ENTRIES), 'decode']) {
    manifest.exports[name === 'index' ? '.' : `./${name}`] = exportOf(name);
  }
  write(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
  for (const file of ['README.md', 'README.zh-CN.md']) {
    fs.copyFileSync(path.join(here, file), path.join(stage, file));
  }
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(stage, 'LICENSE'));
}

fs.rmSync(stage, { recursive: true, force: true });
compileTypeScript();
await makeModules();
await makeTypes();
makeManifest();
const packages = path.join(buildDir, 'packages');
fs.mkdirSync(packages, { recursive: true });
execFileSync('npm', ['pack', '--silent', '--pack-destination', packages], {
  cwd: stage,
  stdio: 'inherit',
});
