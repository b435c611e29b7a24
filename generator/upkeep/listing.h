/* SPDX-License-Identifier: MIT */
/* The codes of a page compared with those of a catalog. */
#ifndef GENERATOR_LISTING_H
#define GENERATOR_LISTING_H

#include "read/model.h"
#include "upkeep/page.h"

/* A code of the page with all statuses that it has there. */
struct listed {
    const char *code;
    const struct page_row **rows;
    size_t count;
    size_t capacity;
    const struct error *error; /* of the catalog; NULL if the code is new */
    bool is_stub;              /* new, and in the catalog as a stub already */
    const char *similar;       /* of a new code: a code of the catalog; NULL if there is none */
    bool is_similar_gone;      /* that the page no longer lists */
    unsigned score;            /* of `similar` */
};

struct listing {
    const struct catalog *catalog;
    struct listed *codes;
    size_t count;
    bool *seen; /* for each error of the catalog: the page lists it */
    size_t known_count;
    size_t new_count;
    size_t stub_count;
};

/* `codes` maps the names of the catalog to errors, `stubs` those of entries that are not complete;
 * see stub.h. */
struct listing listing_make(const struct code_page *page, const struct catalog *catalog,
                            const struct map *codes, const struct map *stubs);

/* The statuses of the page are those of the catalog. */
bool listing_same_statuses(const struct listed *listed);

#endif
