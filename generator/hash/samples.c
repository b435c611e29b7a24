/* SPDX-License-Identifier: MIT */
/* The few bytes of a name that its hash depends on: the same for all names, chosen so that no two
 * names of one table look the same to it. */
#include "hash/names.h"

#include "runtime/image.h"

#include <limits.h>
#include <string.h>

enum {
    REACH = 8,         /* how far from either end bytes are taken */
    MANY_STARTS = 512, /* up to so many names, each candidate is tried as the first */
    MAX_CANDIDATES = 2 * REACH + 256
};

size_t sample_place(const struct sample *sample, size_t len) {
    return (size_t)((long)(len * sample->scale / 256) + sample->offset);
}

/* Candidates: bytes counted from either end, as far as the shortest name reaches, and bytes at
 * fractions of the length in steps of step/256. With a step of 1 every byte of every name is among
 * them, since a name has at most 128. */
static size_t list_candidates(const struct names *names, unsigned step, struct sample *samples) {
    const size_t reach = names->shortest < REACH ? names->shortest : REACH;
    size_t count = 0;
    for (size_t i = 0; i < reach; i++) {
        samples[count++] = (struct sample){0, (int)i};
    }
    for (size_t i = 1; i <= reach; i++) {
        samples[count++] = (struct sample){256, -(int)i};
    }
    for (unsigned scale = step; scale < 256; scale += step) {
        samples[count++] = (struct sample){scale, 0};
    }
    return count;
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

/* What a set of samples sees of each name: its table, its length, and the sum of its bytes, each
 * mixed into a large number, and with its position where the order matters. */
struct views {
    const struct names *names;
    uint64_t *numbers;
    struct set seen;
    bool ordered;
};

static uint64_t seen_byte(const struct views *views, size_t name, const struct sample *sample) {
    const struct name *seen = &views->names->names[name];
    const size_t place = sample_place(sample, seen->len);
    const uint64_t where =
        views->ordered ? (uint64_t)sample->scale << 40 | (uint32_t)sample->offset << 8 : 0;
    return mix(where + (unsigned char)seen->text[place] + 1);
}

/* How many names look like an earlier one once `sample` is added. */
static size_t count_collisions(struct views *views, const struct sample *sample) {
    size_t collisions = 0;
    memset(views->seen.slots, 0, views->seen.capacity * sizeof *views->seen.slots);
    for (size_t i = 0; i < views->names->count; i++) {
        const uint64_t number =
            (views->numbers[i] + (sample != NULL ? seen_byte(views, i, sample) : 0)) | 1;
        size_t at = mix(number) & (views->seen.capacity - 1);
        while (views->seen.slots[at] != 0 && views->seen.slots[at] != number) {
            at = (at + 1) & (views->seen.capacity - 1);
        }
        collisions += views->seen.slots[at] == number;
        views->seen.slots[at] = number;
    }
    return collisions;
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

/* Adds one by one the sample that leaves the fewest collisions, beginning with `first`, until there
 * are none; then removes those that later ones made redundant. False when collisions remain. */
static bool choose_from(struct views *views, const struct sample *candidates, size_t count,
                        const struct sample *first, struct choice *choice) {
    size_t collisions = count_collisions(views, NULL);
    choice->count = 0;
    while (collisions > 0) {
        const bool given = choice->count == 0 && first != NULL;
        const struct sample *best = given ? first : NULL;
        size_t min = given ? count_collisions(views, first) : collisions;
        for (size_t i = 0; i < count && !given; i++) {
            const size_t left = count_collisions(views, &candidates[i]);
            best = left < min ? &candidates[i] : best;
            min = left < min ? left : min;
        }
        if (best == NULL || choice->count >= COSERR__MAX_SAMPLES) {
            break;
        }
        add_to_views(views, best, 1);
        choice->samples[choice->count++] = *best;
        collisions = min;
    }
    for (size_t i = choice->count; collisions == 0 && i-- > 0;) {
        const struct sample sample = choice->samples[i];
        add_to_views(views, &sample, UINT64_MAX);
        if (count_collisions(views, NULL) == 0) {
            choice->samples[i] = choice->samples[--choice->count];
        } else {
            add_to_views(views, &sample, 1);
        }
    }
    return collisions == 0;
}

/* The instructions that a sample takes, roughly: multiplying by 3, 5 or 9 takes one. */
static unsigned cost_of(const struct sample *sample) {
    unsigned factor = sample->scale;
    if (sample->scale % 256 == 0) {
        return 3;
    }
    while (factor % 2 == 0) {
        factor /= 2;
    }
    return factor == 1 ? 4 : factor == 3 || factor == 5 || factor == 9 ? 5 : 6;
}

static unsigned cost_of_all(const struct choice *choice) {
    unsigned cost = 0;
    for (size_t i = 0; i < choice->count; i++) {
        cost += cost_of(&choice->samples[i]);
    }
    return cost;
}

/* Replaces samples by cheaper ones that work as well. */
static void make_cheaper(struct views *views, const struct sample *candidates, size_t count,
                         struct choice *choice) {
    for (size_t i = 0; i < choice->count; i++) {
        struct sample *sample = &choice->samples[i];
        add_to_views(views, sample, UINT64_MAX);
        for (size_t j = 0; j < count; j++) {
            if (cost_of(&candidates[j]) < cost_of(sample) &&
                count_collisions(views, &candidates[j]) == 0) {
                *sample = candidates[j];
            }
        }
        add_to_views(views, sample, 1);
    }
}

/* Starts from each candidate, or for many names from the best one only. */
static bool choose_best(struct views *views, const struct sample *candidates, size_t count,
                        struct names *names) {
    const size_t starts = names->count <= MANY_STARTS ? count : 1;
    struct choice choice = {arena_alloc((count + 2) * sizeof(struct sample)), 0};
    unsigned min = UINT_MAX;
    for (size_t i = 0; i < starts; i++) {
        begin_views(views);
        const struct sample *first = starts > 1 ? &candidates[i] : NULL;
        if (!choose_from(views, candidates, count, first, &choice)) {
            continue;
        }
        make_cheaper(views, candidates, count, &choice);
        if (cost_of_all(&choice) < min) {
            min = cost_of_all(&choice);
            names->samples = arena_alloc((choice.count + 1) * sizeof(struct sample));
            names->sample_count = choice.count;
            memcpy(names->samples, choice.samples, choice.count * sizeof(struct sample));
        }
    }
    return min < UINT_MAX;
}

/* Tries few candidates first, then all, then all with their order, which always suffices. */
bool samples_choose(struct names *names) {
    static const struct {
        unsigned step;
        bool ordered;
    } tries[] = {{8, false}, {1, false}, {1, true}};
    struct views views = {.names = names, .seen = {NULL, 64}};
    struct sample *candidates = arena_alloc(MAX_CANDIDATES * sizeof *candidates);
    while (views.seen.capacity < 3 * names->count) {
        views.seen.capacity *= 2;
    }
    views.seen.slots = arena_alloc(views.seen.capacity * sizeof *views.seen.slots);
    views.numbers = arena_alloc(names->count * sizeof *views.numbers);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const size_t count = list_candidates(names, tries[i].step, candidates);
        views.ordered = tries[i].ordered;
        if (choose_best(&views, candidates, count, names)) {
            return true;
        }
    }
    return false;
}
