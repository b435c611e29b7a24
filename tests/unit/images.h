/* SPDX-License-Identifier: MIT */
/* Images of catalogs in heap blocks of exactly their size, and how to change them. */
#ifndef COSERR_UNIT_IMAGES_H
#define COSERR_UNIT_IMAGES_H

#include "runtime/image.h"
#include "unit.h"

struct image_file {
    unsigned char *bytes;
    size_t size;
};

static inline struct image_file read_image(const char *path) {
    FILE *file = fopen(path, "rb");
    struct image_file image = {NULL, 0};
    ck_assert_msg(file != NULL, "no %s", path);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    image.size = (size_t)ftell(file);
    rewind(file);
    image.bytes = (unsigned char *)room_for(image.size);
    ck_assert_uint_eq(fread(image.bytes, 1, image.size, file), image.size);
    fclose(file);
    return image;
}

static inline struct image_file built_in(void) {
    return read_image(TEST_IMAGE);
}

static inline struct image_file named_image(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.image", TEST_IMAGES, name);
    return read_image(path);
}

static inline struct image_file copy_image(struct image_file image) {
    struct image_file copy = {(unsigned char *)exact((const char *)image.bytes, image.size),
                              image.size};
    return copy;
}

static inline coserr_catalog *head_of(struct image_file image) {
    return (coserr_catalog *)(void *)image.bytes;
}

/* Makes the checksum right again after a change. */
static inline void repair_image(struct image_file image) {
    coserr_catalog *head = head_of(image);
    head->checksum = coserr__checksum(image.bytes, offsetof(coserr_catalog, identity), image.size);
}

static inline const coserr_catalog *load_image(struct image_file image) {
    const coserr_catalog *catalog = NULL;
    ck_assert_uint_eq(coserr_load_catalog(image.bytes, image.size, &catalog), COSERR_LOAD_OK);
    ck_assert_ptr_eq(catalog, head_of(image));
    return catalog;
}

/* A pointer that no load makes. */
static const char marker[8];
#define UNTOUCHED ((const coserr_catalog *)(const void *)marker)

/* The reason, and that a refusal leaves the caller's variable alone. */
static inline uint32_t load(const void *bytes, size_t size) {
    const coserr_catalog *catalog = UNTOUCHED;
    const uint32_t reason = coserr_load_catalog(bytes, size, &catalog);
    if (reason == COSERR_LOAD_OK) {
        ck_assert_ptr_eq(catalog, bytes);
    } else {
        ck_assert_ptr_eq(catalog, UNTOUCHED);
    }
    return reason;
}

/* Overwrites the first `old` in the pool, a text of the same length. */
static inline void replace_text(struct image_file image, const char *old, const char *new_text) {
    const coserr_catalog *head = head_of(image);
    unsigned char *at = memmem(image.bytes + head->pool_at, head->pool_count, old, strlen(old));
    ck_assert_msg(at != NULL, "no '%s' in the image", old);
    ck_assert_uint_eq(strlen(old), strlen(new_text));
    memcpy(at, new_text, strlen(new_text));
}

#endif
