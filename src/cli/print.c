/* SPDX-License-Identifier: MIT */
/* Answers on standard output, as text or JSON, and suggestions on standard error. */
#include "cli.h"

#include "base/distance.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static size_t language_len(const struct options *options) {
    return strlen(options->language);
}

/* ---------------------------------------------------------------------------------------- text */

/* C0, DEL, C1; U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069. */
static bool is_dangerous(const unsigned char *p, size_t len) {
    if (len < 3) {
        return (len == 1 && (*p < 0x20 || *p == 0x7F)) ||
               (len == 2 && ((p[0] == 0xC2 && p[1] < 0xA0) || (p[0] == 0xD8 && p[1] == 0x9C)));
    }
    return len == 3 && p[0] == 0xE2 &&
           ((p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F || (p[2] >= 0xAA && p[2] <= 0xAE))) ||
            (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9));
}

void put_safely(FILE *file, const char *text, size_t len) {
    const unsigned char *p = (const unsigned char *)text;
    const unsigned char *const end = p + len;
    while (p < end) {
        const size_t step = coserr__utf8_len(p, (size_t)(end - p));
        if (step == 0 || is_dangerous(p, step)) {
            putc(step == 0 ? '?' : ' ', file);
        } else {
            fwrite(p, 1, step, file);
        }
        p += step > 0 ? step : 1;
    }
}

static const char *label(const struct options *options, const char *name) {
    return coserr_label_text(name, strlen(name), options->language, language_len(options));
}

/* A Chinese label ends in a full-width colon, which needs no blank behind it. */
static void put_label(const struct options *options, const char *name) {
    const char *text = label(options, name);
    printf("  %s%s", text, text[strlen(text) - 1] == ':' ? " " : "");
}

static void put_line(const struct options *options, const char *name, const char *text,
                     size_t len) {
    if (len > 0) {
        put_label(options, name);
        put_safely(stdout, text, len);
        putchar('\n');
    }
}

static void put_field(const struct options *options, const char *name, coserr_str value) {
    put_line(options, name, value.ptr, value.len);
}

static void put_text(const struct options *options, const char *name, const char *text) {
    put_line(options, name, text, strlen(text));
}

static void put_retry(const struct options *options, const coserr_entry *entry) {
    const size_t len = language_len(options);
    const char *blank = strncmp(options->language, "zh", 2) == 0 ? "" : " ";
    put_label(options, "retry");
    fputs(coserr_retry_text(coserr_entry_retry_class(entry), options->language, len), stdout);
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((coserr_entry_hints(entry) & bit) != 0) {
            printf("%s%s", blank, coserr_hint_text(bit, options->language, len));
        }
    }
    putchar('\n');
}

static void put_meaning(const struct options *options, const coserr_entry *entry) {
    const size_t len = language_len(options);
    put_text(options, "retired", coserr_entry_retired(entry));
    put_text(options, "message", coserr_entry_message(entry, options->language, len, NULL));
    put_text(options, "advice", coserr_entry_advice(entry, options->language, len, NULL));
    put_retry(options, entry);
    const char *doc;
    for (size_t i = 0; (doc = coserr_entry_doc(entry, i, options->language, len)) != NULL; i++) {
        put_text(options, "docs", doc);
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Blanks around a code do not count. */
static coserr_str trim(coserr_str text) {
    while (text.len > 0 && is_blank(text.ptr[text.len - 1])) {
        text.len--;
    }
    while (text.len > 0 && is_blank(*text.ptr)) {
        text.ptr++;
        text.len--;
    }
    return text;
}

/* Code, status, class; and a word on how the code was found where it is not as it was given. */
static void put_first_line(const struct options *options, const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    const char *known = coserr_entry_code(entry);
    const coserr_str code = trim(error->code);
    const bool renamed = code.len > 0 && *known != '\0' &&
                         (strlen(known) != code.len || memcmp(known, code.ptr, code.len) != 0);
    put_safely(stdout, code.ptr, code.len);
    printf("%s%s", renamed ? " = " : "", renamed || code.len == 0 ? known : "");
    printf("%s", code.len > 0 || *known != '\0' ? "  " : "");
    if (error->http_status != 0 || coserr_entry_status(entry) != 0) {
        printf("%u  ", (unsigned)(error->http_status != 0 ? error->http_status
                                                          : coserr_entry_status(entry)));
    }
    fputs(coserr_retry_class_name(coserr_entry_retry_class(entry)), stdout);
    if ((error->match & COSERR_MATCH_FAMILY) != 0 && code.len > 0) {
        printf("  (%s)", label(options, "unlisted"));
    }
    if ((error->match & COSERR_MATCH_OTHER_STATUS) != 0 && error->http_status != 0) {
        printf("  (%s %u)", label(options, "other-status"), (unsigned)coserr_entry_status(entry));
    }
    putchar('\n');
}

static void put_error(const struct options *options, const coserr_error *error) {
    if (error->entry == NULL) {
        printf("%s\n", label(options, "success"));
    } else {
        put_first_line(options, error);
    }
    put_field(options, "server-message", error->message);
    put_field(options, "resource", error->resource);
    put_field(options, "request-id", error->request_id);
    put_field(options, "trace-id", error->trace_id);
    put_field(options, "server-time", error->server_time);
    if (error->entry != NULL) {
        put_meaning(options, error->entry);
    }
    if (error->entry != NULL && error->request_id.len > 0) {
        put_text(options, "diagnose", coserr_catalog_diagnose_url(coserr_get_catalog()));
    }
}

/* ---------------------------------------------------------------------------------------- JSON */

static void put_json(const struct options *options, const coserr_error *error) {
    const size_t language = language_len(options);
    const size_t len = coserr_error_json(error, options->language, language, NULL, 0);
    char *line = malloc(len + 2);
    if (line == NULL) {
        (void)complain("out of memory");
        exit(EXIT_USAGE);
    }
    (void)coserr_error_json(error, options->language, language, line, len + 1);
    line[len] = '\n';
    fwrite(line, 1, len + 1, stdout);
    free(line);
}

int print_error(const struct options *options, const coserr_error *error) {
    if (options->json) {
        put_json(options, error);
    } else {
        put_error(options, error);
    }
    const bool answered = error->entry != NULL && (error->match & COSERR_MATCH_FAMILY) == 0;
    if (error->entry != NULL && !answered) {
        suggest(error->code);
    }
    return answered ? EXIT_ANSWERED : EXIT_UNANSWERED;
}

void print_entry(const struct options *options, const coserr_entry *entry) {
    const char *code = coserr_entry_code(entry);
    if (options->json) {
        coserr_error error;
        error.size = sizeof error;
        (void)coserr_explain(code, strlen(code), coserr_entry_status(entry), NULL, 0, &error);
        put_json(options, &error);
        return;
    }
    printf("%-37s  %3u  %-11s  %s\n", code, (unsigned)coserr_entry_status(entry),
           coserr_retry_class_name(coserr_entry_retry_class(entry)),
           coserr_entry_message(entry, options->language, language_len(options), NULL));
}

/* -------------------------------------------------------------------------------- suggestions */

void suggest(coserr_str code) {
    const char *best = NULL;
    unsigned least = distance_limit(code.len) + 1;
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(COSERR_KIND_SERVICE, entry)) != NULL) {
        const char *known = coserr_entry_code(entry);
        const unsigned distance = distance_between(code.ptr, code.len, known, strlen(known), least);
        if (distance < least) {
            least = distance;
            best = known;
        }
    }
    if (best != NULL) {
        fputs("coserr: '", stderr);
        put_safely(stderr, code.ptr, code.len);
        fprintf(stderr, "' is not listed; did you mean '%s'?\n", best);
    }
}
