// SPDX-License-Identifier: MIT
// Asks the package what the vectors ask, in the vectors' terms.
import fs from 'node:fs';
import path from 'node:path';
import { build, coserr, decoder } from './paths.mjs';

export const vectorsDir = path.join(build, 'vectors');

/** What the package can do; `locale` alone is C's. */
export const CAPABLE = new Set(
  'find texts cases details client operation language decide read sdk-errors'.split(' '),
);
const SDKS = new Set(['cos-nodejs-sdk-v5', 'cos-js-sdk-v5', 'cos-wx-sdk-v5']);

export function readLines(name) {
  const lines = fs.readFileSync(path.join(vectorsDir, `${name}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Whether the vector is to be run. Errors of SDKs in other languages are not for this one. */
export function isMeant(vector) {
  const isOurs = vector.in.sdk === undefined || SDKS.has(vector.in.sdk);
  return isOurs && !vector.needs.includes('locale');
}

/** What a vector needs that nobody has. */
export function unknownNeeds(vector) {
  return vector.needs.filter((need) => need !== 'locale' && !CAPABLE.has(need));
}

const texts = new Map(readLines('texts').map((line) => [`${line.id} ${line.lang}`, line]));

/** Which sentence a detail is, and the values in it. */
function sentenceOf(key, { detail, lang }) {
  if (detail === undefined) {
    return undefined;
  }
  const sentences = texts.get(`${key} ${lang}`).details || [];
  for (const [sentence, text] of sentences.entries()) {
    const names = [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    const parts = text
      .split(/\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const match = new RegExp(`^${parts.join('([^]*)')}$`).exec(detail);
    if (match) {
      return { sentence, values: Object.fromEntries(names.map((name, i) => [name, match[i + 1]])) };
    }
  }
  return { unknown: detail };
}

/** Texts have their values in an order of their own. */
function canonical(found) {
  return found && JSON.stringify([found.sentence, Object.entries(found.values || {}).sort()]);
}

/** The same in every language; else what each has. */
function detailOf(result) {
  const [english, chinese] = ['en', 'zh-CN'].map((lang) =>
    sentenceOf(result.entry.key, result.text(lang)),
  );
  return canonical(english) === canonical(chinese) ? english : { english, chinese };
}

/** Without what is absent, empty, false or 0. */
function compact(object) {
  const isThere = (value) =>
    Boolean(value) && !(typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object).filter(([, value]) => isThere(value)));
}

function failureOf(result, reading) {
  if (result === null) {
    return null;
  }
  return compact({
    kind: result.kind,
    entry: result.entry.key,
    match: result.match,
    alias: result.alias,
    class: result.retry,
    category: result.category,
    hints: result.hints,
    conditional: result.conditional,
    code: result.code,
    status: result.status,
    message: result.serverMessage,
    resource: result.resource,
    request_id: result.requestId,
    trace_id: result.traceId,
    server_time: result.serverTime,
    date: result.date,
    retry_after: result.retryAfter,
    bucket: result.bucket,
    region: result.region,
    key: result.key,
    operation: result.operation,
    verdict: result.verdict,
    fault: result.fault,
    detail: detailOf(result),
    fault_offset: reading && reading.faultOffset,
    source: reading && snakeKeys(reading.source),
  });
}

function snakeKeys(object) {
  const snake = (name) => name.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase());
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [snake(name), value]));
}

function camelKeys(object) {
  const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [camel(name), value]));
}

function read(question) {
  const { status, headers, body, body_b64: encoded, ...rest } = question;
  const bytes = encoded === undefined ? body : new Uint8Array(Buffer.from(encoded, 'base64'));
  const options = camelKeys(rest);
  const result = decoder.decode(status, headers, bytes, options);
  return failureOf(result, decoder.read(status, headers, bytes, options));
}

function operationOf({ name, request }) {
  const found =
    request === undefined
      ? coserr.operation(name)
      : coserr.operationOfRequest(request.method, request.url, request.headers || []);
  if (found === null) {
    return null;
  }
  const { after200, ...rest } = found;
  return compact({ ...rest, after_200: after200 });
}

function decideOn({ steps }) {
  let state;
  const answers = steps.map(({ error, attempt }) => {
    const values = error && camelKeys(error);
    const result = !error
      ? null
      : error.client
        ? coserr.fromClient(error.client, values)
        : coserr.resolve(values);
    const decision = coserr.decide(result, { number: 0, random: 0, ...camelKeys(attempt) }, state);
    state = decision.state;
    return compact({
      action: decision.action,
      reason: decision.reason,
      delay_ms: decision.delayMs,
      clock_offset_s: decision.clockOffsetS,
      sign_again: decision.signAgain,
      hints: decision.hints,
      conditional: decision.conditional,
      cost: decision.cost,
    });
  });
  return { steps: answers };
}

function explain({ error, data, operation }) {
  const rebuilt =
    error && error.class
      ? Object.assign(error.class === 'Object' ? {} : new Error(), error.properties)
      : error;
  return failureOf(coserr.explain(rebuilt, data, { operation }));
}

function find({ code, status }) {
  const result = coserr.resolve({ code, status });
  if (coserr.find(code || '', status) !== result.entry) {
    return { found: coserr.find(code || '', status).key, resolved: result.entry.key };
  }
  const { entry, match, alias, class: retry, category, hints, conditional } = failureOf(result);
  return compact({ entry, match, alias, class: retry, category, hints, conditional });
}

export const ask = {
  find,
  resolve: (question) => failureOf(coserr.resolve(camelKeys(question))),
  read,
  language: ({ lang }) => ({ tag: coserr.language(lang) }),
  client: ({ name, errno }) =>
    failureOf(name === undefined ? coserr.fromErrno(errno) : coserr.fromClient(name)),
  operation: operationOf,
  decide: decideOn,
  'sdk-errors': explain,
};

/** Of errors of SDKs, what is absent in the answer is not compared, and what is null is absent. A
 * reading has sources for what is read from the answer, and none for what follows from it. */
export function expected(name, vector, answer) {
  if (name === 'read' && vector.out !== null) {
    const { bucket, region, key, ...source } = vector.out.source || {};
    return { want: compact({ ...vector.out, source }), got: answer };
  }
  if (name !== 'sdk-errors' || vector.out === null || answer === null) {
    return { want: vector.out, got: answer };
  }
  const names = Object.keys(vector.out);
  return {
    want: compact(vector.out),
    got: compact(Object.fromEntries(names.map((key) => [key, answer[key]]))),
  };
}
