/* SPDX-License-Identifier: MIT */
/* Errors and warnings about the input: collected, then shown in the order of the files. */
#ifndef GENERATOR_DIAG_H
#define GENERATOR_DIAG_H

#include "base/rules.h"
#include "base/source.h"

#include <stdio.h>

enum rule {
#define RULE_NAME(NAME, level, name, summary, why) RULE_##NAME,
    RULE_LIST(RULE_NAME)
#undef RULE_NAME
        RULE_COUNT
};

enum level { LEVEL_ERROR, LEVEL_WARNING };

extern const struct rule_text {
    enum level level;
    const char *name;
    const char *summary;
    const char *why;
} rule_texts[RULE_COUNT];

/* Adds that the input breaks a rule. A note belongs to the error or warning before it. Control
 * characters in the message are made visible. */
void diag_add(struct location at, enum rule rule, const char *format, ...) PRINTF_LIKE(3, 4);
void diag_note(struct location at, const char *format, ...) PRINTF_LIKE(2, 3);

/* How many errors there are so far. */
size_t diag_errors(void);

/* Whether a rule was broken. */
bool diag_has(enum rule rule);

/* Shows everything in order: as text with a count at the end, or as JSON, one object per line.
 * `strict` treats warnings as errors. True if there was no error. */
bool diag_show(FILE *to, bool as_json, bool strict);

/* Forgets everything. */
void diag_reset(void);

/* The candidate closest to a word, NULL if none is close. Candidates end with NULL. */
const char *closest_word(const char *word, const char *const *candidates);

/* "; did you mean 'x'?", or nothing. */
const char *did_you_mean(const char *word, const char *const *candidates);

/* The same for a word of a closed list, which is shown as "; expected a, b or c" if none is close.
 */
const char *choose_among(const char *word, const char *const *candidates);

#endif
