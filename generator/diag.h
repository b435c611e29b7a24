/* SPDX-License-Identifier: MIT */
/* What is wrong with the input, and where: collected, and shown in the order of the files. */
#ifndef GENERATOR_DIAG_H
#define GENERATOR_DIAG_H

#include "arena.h"

#include <stdint.h>

/* X(NAME, "name", "what it demands"): every rule that an input can break. */
#define RULE_LIST(X)                                                                               \
    X(FILE, "file", "the file can be read and has at most 64 MiB")                                 \
    X(ENCODING, "encoding", "the file is UTF-8")                                                   \
    X(CONTROL, "control-character", "no control characters, line or paragraph separators")         \
    X(YAML, "yaml-syntax", "the file is YAML")                                                     \
    X(YAML_DEPTH, "yaml-depth", "collections are nested at most 16 deep")                          \
    X(YAML_ANCHOR, "yaml-anchor", "no anchors, aliases or merge keys: say it where it belongs")    \
    X(YAML_TAG, "yaml-tag", "no tags: every value is text, a list or a mapping")                   \
    X(YAML_DOCUMENT, "yaml-document", "exactly one document")                                      \
    X(YAML_TRAP, "yaml-trap",                                                                      \
      "what other YAML readers take for a number, a date or a truth "                              \
      "value stands in quotes")                                                                    \
    X(DUPLICATE_KEY, "duplicate-key", "a mapping has each key once")                               \
    X(UNKNOWN_KEY, "unknown-key", "a mapping has only the keys that it is meant to have")          \
    X(MISSING_KEY, "missing-key", "a mapping has every key that it needs")                         \
    X(WRONG_TYPE, "wrong-type", "text, list or mapping, as the place asks for")                    \
    X(SCHEMA, "schema-version", "the catalog is written in a schema that this generator reads")    \
    X(VERSION, "version", "a version is three numbers: 1.2.3")                                     \
    X(PREFIX, "prefix", "a prefix is a C identifier in lower case, at most 32 long")               \
    X(LINK, "link", "a link is an http or https address without blanks")                           \
    X(LANGUAGE, "language", "languages are BCP 47 tags; 'en' comes first and is required")         \
    X(UNKNOWN_LANGUAGE, "unknown-language", "texts come in the languages listed at the top")       \
    X(LANGUAGE_GAP, "language-gap", "every text is there in every required language")              \
    X(TEXT, "text", "a text is one line of at most 1000 bytes, with no blanks around it")          \
    X(CODE, "code", "a code is 1 to 128 printable ASCII characters, with no blanks around it")     \
    X(DUPLICATE_CODE, "duplicate-code", "a code or alias stands for one error")                    \
    X(STATUS, "status", "a status is a plain number from 300 to 599")                              \
    X(DUPLICATE_STATUS, "duplicate-status", "an error has one variant for each status")            \
    X(RETRY_CLASS, "retry-class", "a retry class is one of those that the runtime knows")          \
    X(RETRY_HINT, "retry-hint", "a hint is one of those that the runtime knows, named once")       \
    X(RETRY_WORDS, "retry-words", "every class, hint, action and reason has its words")            \
    X(PAGE, "page", "a documentation page is listed under 'pages', and named once")                \
    X(REFINEMENT, "refinement", "a refinement names another error's code, and a message once")     \
    X(RETIRED, "retired", "a retirement has a date, 2026-01-31")                                   \
    X(FAMILY, "family",                                                                            \
      "a family is for a status from 300 to 599, 3xx, 4xx, 5xx or unknown, "                       \
      "and there is one of each of the last four")                                                 \
    X(EMPTY_CATALOG, "empty-catalog", "a catalog has at least one error")                          \
    X(SYMBOL, "symbol", "a symbol is in capitals, and names one error")                            \
    X(LEDGER, "ledger", "a line of the ledger is an id, a symbol and a code")                      \
    X(LEDGER_ID, "ledger-id", "ids rise from line to line, each given once")                       \
    X(LEDGER_BINDING, "ledger-binding", "a line of the ledger binds to one error of the catalog")  \
    X(NO_ID, "no-id", "every error has its id in the ledger")

enum rule {
#define RULE_NAME(NAME, name, demand) RULE_##NAME,
    RULE_LIST(RULE_NAME)
#undef RULE_NAME
};

/* A file in memory. */
struct source {
    const char *name; /* as the user gave it */
    const char *text; /* ends in NUL */
    size_t len;
    size_t order; /* files are reported in the order in which they were read */
};

/* Somewhere in a file. Line and column count from 1, columns in characters. Line 0: the whole. */
struct place {
    const struct source *source;
    uint32_t line;
    uint32_t column;
    uint32_t width; /* characters to underline */
};

/* Reads a file, "-" being standard input. NULL, with an error noted, when that fails. */
const struct source *source_read(const char *name);

/* Notes an error. A note that follows belongs to it. */
void diag_error(struct place place, enum rule rule, const char *format, ...) PRINTF_LIKE(3, 4);
void diag_note(struct place place, const char *format, ...) PRINTF_LIKE(2, 3);
size_t diag_count(void);

/* Shows all on standard error, in order, with a count at the end. */
void diag_show(void);

/* Length of the well-formed UTF-8 sequence at `p`, 0 when there is none. */
size_t utf8_len(const unsigned char *p, size_t left);

/* The candidate closest to a word, NULL when none is close. Candidates end with NULL. */
const char *closest_word(const char *word, const char *const *candidates);

/* "; did you mean 'x'?", or nothing. */
const char *did_you_mean(const char *word, const char *const *candidates);

#endif
