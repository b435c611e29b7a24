/* SPDX-License-Identifier: MIT */
/* What the files of src/ share among themselves and with nobody else. */
#ifndef COSERR_INTERNAL_H
#define COSERR_INTERNAL_H

#include "runtime/slice.h"

#include <coserr/coserr.h>
#include <coserr/tables.h>
#include <stdbool.h>
#include <string.h>

/* Levels that a document may be nested, as XML or as JSON. */
enum { COSERR__MAX_DEPTH = 64 };

enum {
    COSERR__RETRY_CLASSES = 6,
    COSERR__HINTS = 11,
    COSERR__ACTIONS = 6,
    COSERR__REASONS = 21,
};

/* ----------------------------------------------------------------------------------- dates */

/* An IMF-fixdate, one of the two older forms of RFC 9110, or ISO 8601 in UTC; from 1970 on. */
bool coserr__parse_date(coserr_str text, int64_t *seconds);

/* Digits alone; what is too large becomes very large. */
bool coserr__parse_seconds(coserr_str text, int64_t *seconds);

/* ---------------------------------------------------------------------------------- errors */

/* Makes it an error in which there is nothing, its size aside. */
void coserr__clear(coserr_error *error);

/* --------------------------------------------------------------------------------- catalog */

/* What lies `distance` bytes from `base`. */
static inline const void *coserr__at(const void *base, int32_t distance) {
    return (const char *)base + distance;
}

static inline const coserr_catalog *coserr__catalog_of(const coserr_entry *entry) {
    return coserr__at(entry, entry->catalog);
}

/* Index of the language for a tag, 0 when none fits. */
size_t coserr__language_index(const coserr_catalog *catalog, const char *tag, size_t len);

/* The tag of a language by its index. */
static inline const char *coserr__language_tag(const coserr_catalog *catalog, size_t index) {
    const int32_t *tags = coserr__at(catalog, catalog->languages);
    return coserr__at(catalog, tags[index]);
}

#endif
