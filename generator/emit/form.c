/* SPDX-License-Identifier: MIT */
/* The form of an image, from the lists of fields in runtime/image.h; and the image as bytes. */
#include "emit/image.h"

#include <stdio.h>
#include <string.h>

#define FIELD_OF(structure, type, field) {#type, #field, sizeof(type), offsetof(structure, field)},

#define HEAD_FIELD(type, field) FIELD_OF(struct coserr_catalog, type, field)
static const struct image_field head_fields[] = {COSERR__HEAD_FIELDS(HEAD_FIELD)};

#define ENTRY_FIELD(type, field) FIELD_OF(struct coserr_entry, type, field)
static const struct image_field entry_fields[] = {COSERR__ENTRY_FIELDS(ENTRY_FIELD)};

#define SLOT_FIELD(type, field) FIELD_OF(struct coserr__slot, type, field)
static const struct image_field slot_fields[] = {COSERR__SLOT_FIELDS(SLOT_FIELD)};

#define SAMPLE_FIELD(type, field) FIELD_OF(struct coserr__sample, type, field)
static const struct image_field sample_fields[] = {COSERR__SAMPLE_FIELDS(SAMPLE_FIELD)};

#define SHARD_FIELD(type, field) FIELD_OF(struct coserr__shard, type, field)
static const struct image_field shard_fields[] = {COSERR__SHARD_FIELDS(SHARD_FIELD)};

#define PATTERN_FIELD(type, field) FIELD_OF(struct coserr__pattern, type, field)
static const struct image_field pattern_fields[] = {COSERR__PATTERN_FIELDS(PATTERN_FIELD)};

#define CONDITION_FIELD(type, field) FIELD_OF(struct coserr__condition, type, field)
static const struct image_field condition_fields[] = {COSERR__CONDITION_FIELDS(CONDITION_FIELD)};

#define OPERATION_FIELD(type, field) FIELD_OF(struct coserr_operation, type, field)
static const struct image_field operation_fields[] = {COSERR__OPERATION_FIELDS(OPERATION_FIELD)};

#define ACTION_FIELD(type, field) FIELD_OF(struct coserr__action, type, field)
static const struct image_field action_fields[] = {COSERR__ACTION_FIELDS(ACTION_FIELD)};

#define HOST_FIELD(type, field) FIELD_OF(struct coserr__host, type, field)
static const struct image_field host_fields[] = {COSERR__HOST_FIELDS(HOST_FIELD)};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    size_t section;
    const struct image_field *fields;
    size_t count;
} structs[] = {
    {IMAGE_entries, entry_fields, COUNT(entry_fields)},
    {IMAGE_slots, slot_fields, COUNT(slot_fields)},
    {IMAGE_samples, sample_fields, COUNT(sample_fields)},
    {IMAGE_shards, shard_fields, COUNT(shard_fields)},
    {IMAGE_patterns, pattern_fields, COUNT(pattern_fields)},
    {IMAGE_conditions, condition_fields, COUNT(condition_fields)},
    {IMAGE_operations, operation_fields, COUNT(operation_fields)},
    {IMAGE_actions, action_fields, COUNT(action_fields)},
    {IMAGE_hosts, host_fields, COUNT(host_fields)},
};

#define SECTION_FORM(section, type) {#section, #type, sizeof(type), NULL, 0},
static struct image_form forms[] = {COSERR__SECTIONS(SECTION_FORM)};

const struct image_form *image_form(size_t section) {
    for (size_t i = 0; i < COUNT(structs); i++) {
        forms[structs[i].section].fields = structs[i].fields;
        forms[structs[i].section].field_count = structs[i].count;
    }
    return &forms[section];
}

const struct image_field *image_head_fields(size_t *count) {
    *count = COUNT(head_fields);
    return head_fields;
}

uint64_t image_value(const unsigned char *item, size_t size) {
    uint64_t value = 0;
    if (size == sizeof(uint8_t)) {
        value = *item;
    } else if (size == sizeof(uint16_t)) {
        uint16_t half;
        memcpy(&half, item, sizeof half);
        value = half;
    } else if (size == sizeof(uint32_t)) {
        uint32_t word;
        memcpy(&word, item, sizeof word);
        value = word;
    } else {
        memcpy(&value, item, sizeof value);
    }
    return value;
}

static void put_value(struct text_buffer *out, uint64_t value, size_t size) {
    char bytes[8];
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(value >> (8 * i) & 0xFF);
    }
    buffer_put(out, bytes, size);
}

static void put_fields(struct text_buffer *out, const unsigned char *item,
                       const struct image_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++) {
        put_value(out, image_value(item + fields[i].offset, fields[i].size), fields[i].size);
    }
}

static void put_pool(const struct image *image, struct text_buffer *out) {
    size_t written = 0;
    for (size_t i = 0; i < image->string_count; i++) {
        buffer_put(out, image->string_list[i].text, image->string_list[i].len + 1);
        written += image->string_list[i].len + 1;
    }
    for (; written < image->sections[IMAGE_pool].count; written++) {
        buffer_put(out, "", 1);
    }
}

bool image_place_sections(struct image *image) {
    size_t at = sizeof image->head;
    for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
        struct image_section *section = &image->sections[i];
        if (i == IMAGE_pool) {
            section->count += (8 - (at + section->count) % 8) % 8;
        }
        section->at = at;
        at += section->count * image_form(i)->size;
    }
    image->head.size = (uint32_t)at;
    if (at > INT32_MAX) {
        fputs("coserr-gen: error: the catalog is too large: its image exceeds 2 GiB\n", stderr);
        return false;
    }
    struct coserr_entry *entries = (void *)image->sections[IMAGE_entries].items;
    for (size_t i = 0; i < image->row_count; i++) {
        entries[i].at = (uint32_t)(image->sections[IMAGE_entries].at + i * sizeof *entries);
    }
    struct coserr_operation *operations = (void *)image->sections[IMAGE_operations].items;
    for (size_t i = 0; i < image->sections[IMAGE_operations].count; i++) {
        operations[i].at =
            (uint32_t)(image->sections[IMAGE_operations].at + i * sizeof *operations);
    }
    return true;
}

void image_bytes(const struct image *image, struct text_buffer *out) {
    put_fields(out, (const unsigned char *)&image->head, head_fields, COUNT(head_fields));
    for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
        put_value(out, image->sections[i].at, sizeof(uint32_t));
        put_value(out, image->sections[i].count, sizeof(uint32_t));
    }
    for (size_t i = 0; i < IMAGE_pool; i++) {
        const struct image_form *form = image_form(i);
        const struct image_section *section = &image->sections[i];
        for (size_t j = 0; j < section->count; j++) {
            const unsigned char *item = section->items + j * form->size;
            if (form->fields != NULL) {
                put_fields(out, item, form->fields, form->field_count);
            } else {
                put_value(out, image_value(item, form->size), form->size);
            }
        }
    }
    put_pool(image, out);
}
