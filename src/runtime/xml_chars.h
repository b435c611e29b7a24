/* SPDX-License-Identifier: MIT */
/* The characters of XML 1.0 (fifth edition). */
#ifndef COSERR_XML_CHARS_H
#define COSERR_XML_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Section 2.2, production Char, for a code point of at most U+10FFFF. */
static inline bool coserr__xml_is_char(uint32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

/* The length of the Char beyond ASCII at `p`, 0 when there is none. `p` is not at ASCII. */
size_t coserr__xml_wide_len(const unsigned char *p, size_t left);

/* The length of the Char at `p`, 0 when there is none. */
static inline size_t coserr__xml_char_len(const unsigned char *p, size_t left) {
    if (left > 0 && *p < 0x80) {
        return coserr__xml_is_char(*p) ? 1 : 0;
    }
    return coserr__xml_wide_len(p, left);
}

enum { COSERR__XML_NAME = 1, COSERR__XML_NAME_START = 2 };

#define M COSERR__XML_NAME
#define S COSERR__XML_NAME_START
/* Section 2.3: NameStartChar, and what NameChar adds to it, in ASCII and without the colon. */
static const unsigned char coserr__xml_name_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, M, M, 0, M, M, M, M, M, M, M, M, M, M, 0, 0, 0, 0, 0, 0,
    0, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, 0, 0, 0, 0, S,
    0, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, 0, 0, 0, 0, 0,
};
#undef M
#undef S

/* The same beyond ASCII. */
bool coserr__xml_is_wide_name_char(uint32_t c, bool first);

#endif
