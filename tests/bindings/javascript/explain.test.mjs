// SPDX-License-Identifier: MIT
// explain() beyond what the vectors have: runtimes, other SDKs, hostile objects.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { test } from 'node:test';
import { coserr } from './paths.mjs';

const { explain } = coserr;

function withProperties(error, properties) {
  return Object.assign(error, properties);
}

const CLIENTS = [
  [{ code: 'ECONNRESET' }, 'ConnectionLost'],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'ConnectionTimeout'],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'ReadTimeout'],
  [{ code: 'UND_ERR_BODY_TIMEOUT' }, 'ReadTimeout'],
  [{ code: 'UND_ERR_SOCKET' }, 'ConnectionLost'],
  [{ code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }, 'ResponseTruncated'],
  [{ code: 'CERT_NOT_YET_VALID' }, 'CertificateRejected'],
  [{ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, 'CertificateRejected'],
  [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'TlsFailed'],
  [{ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }, 'TlsFailed'],
  [{ code: 'HPE_INVALID_CONSTANT' }, 'ResponseUnparsable'],
  [{ code: 'ABORT_ERR' }, 'Cancelled'],
  [{ name: 'AbortError' }, 'Cancelled'],
  [{ name: 'TimeoutError' }, 'ReadTimeout'],
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'ConnectionTimeout'],
  [{ code: 'ETIMEDOUT', connect: true }, 'ConnectionTimeout'],
  [{ code: 'ETIMEDOUT', message: 'read ETIMEDOUT' }, 'ReadTimeout'],
  [{ errno: 'ENOTFOUND' }, 'NameResolutionFailed'],
  [{ message: 'Failed to fetch' }, 'CorsBlocked'],
  [{ message: 'Load failed' }, 'CorsBlocked'],
  [{ message: 'NetworkError when attempting to fetch resource.' }, 'CorsBlocked'],
  [{ message: 'Network request failed' }, 'ConnectionLost'],
  [{ errMsg: 'request:fail timeout' }, 'ReadTimeout'],
  [{ errMsg: 'request:fail 似乎已断开与互联网的连接。' }, 'ConnectionFailed'],
  [{ errMsg: 'uploadFile:fail 请求超时。' }, 'ReadTimeout'],
  [
    { errMsg: 'request:fail A server with the specified hostname could not be found.' },
    'NameResolutionFailed',
  ],
];

test('failures without an answer', () => {
  for (const [properties, name] of CLIENTS) {
    for (const error of [
      properties,
      withProperties(new TypeError('fetch failed'), { cause: properties }),
    ]) {
      const isMessage = error !== properties && properties.code === undefined;
      if (isMessage && properties.name === undefined && properties.errno === undefined) {
        continue; // the message of a cause says nothing
      }
      assert.equal(explain(error)?.code, name, JSON.stringify(properties));
      assert.equal(explain(error).kind, 'client');
    }
  }
  assert.equal(explain('request:fail url not in domain list').code, 'DomainNotAllowed');
});

test('causes are followed, cycles too', () => {
  const inner = withProperties(new Error('x'), { code: 'ECONNREFUSED' });
  const attempts = withProperties(new Error('all failed'), { errors: [inner] });
  assert.equal(
    explain(withProperties(new TypeError('fetch failed'), { cause: attempts })).code,
    'ConnectionFailed',
  );
  const cycle = new Error('x');
  cycle.cause = cycle;
  cycle.error = { cause: cycle };
  assert.equal(explain(cycle), null);
});

test('the errors of this Node', async () => {
  const server = http.createServer((request) => request.socket.destroy());
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  const lost = await fetch(`http://127.0.0.1:${port}/`).catch((error) => error);
  assert.equal(explain(lost).code, 'ConnectionLost');
  const aborted = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() }).catch(
    (error) => error,
  );
  assert.equal(explain(aborted).code, 'Cancelled');
  await new Promise((done) => server.close(done));
  const refused = await fetch(`http://127.0.0.1:${port}/`).catch((error) => error);
  assert.equal(explain(refused).code, 'ConnectionFailed');
  const missing = await fs.promises.readFile('/none/such').catch((error) => error);
  assert.equal(explain(missing).code, 'LocalFileError');
});

test('answers of fetch, axios and the AWS SDK', () => {
  const headers = { 'x-cos-request-id': 'N1', 'x-cos-error-code': 'AccessDeniedException' };
  for (const error of [
    new Response('', { status: 403, headers }),
    { response: { status: 403, headers, data: '' } },
    { statusCode: '403', headers: Object.entries(headers) },
    {
      statusCode: 403,
      headers: { 'X-COS-Request-Id': ['', 'N1'], 'X-Cos-Error-Code': headers['x-cos-error-code'] },
    },
  ]) {
    const result = explain(error);
    assert.equal(result.entry.key, 'AccessDeniedException:403');
    assert.equal(result.requestId, 'N1');
  }
  assert.equal(explain(new Response('', { status: 200 })), null);
  assert.equal(explain({ statusCode: 304, headers: {} }), null);
  const aws = withProperties(new Error('The specified key does not exist.'), {
    name: 'NoSuchKey',
    Code: 'NoSuchKey',
    $metadata: { httpStatusCode: 404, requestId: 'N2' },
  });
  assert.equal(explain(aws).entry.key, 'NoSuchKey:404');
  assert.equal(explain(aws).requestId, 'N2');
  assert.equal(explain(aws).serverMessage, 'The specified key does not exist.');
  const head = { name: 'NotFound', $metadata: { httpStatusCode: 404 } };
  assert.equal(explain(head).entry.key, 'family:404');
  assert.equal(explain(head).code, undefined);
});

test('bucket and key are read from the URL of the request, the caller knows better', () => {
  const error = {
    statusCode: 404,
    headers: {},
    method: 'HEAD',
    url: 'https://b-1250000000.cos.ap-beijing.myqcloud.com/a%20b.txt?versionId=1',
  };
  const result = explain(error);
  assert.deepEqual(
    [result.bucket, result.region, result.key],
    ['b-1250000000', 'ap-beijing', 'a b.txt'],
  );
  assert.equal(result.verdict, 'empty');
  assert.equal(explain(error, null, { key: 'mine' }).key, 'mine');
  assert.equal(explain({ ...error, url: 'https://b-1.cos.ap-x.myqcloud.com/%zz' }).key, '%zz');
});

test('a success, and what is no failure of COS', () => {
  for (const error of [null, undefined, '', 0, false, 5, true, 'NoSuchKey', {}, [], () => 1]) {
    assert.equal(explain(error), null);
  }
  for (const message of [
    'certificate of x is undefined',
    'timeout is not a function',
    'ssl',
    'Failed to fetch dynamically imported module: x',
  ]) {
    assert.equal(explain(new TypeError(message)), null);
  }
  assert.equal(
    explain(null, { statusCode: 200, headers: {}, Error: [{ Key: 'a', Code: 'X' }] }),
    null,
  );
  assert.equal(
    explain(null, { Error: { Code: 'SlowDown' }, statusCode: 200 }).entry.key,
    'SlowDown:503',
  );
});

test('a result is given back, also inside of an error', () => {
  const result = coserr.resolve({ code: 'SlowDown', status: 503 });
  assert.equal(explain(result), result);
  assert.equal(explain(withProperties(new Error('x'), { result })), result);
});

function hostileObjects() {
  const thrower = () => {
    throw new Error('trap');
  };
  const traps = Object.fromEntries(
    Object.getOwnPropertyNames(Reflect).map((name) => [name, thrower]),
  );
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const getters = {};
  for (const name of [
    'code',
    'error',
    'message',
    'statusCode',
    'headers',
    'cause',
    'errors',
    'url',
    'result',
  ]) {
    Object.defineProperty(getters, name, { get: thrower, enumerable: true });
  }
  const deep = new Proxy(() => 1, { get: () => deep });
  return [
    new Proxy({}, traps),
    new Proxy(() => 1, traps),
    revoked.proxy,
    getters,
    deep,
    Symbol('x'),
    10n,
    Object.create(null),
    new Proxy([], traps),
    { toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower },
  ];
}

test('hostile objects do no harm anywhere', () => {
  for (const hostile of hostileObjects()) {
    const shapes = [
      hostile,
      { error: hostile },
      { statusCode: 404, headers: hostile, error: hostile },
      {
        statusCode: hostile,
        headers: { date: hostile },
        error: { Code: hostile, Message: hostile },
      },
      { cause: hostile, response: hostile, $metadata: hostile },
    ];
    for (const shape of shapes) {
      const result = explain(shape, hostile, hostile);
      assert.ok(result === null || typeof String(result) === 'string');
      explain(null, shape, { operation: hostile, receivedAt: hostile, key: hostile });
      explain(null, hostile);
    }
    assert.equal(explain({ statusCode: 404, headers: hostile, error: hostile }).status, 404);
  }
});
