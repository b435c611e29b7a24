// SPDX-License-Identifier: MIT
// Results: what they say, and what they must not say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coserr } from './paths.mjs';

const { Code, find, fromClient, language, operation, resolve, text, wordText } = coserr;

const denied = resolve({
  code: ' AccessDenied\n',
  status: 403,
  message: 'Access Denied.',
  resource: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt?q-signature=SECRET',
  requestId: 'NWE3YzgxZmFfYWZhYzM1MGFf',
  operation: 'put-object',
});

test('a result has no language; text(lang) has', () => {
  assert.equal(denied.text('zh-CN').lang, 'zh-CN');
  assert.equal(denied.text('zh_CN.UTF-8').message, denied.text('zh').message);
  assert.equal(denied.text('fr, zh;q=0.8').lang, 'zh-CN');
  assert.equal(denied.text().lang, 'en');
  assert.equal(denied.text(null).lang, 'en');
  assert.match(denied.text('en').detail, /name\/cos:PutObject/);
  assert.match(denied.text('zh').detail, /name\/cos:PutObject/);
  assert.ok(denied.text('en').docs.every((link) => link.startsWith('https://')));
});

test('values are trimmed, kept and derived', () => {
  assert.equal(denied.code, 'AccessDenied');
  assert.equal(denied.operation, 'PutObject');
  assert.equal(denied.bucket, 'examplebucket-1250000000');
  assert.equal(denied.region, 'ap-beijing');
  assert.equal(resolve({ code: 404 }).code, '404');
  assert.equal(resolve({ bucket: 'mine', resource: 'b.cos.ap-x.myqcloud.com/k' }).bucket, 'mine');
  assert.equal(resolve({ code: 'X', status: 200.5 }).status, 200);
  assert.equal(resolve({ receivedAt: new Date(1795248600999) }).receivedAt, 1795248600);
  assert.equal(resolve(null).entry.key, 'family:unknown');
});

test('is() knows the code received and the one of the catalog', () => {
  assert.ok(denied.is(Code.ACCESS_DENIED));
  assert.ok(resolve({ code: 'BadRequest', status: 400 }).is(Code.BAD_REQUEST));
  const expired = resolve({ code: 'AccessDenied', status: 403, message: 'Request has expired' });
  assert.ok(expired.is(Code.REQUEST_HAS_EXPIRED) && !expired.is(Code.ACCESS_DENIED));
  assert.ok(resolve({ code: 'NotListed', status: 400 }).is('NotListed'));
  assert.ok(!denied.is(Code.NO_SUCH_KEY));
  assert.equal(denied.code, Code.ACCESS_DENIED);
});

test('results, entries and lists never change', () => {
  for (const object of [denied, denied.entry, denied.hints, operation('PutObject')]) {
    assert.ok(Object.isFrozen(object));
  }
  assert.equal(find('NoSuchKey', 404), find('NoSuchKey', 404));
  assert.throws(() => {
    'use strict';
    denied.code = 'other';
  });
});

test('as a string: one line without secrets', () => {
  const start = 'AccessDenied (HTTP 403, request NWE3YzgxZmFfYWZhYzM1MGFf): Access is denied';
  assert.ok(String(denied).startsWith(start), String(denied));
  assert.ok(String(resolve({ status: 502 })).startsWith('HTTP 502: '));
  assert.ok(String(fromClient('ConnectionTimeout')).startsWith('ConnectionTimeout: '));
  assert.ok(String(resolve({})).startsWith('unknown: '));
  assert.equal(resolve({ code: 'q-signature=abc', status: 403 }).attributes()['error.type'], '403');
  assert.match(String(resolve({ status: 404, requestId: 'N1' })), /^HTTP 404, request N1: /);
  const signed = resolve({ status: 404, resource: 'b/k?q-signature=s', message: 's' });
  assert.deepEqual(JSON.parse(JSON.stringify(signed)), signed.attributes());
  const secret = 'q-signature=0123 https://h/k?sign=1&token=2';
  const hostile = resolve({
    code: `x\n${secret}`,
    status: 403,
    message: `${secret}\nStringToSign`,
    requestId: `1\u202e?${secret}`,
    resource: `h/k?${secret}`,
    key: secret,
  });
  assert.equal(String(hostile), `HTTP 403: ${hostile.text('en').message}`);
  const { 'error.type': type, 'coserr.request_id': id, ...rest } = hostile.attributes();
  assert.deepEqual([type, id], ['403', undefined]);
  assert.ok(!JSON.stringify(rest).includes('token'));
});

test('attributes are flat, and absent ones are left out', () => {
  assert.deepEqual(denied.attributes(), {
    'error.type': 'AccessDenied',
    'http.response.status_code': 403,
    'coserr.kind': 'service',
    'coserr.category': 'permission',
    'coserr.retry': 'never',
    'coserr.match': 'exact',
    'coserr.operation': 'PutObject',
    'coserr.request_id': 'NWE3YzgxZmFfYWZhYzM1MGFf',
    'coserr.resource': 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt',
  });
  const referer = { code: 'AccessDenied', message: 'You are denied by bucket referer rule' };
  assert.equal(resolve(referer).attributes()['coserr.case'], 'referer');
  assert.equal(resolve({ status: 502 }).attributes()['error.type'], '502');
  assert.equal(resolve({}).attributes()['error.type'], '_OTHER');
  assert.equal(resolve({ code: 'a\nb' }).attributes()['error.type'], '_OTHER');
  const expired = resolve({ code: 'Request has expired', status: 403 });
  assert.equal(expired.attributes()['error.type'], 'Request has expired');
  assert.ok(String(expired).startsWith('Request has expired (HTTP 403): '));
});

test('details are cut, and cannot break a line', () => {
  const key = `${'好'.repeat(100)}\u202e\u0007\ud800`;
  const values = { code: 'NoSuchKey', status: 404, bucket: 'b-1', key };
  const { detail } = resolve(values).text('en');
  assert.ok(detail.includes('好'.repeat(66)) && !detail.includes('好'.repeat(67)), detail);
  const short = resolve({ ...values, key: 'a\u202e\u0007\ud800b' }).text('en').detail;
  assert.ok(short.includes('a  ?b'), short);
});

test('every control and bidirectional character is made harmless, and no other', () => {
  const ranges = [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xfeff, 0xfeff],
  ];
  for (let point = 0; point < 0x3000; point++) {
    checkHarm(
      point,
      ranges.some(([first, last]) => point >= first && point <= last),
    );
  }
  checkHarm(0xfeff, true);
  checkHarm(0xfffd, false);
  checkHarm(0x1f600, false);
});

function checkHarm(point, isHarmful) {
  const character = String.fromCodePoint(point);
  const values = { code: 'NoSuchKey', status: 404, bucket: 'b-1', key: `<${character}>` };
  const shown = `<${isHarmful ? ' ' : character}>`;
  assert.ok(resolve(values).text('en').detail.includes(shown), point.toString(16));
}

test('language() takes tags, POSIX names and Accept-Language values', () => {
  assert.equal(language('zh-Hant-TW'), 'zh-CN');
  assert.equal(language('de;q=0.9, zh;q=0.5, *;q=0.1'), 'zh-CN');
  assert.equal(language(undefined), 'en');
  assert.equal(language(null), 'en');
  assert.equal(language({}), 'en');
});

test('entries by name, and words', () => {
  const entry = find('QuotaOperationConfilct');
  assert.equal(entry.symbol, 'QUOTA_OPERATION_CONFLICT');
  assert.equal(find('NoSuchKey').symbol, 'NO_SUCH_KEY');
  assert.equal(find('Request has expired').symbol, 'REQUEST_HAS_EXPIRED');
  assert.equal(fromClient('TlsFailed').entry.symbol, 'CLIENT_TLS_FAILED');
  for (const [symbol, code] of Object.entries(Code)) {
    const row = symbol.startsWith('CLIENT_') ? fromClient(code).entry : find(code);
    assert.deepEqual([row.symbol, row.code], [symbol, code]);
  }
  assert.equal(text(find('NoSuchKey', 404), 'en').detail, undefined);
  assert.equal(wordText('retry', 'sometimes', 'en'), '');
  assert.equal(wordText('constructor', 'never'), '');
  assert.match(wordText('action', 'again', 'zh'), /[\u4e00-\u9fff]/);
});

test('names of objects are no codes', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    assert.equal(find(name, 404).key, 'family:404');
    assert.equal(operation(name), null);
    assert.equal(fromClient(name), null);
    assert.equal(coserr.fromErrno(name), null);
  }
  for (const value of [undefined, null, {}, 5, Symbol('x')]) {
    assert.equal(find(value, value).key, 'family:unknown');
    assert.equal(operation(value), null);
    assert.equal(fromClient(value), null);
  }
});
