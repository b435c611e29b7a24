/* SPDX-License-Identifier: MIT */
/* Standard output and standard error: what a terminal may be sent, and what it can show. */
#ifndef COSERR_CLI_TERM_H
#define COSERR_CLI_TERM_H

#include "buffer.h"

#include <stdbool.h>
#include <stddef.h>

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Whether standard output takes colours. */
bool term_has_color(enum color wanted);

/* The columns to wrap to; 0 when standard output is not a terminal or does not say. */
size_t term_width(void);

/* Adds text from outside as a terminal may have it: control characters, which it would obey, and
 * marks that change the direction of writing become spaces, bytes that are not UTF-8 question
 * marks. */
void put_safely(struct buffer *out, const char *text, size_t len);

/* The same, for text of which every byte matters: they become \xHH, and a backslash two. */
void put_escaped(struct buffer *out, const char *text, size_t len);

/* Writes to standard output and empties the buffer. After a failure it writes nothing more. */
void term_write(struct buffer *out);
bool term_is_lost(void);

/* Says that output was lost, unless its reader has gone. 0, or EXIT_USAGE. */
int term_close(void);

/* A line on standard error: "coserr: ...", put safely. Returns EXIT_USAGE. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
int complain(const char *format, ...);

#endif
