/* SPDX-License-Identifier: MIT */
/* Finding the hash. gperf is not given whole names but, for each, a few of its bytes, the same for
 * all tables: taken from both ends and from between, so that most are there in a name of any length
 * and no look at the length is needed before each. Behind them stands filling that makes the key as
 * long as the name is, and a few more, since gperf counts that. */
#include "hash/names.h"

#include "base/bytes.h"

#include <coserr/tables.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_IN_ONE = 256, /* names in one table; measured, see tests/bench */
    IN_A_TABLE = 64,
    SEEDS = 16,
    REACH = 8,        /* how far from either end bytes are looked for first */
    MANY_STARTS = 512 /* up to so many names the search for few bytes is a longer one */
};

/* ------------------------------------------------------------------------------------- dealing out
 */

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
    size_t most = 0;
    memset(counts, 0, names->table_count * sizeof *counts);
    for (size_t i = 0; i < names->count; i++) {
        const size_t count = ++counts[table_of(names, &names->names[i])];
        most = count > most ? count : most;
    }
    return most;
}

/* The seed that deals the names out most evenly. */
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

static void partition(struct names *names) {
    names->table_count =
        names->count <= MAX_IN_ONE ? 1 : (names->count + IN_A_TABLE - 1) / IN_A_TABLE;
    names->tables = arena_alloc(names->table_count * sizeof *names->tables);
    size_t *counts = arena_alloc(names->table_count * sizeof *counts);
    struct name **ends = arena_alloc(names->table_count * sizeof *ends);
    struct name *dealt = arena_alloc(names->count * sizeof *dealt);
    choose_seed(names, counts);
    for (size_t i = 0, begin = 0; i < names->table_count; begin += counts[i++]) {
        names->tables[i].names = ends[i] = dealt + begin;
        names->tables[i].name_count = counts[i];
    }
    for (size_t i = 0; i < names->count; i++) {
        *ends[table_of(names, &names->names[i])]++ = names->names[i];
    }
    names->names = dealt;
}

/* ------------------------------------------------------------------------------------------
 * samples */

/* The place of a sample in a name; its length or more where it has none. */
static size_t place_of(const struct sample *sample, size_t len) {
    return (size_t)((long)(len * sample->scale / 256) + sample->offset);
}

/* Candidates: first those that every name has, then bytes that only longer names have. */
static struct sample *list_candidates(const struct names *names, size_t *everywhere,
                                      size_t *count) {
    const size_t reach = names->shortest < REACH ? names->shortest : REACH;
    struct sample *samples =
        arena_alloc((names->longest + 2 * (size_t)REACH + 32) * sizeof *samples);
    *count = 0;
    for (size_t i = 0; i < reach; i++) {
        samples[(*count)++] = (struct sample){0, (int)i};
    }
    for (size_t i = 1; i <= reach; i++) {
        samples[(*count)++] = (struct sample){256, -(int)i};
    }
    for (unsigned scale = 8; scale < 256; scale += 8) {
        samples[(*count)++] = (struct sample){scale, 0};
    }
    *everywhere = *count;
    for (size_t i = reach; i < names->longest; i++) {
        samples[(*count)++] = (struct sample){0, (int)i};
    }
    return samples;
}

/* A set of numbers. */
struct set {
    uint64_t *slots;
    size_t capacity; /* a power of two, more than twice the names */
};

static uint64_t mix(uint64_t number) {
    number = (number ^ number >> 31) * 0x9E3779B97F4A7C15u;
    number = (number ^ number >> 29) * 0xBF58476D1CE4E5B9u;
    return number ^ number >> 32;
}

/* What a choice of samples sees of each name: its table, its length, and the sum of its bytes, each
 * made into a large number; where the order counts, by its place, too. */
struct views {
    const struct names *names;
    uint64_t *numbers;
    struct set seen;
    bool ordered;
};

static uint64_t seen_byte(const struct views *views, size_t name, const struct sample *sample) {
    const struct name *seen = &views->names->names[name];
    const size_t place = place_of(sample, seen->len);
    if (place >= seen->len) {
        return 0;
    }
    const uint64_t where =
        views->ordered ? (uint64_t)sample->scale << 40 | (uint32_t)sample->offset << 8 : 0;
    return mix(where + (unsigned char)seen->text[place] + 1);
}

/* How many names look like another one that was counted before, once `sample` is added. */
static size_t count_collisions(struct views *views, const struct sample *sample) {
    size_t alike = 0;
    memset(views->seen.slots, 0, views->seen.capacity * sizeof *views->seen.slots);
    for (size_t i = 0; i < views->names->count; i++) {
        const uint64_t number =
            (views->numbers[i] + (sample != NULL ? seen_byte(views, i, sample) : 0)) | 1;
        size_t at = mix(number) & (views->seen.capacity - 1);
        while (views->seen.slots[at] != 0 && views->seen.slots[at] != number) {
            at = (at + 1) & (views->seen.capacity - 1);
        }
        alike += views->seen.slots[at] == number;
        views->seen.slots[at] = number;
    }
    return alike;
}

static void add_to_views(struct views *views, const struct sample *sample, uint64_t sign) {
    for (size_t i = 0; i < views->names->count; i++) {
        views->numbers[i] += sign * seen_byte(views, i, sample);
    }
}

static void begin_views(struct views *views) {
    for (size_t i = 0; i < views->names->table_count; i++) {
        const struct name_table *table = &views->names->tables[i];
        for (size_t j = 0; j < table->name_count; j++) {
            views->numbers[table->names - views->names->names + (long)j] =
                mix(mix(i + 1) + table->names[j].len) << 1;
        }
    }
}

struct choice {
    struct sample *samples;
    size_t count;
};

/* Adds one by one the sample that tells most names apart, `first` before all, until none look
 * alike; then takes away those that the later ones made needless. False when they never differ. */
static bool choose_from(struct views *views, const struct sample *candidates, size_t count,
                        const struct sample *first, struct choice *choice) {
    size_t alike = count_collisions(views, NULL);
    choice->count = 0;
    while (alike > 0) {
        const bool given = choice->count == 0 && first != NULL;
        const struct sample *best = given ? first : NULL;
        size_t least = given ? count_collisions(views, first) : alike;
        for (size_t i = 0; i < count && !given; i++) {
            const size_t left = count_collisions(views, &candidates[i]);
            best = left < least ? &candidates[i] : best;
            least = left < least ? left : least;
        }
        if (best == NULL || choice->count > count) {
            break;
        }
        add_to_views(views, best, 1);
        choice->samples[choice->count++] = *best;
        alike = least;
    }
    for (size_t i = choice->count; alike == 0 && i-- > 0;) {
        const struct sample sample = choice->samples[i];
        add_to_views(views, &sample, UINT64_MAX);
        if (count_collisions(views, NULL) == 0) {
            choice->samples[i] = choice->samples[--choice->count];
        } else {
            add_to_views(views, &sample, 1);
        }
    }
    return alike == 0;
}

/* Instructions that a sample takes, about: a multiplication by 1 takes none, by 3, 5 and 9 one. */
static unsigned cost_of(const struct names *names, const struct sample *sample) {
    unsigned factor = sample->scale;
    if (sample->scale % 256 == 0) {
        return sample->scale == 0 && (size_t)sample->offset >= names->shortest ? 6 : 3;
    }
    while (factor % 2 == 0) {
        factor /= 2;
    }
    return factor == 1 ? 4 : factor == 3 || factor == 5 || factor == 9 ? 5 : 6;
}

static unsigned cost_of_all(const struct names *names, const struct choice *choice) {
    unsigned cost = 0;
    for (size_t i = 0; i < choice->count; i++) {
        cost += cost_of(names, &choice->samples[i]);
    }
    return cost;
}

/* Puts cheaper samples in the place of others where they do as well. */
static void make_cheaper(struct views *views, const struct sample *candidates, size_t count,
                         struct choice *choice) {
    for (size_t i = 0; i < choice->count; i++) {
        struct sample *sample = &choice->samples[i];
        add_to_views(views, sample, UINT64_MAX);
        for (size_t j = 0; j < count; j++) {
            if (cost_of(views->names, &candidates[j]) < cost_of(views->names, sample) &&
                count_collisions(views, &candidates[j]) == 0) {
                *sample = candidates[j];
            }
        }
        add_to_views(views, sample, 1);
    }
}

/* Starts from each candidate where that does not take long, else from the best one. */
static bool choose_best(struct views *views, const struct sample *candidates, size_t count,
                        struct names *names) {
    const size_t starts = names->count <= MANY_STARTS ? count : 1;
    struct choice choice = {arena_alloc((count + 2) * sizeof(struct sample)), 0};
    unsigned least = UINT_MAX;
    for (size_t i = 0; i < starts; i++) {
        begin_views(views);
        const struct sample *first = starts > 1 ? &candidates[i] : NULL;
        if (!choose_from(views, candidates, count, first, &choice)) {
            continue;
        }
        make_cheaper(views, candidates, count, &choice);
        if (cost_of_all(names, &choice) < least) {
            least = cost_of_all(names, &choice);
            names->samples = arena_alloc((choice.count + 1) * sizeof(struct sample));
            names->sample_count = choice.count;
            memcpy(names->samples, choice.samples, choice.count * sizeof(struct sample));
        }
    }
    return least < UINT_MAX;
}

/* Bytes that every name has, if they do; in any order, if that does. */
static void choose_samples(struct names *names) {
    size_t everywhere;
    size_t count;
    const struct sample *candidates = list_candidates(names, &everywhere, &count);
    struct views views = {.names = names, .seen = {NULL, 64}};
    while (views.seen.capacity < 3 * names->count) {
        views.seen.capacity *= 2;
    }
    views.seen.slots = arena_alloc(views.seen.capacity * sizeof *views.seen.slots);
    views.numbers = arena_alloc(names->count * sizeof *views.numbers);
    if (choose_best(&views, candidates, everywhere, names) ||
        choose_best(&views, candidates, count, names)) {
        return;
    }
    views.ordered = true;
    choose_best(&views, candidates, count, names);
}

/* -------------------------------------------------------------------------------------------
 * tables */

static void make_keys(const struct names *names, const struct name_table *table,
                      struct gperf_table *gperf) {
    struct gperf_key *keys = arena_alloc((table->name_count + 1) * sizeof *keys);
    for (size_t i = 0; i < table->name_count; i++) {
        const struct name *name = &table->names[i];
        const size_t len = names->sample_count + name->len;
        char *text = arena_alloc(len + 1);
        memset(text, '.', len);
        for (size_t j = 0; j < names->sample_count; j++) {
            const size_t place = place_of(&names->samples[j], name->len);
            text[j] = (char)(place < name->len ? name->text[place] : '\1');
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
    /* Where all keys of a table are of one length, gperf does not count it; here it always counts.
     */
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

/* The slot of a name, as the emitted function computes it. */
static size_t slot_of(const struct names *names, const struct name_table *table,
                      const struct name *name) {
    long hash = (long)name->len - table->first;
    for (size_t i = 0; i < names->sample_count; i++) {
        const size_t place = place_of(&names->samples[i], name->len);
        const size_t byte = place < name->len ? (unsigned char)name->text[place] : 1;
        const size_t value = byte + table->plus[i];
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
    choose_samples(names);
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
