/* SPDX-License-Identifier: MIT */
/* Writing into a caller's buffer. */
#include "runtime/writer.h"

#include "base/utf8.h"

void coserr__write_number(struct coserr__writer *writer, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    coserr__write(writer, digits + at, sizeof digits - at);
}

/* C0, DEL, C1; U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069, U+FEFF. */
static bool is_harmful(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void coserr__write_safely(struct coserr__writer *writer, const char *ptr, size_t len, size_t max) {
    const unsigned char *p = (const unsigned char *)ptr;
    size_t written = 0;
    for (size_t i = 0; i < len;) {
        const size_t size = coserr__utf8_len(p + i, len - i);
        const bool harmful = size > 0 && is_harmful(coserr__utf8_decode(p + i, size));
        const size_t step = size == 0 || harmful ? 1 : size;
        if (written + step > max) {
            return;
        }
        coserr__write(writer, size == 0 ? "?" : harmful ? " " : ptr + i, step);
        written += step;
        i += size > 0 ? size : 1;
    }
}

size_t coserr__writer_end(const struct coserr__writer *writer) {
    if (writer->size == 0) {
        return writer->len;
    }
    size_t end = writer->len;
    if (end >= writer->size) {
        end = writer->size - 1;
        while (end > 0 && ((unsigned char)writer->buffer[end] & 0xC0) == 0x80) {
            end--; /* the first byte that does not fit is inside of a character */
        }
    }
    writer->buffer[end] = '\0';
    return writer->len;
}
