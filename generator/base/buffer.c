/* SPDX-License-Identifier: MIT */
/* Text that grows, and JSON written into it. */
#include "base/buffer.h"

#include "base/unicode.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

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
