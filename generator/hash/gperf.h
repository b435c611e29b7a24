/* SPDX-License-Identifier: MIT */
/* Perfect hash tables, found by gperf. */
#ifndef GENERATOR_GPERF_H
#define GENERATOR_GPERF_H

#include "base/buffer.h"

enum { GPERF_LAST = 0 }; /* among the positions, which count from 1: the last byte */

struct gperf_key {
    const char *text;
    size_t len;
};

/* A byte of the key, and what is added to it before it selects a value. */
struct gperf_position {
    unsigned at;
    unsigned plus;
};

/* hash(key) = length + the sum over the positions that the key has of values[byte + plus]; without
 * the length where gperf can do without it. */
struct gperf_table {
    const struct gperf_key *keys; /* the list to find a hash for; all of them differ */
    size_t key_count;
    bool counts_length;
    size_t used; /* how many bytes, from the first, to use; 0: gperf's choice */
    struct gperf_position *positions;
    size_t position_count;
    unsigned *values;
    size_t value_count;
    const struct gperf_key **slots; /* by hash; NULL where there is none */
    size_t slot_count;
};

/* Fills the tables, one gperf for each, as many at a time as there are processors. Each table is
 * checked by looking up all of its keys. False, with a message on standard error, when there is no
 * gperf, it fails, prints something else than a table, or does not finish within a minute. */
bool gperf_run(struct gperf_table *tables, size_t count);

/* The slot of a key, or one past the last when no key of the table has this hash. */
size_t gperf_hash(const struct gperf_table *table, const struct gperf_key *key);

#endif
