/* SPDX-License-Identifier: MIT */
/* The subcommands and their options. */
#ifndef GENERATOR_CMD_H
#define GENERATOR_CMD_H

#include <stdbool.h>
#include <stddef.h>

enum {
    EXIT_GOOD = 0,
    EXIT_ERRORS = 1, /* in the input */
    EXIT_USAGE = 2,  /* also: a file cannot be read or written, or gperf fails */
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN };

struct options {
    const char *args[2]; /* after the command */
    size_t arg_count;
    const char *ledger;
    const char *out;
    const char *only;
    const char *depfile;
    const char *prefix;
    const char *since;
    const char *since_ledger;
    const char *format_name;
    enum format format; /* from `format_name` */
    bool check;
    bool werror;
    bool write;
    bool force;
    bool exit_code;
    bool version;
    bool help;
};

int cmd_compile(const struct options *options);
int cmd_check(const struct options *options);
int cmd_assign(const struct options *options);
int cmd_diff(const struct options *options);
int cmd_import(const struct options *options);
int cmd_rules(const struct options *options);
int cmd_explain(const struct options *options);

#endif
