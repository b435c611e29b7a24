/* SPDX-License-Identifier: MIT */
/* A service's own page of error codes, in Markdown: what its tables list. */
#ifndef GENERATOR_PAGE_H
#define GENERATOR_PAGE_H

#include "base/diag.h"

/* A code under a status. */
struct page_row {
    const char *code;
    struct location at;
    unsigned status;       /* 0 where neither row nor section tells one */
    unsigned status_class; /* 3, 4, 5; 0 likewise */
    const char *description;
    const char **links; /* out of the description */
    size_t link_count;
    size_t link_capacity;
};

struct page_rows {
    struct page_row *items;
    size_t count;
    size_t capacity;
};

/* Every row of every table that has a column of codes. Errors are added where there is no such
 * table, or a row has something else than a code. */
struct page_rows page_read(const struct source *source);

#endif
