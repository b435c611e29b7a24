/* SPDX-License-Identifier: MIT */
/* How far apart two words are, for "did you mean": shared by the command and the generator. */
#ifndef COSERR_DISTANCE_H
#define COSERR_DISTANCE_H

#include <stddef.h>

enum { DISTANCE_MAX = 128 };

/* Up to how many typos a word of this length is still suggested for another. */
static inline unsigned distance_limit(size_t len) {
    return len < 4 ? 1 : len < 8 ? 2 : 3;
}

static inline unsigned char distance_fold(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Characters to insert, delete, replace or swap with their neighbour (optimal string alignment),
 * letter case aside; `limit` when it is that much or more, or a word is over 128 long. */
static inline unsigned distance_between(const char *a, size_t a_len, const char *b, size_t b_len,
                                        unsigned limit) {
    unsigned rows[3][DISTANCE_MAX + 1];
    if (a_len > DISTANCE_MAX || b_len > DISTANCE_MAX || a_len > b_len + limit ||
        b_len > a_len + limit) {
        return limit;
    }
    for (size_t j = 0; j <= b_len; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        const unsigned *two_up = rows[(i + 1) % 3];
        const unsigned *up = rows[(i - 1) % 3];
        unsigned *row = rows[i % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            const unsigned char x = distance_fold(a[i - 1]);
            const unsigned char y = distance_fold(b[j - 1]);
            unsigned min = up[j - 1] + (x != y);
            min = up[j] + 1 < min ? up[j] + 1 : min;
            min = row[j - 1] + 1 < min ? row[j - 1] + 1 : min;
            if (i > 1 && j > 1 && x == distance_fold(b[j - 2]) && y == distance_fold(a[i - 2]) &&
                two_up[j - 2] + 1 < min) {
                min = two_up[j - 2] + 1;
            }
            row[j] = min;
        }
    }
    const unsigned distance = rows[a_len % 3][b_len];
    return distance < limit ? distance : limit;
}

#endif
