// SPDX-License-Identifier: MIT
/* Rules for strings that depend on no locale: only ASCII has letter case and whitespace here. */

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0x0a;
}

/** Without the spaces, tabs, CRs and LFs around it. */
export function trim(text: string): string {
  let begin = 0;
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) {
    end--;
  }
  while (begin < end && isSpace(text.charCodeAt(begin))) {
    begin++;
  }
  return end - begin === text.length ? text : text.slice(begin, end);
}

/** A to Z in lowercase; other letters stay. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

export function sameNoCase(a: string, b: string): boolean {
  return a === b || (a.length === b.length && lower(a) === lower(b));
}

export function startsWith(text: string, beginning: string): boolean {
  return text.lastIndexOf(beginning, 0) === 0;
}

/** The part of `text` before the first of `stops`. */
export function until(text: string, stops: RegExp): string {
  const at = text.search(stops);
  return at < 0 ? text : text.slice(0, at);
}
