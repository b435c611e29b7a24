/* SPDX-License-Identifier: MIT */
/* Reads names, references, attribute values, comments and processing instructions. */
#include "runtime/xml_tokens.h"

#include "base/utf8.h"
#include "runtime/scan.h"

typedef struct coserr__xml xml_reader;

bool coserr__xml_fail_char(xml_reader *x) {
    const unsigned char *const p = x->pos;
    const size_t left = (size_t)(x->end - p);
    if (coserr__utf8_is_cut(p, left)) {
        x->fault = COSERR_FAULT_TRUNCATED;
        return false;
    }
    const bool is_utf8 = coserr__utf8_len(p, left) > 0 && (*p < 0x80 || !x->ascii);
    return coserr__xml_fail(x, is_utf8 ? COSERR_FAULT_SYNTAX : COSERR_FAULT_ENCODING);
}

bool coserr__xml_ends_in(xml_reader *x, const char *literal, size_t len) {
    const size_t left = (size_t)(x->end - x->pos);
    if (left < len && memcmp(x->pos, literal, left) == 0) {
        x->pos = x->end;
        return true;
    }
    return false;
}

/* ---------------------------------------------------------------------------------------- names */

/* The length of the name character beyond ASCII at `p`, 0 when there is none. */
static size_t wide_name_len(const xml_reader *x, const unsigned char *p, bool first) {
    const size_t len = p < x->end && *p >= 0x80 ? coserr__xml_len_at(x, p) : 0;
    const bool good = len > 0 && coserr__xml_is_wide_name_char(coserr__utf8_decode(p, len), first);
    return good ? len : 0;
}

bool coserr__xml_end_name(xml_reader *x, const unsigned char *begin) {
    const unsigned char *p = x->pos;
    size_t len = wide_name_len(x, p, p == begin);
    while (len > 0) {
        p = coserr__xml_skip_name_bytes(p + len, x->end);
        len = wide_name_len(x, p, false);
    }
    x->pos = p;
    if (coserr__xml_len_at(x, p) == 0) {
        return coserr__xml_fail_char(x);
    }
    if (p == begin) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

/* ----------------------------------------------------------------------------------- references */

static int digit_value(unsigned char c, uint32_t base) {
    const unsigned char lower = coserr__lower(c);
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return base == 16 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* After "&#". */
static bool read_number(xml_reader *x, uint32_t *value) {
    const uint32_t base = coserr__xml_skip(x, COSERR_STR("x")) ? 16 : 10;
    const unsigned char *const begin = x->pos;
    uint32_t number = 0;
    for (; x->pos < x->end; x->pos++) {
        const int digit = digit_value(*x->pos, base);
        if (digit < 0) {
            break;
        }
        number = number * base + (uint32_t)digit;
        if (number > 0x10FFFF) {
            return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
        }
    }
    *value = number;
    if (x->pos == begin || !coserr__xml_expect(x, COSERR_STR(";")) ||
        !coserr__xml_is_char(number)) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

bool coserr__xml_read_reference(xml_reader *x, uint32_t *value) {
    x->pos++;
    if (coserr__xml_skip(x, COSERR_STR("#"))) {
        return read_number(x, value);
    }
    *value = coserr__xml_skip(x, COSERR_STR("amp;"))    ? '&'
             : coserr__xml_skip(x, COSERR_STR("lt;"))   ? '<'
             : coserr__xml_skip(x, COSERR_STR("gt;"))   ? '>'
             : coserr__xml_skip(x, COSERR_STR("quot;")) ? '"'
             : coserr__xml_skip(x, COSERR_STR("apos;")) ? '\''
                                                        : 0;
    if (*value != 0) {
        return true;
    }
    /* An undeclared entity is a fault after its ';', a broken reference where it breaks. */
    if (!coserr__xml_skip_name(x) || !coserr__xml_expect(x, COSERR_STR(";"))) {
        return false;
    }
    return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
}

/* ----------------------------------------------------------------------------------- attributes */

/* Up to the quote that ends the value; byte by byte, for most values are short. */
static inline bool skip_quoted(xml_reader *x, char quote) {
    uint32_t c;
    const unsigned char *p = x->pos;
    for (;;) {
        while (p < x->end && coserr__is_plain(*p, quote, '&', '<')) {
            p++;
        }
        x->pos = p;
        if (p < x->end && *p == (unsigned char)quote) {
            return true;
        }
        if (coserr__xml_at(x, COSERR_STR("<"))) {
            return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
        }
        const size_t len = coserr__xml_len_at(x, p);
        if (len == 0) {
            return coserr__xml_fail_char(x);
        }
        if (*p != '&') {
            p += len;
        } else if (coserr__xml_read_reference(x, &c)) {
            p = x->pos;
        } else {
            return false;
        }
    }
}

bool coserr__xml_read_attribute_value(xml_reader *x, coserr_str *value) {
    coserr__xml_skip_space(x);
    if (!coserr__xml_expect(x, COSERR_STR("="))) {
        return false;
    }
    coserr__xml_skip_space(x);
    if (x->pos == x->end || (*x->pos != '"' && *x->pos != '\'')) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    const char quote = (char)*x->pos++;
    const unsigned char *const begin = x->pos;
    if (!skip_quoted(x, quote)) {
        return false;
    }
    *value = (coserr_str){(const char *)begin, (size_t)(x->pos - begin)};
    x->pos++;
    return true;
}

/* -------------------------------------------------------------------- comments and instructions */

/* Characters up to the terminator, which is required and stepped over. */
static bool skip_past(xml_reader *x, const char *terminator, size_t len) {
    while (!coserr__xml_at(x, terminator, len)) {
        const size_t step = coserr__xml_len_at(x, x->pos);
        if (step == 0) {
            return coserr__xml_fail_char(x);
        }
        x->pos += step;
    }
    x->pos += len;
    return true;
}

/* There is no "--" before the end. */
bool coserr__xml_skip_comment(xml_reader *x) {
    return skip_past(x, COSERR_STR("--")) && coserr__xml_expect(x, COSERR_STR(">"));
}

/* Any target is allowed but "xml", which belongs to the declaration. */
bool coserr__xml_skip_instruction(xml_reader *x) {
    const char *const target = (const char *)x->pos;
    if (!coserr__xml_skip_name(x)) {
        return false;
    }
    const size_t len = (size_t)((const char *)x->pos - target);
    if (coserr__equal_nocase(target, len, COSERR_STR("xml"))) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return coserr__xml_skip_space(x) ? skip_past(x, COSERR_STR("?>"))
                                     : coserr__xml_expect(x, COSERR_STR("?>"));
}
