/* SPDX-License-Identifier: MIT */
/* What is wrong with the input, and where: collected, and shown in the order of the files. */
#ifndef GENERATOR_DIAG_H
#define GENERATOR_DIAG_H

#include "base/arena.h"
#include "base/rules.h"

#include <stdint.h>
#include <stdio.h>

enum rule {
#define RULE_NAME(NAME, level, name, demand, why) RULE_##NAME,
    RULE_LIST(RULE_NAME)
#undef RULE_NAME
        RULE_COUNT
};

enum level { LEVEL_ERROR, LEVEL_WARNING };

extern const struct rule_text {
    enum level level;
    const char *name;
    const char *demand;
    const char *why;
} rule_texts[RULE_COUNT];

struct line_index;

/* A file in memory. */
struct source {
    const char *name; /* as the user gave it */
    const char *text; /* ends in NUL */
    size_t len;
    size_t order; /* files are reported in the order in which they were read */
    struct line_index *lines;
};

/* Somewhere in a file. Line and column count from 1, columns in characters. Line 0: the whole. */
struct location {
    const struct source *source;
    uint32_t line;
    uint32_t column;
    uint32_t width; /* characters to underline */
};

/* A file that is in memory already; `text` ends in NUL. */
const struct source *source_make(const char *name, const char *text, size_t len);

/* Reads a file, "-" being standard input. NULL, with an error noted, when that fails. */
const struct source *source_read(const char *name);

/* Keeps that a rule is broken. A note that follows belongs to it. */
void diag_add(struct location place, enum rule rule, const char *format, ...) PRINTF_LIKE(3, 4);
void diag_note(struct location place, const char *format, ...) PRINTF_LIKE(2, 3);

/* How many errors there are so far. */
size_t diag_errors(void);

/* Shows all, in order: as text with a count at the end, or as JSON, one object a
 * line. `strict` takes warnings for errors. True when there was no error. */
bool diag_show(FILE *to, bool as_json, bool strict);

/* Forgets all. */
void diag_reset(void);

/* False, with an error added, when the file is not UTF-8 or has control characters in it. */
bool diag_check_bytes(const struct source *source);

/* The candidate closest to a word, NULL when none is close. Candidates end with NULL. */
const char *closest_word(const char *word, const char *const *candidates);

/* "; did you mean 'x'?", or nothing. */
const char *did_you_mean(const char *word, const char *const *candidates);

#endif
