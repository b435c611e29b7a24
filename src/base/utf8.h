/* SPDX-License-Identifier: MIT */
/* UTF-8 as Unicode defines it, for every part of the project. */
#ifndef COSERR_BASE_UTF8_H
#define COSERR_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the well-formed sequence at `p`, 0 when there is none: no overlong form, no
 * surrogate, nothing above U+10FFFF. Controls and noncharacters are well-formed. */
size_t coserr__utf8_len(const unsigned char *p, size_t left);

/* True when the input ends inside a sequence: more bytes might have completed it. */
bool coserr__utf8_is_cut(const unsigned char *p, size_t left);

/* The code point of a sequence whose length coserr__utf8_len() returned. */
uint32_t coserr__utf8_decode(const unsigned char *p, size_t len);

/* Encodes a code point of at most U+10FFFF; returns the number of bytes. */
size_t coserr__utf8_encode(uint32_t value, char out[4]);

#endif
