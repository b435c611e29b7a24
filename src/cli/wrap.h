/* SPDX-License-Identifier: MIT */
/* Breaks lines for a terminal. */
#ifndef COSERR_CLI_WRAP_H
#define COSERR_CLI_WRAP_H

#include "buffer.h"

/* Columns that a text of UTF-8 takes. */
size_t text_width(const char *text, size_t len);

/*
 * Adds a text that begins in `column`, in lines of `width` columns, each after the first indented.
 * Lines are broken at spaces and beside wide characters; never within a word or an address, even
 * when it is wider than a line, nor before a closing mark. A width of 0 breaks nothing.
 */
void wrap_text(struct buffer *out, const char *text, size_t len, size_t column, size_t indent,
               size_t width);

#endif
