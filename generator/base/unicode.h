/* SPDX-License-Identifier: MIT */
/* UTF-8, and the characters that inputs may not contain. */
#ifndef GENERATOR_UNICODE_H
#define GENERATOR_UNICODE_H

#include "base/utf8.h"

/* C0 controls but tab, LF and CR; DEL; C1 controls; line and paragraph separators; the byte order
 * mark; U+FFFE and U+FFFF, which are no characters. They are invisible, upset terminals, and
 * libyaml counts some of them as line ends, and refuses others without saying where. */
bool is_control(uint32_t code);

/* Characters without a width, and those that reverse or isolate what is around them: a text is then
 * not what it looks like. A page may contain them, a catalog and a ledger may not. */
bool is_invisible(uint32_t code);

#endif
