/* SPDX-License-Identifier: MIT */
/* A service's own page of error codes, in Markdown: what its tables list. */
#ifndef GENERATOR_PAGE_H
#define GENERATOR_PAGE_H

#include "base/diag.h"
#include "base/map.h"
#include "upkeep/markdown.h"

/* A code under a status. */
struct page_row {
    const char *code;
    struct location at;
    unsigned status;       /* 0 if neither the row nor its section has one */
    unsigned status_class; /* 3, 4, 5; 0 likewise */
    const char *description;
    struct links links; /* in the description */
};

/* A row of a table of codes that is not a code. */
struct page_skip {
    const char *text;
    struct location at;
};

struct code_page {
    const struct source *source;
    struct page_row *rows;
    size_t count;
    size_t capacity;
    struct page_skip *skips;
    size_t skip_count;
    size_t skip_capacity;
    struct map numbers; /* codes that are numbers, in rows without a status */
};

/* Reads every row of every table that has a column of codes. Columns are recognised by the titles
 * in the header row; in a row where that does not fit, by what is in the cells. `known` are the
 * codes of the catalog. An error is added if there is no such table. */
struct code_page page_read(const struct source *source, const struct map *known);

#endif
