/* SPDX-License-Identifier: MIT */
/* Memory that lives until the process ends. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    size_t used;
    size_t size;
    max_align_t data[];
};

enum { BLOCK_SIZE = 256 * 1024 };

static struct block *blocks;
static struct block *kept; /* this block and those after it stay */

static _Noreturn void out_of_memory(void) {
    fputs("coserr-gen: error: out of memory\n", stderr);
    exit(2);
}

void *arena_alloc(size_t size) {
    if (size > SIZE_MAX / 4) {
        out_of_memory();
    }
    const size_t align = sizeof(max_align_t);
    const size_t rounded = (size + align - 1) / align * align;
    if (blocks == kept || blocks->size - blocks->used < rounded) {
        const size_t data = rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE;
        struct block *block = calloc(1, sizeof *block + data);
        if (block == NULL) {
            out_of_memory();
        }
        block->size = data;
        block->next = blocks;
        blocks = block;
    }
    void *result = (char *)blocks->data + blocks->used;
    blocks->used += rounded;
    return result;
}

void arena_free_all(void) {
    while (blocks != kept) {
        struct block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

void arena_keep(void) {
    kept = blocks;
}

char *arena_copy(const char *text, size_t len) {
    char *copy = arena_alloc(len + 1);
    if (len > 0) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *arena_vprintf(const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc((size_t)(len < 0 ? 0 : len) + 1);
    vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(format, args);
    va_end(args);
    return text;
}

void *arena_grow(void *array, size_t count, size_t *capacity, size_t element) {
    if (count < *capacity) {
        return array;
    }
    const size_t more = *capacity == 0 ? 8 : *capacity * 2;
    void *grown = arena_alloc(more * element);
    if (count > 0) {
        memcpy(grown, array, count * element);
    }
    *capacity = more;
    return grown;
}
