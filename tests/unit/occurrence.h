/* SPDX-License-Identifier: MIT */
/* Errors decoded from what is known of an occurrence, by the catalog data/patterns.yaml. */
#ifndef COSERR_UNIT_OCCURRENCE_H
#define COSERR_UNIT_OCCURRENCE_H

#include "unit.h"

#include <patterns_codes.h>

/* What is known of an occurrence; what is not given is not known. */
struct occurrence {
    const char *code;
    const char *resource;
    const char *server_time;
    const char *date;
    const char *retry_after;
    const char *bucket;
    const char *region;
    const char *key;
    int64_t received_at;
    uint32_t operation;
    const coserr_catalog *catalog; /* NULL: that of the tests */
};

struct decoded {
    coserr_error error;
    char buffer[4096];
    char body[4096];
    coserr_header headers[2];
};

static inline coserr_str str_or_none(const char *text) {
    return text != NULL ? str(text) : (coserr_str){NULL, 0};
}

static inline void element(char *body, size_t size, const char *name, const char *value) {
    const size_t len = strlen(body);
    if (value != NULL) {
        snprintf(body + len, size - len, "<%s>%s</%s>", name, value, name);
    }
}

static inline const coserr_error *decode(struct decoded *decoded, const struct occurrence *given) {
    snprintf(decoded->body, sizeof decoded->body, "<Error><Code>%s</Code>", given->code);
    element(decoded->body, sizeof decoded->body, "Resource", given->resource);
    element(decoded->body, sizeof decoded->body, "ServerTime", given->server_time);
    strcat(decoded->body, "</Error>");
    decoded->headers[0] = (coserr_header){str("Date"), str_or_none(given->date)};
    decoded->headers[1] = (coserr_header){str("Retry-After"), str_or_none(given->retry_after)};
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 400,
                                      .operation = given->operation,
                                      .header_count = 2,
                                      .headers = decoded->headers,
                                      .body = str(decoded->body),
                                      .received_at = given->received_at,
                                      .bucket = str_or_none(given->bucket),
                                      .region = str_or_none(given->region),
                                      .key = str_or_none(given->key)};
    const coserr_catalog *catalog =
        given->catalog != NULL ? given->catalog : patterns_get_catalog();
    decoded->error = (coserr_error){.size = sizeof decoded->error};
    ck_assert_int_eq(
        coserr_decode(catalog, &response, &decoded->error, decoded->buffer, sizeof decoded->buffer),
        1);
    ck_assert_uint_eq(decoded->error.missing, 0);
    return &decoded->error;
}

static inline void assert_detail(const struct occurrence *given, const char *language,
                                 const char *expected) {
    struct decoded decoded;
    char text[1024];
    const coserr_error *error = decode(&decoded, given);
    const coserr_language resolved =
        coserr_match_language(coserr_entry_catalog(error->entry), TEXT(language));
    const size_t len = coserr_error_detail(error, resolved, text, sizeof text);
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(len, strlen(expected));
}

#endif
