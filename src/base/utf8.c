/* SPDX-License-Identifier: MIT */
/* UTF-8: lengths, decoding and encoding of single sequences. */
#include "base/utf8.h"

static bool is_continuation(unsigned char c) {
    return (c & 0xC0) == 0x80;
}

size_t coserr__utf8_len(const unsigned char *p, size_t left) {
    if (left == 0) {
        return 0;
    }
    if (p[0] < 0x80) {
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < 2 || !is_continuation(p[1])) {
        return 0;
    }
    if (p[0] < 0xE0) {
        return 2;
    }
    if (left < 3 || !is_continuation(p[2])) {
        return 0;
    }
    if (p[0] < 0xF0) {
        const bool overlong = p[0] == 0xE0 && p[1] < 0xA0;
        const bool surrogate = p[0] == 0xED && p[1] > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    const bool overlong = p[0] == 0xF0 && p[1] < 0x90;
    const bool too_large = p[0] == 0xF4 && p[1] > 0x8F;
    return overlong || too_large || left < 4 || !is_continuation(p[3]) ? 0 : 4;
}

bool coserr__utf8_is_cut(const unsigned char *p, size_t left) {
    if (left == 0 || left > 3 || p[0] < 0xC2 || p[0] > 0xF4) {
        return false;
    }
    size_t at = 1;
    while (at < left && is_continuation(p[at])) {
        at++;
    }
    return at == left;
}

uint32_t coserr__utf8_decode(const unsigned char *p, size_t len) {
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = p[0] & lead_bits[len];
    for (size_t i = 1; i < len; i++) {
        value = value << 6 | (p[i] & 0x3Fu);
    }
    return value;
}

size_t coserr__utf8_encode(uint32_t value, char out[4]) {
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (value < 0x80) {
        out[0] = (char)value;
        return 1;
    }
    const size_t len = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, value >>= 6) {
        out[i] = (char)(0x80 | (value & 0x3F));
    }
    out[0] = (char)(lead[len] | value);
    return len;
}
