/* SPDX-License-Identifier: MIT */
/* Breaks lines for a terminal. */
#include "wrap.h"

#include "base/utf8.h"
#include "chars.h"

/* A character and where the next begins. A byte that is not UTF-8 is a narrow character. */
static const char *next_char(const char *p, const char *end, uint32_t *code) {
    const size_t len = coserr__utf8_len((const unsigned char *)p, (size_t)(end - p));
    *code = len > 0 ? coserr__utf8_decode((const unsigned char *)p, len) : '?';
    return p + (len > 0 ? len : 1);
}

size_t text_width(const char *text, size_t len) {
    const char *const end = text + len;
    size_t width = 0;
    uint32_t code;
    while (text < end) {
        text = next_char(text, end, &code);
        width += char_width(code);
    }
    return width;
}

/* The end of the narrow characters without a space at `p`. */
static const char *word_end(const char *p, const char *end) {
    uint32_t code;
    while (p < end && *p != ' ') {
        const char *next = next_char(p, end, &code);
        if (char_width(code) == 2 || char_is_closing(code) || char_is_opening(code)) {
            break;
        }
        p = next;
    }
    return p;
}

/* The end of what stays on one line: opening marks, a word or a wide character, closing marks. */
static const char *piece_end(const char *p, const char *end) {
    uint32_t code = 0;
    const char *next = p;
    while (next < end && *next != ' ') {
        p = next;
        next = next_char(p, end, &code);
        if (!char_is_opening(code)) {
            break;
        }
    }
    const char *const word = word_end(p, end);
    next = word > next ? word : next;
    while (next < end) {
        const char *const after = next_char(next, end, &code);
        if (!char_is_closing(code)) {
            break;
        }
        next = after;
    }
    return next;
}

void wrap_text(struct buffer *out, const char *text, size_t len, size_t column, size_t indent,
               size_t width) {
    const char *const end = text + len;
    if (width == 0 || len == 0) {
        buffer_add(out, text, len);
        return;
    }
    while (text < end) {
        size_t spaces = 0;
        while (text + spaces < end && text[spaces] == ' ') {
            spaces++;
        }
        const char *const piece = text + spaces;
        const char *const next = piece_end(piece, end);
        const size_t piece_width = text_width(piece, (size_t)(next - piece));
        if (column + spaces + piece_width > width && column > indent) {
            buffer_add_char(out, '\n');
            buffer_add_spaces(out, indent);
            column = indent;
        } else {
            buffer_add_spaces(out, spaces);
            column += spaces;
        }
        buffer_add(out, piece, (size_t)(next - piece));
        column += piece_width;
        text = next;
    }
}
