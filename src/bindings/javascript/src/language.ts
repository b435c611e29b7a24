// SPDX-License-Identifier: MIT
/* Chooses a language by RFC 4647 lookup, for a tag or an Accept-Language value. */
import { lower, startsWith, trim } from './ascii';

const MAX_RANGES = 64;

/* How well a range fits a language; the first two are no fit. */
const NO_FIT = 0;
const SAME_PRIMARY = 1;
const SAME_SCRIPT = 2;
const BEGINNING = 3;
const LOOKED_UP = 4;

interface Choice {
  readonly rank: number;
  /** Of what was looked up: longer is more specific. */
  readonly length: number;
  readonly index: number;
}

const NONE: Choice = { rank: NO_FIT, length: 0, index: 0 };

function isFit(choice: Choice): boolean {
  return choice.rank > SAME_PRIMARY;
}

function isBetter(a: Choice, b: Choice): boolean {
  return a.rank !== b.rank ? a.rank > b.rank : a.length > b.length;
}

/** Whether `beginning` is all of `tag`, or ends where one of its subtags ends. */
function beginsWith(tag: string, beginning: string): boolean {
  return (
    startsWith(tag, beginning) &&
    (tag.length === beginning.length || tag.charAt(beginning.length) === '-')
  );
}

const SCRIPTS: readonly (readonly [part: string, traditional: boolean])[] = [
  ['hans', false],
  ['hant', true],
  ['cn', false],
  ['sg', false],
  ['my', false],
  ['tw', true],
  ['hk', true],
  ['mo', true],
];

/** Chinese is written in two scripts, and a tag names the script or implies it by the region: who
 * asks for zh-SG reads zh-CN. Undefined where it does neither. */
function isTraditional(tag: string): boolean | undefined {
  for (let i = 0; beginsWith(tag, 'zh') && i < SCRIPTS.length; i++) {
    const script = SCRIPTS[i] as readonly [string, boolean];
    if ((tag + '-').indexOf('-' + script[0] + '-') > 0) {
      return script[1];
    }
  }
  return undefined;
}

function rate(range: string, tag: string, index: number): Choice {
  for (let left = range; left !== ''; left = left.slice(0, Math.max(left.lastIndexOf('-'), 0))) {
    if (left === tag) {
      return { rank: LOOKED_UP, length: left.length, index };
    }
  }
  if (beginsWith(tag, range)) {
    return { rank: BEGINNING, length: range.length, index };
  }
  const script = isTraditional(range);
  if (script !== undefined && script === isTraditional(tag)) {
    return { rank: SAME_SCRIPT, length: 0, index };
  }
  const same = beginsWith(range, tag.split('-')[0] as string);
  return { rank: same ? SAME_PRIMARY : NO_FIT, length: 0, index };
}

/** The best language for one range; "zh_CN.UTF-8@x" is treated as "zh_CN". */
function choose(tags: readonly string[], range: string): Choice {
  const wanted = lower((range.split(/[.@]/)[0] as string).replace(/_/g, '-'));
  let best = NONE;
  for (let i = 0; wanted !== '' && i < tags.length; i++) {
    const found = rate(wanted, lower(tags[i] as string), i);
    best = isBetter(found, best) ? found : best;
  }
  return best;
}

/** RFC 9110, 12.4.2, in thousandths; no weight at all is 1. Negative when it is none. */
function weightOf(weight: string): number {
  if (weight === '') {
    return 1000;
  }
  const match = /^[qQ]=([01])(?:\.(\d{0,3}))?$/.exec(weight);
  const value = match ? +((match[1] as string) + ((match[2] || '') + '000').slice(0, 3)) : -1;
  return value <= 1000 ? value : -1;
}

function chooseFromRanges(tags: readonly string[], value: string): Choice {
  const ranges = value.split(',', MAX_RANGES);
  let best = NONE;
  let bestValue = 0;
  for (let i = 0; i < ranges.length; i++) {
    const item = ranges[i] as string;
    const end = item.indexOf(';');
    const range = trim(end < 0 ? item : item.slice(0, end));
    const weight = weightOf(end < 0 ? '' : trim(item.slice(end + 1)));
    if (!/^[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(range) || weight <= 0) {
      continue;
    }
    const found = choose(tags, range);
    /* One that only shares the primary language counts half. */
    const worth = isFit(found) ? 2 * weight : weight;
    const better = worth !== bestValue ? worth > bestValue : isFit(found) && !isFit(best);
    if (found.rank > NO_FIT && better) {
      best = found;
      bestValue = worth;
    }
  }
  return best;
}

/** The index among `tags` of the language for a tag, a POSIX name or an Accept-Language value; 0,
 * the fallback, where nothing fits. */
export function languageIndex(tags: readonly string[], wanted: unknown): number {
  if (typeof wanted !== 'string') {
    return 0;
  }
  return (/[,;*]/.test(wanted) ? chooseFromRanges(tags, wanted) : choose(tags, trim(wanted))).index;
}
