// SPDX-License-Identifier: MIT
/* The reader in WebAssembly: what goes in, what comes out. See wasm/reader.c. */
import { MODULE } from './module.data';

/* What WebAssembly has of use here; the types of its own need those of browsers. */
interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  coserr_numbers(): number;
  coserr_room(size: number): number;
  coserr_run(status: number, after200: number, headerCount: number, bodyLength: number): void;
}
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
  instantiate(bytes: Uint8Array): Promise<{ instance: { readonly exports: unknown } }>;
}
declare const WebAssembly: Wasm | undefined;

/** `code` is one of
 * - `ERR_COSERR_NO_WEBASSEMBLY`: there is none here, or a content security policy forbids it;
 * - `ERR_COSERR_NOT_READY`: it may not be compiled synchronously here: `await ready()` first;
 * - `ERR_COSERR_NO_MEMORY`: the body is too large for it. */
export interface DecodeError extends Error {
  readonly code: string;
  readonly cause: unknown;
}

function makeError(code: string, message: string, cause?: unknown): DecodeError {
  const error = new Error(message) as Error & { code: string; cause: unknown };
  error.code = 'ERR_COSERR_' + code;
  error.cause = cause;
  return error;
}

/* ----------------------------------------------------------------------------------- the module */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without padding. */
function bytesOf(base64: string): Uint8Array {
  const values = new Uint8Array(128);
  const bytes = new Uint8Array(Math.floor((base64.length * 3) / 4));
  for (let i = 0; i < DIGITS.length; i++) {
    values[DIGITS.charCodeAt(i)] = i;
  }
  let bits = 0;
  for (let i = 0, at = 0; i < base64.length; i++) {
    bits = (bits << 6) | (values[base64.charCodeAt(i)] as number);
    if (i % 4 !== 0) {
      bytes[at++] = bits >> (6 - 2 * (i % 4));
    }
  }
  return bytes;
}

interface Reader {
  readonly wasm: WasmExports;
  /** Where the numbers lie. */
  readonly numbers: number;
  /** Views of the memory, made anew when it has grown. */
  bytes: Uint8Array;
  view: DataView;
}

let reader: Reader | undefined;
let pending: Promise<void> | undefined;

function use(instance: { readonly exports: unknown }): Reader {
  const wasm = instance.exports as WasmExports;
  const buffer = wasm.memory.buffer;
  reader = {
    wasm,
    numbers: wasm.coserr_numbers(),
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
  };
  return reader;
}

function noWebAssembly(cause?: unknown): DecodeError {
  return makeError('NO_WEBASSEMBLY', 'WebAssembly is not available here', cause);
}

/** Compiles at the first call. */
function getReader(): Reader {
  if (reader !== undefined) {
    return reader;
  }
  if (typeof WebAssembly !== 'object') {
    throw noWebAssembly();
  }
  try {
    return use(new WebAssembly.Instance(new WebAssembly.Module(bytesOf(MODULE))));
  } catch (error) {
    if (error instanceof RangeError) {
      const message = 'WebAssembly may not be compiled synchronously here: await ready() first';
      throw makeError('NOT_READY', message, error);
    }
    throw noWebAssembly(error);
  }
}

/** Compiles the reader. Needed only where synchronous compilation is refused, as browsers do on the
 * main thread. */
export function ready(): Promise<void> {
  if (reader !== undefined) {
    return Promise.resolve();
  }
  if (typeof WebAssembly !== 'object') {
    return Promise.reject(noWebAssembly());
  }
  pending =
    pending ||
    WebAssembly.instantiate(bytesOf(MODULE)).then(
      (made) => {
        use(made.instance);
      },
      (error) => {
        pending = undefined;
        throw noWebAssembly(error);
      },
    );
  return pending;
}

/* ------------------------------------------------------------------------------------ bytes in */

function room(target: Reader, size: number): number {
  const at = target.wasm.coserr_room(size);
  if (at === 0) {
    throw makeError('NO_MEMORY', 'The body is too large to be read');
  }
  if (target.bytes.length === 0 || target.bytes.buffer !== target.wasm.memory.buffer) {
    const buffer = target.wasm.memory.buffer;
    target.bytes = new Uint8Array(buffer);
    target.view = new DataView(buffer);
  }
  return at;
}

/** Writes a character beyond ASCII; half of a pair becomes U+FFFD. Returns where the next one goes. */
function putPoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x800) {
    bytes[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      bytes[at++] = 0xe0 | (point >> 12);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (point & 0x3f);
  return at;
}

/** Writes text as UTF-8; returns where it ends. */
function putText(bytes: Uint8Array, begin: number, text: string): number {
  let at = begin;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      bytes[at++] = point;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      const isPair = point < 0xdc00 && next >= 0xdc00 && next <= 0xdfff;
      point = isPair ? 0x10000 + ((point - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
      i += isPair ? 1 : 0;
    }
    at = putPoint(bytes, at, point);
  }
  return at;
}

/* ----------------------------------------------------------------------------------- values out */

const CHUNK = 4096;

function readAscii(bytes: Uint8Array, begin: number, end: number): string {
  let text = '';
  for (let at = begin; at < end; at += CHUNK) {
    const part = bytes.subarray(at, Math.min(at + CHUNK, end));
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

/** The reader gives well-formed UTF-8. */
function readText(bytes: Uint8Array, begin: number, end: number): string {
  let text = '';
  for (let at = begin; at < end; ) {
    const first = bytes[at++] as number;
    let more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (; more > 0; more--) {
      point = (point << 6) | ((bytes[at++] as number) & 0x3f);
    }
    text +=
      point < 0x10000
        ? String.fromCharCode(point)
        : String.fromCharCode(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + (point & 0x3ff));
  }
  return text;
}

/* Slots of the numbers that come out. */
const ASCII = 4;
const FIRST_FIELD = 5;

/** What the reader found. */
export interface Raw {
  readonly failed: boolean;
  readonly verdict: number;
  readonly fault: number;
  readonly faultOffset: number;
  /** For each field where it came from, and its value. */
  readonly sources: number[];
  readonly values: string[];
}

function takeRaw(target: Reader, fields: number): Raw {
  const { bytes, view, numbers } = target;
  const numberAt = (slot: number): number => view.getUint32(numbers + 4 * slot, true);
  const isAscii = numberAt(ASCII) !== 0;
  const sources: number[] = [];
  const values: string[] = [];
  for (let i = 0; i < fields; i++) {
    const slot = FIRST_FIELD + 3 * i;
    const begin = numberAt(slot + 1);
    const end = begin + numberAt(slot + 2);
    sources.push(numberAt(slot));
    values.push(
      end === begin ? '' : isAscii ? readAscii(bytes, begin, end) : readText(bytes, begin, end),
    );
  }
  return {
    failed: numberAt(0) !== 0,
    verdict: numberAt(1),
    fault: numberAt(2),
    faultOffset: numberAt(3),
    sources,
    values,
  };
}

/** Names and values of headers in turns. */
export function run(
  status: number,
  after200: number,
  headers: readonly string[],
  body: string | Uint8Array,
  fields: number,
): Raw {
  const target = getReader();
  const isText = typeof body === 'string';
  let size = isText ? 3 * body.length : body.length;
  for (let i = 0; i < headers.length; i++) {
    size += 3 * (headers[i] as string).length;
  }
  let at = room(target, size);
  for (let i = 0; i < headers.length; i++) {
    const end = putText(target.bytes, at, headers[i] as string);
    target.view.setUint32(target.numbers + 4 * i, end - at, true);
    at = end;
  }
  let end = at;
  if (isText) {
    end = putText(target.bytes, at, body);
  } else {
    target.bytes.set(body, at);
    end += body.length;
  }
  target.wasm.coserr_run(status, after200, headers.length / 2, end - at);
  return takeRaw(target, fields);
}
