/* SPDX-License-Identifier: MIT */
/* The command: what its subcommands share. */
#ifndef COSERR_CLI_H
#define COSERR_CLI_H

#include <coserr/coserr.h>
#include <stdbool.h>
#include <stdio.h>

/* ANSWERED: a catalog entry answers for every input; a family is none. */
enum { EXIT_ANSWERED = 0, EXIT_UNANSWERED = 1, EXIT_USAGE = 2 };

struct options {
    bool json;
    const char *language;  /* a tag of the catalog */
    uint32_t status;       /* 0: not given */
    uint32_t status_class; /* 3, 4, 5 for --status 3xx, 4xx, 5xx; list only */
    int retry;             /* -1: not given */
    uint32_t operation;
    const char *content_type; /* NULL: not given */
    char **arguments;
    int count;
};

int cmd_explain(const struct options *options);
int cmd_decode(const struct options *options);
int cmd_list(const struct options *options);
int cmd_search(const struct options *options);

/* A letter of ASCII made small, in any locale. */
unsigned char lower(char c);

/* Text from outside, as a terminal may have it: controls, which it would obey, and marks that turn
 * the direction of writing become blanks, bytes that are no UTF-8 question marks. */
void put_safely(FILE *file, const char *text, size_t len);

/* A line on standard error: "coserr: ...", put safely. Returns EXIT_USAGE. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
int complain(const char *format, ...);

/* An error in full, as text or JSON. Unless a catalog entry answers for it, EXIT_UNANSWERED. */
int print_error(const struct options *options, const coserr_error *error);

/* An entry as one line of a table, or as JSON. */
void print_entry(const struct options *options, const coserr_entry *entry);

/* "did you mean" on standard error, when the code resembles one of the catalog's. */
void suggest(coserr_str code);

/* The tag of the language asked for: `given` (NULL: not given), or by the environment. */
const char *choose_language(const char *given);

/* The number 300 to 599 that the text is; 0 when it is none. */
uint32_t parse_status(const char *text);

/* Reads all of a file, "-" being standard input, up to `most` bytes. NULL, with a message, when
 * that fails; to be freed. A NUL stands behind the last byte. */
char *read_all(const char *name, size_t most, size_t *len);

#endif
