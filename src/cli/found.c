/* SPDX-License-Identifier: MIT */
/* What was found of one error in a pasted text, until it is complete. */
#include "found.h"

#include "cli.h"
#include "sdks.h"
#include "unescape.h"

#include <stdio.h>
#include <string.h>

enum { MAX_GAP = 3, MAX_HEAD_GAP = 20, MAX_TITLE_GAP = 12, MAX_CODE = 128 };

static void reset(struct found *found) {
    found->is_open = found->in_braces = found->cut = found->backticks = found->escaped = false;
    found->status = 0;
    found->xml = (coserr_str){"", 0};
    found->body.len = 0;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        found->values[i].len = 0;
    }
}

static void open_at(struct found *found, const char *at, size_t line, size_t depth) {
    reset(found);
    found->is_open = true;
    found->in_braces = depth > 0;
    found->start = at;
    found->line = found->last_line = line;
}

static bool has(const struct found *found, enum field field) {
    return found->values[field].len > 0;
}

static bool has_request_id(const struct found *found) {
    return has(found, FIELD_REQUEST_ID) || has(found, FIELD_HEADER_REQUEST_ID) ||
           has(found, FIELD_HEADER_CI_REQUEST_ID);
}

/* --------------------------------------------------------------------------------- the document */

/* Whether the pairs are those of an error; words of a text can look like one of them. */
static bool is_error(const struct found *found, bool has_head) {
    const bool has_status = found->status >= 300;
    if (found->xml.len > 0) {
        return true;
    }
    if (has(found, FIELD_CODE)) {
        return has_head || has_status || has_request_id(found) || has(found, FIELD_MESSAGE) ||
               has(found, FIELD_RESOURCE) || has(found, FIELD_TRACE_ID) || found->style == PAIR_XML;
    }
    return (has_status && has_request_id(found)) || (has_head && has(found, FIELD_MESSAGE));
}

static void build_body(struct found *found) {
    struct buffer *body = &found->body;
    body->len = 0;
    buffer_add_text(body, "<Error>");
    const size_t root_len = body->len;
    for (enum field field = 0; field < FIELD_BODY_COUNT; field++) {
        if (has(found, field)) {
            buffer_add_char(body, '<');
            buffer_add_text(body, field_name(field));
            buffer_add_char(body, '>');
            add_xml(body, (coserr_str){found->values[field].bytes, found->values[field].len});
            buffer_add_text(body, "</");
            buffer_add_text(body, field_name(field));
            buffer_add_char(body, '>');
        }
    }
    if (body->len == root_len) {
        body->len = 0;
        return;
    }
    buffer_add_text(body, "</Error>");
}

static const char *base_form(const struct found *found) {
    if (found->xml.len > 0) {
        return "XML";
    }
    if (found->style == PAIR_XML) {
        return "XML without its root";
    }
    return found->style == PAIR_QUOTED || found->in_braces ? "a printed object"
                                                           : "names and values";
}

static void describe(struct found *found, bool has_head) {
    struct paste_document *document = &found->document;
    snprintf(document->form, sizeof document->form, "%s%s%s%s%s", base_form(found),
             found->backticks ? " after a backtick" : "",
             found->escaped || found->unhidden ? ", escapes undone" : "",
             has_head ? ", with its head" : "", found->cut ? ", cut off" : "");
}

static void set_head(struct found *found, bool has_head) {
    struct head *head = &found->document.head;
    head->status = has_head ? found->head.status : 0;
    head->header_count = has_head ? found->head.header_count : 0;
    memcpy(head->headers, found->head.headers, head->header_count * sizeof *head->headers);
    for (enum field field = FIELD_BODY_COUNT; field < FIELD_COUNT; field++) {
        if (has(found, field)) {
            const struct buffer *value = &found->values[field];
            head_add(head, str_of(field_name(field)), (coserr_str){value->bytes, value->len});
        }
    }
    if (found->status != 0) {
        head->status = found->status;
    } else if (head->status == 0 && found->title_status != 0 &&
               found->line - found->title_line <= MAX_TITLE_GAP) {
        head->status = found->title_status;
    }
}

/* "ECONNREFUSED": a code that is the name of an errno tells that there was no answer. */
static void set_client(struct found *found) {
    const struct buffer *code = &found->values[FIELD_CODE];
    const struct buffer *message = &found->values[FIELD_MESSAGE];
    for (size_t i = 0; i < code->len; i++) {
        const char c = code->bytes[i];
        if (code->bytes[0] != 'E' || ((c < 'A' || c > 'Z') && c != '_')) {
            return;
        }
    }
    const char *cause = sdk_client_cause((coserr_str){message->bytes, message->len});
    found->document.client = cause != NULL ? str_of(cause) : (coserr_str){code->bytes, code->len};
    found->document.message = (coserr_str){message->bytes, message->len};
}

static void visit(struct found *found) {
    if (found->stopped) {
        return;
    }
    found->count++;
    if (found->visit(found->context, &found->document) == 0) {
        found->stopped = true;
    }
}

void found_close(struct found *found) {
    const bool has_head = found->head.status != 0 && found->line - found->head_end <= MAX_HEAD_GAP;
    struct paste_document *document = &found->document;
    if (!found->is_open || found->stopped || !is_error(found, has_head)) {
        reset(found);
        return;
    }
    document->verbatim = found->xml.len > 0 && !found->escaped && !found->unhidden;
    document->source = found->start;
    document->end = found->end;
    document->line = found->line;
    document->client = document->message = (coserr_str){"", 0};
    set_head(found, has_head);
    if (found->xml.len > 0) {
        document->body = found->xml;
    } else {
        build_body(found);
        document->body = (coserr_str){found->body.bytes, found->body.len};
        if (document->head.status == 0 && !has_request_id(found)) {
            set_client(found);
        }
    }
    describe(found, has_head);
    visit(found);
    found->head.status = has_head ? 0 : found->head.status;
    found->title_status = 0;
    reset(found);
}

/* ---------------------------------------------------------------------------------------- heads */

static const char HEAD[] = "an HTTP head";

/* A head without a body: an answer to HEAD. */
static void close_head(struct found *found, const char *form) {
    struct paste_document *document = &found->document;
    if (found->head.status >= 300 && !found->stopped) {
        reset(found);
        set_head(found, true);
        document->verbatim = false;
        document->source = document->end = found->head_start;
        document->line = found->head_line;
        document->body = document->client = document->message = (coserr_str){"", 0};
        snprintf(document->form, sizeof document->form, "%s", form);
        visit(found);
    }
    found->head.status = 0;
}

void found_open_head(struct found *found, uint32_t status, const char *at, size_t line) {
    found_close(found);
    if (found->head.status >= 400) {
        close_head(found, HEAD);
    }
    found->head.status = status;
    found->head.header_count = 0;
    found->head_start = at;
    found->head_line = found->head_end = line;
}

/* A proxy's page: "<title>502 Bad Gateway</title>" is all that it tells. */
static void close_page(struct found *found) {
    if (found->page != NULL && found->count == 0) {
        found->head.status = found->title_status;
        found->head.header_count = 0;
        found->head_start = found->page;
        found->head_line = found->title_line;
        close_head(found, "the title of a page");
    }
}

void found_finish(struct found *found) {
    found_close(found);
    close_head(found, HEAD);
    close_page(found);
}

void found_free(struct found *found) {
    buffer_free(&found->body);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        buffer_free(&found->values[i]);
    }
}

void found_open_xml(struct found *found, const char *at, size_t line, size_t depth) {
    /* What stood shortly before it, such as a status, belongs to it. */
    const bool belongs = found->is_open && found->xml.len == 0 && !has(found, FIELD_CODE) &&
                         (found->in_braces || line - found->last_line <= MAX_GAP);
    if (!belongs) {
        found_close(found);
        open_at(found, at, line, depth);
    }
    found->in_braces = depth > 0;
    found->start = at;
    found->line = found->last_line = line;
}

/* ---------------------------------------------------------------------------------------- pairs */

static bool is_number(const struct buffer *value) {
    size_t i = value->len > 1 && value->bytes[0] == '-';
    for (; i < value->len; i++) {
        if (value->bytes[i] < '0' || value->bytes[i] > '9') {
            return false;
        }
    }
    return value->len > 0;
}

/* Letters, digits and a few marks; "Request has expired" is never sent as a code. */
static bool is_code(const struct buffer *value) {
    for (size_t i = 0; i < value->len; i++) {
        const char c = value->bytes[i];
        if (!is_word_char(c) && c != '.' && c != ':') {
            return false;
        }
    }
    const bool is_zero = value->len == 1 && value->bytes[0] == '0';
    return value->len > 0 && value->len <= MAX_CODE && !is_zero && value->bytes[0] != ':';
}

static bool is_same(const struct buffer *a, const struct buffer *b) {
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* Whether a pair cannot belong to the error that is open. */
static bool begins_another(const struct found *found, const struct pair *pair, bool is_status,
                           size_t line) {
    const struct buffer *code = &found->values[FIELD_CODE];
    if (!found->in_braces && line - found->last_line > MAX_GAP) {
        return true;
    }
    if (!found->in_braces && found->xml.len > 0) {
        /* After a document, the rest of its line can say under which status it came. */
        return line != found->last_line || pair->field < FIELD_BODY_COUNT;
    }
    if (!found->in_braces && is_status && found->status != 0 && line != found->last_line) {
        return code->len > 0;
    }
    if (pair->field != FIELD_CODE || is_status || code->len == 0) {
        return false;
    }
    return !found->in_braces || !(is_same(code, &pair->value) || is_number(code));
}

static uint32_t status_of(const struct pair *pair, uint32_t min) {
    return parse_status((coserr_str){pair->value.bytes, pair->value.len}, min);
}

void found_add(struct found *found, const struct pair *pair, const char *at, size_t line,
               size_t depth) {
    const bool is_status =
        pair->field == FIELD_STATUS || (pair->field == FIELD_CODE && status_of(pair, 300) != 0);
    if ((is_status && status_of(pair, 100) == 0) ||
        (pair->field == FIELD_CODE && !is_code(&pair->value))) {
        return;
    }
    if (found->is_open && begins_another(found, pair, is_status, line)) {
        found_close(found);
    }
    if (!found->is_open) {
        open_at(found, at, line, depth);
        found->style = pair->style;
    }
    found->in_braces = found->in_braces || depth > 0;
    found->last_line = line;
    found->end = found->xml.len > 0 ? found->end : pair->end;
    if (is_status) {
        found->status = found->status != 0 ? found->status : status_of(pair, 100);
        return;
    }
    struct buffer *value = &found->values[pair->field];
    if (value->len == 0 || (pair->field == FIELD_CODE && is_number(value))) {
        if (value->len > 0) {
            found->values[FIELD_MESSAGE].len = 0; /* that of the number */
        }
        value->len = 0;
        buffer_add(value, pair->value.bytes, pair->value.len);
    }
    if (pair->field == FIELD_CODE) {
        found->style = pair->style;
    }
}

/* -------------------------------------------------------------------------------- client errors */

void found_client(struct found *found, const char *name, coserr_str text, size_t line) {
    struct paste_document *document = &found->document;
    found_close(found);
    document->head.status = 0;
    document->head.header_count = 0;
    document->client = str_of(name);
    document->message = text;
    document->body = (coserr_str){"", 0};
    document->source = text.ptr;
    document->end = text.ptr + text.len;
    document->verbatim = false;
    document->line = line;
    snprintf(document->form, sizeof document->form, "a client error");
    visit(found);
}
