/* SPDX-License-Identifier: MIT */
/* Characters that inputs may not contain. */
#include "base/unicode.h"

bool is_control(uint32_t code) {
    const bool c0 = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
    return c0 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

/* Not the two joiners, U+200C and U+200D, which several scripts are written with. */
bool is_invisible(uint32_t code) {
    return code == 0x200B || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069);
}
