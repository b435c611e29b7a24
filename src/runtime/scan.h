/* SPDX-License-Identifier: MIT */
/* Finds the end of plain text, 16 bytes at a time. */
#ifndef COSERR_SCAN_H
#define COSERR_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { COSERR__BLOCK = 16 };

/* Printable ASCII, and none of the three that the format gives a meaning. */
static inline bool coserr__is_plain(unsigned char byte, char a, char b, char c) {
    return byte >= ' ' && byte < 0x80 && byte != (unsigned char)a && byte != (unsigned char)b &&
           byte != (unsigned char)c;
}

/* How many of the COSERR__BLOCK bytes at `p` are plain before the first that is not. */
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
typedef signed char coserr__block_bytes __attribute__((vector_size(COSERR__BLOCK)));
typedef long long coserr__block_halves __attribute__((vector_size(COSERR__BLOCK)));

static inline size_t coserr__count_plain(const unsigned char *p, char a, char b, char c) {
    coserr__block_bytes bytes;
    memcpy(&bytes, p, COSERR__BLOCK);
    /* Signed bytes: those beyond ASCII are negative, hence less than a space. */
    const coserr__block_bytes found = (bytes < (signed char)' ') | (bytes == (signed char)a) |
                                      (bytes == (signed char)b) | (bytes == (signed char)c);
    const coserr__block_halves halves = (coserr__block_halves)found;
    const unsigned long long low = (unsigned long long)halves[0];
    const unsigned long long high = (unsigned long long)halves[1];
    if (low != 0) {
        return (size_t)__builtin_ctzll(low) / 8;
    }
    return high != 0 ? 8 + (size_t)__builtin_ctzll(high) / 8 : COSERR__BLOCK;
}
#else
static inline size_t coserr__count_plain(const unsigned char *p, char a, char b, char c) {
    size_t count = 0;
    while (count < COSERR__BLOCK && coserr__is_plain(p[count], a, b, c)) {
        count++;
    }
    return count;
}
#endif

/* The first byte from `p` on that is not plain, or `end`. */
static inline const unsigned char *
coserr__skip_plain(const unsigned char *p, const unsigned char *end, char a, char b, char c) {
    while (end - p >= COSERR__BLOCK) {
        const size_t count = coserr__count_plain(p, a, b, c);
        if (count < COSERR__BLOCK) {
            return p + count;
        }
        p += COSERR__BLOCK; /* a constant: the next load does not wait for the count */
    }
    while (p < end && coserr__is_plain(*p, a, b, c)) {
        p++;
    }
    return p;
}

#endif
