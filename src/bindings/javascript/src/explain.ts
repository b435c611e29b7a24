// SPDX-License-Identifier: MIT
/* From what an SDK gives its user to a result. */
import { isFailureOfWx, nameOfCauses, nameOfMessage } from './causes';
import { operation as findOperation } from './operation';
import { readAddress, splitUrl } from './request';
import { Result, fromClient, resolve, unknownFailure, type Context, type Verdict } from './result';
import { HEADERS, get, isObject, pickHeaders, statusOf, text, trimmed } from './value';

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is known of the request: the caller knows best, then the URL that the SDK notes. */
function contextOf(error: unknown, options: unknown): Context {
  const url = text(get(error, 'url'));
  const parts = url !== undefined ? splitUrl(url) : undefined;
  const place =
    parts !== undefined && parts.host !== '' ? readAddress(parts.host + parts.path) : undefined;
  const isPlace = place !== undefined && place.bucket !== '';
  return {
    operation: text(get(options, 'operation')),
    receivedAt: get(options, 'receivedAt') as Context['receivedAt'],
    bucket: text(get(options, 'bucket')) || (isPlace ? place.bucket : undefined),
    region: text(get(options, 'region')) || (isPlace ? place.region : undefined),
    key: text(get(options, 'key')) || (isPlace ? decode(place.key) : undefined),
  };
}

/* --------------------------------------------------------------------------------------- answer */

/** What an SDK says about the answer of the server. */
interface Answer {
  readonly status: number;
  /** Names and values in turns. */
  readonly headers: readonly string[];
  /** The parsed body: the Error element, a JSON object, or whatever else came. */
  readonly body: unknown;
}

function header(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i] === name) {
      return headers[i + 1];
    }
  }
  return undefined;
}

function answerOf(error: unknown): Answer {
  const response = get(error, 'response') || get(error, '$response');
  return {
    status:
      statusOf(get(error, 'statusCode')) ||
      statusOf(get(error, 'status')) ||
      statusOf(get(get(error, '$metadata'), 'httpStatusCode')) ||
      statusOf(get(response, 'status')) ||
      statusOf(get(response, 'statusCode')),
    headers: pickHeaders(get(error, 'headers') || get(response, 'headers'), HEADERS),
    body: get(error, 'error'),
  };
}

/** A member of a JSON body. An SDK without a parsed body puts a copy of its own error there, whose
 * code is 'Error' or the status. */
function jsonCode(body: unknown, status: number): string | undefined {
  const code = trimmed(get(body, 'code'));
  return code === 'Error' || code === String(status) ? undefined : code;
}

function isEmptyBody(error: unknown, body: unknown): boolean {
  if (text(get(error, 'method')) === 'HEAD') {
    return true;
  }
  try {
    return typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  } catch {
    return false;
  }
}

function hasFailed(status: number): boolean {
  return status >= 300 && status !== 304;
}

function isOfAws(error: unknown): boolean {
  return isObject(get(error, '$metadata'));
}

/** The code in the body of an answer. */
function codeOf(error: unknown, body: unknown): string | undefined {
  return trimmed(get(body, 'Code')) || (isOfAws(error) ? trimmed(get(error, 'Code')) : undefined);
}

/** A failure that the server reported; null when it is none. */
function fromAnswer(error: unknown, answer: Answer, context: Context): Result | null {
  const { status, headers, body } = answer;
  const own = codeOf(error, body);
  if (!hasFailed(status) && (own === undefined || status === 304)) {
    return null;
  }
  const code = own || jsonCode(body, status);
  const isError = code !== undefined || header(headers, 'x-cos-error-code') !== undefined;
  const hasMessage = isError || text(get(body, 'requestid')) !== undefined;
  const verdict: Verdict =
    isError || (hasMessage && text(get(body, 'message')) !== undefined)
      ? 'error'
      : isEmptyBody(error, body)
        ? 'empty'
        : 'not_an_error';
  return resolve({
    operation: context.operation,
    receivedAt: context.receivedAt,
    bucket: context.bucket,
    region: context.region,
    key: context.key,
    status,
    code: code || header(headers, 'x-cos-error-code'),
    message:
      text(get(body, 'Message')) ||
      (verdict === 'error' ? text(get(body, 'message')) : undefined) ||
      header(headers, 'x-cos-error-message') ||
      (isOfAws(error) && own !== undefined ? text(get(error, 'message')) : undefined),
    resource: text(get(body, 'Resource')),
    requestId: requestIdOf(error, answer),
    traceId: trimmed(get(body, 'TraceId')) || header(headers, 'x-cos-trace-id'),
    serverTime: text(get(body, 'ServerTime')),
    date: header(headers, 'date'),
    retryAfter: header(headers, 'retry-after'),
    verdict,
  });
}

function requestIdOf(error: unknown, answer: Answer): string | undefined {
  return (
    trimmed(get(answer.body, 'RequestId')) ||
    trimmed(get(answer.body, 'requestid')) ||
    trimmed(get(answer.body, 'request_id')) ||
    header(answer.headers, 'x-cos-request-id') ||
    header(answer.headers, 'x-ci-request-id') ||
    trimmed(get(get(error, '$metadata'), 'requestId'))
  );
}

/* ---------------------------------------------------------------------------- without an answer */

/** Marks of the SDKs: the request is noted beside the error, or it is what wx reports. */
function isOfRequest(error: unknown): boolean {
  const noted = text(get(error, 'url')) !== undefined && text(get(error, 'method')) !== undefined;
  return noted || isFailureOfWx(text(get(error, 'errMsg')) || text(get(error, 'error')));
}

/** A connection that broke after an answer had begun cut the answer. */
function fromCauses(error: unknown, status: number, context: Context): Result | null {
  const name = nameOfCauses(error);
  const isCut = name === 'ConnectionLost' && status !== 0;
  return name !== undefined ? fromClient(isCut ? 'ResponseTruncated' : name, context) : null;
}

function fromMessages(error: unknown, context: Context): Result | null {
  const name =
    nameOfMessage(get(error, 'errMsg')) ||
    nameOfMessage(get(error, 'error')) ||
    nameOfMessage(get(error, 'message'));
  if (name !== undefined) {
    return fromClient(name, context);
  }
  return isOfRequest(error) ? unknownFailure(context) : null;
}

/* -------------------------------------------------------------------------------------- success */

/** What a call that seems to have succeeded returned. After a 200, the body of a copy can be an
 * error; cos-js-sdk-v5 drops it, and then the ETag, which a success always has, is missing. */
function fromData(data: unknown, options: unknown): Result | null {
  if (!isObject(data)) {
    return null;
  }
  const status = statusOf(get(data, 'statusCode')) || statusOf(get(data, 'status'));
  const answer: Answer = {
    status,
    headers: pickHeaders(get(data, 'headers'), HEADERS),
    body: get(data, 'Error'),
  };
  const context = contextOf(data, options);
  if (trimmed(get(answer.body, 'Code')) !== undefined || hasFailed(status)) {
    return fromAnswer(data, answer, context);
  }
  const operation = findOperation(context.operation);
  const isDropped =
    operation !== null &&
    operation.after200 === 'body' &&
    status === 200 &&
    get(data, 'ETag') === undefined;
  return isDropped
    ? fromClient('ResponseUnparsable', {
        operation: context.operation,
        receivedAt: context.receivedAt,
        bucket: context.bucket,
        region: context.region,
        key: context.key,
        requestId: requestIdOf(data, answer),
        date: header(answer.headers, 'date'),
      })
    : null;
}

/** A result of `coserr/zh` is one for `coserr` too. */
function isOfOtherEntry(value: unknown): boolean {
  return (
    typeof get(value, 'attributes') === 'function' && get(get(value, 'entry'), 'key') !== undefined
  );
}

function isResult(value: unknown): value is Result {
  try {
    return value instanceof Result || isOfOtherEntry(value);
  } catch {
    return false;
  }
}

function explainAny(error: unknown, data: unknown, options: unknown): Result | null {
  if (!error) {
    return fromData(data, options);
  }
  if (isResult(error)) {
    return error;
  }
  const inner = get(error, 'result');
  if (isResult(inner)) {
    return inner;
  }
  const given = typeof error === 'string' ? { errMsg: error } : error;
  if (!isObject(given)) {
    return null;
  }
  const context = contextOf(given, options);
  const answer = answerOf(given);
  return (
    (codeOf(given, answer.body) === undefined ? fromCauses(given, answer.status, context) : null) ||
    fromAnswer(given, answer, context) ||
    fromMessages(given, context)
  );
}

/**
 * Explains an error of cos-nodejs-sdk-v5, cos-js-sdk-v5, cos-wx-sdk-v5, fetch (its error or its
 * Response), axios, the AWS SDK or the runtime. `data` is the second argument of the SDK's callback:
 * after a 200 it can hold an error. Never throws. Null for a success, and for an error that has
 * nothing to do with COS, such as a TypeError of the program itself.
 */
export function explain(error: unknown, data?: unknown, options?: Context | null): Result | null {
  try {
    return explainAny(error, data, options);
  } catch {
    return null;
  }
}
