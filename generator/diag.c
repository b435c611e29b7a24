/* SPDX-License-Identifier: MIT */
/* Diagnostics with their place in the source, as a compiler shows them. */
#include "diag.h"

#include "distance.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_BYTES = 64 * 1024 * 1024 };

static const char *const rule_names[] = {
#define RULE_WORD(NAME, name, demand) name,
    RULE_LIST(RULE_WORD)
#undef RULE_WORD
};

struct diag {
    struct place place;
    const char *message;
    const char *rule;  /* NULL for a note */
    struct place sort; /* a note keeps its error's */
    size_t position;   /* in the order of noting */
};

static struct diag *diags;
static size_t count;
static size_t capacity;
static size_t errors;

/* --------------------------------------------------------------------------------------- files */

static struct place whole(const char *name) {
    struct source *source = arena_alloc(sizeof *source);
    source->name = name;
    source->text = "";
    return (struct place){source, 0, 0, 0};
}

static const struct source *refuse(const char *name, const char *why, FILE *file) {
    diag_error(whole(name), RULE_FILE, "%s", why);
    if (file != NULL && file != stdin) {
        fclose(file);
    }
    return NULL;
}

const struct source *source_read(const char *name) {
    static size_t read_so_far;
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
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && text.len <= MOST_BYTES) {
        buffer_put(&text, chunk, got);
    }
    if (ferror(file) != 0) {
        return refuse(name, strerror(errno), file);
    }
    if (text.len > MOST_BYTES) {
        return refuse(name, "has more than 64 MiB", file);
    }
    if (!is_stdin) {
        fclose(file);
    }
    buffer_put(&text, "", 0);
    struct source *source = arena_alloc(sizeof *source);
    *source = (struct source){is_stdin ? "<stdin>" : name, text.ptr, text.len, ++read_so_far};
    return source;
}

/* -------------------------------------------------------------------------------------- noting */

static void note(struct diag diag) {
    ARENA_PUSH(diags, count, capacity) = diag;
}

void diag_error(struct place place, enum rule rule, const char *format, ...) {
    va_list args;
    va_start(args, format);
    errors++;
    note((struct diag){place, arena_vprintf(format, args), rule_names[rule], place, count});
    va_end(args);
}

void diag_note(struct place place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    note((struct diag){place, arena_vprintf(format, args), NULL, diags[count - 1].sort, count});
    va_end(args);
}

size_t diag_count(void) {
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
    const char *p = source->text;
    for (uint32_t i = 1; i < line; i++) {
        p = line_end(p);
        p += *p == '\r' && p[1] == '\n' ? 2 : *p != '\0';
    }
    return p;
}

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

/* Bytes of the character at `p`; broken ones count one by one. */
static size_t char_bytes(const char *p, const char *end) {
    const size_t len = utf8_len((const unsigned char *)p, (size_t)(end - p));
    return len > 0 ? len : 1;
}

/* The line as it is, with a question mark for controls and for every byte that is no UTF-8. */
static void show_text(const char *p, const char *end) {
    while (p < end) {
        const size_t len = utf8_len((const unsigned char *)p, (size_t)(end - p));
        const bool good = len > 1 || (len == 1 && *p != 0x7F && (*p >= ' ' || *p == '\t'));
        fwrite(good ? p : "?", 1, good ? len : 1, stderr);
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
static void show_mark(const char *line, const char *end, struct place place) {
    uint32_t column = 1;
    const char *p = line;
    for (; p < end && column < place.column; column++) {
        const size_t len = char_bytes(p, end);
        fputs(*p == '\t' ? "\t" : is_wide(p, len) ? "  " : " ", stderr);
        p += len;
    }
    for (uint32_t i = 0; i < place.width || i == 0; i++) {
        const size_t len = p < end ? char_bytes(p, end) : 1;
        const char *tail = p < end && is_wide(p, len) ? "~" : "";
        fprintf(stderr, "%s%s", i == 0 ? "^" : "~", tail);
        p += p < end ? len : 0;
    }
    fputc('\n', stderr);
}

static void show_line(struct place place) {
    const char *line = line_of(place.source, place.line);
    const char *end = line_end(line);
    if (end - line > 400) {
        return;
    }
    fprintf(stderr, "%5u | ", (unsigned)place.line);
    show_text(line, end);
    fputs("\n      | ", stderr);
    show_mark(line, end, place);
}

static void show(const struct diag *diag) {
    const struct place place = diag->place;
    fputs(place.source->name, stderr);
    if (place.line > 0) {
        fprintf(stderr, ":%u:%u", (unsigned)place.line, (unsigned)place.column);
    }
    fprintf(stderr, ": %s: %s", diag->rule != NULL ? "error" : "note", diag->message);
    if (diag->rule != NULL) {
        fprintf(stderr, " [%s]", diag->rule);
    }
    fputc('\n', stderr);
    if (place.line > 0) {
        show_line(place);
    }
}

void diag_show(void) {
    if (count > 0) {
        qsort(diags, count, sizeof *diags, compare);
    }
    for (size_t i = 0; i < count; i++) {
        show(&diags[i]);
    }
    if (errors > 0) {
        fprintf(stderr, "coserr-gen: %zu error%s\n", errors, errors == 1 ? "" : "s");
    }
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
