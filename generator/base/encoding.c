/* SPDX-License-Identifier: MIT */
/* What every input file is checked for before it is read. */
#include "base/encoding.h"

#include "base/unicode.h"

#include <string.h>

static bool refuse(const struct source *source, size_t offset, enum rule rule,
                   const char *message) {
    diag_add(source_locate(source, offset), rule, "%s", message);
    return false;
}

static bool is_conflict_mark(const char *line) {
    return strncmp(line, "<<<<<<< ", 8) == 0 || strncmp(line, ">>>>>>> ", 8) == 0 ||
           (strncmp(line, "=======", 7) == 0 && line_end(line) == line + 7);
}

/* No line is one of those that version control writes around the two sides of a conflict. */
static bool check_lines(const struct source *source) {
    const char *const end = source->text + source->len;
    for (const char *line = source->text; line != NULL && line < end;) {
        if (is_conflict_mark(line)) {
            return refuse(source, (size_t)(line - source->text), RULE_MERGE_CONFLICT,
                          "a merge conflict; resolve it first");
        }
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        line = feed != NULL ? feed + 1 : NULL;
    }
    return true;
}

static bool check(const struct source *source, bool is_page) {
    for (size_t i = 0; i < source->len;) {
        const char *p = source->text + i;
        const size_t len = coserr__utf8_len((const unsigned char *)p, source->len - i);
        if (len == 0) {
            return refuse(source, i, RULE_ENCODING,
                          arena_printf("byte 0x%02X is not UTF-8; save the file as UTF-8",
                                       (unsigned char)*p));
        }
        const uint32_t code = coserr__utf8_decode((const unsigned char *)p, len);
        if (is_control(code)) {
            return refuse(source, i, RULE_CONTROL,
                          arena_printf("control character U+%04X; remove it", (unsigned)code));
        }
        if (!is_page && is_invisible(code)) {
            return refuse(source, i, RULE_CONTROL,
                          arena_printf("invisible character U+%04X; remove it", (unsigned)code));
        }
        if (code == '\r' && p[1] != '\n') {
            return refuse(source, i, RULE_CONTROL,
                          "carriage return without a line feed; save the file with line ends LF "
                          "or CR LF");
        }
        i += len;
    }
    return true;
}

bool check_page_encoding(const struct source *source) {
    return check(source, true);
}

bool check_encoding(const struct source *source) {
    return check_lines(source) && check(source, false);
}
