// SPDX-License-Identifier: MIT
// The package coserr in a page: what it answers, and what the page's policy leaves of decode.
import * as coserr from '/coserr.mjs';
import * as decoder from '/coserr-decode.mjs';

const RESPONSE = [404, { 'x-cos-request-id': 'N1' },
                  '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>'];

async function vectorsOf(file) {
  const text = await (await fetch(`/vectors/${file}.jsonl`)).text();
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** What the page may not do at all: otherwise nothing is shown by the rest. */
function evalIsRefused() {
  try {
    return Function('return false')();
  } catch (error) {
    return error instanceof EvalError;
  }
}

function rebuilt(error) {
  return error && error.class
    ? Object.assign(error.class === 'Object' ? {} : new Error(), error.properties) : error;
}

/** The members of a result by their names in vectors. */
function named(result) {
  if (!result) return null;
  return {
    kind: result.kind, entry: result.entry.key, match: result.match, class: result.retry,
    category: result.category, hints: result.hints, code: result.code, status: result.status,
    message: result.serverMessage, resource: result.resource, request_id: result.requestId,
    trace_id: result.traceId, server_time: result.serverTime, retry_after: result.retryAfter,
    operation: result.operation,
  };
}

/** Ids of vectors that are answered otherwise, by the members that the answer has. */
function wrong(vectors, answer) {
  const same = (wanted, got) => JSON.stringify(wanted ?? null) === JSON.stringify(got ?? null);
  return vectors.filter(({ in: question, out }) => {
    const got = answer(question);
    return out === null || got === null ? out !== got
      : Object.keys(got).some((name) => name in out && !same(out[name], got[name]));
  }).map(({ id }) => id);
}

async function attempts() {
  let made = 0;
  const failure = Object.assign(new Error('x'), {
    statusCode: 500, error: { Code: 'InternalError' }, headers: { 'x-cos-request-id': 'N1' } });
  await coserr.retry(() => {
    made += 1;
    return made < 3 ? Promise.reject(failure) : Promise.resolve('done');
  }, { operation: 'GetObject', sends: () => 1 });
  return made;
}

async function outcome(call) {
  try {
    const result = await call();
    return { code: result.code };
  } catch (error) {
    return { name: error.name, message: error.message };
  }
}

const find = await vectorsOf('find');
const errors = (await vectorsOf('sdk-errors')).filter(({ in: { sdk } }) => /-(nodejs|js|wx)-/.test(sdk));
const report = {
  evalIsRefused: evalIsRefused(),
  find: find.length,
  findWrong: wrong(find, ({ code, status }) => {
    const { key: entry, retry, category } = coserr.find(code ?? '', status);
    return { entry, class: retry, category };
  }),
  errors: errors.length,
  errorsWrong: wrong(errors, ({ error, data, operation }) => (
    named(coserr.explain(rebuilt(error), data, { operation })))),
  text: coserr.explain({ statusCode: 404, error: { Code: 'NoSuchKey' } }).text('zh_CN').message,
  attempts: await attempts(),
  decodeAtOnce: await outcome(() => decoder.decode(...RESPONSE)),
  decodeWhenReady: await outcome(async () => {
    await decoder.ready();
    return decoder.decode(...RESPONSE);
  }),
};
await fetch('/result', { method: 'POST', body: JSON.stringify(report) });
