/* SPDX-License-Identifier: MIT */
/* UTF-8: validation, code points, and the characters that no input may contain. */
#include "base/unicode.h"

size_t utf8_len(const unsigned char *p, size_t left) {
    static const struct {
        unsigned char first, last, second_first, second_last, len;
    } forms[] = {
        {0x00, 0x7F, 0x00, 0xFF, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (p[0] < forms[i].first || p[0] > forms[i].last || left < forms[i].len) {
            continue;
        }
        bool good =
            forms[i].len == 1 || (p[1] >= forms[i].second_first && p[1] <= forms[i].second_last);
        for (size_t j = 2; good && j < forms[i].len; j++) {
            good = (p[j] & 0xC0) == 0x80;
        }
        return good ? forms[i].len : 0;
    }
    return 0;
}

uint32_t utf8_decode(const char *p, size_t len) {
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = (unsigned char)p[0] & masks[len];
    for (size_t i = 1; i < len; i++) {
        code = code << 6 | ((unsigned char)p[i] & 0x3F);
    }
    return code;
}

size_t utf8_encode(uint32_t code, char to[4]) {
    static const unsigned char marks[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    const size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; code >>= 6) {
        to[i] = (char)(0x80 | (code & 0x3F));
    }
    to[0] = (char)(marks[len] | code);
    return len;
}

bool is_control(uint32_t code) {
    const bool c0 = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
    return c0 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF;
}
