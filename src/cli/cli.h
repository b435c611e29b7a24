/* SPDX-License-Identifier: MIT */
/* The command: what its subcommands share. */
#ifndef COSERR_CLI_H
#define COSERR_CLI_H

#include "buffer.h"
#include "head.h"
#include "term.h"

#include <coserr/coserr.h>
#include <stdbool.h>
#include <string.h>

/* ANSWERED: a catalog entry, not only a family, answers for every input. */
enum { EXIT_ANSWERED = 0, EXIT_UNANSWERED = 1, EXIT_USAGE = 2 };

struct options {
    const coserr_catalog *catalog;
    coserr_language language;
    uint32_t status;          /* 0: not given */
    uint32_t status_class;    /* 3, 4, 5 for --status 3xx, 4xx, 5xx; list only */
    uint32_t retry;           /* COSERR_WORD_NONE: not given */
    uint32_t operation;       /* 0: not given */
    const char *content_type; /* these are NULL when not given */
    const char *url;
    const char *method;
    bool json;
    bool color;
    size_t width; /* columns to wrap to; 0: do not wrap */
    char **arguments;
    int count;
};

int cmd_explain(const struct options *options);
int cmd_decode(const struct options *options);
int cmd_list(const struct options *options);
int cmd_search(const struct options *options);

/* Prints the help of a subcommand, or of the command when there is none of that name. */
void print_help(const char *command);
extern const char help_summary[];

/* -------------------------------------------------------------------------------------- print.c */

/* Adds an error in full, as text or JSON. Unless a catalog entry answers for it,
 * EXIT_UNANSWERED. */
int put_error(struct buffer *out, const struct options *options, const coserr_error *error);

/* Adds an entry as one line of a table, or as JSON. */
void put_entry(struct buffer *out, const struct options *options, const coserr_entry *entry);

/* "did you mean" on standard error, when the code, trimmed, resembles one of the catalog's. */
void suggest(const struct options *options, coserr_str code);

/* -------------------------------------------------------------------------------------- lines.c */

/* Answers for each line of standard input: CODE [TAB STATUS [TAB MESSAGE]]. */
int explain_lines(const struct options *options);

/* Adds the answer for one code. */
int explain_code(struct buffer *out, const struct options *options, coserr_str code,
                 uint32_t status, coserr_str message);

/* -------------------------------------------------------------------------------------- input.c */

/* "" for NULL. */
static inline coserr_str str_of(const char *text) {
    return (coserr_str){text != NULL ? text : "", text != NULL ? strlen(text) : 0};
}

/* The language asked for: by `tag` (NULL: not given), or by the environment. */
coserr_language choose_language(const coserr_catalog *catalog, const char *tag);

/* Reads all of a file, "-" being standard input. More than `max` bytes fail with `too_long`.
 * NULL, with a message, when that fails; to be freed. Aligned like all that malloc() returns. */
char *read_all(const char *name, size_t max, const char *too_long, size_t *len);

/* Loads a catalog from a file. It lives as long as the program. NULL, with a message, when that
 * fails. */
const coserr_catalog *load_catalog(const char *name);

#endif
