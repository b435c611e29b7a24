/* SPDX-License-Identifier: MIT */
/* A strict pull reader for JSON (RFC 8259), in one pass over UTF-8 in memory: no allocation, no
 * recursion, bounded nesting. */
#include "runtime/json_reader.h"

#include "base/utf8.h"
#include "runtime/scan.h"

typedef struct coserr__json json_reader;
typedef enum coserr__json_event json_event;

/* Sets the fault, or COSERR_FAULT_TRUNCATED at the end of the input. Returns false. */
static bool fail(json_reader *j, uint32_t fault) {
    j->fault = j->pos >= j->end ? (uint32_t)COSERR_FAULT_TRUNCATED : fault;
    return false;
}

static bool fail_at_end(json_reader *j) {
    j->pos = j->end;
    return fail(j, COSERR_FAULT_TRUNCATED);
}

static inline bool at(const json_reader *j, char c) {
    return j->pos < j->end && *j->pos == (unsigned char)c;
}

static inline bool skip(json_reader *j, char c) {
    const bool found = at(j, c);
    j->pos += found ? 1 : 0;
    return found;
}

static inline bool expect(json_reader *j, char c) {
    if (!skip(j, c)) {
        return fail(j, COSERR_FAULT_SYNTAX);
    }
    return true;
}

static inline void skip_space(json_reader *j) {
    const unsigned char *p = j->pos;
    while (p < j->end && coserr__is_space(*p)) {
        p++;
    }
    j->pos = p;
}

static void put(struct coserr__sink *sink, const void *ptr, size_t len) {
    if (sink != NULL && len > 0) {
        coserr__sink_put(sink, ptr, len);
    }
}

/* -------------------------------------------------------------------------------------- strings */

static int hex_value(unsigned char c) {
    const unsigned char lower = coserr__lower(c);
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* How many of the four digits at `p` are there; all four give a UTF-16 code unit. */
static size_t read_unit(const json_reader *j, const unsigned char *p, uint32_t *unit) {
    size_t count = 0;
    *unit = 0;
    while (count < 4 && p + count < j->end) {
        const int digit = hex_value(p[count]);
        if (digit < 0) {
            break;
        }
        *unit = *unit << 4 | (uint32_t)digit;
        count++;
    }
    return count;
}

/* At "\u". A surrogate without its other half becomes U+FFFD. */
static size_t read_unicode_escape(json_reader *j, char out[4]) {
    enum { LEN = sizeof "\\uXXXX" - 1, DIGITS = 2 };
    const unsigned char *const p = j->pos;
    uint32_t c;
    uint32_t low;
    const size_t count = read_unit(j, p + DIGITS, &c);
    if (count < 4) {
        (void)(p + DIGITS + count == j->end ? fail_at_end(j) : fail(j, COSERR_FAULT_SYNTAX));
        return 0;
    }
    j->pos += LEN;
    if (c < 0xD800 || c > 0xDFFF) {
        return coserr__utf8_encode(c, out);
    }
    const bool pair = c <= 0xDBFF && j->end - j->pos >= LEN && j->pos[0] == '\\' &&
                      j->pos[1] == 'u' && read_unit(j, j->pos + DIGITS, &low) == 4 &&
                      low >= 0xDC00 && low <= 0xDFFF;
    if (!pair) {
        return coserr__utf8_encode(0xFFFD, out);
    }
    j->pos += LEN;
    return coserr__utf8_encode(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00), out);
}

/* At '\\'. The length of the character, 0 when there is a fault. */
static size_t read_escape(json_reader *j, char out[4]) {
    static const char names[] = "n\"\\/trbf";
    static const char values[] = "\n\"\\/\t\r\b\f";
    if (j->end - j->pos < 2) {
        (void)fail_at_end(j);
        return 0;
    }
    if (j->pos[1] == 'u') {
        return read_unicode_escape(j, out);
    }
    for (size_t i = 0; i < sizeof names - 1; i++) {
        if (j->pos[1] == (unsigned char)names[i]) {
            *out = values[i];
            j->pos += 2;
            return 1;
        }
    }
    (void)fail(j, COSERR_FAULT_SYNTAX);
    return 0;
}

/* As many escapes as follow each other, and fit. */
static bool read_escapes(json_reader *j, struct coserr__sink *sink) {
    char decoded[32];
    size_t len = 0;
    do {
        const size_t step = read_escape(j, decoded + len);
        if (step == 0) {
            return false;
        }
        len += step;
    } while (len + 4 <= sizeof decoded && at(j, '\\'));
    put(sink, decoded, len);
    return true;
}

/* Steps over the characters that stand for themselves. */
static void skip_text(json_reader *j) {
    const unsigned char *p = coserr__skip_plain(j->pos, j->end, '"', '\\', '\\');
    while (p < j->end && *p >= 0x80) {
        const size_t len = coserr__utf8_len(p, (size_t)(j->end - p));
        if (len == 0) {
            break;
        }
        p += len;
        if (p < j->end && *p < 0x80) {
            p = coserr__skip_plain(p, j->end, '"', '\\', '\\');
        }
    }
    j->pos = p;
}

/* At what cannot stand in a string. */
static bool fail_text(json_reader *j) {
    if (coserr__utf8_is_cut(j->pos, (size_t)(j->end - j->pos))) {
        return fail_at_end(j);
    }
    const bool control = j->pos < j->end && *j->pos < 0x80;
    return fail(j, control ? COSERR_FAULT_SYNTAX : COSERR_FAULT_ENCODING);
}

static bool read_string(json_reader *j, struct coserr__sink *sink) {
    if (!expect(j, '"')) {
        return false;
    }
    for (;;) {
        const unsigned char *const begin = j->pos;
        skip_text(j);
        put(sink, begin, (size_t)(j->pos - begin));
        if (skip(j, '"')) {
            return true;
        }
        if (!at(j, '\\')) {
            return fail_text(j);
        }
        if (!read_escapes(j, sink)) {
            return false;
        }
    }
}

/* -------------------------------------------------------------------------------- other scalars */

static bool skip_digits(json_reader *j) {
    const unsigned char *const begin = j->pos;
    while (j->pos < j->end && *j->pos >= '0' && *j->pos <= '9') {
        j->pos++;
    }
    if (j->pos == begin) {
        return fail(j, COSERR_FAULT_SYNTAX);
    }
    return true;
}

static bool skip_number(json_reader *j) {
    (void)skip(j, '-');
    if (!skip(j, '0') && !skip_digits(j)) {
        return false;
    }
    if (skip(j, '.') && !skip_digits(j)) {
        return false;
    }
    if (skip(j, 'e') || skip(j, 'E')) {
        if (!skip(j, '+')) {
            (void)skip(j, '-');
        }
        return skip_digits(j);
    }
    return true;
}

static bool read_number(json_reader *j, struct coserr__sink *sink) {
    const unsigned char *const begin = j->pos;
    j->kind = COSERR__JSON_NUMBER;
    if (!skip_number(j)) {
        return false;
    }
    put(sink, begin, (size_t)(j->pos - begin));
    return true;
}

static bool read_literal(json_reader *j, uint32_t kind, const char *literal, size_t len) {
    const size_t left = (size_t)(j->end - j->pos);
    j->kind = kind;
    if (memcmp(j->pos, literal, left < len ? left : len) != 0) {
        return fail(j, COSERR_FAULT_SYNTAX);
    }
    if (left < len) {
        return fail_at_end(j);
    }
    j->pos += len;
    return true;
}

static bool read_scalar(json_reader *j, struct coserr__sink *sink) {
    if (j->pos == j->end) {
        return fail_at_end(j);
    }
    switch (*j->pos) {
    case '"':
        j->kind = COSERR__JSON_STRING;
        return read_string(j, sink);
    case 't':
        return read_literal(j, COSERR__JSON_TRUE, COSERR_STR("true"));
    case 'f':
        return read_literal(j, COSERR__JSON_FALSE, COSERR_STR("false"));
    case 'n':
        return read_literal(j, COSERR__JSON_NULL, COSERR_STR("null"));
    default:
        return read_number(j, sink);
    }
}

/* --------------------------------------------------------------------------- objects and arrays */

/* At '{' or '['. */
static bool open_level(json_reader *j) {
    if (j->depth == COSERR__MAX_DEPTH) {
        return fail(j, COSERR_FAULT_LIMIT);
    }
    const uint64_t bit = UINT64_C(1) << j->depth;
    j->objects = *j->pos == '{' ? j->objects | bit : j->objects & ~bit;
    j->depth++;
    j->first = true;
    j->pos++;
    return true;
}

enum step { STEP_FAULT, STEP_ELEMENT, STEP_CLOSED };

/* From the end of one element of the innermost level to the value of the next, or past the closing
 * bracket. A member's name goes into the sink, unless NULL. */
static enum step next_step(json_reader *j, struct coserr__sink *name) {
    const bool object = (j->objects >> (j->depth - 1) & 1) != 0;
    const bool first = j->first;
    j->first = false;
    skip_space(j);
    if (skip(j, object ? '}' : ']')) {
        j->depth--;
        return STEP_CLOSED;
    }
    if (!first && !expect(j, ',')) {
        return STEP_FAULT;
    }
    skip_space(j);
    if (object) {
        if (!read_string(j, name)) {
            return STEP_FAULT;
        }
        skip_space(j);
        if (!expect(j, ':')) {
            return STEP_FAULT;
        }
        skip_space(j);
    }
    return STEP_ELEMENT;
}

static bool at_bracket(const json_reader *j) {
    return at(j, '{') || at(j, '[');
}

/* At '{' or '[' in the outermost object: to the end of that object or array. */
static bool skip_nested(json_reader *j) {
    const uint32_t outside = j->depth;
    (void)open_level(j); /* the second level: there is room */
    while (j->depth > outside) {
        const enum step step = next_step(j, NULL);
        if (step == STEP_FAULT) {
            return false;
        }
        if (step == STEP_ELEMENT && !(at_bracket(j) ? open_level(j) : read_scalar(j, NULL))) {
            return false;
        }
    }
    return true;
}

json_event coserr__json_value(json_reader *j, struct coserr__sink *sink) {
    if (j->fault != COSERR_FAULT_NONE) {
        return COSERR__JSON_FAULT;
    }
    j->pending = false;
    if (!at_bracket(j)) {
        return read_scalar(j, sink) ? COSERR__JSON_VALUE : COSERR__JSON_FAULT;
    }
    const uint32_t kind = *j->pos == '{' ? COSERR__JSON_OBJECT : COSERR__JSON_ARRAY;
    if (!skip_nested(j)) {
        return COSERR__JSON_FAULT;
    }
    j->kind = kind;
    return COSERR__JSON_VALUE;
}

/* After the object: only whitespace. */
static json_event finish(json_reader *j) {
    skip_space(j);
    if (j->pos < j->end) {
        (void)fail(j, COSERR_FAULT_SYNTAX);
        return COSERR__JSON_FAULT;
    }
    return COSERR__JSON_DONE;
}

static json_event read_member(json_reader *j) {
    struct coserr__sink sink = coserr__sink_over(j->decoded, sizeof j->decoded);
    const enum step step = next_step(j, &sink);
    if (step == STEP_CLOSED) {
        return finish(j);
    }
    if (step == STEP_FAULT) {
        return COSERR__JSON_FAULT;
    }
    j->pending = true;
    j->name = (coserr_str){j->decoded, sink.total};
    if (sink.total > sizeof j->decoded) {
        j->name = (coserr_str){COSERR_STR("\xFF")};
    }
    return COSERR__JSON_MEMBER;
}

json_event coserr__json_next(json_reader *j) {
    if (j->pending && coserr__json_value(j, NULL) == COSERR__JSON_FAULT) {
        return COSERR__JSON_FAULT;
    }
    if (j->fault != COSERR_FAULT_NONE) {
        return COSERR__JSON_FAULT;
    }
    return j->depth == 0 ? finish(j) : read_member(j);
}

json_event coserr__json_begin(json_reader *j, const char *body, size_t len) {
    static const unsigned char none[1] = {0};
    j->start = body != NULL ? (const unsigned char *)body : none;
    j->pos = j->start;
    j->end = j->start + (body != NULL ? len : 0);
    j->fault = COSERR_FAULT_NONE;
    j->kind = COSERR__JSON_OBJECT;
    j->depth = 0;
    j->objects = 0;
    j->pending = false;
    j->name = (coserr_str){"", 0};
    if (len >= 3 && body != NULL && memcmp(body, "\xEF\xBB\xBF", 3) == 0) {
        j->pos += 3;
    }
    skip_space(j);
    if (!at(j, '{')) {
        (void)fail(j, COSERR_FAULT_SYNTAX);
        return COSERR__JSON_FAULT;
    }
    (void)open_level(j); /* the first level: there is room */
    return COSERR__JSON_START;
}
