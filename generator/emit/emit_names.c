/* SPDX-License-Identifier: MIT */
/* PREFIX_names.inc: the hash of codes and aliases as a C function. */
#include "emit/emit.h"

#include <coserr/tables.h>
#include <string.h>

bool image_find_hash(struct image *image) {
    struct names *names = &image->names;
    size_t capacity = 0;
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = image->rows[i]->error;
        if (error->kind != KIND_SERVICE || (i > 0 && image->rows[i - 1]->error == error)) {
            continue;
        }
        for (size_t j = 0; j <= error->alias_count; j++) {
            const struct text *name = j == 0 ? &error->code : &error->aliases[j - 1];
            ARENA_PUSH(names->names, names->count, capacity) =
                (struct name){name->text, name->len, (uint32_t)i, j > 0};
        }
    }
    return names_find_hash(names);
}

/* What the tables have in common, so that they fit into arrays. */
struct extent {
    size_t values;
    unsigned largest;
    bool adds; /* something to a byte before it is looked up */
};

static struct extent measure(const struct names *names) {
    struct extent extent = {.values = 256};
    for (size_t i = 0; i < names->table_count; i++) {
        const struct name_table *table = &names->tables[i];
        extent.values = table->value_count > extent.values ? table->value_count : extent.values;
        for (size_t j = 0; j < table->value_count; j++) {
            extent.largest = table->values[j] > extent.largest ? table->values[j] : extent.largest;
        }
        for (size_t j = 0; j < names->sample_count; j++) {
            extent.adds = extent.adds || table->plus[j] > 0;
        }
    }
    return extent;
}

static const char *value_type(const struct extent *extent) {
    return extent->largest < 256 ? "uint8_t" : extent->largest < 65536 ? "uint16_t" : "uint32_t";
}

static void emit_values(const struct image *image, const struct extent *extent,
                        struct text_buffer *out) {
    const struct names *names = &image->names;
    buffer_printf(out, "static const %s %s_names_values[%zu][%zu] = {\n", value_type(extent),
                  image->prefix, names->table_count, extent->values);
    for (size_t i = 0; i < names->table_count; i++) {
        const struct name_table *table = &names->tables[i];
        buffer_puts(out, table->value_count > 0 ? "    {" : "    {0");
        for (size_t j = 0; j < table->value_count; j++) {
            buffer_printf(out, "%s%u,", j % 16 == 0 ? "\n     " : " ", table->values[j]);
        }
        buffer_puts(out, "},\n");
    }
    buffer_puts(out, "};\n\n");
}

/* Of each table: what is to be added to get a slot's number among all, and to each byte. */
static void emit_tables_of(const struct image *image, const struct extent *extent,
                           struct text_buffer *out) {
    const struct names *names = &image->names;
    long base = 0;
    buffer_printf(out, "static const uint32_t %s_names_base[%zu] = {\n", image->prefix,
                  names->table_count);
    for (size_t i = 0; i < names->table_count; i++) {
        buffer_printf(out, "    %uu,\n", (unsigned)(base - names->tables[i].first));
        base += (long)names->tables[i].slot_count;
    }
    buffer_puts(out, "};\n\n");
    if (!extent->adds) {
        return;
    }
    buffer_printf(out, "static const uint16_t %s_names_plus[%zu][%zu] = {\n", image->prefix,
                  names->table_count, names->sample_count);
    for (size_t i = 0; i < names->table_count; i++) {
        buffer_puts(out, "    {");
        for (size_t j = 0; j < names->sample_count; j++) {
            buffer_printf(out, "%s%u", j > 0 ? ", " : "", names->tables[i].plus[j]);
        }
        buffer_puts(out, "},\n");
    }
    buffer_puts(out, "};\n\n");
}

/* "name[3]", "name[len - 2]", "name[len / 2]"; 1, which no code has, where the name is too
 * short.
 */
static const char *byte_of(const struct names *names, const struct sample *sample) {
    if (sample->scale == 0 && (size_t)sample->offset < names->shortest) {
        return arena_printf("name[%d]", sample->offset);
    }
    if (sample->scale == 0) {
        return arena_printf("(len > %d ? name[%d] : 1)", sample->offset, sample->offset);
    }
    if (sample->scale == 256) {
        return arena_printf("name[len - %d]", -sample->offset);
    }
    unsigned factor = sample->scale;
    unsigned divisor = 256;
    while (factor % 2 == 0) {
        factor /= 2;
        divisor /= 2;
    }
    return factor == 1 ? arena_printf("name[len / %u]", divisor)
                       : arena_printf("name[len * %u / %u]", factor, divisor);
}

static void emit_function(const struct image *image, const struct extent *extent,
                          struct text_buffer *out) {
    const struct names *names = &image->names;
    const char *prefix = image->prefix;
    const bool many = names->table_count > 1;
    buffer_puts(out, "/* The only slot that can hold a name, or a number that is no slot's. */\n");
    buffer_printf(out,
                  "static inline uint32_t %s_names_slot(const unsigned char *name, size_t len) {\n"
                  "    if (len < %zu || len > %zu) {\n"
                  "        return UINT32_MAX;\n"
                  "    }\n",
                  prefix, names->shortest, names->longest);
    if (many) {
        buffer_printf(out,
                      "    const uint64_t spread = coserr__spread(name, len, %u);\n"
                      "    const uint32_t table = (uint32_t)(spread * %zu >> 32);\n",
                      names->seed, names->table_count);
    } else if (names->sample_count == 0) {
        buffer_puts(out, "    (void)name;\n");
    }
    if (names->sample_count > 0) {
        buffer_printf(out, "    const %s *const values = %s_names_values[%s];\n",
                      value_type(extent), prefix, many ? "table" : "0");
    }
    buffer_puts(out, "    uint32_t hash = (uint32_t)len");
    buffer_puts(out, many ? arena_printf(" + %s_names_base[table];\n", prefix)
                          : arena_printf(" + %uu;\n", (unsigned)-names->tables->first));
    for (size_t i = 0; i < names->sample_count; i++) {
        const char *plus = extent->adds && many
                               ? arena_printf(" + %s_names_plus[table][%zu]", prefix, i)
                           : extent->adds ? arena_printf(" + %u", names->tables->plus[i])
                                          : "";
        buffer_printf(out, "    hash += values[%s%s];\n", byte_of(names, &names->samples[i]), plus);
    }
    buffer_puts(out, "    return hash;\n}\n");
}

void emit_names(const struct image *image, struct text_buffer *out) {
    const struct names *names = &image->names;
    const struct extent extent = measure(names);
    emit_banner(image, "The hash of the names, found by gperf.", out);
    buffer_printf(out, "#define %s_NAMES_CONTENT 0x%016llx\n\n", image->upper, image->content);
    const size_t value_size = extent.largest < 256 ? 1 : extent.largest < 65536 ? 2 : 4;
    buffer_printf(out, "/* %zu names in %zu slots of %zu table%s, %zu bytes. */\n", names->count,
                  names->slot_count, names->table_count, names->table_count == 1 ? "" : "s",
                  names->slot_count * sizeof(struct coserr_name) +
                      names->table_count * (extent.values * value_size + sizeof(uint32_t)));
    if (names->sample_count > 0) {
        emit_values(image, &extent, out);
    }
    if (names->table_count > 1) {
        emit_tables_of(image, &extent, out);
    }
    emit_function(image, &extent, out);
}
