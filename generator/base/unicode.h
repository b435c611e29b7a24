/* SPDX-License-Identifier: MIT */
/* UTF-8: validation, code points, and the characters that no input may contain. */
#ifndef GENERATOR_UNICODE_H
#define GENERATOR_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the well-formed UTF-8 sequence at `p`, 0 when there is none. */
size_t utf8_len(const unsigned char *p, size_t left);

/* The code point of a well-formed sequence of `len` bytes. */
uint32_t utf8_decode(const char *p, size_t len);

/* Writes a code point to `to`; returns the number of bytes. `code` must be a Unicode scalar value,
 * that is, at most 0x10FFFF and no surrogate. */
size_t utf8_encode(uint32_t code, char to[4]);

/* C0 controls but tab, LF and CR; DEL; C1 controls; line and paragraph separators; the byte order
 * mark. They are invisible, upset terminals, and libyaml counts some of them as line ends. */
bool is_control(uint32_t code);

#endif
