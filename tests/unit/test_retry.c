/* SPDX-License-Identifier: MIT */
/* What to do about an error: cases as an expert would decide them. */
#include "attempt.h"

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
    {"BucketAlreadyOwnedByYou", 409, "", "", STOP, COSERR_REASON_NEVER, 0}, /* for PutBucket only */
    {"RestoreAlreadyInProgress", 409, "", "+", STOP, COSERR_REASON_ALREADY_DONE, 0},
    /* after a retry it may be our own doing */
    {"NoSuchKey", 404, "", "", STOP, COSERR_REASON_NEVER, 0},
    {"NoSuchKey", 404, "", "+", STOP, COSERR_REASON_NEVER, 0}, /* a second DELETE has a 204 */
    {"NoSuchUpload", 404, "", "+", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"NoSuchUpload", 404, "", "+r", READ, COSERR_REASON_MAY_HAVE_SUCCEEDED, 0},
    {"", 404, "", "+", STOP, COSERR_REASON_NEVER, 0},
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
    /* gateways answer 503 also when they lose a server that may have processed the request */
    {"", 503, "", "ni", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"", 503, "", "nbi", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"", 503, "", "n", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"Brandnew", 503, "", "ni", STOP, COSERR_REASON_NOT_IDEMPOTENT, 0},
    {"SlowDown", 503, "", "ni", AGAIN, COSERR_REASON_THROTTLE, 1000},
    {"", 429, "", "ni", AGAIN, COSERR_REASON_THROTTLE, 1000},
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
    const int action = decide(&in);
    ck_assert_int_eq(action, cases[_i].action);
    ck_assert_uint_eq(in.decision.action, (uint32_t)action);
    ck_assert_uint_eq(in.decision.reason, cases[_i].reason);
    ck_assert_uint_eq(in.decision.delay_ms, cases[_i].delay_ms);
    ck_assert_uint_eq(in.decision.size, sizeof in.decision);
    const bool again = action == CLOCK || action == FETCH || action == OTHER ||
                       in.decision.reason == COSERR_REASON_SIGNATURE_TOO_OLD;
    ck_assert_uint_eq(in.decision.sign_again, again);
    ck_assert_int_eq(in.decision.clock_offset_s != 0, action == CLOCK);
}
END_TEST

START_TEST(clock_offset) {
    struct input in;
    prepare(&in, "RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 09:00:05 GMT", "");
    decide(&in);
    ck_assert_int_eq(in.decision.clock_offset_s, 3605);
    prepare(&in, "RequestTimeTooSkewed", 403, "Date: Sat, 21 Nov 2026 07:00:00 GMT", "");
    decide(&in);
    ck_assert_int_eq(in.decision.clock_offset_s, -3600);
    /* ServerTime says when the request was looked at, and wins over the header. */
    in.error.server_time = str("2026-11-21T08:01:00Z");
    in.state.done = 0;
    decide(&in);
    ck_assert_int_eq(in.decision.clock_offset_s, 60);
    in.error.server_time = str("yesterday");
    in.state.done = 0;
    decide(&in);
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
        ck_assert_int_eq(decide(&in), twice[i].first);
        in.attempt.number = 2;
        ck_assert_int_eq(decide(&in), twice[i].second);
        ck_assert_uint_eq(in.decision.reason, twice[i].reason);
    }
}
END_TEST

START_TEST(client_errors) {
    static const struct {
        const char *name;
        const char *flags;
        int action;
        uint32_t reason;
    } clients[] = {
        {"NameResolutionFailed", "", AGAIN, COSERR_REASON_TRANSIENT},
        {"NameResolutionFailed", "i", AGAIN, COSERR_REASON_TRANSIENT},
        {"ConnectionFailed", "i", AGAIN, COSERR_REASON_TRANSIENT},
        {"ConnectionTimeout", "i", AGAIN, COSERR_REASON_TRANSIENT},
        {"ConnectionTimeout", "ib", OTHER, COSERR_REASON_NOT_FROM_COS},
        {"ReadTimeout", "", AGAIN, COSERR_REASON_TRANSIENT},
        {"ReadTimeout", "i", STOP, COSERR_REASON_NOT_IDEMPOTENT},
        {"ReadTimeout", "b", OTHER, COSERR_REASON_NOT_FROM_COS},
        {"ReadTimeout", "ib", STOP, COSERR_REASON_NOT_IDEMPOTENT},
        {"ConnectionLost", "r", STOP, COSERR_REASON_NOT_REPLAYABLE},
        {"TlsFailed", "b", STOP, COSERR_REASON_NEVER},
        {"Cancelled", "b", STOP, COSERR_REASON_NEVER},
        {"LocalFileError", "b", STOP, COSERR_REASON_NEVER},
    };
    for (size_t i = 0; i < COUNT(clients); i++) {
        struct input in;
        prepare(&in, "", 500, "", clients[i].flags);
        ck_assert_int_eq(coserr_from_client(NULL, TEXT(clients[i].name), &in.error), 1);
        ck_assert_int_eq(decide(&in), clients[i].action);
        ck_assert_uint_eq(in.decision.reason, clients[i].reason);
    }
}
END_TEST

/* Hints and idempotence that hold for single operations. */
START_TEST(by_operation) {
    static const struct {
        const char *code;
        uint32_t status;
        uint32_t operation;
        const char *flags;
        int action;
        uint32_t reason;
    } operations[] = {
        {"BucketAlreadyOwnedByYou", 409, COSERR_OPERATION_PUT_BUCKET, "", STOP,
         COSERR_REASON_ALREADY_DONE},
        {"BucketAlreadyOwnedByYou", 409, COSERR_OPERATION_PUT_BUCKET_ACL, "", STOP,
         COSERR_REASON_NEVER},
        {"NoSuchUpload", 404, COSERR_OPERATION_ABORT_MULTIPART_UPLOAD, "+", STOP,
         COSERR_REASON_ALREADY_DONE},
        {"NoSuchBucket", 404, COSERR_OPERATION_DELETE_BUCKET, "+", READ,
         COSERR_REASON_MAY_HAVE_SUCCEEDED},
        {"NoSuchBucket", 404, COSERR_OPERATION_DELETE_BUCKET, "", STOP, COSERR_REASON_NEVER},
        {"InternalError", 500, COSERR_OPERATION_GET_OBJECT, "o", AGAIN, COSERR_REASON_TRANSIENT},
        {"InternalError", 500, COSERR_OPERATION_APPEND_OBJECT, "o", STOP,
         COSERR_REASON_NOT_IDEMPOTENT},
        {"InternalError", 500, 0, "o", STOP, COSERR_REASON_NOT_IDEMPOTENT},
        {"InternalError", 500, COSERR_OPERATION_APPEND_OBJECT, "", AGAIN, COSERR_REASON_TRANSIENT},
        {"InternalError", 500, COSERR_OPERATION_GET_OBJECT, "i", STOP,
         COSERR_REASON_NOT_IDEMPOTENT},
    };
    for (size_t i = 0; i < COUNT(operations); i++) {
        struct input in;
        prepare_for(&in, operations[i].operation, operations[i].code, operations[i].status, "",
                    operations[i].flags);
        ck_assert_int_eq(decide(&in), operations[i].action);
        ck_assert_uint_eq(in.decision.reason, operations[i].reason);
        ck_assert_uint_eq(in.decision.hints,
                          coserr_entry_hints(in.error.entry, operations[i].operation));
        ck_assert_uint_eq(in.decision.conditional,
                          coserr_entry_conditional_hints(in.error.entry, operations[i].operation));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("retry");
    TCase *tcase = add_case(suite, "retry");
    tcase_add_loop_test(tcase, decides, 0, COUNT(cases));
    tcase_add_test(tcase, clock_offset);
    tcase_add_test(tcase, once_means_once);
    tcase_add_test(tcase, client_errors);
    tcase_add_test(tcase, by_operation);
    return run_suite(suite);
}
