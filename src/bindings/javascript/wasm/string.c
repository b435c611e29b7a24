/* SPDX-License-Identifier: MIT */
/* Eight bytes at a time where there are so many; WebAssembly loads and stores at any address. */
#include "string.h"

#include <stdint.h>

typedef uint64_t word __attribute__((aligned(1), may_alias));

void *memcpy(void *restrict to, const void *restrict from, size_t len) {
    unsigned char *out = to;
    const unsigned char *in = from;
    for (; len >= sizeof(word); len -= sizeof(word)) {
        *(word *)out = *(const word *)in;
        out += sizeof(word);
        in += sizeof(word);
    }
    while (len-- > 0) {
        *out++ = *in++;
    }
    return to;
}

void *memset(void *to, int byte, size_t len) {
    unsigned char *out = to;
    const word words = (unsigned char)byte * UINT64_C(0x0101010101010101);
    for (; len >= sizeof(word); len -= sizeof(word)) {
        *(word *)out = words;
        out += sizeof(word);
    }
    while (len-- > 0) {
        *out++ = (unsigned char)byte;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t len) {
    const unsigned char *x = a;
    const unsigned char *y = b;
    for (size_t i = 0; i < len; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

void *memchr(const void *bytes, int byte, size_t len) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < len; i++) {
        if (p[i] == (unsigned char)byte) {
            return (void *)(p + i);
        }
    }
    return NULL;
}

size_t strlen(const char *text) {
    size_t len = 0;
    while (text[len] != '\0') {
        len++;
    }
    return len;
}

char *strchr(const char *text, int byte) {
    for (;; text++) {
        if (*text == (char)byte) {
            return (char *)text;
        }
        if (*text == '\0') {
            return NULL;
        }
    }
}
