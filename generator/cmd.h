/* SPDX-License-Identifier: MIT */
/* The subcommands, and what they share. */
#ifndef GENERATOR_CMD_H
#define GENERATOR_CMD_H

#include "ledger.h"

enum { EXIT_GOOD = 0, EXIT_ERRORS = 1, EXIT_USAGE = 2 };

struct options {
    const char *catalog;
    const char *ledger;
    const char *out;
    const char *only;
    const char *depfile;
};

int cmd_compile(const struct options *options);
int cmd_check(const struct options *options);
int cmd_assign(const struct options *options);

/* Catalog and ledger, read and bound to each other. What is wrong is noted. `catalog` is NULL when
 * there is nothing to go on with. */
struct input {
    struct catalog *catalog;
    struct ledger *ledger;
};

struct input read_input(const struct options *options, bool may_lack_ids);

/* Shows what was noted; EXIT_ERRORS if anything was. */
int report(void);

#endif
