/* SPDX-License-Identifier: MIT */
/* Undoes and does the escaping of quoted strings, HTML and XML. */
#include "unescape.h"

#include "base/utf8.h"

#include <string.h>

/* The number of `digits` hexadecimal digits at `p`; false when they are not there. */
static bool read_hex(const char *p, const char *end, size_t digits, uint32_t *number) {
    *number = 0;
    if ((size_t)(end - p) < digits) {
        return false;
    }
    for (size_t i = 0; i < digits; i++) {
        const char c = p[i];
        const int value = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (value < 0) {
            return false;
        }
        *number = *number << 4 | (uint32_t)value;
    }
    return true;
}

static void add_code(struct buffer *out, uint32_t code) {
    char bytes[4];
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    buffer_add(out, bytes, coserr__utf8_encode(is_surrogate ? 0xFFFD : code, bytes));
}

/* \uXXXX, of which two can make one character. `p` is at the 'u'; returns what follows. */
static const char *add_utf16(struct buffer *out, const char *p, const char *end) {
    uint32_t code;
    uint32_t low;
    if (!read_hex(p + 1, end, 4, &code)) {
        buffer_add_text(out, "\\u");
        return p + 1;
    }
    p += 5;
    if (code >= 0xD800 && code < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' &&
        read_hex(p + 2, end, 4, &low) && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        p += 6;
    }
    add_code(out, code);
    return p;
}

/* One escape; `p` is after the backslash. Returns what follows. */
static const char *add_escape(struct buffer *out, const char *p, const char *end) {
    static const char names[] = "nrt\"'`/\\";
    static const char values[] = "\n\r\t\"'`/\\";
    uint32_t code;
    if (p == end) {
        buffer_add_char(out, '\\');
        return p;
    }
    if (*p == 'u') {
        return add_utf16(out, p, end);
    }
    if (*p == 'x' && read_hex(p + 1, end, 2, &code)) {
        add_code(out, code);
        return p + 3;
    }
    const char *name = *p != '\0' ? strchr(names, *p) : NULL;
    if (name != NULL) {
        buffer_add_char(out, values[name - names]);
    } else {
        buffer_add_char(out, '\\');
        buffer_add_char(out, *p);
    }
    return p + 1;
}

static void undo(struct buffer *out, coserr_str text, bool drop_line_ends) {
    const char *p = text.len > 0 ? text.ptr : "";
    const char *const end = p + text.len;
    while (p < end) {
        if (*p == '\\') {
            p = add_escape(out, p + 1, end);
        } else if (drop_line_ends && (*p == '\n' || *p == '\r')) {
            p++;
        } else {
            buffer_add_char(out, *p++);
        }
    }
}

void add_unquoted(struct buffer *out, coserr_str text) {
    undo(out, text, true);
}

void add_unescaped(struct buffer *out, coserr_str text) {
    undo(out, text, false);
}

/* Adds a text with '<', '>', '&' and quotes for their \u003c; all other escapes are kept. */
static void add_markup(struct buffer *out, coserr_str text) {
    const char *p = text.ptr;
    const char *const end = p + text.len;
    uint32_t code;
    while (p < end) {
        const char *escape = p;
        while (escape < end && *escape == '\\') {
            escape++;
        }
        if (escape > p && escape < end && *escape == 'u' && read_hex(escape + 1, end, 4, &code) &&
            code > 0x20 && code < 0x7F && code != '\\') {
            buffer_add_char(out, (char)code);
            p = escape + 5;
        } else {
            escape += escape == p;
            buffer_add(out, p, (size_t)(escape - p));
            p = escape;
        }
    }
}

void add_unreferenced(struct buffer *out, coserr_str text) {
    static const struct {
        const char *name;
        char value;
    } references[] = {{"&lt;", '<'},   {"&gt;", '>'},    {"&amp;", '&'},  {"&quot;", '"'},
                      {"&#34;", '"'},  {"&apos;", '\''}, {"&#39;", '\''}, {"&#x27;", '\''},
                      {"&nbsp;", ' '}, {"&#47;", '/'},   {"&#x2F;", '/'}};
    const char *p = text.ptr;
    const char *const end = p + text.len;
    while (p < end) {
        size_t len = 1;
        char c = *p;
        for (size_t i = 0; *p == '&' && i < sizeof references / sizeof *references; i++) {
            const size_t size = strlen(references[i].name);
            if ((size_t)(end - p) >= size && memcmp(p, references[i].name, size) == 0) {
                c = references[i].value;
                len = size;
                break;
            }
        }
        buffer_add_char(out, c);
        p += len;
    }
}

/* Whether XML 1.0 can have the character. */
static bool is_xml_char(const unsigned char *p, size_t len) {
    if (len == 1) {
        return *p >= 0x20 || *p == '\t' || *p == '\n';
    }
    const uint32_t code = coserr__utf8_decode(p, len);
    return code != 0xFFFE && code != 0xFFFF;
}

void add_xml(struct buffer *out, coserr_str text) {
    const unsigned char *p = (const unsigned char *)text.ptr;
    const unsigned char *const end = p + text.len;
    while (p < end) {
        const size_t len = coserr__utf8_len(p, (size_t)(end - p));
        if (*p == '<') {
            buffer_add_text(out, "&lt;");
        } else if (*p == '>') {
            buffer_add_text(out, "&gt;");
        } else if (*p == '&') {
            buffer_add_text(out, "&amp;");
        } else if (len > 0 && is_xml_char(p, len)) {
            buffer_add(out, (const char *)p, len);
        } else {
            buffer_add_text(out, "\xEF\xBF\xBD");
        }
        p += len > 0 ? len : 1;
    }
}

bool text_begins(coserr_str text, const char *word) {
    const size_t len = strlen(word);
    return text.len >= len && memcmp(text.ptr, word, len) == 0;
}

bool text_contains(coserr_str text, const char *word) {
    const size_t len = strlen(word);
    if (text.len < len) {
        return false; /* also of NULL */
    }
    const char *const end = text.ptr + text.len;
    for (const char *p = text.ptr; (size_t)(end - p) >= len; p++) {
        p = memchr(p, *word, (size_t)(end - p) - len + 1);
        if (p == NULL) {
            return false;
        }
        if (memcmp(p, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool contains_any(coserr_str text, const char *const *words) {
    for (; *words != NULL; words++) {
        if (text_contains(text, *words)) {
            return true;
        }
    }
    return false;
}

bool add_unhidden(struct buffer *out, coserr_str text) {
    static const char *const plain[] = {"<Error>", "<Code>", "<DeleteResult", NULL};
    static const char *const html[] = {"&lt;Error",   "&lt;Code&",    "&lt;DeleteResult",
                                       "&amp;lt;Err", "&amp;lt;Code", NULL};
    static const char *const json[] = {"u003cError", "u003cCode", "u003cDeleteResult",
                                       "u003CError", "u003CCode", NULL};
    if (contains_any(text, plain)) {
        return false;
    }
    if (contains_any(text, html)) {
        add_unreferenced(out, text);
        return true;
    }
    if (contains_any(text, json)) {
        add_markup(out, text);
        return true;
    }
    return false;
}
