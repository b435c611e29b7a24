// SPDX-License-Identifier: MIT
/* Texts in the languages that this build has. */
import type { Language, TextRow, Texts } from './data';
import { languageIndex } from './language';
import { LANGUAGES } from './languages';
import type { Entry } from './lookup';
import { ACTIONS, CATEGORIES, HINTS, REASONS, RETRY_CLASSES } from './vocabulary.data';

/** What the user is told. */
export interface Text {
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
  /** One sentence about this occurrence, such as which permission is missing. */
  readonly detail: string | undefined;
  /** Links into the documentation of the service. */
  readonly docs: readonly string[];
  /** The tag of the language that it is in. */
  readonly lang: string;
}

/** The lists of words. */
export type WordList = 'retry' | 'hint' | 'action' | 'reason' | 'category';

const loaded: Record<string, Texts | undefined> = {};

/* A program asks for one language again and again. */
let lastWanted: unknown;
let lastLanguage: Language | undefined;

export function chooseLanguage(wanted: unknown): Language {
  if (lastLanguage !== undefined && wanted === lastWanted) {
    return lastLanguage;
  }
  const tags: string[] = [];
  for (let i = 0; i < LANGUAGES.length; i++) {
    tags.push((LANGUAGES[i] as Language).tag);
  }
  lastWanted = wanted;
  lastLanguage = LANGUAGES[languageIndex(tags, wanted)] as Language;
  return lastLanguage;
}

/**
 * The tag of the language for a BCP 47 tag (`zh-CN`), a POSIX name (`zh_CN.UTF-8`) or the value of
 * an Accept-Language header, which is told by its `,`, `;` or `*`. Where nothing fits, and for
 * null and undefined, the first language of the build: `en` where it has English.
 */
export function language(lang: string | null | undefined): string {
  return chooseLanguage(lang).tag;
}

/** The texts of a language, read when they are first asked for. */
export function textsOf(language: Language): Texts {
  return loaded[language.tag] || (loaded[language.tag] = language.load());
}

export function docsOf(texts: Texts, row: TextRow): string[] {
  const links = row[2] || [];
  const docs: string[] = [];
  for (let i = 0; i < links.length; i++) {
    docs.push(texts.docs + links[i]);
  }
  return docs;
}

/** Message, advice and links of an entry. */
export function text(entry: Entry, lang?: string | null): Text {
  const language = chooseLanguage(lang);
  const texts = textsOf(language);
  const row = texts.rows[entry.row] as TextRow;
  return {
    message: row[0],
    advice: row[1],
    detail: undefined,
    docs: docsOf(texts, row),
    lang: language.tag,
  };
}

const LISTS: Record<WordList, readonly string[]> = {
  retry: RETRY_CLASSES,
  hint: HINTS,
  action: ACTIONS,
  reason: REASONS,
  category: CATEGORIES,
};

/** The sentence for a word, such as `('retry', 'never')`; empty for a word that is not known. */
export function wordText(list: WordList, word: string, lang?: string | null): string {
  const known = LISTS[list];
  const index = Array.isArray(known) ? known.indexOf(word) : -1;
  return (index >= 0 && textsOf(chooseLanguage(lang)).words[list]?.[index]) || '';
}
