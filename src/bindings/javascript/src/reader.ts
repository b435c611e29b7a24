// SPDX-License-Identifier: MIT
/* The reader in WebAssembly: what goes in, what comes out. See wasm/reader.c. */
import { MODULE } from './module.data';

/* What WebAssembly has of use here; the types of its own need those of browsers. */
interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  coserr_numbers(): number;
  coserr_room(size: number): number;
  coserr_run(status: number, after200: number, headerCount: number, size: number): void;
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

/* Platforms without these get along with loops. */
interface Encoder {
  encodeInto(text: string, bytes: Uint8Array): { written: number };
}
interface Decoder {
  decode(bytes: Uint8Array): string;
}
declare const TextEncoder: (new () => Encoder) | undefined;
declare const TextDecoder:
  | (new (label: string, options: { ignoreBOM: boolean }) => Decoder)
  | undefined;

interface Reader {
  readonly wasm: WasmExports;
  /** Where the numbers lie. */
  readonly numbers: number;
  readonly encoder: Encoder | undefined;
  readonly decoder: Decoder | undefined;
  /** Views of the memory, made again when it has grown. */
  view: DataView;
  bytes: Uint8Array;
  /** From where input is put. */
  input: Uint8Array;
}

let reader: Reader | undefined;
let pending: Promise<void> | undefined;

function use(instance: { readonly exports: unknown }): Reader {
  const wasm = instance.exports as WasmExports;
  const bytes = new Uint8Array(wasm.memory.buffer);
  const hasEncoder = typeof TextEncoder === 'function' && 'encodeInto' in TextEncoder.prototype;
  reader = {
    wasm,
    numbers: wasm.coserr_numbers(),
    encoder: hasEncoder ? new (TextEncoder as new () => Encoder)() : undefined,
    decoder:
      typeof TextDecoder === 'function' ? new TextDecoder('utf-8', { ignoreBOM: true }) : undefined,
    view: new DataView(bytes.buffer),
    bytes,
    input: bytes,
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

/** Makes room for so many bytes of input. */
function reserve(target: Reader, size: number): void {
  const at = target.wasm.coserr_room(size);
  if (at === 0) {
    throw makeError('NO_MEMORY', 'The body is too large to be read');
  }
  if (target.input.byteOffset !== at) {
    /* At first, and when the memory has grown, which detaches its old buffer. */
    const { buffer } = target.wasm.memory;
    target.bytes = new Uint8Array(buffer);
    target.view = new DataView(buffer);
    target.input = target.bytes.subarray(at);
  }
}

/** Writes a character beyond ASCII, as UTF-8. Returns where the next one goes. */
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

/** Writes text as UTF-8; returns how many bytes. */
function putText(target: Reader, begin: number, text: string): number {
  if (target.encoder !== undefined) {
    const input = begin === 0 ? target.input : target.input.subarray(begin);
    return target.encoder.encodeInto(text, input).written;
  }
  const bytes = target.input;
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
  return at - begin;
}

/** Writes all parts, of which `whole` consists, and notes their lengths; returns the sum. */
function putTexts(target: Reader, parts: readonly string[], whole: string): number {
  const { view, numbers } = target;
  const isAscii = putText(target, 0, whole) === whole.length;
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    const length = isAscii ? part.length : putText(target, at, part);
    view.setUint32(numbers + 4 * i, length, true);
    at += length;
  }
  return at;
}

/* ----------------------------------------------------------------------------------- values out */

/** The reader gives well-formed UTF-8. */
function readText(target: Reader, begin: number, end: number): string {
  const { bytes, decoder } = target;
  let text = '';
  if (decoder !== undefined) {
    return decoder.decode(bytes.subarray(begin, end));
  }
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
const FAILED = 0;
const VERDICT = 1;
const FAULT = 2;
const FAULT_OFFSET = 3;
const BEGIN = 4;
const END = 5;
const FIRST_FIELD = 6;

/** What the reader found. */
export interface Raw {
  readonly failed: boolean;
  readonly verdict: number;
  readonly fault: number;
  readonly faultOffset: number;
  /** For each field where it came from, and its value. */
  readonly sources: readonly number[];
  readonly values: readonly string[];
}

/** The values lie one after the other: they are decoded at once, if all are ASCII. */
function take(target: Reader, fields: number): Raw {
  const { view, numbers } = target;
  const begin = view.getUint32(numbers + 4 * BEGIN, true);
  const end = view.getUint32(numbers + 4 * END, true);
  const whole = begin < end ? readText(target, begin, end) : '';
  const isAscii = whole.length === end - begin;
  const sources: number[] = [];
  const values: string[] = [];
  for (let i = 0, slot = numbers + 4 * FIRST_FIELD; i < fields; i++, slot += 12) {
    const at = view.getUint32(slot + 4, true);
    const stop = at + view.getUint32(slot + 8, true);
    sources.push(view.getUint32(slot, true));
    values.push(
      at === stop
        ? ''
        : isAscii
          ? whole.slice(at - begin, stop - begin)
          : readText(target, at, stop),
    );
  }
  return {
    failed: view.getUint32(numbers + 4 * FAILED, true) !== 0,
    verdict: view.getUint32(numbers + 4 * VERDICT, true),
    fault: view.getUint32(numbers + 4 * FAULT, true),
    faultOffset: view.getUint32(numbers + 4 * FAULT_OFFSET, true),
    sources,
    values,
  };
}

/** `headers` are names and values in turns. */
export function run(
  status: number,
  after200: number,
  headers: string[],
  body: string | Uint8Array,
  fields: number,
): Raw {
  const target = getReader();
  const count = headers.length >> 1;
  let whole = '';
  for (let i = 0; i < headers.length; i++) {
    whole += headers[i];
  }
  let length = body.length;
  if (typeof body === 'string') {
    whole += body;
    headers.push(body);
    reserve(target, 3 * whole.length);
    length = putTexts(target, headers, whole);
  } else {
    reserve(target, 3 * whole.length + length);
    const begin = putTexts(target, headers, whole);
    target.input.set(body, begin);
    length += begin;
  }
  target.wasm.coserr_run(status, after200, count, length);
  return take(target, fields);
}
