/* SPDX-License-Identifier: MIT */
/* Any bytes as a body: the same answer whatever the room, part of the answer for part of the body,
 * values in order, JSON of the length it says. */
#include "fuzz.h"

#include <coserr/coserr.h>

static void decode(const char *body, size_t size, char *buffer, size_t room, coserr_error *error) {
    coserr_response response;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = 400;
    response.body = (coserr_str){body, size};
    error->size = sizeof *error;
    REQUIRE(coserr_decode(NULL, &response, error, buffer, room) == 1);
    REQUIRE(coserr_decode_bound(&response) >= size);
}

static void check_values(const coserr_error *error, const char *buffer, size_t room) {
    for (uint32_t field = 0; field < COSERR_FIELD_BUCKET; field++) {
        coserr_str value;
        value.ptr = coserr_error_field(error, field, &value.len);
        REQUIRE_TEXT(value);
        REQUIRE(value.len == 0 || (value.ptr >= buffer && value.ptr + value.len < buffer + room));
        REQUIRE((value.len > 0) == (coserr_error_source(error, field) != COSERR_SOURCE_NONE) ||
                (error->missing & 1u << field) != 0);
    }
    const coserr_str parts[] = {error->bucket, error->region, error->key};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        REQUIRE(parts[i].len == 0 ||
                (parts[i].ptr >= error->resource.ptr &&
                 parts[i].ptr + parts[i].len <= error->resource.ptr + error->resource.len));
    }
    REQUIRE(error->entry != NULL && error->match != 0);
    const bool encoded =
        error->fault == COSERR_FAULT_COMPRESSED || error->fault == COSERR_FAULT_CHUNKED;
    REQUIRE((error->verdict == COSERR_VERDICT_MALFORMED) ==
            (error->fault != COSERR_FAULT_NONE && !encoded));
    REQUIRE(error->fault_offset <= error->body.len);
}

static void check_json(const coserr_error *error) {
    const coserr_language language = coserr_match_language(NULL, COSERR_STR("zh"));
    const size_t len = coserr_error_json(error, language, NULL, 0);
    char *line = block(NULL, len + 1);
    REQUIRE(coserr_error_json(error, language, line, len + 1) == len);
    REQUIRE(strlen(line) == len && line[len - 1] == '}');
    free(line);
}

static int visit(void *context, const coserr_deleted *item) {
    size_t *count = context;
    REQUIRE_TEXT(item->key);
    REQUIRE_TEXT(item->version_id);
    REQUIRE_TEXT(item->code);
    REQUIRE_TEXT(item->message);
    REQUIRE(item->entry != NULL);
    return ++*count < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const size_t bound = size + 64;
    char *body = block(data, size);
    char *buffer = block(NULL, bound);
    coserr_error error;
    coserr_error small;
    decode(body, size, buffer, bound, &error);
    REQUIRE(error.missing == 0);
    check_values(&error, buffer, bound);
    check_json(&error);

    const size_t room = size > 0 ? data[size - 1] : 0;
    char *little = block(NULL, room);
    decode(body, size, little, room, &small);
    check_values(&small, little, room);
    REQUIRE(small.entry == error.entry && small.match == error.match);
    REQUIRE(small.verdict == error.verdict && small.fault_offset == error.fault_offset);

    coserr_str value;
    if (coserr_error_child(&error, COSERR_STR("StringToSign"), little, room, &value) == 1) {
        REQUIRE_TEXT(value);
        REQUIRE(value.len > 0 && value.len < room);
    }
    size_t count = 0;
    (void)coserr_each_deleted(NULL, body, size, buffer, size + 4, visit, &count);
    free(little);
    free(buffer);
    free(body);
    return 0;
}
