/* SPDX-License-Identifier: MIT */
/* coserr decode: what an error response means, given its body or the whole of it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BODY = 1 << 20, MAX_HEAD = 1 << 18, MAX_HEADERS = 256 };

struct input {
    coserr_response response;
    coserr_header headers[MAX_HEADERS];
};

/* Takes a line off the front, without its line end. */
static coserr_str next_line(coserr_str *rest) {
    const char *feed = memchr(rest->ptr, '\n', rest->len);
    const size_t taken = feed != NULL ? (size_t)(feed - rest->ptr) + 1 : rest->len;
    coserr_str line = {rest->ptr, taken - (feed != NULL)};
    line.len -= line.len > 0 && line.ptr[line.len - 1] == '\r';
    rest->ptr += taken;
    rest->len -= taken;
    return line;
}

/* "HTTP/1.1 404 Not Found", "HTTP/2 404"; 0 when it is no status line. */
static uint32_t status_of_line(coserr_str line) {
    const char *blank = line.len > 0 ? memchr(line.ptr, ' ', line.len) : NULL;
    const size_t behind = blank != NULL ? (size_t)(line.ptr + line.len - blank) - 1 : 0;
    char digits[4] = {0};
    if (line.len < 5 || memcmp(line.ptr, "HTTP/", 5) != 0 || behind < 3 ||
        (behind > 3 && blank[4] != ' ')) {
        return 0;
    }
    memcpy(digits, blank + 1, 3);
    return parse_status(digits);
}

static bool begins_with(coserr_str name, const char *small_letters) {
    size_t i = 0;
    while (i < name.len && small_letters[i] != '\0' &&
           lower(name.ptr[i]) == (unsigned char)small_letters[i]) {
        i++;
    }
    return small_letters[i] == '\0';
}

/* The headers that say something of an error; the others would only fill the list. */
static bool is_telling(coserr_str name) {
    return begins_with(name, "x-cos-") || begins_with(name, "content-type") ||
           begins_with(name, "date") || begins_with(name, "retry-after");
}

static void add_header(struct input *input, coserr_str line) {
    const char *colon = memchr(line.ptr, ':', line.len);
    if (colon == NULL || input->response.header_count == MAX_HEADERS) {
        return;
    }
    const size_t name_len = (size_t)(colon - line.ptr);
    if (!is_telling((coserr_str){line.ptr, name_len})) {
        return;
    }
    coserr_header *header = &input->headers[input->response.header_count++];
    header->name = (coserr_str){line.ptr, name_len};
    header->value = (coserr_str){colon + 1, line.len - name_len - 1};
}

/* One header block after the other, as redirects and interim answers leave them; the last counts.
 */
static coserr_str read_head(struct input *input, coserr_str rest) {
    for (;;) {
        coserr_str head = rest;
        const uint32_t status = head.len > 0 ? status_of_line(next_line(&head)) : 0;
        if (status == 0) {
            return rest;
        }
        rest = head;
        input->response.header_count = 0;
        input->response.http_status = status;
        while (rest.len > 0) {
            const coserr_str line = next_line(&rest);
            if (line.len == 0) {
                break;
            }
            add_header(input, line);
        }
    }
}

static void complete(const struct options *options, struct input *input) {
    input->response.headers = input->headers;
    input->response.operation = options->operation;
    if (options->status != 0) {
        input->response.http_status = options->status;
    }
    if (options->content_type != NULL && input->response.header_count < MAX_HEADERS) {
        coserr_header *header = &input->headers[input->response.header_count++];
        header->name = (coserr_str){COSERR_STR("Content-Type")};
        header->value = (coserr_str){options->content_type, strlen(options->content_type)};
    }
}

/* ------------------------------------------------------------------------------- failed keys */

struct deleted {
    const struct options *options;
    const coserr_error *whole;
    int worst; /* negative: no key has failed */
};

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
    error.code = item->code;
    error.message = item->message;
    error.resource = item->key;
    error.source[COSERR_FIELD_CODE] = item->code.len > 0 ? COSERR_SOURCE_BODY : 0;
    error.source[COSERR_FIELD_MESSAGE] = item->message.len > 0 ? COSERR_SOURCE_BODY : 0;
    error.source[COSERR_FIELD_RESOURCE] = item->key.len > 0 ? COSERR_SOURCE_BODY : 0;
    const int status = print_error(deleted->options, &error);
    deleted->worst = status > deleted->worst ? status : deleted->worst;
    return 1;
}

static int decode_deleted(const struct options *options, const coserr_error *error, char *buffer,
                          size_t size) {
    struct deleted deleted = {options, error, -1};
    const int whole = coserr_each_deleted(error->body.ptr, error->body.len, buffer, size,
                                          print_deleted, &deleted);
    if (whole < 0) {
        (void)complain("the body is no whole DeleteResult document");
        return EXIT_UNANSWERED;
    }
    return deleted.worst >= 0 ? deleted.worst : print_error(options, error);
}

/* -------------------------------------------------------------------------------- the response */

/* What the verdict on the body calls for, beside the answer. */
static void comment_on_body(const coserr_error *error) {
    if (error->verdict == COSERR_VERDICT_MALFORMED) {
        (void)complain("the body is malformed at byte %lu (%s); values before it were read",
                       (unsigned long)error->fault_offset, coserr_fault_name(error->fault));
    }
    if (error->http_status == 0 && error->failed == 0) {
        (void)complain("no HTTP status is known; if there was one, give it with --status");
    } else if (error->verdict == COSERR_VERDICT_ERROR && error->failed == 0) {
        (void)complain("the body is an error document; if the request was a copy or completed an "
                       "upload, it failed: say so with --op");
    }
}

static int decode(const struct options *options, const coserr_response *response) {
    const size_t size = coserr_decode_bound(response) + 4;
    char *buffer = malloc(2 * size); /* one half for the response, one for each failed key */
    if (buffer == NULL) {
        return complain("out of memory");
    }
    coserr_error error;
    error.size = sizeof error;
    (void)coserr_decode(response, &error, buffer, size);
    if (options->status != 0) {
        error.source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_ARGUMENT;
    }
    if (error.http_status == 0 && error.verdict == COSERR_VERDICT_EMPTY) {
        free(buffer);
        return complain("there is no response to decode: neither status nor body");
    }
    comment_on_body(&error);
    int status;
    if (options->operation == COSERR_OPERATION_DELETE_MULTIPLE && error.failed == 0) {
        status = decode_deleted(options, &error, buffer + size, size);
    } else {
        status = print_error(options, &error);
    }
    free(buffer);
    return status;
}

int cmd_decode(const struct options *options) {
    const char *name = options->count > 0 ? options->arguments[0] : "-";
    size_t len;
    char *text = read_all(name, MAX_BODY + MAX_HEAD, &len);
    if (text == NULL) {
        return EXIT_USAGE;
    }
    struct input input;
    memset(&input.response, 0, sizeof input.response);
    input.response.size = sizeof input.response;
    input.response.body = read_head(&input, (coserr_str){text, len});
    complete(options, &input);
    int status;
    if (input.response.body.len > MAX_BODY) {
        status = complain("%s: the body has more than 1 MiB", name);
    } else {
        status = decode(options, &input.response);
    }
    free(text);
    return status;
}
