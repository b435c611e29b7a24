/* SPDX-License-Identifier: MIT */
/* Characters: how wide they are, and whether a terminal may have them. */
#include "chars.h"

#include "base/utf8.h"

struct range {
    uint32_t first;
    uint32_t last;
};

/* What East Asian fonts draw two columns wide. */
static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Combining marks and other characters without a column of their own. */
static const struct range narrowest[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x2060, 0x2064},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

static const uint32_t closing[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01,
                                   0xFF1F, 0xFF09, 0xFF3D, 0xFF5D, 0x300B, 0x3009, 0x300D,
                                   0x300F, 0x3011, 0x3015, 0x201D, 0x2019, 0x2026};
static const uint32_t opening[] = {0xFF08, 0xFF3B, 0xFF5B, 0x300A, 0x3008, 0x300C,
                                   0x300E, 0x3010, 0x3014, 0x201C, 0x2018};

bool char_is_dangerous(const unsigned char *p, size_t len) {
    if (len == 1) {
        return *p < 0x20 || *p == 0x7F;
    }
    const uint32_t code = coserr__utf8_decode(p, len);
    return code < 0xA0 || code == 0x61C || code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_in_range(uint32_t code, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count && code >= ranges[i].first; i++) {
        if (code <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

size_t char_width(uint32_t code) {
    if (code < 0x300) {
        return 1;
    }
    if (is_in_range(code, narrowest, sizeof narrowest / sizeof *narrowest)) {
        return 0;
    }
    return is_in_range(code, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

static bool is_among(uint32_t code, const uint32_t *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (list[i] == code) {
            return true;
        }
    }
    return false;
}

bool char_is_closing(uint32_t code) {
    return is_among(code, closing, sizeof closing / sizeof *closing);
}

bool char_is_opening(uint32_t code) {
    return is_among(code, opening, sizeof opening / sizeof *opening);
}
