/* SPDX-License-Identifier: MIT */
/* What to do about an error: named cases as an expert would decide them, then every class crossed
 * with every condition, held to rules. */
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
static coserr_attempt attempt_of(const char *flags) {
    coserr_attempt attempt;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    attempt.number = 1;
    attempt.random = 0x80000000;
    attempt.idempotent = strchr(flags, 'i') == NULL; /* i: not idempotent */
    attempt.replayable = strchr(flags, 'r') == NULL; /* r: not replayable */
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

static void prepare(struct input *input, const char *code, uint32_t status, const char *extra,
                    const char *flags) {
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
    const bool from_cos = strchr(flags, 'n') == NULL; /* n: no request id */
    snprintf(body, sizeof body, "<Error><Code>%s</Code>%s</Error>", code,
             from_cos ? "<RequestId>N1</RequestId>" : "");
    response.body = str(*code != '\0' ? body : "");
    if (*code == '\0' && from_cos) {
        headers[response.header_count++] = (coserr_header){str("x-cos-request-id"), str("N1")};
    }
    input->error.size = sizeof input->error;
    ck_assert_int_ge(coserr_decode(&response, &input->error, input->buffer, sizeof input->buffer),
                     0);
    input->attempt = attempt_of(flags);
    input->state.size = sizeof input->state;
    input->decision.size = sizeof input->decision;
}

static const struct {
    const char *code;
    uint32_t status;
    const char *headers;
    const char *flags;
    int action;
    uint32_t reason;
    uint64_t delay_ms; /* at half of the jitter */
} cases[] = {
    /* never */
    {"NoSuchBucket", 404, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"AccessDenied", 403, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"SignatureDoesNotMatch", 403, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"NotImplemented", 501, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"InvalidDigest", 400, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"NotifyRuleEventConflict", 400, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"DomainConfigConflict", 409, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"", 405, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"", 301, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"", 304, "", "", STOP, COSERR_REASON_NOT_FAILED, 0},
    {"", 200, "", "", STOP, COSERR_REASON_NOT_FAILED, 0},
    /* what was asked for already holds */
    {"BucketAlreadyOwnedByYou", 409, "", "", STOP, COSERR_REASON_ALREADY_DONE, 0},
    {"RestoreAlreadyInProgress", 409, "", "+", STOP, COSERR_REASON_ALREADY_DONE, 0},
    /* after a retry it may be our own doing */
    {"NoSuchKey", 404, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"NoSuchKey", 404, "", "+", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"NoSuchUpload", 404, "", "+", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"NoSuchUpload", 404, "", "+r", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"", 404, "", "+", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"NoSuchBucket", 404, "", "+", STOP, COSERR_REASON_NEVER, 0},
    /* conflict */
    {"PreconditionFailed", 412, "", "", READ, COSERR_REASON_CONFLICT, 0},
    {"PreconditionFailed", 412, "", "+", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"AppendPositionErr", 409, "", "ri", READ, COSERR_REASON_CONFLICT, 0},
    /* transient: backs off, twice as long each time */
    {"InternalError", 500, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"InternalError", 500, "", "+", AGAIN, COSERR_REASON_TRANSIENT, 200},
    {"InternalError", 500, "", "++", AGAIN, COSERR_REASON_TRANSIENT, 400},
    {"InternalError", 500, "", "+++", AGAIN, COSERR_REASON_TRANSIENT, 800},
    {"InternalError", 500, "", "++++", STOP, COSERR_REASON_ATTEMPTS_SPENT, 0},
    {"InternalError", 500, "", "i", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"InternalError", 500, "", "r", STOP, COSERR_REASON_NOT_REPLAYABLE, 0},
    {"InternalError", 500, "", "p", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"RequestTimeout", 400, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"UserNetworkTooSlow", 400, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"PathConflict", 409, "", "i", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"ServiceUnavailable", 503, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"BadDigest", 400, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 500, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 502, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 504, "", "i", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"", 501, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"", 505, "", "", STOP, COSERR_REASON_NEVER, 0},
    /* throttle: later, and never at once; refused unprocessed */
    {"SlowDown", 503, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "", "+", AGAIN, COSERR_REASON_THROTTLE, 1500},
    {"SlowDown", 503, "", "i", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 429, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "", "r", STOP, COSERR_REASON_NOT_REPLAYABLE, 0},
    {"KmsFreqControl", 503, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"", 503, "", "i", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"", 429, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"", 509, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    /* Retry-After, in both forms */
    {"SlowDown", 503, "Retry-After: 7", "", AGAIN, COSERR_REASON_SERVER_ASKED, 7000},
    {"SlowDown", 503, "Retry-After: 0", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "Retry-After: 300", "", AGAIN, COSERR_REASON_SERVER_ASKED, 300000},
    {"SlowDown", 503, "Retry-After: 301", "", STOP, COSERR_REASON_WAIT_TOO_LONG, 0},
    {"SlowDown", 503, "Retry-After: 99999999999999999999", "", STOP, COSERR_REASON_WAIT_TOO_LONG,
     0},
    {"SlowDown", 503, "Retry-After: soon", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "Retry-After: -5", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "Retry-After: Sat, 21 Nov 2026 08:00:09 GMT", "", AGAIN,
     COSERR_REASON_SERVER_ASKED, 9000},
    /* its date is by the server's clock, which Date tells */
    {"SlowDown", 503,
     "Retry-After: Sat, 21 Nov 2026 09:00:09 GMT|Date: Sat, 21 Nov 2026 09:00:00 GMT", "", AGAIN,
     COSERR_REASON_SERVER_ASKED, 9000},
    {"SlowDown", 503, "Retry-After: Sat, 21 Nov 2026 07:00:00 GMT", "", AGAIN,
     COSERR_REASON_THROTTLE, 1000},
    {"SlowDown", 503, "Retry-After: Sat, 21 Nov 2026 08:00:09 GMT", "t", AGAIN,
     COSERR_REASON_THROTTLE, 1000},
    {"InternalError", 500, "Retry-After: 2", "", AGAIN, COSERR_REASON_SERVER_ASKED, 2000},
    /* the clock: from 30 s of skew on */
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 08:00:30 GMT", "", CLOCK,
     COSERR_REASON_CLOCK_SKEW, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 07:59:30 GMT", "i", CLOCK,
     COSERR_REASON_CLOCK_SKEW, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 08:00:29 GMT", "", STOP,
     COSERR_REASON_CLOCK_IS_RIGHT, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 07:59:31 GMT", "", STOP,
     COSERR_REASON_CLOCK_IS_RIGHT, 0},
    {"RequestTimeTooSkewed", 403, "", "", STOP, COSERR_REASON_CLOCK_UNKNOWN, 0},
    {"RequestTimeTooSkewed", 403, "Date: today", "", STOP, COSERR_REASON_CLOCK_UNKNOWN, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:00 GMT", "t", STOP,
     COSERR_REASON_CLOCK_UNKNOWN, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:00 GMT", "p", STOP,
     COSERR_REASON_PRESIGNED, 0},
    {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:00 GMT", "r", STOP,
     COSERR_REASON_NOT_REPLAYABLE, 0},
    {"Request has expired", 403, "Date: Sat, 21 Nov 2026 09:00:00 GMT", "", CLOCK,
     COSERR_REASON_CLOCK_SKEW, 0},
    {"Request has expired", 403, "Date: Sat, 21 Nov 2026 08:00:01 GMT", "i", AGAIN,
     COSERR_REASON_SIGNATURE_TOO_OLD, 0},
    {"Request has expired", 403, "", "", AGAIN, COSERR_REASON_SIGNATURE_TOO_OLD, 0},
    {"Request has expired", 403, "", "p", STOP, COSERR_REASON_PRESIGNED, 0},
    /* credentials */
    {"ExpiredToken", 400, "", "", FETCH, COSERR_REASON_CREDENTIALS, 0},
    {"ExpiredToken", 400, "", "i", FETCH, COSERR_REASON_CREDENTIALS, 0},
    {"ExpiredToken", 403, "", "", FETCH, COSERR_REASON_CREDENTIALS, 0},
    {"ExpiredToken", 400, "", "p", STOP, COSERR_REASON_PRESIGNED, 0},
    {"ExpiredToken", 400, "", "r", STOP, COSERR_REASON_NOT_REPLAYABLE, 0},
    {"InvalidAccessKeyId", 403, "", "", STOP, COSERR_REASON_NEVER, 0},
    /* not from COS: the other domain, if there is one */
    {"", 502, "", "nb", OTHER, COSERR_REASON_NOT_FROM_COS, 0},
    {"", 403, "", "nb", OTHER, COSERR_REASON_NOT_FROM_COS, 0},
    {"", 502, "", "n", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 502, "", "b", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 502, "", "nbp", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"", 502, "", "nbi", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"", 502, "", "nbr", STOP, COSERR_REASON_NOT_REPLAYABLE, 0},
    {"", 304, "", "nb", STOP, COSERR_REASON_NOT_FAILED, 0},
    /* a code that nobody knows goes by its status */
    {"Brandnew", 500, "", "", AGAIN, COSERR_REASON_TRANSIENT, 100},
    {"Brandnew", 400, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"Brandnew", 429, "", "", AGAIN, COSERR_REASON_THROTTLE, 1000},
};

START_TEST(decides) {
    struct input in;
    prepare(&in, cases[_i].code, cases[_i].status, cases[_i].headers, cases[_i].flags);
    const int action = coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
    ck_assert_int_eq(action, cases[_i].action);
    ck_assert_uint_eq(in.decision.action, (uint32_t)action);
    ck_assert_uint_eq(in.decision.reason, cases[_i].reason);
    ck_assert_uint_eq(in.decision.delay_ms, cases[_i].delay_ms);
    ck_assert_uint_eq(in.decision.size, sizeof in.decision);
    const bool anew = action == CLOCK || action == FETCH || action == OTHER ||
                      in.decision.reason == COSERR_REASON_SIGNATURE_TOO_OLD;
    ck_assert_uint_eq(in.decision.sign_anew, anew);
    ck_assert_int_eq(in.decision.clock_offset_s != 0, action == CLOCK);
}
END_TEST

START_TEST(clock_offset) {
    struct input in;
    prepare(&in, "RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:05 GMT", "");
    coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
    ck_assert_int_eq(in.decision.clock_offset_s, 3605);
    prepare(&in, "RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 07:00:00 GMT", "");
    coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
    ck_assert_int_eq(in.decision.clock_offset_s, -3600);
    /* ServerTime says when the request was looked at, and wins over the header. */
    in.error.server_time = str("2026-11-21T08:01:00Z");
    in.state.done = 0;
    coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
    ck_assert_int_eq(in.decision.clock_offset_s, 60);
    in.error.server_time = str("yesterday");
    in.state.done = 0;
    coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
    ck_assert_int_eq(in.decision.clock_offset_s, -3600);
}
END_TEST

/* What may be done once is done once, whatever happens in between. */
START_TEST(once_means_once) {
    static const struct {
        const char *code;
        uint32_t status;
        const char *headers;
        const char *flags;
        int first;
        int second;
        uint32_t reason;
    } twice[] = {
        {"BadDigest", 400, "", "", AGAIN, STOP, COSERR_REASON_TRIED_BEFORE},
        {"KmsException", 400, "", "", AGAIN, STOP, COSERR_REASON_TRIED_BEFORE},
        {"ExpiredToken", 400, "", "", FETCH, STOP, COSERR_REASON_TRIED_BEFORE},
        {"RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:00 GMT", "", CLOCK, STOP,
         COSERR_REASON_TRIED_BEFORE},
        {"Request has expired", 403, "", "", AGAIN, STOP, COSERR_REASON_TRIED_BEFORE},
        {"", 502, "", "nb", OTHER, AGAIN, COSERR_REASON_TRANSIENT},
        {"", 403, "", "nb", OTHER, STOP, COSERR_REASON_NEVER},
        {"InternalError", 500, "", "", AGAIN, AGAIN, COSERR_REASON_TRANSIENT},
    };
    for (size_t i = 0; i < COUNT(twice); i++) {
        struct input in;
        prepare(&in, twice[i].code, twice[i].status, twice[i].headers, twice[i].flags);
        ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision),
                         twice[i].first);
        in.attempt.number = 2;
        ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision),
                         twice[i].second);
        ck_assert_uint_eq(in.decision.reason, twice[i].reason);
    }
}
END_TEST

START_TEST(budget_and_attempts) {
    struct input in;
    prepare(&in, "SlowDown", 503, "Retry-After: 10", "");
    in.attempt.spent_ms = 5000;
    in.attempt.budget_ms = 15000;
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), AGAIN);
    in.attempt.spent_ms = 5001;
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_TIME_SPENT);
    in.attempt.spent_ms = UINT64_MAX;
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_TIME_SPENT);
    in.attempt.budget_ms = 0;
    in.attempt.most_attempts = 1;
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_ATTEMPTS_SPENT);
    in.attempt.most_attempts = 1000;
    in.attempt.number = 999;
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), AGAIN);
    /* What was not done is not remembered. */
    prepare(&in, "ExpiredToken", 400, "", "r");
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), STOP);
    ck_assert_uint_eq(in.state.done, 0);
}
END_TEST

START_TEST(jitter_spans_its_range) {
    struct input in;
    static const struct {
        const char *code;
        uint32_t status;
        uint32_t number;
        uint64_t least, most;
    } spans[] = {
        {"InternalError", 500, 0, 0, 200},      {"InternalError", 500, 1, 0, 200},
        {"InternalError", 500, 5, 0, 3200},     {"InternalError", 500, 9, 0, 20000},
        {"InternalError", 500, 4000, 0, 20000}, {"SlowDown", 503, 1, 500, 1500},
        {"SlowDown", 503, 3, 500, 4500},        {"SlowDown", 503, 4000, 500, 60500},
    };
    for (size_t i = 0; i < COUNT(spans); i++) {
        prepare(&in, spans[i].code, spans[i].status, "", "");
        in.attempt.number = spans[i].number;
        in.attempt.most_attempts = UINT32_MAX;
        in.attempt.random = 0;
        coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
        ck_assert_uint_eq(in.decision.delay_ms, spans[i].least);
        in.attempt.random = UINT32_MAX;
        coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
        ck_assert_uint_eq(in.decision.delay_ms, spans[i].most);
    }
}
END_TEST

START_TEST(client_errors) {
    static const struct {
        coserr_code code;
        const char *flags;
        int action;
        uint32_t reason;
    } clients[] = {
        {COSERR_CODE_CLIENT_NAME_RESOLUTION_FAILED, "", AGAIN, COSERR_REASON_TRANSIENT},
        {COSERR_CODE_CLIENT_NAME_RESOLUTION_FAILED, "i", AGAIN, COSERR_REASON_TRANSIENT},
        {COSERR_CODE_CLIENT_CONNECTION_FAILED, "i", AGAIN, COSERR_REASON_TRANSIENT},
        {COSERR_CODE_CLIENT_CONNECTION_TIMEOUT, "i", AGAIN, COSERR_REASON_TRANSIENT},
        {COSERR_CODE_CLIENT_CONNECTION_TIMEOUT, "ib", OTHER, COSERR_REASON_NOT_FROM_COS},
        {COSERR_CODE_CLIENT_READ_TIMEOUT, "", AGAIN, COSERR_REASON_TRANSIENT},
        {COSERR_CODE_CLIENT_READ_TIMEOUT, "i", STOP, COSERR_REASON_NOT_IDEMPOTENT},
        {COSERR_CODE_CLIENT_READ_TIMEOUT, "b", OTHER, COSERR_REASON_NOT_FROM_COS},
        {COSERR_CODE_CLIENT_READ_TIMEOUT, "ib", STOP, COSERR_REASON_NOT_IDEMPOTENT},
        {COSERR_CODE_CLIENT_CONNECTION_LOST, "r", STOP, COSERR_REASON_NOT_REPLAYABLE},
        {COSERR_CODE_CLIENT_TLS_FAILED, "b", STOP, COSERR_REASON_NEVER},
        {COSERR_CODE_CLIENT_CANCELLED, "b", STOP, COSERR_REASON_NEVER},
        {COSERR_CODE_CLIENT_LOCAL_FILE_ERROR, "b", STOP, COSERR_REASON_NEVER},
    };
    for (size_t i = 0; i < COUNT(clients); i++) {
        struct input in;
        prepare(&in, "", 500, "", clients[i].flags);
        ck_assert_int_eq(coserr_from_client(clients[i].code, &in.error), 1);
        ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision),
                         clients[i].action);
        ck_assert_uint_eq(in.decision.reason, clients[i].reason);
    }
}
END_TEST

/* One error of each class, crossed with all that an attempt and a state can be. */
static void check_rules(const struct input *in, uint32_t class, uint32_t done) {
    const coserr_decision *d = &in->decision;
    const coserr_attempt *a = &in->attempt;
    const bool sends = d->action != STOP && d->action != READ;
    ck_assert(!sends || a->replayable);
    ck_assert(!sends || a->number < 5);
    ck_assert(!sends || a->idempotent || class == COSERR_RETRY_THROTTLE ||
              class == COSERR_RETRY_CLOCK || class == COSERR_RETRY_CREDENTIALS);
    ck_assert(!d->sign_anew || (sends && !a->presigned));
    ck_assert(!sends || a->budget_ms == 0 || a->spent_ms + d->delay_ms <= a->budget_ms);
    ck_assert((in->state.done & done) == done);
    ck_assert(sends || in->state.done == done || d->reason == COSERR_REASON_CLOCK_IS_RIGHT ||
              d->reason == COSERR_REASON_CLOCK_UNKNOWN);
    ck_assert(class != COSERR_RETRY_NEVER || d->action == STOP || d->action == READ ||
              d->action == OTHER);
    ck_assert(d->action != OTHER || (a->backup_domain && (done & COSERR_DONE_ENDPOINT) == 0));
    ck_assert(d->action != CLOCK || (done & COSERR_DONE_CLOCK) == 0);
    ck_assert(d->action != FETCH || (done & COSERR_DONE_CREDENTIALS) == 0);
    ck_assert(class != COSERR_RETRY_THROTTLE || d->action != AGAIN || d->delay_ms >= 500);
    ck_assert_int_gt((int)strlen(coserr_action_text(d->action, COSERR_STR("en"))), 3);
    ck_assert_int_gt((int)strlen(coserr_reason_text(d->reason, COSERR_STR("zh-CN"))), 3);
}

START_TEST(every_class_crossed_with_every_condition) {
    static const struct {
        const char *code;
        uint32_t status;
        uint32_t class;
    } errors[] = {
        {"NoSuchBucket", 404, COSERR_RETRY_NEVER},
        {"NoSuchKey", 404, COSERR_RETRY_NEVER},
        {"InternalError", 500, COSERR_RETRY_TRANSIENT},
        {"BadDigest", 400, COSERR_RETRY_TRANSIENT},
        {"SlowDown", 503, COSERR_RETRY_THROTTLE},
        {"RequestTimeTooSkewed", 403, COSERR_RETRY_CLOCK},
        {"Request has expired", 403, COSERR_RETRY_CLOCK},
        {"ExpiredToken", 400, COSERR_RETRY_CREDENTIALS},
        {"PreconditionFailed", 412, COSERR_RETRY_CONFLICT},
    };
    static const char *const dates[] = {"", "Date: Sat, 21 Nov 2026 09:00:00 GMT"};
    for (size_t e = 0; e < COUNT(errors); e++) {
        for (unsigned bits = 0; bits < 1u << 12; bits++) {
            struct input in;
            prepare(&in, errors[e].code, errors[e].status, dates[bits & 1],
                    (bits & 2) != 0 ? "n" : "");
            in.attempt.idempotent = (bits & 4) != 0;
            in.attempt.replayable = (bits & 8) != 0;
            in.attempt.presigned = (bits & 16) != 0;
            in.attempt.backup_domain = (bits & 32) != 0;
            in.attempt.number = (bits & 64) != 0 ? 5 : 2;
            in.attempt.budget_ms = (bits & 128) != 0 ? 600 : 0;
            in.state.done = bits >> 8;
            coserr_decide(&in.error, &in.attempt, &in.state, &in.decision);
            check_rules(&in, errors[e].class, bits >> 8);
        }
    }
}
END_TEST

START_TEST(misuse_is_told) {
    struct input in;
    prepare(&in, "SlowDown", 503, "", "");
    ck_assert_int_eq(coserr_decide(NULL, &in.attempt, &in.state, &in.decision), -1);
    ck_assert_int_eq(coserr_decide(&in.error, NULL, &in.state, &in.decision), -1);
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, NULL, &in.decision), -1);
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, NULL), -1);
    uint32_t *const sizes[] = {&in.error.size, &in.attempt.size, &in.state.size, &in.decision.size};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        const uint32_t size = *sizes[i];
        *sizes[i] = size - 1;
        ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), -1);
        *sizes[i] = size;
    }
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), AGAIN);
    /* Of what was only explained, nobody knows where it came from. */
    in.attempt.backup_domain = 1;
    coserr_explain(TEXT("InternalError"), 500, NULL, 0, &in.error);
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), AGAIN);
    in.error.entry = NULL; /* nobody's error */
    ck_assert_int_eq(coserr_decide(&in.error, &in.attempt, &in.state, &in.decision), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_NOT_FAILED);
    ck_assert_str_eq(coserr_action_text(99, COSERR_STR("en")), "");
    ck_assert_str_eq(coserr_reason_text(99, COSERR_STR("en")), "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("retry");
    TCase *tcase = add_case(suite, "retry");
    tcase_add_loop_test(tcase, decides, 0, COUNT(cases));
    tcase_add_test(tcase, clock_offset);
    tcase_add_test(tcase, once_means_once);
    tcase_add_test(tcase, budget_and_attempts);
    tcase_add_test(tcase, jitter_spans_its_range);
    tcase_add_test(tcase, client_errors);
    tcase_add_test(tcase, every_class_crossed_with_every_condition);
    tcase_add_test(tcase, misuse_is_told);
    return run_suite(suite);
}
