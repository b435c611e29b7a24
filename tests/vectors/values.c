/* SPDX-License-Identifier: MIT */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *what, const char *which) {
    fprintf(stderr, "answer: %s: %s\n", what, which);
    exit(EXIT_FAILURE);
}

void *allocate(size_t size) {
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL) {
        fail("no memory", "");
    }
    return memory;
}

/* ------------------------------------------------------------------------------------------
 * reading */

static coserr_str slice_of(const json_t *value) {
    const char *text = json_string_value(value);
    return text != NULL ? (coserr_str){text, json_string_length(value)} : (coserr_str){"", 0};
}

coserr_str text_of(const json_t *in, const char *name) {
    return slice_of(json_object_get(in, name));
}

json_int_t number_of(const json_t *in, const char *name) {
    return json_integer_value(json_object_get(in, name));
}

uint32_t verdict_of(const json_t *in) {
    const coserr_str name = text_of(in, "verdict");
    for (uint32_t i = 0; i <= COSERR_VERDICT_EMPTY; i++) {
        if (strcmp(coserr_verdict_name(i), name.ptr) == 0) {
            return i;
        }
    }
    fail("unknown verdict", name.ptr);
}

static uint32_t digit_of(char c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (uint32_t)(at - digits) : 0;
}

/* Base64 of whole groups, with its padding. */
static coserr_str from_base64(coserr_str text, char *to) {
    size_t len = 0;
    for (size_t i = 0; i + 4 <= text.len; i += 4) {
        const char *p = text.ptr + i;
        const uint32_t group =
            digit_of(p[0]) << 18 | digit_of(p[1]) << 12 | digit_of(p[2]) << 6 | digit_of(p[3]);
        to[len++] = (char)(group >> 16);
        to[len++] = (char)(group >> 8);
        to[len++] = (char)group;
        len -= (size_t)(p[3] == '=') + (size_t)(p[2] == '=');
    }
    return (coserr_str){to, len};
}

void response_of(const json_t *in, struct given *given) {
    const json_t *headers = json_object_get(in, "headers");
    const coserr_str base64 = text_of(in, "body_b64");
    const size_t count = json_array_size(headers);
    memset(given, 0, sizeof *given);
    given->headers = allocate(count * sizeof *given->headers);
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(headers, i);
        given->headers[i].name = slice_of(json_array_get(pair, 0));
        given->headers[i].value = slice_of(json_array_get(pair, 1));
    }
    given->body = allocate(base64.len);
    given->response = (coserr_response){
        .size = sizeof given->response,
        .http_status = (uint32_t)number_of(in, "status"),
        .header_count = (uint32_t)count,
        .headers = given->headers,
        .body = base64.len > 0 ? from_base64(base64, given->body) : text_of(in, "body"),
        .received_at = number_of(in, "received_at"),
        .bucket = text_of(in, "bucket"),
        .region = text_of(in, "region"),
        .key = text_of(in, "key"),
    };
}

void free_response(struct given *given) {
    free(given->headers);
    free(given->body);
}

/* ------------------------------------------------------------------------------------------
 * writing */

void put_text(json_t *out, const char *name, const char *text) {
    if (*text != '\0') {
        json_object_set_new(out, name, json_string(text));
    }
}

void put_number(json_t *out, const char *name, json_int_t number) {
    if (number != 0) {
        json_object_set_new(out, name, json_integer(number));
    }
}

void put_flag(json_t *out, const char *name, int flag) {
    if (flag) {
        json_object_set_new(out, name, json_true());
    }
}

void put_list(json_t *out, const char *name, json_t *list) {
    if (json_array_size(list) + json_object_size(list) > 0) {
        json_object_set_new(out, name, list);
    } else {
        json_decref(list);
    }
}

void write_line(json_t *line) {
    if (json_dumpf(line, stdout, JSON_COMPACT) != 0 || putchar('\n') == EOF) {
        fail("cannot write", "standard output");
    }
    json_decref(line);
}
