// SPDX-License-Identifier: MIT
/* Reading values of unknown origin. Nothing here throws, whatever getters and proxies do. */
import { lower, trim } from './ascii';

/** Headers in any of the usual forms: `Headers` of fetch, an object, a list of pairs. */
export type HeadersLike =
  | { get(name: string): string | null | undefined }
  | { readonly [name: string]: string | readonly string[] | number | null | undefined }
  | readonly (readonly [string, string])[];

export function get(object: unknown, name: string): unknown {
  if (object === null || object === undefined) {
    return undefined;
  }
  try {
    return (object as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A string with something in it, or a number as text; else undefined. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value !== '' ? value : undefined;
  }
  return typeof value === 'number' && isFinite(value) ? String(value) : undefined;
}

/** The same without the whitespace around it. */
export function trimmed(value: unknown): string | undefined {
  const found = text(value);
  return found === undefined ? undefined : text(trim(found));
}

/** A whole number that is not negative; 0 for what is none. */
export function naturalOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
}

/** The HTTP status of an answer; 0 for what is none. */
export function statusOf(value: unknown): number {
  const number = typeof value === 'string' && /^[1-5]\d\d$/.test(value) ? +value : value;
  return typeof number === 'number' && number >= 100 && number <= 599 ? Math.floor(number) : 0;
}

/** Seconds since 1970; 0 when it is not a time. */
export function secondsOf(value: unknown): number {
  let seconds = value;
  if (value instanceof Date) {
    seconds = value.getTime() / 1000;
  }
  return typeof seconds === 'number' && isFinite(seconds) ? Math.floor(seconds) : 0;
}

/** The first value, of one or of a list, that is not empty or whitespace. */
function firstText(value: unknown): string | undefined {
  if (typeof value !== 'object' || !isArray(value)) {
    return trimmed(value);
  }
  for (let i = 0; i < value.length; i++) {
    const found = trimmed(value[i]);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false; // a revoked proxy
  }
}

/** The names of headers that are asked for, in lowercase. */
export type Names = Readonly<Record<string, boolean>>;

/** Those of a response that say something about its failure. */
export const HEADERS: Names = {
  'x-cos-error-code': true,
  'x-cos-error-message': true,
  'x-cos-request-id': true,
  'x-ci-request-id': true,
  'x-cos-trace-id': true,
  date: true,
  'retry-after': true,
  'content-type': true,
  'content-encoding': true,
};

function collect(headers: unknown, names: Names, found: string[]): void {
  if (isArray(headers)) {
    for (let i = 0; i < headers.length; i++) {
      add(names, found, String(get(headers[i], '0')), get(headers[i], '1'));
    }
  } else if (typeof get(headers, 'get') === 'function') {
    for (const name in names) {
      add(names, found, name, (headers as { get(name: string): unknown }).get(name));
    }
  } else {
    for (const name in headers as object) {
      add(names, found, name, (headers as Record<string, unknown>)[name]);
    }
  }
}

function add(names: Names, found: string[], name: string, value: unknown): void {
  const plain = names[name] === true ? name : lower(name);
  const text = names[plain] === true ? firstText(value) : undefined;
  if (text !== undefined) {
    found.push(plain, text);
  }
}

/** Names, in lowercase, and values of those headers, in turns. Empty ones are left out. */
export function pickHeaders(headers: unknown, names: Names): string[] {
  const found: string[] = [];
  if (isObject(headers)) {
    try {
      collect(headers, names, found);
    } catch {
      // What was found before the headers failed is enough.
    }
  }
  return found;
}

/** The value of a header; `name` is in lowercase. */
export function header(headers: unknown, name: string): string | undefined {
  const direct = firstText(get(headers, name));
  return direct !== undefined ? direct : pickHeaders(headers, { [name]: true })[1];
}
