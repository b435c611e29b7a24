// SPDX-License-Identifier: MIT
// The package as npm delivers it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build, coserr, here, packed, require, root, scratch } from './paths.mjs';
import { globalsOf } from './globals.mjs';

const header = fs.readFileSync(path.join(root, 'include/coserr/coserr.h'), 'utf8');
const version = ['MAJOR', 'MINOR', 'PATCH']
  .map((part) => new RegExp(`COSERR_VERSION_${part} (\\d+)`).exec(header)[1])
  .join('.');
const tarball = path.join(build, `packages/coserr-${version}.tgz`);
let project;

/** An empty project with the package installed, without the network. */
before(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), 'coserr-'));
  fs.writeFileSync(path.join(project, 'package.json'), '{"private":true}\n');
  execFileSync('npm', ['install', '--offline', '--silent', '--no-audit', tarball], {
    cwd: project,
  });
  process.on('exit', () => fs.rmSync(project, { recursive: true, force: true }));
});

function runNode(name, code) {
  fs.writeFileSync(path.join(project, name), code);
  return execFileSync(process.execPath, [name], { cwd: project, encoding: 'utf8' });
}

test('CommonJS, ES modules, one instance', () => {
  const use = "explain({ statusCode: 404, headers: {}, error: { Code: 'NoSuchKey' } })";
  assert.equal(
    runNode('a.cjs', `const { explain } = require('coserr'); console.log(${use}.entry.key)`),
    'NoSuchKey:404\n',
  );
  assert.equal(
    runNode('a.mjs', `import { explain } from 'coserr'; console.log(${use}.entry.key)`),
    'NoSuchKey:404\n',
  );
  const same = `
    import { createRequire } from 'node:module';
    import * as esm from 'coserr';
    import { decode } from 'coserr/decode';
    import { explain } from 'coserr/zh';
    const cjs = createRequire(import.meta.url)('coserr');
    const result = decode(404, {}, '<Error><Code>NoSuchKey</Code></Error>');
    console.log(esm.find === cjs.find, esm.explain(result) === result,
      result.entry === esm.find('NoSuchKey'), Object.keys(cjs).join() === Object.keys(esm).join(),
      ${use}.text('en').lang);`;
  assert.equal(runNode('b.mjs', same), 'true true true true zh-CN\n');
});

test('one language each', () => {
  const code = `for (const name of ['coserr', 'coserr/zh', 'coserr/en']) {
    const { language, resolve } = require(name);
    console.log(language('zh'), language('en'), resolve({}).text('fr').lang);
  }`;
  assert.equal(runNode('c.cjs', code), 'zh-CN en en\nzh-CN zh-CN zh-CN\nen en en\n');
});

test('the manifest: no dependency, no script', () => {
  const manifest = JSON.parse(
    fs.readFileSync(path.join(project, 'node_modules/coserr/package.json')),
  );
  assert.equal(manifest.version, version);
  for (const name of ['dependencies', 'devDependencies', 'peerDependencies', 'scripts']) {
    assert.equal(manifest[name], undefined);
  }
  assert.equal(manifest.sideEffects, false);
  assert.deepEqual(
    fs.readdirSync(path.join(project, 'node_modules')).filter((n) => n[0] !== '.'),
    ['coserr'],
  );
});

const RESOLUTIONS = [
  ['node10', 'commonjs', 'ts'],
  ['node16', 'node16', 'cts'],
  ['node16', 'node16', 'mts'],
  ['bundler', 'esnext', 'ts'],
];

for (const [moduleResolution, module, suffix] of RESOLUTIONS) {
  test(`types under ${moduleResolution}, ${suffix}`, () => {
    const files = ['right', 'wrong'].map((name) => {
      const file = path.join(project, `${name}.${suffix}`);
      fs.copyFileSync(path.join(here, 'types', `${name}.ts`), file);
      return file;
    });
    const options = `--noEmit --strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes
      --skipLibCheck false --target es2020 --lib es2020,dom --module ${module}
      --moduleResolution ${moduleResolution}`;
    const done = spawnSync(
      process.execPath,
      [require.resolve('typescript/bin/tsc'), ...options.split(/\s+/), ...files],
      { cwd: project, encoding: 'utf8' },
    );
    files.forEach((file) => fs.rmSync(file));
    assert.equal(done.stdout, '');
  });
}

test('publint and are-the-types-wrong find nothing', async () => {
  const { publint } = await import(require.resolve('publint'));
  const { messages } = await publint({ pkgDir: packed, strict: true, pack: false });
  assert.deepEqual(messages, []);
  const attw = path.join(scratch, 'node_modules/.bin/attw');
  const done = spawnSync(attw, ['--format', 'table', '--no-color', tarball], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

test('the mini program: one file in ES5 with few globals', () => {
  const folder = path.join(packed, 'miniprogram_dist');
  assert.deepEqual(fs.readdirSync(folder).sort(), ['index.d.ts', 'index.js']);
  const code = fs.readFileSync(path.join(folder, 'index.js'), 'utf8');
  const allowed =
    `Array Boolean Date Error JSON Math Object Promise RangeError String clearTimeout decodeURIComponent
    exports isFinite setTimeout undefined`.split(/\s+/);
  assert.deepEqual(
    globalsOf(code, 5).filter((name) => !allowed.includes(name)),
    [],
  );
  const exports = {};
  new Function('exports', code)(exports);
  assert.equal(exports.language('en'), 'zh-CN');
  assert.match(
    exports.explain({ error: 'request:fail timeout' }).text().message,
    /[\u4e00-\u9fff]/,
  );
});

test('no eval, no WebAssembly, nothing newer than ES5 in the runtime', () => {
  const barred = new Set(
    `eval Function WebAssembly BigInt TextEncoder TextDecoder
    process globalThis Map Set Symbol`.split(/\s+/),
  );
  for (const name of ['index', 'zh', 'en']) {
    const code = fs.readFileSync(path.join(packed, `${name}.js`), 'utf8');
    assert.deepEqual(
      globalsOf(code, 5).filter((global) => barred.has(global)),
      [],
    );
    const esm = fs.readFileSync(path.join(packed, `esm/${name}.mjs`), 'utf8');
    assert.deepEqual(
      globalsOf(esm, 6, 'module').filter((global) => barred.has(global)),
      [],
    );
  }
  const decode = fs.readFileSync(path.join(packed, 'decode.js'), 'utf8');
  assert.deepEqual(
    globalsOf(decode, 5).filter((global) => barred.has(global)),
    ['TextDecoder', 'TextEncoder', 'WebAssembly'],
  );
});

/** What a bundler makes of one name of one entry. */
async function bundle(name, entry) {
  const { rollup } = createRequire(path.join(build, 'javascript/package.json'))('rollup');
  const file = path.join(packed, 'esm', entry);
  const made = await rollup({
    input: 'main',
    plugins: [
      {
        name: 'main',
        resolveId: (id) => id,
        load: (id) => (id === 'main' ? `export { ${name} } from ${JSON.stringify(file)};` : null),
      },
    ],
  });
  return (await made.generate({ format: 'es' })).output[0].code;
}

test('what a bundle takes is what is used', async () => {
  const find = await bundle('find', 'index.mjs');
  assert.ok(!/[\u4e00-\u9fff]/.test(find) && !find.includes('document/product'));
  assert.ok(gzipSync(find).length < 8000, String(gzipSync(find).length));
  const english = await bundle('explain', 'en.mjs');
  const entry = coserr.find('NoSuchKey', 404);
  assert.ok(english.includes(coserr.text(entry, 'en').message));
  assert.ok(!english.includes(coserr.text(entry, 'zh').message));
  assert.ok(!english.includes('setTimeout'));
  assert.ok(gzipSync(fs.readFileSync(path.join(packed, 'decode.js'))).length <= 25 * 1024);
});

test('a page that has frozen or extended the prototypes', () => {
  const program = `
    Object.prototype.extend = () => {};
    for (const base of [Object, Error, Array, Function]) Object.freeze(base.prototype);
    const { explain, resolve, retry } = require(${JSON.stringify(path.join(packed, 'index.js'))});
    const failure = resolve({ code: 'NoSuchKey', status: 404 });
    const data = { statusCode: 200, Error: { Code: 'InternalError' } };
    retry(() => data, { maxAttempts: 1 }).catch((error) => {
      console.log(error.name, String(failure).slice(0, 9), Object.keys(failure.attributes()).length);
    });`;
  const said = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.equal(said, 'CosError NoSuchKey 6\n');
});
