/* SPDX-License-Identifier: MIT */
/* Text that grows, and JSON written into it. */
#ifndef GENERATOR_BUFFER_H
#define GENERATOR_BUFFER_H

#include "base/arena.h"

/* Ends in NUL once something was put; `ptr` is NULL before. */
struct text_buffer {
    char *ptr;
    size_t len;
    size_t capacity;
};

void buffer_put(struct text_buffer *buffer, const char *text, size_t len);
void buffer_puts(struct text_buffer *buffer, const char *text);
void buffer_printf(struct text_buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* As a JSON string in quotes; U+FFFD for each byte that is not UTF-8. */
void buffer_put_json(struct text_buffer *buffer, const char *text);

/* As one more member of a JSON object; nothing if `text` is NULL. */
void buffer_put_json_member(struct text_buffer *buffer, const char *key, const char *text);

#endif
