/* SPDX-License-Identifier: MIT */
/* Memory that lives until the process ends. */
#include "base/arena.h"

#include "base/utf8.h"

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

/* ---------------------------------------------------------------------------------------- text */

void buffer_put(struct text_buffer *buffer, const char *text, size_t len) {
    if (buffer->capacity - buffer->len <= len) {
        size_t more = buffer->capacity == 0 ? 256 : buffer->capacity;
        while (more - buffer->len <= len) {
            more *= 2;
        }
        char *grown = arena_alloc(more);
        if (buffer->len > 0) {
            memcpy(grown, buffer->ptr, buffer->len);
        }
        buffer->ptr = grown;
        buffer->capacity = more;
    }
    if (len > 0) {
        memcpy(buffer->ptr + buffer->len, text, len);
    }
    buffer->len += len;
    buffer->ptr[buffer->len] = '\0';
}

void buffer_puts(struct text_buffer *buffer, const char *text) {
    buffer_put(buffer, text, strlen(text));
}

void buffer_printf(struct text_buffer *buffer, const char *format, ...) {
    char small[512];
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    const int len = vsnprintf(small, sizeof small, format, args);
    if (len >= 0 && (size_t)len < sizeof small) {
        buffer_put(buffer, small, (size_t)len);
    } else {
        buffer_puts(buffer, arena_vprintf(format, again));
    }
    va_end(again);
    va_end(args);
}

void buffer_put_json(struct text_buffer *buffer, const char *text) {
    const char *const end = text + strlen(text);
    buffer_puts(buffer, "\"");
    while (text < end) {
        const unsigned char c = (unsigned char)*text;
        const size_t len = coserr__utf8_len((const unsigned char *)text, (size_t)(end - text));
        if (c == '"' || c == '\\') {
            buffer_printf(buffer, "\\%c", c);
        } else if (c < 0x20) {
            buffer_printf(buffer, "\\u%04x", c);
        } else if (len == 0) {
            buffer_puts(buffer, "\xEF\xBF\xBD");
        } else {
            buffer_put(buffer, text, len);
        }
        text += len > 0 ? len : 1;
    }
    buffer_puts(buffer, "\"");
}

void buffer_put_json_member(struct text_buffer *buffer, const char *key, const char *text) {
    if (text != NULL) {
        buffer_printf(buffer, ",\"%s\":", key);
        buffer_put_json(buffer, text);
    }
}

/* ---------------------------------------------------------------------------------------- maps */

struct map_slot {
    const char *key;
    size_t len;
    void *value;
};

unsigned long long fnv1a(unsigned long long hash, const void *data, size_t len) {
    const unsigned char *p = data;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ p[i]) * 0x100000001b3u;
    }
    return hash;
}

/* The slot of the key, or the free one where it belongs. */
static struct map_slot *slot_of(const struct map *map, const char *key, size_t len) {
    size_t at = (size_t)fnv1a(FNV_START, key, len) & (map->capacity - 1);
    for (;;) {
        struct map_slot *slot = &map->slots[at];
        if (slot->value == NULL || (slot->len == len && memcmp(slot->key, key, len) == 0)) {
            return slot;
        }
        at = (at + 1) & (map->capacity - 1);
    }
}

void *map_find(const struct map *map, const char *key, size_t len) {
    return map->capacity == 0 ? NULL : slot_of(map, key, len)->value;
}

static void map_enlarge(struct map *map) {
    struct map larger = {NULL, map->count, map->capacity == 0 ? 64 : map->capacity * 2};
    larger.slots = arena_alloc(larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].value != NULL) {
            *slot_of(&larger, map->slots[i].key, map->slots[i].len) = map->slots[i];
        }
    }
    *map = larger;
}

void *map_add(struct map *map, const char *key, size_t len, void *value) {
    if (map->count * 2 >= map->capacity) {
        map_enlarge(map);
    }
    struct map_slot *slot = slot_of(map, key, len);
    if (slot->value == NULL) {
        *slot = (struct map_slot){key, len, value};
        map->count++;
    }
    return slot->value;
}
