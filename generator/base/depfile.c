/* SPDX-License-Identifier: MIT */
/* Makefile rules that say what outputs depend on, as make and ninja read them. */
#include "base/depfile.h"

#include <string.h>

/* Make takes a backslash literally unless it comes before a character that has a meaning; before
 * such a character, two stand for one. */
static void put_path(struct text_buffer *to, const char *path) {
    size_t backslashes = 0;
    for (; *path != '\0'; path++) {
        if (strchr(" \t#:", *path) != NULL) {
            for (size_t i = 0; i < backslashes + 1; i++) {
                buffer_puts(to, "\\");
            }
        } else if (*path == '$') {
            buffer_puts(to, "$");
        }
        buffer_put(to, path, 1);
        backslashes = *path == '\\' ? backslashes + 1 : 0;
    }
}

void put_depfile_rule(struct text_buffer *to, const char *const *targets, size_t target_count,
                      const char *const *sources, size_t source_count) {
    for (size_t i = 0; i < target_count; i++) {
        buffer_puts(to, i > 0 ? " " : "");
        put_path(to, targets[i]);
    }
    buffer_puts(to, ":");
    for (size_t i = 0; i < source_count; i++) {
        buffer_puts(to, " ");
        put_path(to, sources[i]);
    }
    buffer_puts(to, "\n");
}
