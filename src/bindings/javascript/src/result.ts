// SPDX-License-Identifier: MIT
/* A failed request: what was received, and what the catalog says about it. */
import { trim } from './ascii';
import { clientNameOfErrno } from './client';
import type { Code } from './codes';
import { detailOf, makeSafe } from './detail';
import {
  ALIAS,
  EXACT,
  conditionalHintsOf,
  entryAt,
  getRow,
  hintWords,
  hintsOf,
  locate,
  locateClient,
  matchOf,
  refine,
  rowOf,
  type Entry,
  type Found,
  type Match,
} from './lookup';
import { operation as findOperation } from './operation';
import { readAddress } from './request';
import type { TextRow } from './data';
import { chooseLanguage, docsOf, textsOf, type Text } from './text';
import { naturalOf, secondsOf, text, trimmed } from './value';
import type { Category, Hint, RetryClass } from './vocabulary.data';

/** What the body of the response was; undefined when there was none to judge. */
export type Verdict = 'error' | 'not_an_error' | 'malformed' | 'empty';

/** Why a body is malformed, or could not be read. */
export type Fault =
  | 'truncated'
  | 'syntax'
  | 'encoding'
  | 'doctype'
  | 'limit'
  | 'compressed'
  | 'chunked';

/** What the caller knows of the request, beside its failure. */
export interface Context {
  /** Such as `PutObject`. Then the result says which permission is missing and whether the request
   * may be sent twice. */
  readonly operation?: string | null | undefined;
  /** When the response came, by the clock that the request was signed with: seconds since 1970. */
  readonly receivedAt?: number | Date | null | undefined;
  readonly bucket?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly key?: string | null | undefined;
}

/** What is known of a failure. */
export interface Values extends Context {
  readonly code?: string | number | null | undefined;
  readonly status?: number | null | undefined;
  /** The server's message. */
  readonly message?: string | null | undefined;
  readonly resource?: string | null | undefined;
  readonly requestId?: string | null | undefined;
  readonly traceId?: string | null | undefined;
  readonly serverTime?: string | null | undefined;
  /** The header Date. */
  readonly date?: string | null | undefined;
  /** The header Retry-After. */
  readonly retryAfter?: string | null | undefined;
  readonly verdict?: Verdict | null | undefined;
  readonly fault?: Fault | null | undefined;
}

/** What logs and metrics want; absent values are left out. */
export interface Attributes {
  'error.type'?: string;
  'http.response.status_code'?: number;
  'coserr.kind'?: string;
  'coserr.category'?: string;
  'coserr.retry'?: string;
  'coserr.match'?: string;
  'coserr.case'?: string;
  'coserr.operation'?: string;
  'coserr.request_id'?: string;
  'coserr.resource'?: string;
}

/** A code has no other characters; what has others may be a secret. */
function isPlainCode(text: string | undefined): boolean {
  return text !== undefined && /^[\w.-]{1,128}$/.test(text);
}

/** Nor has an id. */
function isPlainId(text: string | undefined): boolean {
  return text !== undefined && /^[\w+/=.-]{1,128}$/.test(text);
}

/** The code as it may be shown: as received when it looks like one; else that of the entry. */
function plainCode(result: Result): string {
  return (isPlainCode(result.code) ? result.code : result.entry.code) || '';
}

/** A failed request. It never changes and has no language: `text(lang)` puts it into words. */
export class Result {
  readonly kind: 'service' | 'client';
  /** As received, without whitespace around it; the name of a client error. */
  readonly code: Code | undefined;
  readonly status: number | undefined;
  /** What it means. */
  readonly entry: Entry;
  /** How the entry was found. */
  readonly match: Match;
  /** The code received is another spelling of the entry's. */
  readonly alias: boolean;
  readonly category: Category;
  readonly retry: RetryClass;
  /** What holds for the operation. */
  readonly hints: readonly Hint[];
  /** What holds for other operations only. */
  readonly conditional: readonly Hint[];
  /** The server's message, often in English, not meant to be parsed. */
  readonly serverMessage: string | undefined;
  readonly resource: string | undefined;
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
  readonly serverTime: string | undefined;
  readonly date: string | undefined;
  readonly retryAfter: string | undefined;
  readonly bucket: string | undefined;
  readonly region: string | undefined;
  readonly key: string | undefined;
  /** The name of the operation. */
  readonly operation: string | undefined;
  readonly receivedAt: number | undefined;
  readonly verdict: Verdict | undefined;
  readonly fault: Fault | undefined;

  /** @internal */
  constructor(kind: 'service' | 'client', found: Found, code: string | undefined, values: Values) {
    const entry = entryAt(rowOf(found));
    const row = getRow(entry.row);
    const operation = findOperation(values.operation);
    const id = operation !== null ? operation.id : 0;
    this.kind = kind;
    this.code = code;
    this.status = naturalOf(values.status) || undefined;
    this.entry = entry;
    this.match = matchOf(found);
    this.alias = (found & ALIAS) !== 0;
    this.category = entry.category;
    this.retry = entry.retry;
    this.hints = id === 0 ? entry.hints : hintWords(hintsOf(row, id));
    this.conditional = id === 0 ? entry.conditional : hintWords(conditionalHintsOf(row, id));
    this.serverMessage = text(values.message);
    this.resource = text(values.resource);
    this.requestId = trimmed(values.requestId);
    this.traceId = trimmed(values.traceId);
    this.serverTime = text(values.serverTime);
    this.date = text(values.date);
    this.retryAfter = text(values.retryAfter);
    const place = readPlace(kind, values);
    this.bucket = place.bucket;
    this.region = place.region;
    this.key = place.key;
    this.operation = operation !== null ? operation.name : undefined;
    this.receivedAt = secondsOf(values.receivedAt) || undefined;
    this.verdict = values.verdict || undefined;
    this.fault = values.fault || undefined;
    Object.freeze(this);
  }

  /** Whether this is the code of its entry, which is one for all spellings; where the code is not
   * listed, the code received. */
  is(code: Code): boolean {
    return (this.entry.code || this.code) === code;
  }

  /** Message, advice and detail. `lang` is what `language()` takes. */
  text(lang?: string | null): Text {
    const language = chooseLanguage(lang);
    const texts = textsOf(language);
    const row = texts.rows[this.entry.row] as TextRow;
    return {
      message: row[0],
      advice: row[1],
      detail: detailOf(this, row[3] || []),
      docs: docsOf(texts, row),
      lang: language.tag,
    };
  }

  /** A flat object for logs and metrics, with OpenTelemetry's names where it has one. */
  attributes(): Attributes {
    const all: Record<string, string | number | undefined> = {
      'error.type': plainCode(this) || String(this.status || '_OTHER'),
      'http.response.status_code': this.status,
      'coserr.kind': this.kind,
      'coserr.category': this.category,
      'coserr.retry': this.retry,
      'coserr.match': this.match,
      'coserr.case': this.entry.case,
      'coserr.operation': this.operation,
      'coserr.request_id': isPlainId(this.requestId) ? this.requestId : undefined,
      'coserr.resource': this.resource && makeSafe(this.resource.split(/[?#]/)[0] as string),
    };
    const present: Record<string, string | number> = {};
    for (const name in all) {
      const value = all[name];
      if (Object.prototype.hasOwnProperty.call(all, name) && value !== undefined && value !== '') {
        present[name] = value;
      }
    }
    return present as Attributes;
  }

  /** One line for a log, without anything that could be a secret:
   * `NoSuchKey (HTTP 404, request NWE3...): The bucket holds no object under this key.` */
  toString(): string {
    const code = plainCode(this);
    const notes: string[] = [];
    if (this.status !== undefined) {
      notes.push('HTTP ' + this.status);
    }
    if (isPlainId(this.requestId)) {
      notes.push('request ' + this.requestId);
    }
    const note = notes.join(', ');
    const head = code === '' ? note || 'unknown' : note === '' ? code : code + ' (' + note + ')';
    return head + ': ' + this.text().message;
  }

  /** What JSON.stringify() writes, and so what most loggers do: `attributes()`. */
  toJSON(): Attributes {
    return this.attributes();
  }
}

/** The caller's bucket, region and key; what is missing is read from the resource. */
function readPlace(
  kind: string,
  values: Values,
): { bucket: string | undefined; region: string | undefined; key: string | undefined } {
  const resource = kind === 'service' ? text(values.resource) : undefined;
  const bucket = text(values.bucket);
  const region = text(values.region);
  const key = text(values.key);
  if (resource === undefined || (bucket && region && key)) {
    return { bucket, region, key };
  }
  const place = readAddress(resource);
  return {
    bucket: bucket || text(place.bucket),
    region: region || text(place.region),
    key: key || text(place.key),
  };
}

/** A failure made from values that are known already. */
export function resolve(values: Values): Result {
  const known = values || {};
  const code = trimmed(known.code);
  const found = refine(locate(code, naturalOf(known.status)), text(known.message));
  return new Result('service', found, code, known);
}

/** A failure without a usable response, by the name of a client error such as
 * `ConnectionTimeout`; null when there is no such name. */
export function fromClient(name: string, values?: Values | null): Result | null {
  const row = typeof name === 'string' ? locateClient(name) : 0;
  return row !== 0 ? new Result('client', (row << 3) | EXACT, trim(name), values || {}) : null;
}

/** The same by the name of an errno, such as `ECONNRESET`; null for one that is not known. */
export function fromErrno(name: string, values?: Values | null): Result | null {
  const client = clientNameOfErrno(name);
  return client !== undefined ? fromClient(client, values) : null;
}

/** A failure that left no usable answer, of which nothing else is known. */
export function unknownFailure(values: Values): Result {
  return new Result('client', locate(undefined, 0), undefined, values);
}
