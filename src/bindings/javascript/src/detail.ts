// SPDX-License-Identifier: MIT
/* Sentences about this occurrence, and the values in them. */
import { MIN_SKEW, clockSkewOf, retryAfterOf } from './date';
import { operation as findOperation } from './operation';
import type { Result } from './result';

const MAX_VALUE = 200; /* bytes of a value in a sentence, as UTF-8 */

/** C0, DEL, C1 and the marks that change the direction of writing or break lines. */
function isHarmful(point: number): boolean {
  return (
    point < 0x20 ||
    (point >= 0x7f && point < 0xa0) ||
    point === 0x61c ||
    point === 0x200e ||
    point === 0x200f ||
    (point >= 0x2028 && point <= 0x202e) ||
    (point >= 0x2066 && point <= 0x2069) ||
    point === 0xfeff
  );
}

/** The code point at `at`; negative for half of a pair. */
function pointAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdfff) {
    return unit;
  }
  const next = text.charCodeAt(at + 1);
  const isPair = unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff;
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : -1;
}

/** Harmful characters become spaces, and what is not a character a question mark; cut at the end of a
 * character. */
export function makeSafe(text: string): string {
  let safe = '';
  let size = 0;
  for (let i = 0; i < text.length; ) {
    const point = pointAt(text, i);
    const length = point > 0xffff ? 2 : 1;
    const isPlain = point >= 0 && !isHarmful(point);
    size += !isPlain || point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (size > MAX_VALUE) {
      break;
    }
    safe += isPlain ? text.slice(i, i + length) : point < 0 ? '?' : ' ';
    i += length;
  }
  return safe;
}

/** The first action on the target, or on the source of a copy. */
function actionOf(result: Result, side: 'target' | 'source'): string | undefined {
  const operation = findOperation(result.operation);
  const actions = operation !== null ? operation.actions : [];
  for (let i = 0; i < actions.length; i++) {
    const action = actions[i];
    if (action !== undefined && action.side === side) {
      return action.action;
    }
  }
  return undefined;
}

/** By how much the local clock is ahead (1) or behind (-1), from the smallest skew that matters. */
function skewOf(result: Result, sign: number): number | undefined {
  const skew = clockSkewOf(result, result.receivedAt || 0);
  const off = skew !== undefined ? -skew * sign : 0;
  return off >= MIN_SKEW ? off : undefined;
}

function valueOf(result: Result, name: string): string | number | undefined {
  switch (name) {
    case 'bucket':
      return result.bucket;
    case 'short_bucket': // one without its APPID
      return result.bucket !== undefined && !/-\d+$/.test(result.bucket)
        ? result.bucket
        : undefined;
    case 'region':
      return result.region;
    case 'key':
      return result.key;
    case 'ahead':
      return skewOf(result, 1);
    case 'behind':
      return skewOf(result, -1);
    case 'retry_after':
      return retryAfterOf(result, result.receivedAt || 0);
    case 'cam_action':
      return actionOf(result, 'target');
    case 'cam_source_action':
      return actionOf(result, 'source');
    case 'resource':
      return result.resource;
    default:
      return undefined;
  }
}

/** The first of the sentences whose values are all known. */
export function detailOf(result: Result, sentences: readonly string[]): string | undefined {
  for (let i = 0; i < sentences.length; i++) {
    let isKnown = true;
    const sentence = (sentences[i] as string).replace(/\{([^}]*)\}/g, (_, name: string) => {
      const value = valueOf(result, name);
      isKnown = isKnown && value !== undefined;
      return value === undefined ? '' : typeof value === 'number' ? String(value) : makeSafe(value);
    });
    if (isKnown && sentence !== '') {
      return sentence;
    }
  }
  return undefined;
}
