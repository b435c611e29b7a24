/* SPDX-License-Identifier: MIT */
/* Input files in memory, and locations in them. */
#include "base/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { MAX_BYTES = 64 * 1024 * 1024, MARK_LEN = sizeof BYTE_ORDER_MARK - 1 };

/* Where the lines begin; filled in when first needed. */
struct line_index {
    uint32_t *starts;
    size_t count;
    size_t capacity;
};

const struct source *source_make(const char *name, const char *text, size_t len) {
    static size_t made_so_far;
    struct source *source = arena_alloc(sizeof *source);
    const bool has_mark = len >= MARK_LEN && memcmp(text, BYTE_ORDER_MARK, MARK_LEN) == 0;
    const size_t skipped = has_mark ? MARK_LEN : 0;
    *source = (struct source){.name = name,
                              .text = text + skipped,
                              .len = len - skipped,
                              .has_mark = has_mark,
                              .order = ++made_so_far,
                              .lines = arena_alloc(sizeof(struct line_index))};
    return source;
}

/* NULL, or why the file cannot be read. */
static const char *read_all(FILE *file, struct text_buffer *text) {
    struct stat info;
    char chunk[16384];
    size_t got;
    if (fstat(fileno(file), &info) != 0) {
        return strerror(errno);
    }
    if (S_ISDIR(info.st_mode)) {
        return "is a directory, not a file";
    }
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && text->len <= MAX_BYTES) {
        buffer_put(text, chunk, got);
    }
    if (ferror(file) != 0) {
        return strerror(errno);
    }
    return text->len > MAX_BYTES ? "has more than 64 MiB" : NULL;
}

const struct source *source_load(const char *name, const char **why) {
    const bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    struct text_buffer text = {0};
    if (file == NULL) {
        *why = strerror(errno);
        return NULL;
    }
    buffer_put(&text, "", 0);
    *why = read_all(file, &text);
    if (!is_stdin) {
        fclose(file);
    }
    return *why == NULL ? source_make(is_stdin ? "<stdin>" : name, text.ptr, text.len) : NULL;
}

const char *line_end(const char *line) {
    return line + strcspn(line, "\r\n");
}

/* Where the next line begins; NULL after the last. */
static const char *after_line(const char *line) {
    const char *feed = strchr(line, '\n');
    return feed != NULL ? feed + 1 : NULL;
}

const char *source_line(const struct source *source, uint32_t line) {
    struct line_index *lines = source->lines;
    if (lines->count == 0) {
        for (const char *p = source->text; p != NULL; p = after_line(p)) {
            ARENA_PUSH(lines->starts, lines->count, lines->capacity) = (uint32_t)(p - source->text);
        }
    }
    return source->text + lines->starts[line <= lines->count ? line - 1 : lines->count - 1];
}

struct location source_locate(const struct source *source, size_t offset) {
    struct location at = {source, 1, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (source->text[i] == '\n') {
            at.line++;
            at.column = 1;
        } else if (((unsigned char)source->text[i] & 0xC0) != 0x80) {
            at.column++;
        }
    }
    return at;
}

void source_put_head(const struct source *source, size_t len, struct text_buffer *to) {
    buffer_puts(to, source->has_mark ? BYTE_ORDER_MARK : "");
    buffer_put(to, source->text, len);
}

void source_put_lines(const struct source *source, const char *lines, struct text_buffer *to) {
    const char *feed = strchr(source->text, '\n');
    const char *end = feed != NULL && feed > source->text && feed[-1] == '\r' ? "\r\n" : "\n";
    if (to->len > 0 && to->ptr[to->len - 1] != '\n' && source->len > 0) {
        buffer_puts(to, end);
    }
    while (*lines != '\0') {
        const size_t len = strcspn(lines, "\n");
        buffer_put(to, lines, len);
        buffer_puts(to, lines[len] == '\n' ? end : "");
        lines += len + (lines[len] == '\n');
    }
}
