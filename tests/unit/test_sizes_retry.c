/* SPDX-License-Identifier: MIT */
/* Attempts, states, decisions and locales of programs older and newer than the library. */
#include "sized.h"

/* Where the fields end: an older struct has one of these sizes. */
static const size_t attempt_ends[] = {
    END(coserr_attempt, number),        END(coserr_attempt, max_attempts),
    END(coserr_attempt, random),        END(coserr_attempt, idempotent),
    END(coserr_attempt, replayable),    END(coserr_attempt, presigned),
    END(coserr_attempt, backup_domain), END(coserr_attempt, received_at),
    END(coserr_attempt, spent_ms),      END(coserr_attempt, budget_ms),
    END(coserr_attempt, budgeted),      END(coserr_attempt, tokens)};
static const size_t env_ends[] = {END(coserr_locale_env, language), END(coserr_locale_env, lc_all),
                                  END(coserr_locale_env, lc_messages),
                                  END(coserr_locale_env, lang)};

static coserr_attempt whole_attempt(void) {
    const coserr_attempt attempt = {.size = sizeof attempt,
                                    .number = 2,
                                    .max_attempts = 9,
                                    .random = 0x80000000u,
                                    .idempotent = 1,
                                    .replayable = 1,
                                    .presigned = 0,
                                    .received_at = INT64_C(1769860800) + 45,
                                    .spent_ms = 1000,
                                    .budget_ms = 100000,
                                    .budgeted = 1,
                                    .tokens = 50};
    return attempt;
}

/* The decision and state for full structs, bytes of padding zero. */
static int decide(const coserr_error *error, const coserr_attempt *attempt,
                  coserr_retry_state *state, coserr_decision *decision) {
    memset(decision, 0, sizeof *decision);
    decision->size = sizeof *decision;
    state->size = sizeof *state;
    return coserr_decide(error, attempt, state, decision);
}

START_TEST(attempt_in) {
    const coserr_error error = whole_error();
    const coserr_attempt whole = whole_attempt();
    for (size_t i = 0; i < COUNT(attempt_ends) + MORE; i++) {
        const size_t size =
            i < COUNT(attempt_ends) ? attempt_ends[i] : sizeof whole + (i - COUNT(attempt_ends));
        coserr_attempt expected = whole;
        zero_after(&expected, sizeof expected, size);
        coserr_attempt *attempt = sized(&whole, sizeof whole, size);
        coserr_retry_state states[2] = {{0}, {0}};
        coserr_decision decisions[2];
        ck_assert_int_eq(decide(&error, attempt, &states[0], &decisions[0]),
                         decide(&error, &expected, &states[1], &decisions[1]));
        ck_assert_mem_eq(&decisions[0], &decisions[1], sizeof *decisions);
        ck_assert_mem_eq(&states[0], &states[1], sizeof *states);
        free(attempt);
    }
}
END_TEST

START_TEST(decision_out) {
    static const char nothing[1];
    const coserr_error error = whole_error();
    const coserr_attempt attempt = whole_attempt();
    coserr_retry_state state = {0};
    coserr_decision expected;
    ck_assert_int_eq(decide(&error, &attempt, &state, &expected), COSERR_ACTION_CORRECT_CLOCK);
    ck_assert_int_ne(expected.cost, 0);
    for (size_t size = 0; size <= sizeof expected + MORE; size++) {
        coserr_decision *decision = sized(nothing, 0, size);
        state = (coserr_retry_state){.size = sizeof state};
        const int action = coserr_decide(&error, &attempt, &state, decision);
        if (size <= sizeof(uint32_t)) {
            ck_assert_int_eq(action, -1);
            assert_untouched(decision, size);
            ck_assert_uint_eq(state.done, 0);
        } else {
            ck_assert_int_eq(action, COSERR_ACTION_CORRECT_CLOCK);
            assert_written(decision, &expected, sizeof expected, size);
        }
        free(decision);
    }
}
END_TEST

START_TEST(state_in_and_out) {
    const coserr_error error = whole_error();
    const coserr_attempt attempt = whole_attempt();
    coserr_retry_state before = {.done = COSERR_DONE_ENDPOINT, .paid = 5};
    coserr_retry_state expected = before;
    coserr_decision decision;
    (void)decide(&error, &attempt, &expected, &decision);
    ck_assert_uint_eq(expected.done, COSERR_DONE_ENDPOINT | COSERR_DONE_CLOCK);
    for (size_t size = 0; size <= sizeof expected + MORE; size++) {
        const bool partial = size < END(coserr_retry_state, done) && size > sizeof(uint32_t);
        if (partial) {
            continue;
        }
        coserr_retry_state *state = sized(&before, sizeof before, size);
        decision = (coserr_decision){.size = sizeof decision};
        const int action = coserr_decide(&error, &attempt, state, &decision);
        if (size <= sizeof(uint32_t)) {
            ck_assert_int_eq(action, -1);
        } else {
            assert_written(state, &expected, sizeof expected, size);
        }
        free(state);
    }
}
END_TEST

/* An older state does not know what it paid: a success gives back 1. */
START_TEST(state_without_paid) {
    coserr_error error = {.size = sizeof error};
    const coserr_attempt attempt = whole_attempt();
    const coserr_retry_state whole = {.done = 0, .paid = 10};
    coserr_decision decision = {.size = sizeof decision};
    coserr_retry_state *state = sized(&whole, sizeof whole, END(coserr_retry_state, done));
    ck_assert_int_eq(coserr_decide(&error, &attempt, state, &decision), COSERR_ACTION_STOP);
    ck_assert_int_eq(decision.cost, -1);
    free(state);
    state = sized(&whole, sizeof whole, sizeof whole);
    ck_assert_int_eq(coserr_decide(&error, &attempt, state, &decision), COSERR_ACTION_STOP);
    ck_assert_int_eq(decision.cost, -10);
    free(state);
}
END_TEST

/* --------------------------------------------------------------------------------------- locale */

START_TEST(env_in) {
    const coserr_locale_env whole = {.size = sizeof whole,
                                     .language = {NULL, 0},
                                     .lc_all = {NULL, 0},
                                     .lc_messages = {NULL, 0},
                                     .lang = {"zh_CN.UTF-8", 11}};
    const coserr_language chinese = coserr_match_language(NULL, COSERR_STR("zh-CN"));
    ck_assert_uint_ne(chinese, 0);
    for (size_t i = 0; i < COUNT(env_ends); i++) {
        coserr_locale_env *env = sized(&whole, sizeof whole, env_ends[i]);
        ck_assert_uint_eq(coserr_locale_language(NULL, env),
                          env_ends[i] == sizeof whole ? chinese : 0);
        free(env);
    }
    for (size_t more = 0; more <= MORE; more++) {
        coserr_locale_env *env = sized(&whole, sizeof whole, sizeof whole + more);
        ck_assert_uint_eq(coserr_locale_language(NULL, env), chinese);
        free(env);
    }
    for (size_t size = 0; size <= sizeof(uint32_t); size++) {
        coserr_locale_env *env = sized(&whole, sizeof whole, size);
        ck_assert_uint_eq(coserr_locale_language(NULL, env), 0);
        free(env);
    }
    ck_assert_uint_eq(coserr_locale_language(NULL, NULL), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sizes_retry");
    TCase *tcase = add_case(suite, "deciding");
    tcase_add_test(tcase, attempt_in);
    tcase_add_test(tcase, decision_out);
    tcase_add_test(tcase, state_in_and_out);
    tcase_add_test(tcase, state_without_paid);
    tcase = add_case(suite, "locale");
    tcase_add_test(tcase, env_in);
    return run_suite(suite);
}
