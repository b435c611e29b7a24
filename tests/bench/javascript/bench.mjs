// SPDX-License-Identifier: MIT
// Peers of a set run in one process, in rounds: each round measures every peer once, in a new
// order. Times are medians, ratios are medians of the ratios within each round.
//
// usage: node bench.mjs BUILD_DIR ROUNDS
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const [build, rounds] = [path.resolve(process.argv[2]), Number(process.argv[3])];
const packed = path.join(build, 'javascript/package');
const require = createRequire(path.join(build, 'javascript/bench/package.json'));
const coserr = require(path.join(packed, 'index.js'));
const { decode, read } = require(path.join(packed, 'decode.js'));
const sdk = require('cos-nodejs-sdk-v5/sdk/util.js');
const { XMLParser } = require('fast-xml-parser');

const BODY = `<?xml version='1.0' encoding='utf-8' ?>
<Error>
\t<Code>NoSuchKey</Code>
\t<Message>The specified key does not exist.</Message>
\t<Resource>examplebucket-1250000000.cos.ap-beijing.myqcloud.com/notes/2026.txt</Resource>
\t<RequestId>NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==</RequestId>
\t<TraceId>OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBiOWVmMDAxODc0OWRkZjk0ZDM1</TraceId>
</Error>`;
const HEADERS = {
  'content-type': 'application/xml',
  'content-length': String(BODY.length),
  connection: 'keep-alive',
  date: 'Sat, 21 Nov 2026 15:00:00 GMT',
  server: 'tencent-cos',
  'x-cos-request-id': 'NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==',
  'x-cos-trace-id': 'OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBiOWVmMDAxODc0OWRkZjk0ZDM1',
};
const URL = 'https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/notes/2026.txt';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Nanoseconds a call. */
function time(run, calls) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) {
    run(i);
  }
  return Number(process.hrtime.bigint() - begin) / calls;
}

/** Prints a table; the first peer is ours. */
function compare(title, peers, calls) {
  const names = Object.keys(peers);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) {
    time(peers[name], calls * 4); // to be warm
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of [...names].sort(() => Math.random() - 0.5)) {
      times[name].push(time(peers[name], calls));
    }
  }
  console.log(`\n| ${title} | ns | ours / it |\n| --- | ---: | ---: |`);
  for (const name of names) {
    const ratio = median(times[names[0]].map((ours, i) => ours / times[name][i]));
    console.log(
      `| ${name} | ${format(median(times[name]))} | ${name === names[0] ? '' : format(ratio)} |`,
    );
  }
}

function format(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/* ---------------------------------------------------------------------------------------- times */

function benchDecode() {
  const bytes = Buffer.from(BODY);
  const parser = new XMLParser({ ignoreDeclaration: true, parseTagValue: false });
  assert.equal(decode(404, null, BODY).code, sdk.xml2json(BODY).Error.Code);
  assert.equal(read(404, null, BODY).code, parser.parse(BODY).Error.Code);
  const others = {
    'cos-nodejs-sdk-v5, its parser': () => sdk.xml2json(BODY),
    'fast-xml-parser 5': () => parser.parse(BODY),
  };
  compare(
    `body of ${BODY.length} bytes`,
    { 'read()': () => read(404, null, BODY), ...others },
    10000,
  );
  compare(
    'body, and what it means',
    { 'decode()': () => decode(404, null, BODY), ...others },
    10000,
  );
  compare(
    'body and 7 headers, and what it means',
    {
      'decode()': () => decode(404, HEADERS, BODY),
      'decode(), bytes': () => decode(404, HEADERS, bytes),
      ...others,
    },
    10000,
  );
}

function benchFind() {
  const codes = Object.entries(coserr.Code)
    .filter(([symbol]) => !symbol.startsWith('CLIENT_'))
    .map(([, code]) => code);
  const map = new Map(codes.map((code) => [code, coserr.find(code)]));
  const keys = Array.from({ length: 8192 }, (_, i) => codes[(i * 7919) % codes.length]);
  const wanted = keys.map((key) => JSON.parse(JSON.stringify(key))); // strings of their own
  assert.equal(coserr.find(wanted[1], 404).code, map.get(wanted[1]).code);
  let sum = 0;
  compare(
    'find',
    {
      'find(code, status)': (i) => (sum += coserr.find(wanted[i & 8191], 404).id),
      'Map of the same': (i) => (sum += map.get(wanted[i & 8191]).id),
    },
    200000,
  );
  assert.ok(sum > 0);
}

function benchExplain() {
  const error = Object.assign(new Error('The specified key does not exist.'), {
    code: 'NoSuchKey',
    statusCode: 404,
    headers: HEADERS,
    url: URL,
    method: 'GET',
    error: sdk.xml2json(BODY).Error,
  });
  assert.equal(coserr.explain(error).code, 'NoSuchKey');
  const options = { operation: 'GetObject' };
  compare(
    'explain',
    {
      'explain(err)': () => coserr.explain(error),
      'explain(err, null, { operation })': () => coserr.explain(error, null, options),
      'explain(err).text(lang)': () => coserr.explain(error).text('zh-CN'),
    },
    50000,
  );
}

/* ---------------------------------------------------------------------------- start-up and sizes */

/** Milliseconds that loading a module takes, in a process of its own. */
function startUp(code) {
  const script = `const begin = process.hrtime.bigint(); ${code};
    console.log(Number(process.hrtime.bigint() - begin) / 1e6);`;
  const runs = Array.from({ length: rounds }, () =>
    Number(
      execFileSync(process.execPath, ['-e', script], { cwd: path.join(build, 'javascript/bench') }),
    ),
  );
  return median(runs);
}

function benchStart() {
  const index = JSON.stringify(path.join(packed, 'index.js'));
  const zh = JSON.stringify(path.join(packed, 'zh.js'));
  const decoder = JSON.stringify(path.join(packed, 'decode.js'));
  const body = JSON.stringify(BODY);
  const error = "{ statusCode: 404, error: { Code: 'NoSuchKey' } }";
  const empty = path.join(build, 'javascript/bench/empty.js');
  fs.writeFileSync(empty, '');
  const rows = {
    'an empty module': `require(${JSON.stringify(empty)})`,
    "require('coserr')": `require(${index})`,
    'and a first explain(err)': `require(${index}).explain(${error})`,
    'and its text': `require(${index}).explain(${error}).text('zh')`,
    "require('coserr/zh')": `require(${zh})`,
    "require('coserr/decode') and a first decode()": `require(${decoder}).decode(404, {}, ${body})`,
    'fast-xml-parser 5 and a first parse': `new (require('fast-xml-parser').XMLParser)().parse(${body})`,
  };
  console.log('\n| start | ms |\n| --- | ---: |');
  for (const [name, code] of Object.entries(rows)) {
    console.log(`| ${name} | ${startUp(code).toFixed(2)} |`);
  }
}

function bundle(code) {
  const { outputFiles } = require('esbuild-wasm').buildSync({
    stdin: { contents: code, resolveDir: path.join(packed, '..') },
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    write: false,
  });
  return outputFiles[0].contents;
}

function benchSizes() {
  const rows = {
    '`coserr/decode` as shipped': fs.readFileSync(path.join(packed, 'decode.js')),
    '`explain` of `coserr/zh`, bundled': bundle("export { explain } from './package/esm/zh.mjs'"),
    '`explain` of `coserr/en`, bundled': bundle("export { explain } from './package/esm/en.mjs'"),
    '`explain` of `coserr`, bundled': bundle("export { explain } from './package/esm/index.mjs'"),
    '`find`, bundled': bundle("export { find } from './package/esm/index.mjs'"),
    'texts in Chinese alone': fs.readFileSync(path.join(packed, '../js/zh-CN.data.js')),
    'texts in English alone': fs.readFileSync(path.join(packed, '../js/en.data.js')),
  };
  console.log('\n| size | KB | gzip, KB |\n| --- | ---: | ---: |');
  for (const [name, bytes] of Object.entries(rows)) {
    const zipped = gzipSync(bytes, { level: 9 }).length;
    console.log(
      `| ${name} | ${(bytes.length / 1024).toFixed(1)} | ${(zipped / 1024).toFixed(1)} |`,
    );
  }
}

console.log(`Node ${process.versions.node}, ${rounds} rounds`);
benchDecode();
benchFind();
benchExplain();
benchStart();
benchSizes();
