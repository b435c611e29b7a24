/* SPDX-License-Identifier: MIT */
/* The changes between two catalogs, and their level for users. The rules are in
 * catalog/README.md. */
#ifndef GENERATOR_DIFF_H
#define GENERATOR_DIFF_H

#include "read/model.h"

enum verdict { VERDICT_NONE, VERDICT_PATCH, VERDICT_MINOR, VERDICT_MAJOR };

struct change {
    enum verdict level;
    const char *kind;      /* "class" */
    const char *subject;   /* a code, "client:CODE", "family 4xx", "catalog", ... */
    unsigned status;       /* 0 if the change is not about one status */
    const char *from;      /* NULL if there is nothing to quote */
    const char *to;        /* likewise */
    const char *languages; /* of a text: "en, fr"; else NULL */
    /* A text of the new catalog that did not change although it changed in another language. */
    const struct text *stale;
    const struct error *error; /* of the new catalog; may be NULL */
};

struct diff {
    struct change *changes;
    size_t count;
    size_t capacity;
    enum verdict verdict;
};

struct diff *diff_make(const struct catalog *old, const struct catalog *now);

/* Adds a warning for each text that changed in only one language. */
void diff_warn_of_stale_texts(const struct catalog *old, const struct catalog *now);

#endif
