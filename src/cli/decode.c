/* SPDX-License-Identifier: MIT */
/* coserr decode: what an error response means, given its body, the whole of it, or a text that it
 * was pasted into. */
#include "cli.h"

#include "base/bytes.h"
#include "paste.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BODY = 1 << 20, MAX_HEAD = 1 << 18 };

/* A response that was read. Its values live in `room`, which has another half for failed keys. */
struct answer {
    coserr_error error;
    size_t size;
    char *room;
};

/* -------------------------------------------------------------------------------------- reading */

/* The address without the query, which can hold the signature of a presigned URL. */
static coserr_str address_of(const char *url) {
    const char *start = strstr(url, "://");
    start = start != NULL ? start + 3 : url;
    return (coserr_str){start, strcspn(start, "?#")};
}

static int read_answer(const struct options *options, struct head *head, coserr_str body,
                       struct answer *answer) {
    coserr_response response = {.size = sizeof response, .body = body};
    if (options->content_type != NULL) {
        head_add(head, (coserr_str){COSERR_STR("Content-Type")}, str_of(options->content_type));
    }
    response.http_status = options->status != 0 ? options->status : head->status;
    response.operation = options->operation;
    response.after_200 =
        coserr_operation_after_200(coserr_get_operation(options->catalog, options->operation));
    response.headers = head->headers;
    response.header_count = head->header_count;
    answer->size = coserr_decode_bound(&response) + 4;
    answer->room = malloc(2 * answer->size);
    if (answer->room == NULL) {
        return complain("out of memory");
    }
    coserr_error *error = &answer->error;
    *error = (coserr_error){.size = sizeof *error};
    (void)coserr_read(&response, error, answer->room, answer->size);
    if (options->status != 0) {
        error->source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_ARGUMENT;
    }
    if (options->url != NULL && error->failed != 0 && error->resource.len == 0) {
        error->resource = address_of(options->url);
        error->source[COSERR_FIELD_RESOURCE] = COSERR_SOURCE_ARGUMENT;
    }
    (void)coserr_resolve(options->catalog, error);
    return EXIT_ANSWERED;
}

/* ------------------------------------------------------------------------------------- printing */

static int print_error(const struct options *options, const coserr_error *error) {
    struct buffer out = {0};
    const int status = put_error(&out, options, error);
    term_write(&out);
    buffer_free(&out);
    if (error->entry != NULL && status == EXIT_UNANSWERED) {
        suggest(options, error->code);
    }
    return status;
}

struct deleted {
    const struct options *options;
    const coserr_error *whole;
    int worst; /* negative: no key has failed */
};

static void set_value(coserr_error *error, uint32_t field, coserr_str *member, coserr_str value) {
    *member = value;
    error->source[field] = value.len > 0 ? COSERR_SOURCE_BODY : COSERR_SOURCE_NONE;
}

/* A failed key reads like an error of its own, whose resource is the key. No status was received
 * for it. */
static int print_deleted(void *context, const coserr_deleted *item) {
    struct deleted *deleted = context;
    coserr_error error = *deleted->whole;
    error.failed = 1;
    error.kind = COSERR_KIND_SERVICE;
    error.http_status = 0;
    error.source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_NONE;
    error.match = item->match;
    error.entry = item->entry;
    set_value(&error, COSERR_FIELD_CODE, &error.code, item->code);
    set_value(&error, COSERR_FIELD_MESSAGE, &error.message, item->message);
    set_value(&error, COSERR_FIELD_RESOURCE, &error.resource, item->key);
    set_value(&error, COSERR_FIELD_KEY, &error.key, item->key);
    error.body = (coserr_str){"", 0};
    const int status = print_error(deleted->options, &error);
    deleted->worst = status > deleted->worst ? status : deleted->worst;
    return 1;
}

static int print_all_deleted(const struct options *options, const struct answer *answer) {
    const coserr_error *error = &answer->error;
    struct deleted deleted = {options, error, -1};
    const int whole =
        coserr_each_deleted(options->catalog, error->body.ptr, error->body.len,
                            answer->room + answer->size, answer->size, print_deleted, &deleted);
    if (whole < 0) {
        (void)complain("the body is not a complete DeleteResult document");
        return EXIT_UNANSWERED;
    }
    return deleted.worst >= 0 ? deleted.worst : print_error(options, error);
}

/* What the verdict on the body calls for, beside the answer. */
static void comment_on_body(const coserr_error *error) {
    if (error->verdict == COSERR_VERDICT_MALFORMED) {
        (void)complain("the body is malformed at byte %lu (%s); values before it were read",
                       (unsigned long)error->fault_offset, coserr_fault_name(error->fault));
    } else if (error->fault == COSERR_FAULT_COMPRESSED) {
        (void)complain("the body is compressed; decompress it first");
    } else if (error->fault == COSERR_FAULT_CHUNKED) {
        (void)complain("the body still has the chunks of its transfer coding; decode it first");
    }
    if (error->http_status == 0 && error->failed == 0) {
        (void)complain("no HTTP status is known; if there was one, give it with --status");
    } else if (error->verdict == COSERR_VERDICT_ERROR && error->failed == 0) {
        (void)complain("the body is an error document; if the request was a copy or completed an "
                       "upload, it failed: say so with --operation");
    }
}

static bool is_delete_result(coserr_str body) {
    return body.len > 13 && memcmp(body.ptr, "<DeleteResult", 13) == 0;
}

static int print_answer(const struct options *options, const struct answer *answer, bool keys) {
    const coserr_error *error = &answer->error;
    if (error->http_status == 0 && error->verdict == COSERR_VERDICT_EMPTY) {
        return complain("there is no response to decode: neither status nor body");
    }
    if (keys && error->failed == 0) {
        return print_all_deleted(options, answer);
    }
    comment_on_body(error);
    return print_error(options, error);
}

static bool fails_by_key(const struct options *options) {
    return coserr_operation_after_200(coserr_get_operation(options->catalog, options->operation)) ==
           COSERR_AFTER_200_KEYS;
}

/* ----------------------------------------------------------------------------- pasted documents */

struct pasted {
    const struct options *options;
    coserr_str text;
    coserr_str strict; /* the body, by the strict reading */
    size_t count;
    bool is_strict; /* the first one is what the strict reading has */
    int worst;
};

static const char *skip_space(const char *p, const char *end) {
    while (p < end && coserr__is_space((unsigned char)*p)) {
        p++;
    }
    return p;
}

/* Whether the document is all of the body, but for an XML declaration. */
static bool is_all_of(coserr_str body, const struct paste_document *document) {
    const char *const end = body.ptr + body.len;
    const char *p = body.ptr;
    if (body.len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
    }
    p = skip_space(p, end);
    if (end - p > 2 && p[0] == '<' && p[1] == '?') {
        const char *close = memchr(p, '>', (size_t)(end - p));
        p = close != NULL ? skip_space(close + 1, end) : p;
    }
    return document->verbatim && p == document->source && skip_space(document->end, end) == end;
}

static int count_document(void *context, const struct paste_document *document) {
    struct pasted *pasted = context;
    const bool is_first_head = document->body.len == 0 && document->source == pasted->text.ptr;
    pasted->count++;
    pasted->is_strict =
        pasted->count == 1 && (is_first_head || is_all_of(pasted->strict, document));
    return 1;
}

/* False when the name is not known. */
static bool print_client(struct pasted *pasted, const struct paste_document *document,
                         int *status) {
    const struct options *options = pasted->options;
    coserr_error error = {.size = sizeof error};
    coserr_str name = document->client;
    const char *by_errno = coserr_client_from_errno_name(name.ptr, name.len);
    if (by_errno != NULL) {
        name = str_of(by_errno);
    }
    if (name.len == 0 || options->status != 0 ||
        coserr_from_client(options->catalog, name.ptr, name.len, &error) != 1) {
        return false;
    }
    error.operation = options->operation;
    set_value(&error, COSERR_FIELD_MESSAGE, &error.message, document->message);
    *status = print_error(options, &error);
    return true;
}

static int print_document(void *context, const struct paste_document *document) {
    struct pasted *pasted = context;
    const struct options *options = pasted->options;
    struct answer answer = {0};
    struct head head;
    int status;
    if (pasted->count++ > 0 && !options->json) {
        struct buffer separator = {0};
        buffer_add_text(&separator, "---\n");
        term_write(&separator);
        buffer_free(&separator);
    }
    (void)complain("taken from line %lu: %s", (unsigned long)document->line, document->form);
    if (!print_client(pasted, document, &status)) {
        head.status = document->head.status;
        head.header_count = document->head.header_count;
        memcpy(head.headers, document->head.headers, head.header_count * sizeof *head.headers);
        status = read_answer(options, &head, document->body, &answer);
        if (status == EXIT_ANSWERED) {
            status = print_answer(options, &answer,
                                  fails_by_key(options) || is_delete_result(document->body));
        }
        free(answer.room);
    }
    pasted->worst = status > pasted->worst ? status : pasted->worst;
    return status != EXIT_USAGE && !term_is_lost();
}

/* Whether the strict reading leaves nothing to be found by another. */
static bool is_final(const coserr_error *error) {
    return error->verdict == COSERR_VERDICT_ERROR ||
           (error->verdict == COSERR_VERDICT_EMPTY && error->failed != 0) ||
           (error->http_status != 0 && error->failed == 0) ||
           error->fault == COSERR_FAULT_DOCTYPE || error->fault == COSERR_FAULT_ENCODING ||
           error->fault == COSERR_FAULT_COMPRESSED || error->fault == COSERR_FAULT_CHUNKED;
}

/* ---------------------------------------------------------------------------------- the command */

static int decode(const struct options *options, coserr_str text) {
    struct head head = {0};
    const coserr_str body = read_head(&head, text);
    struct pasted pasted = {.options = options, .text = text, .strict = body};
    struct answer answer = {0};
    int status = EXIT_USAGE;
    if (body.len > MAX_BODY) {
        return complain("the body is larger than 1 MiB");
    }
    if (read_answer(options, &head, body, &answer) != EXIT_ANSWERED) {
        return EXIT_USAGE;
    }
    if (!is_final(&answer.error)) {
        (void)paste_each(text, count_document, &pasted);
    }
    if (pasted.count == 0 || pasted.is_strict) {
        status = print_answer(options, &answer, fails_by_key(options));
    } else {
        pasted.count = 0;
        (void)paste_each(text, print_document, &pasted);
        status = pasted.worst;
    }
    free(answer.room);
    return status;
}

int cmd_decode(const struct options *options) {
    const char *name = options->count > 0 ? options->arguments[0] : "-";
    struct options completed = *options;
    size_t len;
    char *text = read_all(name, MAX_BODY + MAX_HEAD, "larger than 1 MiB of body", &len);
    if (text == NULL) {
        return EXIT_USAGE;
    }
    if (options->url != NULL && options->operation == 0) {
        const coserr_str method = str_of(options->method != NULL ? options->method : "GET");
        completed.operation = coserr_operation_id(coserr_operation_of_request(
            options->catalog, method.ptr, method.len, options->url, strlen(options->url), NULL, 0));
        if (completed.operation == 0) {
            (void)complain("no operation matches this method and URL");
        }
    }
    const int status = decode(&completed, (coserr_str){text, len});
    free(text);
    return status;
}
