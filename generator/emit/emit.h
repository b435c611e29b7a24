/* SPDX-License-Identifier: MIT */
/* The outputs: one emit_* for each, and what they share. */
#ifndef GENERATOR_EMIT_H
#define GENERATOR_EMIT_H

#include "emit/image.h"

/* An output is a line in outputs.c and an emitter. */
struct output {
    const char *kind; /* as --only has it */
    const char *name; /* of the file; %s is the prefix */
    const char *what; /* for help */
    bool needs_image; /* image_lay_out() comes first */
    void (*emit)(const struct image *image, struct text_buffer *out);
};

extern const struct output outputs[];
extern const size_t output_count;

/* The name of an output's file. */
const char *output_name(const struct output *output, const char *prefix);

void emit_header(const struct image *image, struct text_buffer *out);
void emit_tables(const struct image *image, struct text_buffer *out);
void emit_image(const struct image *image, struct text_buffer *out);
void emit_json(const struct image *image, struct text_buffer *out);
void emit_words_header(const struct image *image, struct text_buffer *out);
void emit_words(const struct image *image, struct text_buffer *out);
void emit_vocabulary(const struct image *image, struct text_buffer *out);

/* The JSON without the digests, which are made from it. */
void emit_json_model(const struct catalog *catalog, struct text_buffer *out);

/* The body of an answer with this error. */
void emit_sample(const struct catalog *catalog, const struct error *error, struct text_buffer *out);

/* The first lines of every generated C file. `name` is the catalog's. */
void emit_banner(const char *name, const char *what, struct text_buffer *out);

/* A C string literal that is right for any bytes, under trigraphs as well. */
void emit_c_string(struct text_buffer *out, const char *text, size_t len);

/* Text inside a C comment. */
void emit_comment(struct text_buffer *out, const char *text);

/* "REPLAYABLE_BODY" of "replayable-body". */
const char *emit_constant_name(const char *word);

/* Members `char s0[N];`... of a struct that holds strings end to end, and their initialisers. A
 * single literal would be longer than compilers must accept. */
void emit_pool_members(const struct text *strings, size_t count, struct text_buffer *out);
void emit_pool_values(const struct text *strings, size_t count, struct text_buffer *out);

#endif
