/* SPDX-License-Identifier: MIT */
/* What the files of the library share. */
#ifndef COSERR_INTERNAL_H
#define COSERR_INTERNAL_H

#include "runtime/image.h"
#include "runtime/slice.h"

/* Levels that a document may be nested, as XML or as JSON. */
enum { COSERR__MAX_DEPTH = 64 };

/* ------------------------------------------------------------------------------------- catalogs */

/* The catalog meant: NULL is the built-in one. */
static inline const coserr_catalog *coserr__catalog(const coserr_catalog *catalog) {
    return catalog != NULL ? catalog : coserr_get_catalog();
}

/* What lies `distance` bytes from the head. */
static inline const void *coserr__at(const coserr_catalog *catalog, uint32_t distance) {
    return (const char *)catalog + distance;
}

static inline const coserr_entry *coserr__entries(const coserr_catalog *catalog) {
    return coserr__at(catalog, catalog->entries_at);
}

static inline const coserr_catalog *coserr__catalog_of(const coserr_entry *entry) {
    return (const coserr_catalog *)(const void *)((const char *)entry - entry->at);
}

/* String `index` of a catalog; its length in `*len` unless NULL. */
static inline const char *coserr__string(const coserr_catalog *catalog, uint32_t index,
                                         size_t *len) {
    const uint32_t *strings = coserr__at(catalog, catalog->strings_at);
    if (len != NULL) {
        *len = strings[index + 1] - strings[index] - 1;
    }
    return (const char *)coserr__at(catalog, catalog->pool_at) + strings[index];
}

static inline coserr_str coserr__slice(const coserr_catalog *catalog, uint32_t index) {
    coserr_str slice;
    slice.ptr = coserr__string(catalog, index, &slice.len);
    return slice;
}

/* ------------------------------------------------------------------------------------- language */

/* A coserr_language holds two indices: of the catalog's language, and of the library's own. */
enum { COSERR__WORDS_SHIFT = 16 };

static inline uint32_t coserr__catalog_language(const coserr_catalog *catalog,
                                                coserr_language language) {
    const uint32_t index = language & ((1u << COSERR__WORDS_SHIFT) - 1);
    return index < catalog->languages_count ? index : 0;
}

/* How many languages the library's words have, and their tags. */
size_t coserr__word_languages(void);
const char *coserr__word_language(size_t index);

/* --------------------------------------------------------------------------------------- errors */

/* Makes it an error in which there is nothing; its size stays. */
void coserr__clear(coserr_error *error);

/* Where to fill in an error: the caller's own if that is large enough, else a spare one, from which
 * coserr__end_error() copies what fits. */
static inline coserr_error *coserr__begin_error(coserr_error *error, coserr_error *spare) {
    coserr_error *full = error->size >= sizeof *error ? error : spare;
    coserr__clear(full);
    return full;
}

void coserr__end_error(coserr_error *error, const coserr_error *full);

/* The value of a field whose number is known. */
coserr_str *coserr__field(coserr_error *error, uint32_t field);

/* Structs of programs older and newer than this library. A reader works on a struct of full size:
 * `full`, filled from what the caller's has; a writer writes what fits, and clears what it does not
 * know. */
static inline bool coserr__is_sized(const void *structure) {
    uint32_t size = 0;
    if (structure != NULL) {
        memcpy(&size, structure, sizeof size);
    }
    return size > sizeof size;
}

static inline void coserr__take(void *full, size_t full_size, const void *given) {
    uint32_t size;
    memcpy(&size, given, sizeof size);
    memset(full, 0, full_size);
    memcpy(full, given, size < full_size ? size : full_size);
}

static inline void coserr__give(void *given, const void *full, size_t full_size) {
    uint32_t size;
    memcpy(&size, given, sizeof size);
    memcpy(given, full, size < full_size ? size : full_size);
    memcpy(given, &size, sizeof size);
    if (size > full_size) {
        memset((char *)given + full_size, 0, size - full_size);
    }
}

/* A response of full size: the caller's own, or a copy in `spare`. */
static inline const coserr_response *coserr__response(const coserr_response *response,
                                                      coserr_response *spare) {
    if (response->size >= sizeof *response) {
        return response;
    }
    coserr__take(spare, sizeof *spare, response);
    return spare;
}

/* coserr__take() for an error; values that are not there become "". */
void coserr__take_error(coserr_error *full, const coserr_error *given);

/* coserr_read() for structs of full size, the error cleared; `after_200` is COSERR_AFTER_200_*. */
int coserr__read(const coserr_response *response, uint32_t after_200, coserr_error *error,
                 char *buffer, size_t buffer_size);

/* A detail of an entry, with its values in braces. */
const char *coserr__entry_detail(const coserr_entry *entry, uint32_t index,
                                 coserr_language language);

/* ---------------------------------------------------------------------------------------- dates */

/* An IMF-fixdate, one of the two older forms of RFC 9110, or ISO 8601 in UTC; from 1970 on. */
bool coserr__parse_date(coserr_str text, int64_t *seconds);

/* Digits alone; what is too large becomes very large. */
bool coserr__parse_seconds(coserr_str text, int64_t *seconds);

/* Retry-After in seconds from when the answer was made; false when there is none, or it cannot be
 * understood. */
bool coserr__retry_after(const coserr_error *error, int64_t received_at, int64_t *seconds);

/* The server's clock less the local one, in seconds; false when one of the two is not known. */
bool coserr__clock_skew(const coserr_error *error, int64_t received_at, int64_t *seconds);

enum { COSERR__MIN_SKEW = 30 }; /* seconds; below it the clock is not the cause */

/* ---------------------------------------------------------------------------------------- hosts */

/* Bucket and region of an address "host/path" by the catalog's host names, and the path. What is
 * not found stays as it is. False when no host name fits. */
bool coserr__read_host(const coserr_catalog *catalog, coserr_str address, coserr_str *bucket,
                       coserr_str *region, coserr_str *path);

/* The first header of the name that has a value, trimmed; empty when there is none. */
coserr_str coserr__header(const coserr_header *headers, uint32_t count, const char *name,
                          size_t name_len);

#endif
