/* SPDX-License-Identifier: MIT */
/* The subcommands, and what they share. */
#ifndef GENERATOR_CMD_H
#define GENERATOR_CMD_H

#include "upkeep/ledger.h"

enum { EXIT_GOOD = 0, EXIT_ERRORS = 1, EXIT_USAGE = 2 };

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN };

struct options {
    const char *args[2]; /* what is neither the command nor an option */
    size_t arg_count;
    const char *ledger;
    const char *out;
    const char *only;
    const char *depfile;
    const char *prefix;
    const char *since;
    const char *since_ledger;
    enum format format;
    bool check;
    bool werror;
    bool write;
    bool exit_code;
};

int cmd_compile(const struct options *options);
int cmd_check(const struct options *options);
int cmd_assign(const struct options *options);
int cmd_diff(const struct options *options);
int cmd_import(const struct options *options);
int cmd_rules(const struct options *options);
int cmd_explain(const struct options *options);

/* Catalog and ledger, read and bound to each other. What is wrong is noted. `catalog` is NULL when
 * there is nothing to go on with. */
struct input {
    struct catalog *catalog;
    struct ledger *ledger;
};

struct input read_input(const struct options *options, const char *catalog, bool may_lack_ids);

/* Shows what was noted; EXIT_ERRORS if there was an error. */
int report(const struct options *options);

#endif
