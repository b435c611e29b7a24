/* SPDX-License-Identifier: MIT */
/* Memory that lives until the process ends: text, arrays and maps whose makers cannot fail. When
 * there is no more memory, the process says so and exits with status 2. */
#ifndef GENERATOR_ARENA_H
#define GENERATOR_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(text, args) __attribute__((format(printf, text, args)))
#define NEVER_NULL __attribute__((returns_nonnull))
#else
#define PRINTF_LIKE(text, args)
#define NEVER_NULL
#endif

/* Zeroed. */
NEVER_NULL void *arena_alloc(size_t size);
NEVER_NULL char *arena_copy(const char *text, size_t len);
char *arena_printf(const char *format, ...) PRINTF_LIKE(1, 2);
char *arena_vprintf(const char *format, va_list args) PRINTF_LIKE(1, 0);
void arena_free_all(void);

/* What there is now outlives arena_free_all(). */
void arena_keep(void);

/* Room for one more element: the array itself, or a copy twice as large. */
void *arena_grow(void *array, size_t count, size_t *capacity, size_t element);

#define ARENA_PUSH(array, count, capacity)                                                         \
    (*((array) = arena_grow((array), (count), &(capacity), sizeof *(array)), &(array)[(count)++]))

/* Text that grows; always ends in NUL once something was put. */
struct text_buffer {
    char *ptr;
    size_t len;
    size_t capacity;
};

void buffer_put(struct text_buffer *buffer, const char *text, size_t len);
void buffer_puts(struct text_buffer *buffer, const char *text);
void buffer_printf(struct text_buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* As a JSON string in quotes; U+FFFD for each byte that is no UTF-8. */
void buffer_put_json(struct text_buffer *buffer, const char *text);

/* As one more member of a JSON object; nothing where `text` is NULL. */
void buffer_put_json_member(struct text_buffer *buffer, const char *key, const char *text);

/* Strings of bytes to pointers. */
struct map {
    struct map_slot *slots;
    size_t count;
    size_t capacity;
};

void *map_find(const struct map *map, const char *key, size_t len);

/* Keeps the key's pointer. Returns the value that stands for the key from now on: the one that was
 * there before, if any. */
void *map_add(struct map *map, const char *key, size_t len, void *value);

/* FNV-1a, 64 bits, continued from `hash`. */
#define FNV_START 0xcbf29ce484222325u
unsigned long long fnv1a(unsigned long long hash, const void *data, size_t len);

#endif
