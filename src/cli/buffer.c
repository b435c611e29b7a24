/* SPDX-License-Identifier: MIT */
/* A growing run of bytes. */
#include "buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buffer_reserve(struct buffer *buffer, size_t len) {
    if (len > buffer->size - buffer->len) {
        size_t size = buffer->size < 512 ? 512 : buffer->size;
        while (size - buffer->len < len && size <= SIZE_MAX / 2) {
            size *= 2;
        }
        char *larger = size - buffer->len < len ? NULL : realloc(buffer->bytes, size);
        if (larger == NULL) {
            fputs("coserr: out of memory\n", stderr);
            exit(2);
        }
        buffer->bytes = larger;
        buffer->size = size;
    }
    return buffer->bytes + buffer->len;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t len) {
    if (len > 0) {
        memcpy(buffer_reserve(buffer, len), bytes, len);
        buffer->len += len;
    }
}

void buffer_add_char(struct buffer *buffer, char c) {
    *buffer_reserve(buffer, 1) = c;
    buffer->len++;
}

void buffer_add_text(struct buffer *buffer, const char *text) {
    buffer_add(buffer, text, strlen(text));
}

void buffer_add_number(struct buffer *buffer, size_t number) {
    char digits[24];
    const int len = snprintf(digits, sizeof digits, "%zu", number);
    buffer_add(buffer, digits, (size_t)len);
}

void buffer_add_spaces(struct buffer *buffer, size_t count) {
    while (count-- > 0) {
        buffer_add_char(buffer, ' ');
    }
}

void buffer_free(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
