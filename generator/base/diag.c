/* SPDX-License-Identifier: MIT */
/* Diagnostics with their location in the source, in the form that compilers use. */
#include "base/diag.h"

#include "base/distance.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 400 }; /* longer lines are not quoted */

const struct rule_text rule_texts[RULE_COUNT] = {
#define RULE_TEXT(NAME, level, name, summary, why) {LEVEL_##level, name, summary, why},
    RULE_LIST(RULE_TEXT)
#undef RULE_TEXT
};

struct diag {
    struct location at;
    const char *message;
    const struct rule_text *rule; /* NULL for a note */
    struct location sort_key;     /* of a note: its error's location */
    size_t position;              /* in the order of adding */
};

static struct diag *diags;
static size_t count;
static size_t capacity;
static size_t errors;
static size_t warnings;
static FILE *out; /* of diag_show() */

/* --------------------------------------------------------------------------------------- adding */

/* The character at `p`; '?' for a control character and for a byte that is not UTF-8. */
struct character {
    uint32_t code;
    size_t len; /* bytes in the text */
};

static struct character read_character(const char *p, const char *end) {
    const size_t len = coserr__utf8_len((const unsigned char *)p, (size_t)(end - p));
    const uint32_t code = len > 0 ? coserr__utf8_decode((const unsigned char *)p, len) : '?';
    return (struct character){is_control(code) || is_invisible(code) ? '?' : code,
                              len > 0 ? len : 1};
}

static bool is_printable(uint32_t code) {
    return code >= 0x20 && !is_control(code) && !is_invisible(code);
}

/* The text with control characters written as <U+001B>, since messages quote what files contain. */
static const char *printable(const char *text) {
    struct text_buffer result = {0};
    const char *const end = text + strlen(text);
    buffer_put(&result, "", 0);
    while (text < end) {
        const size_t len = coserr__utf8_len((const unsigned char *)text, (size_t)(end - text));
        const uint32_t code =
            len > 0 ? coserr__utf8_decode((const unsigned char *)text, len) : 0xFFFD;
        if (len > 0 && is_printable(code)) {
            buffer_put(&result, text, len);
        } else {
            buffer_printf(&result, "<U+%04X>", (unsigned)code);
        }
        text += len > 0 ? len : 1;
    }
    return result.ptr;
}

static void add(struct diag diag) {
    diag.message = printable(diag.message);
    ARENA_PUSH(diags, count, capacity) = diag;
}

void diag_add(struct location at, enum rule rule, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *(rule_texts[rule].level == LEVEL_ERROR ? &errors : &warnings) += 1;
    add((struct diag){at, arena_vprintf(format, args), &rule_texts[rule], at, count});
    va_end(args);
}

void diag_note(struct location at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add((struct diag){at, arena_vprintf(format, args), NULL, diags[count - 1].sort_key, count});
    va_end(args);
}

size_t diag_errors(void) {
    return errors;
}

bool diag_has(enum rule rule) {
    for (size_t i = 0; i < count; i++) {
        if (diags[i].rule == &rule_texts[rule]) {
            return true;
        }
    }
    return false;
}

/* -------------------------------------------------------------------------------------- showing */

static int compare(const void *left, const void *right) {
    const struct diag *a = left;
    const struct diag *b = right;
    const size_t keys[][2] = {
        {a->sort_key.source->order, b->sort_key.source->order},
        {a->sort_key.line, b->sort_key.line},
        {a->sort_key.column, b->sort_key.column},
        {a->position, b->position},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] < keys[i][1] ? -1 : 1;
        }
    }
    return 0;
}

static bool are_equal(const struct diag *a, const struct diag *b) {
    return a->rule == b->rule && a->at.source == b->at.source && a->at.line == b->at.line &&
           a->at.column == b->at.column && strcmp(a->message, b->message) == 0;
}

/* Sorts, and drops an error that repeats the one before it, with its notes: cases inherit from
 * their entry what may be wrong there. */
static void arrange(void) {
    const struct diag *last = NULL;
    size_t kept = 0;
    bool repeats = false;
    if (count > 0) {
        qsort(diags, count, sizeof *diags, compare);
    }
    for (size_t i = 0; i < count; i++) {
        if (diags[i].rule != NULL) {
            repeats = last != NULL && are_equal(last, &diags[i]);
            *(diags[i].rule->level == LEVEL_ERROR ? &errors : &warnings) -= repeats;
        }
        if (!repeats) {
            diags[kept] = diags[i];
            last = diags[i].rule != NULL ? &diags[kept] : last;
            kept++;
        }
    }
    count = kept;
}

static void show_text(const char *p, const char *end) {
    while (p < end) {
        const struct character c = read_character(p, end);
        char bytes[4];
        const size_t len = coserr__utf8_encode(c.code, bytes);
        fwrite(bytes, 1, len, out);
        p += c.len;
    }
}

/* Two columns on a terminal: the scripts of East Asia, and emoji. */
static bool is_wide(uint32_t code) {
    return (code >= 0x2E80 && code <= 0xD7FF) || (code >= 0xFE30 && code <= 0xFF60) ||
           code >= 0x1F300;
}

/* Whitespace as wide as the text before the column, then the mark. Tabs are kept. */
static void show_mark(const char *line, const char *end, struct location at) {
    const char *p = line;
    for (uint32_t column = 1; p < end && column < at.column; column++) {
        const struct character c = read_character(p, end);
        fputs(c.code == '\t' ? "\t" : is_wide(c.code) ? "  " : " ", out);
        p += c.len;
    }
    for (uint32_t i = 0; i < at.width || i == 0; i++) {
        const struct character c = p < end ? read_character(p, end) : (struct character){' ', 0};
        fprintf(out, "%s%s", i == 0 ? "^" : "~", is_wide(c.code) ? "~" : "");
        p += c.len;
    }
    fputc('\n', out);
}

static void show_line(struct location at) {
    const char *line = source_line(at.source, at.line);
    const char *end = line_end(line);
    if (end - line > MAX_LINE) {
        return;
    }
    fprintf(out, "%5u | ", (unsigned)at.line);
    show_text(line, end);
    fputs("\n      | ", out);
    show_mark(line, end, at);
}

static const char *level_word(const struct diag *diag, bool strict) {
    return diag->rule == NULL                              ? "note"
           : diag->rule->level == LEVEL_WARNING && !strict ? "warning"
                                                           : "error";
}

static void show_diag(const struct diag *diag, bool strict) {
    const struct location at = diag->at;
    fputs(printable(at.source->name), out);
    if (at.line > 0) {
        fprintf(out, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
    }
    fprintf(out, ": %s: %s", level_word(diag, strict), diag->message);
    if (diag->rule != NULL) {
        fprintf(out, " [%s]", diag->rule->name);
    }
    fputc('\n', out);
    if (at.line > 0) {
        show_line(at);
    }
}

/* An object without its closing brace: notes may follow. */
static void put_json(const struct diag *diag, bool strict, struct text_buffer *json) {
    const struct location at = diag->at;
    buffer_puts(json, "{\"file\":");
    buffer_put_json(json, at.source->name);
    buffer_printf(json, ",\"line\":%u,\"column\":%u,\"width\":%u", (unsigned)at.line,
                  (unsigned)at.column, (unsigned)at.width);
    if (diag->rule != NULL) {
        buffer_printf(json, ",\"level\":\"%s\",\"rule\":\"%s\"", level_word(diag, strict),
                      diag->rule->name);
    }
    buffer_puts(json, ",\"message\":");
    buffer_put_json(json, diag->message);
}

/* The notes that follow the diagnostic at `i`, as a list. Returns the index of the last. */
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
    arrange();
    struct text_buffer json = {0};
    for (size_t i = 0; i < count; i++) {
        if (as_json) {
            put_json(&diags[i], strict, &json);
            i = put_json_notes(i, strict, &json);
        } else {
            show_diag(&diags[i], strict);
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

/* ---------------------------------------------------------------------------------- suggestions */

const char *closest_word(const char *word, const char *const *candidates) {
    const char *best = NULL;
    const size_t len = strlen(word);
    unsigned least = (len < 5 ? 1 : distance_limit(len)) + 1; /* less than half of it differs */
    for (; *candidates != NULL; candidates++) {
        const unsigned distance =
            distance_between(word, len, *candidates, strlen(*candidates), least);
        if (distance < least && **candidates != '\0') {
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

const char *choose_among(const char *word, const char *const *candidates) {
    const char *guess = did_you_mean(word, candidates);
    struct text_buffer list = {0};
    if (*guess != '\0') {
        return guess;
    }
    buffer_puts(&list, "; expected ");
    for (bool first = true; *candidates != NULL; candidates++) {
        if (**candidates != '\0') {
            buffer_printf(&list, "%s%s",
                          first                   ? ""
                          : candidates[1] != NULL ? ", "
                                                  : " or ",
                          *candidates);
            first = false;
        }
    }
    return list.ptr;
}
