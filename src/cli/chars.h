/* SPDX-License-Identifier: MIT */
/* Characters of UTF-8: where they end, how wide they are, whether a terminal may have them. */
#ifndef COSERR_CLI_CHARS_H
#define COSERR_CLI_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the well-formed sequence at `p`, of which `left` bytes are there; 0 for none. */
size_t char_len(const unsigned char *p, size_t left);

/* The code point of a sequence of that length. */
uint32_t char_code(const unsigned char *p, size_t len);

/* C0, DEL, C1, and the marks that change the direction of writing. */
bool char_is_dangerous(const unsigned char *p, size_t len);

/* Columns on a terminal: 0, 1 or 2. */
size_t char_width(uint32_t code);

/* Punctuation that cannot begin a line, such as a full-width comma; or end one. */
bool char_is_closing(uint32_t code);
bool char_is_opening(uint32_t code);

/* Adds a code point as UTF-8 to `bytes`, which has room for four; returns how many. */
size_t char_encode(uint32_t code, char *bytes);

#endif
