// SPDX-License-Identifier: MIT
// The reader in WebAssembly: what goes in and out, where it is refused, how much memory it takes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import { coserr, decoder, packed } from './paths.mjs';

const { decode, explainResponse, read, ready } = decoder;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

function bodyOf(code, message) {
  return `<?xml version='1.0'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

/** The package in a realm of its own, which has only these globals. */
function loadWith(globals) {
  const context = vm.createContext(globals);
  const load = (file) => {
    const module = { exports: {} };
    const require = (name) => load(path.join(packed, name));
    const code = fs.readFileSync(file, 'utf8');
    vm.runInContext(`(function (exports, require, module) {${code}\n})`, context)(
      module.exports,
      require,
      module,
    );
    return module.exports;
  };
  return load(path.join(packed, 'decode.js'));
}

const TEXTS = [
  'plain',
  'é ü',
  '错误信息',
  '𝒳 😀',
  'a\ud800b',
  '\ufefftext',
  '&lt;a&amp;b&gt; &#20013;',
];

test('text goes in and comes out, with TextEncoder and without', async () => {
  const bare = loadWith({ WebAssembly, Uint8Array, DataView });
  await bare.ready();
  for (const message of TEXTS) {
    const want = message
      .replace('\ud800', '\ufffd')
      .replace('&lt;a&amp;b&gt; &#20013;', '<a&b> 中');
    for (const { decode: run } of [decoder, bare]) {
      const result = run(404, { 'x-cos-request-id': 'Né' }, bodyOf('NoSuchKey', message));
      assert.equal(result.serverMessage, want);
      assert.equal(result.requestId, 'Né');
      assert.equal(result.entry.key, 'NoSuchKey:404');
    }
    const bytes = new TextEncoder().encode(bodyOf('NoSuchKey', message));
    const view = new DataView(new Uint8Array([0, ...bytes]).buffer, 1);
    for (const body of [bytes, Buffer.from(bytes), bytes.buffer, view]) {
      assert.equal(decode(404, {}, body).serverMessage, want);
    }
  }
});

test('headers in every form', () => {
  const pairs = [
    ['X-Cos-Error-Code', ' '],
    ['x-cos-error-code', 'SlowDown'],
    ['RETRY-AFTER', '7'],
  ];
  const object = Object.fromEntries(pairs);
  const many = Array.from({ length: 100 }, () => ['date', 'never']);
  for (const headers of [
    pairs,
    object,
    new Headers(pairs.slice(1)),
    new Map(pairs.slice(1).map(([n, v]) => [n.toLowerCase(), v])),
    [...pairs, ...many],
  ]) {
    const result = decode(503, headers, '');
    assert.deepEqual([result.code, result.retryAfter], ['SlowDown', '7']);
  }
  assert.equal(decode(503, null, null).entry.key, 'family:503');
  assert.equal(decode(503, undefined, undefined).verdict, 'empty');
});

test('null for a success; an error after a 200 where the operation can have one', () => {
  const body = bodyOf('InternalError', 'x');
  assert.equal(decode(200, {}, body), null);
  assert.equal(
    decode(200, {}, body, { operation: 'PutObjectCopy' }).entry.key,
    'InternalError:500',
  );
  assert.equal(decode(200, {}, body, { operation: 'GetObject' }), null);
});

test('read() alone, and a result in one language', async () => {
  const reading = read(404, { 'x-cos-request-id': 'N1' }, bodyOf('NoSuchKey', 'x').slice(0, -4));
  assert.equal(reading.verdict, 'malformed');
  assert.equal(reading.fault, 'truncated');
  assert.deepEqual(reading.source, { code: 'body', message: 'body', requestId: 'header' });
  const { resolve } = await import(path.join(packed, 'zh.mjs'));
  assert.equal(resolve({ ...reading, status: 404 }).text().lang, 'zh-CN');
});

test('large bodies, and memory that is used again', () => {
  const large = bodyOf('SlowDown', '错'.repeat(350_000));
  for (let i = 0; i < 3; i++) {
    assert.equal(decode(503, {}, large).serverMessage.length, 350_000);
    assert.equal(decode(503, {}, Buffer.from(large)).serverMessage.length, 350_000);
    assert.equal(decode(404, {}, bodyOf('NoSuchKey', 'x')).code, 'NoSuchKey');
  }
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 50; i++) {
    decode(503, {}, large);
  }
  assert.ok(process.memoryUsage().rss - before < 100e6);
  assert.equal(decode(502, {}, 'x'.repeat(20e6)).verdict, 'not_an_error');
});

test('a million calls leak nothing', () => {
  const error = { statusCode: 404, headers: { date: 'x' }, error: { Code: 'NoSuchKey' } };
  const round = (count) => {
    for (let i = 0; i < count; i++) {
      decode(404, {}, bodyOf('NoSuchKey', i));
      coserr.explain({ ...error, error: { Code: `Code${i}` } }).text('zh');
      coserr.find(`Other${i}`, 404);
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = round(100_000);
  const after = round(900_000);
  assert.ok(after - before < 2e6, `${before} and then ${after} bytes`);
});

test('in a worker', async () => {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { decode } = require(workerData);
    parentPort.postMessage(String(decode(404, {}, '<Error><Code>NoSuchKey</Code></Error>')));`;
  const worker = new Worker(code, { eval: true, workerData: path.join(packed, 'decode.js') });
  const said = await new Promise((done, fail) => worker.on('message', done).on('error', fail));
  assert.match(said, /^NoSuchKey \(HTTP 404\): /);
});

test('where WebAssembly is not, or is refused', async () => {
  const without = loadWith({ Uint8Array, DataView, WebAssembly: undefined });
  assert.throws(() => without.decode(404, {}, ''), { code: 'ERR_COSERR_NO_WEBASSEMBLY' });
  await assert.rejects(without.ready(), { code: 'ERR_COSERR_NO_WEBASSEMBLY' });
  const forbid = {
    Module: class {
      constructor() {
        throw new WebAssembly.CompileError('policy');
      }
    },
    instantiate: () => Promise.reject(new WebAssembly.CompileError('policy')),
  };
  const forbidden = loadWith({ WebAssembly: forbid });
  assert.throws(() => forbidden.decode(404, {}, ''), { code: 'ERR_COSERR_NO_WEBASSEMBLY' });
  await assert.rejects(forbidden.ready(), { code: 'ERR_COSERR_NO_WEBASSEMBLY' });
});

test('where synchronous compilation is refused, ready() compiles', async () => {
  const { instantiate, Instance } = WebAssembly;
  class Module {
    constructor() {
      throw new RangeError('too large');
    }
  }
  const wasm = { instantiate, Instance, Module };
  const refusing = loadWith({ Uint8Array, DataView, RangeError, WebAssembly: wasm });
  assert.throws(() => refusing.decode(404, {}, ''), { code: 'ERR_COSERR_NOT_READY' });
  wasm.instantiate = () => Promise.reject(new Error('for now'));
  await assert.rejects(refusing.ready(), { code: 'ERR_COSERR_NO_WEBASSEMBLY' });
  wasm.instantiate = instantiate;
  await Promise.all([refusing.ready(), refusing.ready()]);
  await refusing.ready();
  assert.equal(refusing.decode(404, {}, '<Error><Code>NoSuchKey</Code></Error>').code, 'NoSuchKey');
});

test('a body that no memory suffices for', () => {
  const { instantiate, Instance, Module } = WebAssembly;
  const small = class {
    constructor(module) {
      const { exports } = new Instance(module);
      this.exports = { ...exports, coserr_room: () => 0 };
    }
  };
  const limited = loadWith({
    Uint8Array,
    DataView,
    WebAssembly: { instantiate, Module, Instance: small },
  });
  assert.throws(() => limited.decode(404, {}, 'x'), { code: 'ERR_COSERR_NO_MEMORY' });
});

test('explainResponse() reads a clone', async () => {
  await ready();
  const response = new Response(bodyOf('NoSuchKey', 'x'), {
    status: 404,
    headers: { 'x-cos-request-id': 'N1' },
  });
  const result = await explainResponse(response, { operation: 'GetObject' });
  assert.deepEqual(
    [result.code, result.requestId, result.operation],
    ['NoSuchKey', 'N1', 'GetObject'],
  );
  assert.equal(response.bodyUsed, false);
  await response.text();
  assert.equal((await explainResponse(response)).entry.key, 'family:404');
  const locked = new Response('x', { status: 404, headers: { 'x-cos-request-id': 'N1' } });
  locked.body.getReader();
  assert.equal((await explainResponse(locked)).requestId, 'N1');
  assert.equal(await explainResponse(new Response('x')), null);
  const moved = new Response('', { status: 307 });
  assert.equal((await explainResponse(moved)).entry.key, 'family:3xx');
  const copy = () => new Response(bodyOf('InternalError', 'x'));
  assert.equal(await explainResponse(copy()), null);
  assert.equal(
    (await explainResponse(copy(), { operation: 'PutObjectCopy' })).code,
    'InternalError',
  );
  const broken = (status) => ({
    status,
    headers: {},
    clone: () => ({
      arrayBuffer: () => Promise.reject(Object.assign(new Error(), { code: 'ECONNRESET' })),
    }),
  });
  assert.equal((await explainResponse(broken(503))).entry.key, 'family:503');
  const copied = { operation: 'PutObjectCopy' };
  assert.equal((await explainResponse(broken(200), copied)).code, 'ResponseTruncated');
  const stream = new ReadableStream({ start: (c) => c.error(new TypeError('terminated')) });
  assert.equal((await explainResponse(new Response(stream), copied)).code, 'ResponseTruncated');
});
