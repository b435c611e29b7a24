/* SPDX-License-Identifier: MIT */
/* The parts of Markdown that pages of error codes use: lines, fences, rows of tables, and the text
 * of a cell. */
#ifndef GENERATOR_MARKDOWN_H
#define GENERATOR_MARKDOWN_H

#include "base/buffer.h"

struct span {
    const char *ptr;
    size_t len;
};

enum { MAX_CELLS = 16 };

/* Addresses that a text links to. */
struct links {
    const char **items;
    size_t count;
    size_t capacity;
};

/* The line at `*p` without its line end and the whitespace around it; `*p` moves past it. */
struct span markdown_line(const char **p, const char *end);

/* "# Heading", or "**a line in bold**". */
bool markdown_is_heading(struct span line);

/* A fenced block of code; zeroed: outside. */
struct fence {
    char mark;
    size_t len;
};

/* True for every line of a fenced block, including the fences. */
bool markdown_in_fence(struct fence *fence, struct span line);

/* The line between the header row of a table and its other rows. */
bool markdown_is_separator(struct span line);

/* The cells of a row. A bar after a backslash is part of a cell. */
size_t markdown_cells(struct span line, struct span cells[MAX_CELLS]);

/* The text of a cell without links, emphasis, code marks and HTML tags, with HTML entities decoded.
 * Whitespace is trimmed, and each run of it becomes one space. Adds to `links`, if it is not NULL.
 */
const char *markdown_text(struct span cell, struct links *links);

#endif
