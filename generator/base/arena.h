/* SPDX-License-Identifier: MIT */
/* Memory that lives until the process ends. No function fails: out of memory, the process prints an
 * error and exits with status 2. */
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

#endif
