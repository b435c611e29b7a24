/* SPDX-License-Identifier: MIT */
/* Diagnostics with their place in the source, as a compiler shows them. */
#include "base/diag.h"

#include "base/distance.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_BYTES = 64 * 1024 * 1024 };

const struct rule_text rule_texts[RULE_COUNT] = {
#define RULE_TEXT(NAME, level, name, demand, why) {LEVEL_##level, name, demand, why},
    RULE_LIST(RULE_TEXT)
#undef RULE_TEXT
};

/* Where the lines begin, found once for each file that has something wrong. */
struct line_index {
    uint32_t *starts;
    size_t count;
    size_t capacity;
};

struct diag {
    struct location place;
    const char *message;
    const struct rule_text *rule; /* NULL for a note */
    struct location sort;            /* a note keeps its error's */
    size_t position;              /* in the order of noting */
};

static struct diag *diags;
static size_t count;
static size_t capacity;
static size_t errors;
static size_t warnings;
static FILE *out; /* of diag_show() */

/* --------------------------------------------------------------------------------------- files */

static struct location whole(const char *name) {
    struct source *source = arena_alloc(sizeof *source);
    source->name = name;
    source->text = "";
    return (struct location){source, 0, 0, 0};
}

static const struct source *refuse(const char *name, const char *why, FILE *file) {
    diag_add(whole(name), RULE_FILE, "%s", why);
    if (file != NULL && file != stdin) {
        fclose(file);
    }
    return NULL;
}

const struct source *source_make(const char *name, const char *text, size_t len) {
    static size_t made_so_far;
    struct source *source = arena_alloc(sizeof *source);
    *source = (struct source){.name = name,
                              .text = text,
                              .len = len,
                              .order = ++made_so_far,
                              .lines = arena_alloc(sizeof(struct line_index))};
    return source;
}

const struct source *source_read(const char *name) {
    const bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        return refuse(name, strerror(errno), file);
    }
    if (S_ISDIR(info.st_mode)) {
        return refuse(name, "is a directory, not a file", file);
    }
    struct text_buffer text = {0};
    char chunk[16384];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && text.len <= MAX_BYTES) {
        buffer_put(&text, chunk, got);
    }
    if (ferror(file) != 0) {
        return refuse(name, strerror(errno), file);
    }
    if (text.len > MAX_BYTES) {
        return refuse(name, "has more than 64 MiB", file);
    }
    if (!is_stdin) {
        fclose(file);
    }
    buffer_put(&text, "", 0);
    return source_make(is_stdin ? "<stdin>" : name, text.ptr, text.len);
}

/* -------------------------------------------------------------------------------------- noting */

static void note(struct diag diag) {
    ARENA_PUSH(diags, count, capacity) = diag;
}

void diag_add(struct location place, enum rule rule, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *(rule_texts[rule].level == LEVEL_ERROR ? &errors : &warnings) += 1;
    note((struct diag){place, arena_vprintf(format, args), &rule_texts[rule], place, count});
    va_end(args);
}

void diag_note(struct location place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    note((struct diag){place, arena_vprintf(format, args), NULL, diags[count - 1].sort, count});
    va_end(args);
}

size_t diag_errors(void) {
    return errors;
}

/* ------------------------------------------------------------------------------------- showing */

static int compare(const void *left, const void *right) {
    const struct diag *a = left;
    const struct diag *b = right;
    const size_t keys[][2] = {
        {a->sort.source->order, b->sort.source->order},
        {a->sort.line, b->sort.line},
        {a->sort.column, b->sort.column},
        {a->position, b->position},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] < keys[i][1] ? -1 : 1;
        }
    }
    return 0;
}

static const char *line_end(const char *p) {
    return p + strcspn(p, "\r\n");
}

static const char *line_of(const struct source *source, uint32_t line) {
    struct line_index *lines = source->lines;
    if (lines->count == 0) {
        const char *p = source->text;
        for (;;) {
            ARENA_PUSH(lines->starts, lines->count, lines->capacity) = (uint32_t)(p - source->text);
            p = line_end(p);
            if (*p == '\0') {
                break;
            }
            p += *p == '\r' && p[1] == '\n' ? 2 : 1;
        }
    }
    return source->text + lines->starts[line <= lines->count ? line - 1 : lines->count - 1];
}

/* Bytes of the character at `p`; broken ones count one by one. */
static size_t char_bytes(const char *p, const char *end) {
    const size_t len = coserr__utf8_len((const unsigned char *)p, (size_t)(end - p));
    return len > 0 ? len : 1;
}

/* The line as it is, with a question mark for controls and for every byte that is no UTF-8. */
static void show_text(const char *p, const char *end) {
    while (p < end) {
        const size_t len = coserr__utf8_len((const unsigned char *)p, (size_t)(end - p));
        const bool good = len > 1 || (len == 1 && *p != 0x7F && (*p >= ' ' || *p == '\t'));
        fwrite(good ? p : "?", 1, good ? len : 1, out);
        p += len > 0 ? len : 1;
    }
}

/* Two columns on a terminal: the scripts of East Asia and what is printed like them. */
static bool is_wide(const char *p, size_t len) {
    return (len == 3 && (unsigned char)p[0] >= 0xE2 && memcmp(p, "\xE2\xBA\x80", 3) >= 0 &&
            memcmp(p, "\xED\x9F\xBF", 3) <= 0) ||
           (len == 3 && memcmp(p, "\xEF\xB8\xB0", 3) >= 0 && memcmp(p, "\xEF\xBD\xA0", 3) <= 0) ||
           (len == 4 && memcmp(p, "\xF0\x9F\x8C\x80", 4) >= 0);
}

/* A blank for each column of the characters before the place, tabs kept, then the mark. */
static void show_mark(const char *line, const char *end, struct location place) {
    uint32_t column = 1;
    const char *p = line;
    for (; p < end && column < place.column; column++) {
        const size_t len = char_bytes(p, end);
        fputs(*p == '\t' ? "\t" : is_wide(p, len) ? "  " : " ", out);
        p += len;
    }
    for (uint32_t i = 0; i < place.width || i == 0; i++) {
        const size_t len = p < end ? char_bytes(p, end) : 1;
        const char *tail = p < end && is_wide(p, len) ? "~" : "";
        fprintf(out, "%s%s", i == 0 ? "^" : "~", tail);
        p += p < end ? len : 0;
    }
    fputc('\n', out);
}

static void show_line(struct location place) {
    const char *line = line_of(place.source, place.line);
    const char *end = line_end(line);
    if (end - line > 400) {
        return;
    }
    fprintf(out, "%5u | ", (unsigned)place.line);
    show_text(line, end);
    fputs("\n      | ", out);
    show_mark(line, end, place);
}

static const char *level_word(const struct diag *diag, bool strict) {
    return diag->rule == NULL                              ? "note"
           : diag->rule->level == LEVEL_WARNING && !strict ? "warning"
                                                           : "error";
}

static void show_text_of(const struct diag *diag, bool strict) {
    const struct location place = diag->place;
    fputs(place.source->name, out);
    if (place.line > 0) {
        fprintf(out, ":%u:%u", (unsigned)place.line, (unsigned)place.column);
    }
    fprintf(out, ": %s: %s", level_word(diag, strict), diag->message);
    if (diag->rule != NULL) {
        fprintf(out, " [%s]", diag->rule->name);
    }
    fputc('\n', out);
    if (place.line > 0) {
        show_line(place);
    }
}

/* Without the brace that ends it: notes may follow. */
static void put_json(const struct diag *diag, bool strict, struct text_buffer *json) {
    const struct location place = diag->place;
    buffer_puts(json, "{\"file\":");
    buffer_put_json(json, place.source->name);
    buffer_printf(json, ",\"line\":%u,\"column\":%u,\"width\":%u", (unsigned)place.line,
                  (unsigned)place.column, (unsigned)place.width);
    if (diag->rule != NULL) {
        buffer_printf(json, ",\"level\":\"%s\",\"rule\":\"%s\"", level_word(diag, strict),
                      diag->rule->name);
    }
    buffer_puts(json, ",\"message\":");
    buffer_put_json(json, diag->message);
}

/* The notes behind the one at `i`, as a list. Returns where they end. */
static size_t put_json_notes(size_t i, bool strict, struct text_buffer *json) {
    buffer_puts(json, ",\"notes\":[");
    for (const char *comma = ""; i + 1 < count && diags[i + 1].rule == NULL; i++, comma = ",") {
        buffer_puts(json, comma);
        put_json(&diags[i + 1], strict, json);
        buffer_puts(json, "}");
    }
    buffer_puts(json, "]}\n");
    return i;
}

static void show_count(bool strict) {
    const size_t shown_errors = errors + (strict ? warnings : 0);
    const size_t shown_warnings = strict ? 0 : warnings;
    fputs("coserr-gen: ", out);
    if (shown_errors > 0) {
        fprintf(out, "%zu error%s%s", shown_errors, shown_errors == 1 ? "" : "s",
                shown_warnings > 0 ? ", " : "");
    }
    if (shown_warnings > 0) {
        fprintf(out, "%zu warning%s", shown_warnings, shown_warnings == 1 ? "" : "s");
    }
    fputc('\n', out);
}

bool diag_show(FILE *to, bool as_json, bool strict) {
    out = to;
    if (count > 0) {
        qsort(diags, count, sizeof *diags, compare);
    }
    struct text_buffer json = {0};
    for (size_t i = 0; i < count; i++) {
        if (as_json) {
            put_json(&diags[i], strict, &json);
            i = put_json_notes(i, strict, &json);
        } else {
            show_text_of(&diags[i], strict);
        }
    }
    if (as_json) {
        fwrite(json.len > 0 ? json.ptr : "", 1, json.len, out);
    } else if (count > 0) {
        show_count(strict);
    }
    return errors + (strict ? warnings : 0) == 0;
}

void diag_reset(void) {
    diags = NULL;
    count = capacity = errors = warnings = 0;
}

/* --------------------------------------------------------------------------------------- bytes */

static struct location location_at(const struct source *source, size_t offset) {
    struct location place = {source, 1, 1, 1};
    for (size_t i = 0; i < offset; i++) {
        const char c = source->text[i];
        if (c == '\n' || (c == '\r' && source->text[i + 1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)c & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

/* Controls but for tab and line ends, and what YAML 1.1 but nobody's editor takes for a line end:
 * libyaml does not tell their place, and counts lines in another way where they occur. */
static bool is_unwanted(const unsigned char *p, size_t len, size_t offset) {
    if (len == 1) {
        return (*p < 0x20 && *p != '\t' && *p != '\n' && *p != '\r') || *p == 0x7F;
    }
    return (len == 2 && p[0] == 0xC2 && p[1] < 0xA0) ||
           (len == 3 && (memcmp(p, "\xE2\x80\xA8", 3) == 0 || memcmp(p, "\xE2\x80\xA9", 3) == 0 ||
                         (offset > 0 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)));
}

bool diag_check_bytes(const struct source *source) {
    const unsigned char *text = (const unsigned char *)source->text;
    for (size_t i = 0; i < source->len;) {
        const size_t len = coserr__utf8_len(text + i, source->len - i);
        if (len == 0) {
            diag_add(location_at(source, i), RULE_ENCODING,
                     "byte 0x%02X is not UTF-8 here; save the file as UTF-8", text[i]);
            return false;
        }
        if (is_unwanted(text + i, len, i)) {
            diag_add(location_at(source, i), RULE_CONTROL,
                     "control character or line separator (first byte 0x%02X); remove it", text[i]);
            return false;
        }
        i += len;
    }
    return true;
}

/* --------------------------------------------------------------------------------- suggestions */

const char *closest_word(const char *word, const char *const *candidates) {
    const char *best = NULL;
    unsigned least = distance_limit(strlen(word)) + 1;
    for (; *candidates != NULL; candidates++) {
        const unsigned distance =
            distance_between(word, strlen(word), *candidates, strlen(*candidates), least);
        if (distance < least) {
            least = distance;
            best = *candidates;
        }
    }
    return best;
}

const char *did_you_mean(const char *word, const char *const *candidates) {
    const char *best = closest_word(word, candidates);
    return best != NULL ? arena_printf("; did you mean '%s'?", best) : "";
}
