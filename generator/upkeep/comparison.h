/* SPDX-License-Identifier: MIT */
/* Collects the changes between two catalogs; compares their languages and texts. */
#ifndef GENERATOR_COMPARISON_H
#define GENERATOR_COMPARISON_H

#include "upkeep/diff.h"

struct comparison {
    const struct catalog *old;
    const struct catalog *now;
    struct map names; /* of the service errors of `now` */
    struct diff *diff;
};

struct change *add_change(struct comparison *compare, enum verdict level, const char *kind,
                          const char *subject, unsigned status);

/* `from` and `to` may be NULL or empty: nothing is quoted then. */
void add_from_to(struct comparison *compare, enum verdict level, const char *kind,
                 const char *subject, unsigned status, const char *from, const char *to);

/* Both may be missing. */
bool is_same_text(const struct text *a, const struct text *b);

void compare_languages(struct comparison *compare);

/* Adds at most one change, with the languages that the text changed in. Languages that only one of
 * the catalogs has are ignored. `error` may be NULL. */
void compare_texts(struct comparison *compare, const char *kind, const char *subject,
                   unsigned status, const struct text *old, const struct text *now,
                   const struct error *error);

/* The same texts in the same order. */
bool is_same_list(const struct text *a, size_t a_count, const struct text *b, size_t b_count);

/* The texts with commas between them. */
const char *list_texts(const struct text *texts, size_t count);

/* Of one error, client error or family. */
void compare_variants(struct comparison *compare, const char *subject, const struct error *old,
                      const struct error *now);
void compare_cases(struct comparison *compare, const char *subject, const struct error *old,
                   const struct error *now);
void compare_facts(struct comparison *compare, const char *subject, const struct error *old,
                   const struct error *now);

void compare_operations(struct comparison *compare);

#endif
