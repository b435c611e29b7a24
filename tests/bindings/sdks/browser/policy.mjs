// SPDX-License-Identifier: MIT
// The package coserr in a page: what it answers, and what the page's policy leaves of decode.
import { coserr, decoder } from '/modules.mjs';
import { ask, expected, isMeant, readLines } from '/vectors.mjs';

const RESPONSE = [404, { 'x-cos-request-id': 'N1' },
                  '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>'];

/** Otherwise the rest shows nothing. */
function evalIsRefused() {
  try {
    return Function('return false')();
  } catch (error) {
    return error instanceof EvalError;
  }
}

/** The same text for equal values, whatever the order of their members. */
function canonical(value) {
  return JSON.stringify(value, (_, inner) => (
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort()) : inner));
}

/** {run, wrong}: how many vectors of a file were run, and the ids of those answered otherwise. */
function vectorsOf(name) {
  const vectors = readLines(name).filter(isMeant);
  const wrong = vectors.filter((vector) => {
    const { want, got } = expected(name, vector, ask[name](vector.in));
    return canonical(want) !== canonical(got);
  });
  return { run: vectors.length, wrong: wrong.map(({ id }) => id) };
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

/** The code of the result, or of the error. */
async function codeOf(call) {
  try {
    return (await call()).code;
  } catch (error) {
    return error.code || error.message;
  }
}

function inWorker() {
  return new Promise((resolve) => {
    const worker = new Worker('/worker.mjs', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve(message);
  });
}

const decodeAtOnce = await codeOf(() => decoder.decode(...RESPONSE));
const decodeWhenReady = await codeOf(async () => {
  await decoder.ready();
  return decoder.decode(...RESPONSE);
});
const files = Object.keys(ask).filter((name) => name !== 'read' || decodeWhenReady === 'NoSuchKey');
const report = {
  evalIsRefused: evalIsRefused(),
  decodeAtOnce,
  decodeWhenReady,
  vectors: Object.fromEntries(files.map((name) => [name, vectorsOf(name)])),
  text: coserr.explain({ statusCode: 404, error: { Code: 'NoSuchKey' } }).text('zh_CN').message,
  attempts: await attempts(),
  worker: await inWorker(),
};
await fetch('/result', { method: 'POST', body: JSON.stringify(report) });
