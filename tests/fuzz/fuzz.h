/* SPDX-License-Identifier: MIT */
/* A fuzz target is LLVMFuzzerTestOneInput(); what must hold is checked with REQUIRE. */
#ifndef COSERR_FUZZ_H
#define COSERR_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A heap block of exactly this size, for the sanitizer to watch. */
static inline char *block(const void *data, size_t size) {
    char *copy = malloc(size > 0 ? size : 1);
    REQUIRE(copy != NULL);
    if (data != NULL && size > 0) {
        memcpy(copy, data, size);
    }
    return copy;
}

#define REQUIRE_TEXT(text) REQUIRE((text).ptr != NULL && (text).ptr[(text).len] == '\0')

#endif
