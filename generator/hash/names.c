/* SPDX-License-Identifier: MIT */
/* Finding the hash. gperf is not given whole names but, for each, the bytes that samples.c chose,
 * followed by filling that makes the key as long as the name plus the samples, since gperf adds the
 * length. A large catalog is partitioned by a first hash, with a table for each shard. */
#include "hash/names.h"

#include "base/bytes.h"
#include "runtime/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_IN_ONE = 256, /* names in one table; measured, see tests/bench */
    IN_A_TABLE = 64,
    SEEDS = 16
};

static int by_text(const void *left, const void *right) {
    const struct name *a = left;
    const struct name *b = right;
    return strcmp(a->text, b->text);
}

static size_t table_of(const struct names *names, const struct name *name) {
    const uint64_t spread =
        coserr__spread((const unsigned char *)name->text, name->len, names->seed);
    return (size_t)(spread * names->table_count >> 32);
}

/* How many names the fullest table gets. */
static size_t fullest(const struct names *names, size_t *counts) {
    size_t max = 0;
    memset(counts, 0, names->table_count * sizeof *counts);
    for (size_t i = 0; i < names->count; i++) {
        const size_t count = ++counts[table_of(names, &names->names[i])];
        max = count > max ? count : max;
    }
    return max;
}

/* The seed that spreads the names most evenly. */
static void choose_seed(struct names *names, size_t *counts) {
    uint32_t best = 0;
    size_t min = SIZE_MAX;
    for (names->seed = 0; names->seed < SEEDS; names->seed++) {
        const size_t max = fullest(names, counts);
        if (max < min) {
            min = max;
            best = names->seed;
        }
    }
    names->seed = best;
    fullest(names, counts);
}

static void partition(struct names *names) {
    names->table_count =
        names->count <= MAX_IN_ONE ? 1 : (names->count + IN_A_TABLE - 1) / IN_A_TABLE;
    names->tables = arena_alloc(names->table_count * sizeof *names->tables);
    size_t *counts = arena_alloc(names->table_count * sizeof *counts);
    struct name **ends = arena_alloc(names->table_count * sizeof *ends);
    struct name *sorted = arena_alloc(names->count * sizeof *sorted);
    choose_seed(names, counts);
    for (size_t i = 0, begin = 0; i < names->table_count; begin += counts[i++]) {
        names->tables[i].names = ends[i] = sorted + begin;
        names->tables[i].name_count = counts[i];
    }
    for (size_t i = 0; i < names->count; i++) {
        *ends[table_of(names, &names->names[i])]++ = names->names[i];
    }
    names->names = sorted;
}

/* --------------------------------------------------------------------------------------- tables */

static void make_keys(const struct names *names, const struct name_table *table,
                      struct gperf_table *gperf) {
    struct gperf_key *keys = arena_alloc((table->name_count + 1) * sizeof *keys);
    for (size_t i = 0; i < table->name_count; i++) {
        const struct name *name = &table->names[i];
        const size_t len = names->sample_count + name->len;
        char *text = arena_alloc(len + 1);
        memset(text, '.', len);
        for (size_t j = 0; j < names->sample_count; j++) {
            text[j] = name->text[sample_place(&names->samples[j], name->len)];
        }
        keys[i] = (struct gperf_key){text, len};
    }
    *gperf = (struct gperf_table){
        .keys = keys, .key_count = table->name_count, .used = names->sample_count};
}

static bool take_plus(const struct names *names, const struct gperf_table *gperf,
                      struct name_table *table) {
    table->plus = arena_alloc((names->sample_count + 1) * sizeof *table->plus);
    for (size_t i = 0; i < gperf->position_count; i++) {
        if (gperf->positions[i].at < 1 || gperf->positions[i].at > names->sample_count) {
            return false;
        }
        table->plus[gperf->positions[i].at - 1] = gperf->positions[i].plus;
    }
    return gperf->position_count == names->sample_count || gperf->position_count == 0;
}

static void take_slots(const struct names *names, const struct gperf_table *gperf,
                       struct name_table *table) {
    size_t first = 0;
    while (first < gperf->slot_count && gperf->slots[first] == NULL) {
        first++;
    }
    /* Where all keys of a table have one length, gperf leaves it out; here it is always added. */
    const size_t counted = gperf->counts_length || table->name_count == 0
                               ? names->sample_count
                               : names->sample_count - gperf->keys->len;
    table->first = (long)first - (long)counted;
    table->slot_count = gperf->slot_count - first;
    table->slots = arena_alloc((table->slot_count + 1) * sizeof(struct name *));
    for (size_t i = 0; i < table->slot_count; i++) {
        const struct gperf_key *key = gperf->slots[first + i];
        table->slots[i] = key != NULL ? &table->names[key - gperf->keys] : NULL;
    }
    table->values = gperf->values;
    table->value_count = gperf->value_count;
}

/* The slot of a name, as the runtime computes it. */
static size_t slot_of(const struct names *names, const struct name_table *table,
                      const struct name *name) {
    long hash = (long)name->len - table->first;
    for (size_t i = 0; i < names->sample_count; i++) {
        const size_t place = sample_place(&names->samples[i], name->len);
        const size_t value = (unsigned char)name->text[place] + table->plus[i];
        hash += value < table->value_count ? (long)table->values[value] : 0;
    }
    return (size_t)hash;
}

static bool take_table(const struct names *names, const struct gperf_table *gperf,
                       struct name_table *table) {
    bool good = take_plus(names, gperf, table);
    if (good) {
        take_slots(names, gperf, table);
    }
    for (size_t i = 0; good && i < table->name_count; i++) {
        const size_t slot = slot_of(names, table, &table->names[i]);
        good = slot < table->slot_count && table->slots[slot] == &table->names[i];
    }
    if (!good) {
        fputs("coserr-gen: error: the hash does not find every name; please report the catalog\n",
              stderr);
    }
    return good;
}

bool names_find_hash(struct names *names) {
    qsort(names->names, names->count, sizeof *names->names, by_text);
    names->shortest = SIZE_MAX;
    for (size_t i = 0; i < names->count; i++) {
        const size_t len = names->names[i].len;
        names->shortest = len < names->shortest ? len : names->shortest;
        names->longest = len > names->longest ? len : names->longest;
    }
    partition(names);
    if (!samples_choose(names)) {
        fprintf(stderr, "coserr-gen: error: the hash needs more than %d bytes of a name\n",
                COSERR__MAX_SAMPLES);
        return false;
    }
    struct gperf_table *gperf = arena_alloc(names->table_count * sizeof *gperf);
    for (size_t i = 0; i < names->table_count; i++) {
        make_keys(names, &names->tables[i], &gperf[i]);
    }
    if (!gperf_run(gperf, names->table_count)) {
        return false;
    }
    for (size_t i = 0; i < names->table_count; i++) {
        if (!take_table(names, &gperf[i], &names->tables[i])) {
            return false;
        }
        names->slot_count += names->tables[i].slot_count;
    }
    return true;
}
