/* SPDX-License-Identifier: MIT */
/* Slices: a pointer and a length. */
#ifndef COSERR_SLICE_H
#define COSERR_SLICE_H

#include "base/bytes.h"

#include <coserr/coserr.h>
#include <string.h>

/* Without the whitespace around it. */
static inline coserr_str coserr__trim(const char *ptr, size_t len) {
    while (len > 0 && coserr__is_space((unsigned char)ptr[len - 1])) {
        len--;
    }
    while (len > 0 && coserr__is_space((unsigned char)*ptr)) {
        ptr++;
        len--;
    }
    return (coserr_str){ptr, len};
}

static inline bool coserr__equal(const char *a, size_t a_len, const char *b, size_t b_len) {
    return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static inline bool coserr__equal_nocase(const char *a, size_t a_len, const char *b, size_t b_len) {
    if (a_len != b_len) {
        return false;
    }
    for (size_t i = 0; i < a_len; i++) {
        if (coserr__lower((unsigned char)a[i]) != coserr__lower((unsigned char)b[i])) {
            return false;
        }
    }
    return true;
}

#endif
