/* SPDX-License-Identifier: MIT */
/* A strict pull reader for XML 1.0 (fifth edition) with namespaces, in one pass over bytes in
 * memory: UTF-8 or ASCII, no DTD, no allocation, no recursion, bounded nesting. */
#include "runtime/xml.h"

#include "base/utf8.h"
#include "runtime/scan.h"
#include "runtime/xml_tags.h"
#include "runtime/xml_tokens.h"

typedef struct coserr__xml xml_reader;
typedef enum coserr__xml_event xml_event;

/* ----------------------------------------------------------------------------------------- text */

static xml_event text_from(xml_reader *x, const unsigned char *begin) {
    x->text = (coserr_str){(const char *)begin, (size_t)(x->pos - begin)};
    return COSERR__XML_TEXT;
}

/* The length of the character at `p` if it is text as it stands; 0 at markup, a reference, a line
 * end to normalise, or what is not a character. */
static inline size_t text_len_at(const xml_reader *x, const unsigned char *p) {
    const size_t left = (size_t)(x->end - p);
    if (left == 0) {
        return 0;
    }
    if (*p == '<' || *p == '&') {
        return x->in_cdata ? 1 : 0;
    }
    if (*p == '\r') {
        return 0;
    }
    if (*p == ']') {
        return left >= 3 && p[1] == ']' && p[2] == '>' ? 0 : 1;
    }
    return coserr__xml_len_at(x, p);
}

/* Steps over text that can be returned as it stands. */
static inline void skip_text(xml_reader *x) {
    const unsigned char *const end = x->end;
    const unsigned char *p = coserr__skip_plain(x->pos, end, '&', '<', ']');
    size_t len;
    while ((len = text_len_at(x, p)) > 0) {
        p += len;
        if (p < end && *p < 0x80) {
            p = coserr__skip_plain(p, end, '&', '<', ']');
        }
    }
    x->pos = p;
}

/* CR LF and CR are both LF. */
static xml_event read_line_end(xml_reader *x) {
    x->pos++;
    (void)coserr__xml_skip(x, COSERR_STR("\n"));
    x->text = (coserr_str){COSERR_STR("\n")};
    return COSERR__XML_TEXT;
}

/* As many references as follow each other, and fit. */
static xml_event read_references(xml_reader *x) {
    size_t len = 0;
    do {
        uint32_t c;
        if (!coserr__xml_read_reference(x, &c)) {
            return COSERR__XML_FAULT;
        }
        len += coserr__utf8_encode(c, x->decoded + len);
    } while (len + 4 <= sizeof x->decoded && coserr__xml_at(x, COSERR_STR("&")));
    x->text = (coserr_str){x->decoded, len};
    return COSERR__XML_TEXT;
}

/* At what is not text as it stands. */
COSERR__COLD
static xml_event read_other_text(xml_reader *x) {
    if (coserr__xml_at(x, COSERR_STR("&"))) {
        return read_references(x);
    }
    if (coserr__xml_at(x, COSERR_STR("\r"))) {
        return read_line_end(x);
    }
    if (coserr__xml_at(x, COSERR_STR("]]>"))) {
        coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    } else {
        coserr__xml_fail_char(x);
    }
    return COSERR__XML_FAULT;
}

static xml_event read_text(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    skip_text(x);
    return x->pos > begin ? text_from(x, begin) : read_other_text(x);
}

/* Text that the input or a bad character cuts is not returned: the section has to be complete. */
static xml_event read_cdata(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    skip_text(x);
    if (coserr__xml_at(x, COSERR_STR("\r"))) {
        return x->pos > begin ? text_from(x, begin) : read_line_end(x);
    }
    const xml_event event = text_from(x, begin);
    if (!coserr__xml_skip(x, COSERR_STR("]]>"))) {
        coserr__xml_fail_char(x);
        return COSERR__XML_FAULT;
    }
    x->in_cdata = false;
    return event;
}

/* ---------------------------------------------------------------------------------- declaration */

static bool is_version(coserr_str version) {
    if (version.len < 3 || memcmp(version.ptr, "1.", 2) != 0) {
        return false;
    }
    for (size_t i = 2; i < version.len; i++) {
        if (version.ptr[i] < '0' || version.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool read_version(xml_reader *x) {
    coserr_str value;
    if (!coserr__xml_expect(x, COSERR_STR("version")) ||
        !coserr__xml_read_attribute_value(x, &value)) {
        return false;
    }
    if (!is_version(value)) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

static bool read_encoding(xml_reader *x) {
    coserr_str value;
    if (!coserr__xml_expect(x, COSERR_STR("encoding")) ||
        !coserr__xml_read_attribute_value(x, &value)) {
        return false;
    }
    if (coserr__equal_nocase(value.ptr, value.len, COSERR_STR("utf-8"))) {
        return true;
    }
    x->ascii = coserr__equal_nocase(value.ptr, value.len, COSERR_STR("us-ascii")) ||
               coserr__equal_nocase(value.ptr, value.len, COSERR_STR("ascii"));
    if (!x->ascii) {
        return coserr__xml_fail(x, COSERR_FAULT_ENCODING);
    }
    return true;
}

static bool read_standalone(xml_reader *x) {
    coserr_str value;
    if (!coserr__xml_expect(x, COSERR_STR("standalone")) ||
        !coserr__xml_read_attribute_value(x, &value)) {
        return false;
    }
    if (!coserr__equal(value.ptr, value.len, COSERR_STR("yes")) &&
        !coserr__equal(value.ptr, value.len, COSERR_STR("no"))) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

/* After "<?xml" and whitespace: version, then encoding, then standalone, the last two optional. */
static bool read_declaration(xml_reader *x) {
    if (!read_version(x)) {
        return false;
    }
    bool space = coserr__xml_skip_space(x);
    if (space && coserr__xml_at(x, COSERR_STR("e"))) {
        if (!read_encoding(x)) {
            return false;
        }
        space = coserr__xml_skip_space(x);
    }
    if (space && coserr__xml_at(x, COSERR_STR("s"))) {
        if (!read_standalone(x)) {
            return false;
        }
        coserr__xml_skip_space(x);
    }
    return coserr__xml_expect(x, COSERR_STR("?>"));
}

/* ------------------------------------------------------------------------------------- document */

/* Steps over comments, instructions and whitespace, before the root and after it. */
static bool skip_misc(xml_reader *x) {
    for (;;) {
        coserr__xml_skip_space(x);
        if (coserr__xml_skip(x, COSERR_STR("<!--"))) {
            if (!coserr__xml_skip_comment(x)) {
                return false;
            }
        } else if (coserr__xml_skip(x, COSERR_STR("<?"))) {
            if (!coserr__xml_skip_instruction(x)) {
                return false;
            }
        } else {
            return true;
        }
    }
}

/* At the '!' of what is not the root. */
static bool fail_declaration(xml_reader *x) {
    if (coserr__xml_at(x, COSERR_STR("!DOCTYPE"))) {
        x->pos--;
        return coserr__xml_fail(x, COSERR_FAULT_DOCTYPE);
    }
    if (!coserr__xml_ends_in(x, COSERR_STR("!DOCTYPE"))) {
        (void)coserr__xml_ends_in(x, COSERR_STR("!--"));
    }
    return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
}

static bool read_root(xml_reader *x) {
    if (!skip_misc(x) || !coserr__xml_expect(x, COSERR_STR("<"))) {
        return false;
    }
    return coserr__xml_at(x, COSERR_STR("!")) ? fail_declaration(x) : coserr__xml_read_start(x);
}

/* From the byte order mark to the root. */
static bool read_prolog(xml_reader *x) {
    if (coserr__xml_at(x, COSERR_STR("\xFE\xFF")) || coserr__xml_at(x, COSERR_STR("\xFF\xFE"))) {
        return coserr__xml_fail(x, COSERR_FAULT_ENCODING); /* UTF-16 */
    }
    (void)coserr__xml_skip(x, COSERR_STR("\xEF\xBB\xBF"));
    coserr__xml_skip_space(x);
    const unsigned char *const begin = x->pos;
    if (coserr__xml_skip(x, COSERR_STR("<?xml"))) {
        if (coserr__xml_skip_space(x)) {
            return read_declaration(x) && read_root(x);
        }
        x->pos = begin; /* an instruction, or the declaration breaks off */
    }
    return read_root(x);
}

xml_event coserr__xml_begin(xml_reader *x, const char *body, size_t len) {
    static const unsigned char none[1] = {0};
    x->start = body != NULL ? (const unsigned char *)body : none;
    x->pos = x->start;
    x->end = x->start + (body != NULL ? len : 0);
    x->fault = COSERR_FAULT_NONE;
    x->depth = 0;
    x->ascii = false;
    x->in_cdata = false;
    x->closing = false;
    coserr__xml_reset_namespaces(x);
    return read_prolog(x) ? COSERR__XML_START : COSERR__XML_FAULT;
}

/* After the root: only comments, instructions and whitespace. */
static xml_event finish(xml_reader *x) {
    if (!skip_misc(x)) {
        return COSERR__XML_FAULT;
    }
    if (x->pos < x->end) {
        (void)coserr__xml_ends_in(x, COSERR_STR("<!--"));
        coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
        return COSERR__XML_FAULT;
    }
    return COSERR__XML_DONE;
}

/* At "<!" or "<?" inside the root. A comment or an instruction is an empty text. */
static xml_event read_other_markup(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    bool good;
    if (coserr__xml_skip(x, COSERR_STR("<?"))) {
        good = coserr__xml_skip_instruction(x);
    } else if (coserr__xml_skip(x, COSERR_STR("<!--"))) {
        good = coserr__xml_skip_comment(x);
    } else if (coserr__xml_skip(x, COSERR_STR("<![CDATA["))) {
        x->in_cdata = true;
        good = true;
    } else {
        x->pos++;
        if (!coserr__xml_ends_in(x, COSERR_STR("!--"))) {
            (void)coserr__xml_ends_in(x, COSERR_STR("![CDATA["));
        }
        good = coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    x->text = (coserr_str){(const char *)begin, 0};
    return good ? COSERR__XML_TEXT : COSERR__XML_FAULT;
}

/* At '<' inside the root. */
static inline xml_event read_markup(xml_reader *x) {
    const unsigned char second = x->end - x->pos > 1 ? x->pos[1] : 0;
    if (second == '/') {
        x->pos += 2;
        return coserr__xml_read_end(x) ? coserr__xml_close(x) : COSERR__XML_FAULT;
    }
    if (second == '!' || second == '?') {
        return read_other_markup(x);
    }
    x->pos++;
    return coserr__xml_read_start(x) ? COSERR__XML_START : COSERR__XML_FAULT;
}

/* Where the next bytes are not content. */
COSERR__COLD
static xml_event next_elsewhere(xml_reader *x) {
    if (x->fault != COSERR_FAULT_NONE) {
        return COSERR__XML_FAULT;
    }
    if (x->closing) {
        return coserr__xml_close(x);
    }
    return x->in_cdata ? read_cdata(x) : finish(x);
}

static inline xml_event next(xml_reader *x) {
    if (x->fault != COSERR_FAULT_NONE || x->closing || x->in_cdata || x->depth == 0) {
        return next_elsewhere(x);
    }
    return coserr__xml_at(x, COSERR_STR("<")) ? read_markup(x) : read_text(x);
}

xml_event coserr__xml_next(xml_reader *x) {
    return next(x);
}

xml_event coserr__xml_next_tag(xml_reader *x) {
    xml_event event;
    do {
        if (x->fault == COSERR_FAULT_NONE) {
            coserr__xml_skip_space(x);
        }
        event = next(x);
    } while (event == COSERR__XML_TEXT);
    return event;
}

xml_event coserr__xml_value(xml_reader *x, struct coserr__sink *sink) {
    const uint32_t depth = x->depth;
    xml_event event = next(x);
    while (event != COSERR__XML_FAULT && x->depth >= depth) {
        if (event == COSERR__XML_TEXT && x->depth == depth && sink != NULL) {
            coserr__sink_put(sink, x->text.ptr, x->text.len);
        }
        event = next(x);
    }
    return event;
}
