/* SPDX-License-Identifier: MIT */
/* Which characters beyond ASCII XML allows, and which of them in names. */
#include "runtime/xml_chars.h"

#include "base/utf8.h"

/* Of the code points that UTF-8 can encode there, Char excludes U+FFFE and U+FFFF alone. */
size_t coserr__xml_wide_len(const unsigned char *p, size_t left) {
    const size_t len = coserr__utf8_len(p, left);
    const bool excluded = len == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE;
    return excluded ? 0 : len;
}

struct char_range {
    uint32_t first;
    uint32_t last;
};

static const struct char_range name_start[] = {
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
    {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
};
static const struct char_range name_more[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

static bool in_ranges(const struct char_range *ranges, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

bool coserr__xml_is_wide_name_char(uint32_t c, bool first) {
    return in_ranges(name_start, sizeof name_start / sizeof *name_start, c) ||
           (!first && in_ranges(name_more, sizeof name_more / sizeof *name_more, c));
}
