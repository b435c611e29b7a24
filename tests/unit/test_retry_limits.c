/* SPDX-License-Identifier: MIT */
/* Limits to sending again: attempts, time, the retry budget, and rules that always hold. */
#include "attempt.h"

START_TEST(time_and_attempts) {
    struct input in;
    prepare(&in, "SlowDown", 503, "Retry-After: 10", "");
    in.attempt.spent_ms = 5000;
    in.attempt.budget_ms = 15000;
    ck_assert_int_eq(decide(&in), AGAIN);
    in.attempt.spent_ms = 5001;
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_TIME_SPENT);
    in.attempt.spent_ms = UINT64_MAX;
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_TIME_SPENT);
    in.attempt.budget_ms = 0;
    in.attempt.max_attempts = 1;
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_ATTEMPTS_SPENT);
    in.attempt.max_attempts = 1000;
    in.attempt.number = 999;
    ck_assert_int_eq(decide(&in), AGAIN);
    /* What was not done is not remembered. */
    prepare(&in, "ExpiredToken", 400, "", "r");
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.state.done, 0);
}
END_TEST

START_TEST(jitter_spans_its_range) {
    struct input in;
    static const struct {
        const char *code;
        uint32_t status;
        uint32_t number;
        uint64_t min, max;
    } spans[] = {
        {"InternalError", 500, 0, 0, 200},      {"InternalError", 500, 1, 0, 200},
        {"InternalError", 500, 5, 0, 3200},     {"InternalError", 500, 9, 0, 20000},
        {"InternalError", 500, 4000, 0, 20000}, {"SlowDown", 503, 1, 500, 1500},
        {"SlowDown", 503, 3, 500, 4500},        {"SlowDown", 503, 4000, 500, 60500},
    };
    for (size_t i = 0; i < COUNT(spans); i++) {
        prepare(&in, spans[i].code, spans[i].status, "", "");
        in.attempt.number = spans[i].number;
        in.attempt.max_attempts = UINT32_MAX;
        in.attempt.random = 0;
        decide(&in);
        ck_assert_uint_eq(in.decision.delay_ms, spans[i].min);
        in.attempt.random = UINT32_MAX;
        decide(&in);
        ck_assert_uint_eq(in.decision.delay_ms, spans[i].max);
    }
}
END_TEST

START_TEST(budget) {
    static const struct {
        const char *code; /* of an answer, or the name of a client error */
        uint32_t status;  /* 0: a client error */
        uint32_t cost;
    } costs[] = {
        {"InternalError", 500, 5}, {"SlowDown", 503, 5},         {"", 502, 5},
        {"ExpiredToken", 400, 5},  {"ConnectionTimeout", 0, 10}, {"ReadTimeout", 0, 10},
    };
    for (size_t i = 0; i < COUNT(costs); i++) {
        struct input in;
        prepare(&in, costs[i].status != 0 ? costs[i].code : "", costs[i].status, "", "");
        if (costs[i].status == 0) {
            ck_assert_int_eq(coserr_from_client(NULL, TEXT(costs[i].code), &in.error), 1);
        }
        in.attempt.budgeted = 1;
        in.attempt.tokens = costs[i].cost;
        ck_assert_int_ne(decide(&in), STOP);
        ck_assert_int_eq(in.decision.cost, (int)costs[i].cost);
        ck_assert_uint_eq(in.state.paid, costs[i].cost);
        in.state.done = 0;
        in.attempt.tokens = costs[i].cost - 1;
        ck_assert_int_eq(decide(&in), STOP);
        ck_assert_uint_eq(in.decision.reason, COSERR_REASON_BUDGET_SPENT);
        ck_assert_int_eq(in.decision.cost, 0);
        ck_assert_uint_eq(in.state.paid, 0);
        ck_assert_uint_eq(in.state.done, 0);
        in.attempt.budgeted = 0; /* a client that keeps none is told what it would cost */
        in.attempt.tokens = 0;
        ck_assert_int_ne(decide(&in), STOP);
        ck_assert_int_eq(in.decision.cost, (int)costs[i].cost);
    }
}
END_TEST

/* A success gives back what its attempt cost; a first one a token. */
START_TEST(budget_refill) {
    struct input in;
    struct input success;
    prepare(&success, "", 200, "", "");
    ck_assert_int_eq(decide(&success), STOP);
    ck_assert_uint_eq(success.decision.reason, COSERR_REASON_NOT_FAILED);
    ck_assert_int_eq(success.decision.cost, -1);
    prepare(&in, "InternalError", 500, "", "");
    ck_assert_int_eq(decide(&in), AGAIN);
    success.state = in.state;
    ck_assert_int_eq(decide(&success), STOP);
    ck_assert_int_eq(success.decision.cost, -5);
    /* Once: the next request is another one. */
    ck_assert_int_eq(decide(&success), STOP);
    ck_assert_int_eq(success.decision.cost, -1);
    ck_assert_int_eq(coserr_from_client(NULL, TEXT("ReadTimeout"), &in.error), 1);
    ck_assert_int_eq(decide(&in), AGAIN);
    success.state = in.state;
    ck_assert_int_eq(decide(&success), STOP);
    ck_assert_int_eq(success.decision.cost, -10);
    /* What is not sent costs nothing. */
    prepare(&in, "NoSuchBucket", 404, "", "");
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_int_eq(in.decision.cost, 0);
    prepare(&in, "PreconditionFailed", 412, "", "");
    ck_assert_int_eq(decide(&in), READ);
    ck_assert_int_eq(in.decision.cost, 0);
}
END_TEST

/* A program of an older header knows neither budget nor its own idempotence for sure. */
START_TEST(shorter_structs) {
    struct input in;
    prepare(&in, "SlowDown", 503, "", "");
    in.attempt.size = offsetof(coserr_attempt, budgeted);
    in.attempt.budgeted = 1;
    in.attempt.tokens = 0;
    in.state.size = offsetof(coserr_retry_state, paid);
    in.state.paid = 77;
    in.decision.size = offsetof(coserr_decision, cost);
    in.decision.cost = 77;
    ck_assert_int_eq(decide(&in), AGAIN);
    ck_assert_uint_eq(in.state.paid, 77);
    ck_assert_int_eq(in.decision.cost, 77);
    ck_assert_uint_eq(in.decision.size, offsetof(coserr_decision, cost));
    in.attempt.size = offsetof(coserr_attempt, replayable);
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_NOT_REPLAYABLE);
}
END_TEST

/* ck_assert() reports each call to the parent process, which is slow. */
#define RULE(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            ck_abort_msg("%s", #condition);                                                        \
        }                                                                                          \
    } while (0)

/* One error of each class, crossed with all that an attempt and a state can be. */
static void check_rules(const struct input *in, uint32_t class, uint32_t done) {
    const coserr_decision *d = &in->decision;
    const coserr_attempt *a = &in->attempt;
    const bool sends = d->action != STOP && d->action != READ;
    RULE(!sends || a->replayable);
    RULE(!sends || a->number < 5);
    RULE(!sends || a->idempotent == 1 || class == COSERR_RETRY_THROTTLE ||
         class == COSERR_RETRY_CLOCK || class == COSERR_RETRY_CREDENTIALS);
    RULE(!d->sign_again || (sends && !a->presigned));
    RULE(!sends || a->budget_ms == 0 || a->spent_ms + d->delay_ms <= a->budget_ms);
    RULE((in->state.done & done) == done);
    RULE(sends || in->state.done == done || d->reason == COSERR_REASON_CLOCK_IS_RIGHT ||
         d->reason == COSERR_REASON_CLOCK_UNKNOWN);
    RULE(class != COSERR_RETRY_NEVER || d->action == STOP || d->action == READ ||
         d->action == OTHER);
    RULE(d->action != OTHER || (a->backup_domain && (done & COSERR_DONE_ENDPOINT) == 0));
    RULE(d->action != CLOCK || (done & COSERR_DONE_CLOCK) == 0);
    RULE(d->action != FETCH || (done & COSERR_DONE_CREDENTIALS) == 0);
    RULE(class != COSERR_RETRY_THROTTLE || d->action != AGAIN || d->delay_ms >= 500);
    RULE((d->cost > 0) == sends);
    RULE(!sends || !a->budgeted || (uint32_t)d->cost <= a->tokens);
    RULE(in->state.paid == (sends ? (uint32_t)d->cost : 0));
    RULE(*coserr_word(COSERR_WORDS_ACTIONS, d->action, NULL) != '\0');
    RULE(*coserr_word(COSERR_WORDS_REASONS, d->reason, NULL) != '\0');
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
        for (unsigned bits = 0; bits < 1u << 13; bits++) {
            struct input in;
            prepare(&in, errors[e].code, errors[e].status, dates[bits & 1],
                    (bits & 2) != 0 ? "n" : "");
            in.attempt.idempotent = (bits & 4) != 0 ? 1 : 2;
            in.attempt.replayable = (bits & 8) != 0;
            in.attempt.presigned = (bits & 16) != 0;
            in.attempt.backup_domain = (bits & 32) != 0;
            in.attempt.number = (bits & 64) != 0 ? 5 : 2;
            in.attempt.budget_ms = (bits & 128) != 0 ? 600 : 0;
            in.attempt.budgeted = (bits & 256) != 0;
            in.attempt.tokens = 4;
            in.state.done = bits >> 9;
            decide(&in);
            check_rules(&in, errors[e].class, bits >> 9);
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
        *sizes[i] = 0;
        ck_assert_int_eq(decide(&in), -1);
        *sizes[i] = sizeof *sizes[i];
        ck_assert_int_eq(decide(&in), -1);
        *sizes[i] = size;
    }
    ck_assert_int_eq(decide(&in), AGAIN);
    /* Of what was only explained, nobody knows where it came from. */
    in.attempt.backup_domain = 1;
    coserr_explain(NULL, TEXT("InternalError"), 500, NULL, 0, &in.error);
    ck_assert_int_eq(decide(&in), AGAIN);
    in.error.entry = NULL; /* nobody's error */
    ck_assert_int_eq(decide(&in), STOP);
    ck_assert_uint_eq(in.decision.reason, COSERR_REASON_NOT_FAILED);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("retry_limits");
    TCase *tcase = add_case(suite, "retry_limits");
    tcase_add_test(tcase, time_and_attempts);
    tcase_add_test(tcase, jitter_spans_its_range);
    tcase_add_test(tcase, budget);
    tcase_add_test(tcase, budget_refill);
    tcase_add_test(tcase, shorter_structs);
    tcase_add_test(tcase, every_class_crossed_with_every_condition);
    tcase_add_test(tcase, misuse_is_told);
    return run_suite(suite);
}
