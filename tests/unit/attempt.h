/* SPDX-License-Identifier: MIT */
/* An error and the attempt that met it, for tests of what to do about it. */
#ifndef COSERR_ATTEMPT_H
#define COSERR_ATTEMPT_H

#include "unit.h"

enum {
    STOP = COSERR_ACTION_STOP,
    AGAIN = COSERR_ACTION_AGAIN,
    CLOCK = COSERR_ACTION_CORRECT_CLOCK,
    FETCH = COSERR_ACTION_FETCH_CREDENTIALS,
    READ = COSERR_ACTION_READ_STATE,
    OTHER = COSERR_ACTION_OTHER_ENDPOINT
};

enum { NOW = 1795248000 }; /* Sat, 21 Nov 2026 08:00:00 GMT */

/* The attempt of a case: letters that say what differs from a first attempt of an idempotent
 * request with a replayable body, signed by the client, with no other domain. */
static inline coserr_attempt attempt_of(const char *flags) {
    coserr_attempt attempt;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    attempt.number = 1;
    attempt.random = 0x80000000;
    attempt.idempotent = strchr(flags, 'i') == NULL ? 1 : 2; /* i: not idempotent */
    attempt.replayable = strchr(flags, 'r') == NULL;         /* r: not replayable */
    attempt.idempotent =
        strchr(flags, 'o') == NULL ? attempt.idempotent : 0; /* o: as the operation */
    attempt.presigned = strchr(flags, 'p') != NULL;
    attempt.backup_domain = strchr(flags, 'b') != NULL;
    attempt.received_at = strchr(flags, 't') == NULL ? NOW : 0; /* t: local time unknown */
    for (const char *p = flags; *p != '\0'; p++) {
        attempt.number += *p == '+';
    }
    return attempt;
}

struct input {
    coserr_error error;
    coserr_attempt attempt;
    coserr_retry_state state;
    coserr_decision decision;
    char buffer[512];
};

static inline void prepare_for(struct input *input, uint32_t operation, const char *code,
                               uint32_t status, const char *extra, const char *flags) {
    char body[256];
    coserr_header headers[3];
    coserr_response response;
    memset(&response, 0, sizeof response);
    memset(input, 0, sizeof *input);
    response.size = sizeof response;
    response.http_status = status;
    response.headers = headers;
    /* extra: "Name: value|Name: value" */
    char list[128];
    snprintf(list, sizeof list, "%s", extra);
    for (char *rest = list; rest != NULL && *rest != '\0';) {
        char *line = rest;
        rest = strchr(rest, '|');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        char *colon = strchr(line, ':');
        *colon = '\0';
        headers[response.header_count++] = (coserr_header){str(line), str(colon + 1)};
    }
    response.operation = operation;
    const bool from_cos = strchr(flags, 'n') == NULL; /* n: no request id */
    snprintf(body, sizeof body, "<Error><Code>%s</Code>%s</Error>", code,
             from_cos ? "<RequestId>N1</RequestId>" : "");
    response.body = str(*code != '\0' ? body : "");
    if (*code == '\0' && from_cos) {
        headers[response.header_count++] = (coserr_header){str("x-cos-request-id"), str("N1")};
    }
    input->error.size = sizeof input->error;
    ck_assert_int_ge(
        coserr_decode(NULL, &response, &input->error, input->buffer, sizeof input->buffer), 0);
    input->attempt = attempt_of(flags);
    input->state.size = sizeof input->state;
    input->decision.size = sizeof input->decision;
}

static inline void prepare(struct input *input, const char *code, uint32_t status,
                           const char *extra, const char *flags) {
    prepare_for(input, 0, code, status, extra, flags);
}

static inline int decide(struct input *input) {
    return coserr_decide(&input->error, &input->attempt, &input->state, &input->decision);
}

#endif
