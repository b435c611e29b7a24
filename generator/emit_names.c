/* SPDX-License-Identifier: MIT */
/* PREFIX_names.inc: the hash of codes and aliases. gperf finds it: one for a catalog of a usual
 * size; for a large one, whose single table would grow with the square of its names, one for each
 * share that a first hash deals out. */
#include "emit.h"

#include <coserr/tables.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_IN_ONE = 256, IN_A_SHARD = 128, SEEDS = 16 };

/* ------------------------------------------------------------------------------ finding the hash
 */

static int by_text(const void *left, const void *right) {
    const struct gperf_key *a = left;
    const struct gperf_key *b = right;
    return strcmp(a->text, b->text);
}

static void collect_keys(const struct image *image, struct names *names) {
    size_t capacity = 0;
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = image->rows[i]->error;
        if (error->kind != KIND_SERVICE || (i > 0 && image->rows[i - 1]->error == error)) {
            continue;
        }
        for (size_t j = 0; j <= error->alias_count; j++) {
            const struct text *name = j == 0 ? &error->code : &error->aliases[j - 1];
            ARENA_PUSH(names->keys, names->count, capacity) =
                (struct gperf_key){name->text, name->len, (uint32_t)(i << 1) + (j > 0)};
        }
    }
    qsort(names->keys, names->count, sizeof *names->keys, by_text);
}

static size_t shard_of(const struct names *names, const struct gperf_key *key) {
    const uint64_t spread = coserr_spread((const unsigned char *)key->text, key->len, names->seed);
    return (size_t)(spread * names->shard_count >> 32);
}

/* How many keys the fullest shard has. */
static size_t fullest(const struct names *names, size_t *counts) {
    size_t most = 0;
    memset(counts, 0, names->shard_count * sizeof *counts);
    for (size_t i = 0; i < names->count; i++) {
        const size_t count = ++counts[shard_of(names, &names->keys[i])];
        most = count > most ? count : most;
    }
    return most;
}

/* The seed that deals the keys out most evenly. */
static void choose_seed(struct names *names, size_t *counts) {
    uint32_t best = 0;
    size_t least = SIZE_MAX;
    for (names->seed = 0; names->seed < SEEDS; names->seed++) {
        const size_t most = fullest(names, counts);
        if (most < least) {
            least = most;
            best = names->seed;
        }
    }
    names->seed = best;
    fullest(names, counts);
}

static void deal_out(struct names *names) {
    names->shard_count =
        names->count <= MOST_IN_ONE ? 1 : (names->count + IN_A_SHARD - 1) / IN_A_SHARD;
    names->shards = arena_alloc(names->shard_count * sizeof *names->shards);
    size_t *counts = arena_alloc(names->shard_count * sizeof *counts);
    struct gperf_key **ends = arena_alloc(names->shard_count * sizeof *ends);
    struct gperf_key *dealt = arena_alloc(names->count * sizeof *dealt);
    choose_seed(names, counts);
    for (size_t i = 0, begin = 0; i < names->shard_count; begin += counts[i++]) {
        names->shards[i].keys = ends[i] = dealt + begin;
        names->shards[i].key_count = counts[i];
    }
    for (size_t i = 0; i < names->count; i++) {
        *ends[shard_of(names, &names->keys[i])]++ = names->keys[i];
    }
    names->keys = dealt;
}

bool names_make(struct image *image) {
    struct names *names = &image->names;
    collect_keys(image, names);
    deal_out(names);
    if (!gperf_run(names->shards, names->shard_count)) {
        return false;
    }
    for (size_t i = 0; i < names->shard_count; i++) {
        names->slot_count += names->shards[i].slot_count;
    }
    return true;
}

/* ------------------------------------------------------------------------------- writing it as C
 */

/* What the shards' tables have in common, so that they fit into arrays. */
struct extent {
    size_t shortest;
    size_t longest;
    size_t values;
    size_t positions;
    unsigned largest_value;
    bool adds; /* something to a byte before it is looked up */
};

static struct extent measure(const struct names *names) {
    struct extent extent = {.shortest = SIZE_MAX, .values = 256};
    for (size_t i = 0; i < names->count; i++) {
        const size_t len = names->keys[i].len;
        extent.shortest = len < extent.shortest ? len : extent.shortest;
        extent.longest = len > extent.longest ? len : extent.longest;
    }
    for (size_t i = 0; i < names->shard_count; i++) {
        const struct gperf_table *shard = &names->shards[i];
        extent.values = shard->value_count > extent.values ? shard->value_count : extent.values;
        extent.positions =
            shard->position_count > extent.positions ? shard->position_count : extent.positions;
        for (size_t j = 0; j < shard->value_count; j++) {
            const unsigned value = shard->values[j];
            extent.largest_value = value > extent.largest_value ? value : extent.largest_value;
        }
        for (size_t j = 0; j < shard->position_count; j++) {
            extent.adds = extent.adds || shard->positions[j].plus > 0;
        }
    }
    return extent;
}

static void emit_values(const struct image *image, const struct extent *extent,
                        struct text_buffer *out) {
    const char *bits = extent->largest_value < 256     ? "8"
                       : extent->largest_value < 65536 ? "16"
                                                       : "32";
    buffer_printf(out, "static const uint%s_t %s_names_values[%zu][%zu] = {\n", bits, image->prefix,
                  image->names.shard_count, extent->values);
    for (size_t i = 0; i < image->names.shard_count; i++) {
        const struct gperf_table *shard = &image->names.shards[i];
        buffer_puts(out, shard->value_count > 0 ? "    {" : "    {0");
        for (size_t j = 0; j < shard->value_count; j++) {
            buffer_printf(out, "%s%u,", j % 16 == 0 ? "\n     " : " ", shard->values[j]);
        }
        buffer_puts(out, "},\n");
    }
    buffer_puts(out, "};\n\n");
}

static void emit_signature(const struct image *image, const struct extent *extent,
                           struct text_buffer *out) {
    buffer_puts(out, "/* The only slot that can hold a name, or a number that is no slot's. */\n");
    buffer_printf(out,
                  "static inline uint32_t %s_names_slot(const unsigned char *name, size_t len) {\n"
                  "    if (len < %zu || len > %zu) {\n"
                  "        return UINT32_MAX;\n"
                  "    }\n",
                  image->prefix, extent->shortest, extent->longest);
}

/* A position that the name is too short for does not count: without a branch, which could not be
 * predicted, lengths being what they are. */
static void emit_one(const struct image *image, const struct extent *extent,
                     struct text_buffer *out) {
    const struct gperf_table *table = image->names.shards;
    emit_signature(image, extent, out);
    buffer_puts(out, "    uint32_t hash = (uint32_t)len;\n");
    buffer_puts(out, table->position_count == 0 ? "    (void)name;\n" : "");
    for (size_t i = 0; i < table->position_count; i++) {
        const unsigned at = table->positions[i].at;
        buffer_printf(out, "    hash += %s_names_values[0][name[", image->prefix);
        if (at == GPERF_LAST) {
            buffer_puts(out, "len - 1");
        } else {
            buffer_printf(out, at <= extent->shortest ? "%u" : "len > %u ? %u : 0", at - 1, at - 1);
        }
        buffer_puts(out, "]");
        if (table->positions[i].plus > 0) {
            buffer_printf(out, " + %u", table->positions[i].plus);
        }
        buffer_printf(out, at <= extent->shortest ? "];\n" : "] & (0u - (len > %u));\n", at - 1);
    }
    buffer_puts(out, "    return hash;\n}\n");
}

/* For each shard its first slot, how many there are, and the positions: from 0, 254 for the last
 * byte, 255 for none. No code has as many bytes. */
static void emit_shards(const struct image *image, const struct extent *extent,
                        struct text_buffer *out) {
    const struct names *names = &image->names;
    const size_t width = extent->positions > 0 ? extent->positions : 1;
    buffer_printf(out,
                  "static const struct {\n"
                  "    uint32_t first;\n"
                  "    uint32_t slots;\n"
                  "    unsigned char at[%zu];\n"
                  "    unsigned char plus[%zu];\n"
                  "} %s_names_shards[%zu] = {\n",
                  width, width, image->prefix, names->shard_count);
    for (size_t i = 0, first = 0; i < names->shard_count; i++) {
        const struct gperf_table *shard = &names->shards[i];
        struct text_buffer plus = {0};
        buffer_printf(out, "    {%zu, %zu, {", first, shard->slot_count);
        for (size_t j = 0; j < width; j++) {
            const bool there = j < shard->position_count;
            const unsigned at = there ? shard->positions[j].at : 0;
            buffer_printf(out, "%s%u", j > 0 ? ", " : "",
                          !there             ? 255
                          : at == GPERF_LAST ? 254
                                             : at - 1);
            buffer_printf(&plus, "%s%u", j > 0 ? ", " : "", there ? shard->positions[j].plus : 0);
        }
        buffer_printf(out, "}, {%s}},\n", plus.ptr);
        first += shard->slot_count;
    }
    buffer_puts(out, "};\n\n");
}

static void emit_many(const struct image *image, const struct extent *extent,
                      struct text_buffer *out) {
    const char *prefix = image->prefix;
    emit_shards(image, extent, out);
    emit_signature(image, extent, out);
    buffer_printf(out,
                  "    const uint64_t spread = coserr_spread(name, len, %u);\n"
                  "    const uint32_t shard = (uint32_t)(spread * %zu >> 32);\n"
                  "    uint32_t hash = (uint32_t)len;\n"
                  "    for (size_t i = 0; i < %zu; i++) {\n"
                  "        const unsigned char told = %s_names_shards[shard].at[i];\n"
                  "        const size_t at = told == 254 ? len - 1 : told;\n"
                  "        const unsigned byte = name[at < len ? at : 0]%s;\n"
                  "        hash += %s_names_values[shard][byte] & (0u - (at < len));\n"
                  "    }\n"
                  "    return hash < %s_names_shards[shard].slots ?"
                  " %s_names_shards[shard].first + hash : UINT32_MAX;\n"
                  "}\n",
                  image->names.seed, image->names.shard_count, extent->positions, prefix,
                  extent->adds ? arena_printf(" + 0u + %s_names_shards[shard].plus[i]", prefix)
                               : "",
                  prefix, prefix, prefix);
}

void emit_names(const struct image *image, struct text_buffer *out) {
    const struct names *names = &image->names;
    const struct extent extent = measure(names);
    emit_banner(image, "The hash of the names, found by gperf.", out);
    buffer_printf(out, "#define %s_NAMES_CONTENT 0x%016llx\n\n", image->upper, image->content);
    buffer_printf(out, "/* %zu names in %zu slots of %zu table%s. */\n", names->count,
                  names->slot_count, names->shard_count, names->shard_count == 1 ? "" : "s");
    if (extent.positions > 0) {
        emit_values(image, &extent, out);
    }
    if (names->shard_count == 1) {
        emit_one(image, &extent, out);
    } else {
        emit_many(image, &extent, out);
    }
}
