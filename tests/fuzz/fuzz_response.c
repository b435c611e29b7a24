/* SPDX-License-Identifier: MIT */
/* A whole response and what to do about it. The input: two bytes for status and operation, two for
 * the attempt, then headers a line each, an empty line, the body. */
#include "fuzz.h"

#include <coserr/coserr.h>

enum { MAX_HEADERS = 32 };

static coserr_str next_line(const char **at, const char *end) {
    const char *feed = *at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;
    const coserr_str line = {*at, (size_t)((feed != NULL ? feed : end) - *at)};
    *at = feed != NULL ? feed + 1 : end;
    return line;
}

static uint32_t read_headers(const char **at, const char *end, coserr_header *headers) {
    uint32_t count = 0;
    while (*at < end) {
        const coserr_str line = next_line(at, end);
        const char *colon = line.len > 0 ? memchr(line.ptr, ':', line.len) : NULL;
        if (line.len == 0) {
            break;
        }
        if (colon != NULL && count < MAX_HEADERS) {
            const size_t name = (size_t)(colon - line.ptr);
            headers[count].name = (coserr_str){line.ptr, name};
            headers[count++].value = (coserr_str){colon + 1, line.len - name - 1};
        }
    }
    return count;
}

static void check_decision(const coserr_error *error, uint8_t bits, uint8_t number) {
    coserr_attempt attempt;
    coserr_retry_state state = {.size = sizeof state, .done = number >> 4};
    coserr_decision decision;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    decision.size = sizeof decision;
    attempt.number = number & 7;
    attempt.random = (uint32_t)bits << 24 | number;
    attempt.idempotent = (bits & 1) != 0 ? 1u : (bits & 64u) >> 5;
    attempt.replayable = bits >> 1 & 1;
    attempt.presigned = bits >> 2 & 1;
    attempt.backup_domain = bits >> 3 & 1;
    attempt.received_at = (bits & 16) != 0 ? 1795248000 : 0;
    attempt.budgeted = bits >> 7;
    attempt.tokens = number & 15;
    attempt.budget_ms = (bits & 32) != 0 ? 5000 : 0;
    REQUIRE(coserr_decide(error, &attempt, &state, &decision) == (int)decision.action);
    REQUIRE(decision.action <= COSERR_ACTION_OTHER_ENDPOINT);
    REQUIRE(decision.delay_ms <= 300000);
    REQUIRE(decision.cost <= 10 && (!attempt.budgeted || decision.cost <= (int32_t)attempt.tokens));
    REQUIRE(coserr_word(COSERR_WORDS_REASONS, decision.reason, NULL)[0] != '\0');
    REQUIRE(error->failed || decision.action == COSERR_ACTION_STOP);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4) {
        return 0;
    }
    char *text = block(data + 4, size - 4);
    const char *at = text;
    coserr_header headers[MAX_HEADERS];
    coserr_response response;
    coserr_error error;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = data[0] == 0 ? 0 : 100 + (uint32_t)data[0] * 2;
    response.operation = data[1] == 0 ? 0 : COSERR_OPERATION_GET_SERVICE - 1 + data[1] % 80;
    response.header_count = read_headers(&at, text + size - 4, headers);
    response.headers = headers;
    response.body = (coserr_str){at, (size_t)(text + size - 4 - at)};

    const size_t bound = coserr_decode_bound(&response);
    char *buffer = block(NULL, bound);
    error.size = sizeof error;
    REQUIRE(coserr_decode(NULL, &response, &error, buffer, bound) == (int)error.failed);
    REQUIRE(error.missing == 0);
    REQUIRE((error.entry != NULL) == (error.failed != 0));
    for (uint32_t field = 0; field < COSERR_FIELD_BUCKET; field++) {
        coserr_str value;
        value.ptr = coserr_error_field(&error, field, &value.len);
        REQUIRE_TEXT(value);
    }
    char json[256];
    (void)coserr_error_json(&error, 0, json, sizeof json);
    (void)coserr_error_problem(&error, 0, json, sizeof json);
    (void)coserr_error_detail(&error, 0, json, sizeof json);
    check_decision(&error, data[2], data[3]);
    free(buffer);
    free(text);
    return 0;
}
