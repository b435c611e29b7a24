/* SPDX-License-Identifier: MIT */
/* The rows of a catalog in the order of its entries, and its digests. */
#include "emit/image.h"

#include "emit/emit.h"

#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------------------------------- rows */

static int by_id(const void *left, const void *right) {
    const struct error *a = *(const struct error *const *)left;
    const struct error *b = *(const struct error *const *)right;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void add_rows(struct image *image, const struct error *error) {
    for (size_t i = 0; i < error->variant_count; i++) {
        image->rows[image->row_count++] = &error->variants[i];
    }
    for (size_t i = 0; i < error->case_count; i++) {
        image->rows[image->row_count++] = &error->cases[i];
    }
}

static size_t count_rows(const struct error_list *list) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        count += list->items[i].variant_count + list->items[i].case_count;
    }
    return count;
}

/* Errors and client errors share one sequence of ids. */
static void make_rows(struct image *image) {
    const struct catalog *catalog = image->catalog;
    const struct error_list *errors = &catalog->errors;
    const struct error_list *clients = &catalog->client_errors;
    const size_t count = errors->count + clients->count;
    const struct error **all = arena_alloc((count + 1) * sizeof(struct error *));
    for (size_t i = 0; i < count; i++) {
        all[i] = i < errors->count ? &errors->items[i] : &clients->items[i - errors->count];
    }
    if (count > 0) {
        qsort(all, count, sizeof(struct error *), by_id);
    }
    image->rows = arena_alloc(
        (count_rows(errors) + count_rows(clients) + count_rows(&catalog->families) + 1) *
        sizeof(struct variant *));
    for (size_t i = 0; i < count; i++) {
        add_rows(image, all[i]);
    }
    image->family_first = image->row_count;
    for (size_t i = 0; i < catalog->families.count; i++) {
        add_rows(image, &catalog->families.items[i]);
    }
}

/* -------------------------------------------------------------------------------------- digests */

/* The identity is over what programs are compiled with, the content over the JSON. Another
 * generator may write another form, so its version is part of both. */
static void make_digests(struct image *image) {
    const char *form = arena_printf("%d %s\n", COSERR__IMAGE_FORMAT, COSERR_GEN_VERSION);
    unsigned long long identity = fnv1a(FNV_START, form, strlen(form));
    for (size_t i = 0; i < catalog_numbered_count(image->catalog); i++) {
        const struct numbered item = catalog_numbered(image->catalog, i);
        const char *line = arena_printf("%u %s %s%s\n", *item.id, item.symbol->text, item.prefix,
                                        item.names->text);
        identity = fnv1a(identity, line, strlen(line));
    }
    struct text_buffer json = {0};
    emit_json_model(image->catalog, &json);
    image->head.content = fnv1a(fnv1a(FNV_START, form, strlen(form)), json.ptr, json.len);
    image->head.identity = identity;
}

struct image *image_make(struct catalog *catalog) {
    struct image *image = arena_alloc(sizeof *image);
    char *upper = arena_copy(catalog->prefix.text, catalog->prefix.len);
    for (char *p = upper; *p != '\0'; p++) {
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - ('a' - 'A') : *p);
    }
    image->catalog = catalog;
    image->prefix = catalog->prefix.text;
    image->upper = upper;
    make_rows(image);
    make_digests(image);
    return image;
}
