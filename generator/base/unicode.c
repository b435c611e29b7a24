/* SPDX-License-Identifier: MIT */
/* Characters that no input may contain. */
#include "base/unicode.h"

bool is_control(uint32_t code) {
    const bool c0 = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
    return c0 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}
