/* SPDX-License-Identifier: MIT */
/* Characters: how wide they are, and whether a terminal may have them. */
#ifndef COSERR_CLI_CHARS_H
#define COSERR_CLI_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* C0, DEL, C1, and the marks that change the direction of writing; of a sequence of UTF-8. */
bool char_is_dangerous(const unsigned char *p, size_t len);

/* Columns on a terminal: 0, 1 or 2. */
size_t char_width(uint32_t code);

/* Punctuation that cannot begin a line, such as a full-width comma; or end one. */
bool char_is_closing(uint32_t code);
bool char_is_opening(uint32_t code);

#endif
