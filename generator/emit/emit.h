/* SPDX-License-Identifier: MIT */
/* From a checked catalog to the text of each output. One emit_* for each. */
#ifndef GENERATOR_EMIT_H
#define GENERATOR_EMIT_H

#include "read/model.h"
#include "hash/names.h"

/* What every output is made from. */
struct image {
    const struct catalog *catalog;
    const char *prefix; /* "coserr" */
    const char *upper;  /* "COSERR" */
    /* Codes and client errors by (id, status), then the families by status. */
    const struct variant **rows;
    size_t row_count;
    size_t family_first;
    unsigned long long identity; /* of ids, symbols and codes */
    unsigned long long content;  /* of everything */
    struct names names;          /* once image_find_hash() was called */
};

struct image *image_make(struct catalog *catalog);

/* Fills in `names`. Runs gperf; false, with a message on standard error, when that fails. */
bool image_find_hash(struct image *image);

void emit_header(const struct image *image, struct text_buffer *out);
void emit_names(const struct image *image, struct text_buffer *out);
void emit_tables(const struct image *image, struct text_buffer *out);
void emit_json(const struct image *image, struct text_buffer *out);

/* What stands at the head of every generated C file. */
void emit_banner(const struct image *image, const char *what, struct text_buffer *out);

/* A C string literal that is right for any bytes, under trigraphs as well. */
void emit_c_string(struct text_buffer *out, const char *text, size_t len);

/* Text inside a C comment. */
void emit_comment(struct text_buffer *out, const char *text);

/* The address of a page in a language; NULL where there is none. */
const char *doc_url(const struct catalog *catalog, const struct page *page, size_t language);

#endif
