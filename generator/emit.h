/* SPDX-License-Identifier: MIT */
/* From a checked catalog to the text of each output. One emit_* for each. */
#ifndef GENERATOR_EMIT_H
#define GENERATOR_EMIT_H

#include "gperf.h"
#include "model.h"

/* Codes and aliases with their hash: shards with a table of gperf's each; one for most catalogs. A
 * key's value is the index of its row, times 2, plus 1 for an alias. */
struct names {
    struct gperf_key *keys;
    size_t count;
    struct gperf_table *shards;
    size_t shard_count;
    size_t slot_count; /* of all */
    uint32_t seed;     /* of the first hash, which deals out the keys */
};

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
    struct names names;          /* once names_make() was called */
};

struct image *image_make(struct catalog *catalog);

/* Runs gperf. False, with a message on standard error, when that fails. */
bool names_make(struct image *image);

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
