// SPDX-License-Identifier: MIT
// The driver: a play of answers, a clock that is advanced by sleeping, and what was done.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { coserr } from './paths.mjs';

const { createBudget, decide, explain, resolve, retry } = coserr;

const slow = {
  statusCode: 503,
  headers: { 'x-cos-request-id': 'N1' },
  error: { Code: 'SlowDown' },
};
const failed = {
  statusCode: 500,
  headers: { 'x-cos-request-id': 'N1' },
  error: { Code: 'InternalError' },
};
const ofSdk = { url: 'https://h/k', method: 'PUT' };

/** Plays answers: an object is rejected with, a string resolved with. */
function play(answers, options = {}) {
  const log = { calls: [], slept: [], failures: [] };
  let time = 1795248600000;
  const promise = retry(
    (attempt) => {
      log.calls.push(attempt);
      const answer = answers[Math.min(log.calls.length, answers.length) - 1];
      return typeof answer === 'string' || answer.ETag ? answer : Promise.reject(answer);
    },
    {
      sleep: (ms) => {
        log.slept.push(ms);
        time += ms;
        return Promise.resolve();
      },
      random: () => 0.5,
      now: () => time,
      onFailure: (failure) => log.failures.push(failure.decision.action),
      ...options,
    },
  );
  return promise.then(
    (value) => ({ ...log, value }),
    (error) => ({ ...log, error }),
  );
}

test('a success is handed on', async () => {
  assert.deepEqual(await play(['done']), { calls: [1], slept: [], failures: [], value: 'done' });
});

test('throttled, then sent again after the delay of decide()', async () => {
  const { calls, slept, value } = await play([slow, slow, 'done'], { operation: 'PutObject' });
  assert.deepEqual(calls, [1, 2, 3]);
  assert.deepEqual(slept, [500 + 500, 500 + 1000]);
  assert.equal(value, 'done');
});

test('sends inside the SDK count', async () => {
  const error = { ...failed, ...ofSdk };
  const options = { operation: 'PutObject' };
  assert.deepEqual((await play([error], options)).calls, [1, 5]);
  assert.deepEqual((await play([error], { ...options, stream: true })).calls, [1, 2, 3, 4, 5]);
  assert.deepEqual((await play([failed], options)).calls, [1, 2, 3, 4, 5]);
  assert.deepEqual((await play([error], { ...options, sends: () => 2 })).calls, [1, 3, 5]);
  assert.deepEqual((await play([error], { ...options, maxAttempts: 12 })).calls, [1, 5, 9]);
  const lost = { code: 'ECONNRESET', ...ofSdk };
  assert.deepEqual((await play([lost], options)).calls, [1, 5]);
  assert.deepEqual((await play([{ ...lost, statusCode: 404 }], options)).calls, [1, 2, 3, 4, 5]);
  const copy = { ...error, statusCode: 200 };
  assert.deepEqual((await play([copy], { operation: 'PutObjectCopy' })).calls, [1, 5]);
  const missing = { statusCode: 404, headers: {}, error: { Code: 'NoSuchKey' }, ...ofSdk };
  assert.deepEqual((await play([missing], options)).calls, [1]);
});

test('an attempt without a number is the first', () => {
  const result = resolve({ code: 'SlowDown', status: 503 });
  assert.equal(decide(result, { replayable: true, maxAttempts: 1 }).reason, 'attempts-spent');
  assert.equal(decide(result, { replayable: true, maxAttempts: 2 }).action, 'again');
});

test('what cannot be sent twice is not', async () => {
  assert.deepEqual((await play([failed])).calls, [1]);
  assert.deepEqual((await play([failed, 'done'], { idempotent: true })).calls, [1, 2]);
  const { calls, error } = await play([slow], { replayable: false });
  assert.deepEqual(calls, [1]);
  assert.equal(error, slow);
});

test('credentials are renewed once, and only by the caller', async () => {
  const expired = { statusCode: 403, headers: {}, error: { Code: 'ExpiredToken' } };
  let renewed = 0;
  const renewCredentials = () => Promise.resolve(renewed++);
  assert.equal((await play([expired, 'done'], { renewCredentials })).value, 'done');
  assert.equal(renewed, 1);
  assert.deepEqual((await play([expired], { renewCredentials })).calls, [1, 2]);
  assert.deepEqual((await play([expired])).calls, [1]);
});

test('the clock is corrected by what the server says', async () => {
  const skewed = {
    statusCode: 403,
    headers: { date: 'Sat, 21 Nov 2026 15:00:00 GMT' },
    error: { Code: 'RequestTimeTooSkewed' },
  };
  const offsets = [];
  const correctClock = (seconds) => offsets.push(seconds);
  const { value } = await play([skewed, 'done'], { correctClock });
  assert.equal(value, 'done');
  assert.deepEqual(offsets, [Date.UTC(2026, 10, 21, 15) / 1000 - 1795248600]);
  assert.deepEqual((await play([skewed])).calls, [1]);
});

test('after that, the corrected clock counts', async () => {
  const late = {
    statusCode: 403,
    headers: { date: 'Sat, 21 Nov 2026 11:10:00 GMT' },
    error: { Code: 'RequestTimeTooSkewed' },
  };
  const asked = { ...slow, headers: { 'retry-after': 'Sat, 21 Nov 2026 11:10:30 GMT' } };
  const { slept } = await play([late, asked, 'done'], { correctClock: () => 0 });
  assert.deepEqual(slept, [30_000]); // 11:10:00 by the server, 08:10:00 by the clock
});

test('another endpoint, when the answer is not from COS', async () => {
  const page = { statusCode: 502, headers: {}, error: { html: {} } };
  let switched = 0;
  const options = { operation: 'GetObject', otherEndpoint: () => switched++ };
  assert.equal((await play([page, 'done'], options)).value, 'done');
  assert.equal(switched, 1);
});

test('an error that the SDK takes for a success', async () => {
  const data = { statusCode: 200, headers: {}, Error: { Code: 'InternalError' } };
  const first = await retry(() => data, { sleep: () => Promise.resolve() }).catch((error) => error);
  assert.equal(first.name, 'CosError');
  assert.equal(explain(first).entry.key, 'InternalError:500');
  let calls = 0;
  const answer = () => (calls++ === 0 ? data : { ETag: '"1"' });
  const options = { operation: 'PutObjectCopy', sleep: () => Promise.resolve() };
  assert.deepEqual(await retry(answer, options), { ETag: '"1"' });
});

test('a Response of fetch that is not ok is a failure', async () => {
  const response = (status) => new Response('', { status, headers: { 'x-cos-request-id': 'N1' } });
  const answers = [response(503), response(200)];
  const options = { operation: 'GetObject', sleep: () => Promise.resolve() };
  assert.equal((await retry(() => answers.shift(), options)).status, 200);
  const last = await retry(() => response(404), options).catch((error) => error);
  assert.deepEqual([last.name, last.result.status, last.data.status], ['CosError', 404, 404]);
});

test('limits that have run out are no licence', async () => {
  const options = { operation: 'GetObject' };
  assert.deepEqual((await play([failed], { ...options, timeLimitMs: -5 })).calls, [1]);
  assert.deepEqual((await play([failed], { ...options, maxAttempts: 0 })).calls, [1]);
  const { calls } = await play([failed], { ...options, sends: () => undefined });
  assert.equal(calls.length, 5);
});

test('an unknown operation is an error of the program', async () => {
  let calls = 0;
  await assert.rejects(
    retry(() => calls++, { operation: 'PutObjekt' }),
    RangeError,
  );
  assert.equal(calls, 0);
});

test('what is no failure of COS ends it at once', async () => {
  const bug = new TypeError('x is not a function');
  const { calls, error, failures } = await play([bug], { operation: 'GetObject' });
  assert.deepEqual([calls, error, failures], [[1], bug, []]);
  const thrown = await retry(() => {
    throw bug;
  }).catch((caught) => caught);
  assert.equal(thrown, bug);
});

test('the budget is shared, spent and given back', async () => {
  const budget = createBudget(12);
  const options = { operation: 'GetObject', budget };
  await play([slow, 'done'], options);
  assert.equal(budget.tokens, 12);
  const { calls } = await play([slow], options);
  assert.deepEqual(calls, [1, 2, 3]);
  assert.equal(budget.tokens, 2);
  await play(['done'], options);
  assert.equal(budget.tokens, 3);
});

test('time is limited', async () => {
  const { calls } = await play([slow], { operation: 'GetObject', timeLimitMs: 1200 });
  assert.deepEqual(calls, [1, 2]);
});

test('a signal ends the waiting and the attempts', async () => {
  const controller = new AbortController();
  const begun = play([slow], {
    operation: 'GetObject',
    signal: controller.signal,
    sleep: () => new Promise(() => controller.abort()),
  });
  const { error, calls } = await begun;
  assert.equal(error.name, 'AbortError');
  assert.deepEqual(calls, [1]);
  assert.deepEqual((await play(['done'], { signal: controller.signal })).calls, []);
  const silent = { aborted: true, addEventListener() {}, removeEventListener() {} };
  assert.equal((await play(['done'], { signal: silent })).error.name, 'AbortError');
  const counting = {
    listeners: 0,
    aborted: false,
    addEventListener() {
      this.listeners++;
    },
    removeEventListener() {
      this.listeners--;
    },
  };
  await play([slow, slow, 'done'], { operation: 'GetObject', signal: counting });
  assert.equal(counting.listeners, 0);
});

test('a signal that is given while a failure is handled, and a sleep that fails', async () => {
  const options = { operation: 'GetObject' };
  const controller = new AbortController();
  const { signal } = controller;
  const onFailure = () => controller.abort();
  const aborted = await play([slow], { ...options, signal, onFailure });
  assert.deepEqual([aborted.calls, aborted.error.name], [[1], 'AbortError']);
  const tired = new Error('no sleep');
  const failing = { ...options, sleep: () => Promise.reject(tired) };
  for (const given of [undefined, new AbortController().signal]) {
    assert.equal((await play([slow], { ...failing, signal: given })).error, tired);
  }
});

test('an aborted wait keeps no timer', async () => {
  const controller = new AbortController();
  const asked = { ...slow, headers: { 'retry-after': '300' } };
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const waiting = retry(() => Promise.reject(asked), { signal: controller.signal });
  await setImmediate();
  assert.equal(timers(), before + 1);
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.equal(timers(), before);
});

test('onFailure sees each failure', async () => {
  const seen = [];
  const onFailure = ({ result, decision, sends, error }) =>
    seen.push([result.code, decision.action, sends, error]);
  await play([slow, failed], { operation: 'GetObject', maxAttempts: 2, onFailure });
  assert.deepEqual(seen, [
    ['SlowDown', 'again', 1, slow],
    ['InternalError', 'stop', 2, failed],
  ]);
});

test('without options it waits by itself', async () => {
  const lost = { code: 'ECONNREFUSED' };
  let calls = 0;
  assert.equal(await retry(() => (calls++ === 0 ? Promise.reject(lost) : 'done')), 'done');
});
