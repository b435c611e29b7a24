/* SPDX-License-Identifier: MIT */
/* Reading the files that a command names, and reporting the errors in them. */
#ifndef GENERATOR_INPUT_H
#define GENERATOR_INPUT_H

#include "cmd.h"
#include "upkeep/ledger.h"

/* A file in memory; "-" is standard input. NULL, with an error added, if it cannot be read. */
const struct source *read_source(const char *name);

struct input {
    struct catalog *catalog; /* NULL if it cannot be used at all */
    struct ledger *ledger;   /* NULL likewise, and without --ledger */
};

/* Reads the catalog and the ledger and binds them to each other, adding errors. If `may_lack_ids`,
 * a missing ledger is begun, and errors without an id are accepted. The ledger has to continue that
 * of --since-ledger. */
struct input read_input(const struct options *options, const char *catalog, bool may_lack_ids);

/* Shows what was added. EXIT_GOOD, EXIT_ERRORS, or EXIT_USAGE if a file could not be read. */
int report(const struct options *options);

/* Two arguments cannot both be standard input: prints that and returns true. */
bool are_both_stdin(const char *first, const char *second);

#endif
