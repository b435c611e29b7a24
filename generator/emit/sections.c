/* SPDX-License-Identifier: MIT */
/* Lays a catalog out as an image: strings, sections, their places. */
#include "emit/image.h"

#include <stdio.h>
#include <string.h>

static size_t row_of(const struct image *image, const struct variant *variant) {
    size_t low = 0;
    size_t high = image->family_first;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct error *error = image->rows[middle]->error;
        if (error->id < variant->error->id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low + variant->order;
}

/* -------------------------------------------------------------------------------------- strings */

struct string_place {
    uint32_t index;
};

static uint32_t intern(struct image *image, const char *text) {
    if (text == NULL || *text == '\0') {
        text = "";
    }
    const size_t len = strlen(text);
    struct string_place *place = arena_alloc(sizeof *place);
    place->index = (uint32_t)image->string_count;
    const struct string_place *kept = map_add(&image->strings, text, len, place);
    if (kept == place) {
        ARENA_PUSH(image->string_list, image->string_count, image->string_capacity) =
            (struct text){.text = text, .len = len};
    }
    return kept->index;
}

/* ------------------------------------------------------------------------------------- sections */

/* One more item, zeroed. */
static void *push(struct image *image, size_t section) {
    const size_t size = image_form(section)->size;
    struct image_section *part = &image->sections[section];
    part->items = arena_grow(part->items, part->count, &part->capacity, size);
    void *item = part->items + part->count++ * size;
    memset(item, 0, size);
    return item;
}

static void push_u32(struct image *image, size_t section, size_t value) {
    *(uint32_t *)push(image, section) = (uint32_t)value;
}

static void push_u16(struct image *image, size_t section, size_t value) {
    *(uint16_t *)push(image, section) = (uint16_t)value;
}

static uint32_t next_index(const struct image *image, size_t section) {
    return (uint32_t)image->sections[section].count;
}

/* Usually no table needs anything added to its bytes. */
static bool adds_to_bytes(const struct names *names) {
    for (size_t i = 0; i < names->table_count; i++) {
        for (size_t j = 0; j < names->sample_count; j++) {
            if (names->tables[i].plus[j] > 0) {
                return true;
            }
        }
    }
    return false;
}

static void add_shards(struct image *image, size_t stride) {
    const struct names *names = &image->names;
    const bool adds = adds_to_bytes(names);
    long base = 0;
    for (size_t i = 0; i < names->table_count; i++) {
        const struct name_table *table = &names->tables[i];
        struct coserr__shard *shard = push(image, IMAGE_shards);
        shard->base = (uint32_t)(base - table->first);
        shard->slots = (uint32_t)base;
        base += (long)table->slot_count;
        for (size_t j = 0; adds && j < names->sample_count; j++) {
            push_u16(image, IMAGE_plus, table->plus[j]);
        }
        for (size_t j = 0; j < stride; j++) {
            push_u16(image, IMAGE_values, j < table->value_count ? table->values[j] : 0);
        }
    }
}

/* Every byte has a value, with what is added to it. */
static size_t find_stride(const struct names *names) {
    size_t stride = 256;
    for (size_t i = 0; i < names->table_count; i++) {
        const struct name_table *table = &names->tables[i];
        stride = table->value_count > stride ? table->value_count : stride;
        for (size_t j = 0; j < names->sample_count; j++) {
            stride = 256 + table->plus[j] > stride ? 256 + table->plus[j] : stride;
        }
    }
    return stride + stride % 2;
}

static bool values_fit(const struct names *names) {
    for (size_t i = 0; i < names->table_count; i++) {
        for (size_t j = 0; j < names->tables[i].value_count; j++) {
            if (names->tables[i].values[j] > UINT16_MAX) {
                return false;
            }
        }
    }
    return true;
}

static void add_hash(struct image *image) {
    const struct names *names = &image->names;
    image->head.name_min = (uint32_t)names->shortest;
    image->head.name_max = (uint32_t)names->longest;
    image->head.seed = names->seed;
    image->head.stride = (uint32_t)find_stride(names);
    for (size_t i = 0; i < names->sample_count; i++) {
        struct coserr__sample *sample = push(image, IMAGE_samples);
        sample->scale = (uint16_t)names->samples[i].scale;
        sample->offset = (int16_t)names->samples[i].offset;
    }
    add_shards(image, image->head.stride);
}

/* Strings of names come first, in the order of the slots: a lookup finds them close together. */
static void add_slots(struct image *image) {
    const struct names *names = &image->names;
    for (size_t i = 0; i < names->table_count; i++) {
        for (size_t j = 0; j < names->tables[i].slot_count; j++) {
            const struct name *name = names->tables[i].slots[j];
            struct coserr__slot *slot = push(image, IMAGE_slots);
            if (name == NULL) {
                continue;
            }
            const struct variant *row = image->rows[name->row];
            slot->name = intern(image, name->text); /* its offset, once that is known */
            slot->entry = name->row;
            slot->status = (uint16_t)row->status;
            slot->len = (uint8_t)name->len;
            slot->flags = (uint8_t)((name->alias ? COSERR__SLOT_ALIAS : 0) |
                                    (row->error->variant_count > 1 ? COSERR__SLOT_VARIANTS : 0));
        }
    }
}

static void add_texts(struct image *image, const struct variant *row) {
    const struct catalog *catalog = image->catalog;
    for (size_t l = 0; l < catalog->language_count; l++) {
        push_u32(image, IMAGE_texts, intern(image, row->message[l].text));
        push_u32(image, IMAGE_texts, intern(image, row->advice[l].text));
        for (size_t i = 0; i < row->detail_count; i++) {
            push_u32(image, IMAGE_texts, intern(image, row->details[i][l].text));
        }
        for (size_t i = 0; i < row->doc_count; i++) {
            push_u32(image, IMAGE_texts, intern(image, page_url(catalog, row->docs[i], l)));
        }
    }
}

static void add_patterns(struct image *image, const struct variant *row) {
    for (size_t i = 0; i < row->pattern_count; i++) {
        const struct pattern *from = &row->patterns[i];
        struct coserr__pattern *pattern = push(image, IMAGE_patterns);
        const bool exact = from->star == from->text.len;
        pattern->prefix = intern(image, arena_copy(from->text.text, from->star));
        pattern->suffix = exact ? 0 : intern(image, from->text.text + from->star + 1);
        pattern->entry = (uint32_t)row_of(image, from->target);
        pattern->exact = exact;
    }
}

static void add_conditions(struct image *image, const struct variant *row) {
    for (size_t i = 0; i < row->condition_count; i++) {
        struct coserr__condition *condition = push(image, IMAGE_conditions);
        condition->hints = row->conditions[i].hints;
        condition->operation = row->conditions[i].operation->id;
    }
}

/* The row that a pattern leads from: of a case, the variant of its status or the default; of a
 * refinement, that of the code it refines. */
static size_t base_of(const struct image *image, size_t index) {
    const struct variant *row = image->rows[index];
    const struct error *error = row->error;
    const struct text *refined = &error->refines_code;
    if (row->case_name.text != NULL) {
        for (size_t i = 0; i < error->variant_count; i++) {
            if (error->variants[i].status == row->status) {
                return row_of(image, &error->variants[i]);
            }
        }
        return row_of(image, &error->variants[0]);
    }
    for (size_t i = 0; refined->text != NULL && i < image->family_first; i++) {
        const struct error *base = image->rows[i]->error;
        for (size_t j = 0; j <= base->alias_count; j++) {
            const struct text *name = j == 0 ? &base->code : &base->aliases[j - 1];
            if (base->kind == KIND_SERVICE && strcmp(name->text, refined->text) == 0) {
                return i;
            }
        }
    }
    return index;
}

static void add_entry(struct image *image, size_t index) {
    const struct variant *row = image->rows[index];
    const struct error *error = row->error;
    struct coserr_entry entry = {
        .id = error->id,
        .base = (uint32_t)base_of(image, index),
        .hints = row->hints,
        .texts = next_index(image, IMAGE_texts),
        .patterns = next_index(image, IMAGE_patterns),
        .conditions = next_index(image, IMAGE_conditions),
        .pattern_count = (uint16_t)row->pattern_count,
        .condition_count = (uint16_t)row->condition_count,
        .status = (uint16_t)row->status,
        .kind = (uint8_t)error->kind,
        .retry = (uint8_t)row->retry,
        .category = (uint8_t)row->category,
        .flags = (uint8_t)row->flags,
        .detail_count = (uint8_t)row->detail_count,
        .doc_count = (uint8_t)row->doc_count,
    };
    entry.code = intern(image, error->code.text);
    entry.symbol = intern(image, error->symbol.text);
    entry.retired = intern(image, error->retired.text);
    entry.case_name = intern(image, row->case_name.text);
    add_texts(image, row);
    add_patterns(image, row);
    add_conditions(image, row);
    *(struct coserr_entry *)push(image, IMAGE_entries) = entry;
}

/* For each status the most special family; they rise, a class before a status. */
static void add_families(struct image *image) {
    for (unsigned i = 0; i < COSERR__STATUSES; i++) {
        const unsigned status = i + 1 < COSERR__STATUSES ? 300 + i : 0;
        size_t found = 0;
        for (size_t j = image->family_first; j < image->row_count; j++) {
            const unsigned wanted = image->rows[j]->status;
            found = wanted == status || wanted == status / 100 ? j - image->family_first : found;
        }
        push_u16(image, IMAGE_families, found);
    }
    push_u16(image, IMAGE_families, 0); /* an even number of them */
}

static void add_operation(struct image *image, const struct operation *from) {
    const struct catalog *catalog = image->catalog;
    struct coserr_operation operation = {
        .id = from->id,
        .texts = next_index(image, IMAGE_texts),
        .queries = next_index(image, IMAGE_queries),
        .actions = next_index(image, IMAGE_actions),
        .query_count = (uint8_t)from->query_count,
        .action_count = (uint8_t)from->action_count,
        .level = (uint8_t)from->level,
        .idempotent = from->idempotent,
        .after_200 = (uint8_t)from->after_200,
    };
    operation.name = intern(image, from->name.text);
    operation.title = intern(image, from->title.text);
    operation.symbol = intern(image, from->symbol.text);
    operation.method = intern(image, from->method.text);
    operation.header = intern(image, from->header.text);
    for (size_t l = 0; l < catalog->language_count; l++) {
        push_u32(image, IMAGE_texts, intern(image, page_url(catalog, from->page, l)));
    }
    for (size_t i = 0; i < from->query_count; i++) {
        push_u32(image, IMAGE_queries, intern(image, from->queries[i].text));
    }
    for (size_t i = 0; i < from->action_count; i++) {
        struct coserr__action *action = push(image, IMAGE_actions);
        action->name = intern(image, from->actions[i].name.text);
        action->side = from->actions[i].source;
    }
    *(struct coserr_operation *)push(image, IMAGE_operations) = operation;
}

/* ------------------------------------------------------------------------------------ the whole */

static bool find_hash(struct image *image) {
    struct names *names = &image->names;
    size_t capacity = 0;
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = image->rows[i]->error;
        if (error->kind != KIND_SERVICE || image->rows[i]->order != 0) {
            continue;
        }
        for (size_t j = 0; j <= error->alias_count; j++) {
            const struct text *name = j == 0 ? &error->code : &error->aliases[j - 1];
            ARENA_PUSH(names->names, names->count, capacity) =
                (struct name){name->text, name->len, (uint32_t)i, j > 0};
        }
    }
    if (!names_find_hash(names)) {
        return false;
    }
    if (!values_fit(names)) {
        fputs("coserr-gen: error: gperf's associated values exceed 65535\n", stderr);
        return false;
    }
    return true;
}

static void add_pool(struct image *image) {
    size_t offset = 0;
    uint32_t *offsets = arena_alloc((image->string_count + 1) * sizeof *offsets);
    for (size_t i = 0; i < image->string_count; i++) {
        offsets[i] = (uint32_t)offset;
        push_u32(image, IMAGE_strings, offset);
        offset += image->string_list[i].len + 1;
    }
    push_u32(image, IMAGE_strings, offset);
    struct coserr__slot *slots = (struct coserr__slot *)(void *)image->sections[IMAGE_slots].items;
    for (size_t i = 0; i < image->sections[IMAGE_slots].count; i++) {
        slots[i].name = slots[i].len > 0 ? offsets[slots[i].name] : 0;
    }
    image->sections[IMAGE_pool].count = offset;
}

static void add_host(struct image *image, const char *text) {
    static const char bucket[] = "{bucket}";
    static const char region[] = "{region}";
    struct coserr__host host = {.has_bucket = strncmp(text, bucket, sizeof bucket - 1) == 0};
    text += host.has_bucket ? sizeof bucket - 1 : 0;
    const char *split = strstr(text, region);
    host.has_region = split != NULL;
    host.middle = intern(image, split != NULL ? arena_copy(text, (size_t)(split - text)) : "");
    host.tail = intern(image, split != NULL ? split + sizeof region - 1 : text);
    *(struct coserr__host *)push(image, IMAGE_hosts) = host;
}

static void add_lists(struct image *image) {
    const struct catalog *catalog = image->catalog;
    for (size_t i = 0; i < catalog->operation_count; i++) {
        add_operation(image, &catalog->operations[i]);
    }
    for (size_t i = 0; i < catalog->host_count; i++) {
        add_host(image, catalog->hosts[i].text);
    }
    for (size_t l = 0; l < catalog->language_count; l++) {
        push_u32(image, IMAGE_languages, intern(image, catalog->languages[l].tag.text));
    }
}

bool image_lay_out(struct image *image) {
    const struct catalog *catalog = image->catalog;
    if (!find_hash(image)) {
        return false;
    }
    intern(image, "");
    image->head.magic = COSERR__IMAGE_MAGIC;
    image->head.format = COSERR__IMAGE_FORMAT;
    image->head.family_first = (uint32_t)image->family_first;
    add_slots(image);
    add_hash(image);
    for (size_t i = 0; i < image->row_count; i++) {
        add_entry(image, i);
    }
    add_families(image);
    add_lists(image);
    image->head.name = intern(image, catalog->name.text);
    image->head.version = intern(image, catalog->version.text);
    image->head.diagnose = intern(image, catalog->diagnose.text);
    if (image->sections[IMAGE_plus].count % 2 != 0) {
        push_u16(image, IMAGE_plus, 0);
    }
    add_pool(image);
    if (!image_place_sections(image)) {
        return false;
    }
    struct text_buffer bytes = {0};
    image_bytes(image, &bytes);
    image->head.checksum = coserr__checksum((const unsigned char *)bytes.ptr,
                                            offsetof(struct coserr_catalog, identity), bytes.len);
    return true;
}
