/* SPDX-License-Identifier: MIT */
/* A catalog laid out as an image, in the memory of this process. The emitters write it as C and as
 * a file. */
#ifndef GENERATOR_IMAGE_H
#define GENERATOR_IMAGE_H

#include "hash/names.h"
#include "read/model.h"
#include "runtime/image.h"

#define IMAGE_SECTION_NUMBER(section, type) IMAGE_##section,
enum { COSERR__SECTIONS(IMAGE_SECTION_NUMBER) IMAGE_SECTIONS };

/* A section, as an array of the structs of runtime/image.h. */
struct image_section {
    unsigned char *items;
    size_t count;
    size_t capacity;
    size_t at; /* bytes from the start of the image */
};

struct image {
    const struct catalog *catalog;
    const char *prefix; /* "coserr" */
    const char *upper;  /* "COSERR" */
    /* Variants and cases in the order of the entries; families last, by status. */
    const struct variant **rows;
    size_t row_count;
    size_t family_first;
    struct names names;
    struct coserr_catalog head;
    struct image_section sections[IMAGE_SECTIONS];
    struct map strings; /* text -> where it is in the list */
    struct text *string_list;
    size_t string_count;
    size_t string_capacity;
};

/* The rows and the digests; enough for header and JSON. */
struct image *image_make(struct catalog *catalog);

/* The hash and all sections. Runs gperf; false, with a message on standard error, when that fails
 * or the catalog is too large for an image. */
bool image_lay_out(struct image *image);

/* Decides where each section begins; the pool is padded, so that the size is a multiple of eight.
 * False, with a message, when the image is too large. */
bool image_place_sections(struct image *image);

/* How a struct of the image is made up, so that emitters can walk it. */
struct image_field {
    const char *type;
    const char *name;
    size_t size;
    size_t offset;
};

struct image_form {
    const char *section;
    const char *type;
    size_t size;
    const struct image_field *fields; /* NULL for a section of numbers */
    size_t field_count;
};

const struct image_form *image_form(size_t section);

/* The fields of the head before those of the sections. */
const struct image_field *image_head_fields(size_t *count);

/* The value of a field, or of an item of a section of numbers. */
uint64_t image_value(const unsigned char *item, size_t size);

/* The whole image as little-endian bytes, its checksum filled in. */
void image_bytes(const struct image *image, struct text_buffer *out);

#endif
