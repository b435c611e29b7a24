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
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x41 && unit <= 0x5a) {
      return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
    }
  }
  return text;
}

export function sameNoCase(a: string, b: string): boolean {
  return a === b || (a.length === b.length && lower(a) === lower(b));
}

export function startsWith(text: string, beginning: string): boolean {
  return text.lastIndexOf(beginning, 0) === 0;
}

/** Whether `part` stands in `text` at this place. */
export function hasAt(text: string, part: string, at: number): boolean {
  for (let i = 0; i < part.length; i++) {
    if (text.charCodeAt(at + i) !== part.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}

/** The part of `text` before the first of `stops`, which are single characters. */
export function until(text: string, stops: string): string {
  let end = text.length;
  for (let i = 0; i < stops.length; i++) {
    const at = text.indexOf(stops.charAt(i));
    end = at >= 0 && at < end ? at : end;
  }
  return end < text.length ? text.slice(0, end) : text;
}
