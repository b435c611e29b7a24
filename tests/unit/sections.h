/* SPDX-License-Identifier: MIT */
/* Images with other sections than the generator gave them. */
#ifndef COSERR_UNIT_SECTIONS_H
#define COSERR_UNIT_SECTIONS_H

#include "images.h"

#define SECTION_NUMBER(section, type) SECTION_##section,
enum { COSERR__SECTIONS(SECTION_NUMBER) SECTION_COUNT };

struct section {
    unsigned number;
    const void *items;
    uint32_t count;
};

/* Where every entry and every operation lies. */
static inline void locate_rows(struct image_file image) {
    const coserr_catalog *head = head_of(image);
    coserr_entry *entries = (coserr_entry *)(void *)(image.bytes + head->entries_at);
    coserr_operation *operations = (coserr_operation *)(void *)(image.bytes + head->operations_at);
    for (uint32_t i = 0; i < head->entries_count; i++) {
        entries[i].at = (uint32_t)(head->entries_at + i * sizeof *entries);
    }
    for (uint32_t i = 0; i < head->operations_count; i++) {
        operations[i].at = (uint32_t)(head->operations_at + i * sizeof *operations);
    }
}

/* A copy with these sections in place of its own; zeros at the end of the pool make its size a
 * multiple of eight. */
static inline struct image_file with_sections(struct image_file old, const struct section *sections,
                                              size_t count) {
#define SECTION_SIZE(section, type) sizeof(type),
    static const size_t sizes[] = {COSERR__SECTIONS(SECTION_SIZE)};
    const uint32_t *before = &head_of(old)->entries_at;
    struct section parts[SECTION_COUNT];
    size_t size = sizeof(coserr_catalog);
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        parts[i] = (struct section){i, old.bytes + before[2 * i], before[2 * i + 1]};
        for (size_t j = 0; j < count; j++) {
            parts[i] = sections[j].number == i ? sections[j] : parts[i];
        }
        size += parts[i].count * sizes[i];
    }
    const size_t padding = (8 - size % 8) % 8;
    struct image_file image = {(unsigned char *)room_for(size + padding), size + padding};
    memset(image.bytes, 0, image.size);
    memcpy(image.bytes, old.bytes, sizeof(coserr_catalog));
    uint32_t *after = &head_of(image)->entries_at;
    size_t at = sizeof(coserr_catalog);
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        const size_t len = parts[i].count * sizes[i];
        after[2 * i] = (uint32_t)at;
        after[2 * i + 1] = parts[i].count;
        memcpy(image.bytes + at, len > 0 ? parts[i].items : "", len);
        at += len;
    }
    head_of(image)->pool_count += (uint32_t)padding;
    head_of(image)->size = (uint32_t)image.size;
    locate_rows(image);
    repair_image(image);
    return image;
}

#endif
