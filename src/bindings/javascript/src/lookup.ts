// SPDX-License-Identifier: MIT
/* From a code, a name or a status to a row of the catalog. */
import { trim } from './ascii';
import { FIRST_CLIENT, FIRST_FAMILY, rows as readRows } from './catalog.data';
import { UNSENT, type Row, type RowExtras } from './data';
import { CATEGORIES, HINTS, RETRY_CLASSES } from './vocabulary.data';
import type { Category, Hint, RetryClass } from './vocabulary.data';
import type { Code } from './codes';
import { naturalOf } from './value';

/** How an entry was found. */
export type Match = 'exact' | 'other_status' | 'refined' | 'family';

export const EXACT = 0;
export const OTHER_STATUS = 1;
export const REFINED = 2;
export const FAMILY = 3;
export const ALIAS = 4;
const MATCH_BITS = 3;
const MATCHES: readonly Match[] = ['exact', 'other_status', 'refined', 'family'];

/** A row's number and how it was found, in one number: `row << 3 | ALIAS? | match`. */
export type Found = number;

export function rowOf(found: Found): number {
  return found >> MATCH_BITS;
}

export function matchOf(found: Found): Match {
  return MATCHES[found & 3] as Match;
}

interface Table {
  readonly rows: readonly Row[];
  /** For each code and alias the default variant, shifted by one, and 1 for an alias. */
  readonly names: Record<string, number | undefined>;
  readonly clients: Record<string, number | undefined>;
  /** For each status, or 3, 4, 5 for a class, 0 for the last resort. */
  readonly families: Record<number, number | undefined>;
  readonly entries: (Entry | undefined)[];
}

let table: Table | undefined;

const NO_EXTRAS: RowExtras = {};

export function extrasOf(row: Row): RowExtras {
  return row[6] || NO_EXTRAS;
}

function addNames(names: Record<string, number | undefined>, row: Row, index: number): void {
  if (names[row[0]] !== undefined) {
    return; // another variant, or a case
  }
  names[row[0]] = index << 1;
  const aliases = extrasOf(row).aliases || [];
  for (let i = 0; i < aliases.length; i++) {
    names[aliases[i] as string] = (index << 1) | 1;
  }
}

function makeTable(): Table {
  const rows = readRows();
  const names: Table['names'] = Object.create(null);
  const clients: Table['clients'] = Object.create(null);
  const families: Table['families'] = {};
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row;
    if (i < FIRST_CLIENT) {
      addNames(names, row, i);
    } else if (i < FIRST_FAMILY) {
      addNames(clients, row, i);
    } else {
      families[row[2]] = i;
    }
  }
  return { rows, names, clients, families, entries: [] };
}

function getTable(): Table {
  return table || (table = makeTable());
}

export function getRow(index: number): Row {
  return getTable().rows[index] as Row;
}

/* --------------------------------------------------------------------------------------- lookup */

function familyOf(known: Table, status: number): Found {
  const families = known.families;
  const inRange = status >= 300 && status <= 599;
  const row = inRange ? families[status] || families[Math.floor(status / 100)] : undefined;
  return ((row || (families[0] as number)) << MATCH_BITS) | FAMILY;
}

/** Variants of one code lie together, the default first, then its cases. */
function pickStatus(rows: readonly Row[], first: number, status: number): number {
  const id = (rows[first] as Row)[1];
  for (let i = first; i < FIRST_FAMILY; i++) {
    const row = rows[i] as Row;
    if (row[1] !== id || extrasOf(row).name !== undefined) {
      break;
    }
    if (row[2] === status) {
      return i;
    }
  }
  return first;
}

/** The row for a code under a status, 0 where it is unknown. */
export function locate(code: string | undefined, status: number): Found {
  const known = getTable();
  let slot = code !== undefined ? known.names[code] : undefined;
  if (slot === undefined) {
    slot = code !== undefined ? known.names[trim(code)] : undefined;
    if (slot === undefined) {
      return familyOf(known, status);
    }
  }
  const rows = known.rows;
  let row = slot >> 1;
  let exact = status === 0 || (rows[row] as Row)[2] === status;
  if (!exact) {
    row = pickStatus(rows, row, status);
    exact = (rows[row] as Row)[2] === status;
  }
  return (row << MATCH_BITS) | ((slot & 1) !== 0 ? ALIAS : 0) | (exact ? EXACT : OTHER_STATUS);
}

/** The row of a client error by its name; 0 when there is none. */
export function locateClient(name: string): number {
  const slot = getTable().clients[trim(name)];
  return slot !== undefined && (slot & 1) === 0 ? slot >> 1 : 0;
}

function fits(pattern: string, message: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) {
    return message === pattern;
  }
  const suffix = pattern.length - star - 1;
  return (
    message.length >= star + suffix &&
    message.slice(0, star) === pattern.slice(0, star) &&
    message.slice(message.length - suffix) === pattern.slice(star + 1)
  );
}

/** Of what the code led to, what the server's message means. */
export function refine(found: Found, message: string | undefined): Found {
  const patterns = extrasOf(getRow(rowOf(found))).patterns;
  if (patterns === undefined || message === undefined) {
    return found;
  }
  const said = trim(message);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i] as readonly [string, number];
    if (fits(pattern[0], said)) {
      return (pattern[1] << MATCH_BITS) | (found & ALIAS) | REFINED;
    }
  }
  return found;
}

/* ---------------------------------------------------------------------------------------- hints */

const hintLists: Record<number, readonly Hint[]> = {};

/** The words for the bits; one frozen list for each combination. */
export function hintWords(bits: number): readonly Hint[] {
  const known = hintLists[bits];
  if (known !== undefined) {
    return known;
  }
  const words: Hint[] = [];
  for (let i = 0; i < HINTS.length; i++) {
    if ((bits & (1 << i)) !== 0) {
      words.push(HINTS[i] as Hint);
    }
  }
  return (hintLists[bits] = Object.freeze(words));
}

/** The hints that hold for an operation, 0 where it is unknown. */
export function hintsOf(row: Row, operation: number): number {
  const conditions = extrasOf(row).conditions || [];
  let bits = row[5] || 0;
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i] as readonly [number, number];
    bits |= condition[1] === operation ? condition[0] : 0;
  }
  return bits;
}

/** Those that hold for other operations only. */
export function conditionalHintsOf(row: Row, operation: number): number {
  const conditions = extrasOf(row).conditions || [];
  let bits = 0;
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i] as readonly [number, number];
    bits |= condition[1] === operation ? 0 : condition[0];
  }
  return bits & ~hintsOf(row, operation);
}

export function wasNeverSent(row: Row): boolean {
  return ((extrasOf(row).flags || 0) & UNSENT) !== 0;
}

/* ---------------------------------------------------------------------------------------- entry */

function keyOf(row: Row, kind: Entry['kind']): string {
  const status = row[2];
  if (kind === 'client') {
    return 'client:' + row[0];
  }
  if (kind === 'family') {
    return 'family:' + (status === 0 ? 'unknown' : status < 10 ? status + 'xx' : status);
  }
  const name = extrasOf(row).name;
  return row[0] + ':' + status + (name !== undefined ? ':' + name : '');
}

function symbolOf(code: string, kind: Entry['kind']): string | undefined {
  const words = code
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return code !== '' ? (kind === 'client' ? 'CLIENT_' : '') + words.toUpperCase() : undefined;
}

/** A row of the catalog: a code under one HTTP status, a case of it that the server's message
 * tells apart, a client error, or the family that answers for what is not listed. */
export class Entry {
  /** A short name for this row: `NoSuchKey:404`, `AccessDenied:403:referer`,
   * `client:ConnectionTimeout`, `family:4xx`. */
  readonly key: string;
  readonly kind: 'service' | 'client' | 'family';
  /** The number of the code, assigned once and never reused; 0 for a family. */
  readonly id: number;
  /** The code as the service documents it; undefined for a family. */
  readonly code: Code | undefined;
  /** `NO_SUCH_KEY` where the constant is `Code.NO_SUCH_KEY`. */
  readonly symbol: string | undefined;
  /** The name of a case within its code, such as `referer`. */
  readonly case: string | undefined;
  readonly status: number | undefined;
  readonly category: Category;
  readonly retry: RetryClass;
  /** What holds for every operation. */
  readonly hints: readonly Hint[];
  /** What holds for some operations only. */
  readonly conditional: readonly Hint[];
  /** The date since when the service no longer sends the code. */
  readonly retired: string | undefined;
  /** @internal The number of the row. */
  readonly row: number;

  /** @internal */
  constructor(row: Row, index: number) {
    const extras = extrasOf(row);
    this.row = index;
    this.kind = index < FIRST_CLIENT ? 'service' : index < FIRST_FAMILY ? 'client' : 'family';
    this.key = keyOf(row, this.kind);
    this.id = row[1];
    this.code = row[0] || undefined;
    this.symbol = extras.symbol || symbolOf(row[0], this.kind);
    this.case = extras.name;
    this.status = row[2] >= 100 ? row[2] : undefined;
    this.category = CATEGORIES[row[4]] as Category;
    this.retry = RETRY_CLASSES[row[3]] as RetryClass;
    this.hints = hintWords(hintsOf(row, 0));
    this.conditional = hintWords(conditionalHintsOf(row, 0));
    this.retired = extras.retired;
    Object.freeze(this);
  }
}

/** The entry of a row; always the same object. */
export function entryAt(index: number): Entry {
  const known = getTable();
  return (
    known.entries[index] || (known.entries[index] = new Entry(known.rows[index] as Row, index))
  );
}

/**
 * The entry for a code as the server spelt it, under an HTTP status. Where the status fits none of
 * the code's variants, or is not given, the default variant answers; where the code is not listed,
 * the family of the status does: every input has an answer.
 */
export function find(code: string, status?: number): Entry {
  return entryAt(rowOf(locate(typeof code === 'string' ? code : undefined, naturalOf(status))));
}
