/* SPDX-License-Identifier: MIT */
/* Input files in memory, and locations in them. */
#ifndef GENERATOR_SOURCE_H
#define GENERATOR_SOURCE_H

#include "base/buffer.h"

#include <stdint.h>

struct line_index;

/* A file in memory. */
struct source {
    const char *name; /* as given by the user */
    const char *text; /* ends in NUL; a byte order mark at the beginning is left out */
    size_t len;
    bool has_mark; /* the file begins with a byte order mark */
    size_t order;  /* diagnostics come in the order in which files were read */
    struct line_index *lines;
};

/* Lines and columns count from 1, columns in characters. Line 0 stands for the whole file. */
struct location {
    const struct source *source;
    uint32_t line;
    uint32_t column;
    uint32_t width; /* characters to underline */
};

/* Text that is in memory already; it must end in NUL. */
const struct source *source_make(const char *name, const char *text, size_t len);

/* Reads a file; "-" is standard input. On failure, NULL, and a reason in `*why`. */
const struct source *source_load(const char *name, const char **why);

/* Where a line begins, and where a line ends, without its line end. */
const char *source_line(const struct source *source, uint32_t line);
const char *line_end(const char *line);

/* The line and column of a byte. */
struct location source_locate(const struct source *source, size_t offset);

/* For a new version of the file: its first `len` bytes, with the byte order mark if there is one;
 * and more lines, with the line ends that the file has. */
void source_put_head(const struct source *source, size_t len, struct text_buffer *to);
void source_put_lines(const struct source *source, const char *lines, struct text_buffer *to);

#endif
