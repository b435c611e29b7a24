// SPDX-License-Identifier: MIT
/* Reads raw answers. The only part of the package that needs WebAssembly. */
import { explain, fromClient, operation, resolve } from './index';
import type { Context, Fault, HeadersLike, Result, Verdict } from './index';
import { run, ready, type DecodeError, type Raw } from './reader';
import { HEADERS, isObject, naturalOf, pickHeaders } from './value';

export { ready, type DecodeError };

/** Where a value came from. */
export type Source = 'body' | 'header';

/** What a response says, before the catalog is asked. */
export interface Reading {
  /** The request, by the status, or by the body after a 200 of an operation that can fail so. */
  readonly failed: boolean;
  readonly verdict: Verdict | undefined;
  readonly fault: Fault | undefined;
  /** Bytes from the start of the body to where the fault was noticed. */
  readonly faultOffset: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly resource: string | undefined;
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
  readonly serverTime: string | undefined;
  readonly date: string | undefined;
  readonly retryAfter: string | undefined;
  readonly source: { readonly [field: string]: Source };
}

/** A raw body. A string is read as UTF-8. */
export type Body = string | ArrayBufferView | ArrayBuffer | null | undefined;

/** The part of fetch's Response that is used. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly bodyUsed?: boolean;
  clone(): { arrayBuffer(): PromiseLike<ArrayBuffer> };
}

/* By their numbers in C, which are permanent. */
const VERDICTS: readonly (Verdict | undefined)[] = [
  undefined,
  'error',
  'not_an_error',
  'malformed',
  'empty',
];
const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  'truncated',
  'syntax',
  'encoding',
  'doctype',
  'limit',
  'compressed',
  'chunked',
];
const SOURCES: readonly (Source | undefined)[] = [undefined, 'body', 'header'];
const FIELDS = [
  'code',
  'message',
  'resource',
  'requestId',
  'traceId',
  'serverTime',
  'date',
  'retryAfter',
] as const;
const AFTER_200 = ['', 'body', 'keys', 'stream'];

/* As wasm/reader.c has it. */
const MAX_HEADERS = 32;

function bytesOf(body: Body): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return body;
  }
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  return isObject(body) ? new Uint8Array(body as ArrayBuffer) : '';
}

function take(
  status: number | null | undefined,
  headers: HeadersLike | null | undefined,
  body: Body,
  options: Context | null | undefined,
): Raw {
  const known = operation(options && options.operation);
  const after200 = known !== null && known.after200 ? AFTER_200.indexOf(known.after200) : 0;
  const picked = pickHeaders(headers, HEADERS);
  if (picked.length > 2 * MAX_HEADERS) {
    picked.length = 2 * MAX_HEADERS;
  }
  return run(naturalOf(status), after200, picked, bytesOf(body), FIELDS.length);
}

/** Reads a response without the catalog: the body, then the headers. `resolve()` of `coserr/zh` or
 * `coserr/en` takes what it returns and includes one language only. */
export function read(
  status: number | null | undefined,
  headers: HeadersLike | null | undefined,
  body: Body,
  options?: Context | null,
): Reading {
  const raw = take(status, headers, body, options);
  const source: { [field: string]: Source } = {};
  for (let i = 0; i < FIELDS.length; i++) {
    const from = SOURCES[raw.sources[i] as number];
    if (from !== undefined) {
      source[FIELDS[i] as string] = from;
    }
  }
  const values = raw.values;
  return {
    failed: raw.failed,
    verdict: VERDICTS[raw.verdict],
    fault: FAULTS[raw.fault],
    faultOffset: raw.faultOffset,
    code: values[0] || undefined,
    message: values[1] || undefined,
    resource: values[2] || undefined,
    requestId: values[3] || undefined,
    traceId: values[4] || undefined,
    serverTime: values[5] || undefined,
    date: values[6] || undefined,
    retryAfter: values[7] || undefined,
    source,
  };
}

/**
 * Explains a raw response; null for a success. The body is read by a strict, bounded, linear
 * reader; an HTML page of a proxy, or no body, is explained by its status. Throws a DecodeError
 * where there is no WebAssembly.
 */
export function decode(
  status: number | null | undefined,
  headers: HeadersLike | null | undefined,
  body: Body,
  options?: Context | null,
): Result | null {
  const given = options || {};
  const { failed, verdict, fault, values } = take(status, headers, body, given);
  return failed
    ? resolve({
        operation: given.operation,
        receivedAt: given.receivedAt,
        bucket: given.bucket,
        region: given.region,
        key: given.key,
        status: status,
        code: values[0],
        message: values[1],
        resource: values[2],
        requestId: values[3],
        traceId: values[4],
        serverTime: values[5],
        date: values[6],
        retryAfter: values[7],
        verdict: VERDICTS[verdict],
        fault: FAULTS[fault],
      })
    : null;
}

/** An answer whose body cannot be read to its end, whatever the runtime calls that. */
function brokenOff(error: unknown, options: Context | null | undefined): Result | null {
  const result = explain(error, undefined, options);
  const isCancelled = result !== null && result.entry.code === 'Cancelled';
  return isCancelled ? result : fromClient('ResponseTruncated', options);
}

/** Explains a Response of fetch; null for a success. Its body stays unread: a clone of it is
 * read, after a success only where the operation can fail in the body. */
export function explainResponse(
  response: ResponseLike,
  options?: Context | null,
): Promise<Result | null> {
  const known = operation(options && options.operation);
  const status = response.status;
  if (status < 300 && !(known !== null && known.after200 === 'body')) {
    return Promise.resolve(null);
  }
  return ready().then(() => {
    if (response.bodyUsed) {
      return decode(status, response.headers, '', options);
    }
    return new Promise<ArrayBuffer>((done) => done(response.clone().arrayBuffer())).then(
      (body) => decode(status, response.headers, body, options),
      (error) =>
        status < 300 ? brokenOff(error, options) : decode(status, response.headers, '', options),
    );
  });
}
