// SPDX-License-Identifier: MIT
/* The form of the generated modules: catalog, vocabulary, and one for each language. What is
 * missing inside of a row is null. */

/** What few rows have. */
export interface RowExtras {
  /** The name of a case. */
  readonly name?: string;
  /** Where it is not the code in capitals. */
  readonly symbol?: string;
  readonly flags?: number;
  readonly retired?: string;
  readonly aliases?: readonly string[];
  /** Hints that hold for one operation only: the hints and its number. */
  readonly conditions?: readonly (readonly [number, number])[];
  /** In order of precedence: the server's message, with one '*' at most, and the row it means. */
  readonly patterns?: readonly (readonly [string, number])[];
}

/** Code, number, status, retry class, category, hints, the rest. Families have no code,
 * and 3, 4, 5 for the status of a class, 0 for the last resort. */
export type Row = readonly [
  code: string,
  id: number,
  status: number,
  retry: number,
  category: number,
  hints?: number,
  extras?: RowExtras,
];

/** Name, title, number, idempotent, after-200, actions; then what a request looks like. A source
 * action begins with '<'. */
export type OperationRow = readonly [
  name: string,
  title: string,
  id: number,
  idempotent: number,
  after200: number,
  actions: readonly string[],
  method?: string,
  level?: number,
  query?: readonly string[],
  header?: string,
];

/** Whether the name begins with a bucket, what follows, whether a region comes then, what
 * follows. */
export type HostRow = readonly [bucket: number, middle: string, region: number, tail: string];

/** Message, advice, links without what `Texts.docs` has, sentences about the occurrence. */
export type TextRow = readonly [
  message: string,
  advice: string,
  docs?: readonly string[] | null,
  details?: readonly string[],
];

/** For each list the texts of its words, by number. */
export type Words = Readonly<Record<string, readonly string[]>>;

/** All texts in one language. */
export interface Texts {
  /** What links begin with. */
  readonly docs: string;
  readonly rows: readonly TextRow[];
  readonly words: Words;
}

export interface Language {
  readonly tag: string;
  readonly load: () => Texts;
}

/* Flags of a row. */
export const UNSENT = 1; /* no request reached the server */
export const SIGN_ONLY = 2; /* if the clock is right, a new signature is all it takes */
