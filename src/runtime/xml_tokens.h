/* SPDX-License-Identifier: MIT */
/* The tokens that documents are made of, read at the reader's position. */
#ifndef COSERR_XML_TOKENS_H
#define COSERR_XML_TOKENS_H

#include "runtime/xml.h"
#include "runtime/xml_chars.h"

/* Sets the fault, or COSERR_FAULT_TRUNCATED at the end of the input. Returns false. */
static inline bool coserr__xml_fail(struct coserr__xml *x, uint32_t fault) {
    x->fault = x->pos >= x->end ? (uint32_t)COSERR_FAULT_TRUNCATED : fault;
    return false;
}

/* The fault of a position where coserr__xml_len_at() is 0: broken UTF-8, or not a Char. False. */
bool coserr__xml_fail_char(struct coserr__xml *x);

static inline bool coserr__xml_at(const struct coserr__xml *x, const char *literal, size_t len) {
    return (size_t)(x->end - x->pos) >= len && memcmp(x->pos, literal, len) == 0;
}

/* Length of the character at `p`, 0 when there is none that the declared encoding allows. */
static inline size_t coserr__xml_len_at(const struct coserr__xml *x, const unsigned char *p) {
    if (x->ascii && p < x->end && *p >= 0x80) {
        return 0;
    }
    return coserr__xml_char_len(p, (size_t)(x->end - p));
}

/* Steps over the literal, if it is there. */
static inline bool coserr__xml_skip(struct coserr__xml *x, const char *literal, size_t len) {
    const bool found = coserr__xml_at(x, literal, len);
    x->pos += found ? len : 0;
    return found;
}

/* If the input ends inside the literal, moves to the end. */
bool coserr__xml_ends_in(struct coserr__xml *x, const char *literal, size_t len);

/* Steps over the literal, which is required. */
static inline bool coserr__xml_expect(struct coserr__xml *x, const char *literal, size_t len) {
    if (coserr__xml_skip(x, literal, len)) {
        return true;
    }
    (void)coserr__xml_ends_in(x, literal, len);
    return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
}

/* True when there was whitespace. */
static inline bool coserr__xml_skip_space(struct coserr__xml *x) {
    const unsigned char *const begin = x->pos;
    const unsigned char *p = begin;
    while (p < x->end && coserr__is_space(*p)) {
        p++;
    }
    x->pos = p;
    return p > begin;
}

static inline const unsigned char *coserr__xml_skip_name_bytes(const unsigned char *p,
                                                               const unsigned char *end) {
    while (p < end && coserr__xml_name_class[*p] != 0) {
        p++;
    }
    return p;
}

/* The rest of a name that ASCII ends, or of which it is no part. */
bool coserr__xml_end_name(struct coserr__xml *x, const unsigned char *begin);

/* Steps over an NCName: a name without a colon. At least one byte follows it. */
static inline bool coserr__xml_skip_name(struct coserr__xml *x) {
    const unsigned char *const begin = x->pos;
    if (begin < x->end && coserr__xml_name_class[*begin] == COSERR__XML_NAME_START) {
        x->pos = coserr__xml_skip_name_bytes(begin + 1, x->end);
        if (x->pos<x->end && * x->pos> ' ' && *x->pos < 0x80) {
            return true;
        }
    }
    return coserr__xml_end_name(x, begin);
}

/* At '&': one of the five entities, or a character by its number. */
bool coserr__xml_read_reference(struct coserr__xml *x, uint32_t *value);

/* After the name of an attribute: '=' and the value in quotes, as written. */
bool coserr__xml_read_attribute_value(struct coserr__xml *x, coserr_str *value);

/* After "<!--" and "<?". */
bool coserr__xml_skip_comment(struct coserr__xml *x);
bool coserr__xml_skip_instruction(struct coserr__xml *x);

#endif
