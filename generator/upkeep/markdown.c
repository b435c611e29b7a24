/* SPDX-License-Identifier: MIT */
/* The parts of Markdown that pages of error codes use: lines, fences, rows of tables, and the text
 * of a cell. */
#include "upkeep/markdown.h"

#include "base/unicode.h"

#include <string.h>

enum { MAX_LINK = 1024, MAX_ENTITY = 12 };

/* ----------------------------------------------------------------------------------- whitespace */

/* Bytes of the whitespace character at `p`, 0 if there is none. Pages contain no-break, zero-width
 * and ideographic spaces. */
static size_t space_len(const char *p, size_t left) {
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80"};
    if (left > 0 && (*p == ' ' || *p == '\t' || *p == '\r')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        const size_t len = strlen(wide[i]);
        if (left >= len && memcmp(p, wide[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* How many bytes an invisible character at `p` has; 0 if there is none. */
static size_t invisible_len(const char *p, size_t left) {
    const size_t len = coserr__utf8_len((const unsigned char *)p, left);
    return len > 0 && is_invisible(coserr__utf8_decode((const unsigned char *)p, len)) ? len : 0;
}

/* Spaces become one, and none at either end; invisible characters are left out. */
static const char *squeeze(const char *text, size_t len) {
    struct text_buffer out = {0};
    bool gap = false;
    buffer_put(&out, "", 0);
    for (size_t i = 0; i < len;) {
        const size_t space = space_len(text + i, len - i);
        const size_t invisible = invisible_len(text + i, len - i);
        if (invisible > 0) {
            i += invisible;
            continue;
        }
        if (space == 0) {
            buffer_puts(&out, gap && out.len > 0 ? " " : "");
            buffer_put(&out, text + i, 1);
            i++;
        }
        gap = space > 0;
        i += space;
    }
    return out.ptr;
}

/* ---------------------------------------------------------------------------------------- lines */

struct span markdown_line(const char **p, const char *end) {
    const char *feed = memchr(*p, '\n', (size_t)(end - *p));
    struct span line = {*p, (size_t)((feed != NULL ? feed : end) - *p)};
    *p = feed != NULL ? feed + 1 : end;
    size_t space;
    while (line.len > 0 && (space = space_len(line.ptr, line.len)) > 0) {
        line.ptr += space;
        line.len -= space;
    }
    while (line.len > 0 && strchr(" \t\r", line.ptr[line.len - 1]) != NULL) {
        line.len--;
    }
    return line;
}

bool markdown_is_heading(struct span line) {
    return (line.len > 0 && *line.ptr == '#') || (line.len > 4 && memcmp(line.ptr, "**", 2) == 0 &&
                                                  memcmp(line.ptr + line.len - 2, "**", 2) == 0);
}

/* The length of a fence, 0 if there is none. A mark later in the line makes it inline code. */
static size_t fence_len(struct span line) {
    size_t len = 0;
    const char mark = (char)(line.len > 0 ? *line.ptr : ' ');
    if (mark != '`' && mark != '~') {
        return 0;
    }
    while (len < line.len && line.ptr[len] == mark) {
        len++;
    }
    return len >= 3 && memchr(line.ptr + len, mark, line.len - len) == NULL ? len : 0;
}

bool markdown_in_fence(struct fence *fence, struct span line) {
    const size_t len = fence_len(line);
    if (fence->len == 0) {
        *fence = (struct fence){(char)(len > 0 ? *line.ptr : ' '), len};
        return len > 0;
    }
    if (len >= fence->len && *line.ptr == fence->mark && len == line.len) {
        fence->len = 0;
    }
    return true;
}

bool markdown_is_separator(struct span line) {
    bool dash = false;
    for (size_t i = 0; i < line.len; i++) {
        dash = dash || line.ptr[i] == '-';
        if (strchr("|-: \t", line.ptr[i]) == NULL) {
            return false;
        }
    }
    return dash && memchr(line.ptr, '|', line.len) != NULL;
}

size_t markdown_cells(struct span line, struct span cells[MAX_CELLS]) {
    const char *p = line.ptr;
    const char *const end = line.ptr + line.len;
    size_t count = 0;
    p += p < end && *p == '|';
    while (p < end && count < MAX_CELLS) {
        const char *bar = p;
        while (bar < end && *bar != '|') {
            bar += *bar == '\\' && bar + 1 < end ? 2 : 1;
        }
        cells[count++] = (struct span){p, (size_t)(bar - p)};
        p = bar + 1;
    }
    return count;
}

/* --------------------------------------------------------------------------------------- inline */

/* The bracket that closes the one at `p`, with others nested in between; NULL if there is none. */
static const char *closing(const char *p, const char *end, char open, char close) {
    size_t depth = 0;
    for (; p < end; p++) {
        if (*p == '\\') {
            p++;
        } else if (*p == open) {
            depth++;
        } else if (*p == close && --depth == 0) {
            return p;
        }
    }
    return NULL;
}

/* "[text](address)" or "[text](address 'title')" at `p`. Returns its end, NULL if it is not a link.
 */
static const char *link_end(const char *p, const char *end, struct span *text,
                            struct span *address) {
    end = end - p > MAX_LINK ? p + MAX_LINK : end;
    const char *bracket = closing(p, end, '[', ']');
    if (bracket == NULL || bracket + 1 >= end || bracket[1] != '(') {
        return NULL;
    }
    const char *paren = closing(bracket + 1, end, '(', ')');
    if (paren == NULL) {
        return NULL;
    }
    const char *from = bracket + 2;
    while (from < paren && space_len(from, 1) > 0) {
        from++;
    }
    const char *to = from;
    while (to < paren && space_len(to, 1) == 0) {
        to++;
    }
    *text = (struct span){p + 1, (size_t)(bracket - p) - 1};
    *address = (struct span){from, (size_t)(to - from)};
    return paren + 1;
}

/* The number of "&#39;" or "&#x27;", after the "#"; 0 if it stands for no character of a text. */
static uint32_t numeric_entity(const char *digits, const char *end) {
    const bool is_hex = digits < end && (*digits == 'x' || *digits == 'X');
    uint32_t code = 0;
    for (const char *p = digits + is_hex; p < end; p++) {
        static const char all[] = "0123456789abcdefABCDEF";
        const char *found = *p != '\0' ? strchr(all, *p) : NULL;
        const uint32_t value = found == NULL ? 99 : (uint32_t)(found - all);
        const uint32_t digit = value > 15 && value < 22 ? value - 6 : value;
        if (digit >= (is_hex ? 16U : 10U) || code > 0x10FFFF) {
            return 0;
        }
        code = code * (is_hex ? 16 : 10) + digit;
    }
    const bool is_scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return is_scalar && (code & 0xFFFE) != 0xFFFE ? code : 0;
}

/* The code point of an HTML entity at `p`; `*after` is its end. 0 if it is none that is known. */
static uint32_t entity_at(const char *p, const char *end, const char **after) {
    static const struct {
        const char *name;
        uint32_t code;
    } entities[] = {{"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
                    {"apos", '\''},    {"nbsp", ' '},     {"ndash", 0x2013}, {"mdash", 0x2014},
                    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
                    {"hellip", 0x2026}};
    const size_t left = (size_t)(end - p) < MAX_ENTITY ? (size_t)(end - p) : MAX_ENTITY;
    const char *semicolon = memchr(p, ';', left);
    if (semicolon == NULL || semicolon - p < 3) {
        return 0;
    }
    *after = semicolon + 1;
    if (p[1] == '#') {
        const uint32_t code = numeric_entity(p + 2, semicolon);
        return code < ' ' || is_control(code) ? (code != 0 ? ' ' : 0) : code;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        const size_t len = strlen(entities[i].name);
        if ((size_t)(semicolon - p) == len + 1 && memcmp(p + 1, entities[i].name, len) == 0) {
            return entities[i].code;
        }
    }
    return 0;
}

/* In an address, emphasis marks are ordinary characters. */
static const char *address_text(struct span address) {
    struct text_buffer out = {0};
    const char *p = address.ptr;
    const char *end = p + address.len;
    if (address.len >= 2 && *p == '<' && end[-1] == '>') {
        p++;
        end--;
    }
    buffer_put(&out, "", 0);
    while (p < end) {
        const char *after = NULL;
        const uint32_t code = *p == '&' ? entity_at(p, end, &after) : 0;
        char bytes[4];
        p += *p == '\\' && p + 1 < end;
        buffer_put(&out, code != 0 ? bytes : p, code != 0 ? coserr__utf8_encode(code, bytes) : 1);
        p = code != 0 ? after : p + 1;
    }
    return out.ptr;
}

static void put_text(struct text_buffer *out, struct span cell, struct links *links);

/* Puts what is at `p` and returns where it ends. */
static const char *put_inline(struct text_buffer *out, const char *p, const char *end,
                              struct links *links) {
    struct span text;
    struct span address;
    const char *after = NULL;
    const size_t left = end - p > MAX_LINK ? MAX_LINK : (size_t)(end - p);
    const uint32_t code = *p == '&' ? entity_at(p, end, &after) : 0;
    if (code != 0) {
        char bytes[4];
        buffer_put(out, bytes, coserr__utf8_encode(code, bytes));
        return after;
    }
    if (links != NULL && *p == '[' && (after = link_end(p, end, &text, &address)) != NULL) {
        put_text(out, text, NULL); /* there are no links in links */
        ARENA_PUSH(links->items, links->count, links->capacity) = address_text(address);
        return after;
    }
    if (*p == '<' && (after = memchr(p, '>', left)) != NULL) {
        buffer_puts(out, " ");
        return after + 1;
    }
    if (*p == '\\' && p + 1 < end) {
        buffer_put(out, p + 1, 1);
        return p + 2;
    }
    buffer_put(out, p, *p != '*' && *p != '`');
    return p + 1;
}

static void put_text(struct text_buffer *out, struct span cell, struct links *links) {
    for (const char *p = cell.ptr; p < cell.ptr + cell.len;) {
        p = put_inline(out, p, cell.ptr + cell.len, links);
    }
}

const char *markdown_text(struct span cell, struct links *links) {
    struct text_buffer out = {0};
    struct links ignored = {0};
    buffer_put(&out, "", 0);
    put_text(&out, cell, links != NULL ? links : &ignored);
    return squeeze(out.ptr, out.len);
}
