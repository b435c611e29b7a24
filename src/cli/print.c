/* SPDX-License-Identifier: MIT */
/* Answers as text or JSON, and suggestions. */
#include "cli.h"

#include "base/bytes.h"
#include "base/distance.h"
#include "wrap.h"

#include <string.h>

enum { INDENT = 2, CONTINUED = 4, CODE_COLUMNS = 37, CLASS_COLUMNS = 13, TABLE_COLUMNS = 57 };

static const char bold[] = "\x1b[1m";
static const char cyan[] = "\x1b[36m";
static const char red[] = "\x1b[31m";
static const char yellow[] = "\x1b[33m";

/* ----------------------------------------------------------------------------------------- text */

static void put_colored(struct buffer *out, const struct options *options, const char *color,
                        const char *text, size_t len) {
    if (options->color && len > 0) {
        buffer_add_text(out, color);
        put_safely(out, text, len);
        buffer_add_text(out, "\x1b[0m");
    } else {
        put_safely(out, text, len);
    }
}

static const char *label(const struct options *options, uint32_t number) {
    return coserr_word_text(COSERR_WORDS_LABELS, number, options->language, NULL);
}

/* Returns the column after it. A Chinese label ends in a full-width colon, which needs no space. */
static size_t put_label(struct buffer *out, const struct options *options, uint32_t number) {
    const char *text = label(options, number);
    const size_t len = strlen(text);
    const bool spaced = len > 0 && text[len - 1] == ':';
    buffer_add_spaces(out, INDENT);
    put_colored(out, options, cyan, text, len);
    buffer_add_spaces(out, spaced);
    return options->width == 0 ? 0 : INDENT + text_width(text, len) + spaced;
}

static void put_wrapped(struct buffer *out, const struct options *options, const char *text,
                        size_t len, size_t column, size_t indent) {
    if (options->width == 0) {
        put_safely(out, text, len);
        return;
    }
    struct buffer safe = {0};
    put_safely(&safe, text, len);
    wrap_text(out, safe.bytes, safe.len, column, indent, options->width);
    buffer_free(&safe);
}

static void put_line(struct buffer *out, const struct options *options, uint32_t number,
                     const char *text, size_t len) {
    if (len > 0) {
        const size_t column = put_label(out, options, number);
        put_wrapped(out, options, text, len, column, CONTINUED);
        buffer_add_char(out, '\n');
    }
}

static void put_field(struct buffer *out, const struct options *options, uint32_t number,
                      coserr_str value) {
    put_line(out, options, number, value.ptr, value.len);
}

static void put_text(struct buffer *out, const struct options *options, uint32_t number,
                     const char *text) {
    put_line(out, options, number, text, strlen(text));
}

/* "(only for PutBucket)": the operations that a conditional hint holds for. */
static void add_only_for(struct buffer *text, const struct options *options,
                         const coserr_entry *entry, uint32_t hint) {
    const char *const form = label(options, COSERR_LABEL_ONLY_FOR);
    const char *const hole = strstr(form, "%s");
    const coserr_operation *operation = NULL;
    const char *separator = "";
    if (hole == NULL) {
        return;
    }
    buffer_add(text, form, (size_t)(hole - form));
    while ((operation = coserr_next_operation(options->catalog, operation)) != NULL) {
        if ((coserr_entry_hints(entry, coserr_operation_id(operation)) & hint) != 0) {
            buffer_add_text(text, separator);
            buffer_add_text(text, coserr_operation_name(operation));
            separator = ", ";
        }
    }
    buffer_add_text(text, hole + 2);
}

static void put_retry(struct buffer *out, const struct options *options,
                      const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    const uint32_t hold = coserr_entry_hints(entry, error->operation);
    const uint32_t others = coserr_entry_conditional_hints(entry, error->operation);
    const char *tag = coserr_language_tag(options->catalog, options->language);
    const char *space = strncmp(tag, "zh", 2) == 0 ? "" : " ";
    struct buffer text = {0};
    buffer_add_text(&text, coserr_word_text(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry),
                                            options->language, NULL));
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((hold & bit) != 0) {
            buffer_add_text(&text, space);
            buffer_add_text(&text,
                            coserr_word_text(COSERR_WORDS_HINTS, bit, options->language, NULL));
        }
    }
    /* Of a known operation it is known that they do not hold. */
    for (uint32_t bit = 1; bit != 0 && error->operation == 0; bit <<= 1) {
        if ((others & bit) != 0) {
            buffer_add_text(&text, space);
            buffer_add_text(&text,
                            coserr_word_text(COSERR_WORDS_HINTS, bit, options->language, NULL));
            buffer_add_text(&text, space);
            add_only_for(&text, options, entry, bit);
        }
    }
    put_line(out, options, COSERR_LABEL_RETRY, text.bytes, text.len);
    buffer_free(&text);
}

static void put_detail(struct buffer *out, const struct options *options,
                       const coserr_error *error) {
    struct buffer text = {0};
    const size_t len = coserr_error_detail(error, options->language, NULL, 0);
    if (len > 0) {
        (void)coserr_error_detail(error, options->language, buffer_reserve(&text, len + 1),
                                  len + 1);
        put_line(out, options, COSERR_LABEL_DETAIL, text.bytes, len);
        buffer_free(&text);
    }
}

static void put_meaning(struct buffer *out, const struct options *options,
                        const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    const coserr_language language = options->language;
    put_text(out, options, COSERR_LABEL_RETIRED, coserr_entry_retired(entry));
    put_text(out, options, COSERR_LABEL_MESSAGE, coserr_entry_message(entry, language, NULL));
    put_detail(out, options, error);
    put_text(out, options, COSERR_LABEL_ADVICE, coserr_entry_advice(entry, language, NULL));
    put_retry(out, options, error);
    const char *doc;
    for (size_t i = 0; (doc = coserr_entry_doc(entry, i, language, NULL)) != NULL; i++) {
        put_text(out, options, COSERR_LABEL_DOCS, doc);
    }
    if (error->request_id.len > 0) {
        put_text(out, options, COSERR_LABEL_DIAGNOSE,
                 coserr_catalog_diagnose_url(options->catalog));
    }
}

static void put_class(struct buffer *out, const struct options *options,
                      const coserr_entry *entry) {
    const uint32_t class = coserr_entry_retry_class(entry);
    size_t len;
    const char *word = coserr_word(COSERR_WORDS_RETRY, class, &len);
    put_colored(out, options, class == COSERR_RETRY_NEVER ? red : yellow, word, len);
}

/* How the code was found, where it is not as it was given. */
static void put_match(struct buffer *out, const struct options *options,
                      const coserr_error *error) {
    const uint32_t status = error->http_status;
    if ((error->match & COSERR_MATCH_FAMILY) != 0 && error->code.len > 0) {
        buffer_add_text(out, "  (");
        buffer_add_text(out, label(options, status != 0 ? COSERR_LABEL_UNLISTED
                                                        : COSERR_LABEL_UNLISTED_NO_STATUS));
        buffer_add_char(out, ')');
    }
    if ((error->match & COSERR_MATCH_OTHER_STATUS) != 0 && status != 0) {
        buffer_add_text(out, "  (");
        buffer_add_text(out, label(options, COSERR_LABEL_OTHER_STATUS));
        buffer_add_char(out, ' ');
        buffer_add_number(out, coserr_entry_status(error->entry));
        buffer_add_char(out, ')');
    }
}

/* Code, status, class. */
static void put_first_line(struct buffer *out, const struct options *options,
                           const coserr_error *error) {
    const coserr_str known = str_of(coserr_entry_code(error->entry));
    const coserr_str code = error->code.len > 0 ? error->code : known;
    const uint32_t status =
        error->http_status != 0 ? error->http_status : coserr_entry_status(error->entry);
    put_colored(out, options, bold, code.ptr, code.len);
    if (known.len > 0 && (known.len != code.len || memcmp(known.ptr, code.ptr, code.len) != 0)) {
        buffer_add_text(out, " = ");
        put_safely(out, known.ptr, known.len);
    }
    buffer_add_text(out, code.len > 0 ? "  " : "");
    if (status != 0) {
        buffer_add_number(out, status);
        buffer_add_text(out, "  ");
    }
    put_class(out, options, error->entry);
    put_match(out, options, error);
    buffer_add_char(out, '\n');
}

/* What the server had signed, to be compared line by line. */
static void put_signed(struct buffer *out, const struct options *options, const coserr_error *error,
                       const char *name) {
    struct buffer room = {0};
    coserr_str rest;
    char *const bytes = buffer_reserve(&room, error->body.len + 4);
    if (coserr_error_child(error, name, strlen(name), bytes, error->body.len + 4, &rest) == 1 &&
        rest.len > 0) {
        (void)put_label(out, options, COSERR_LABEL_SERVER_SIGNED);
        buffer_add_text(out, name);
        buffer_add_char(out, '\n');
        while (rest.len > 0) {
            const char *feed = memchr(rest.ptr, '\n', rest.len);
            const size_t len = feed != NULL ? (size_t)(feed - rest.ptr) : rest.len;
            buffer_add_spaces(out, CONTINUED);
            put_escaped(out, rest.ptr, len);
            buffer_add_char(out, '\n');
            rest.ptr += len + (feed != NULL);
            rest.len -= len + (feed != NULL);
        }
    }
    buffer_free(&room);
}

static void put_error_text(struct buffer *out, const struct options *options,
                           const coserr_error *error) {
    if (error->entry == NULL) {
        buffer_add_text(out, label(options, error->http_status != 0 ? COSERR_LABEL_SUCCESS
                                                                    : COSERR_LABEL_NO_ERROR));
        buffer_add_char(out, '\n');
    } else {
        put_first_line(out, options, error);
    }
    const coserr_operation *operation = coserr_get_operation(options->catalog, error->operation);
    if (operation != NULL) {
        put_text(out, options, COSERR_LABEL_OPERATION, coserr_operation_name(operation));
    }
    put_field(out, options,
              error->kind == COSERR_KIND_CLIENT ? COSERR_LABEL_CLIENT_MESSAGE
                                                : COSERR_LABEL_SERVER_MESSAGE,
              error->message);
    put_field(out, options, COSERR_LABEL_RESOURCE, error->resource);
    put_field(out, options, COSERR_LABEL_REQUEST_ID, error->request_id);
    put_field(out, options, COSERR_LABEL_TRACE_ID, error->trace_id);
    put_field(out, options, COSERR_LABEL_SERVER_TIME, error->server_time);
    if (error->entry != NULL) {
        put_meaning(out, options, error);
    }
    if (error->failed != 0 && error->body.len > 0) {
        put_signed(out, options, error, "FormatString");
        put_signed(out, options, error, "StringToSign");
    }
}

/* ----------------------------------------------------------------------------------------- JSON */

static void put_json(struct buffer *out, const struct options *options, const coserr_error *error) {
    size_t room = 2048;
    size_t len = coserr_error_json(error, options->language, buffer_reserve(out, room), room);
    if (len >= room) {
        room = len + 1;
        len = coserr_error_json(error, options->language, buffer_reserve(out, room), room);
    }
    out->len += len;
    buffer_add_char(out, '\n');
}

int put_error(struct buffer *out, const struct options *options, const coserr_error *error) {
    if (options->json) {
        put_json(out, options, error);
    } else {
        put_error_text(out, options, error);
    }
    const bool answered = error->entry != NULL && (error->match & COSERR_MATCH_FAMILY) == 0;
    return answered ? EXIT_ANSWERED : EXIT_UNANSWERED;
}

/* An error that is this entry, to be written as JSON. */
static void put_entry_json(struct buffer *out, const struct options *options,
                           const coserr_entry *entry) {
    const coserr_str code = str_of(coserr_entry_code(entry));
    coserr_error error = {.size = sizeof error};
    (void)coserr_explain(options->catalog, code.ptr, code.len, coserr_entry_status(entry), NULL, 0,
                         &error);
    if (error.entry != entry) {
        error.entry = entry;
        error.match = COSERR_MATCH_REFINED;
    }
    error.operation = options->operation;
    put_json(out, options, &error);
}

/* Returns the columns it takes. */
static size_t put_name(struct buffer *out, const struct options *options,
                       const coserr_entry *entry) {
    struct buffer name = {0};
    buffer_add_text(&name, coserr_entry_code(entry));
    if (*coserr_entry_case(entry) != '\0') {
        buffer_add_text(&name, " (");
        buffer_add_text(&name, coserr_entry_case(entry));
        buffer_add_char(&name, ')');
    }
    const size_t columns = text_width(name.bytes, name.len);
    put_colored(out, options, bold, name.bytes, name.len);
    buffer_free(&name);
    return columns;
}

void put_entry(struct buffer *out, const struct options *options, const coserr_entry *entry) {
    if (options->json) {
        put_entry_json(out, options, entry);
        return;
    }
    const coserr_str message = str_of(coserr_entry_message(entry, options->language, NULL));
    size_t class_len;
    (void)coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry), &class_len);
    const size_t columns = put_name(out, options, entry);
    buffer_add_spaces(out, columns < CODE_COLUMNS ? CODE_COLUMNS - columns : 0);
    buffer_add_spaces(out, 2);
    buffer_add_number(out, coserr_entry_status(entry));
    buffer_add_spaces(out, 2);
    put_class(out, options, entry);
    buffer_add_spaces(out, class_len < CLASS_COLUMNS ? CLASS_COLUMNS - class_len : 1);
    put_wrapped(out, options, message.ptr, message.len, TABLE_COLUMNS, CONTINUED);
    buffer_add_char(out, '\n');
}

/* ---------------------------------------------------------------------------------- suggestions */

static coserr_str trim(coserr_str text) {
    while (text.len > 0 && coserr__is_space((unsigned char)text.ptr[text.len - 1])) {
        text.len--;
    }
    while (text.len > 0 && coserr__is_space((unsigned char)*text.ptr)) {
        text.ptr++;
        text.len--;
    }
    return text;
}

void suggest(const struct options *options, coserr_str code) {
    code = trim(code);
    const char *best = NULL;
    unsigned min = distance_limit(code.len) + 1;
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(options->catalog, COSERR_KIND_SERVICE, entry)) != NULL) {
        const char *known = coserr_entry_code(entry);
        const unsigned distance = distance_between(code.ptr, code.len, known, strlen(known), min);
        if (distance < min) {
            min = distance;
            best = known;
        }
    }
    if (best != NULL) {
        struct buffer safe = {0};
        put_safely(&safe, code.ptr, code.len);
        buffer_add_char(&safe, '\0');
        (void)complain("'%s' is not listed; did you mean '%s'?", safe.bytes, best);
        buffer_free(&safe);
    }
}
