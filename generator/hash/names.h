/* SPDX-License-Identifier: MIT */
/* The hash of codes and aliases: one table for a catalog of a usual size; for a large one, whose
 * single table would grow with the square of its names, a table for each shard of a first hash.
 * gperf finds each of them. */
#ifndef GENERATOR_NAMES_H
#define GENERATOR_NAMES_H

#include "hash/gperf.h"

#include <stdint.h>

/* A byte of a name of any length: that at length * scale / 256 + offset. A scale of 0 counts from
 * the beginning, 256 from the end, 128 from the middle. */
struct sample {
    unsigned scale;
    int offset;
};

struct name {
    const char *text;
    size_t len;
    uint32_t row; /* of the default variant */
    bool alias;
};

struct name_table {
    const struct name *names;
    size_t name_count;
    const unsigned *values;
    size_t value_count;
    unsigned *plus; /* for each sample, what is added to the byte */
    long first;
    const struct name **slots; /* NULL where there is none */
    size_t slot_count;
};

/* The slot of a name in its table is its length and the sum of values[byte + plus] over the
 * samples, less `first`. */
struct names {
    struct name *names;
    size_t count;
    size_t shortest;
    size_t longest;
    struct sample *samples;
    size_t sample_count;
    struct name_table *tables;
    size_t table_count;
    size_t slot_count; /* of all tables */
    uint32_t seed;     /* of the first hash */
};

/* Fills in all but names and count. False, with a message on standard error, when gperf fails. */
bool names_find_hash(struct names *names);

/* The place of a sample in a name of this length: always inside of it. */
size_t sample_place(const struct sample *sample, size_t len);

/* Chooses the samples of names that are partitioned. False when there are too few. */
bool samples_choose(struct names *names);

#endif
