/* SPDX-License-Identifier: MIT */
/* Structs of programs older and newer than the library: whatever `size` says, nothing is read or
 * written past it, fields that are not there are unknown, and fields that the library does not know
 * are cleared. Each struct lies in a heap block of exactly its size, for the sanitizers. */
#include "unit.h"

enum { FILL = 0xEE, MORE = 64 };

#define END(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))

/* Where the fields of the structs that the library reads end: an older struct has one of these
 * sizes. */
#define ERROR_END(NAME, number, member) END(coserr_error, member),
static const size_t error_ends[] = {
    END(coserr_error, verdict),      END(coserr_error, failed),
    END(coserr_error, kind),         END(coserr_error, http_status),
    END(coserr_error, match),        END(coserr_error, missing),
    END(coserr_error, fault),        END(coserr_error, operation),
    END(coserr_error, header_count), END(coserr_error, fault_offset),
    END(coserr_error, entry),        END(coserr_error, headers),
    END(coserr_error, body),         END(coserr_error, received_at),
    END(coserr_error, source),       COSERR_FIELD_LIST(ERROR_END)};
static const size_t response_ends[] = {
    END(coserr_response, http_status), END(coserr_response, operation),
    END(coserr_response, after_200),   END(coserr_response, header_count),
    END(coserr_response, reserved),    END(coserr_response, headers),
    END(coserr_response, body),        END(coserr_response, received_at),
    END(coserr_response, bucket),      END(coserr_response, region),
    END(coserr_response, key)};
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

/* A block of exactly `size` bytes that begins like `full`, with `size` in it; at least the four
 * bytes of that. */
static void *sized(const void *full, size_t full_size, size_t size) {
    const uint32_t number = (uint32_t)size;
    const size_t room = size > sizeof number ? size : sizeof number;
    unsigned char *block = (unsigned char *)room_for(room);
    memset(block, FILL, room);
    memcpy(block, full, size < full_size ? size : full_size);
    memcpy(block, &number, sizeof number);
    return block;
}

/* What the library should make of a struct that ends early: the rest is 0. */
static void zero_after(void *full, size_t full_size, size_t size) {
    if (size < full_size) {
        memset((char *)full + size, 0, full_size - size);
    }
}

/* A struct that was written: as much of `expected` as fits, then zeros. */
static void assert_written(const void *block, const void *expected, size_t full_size, size_t size) {
    const unsigned char *bytes = block;
    uint32_t number;
    memcpy(&number, block, sizeof number);
    ck_assert_uint_eq(number, size);
    const size_t known = size < full_size ? size : full_size;
    ck_assert_mem_eq(bytes + sizeof number, (const char *)expected + sizeof number,
                     known - sizeof number);
    for (size_t i = full_size; i < size; i++) {
        ck_assert_msg(bytes[i] == 0, "byte %zu of %zu is not cleared", i, size);
    }
}

/* A struct without a size is refused and left alone. */
static void assert_untouched(const void *block, size_t size) {
    const unsigned char *bytes = block;
    for (size_t i = sizeof(uint32_t); i < size; i++) {
        ck_assert_uint_eq(bytes[i], FILL);
    }
}

/* ------------------------------------------------------------------------------ the occurrence */

static const char body[] = "<Error><Code>RequestTimeTooSkewed</Code><Message>m</Message><Resource>"
                           "b-1.cos.r1.myqcloud.com/k</Resource><RequestId>id</RequestId>"
                           "<ServerTime>2026-01-31T12:00:00Z</ServerTime></Error>";
static const coserr_header headers[] = {{{"Retry-After", 11}, {"7", 1}},
                                        {{"x-cos-trace-id", 14}, {"t", 1}}};
static char buffer[512];

static coserr_response whole_response(void) {
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 403,
                                      .operation = COSERR_OPERATION_PUT_OBJECT,
                                      .header_count = 2,
                                      .headers = headers,
                                      .body = {body, sizeof body - 1},
                                      .received_at = INT64_C(1769860800) + 90,
                                      .bucket = {"c-2", 3},
                                      .region = {"r2", 2},
                                      .key = {"k2", 2}};
    return response;
}

/* Bytes of padding included, so that structs compare as bytes. */
static coserr_error whole_error(void) {
    const coserr_response response = whole_response();
    coserr_error error;
    memset(&error, 0, sizeof error);
    error.size = sizeof error;
    ck_assert_int_eq(coserr_decode(NULL, &response, &error, buffer, sizeof buffer), 1);
    return error;
}

/* ------------------------------------------------------------------------- errors are written */

typedef int fill_fn(coserr_error *error);

static int fill_decode(coserr_error *error) {
    const coserr_response response = whole_response();
    return coserr_decode(NULL, &response, error, buffer, sizeof buffer);
}

static int fill_read(coserr_error *error) {
    const coserr_response response = whole_response();
    return coserr_read(&response, error, buffer, sizeof buffer);
}

static int fill_explain(coserr_error *error) {
    return coserr_explain(NULL, COSERR_STR("NoSuchKey"), 404, COSERR_STR("said"), error);
}

static int fill_client(coserr_error *error) {
    return coserr_from_client(NULL, COSERR_STR("ReadTimeout"), error);
}

static fill_fn *const fills[] = {fill_decode, fill_read, fill_explain, fill_client};

START_TEST(error_out) {
    static const char nothing[1];
    coserr_error expected;
    memset(&expected, 0, sizeof expected);
    expected.size = sizeof expected;
    ck_assert_int_eq(fills[_i](&expected), 1);
    for (size_t size = 0; size <= sizeof expected + MORE; size++) {
        coserr_error *error = sized(nothing, 0, size);
        if (size <= sizeof(uint32_t)) {
            ck_assert_int_eq(fills[_i](error), -1);
            assert_untouched(error, size);
        } else {
            ck_assert_int_eq(fills[_i](error), 1);
            assert_written(error, &expected, sizeof expected, size);
        }
        free(error);
    }
    ck_assert_int_eq(fills[_i](NULL), -1);
}
END_TEST

/* In and out: an error that is shorter is resolved from what it has. */
START_TEST(error_resolved) {
    const coserr_error whole = whole_error();
    for (size_t i = 0; i < COUNT(error_ends); i++) {
        coserr_error expected = whole;
        zero_after(&expected, sizeof expected, error_ends[i]);
        coserr_error *error = sized(&whole, sizeof whole, error_ends[i]);
        ck_assert_int_eq(coserr_resolve(NULL, &expected), coserr_resolve(NULL, error));
        assert_written(error, &expected, sizeof expected, error_ends[i]);
        free(error);
    }
    for (size_t more = 1; more <= MORE; more++) {
        coserr_error *error = sized(&whole, sizeof whole, sizeof whole + more);
        ck_assert_int_eq(coserr_resolve(NULL, error), 1);
        assert_written(error, &whole, sizeof whole, sizeof whole + more);
        free(error);
    }
}
END_TEST

/* ---------------------------------------------------------------------------- errors are read */

typedef void report_fn(const coserr_error *error, char *text, size_t size);

static void report_json(const coserr_error *error, char *text, size_t size) {
    (void)coserr_error_json(error, 0, text, size);
}

static void report_problem(const coserr_error *error, char *text, size_t size) {
    (void)coserr_error_problem(error, 0, text, size);
}

static void report_detail(const coserr_error *error, char *text, size_t size) {
    (void)coserr_error_detail(error, 0, text, size);
}

static void report_values(const coserr_error *error, char *text, size_t size) {
    for (uint32_t value = 0; value < 12; value++) {
        const size_t len = coserr_error_value(error, value, text, size);
        text += len;
        size -= len;
    }
}

static void report_numbers(const coserr_error *error, char *text, size_t size) {
    size_t len;
    const char *raw = coserr_error_body(error, &len);
    snprintf(text, size, "%u %u %u %u %u %u %u %zu %u %zu %.*s", coserr_error_verdict(error),
             coserr_error_failed(error), coserr_error_kind(error), coserr_error_http_status(error),
             coserr_error_match(error), coserr_error_missing(error), coserr_error_fault(error),
             coserr_error_fault_offset(error), coserr_error_id(error), len, (int)len, raw);
}

static void report_fields(const coserr_error *error, char *text, size_t size) {
    *text = '\0';
    for (uint32_t field = 0; field < 33; field++) {
        size_t len;
        const char *value = coserr_error_field(error, field, &len);
        const int written =
            snprintf(text, size, "%u %.*s\n", coserr_error_source(error, field), (int)len, value);
        text += written;
        size -= (size_t)written;
    }
}

static void report_child(const coserr_error *error, char *text, size_t size) {
    coserr_str value = {"", 0};
    char room[128];
    const int found = coserr_error_child(error, COSERR_STR("ServerTime"), room, 128, &value);
    snprintf(text, size, "%d %.*s", found, (int)value.len, value.ptr);
}

static report_fn *const reports[] = {report_json,    report_problem, report_detail, report_values,
                                     report_numbers, report_fields,  report_child};

START_TEST(error_in) {
    const coserr_error whole = whole_error();
    char expected[8192];
    char text[8192];
    size_t differences = 0;
    for (size_t i = 0; i < COUNT(error_ends); i++) {
        coserr_error zeroed = whole;
        zero_after(&zeroed, sizeof zeroed, error_ends[i]);
        coserr_error *error = sized(&whole, sizeof whole, error_ends[i]);
        reports[_i](&zeroed, expected, sizeof expected);
        reports[_i](error, text, sizeof text);
        ck_assert_str_eq(text, expected);
        free(error);
        reports[_i](&whole, text, sizeof text);
        differences += strcmp(text, expected) != 0;
    }
    ck_assert_uint_gt(differences, 3); /* or the report says nothing of the fields */
    for (size_t more = 0; more <= MORE; more++) {
        coserr_error *error = sized(&whole, sizeof whole, sizeof whole + more);
        reports[_i](&whole, expected, sizeof expected);
        reports[_i](error, text, sizeof text);
        ck_assert_str_eq(text, expected);
        free(error);
    }
    coserr_error *unset = sized(&whole, sizeof whole, 0);
    reports[_i](NULL, expected, sizeof expected);
    reports[_i](unset, text, sizeof text);
    ck_assert_str_eq(text, expected);
    free(unset);
}
END_TEST

/* ----------------------------------------------------------------------- responses are read */

static void assert_same_decoding(const coserr_response *given, const coserr_response *expected) {
    coserr_error errors[2];
    memset(errors, 0, sizeof errors);
    errors[0].size = errors[1].size = sizeof *errors;
    const int failed = coserr_decode(NULL, given, &errors[0], buffer, sizeof buffer);
    ck_assert_int_eq(failed, coserr_decode(NULL, expected, &errors[1], buffer, sizeof buffer));
    ck_assert_mem_eq(&errors[0], &errors[1], sizeof *errors);
    ck_assert_uint_eq(coserr_decode_bound(given), coserr_decode_bound(expected));
}

START_TEST(response_in) {
    const coserr_response whole = whole_response();
    for (size_t i = 0; i < COUNT(response_ends); i++) {
        coserr_response expected = whole;
        zero_after(&expected, sizeof expected, response_ends[i]);
        coserr_response *response = sized(&whole, sizeof whole, response_ends[i]);
        assert_same_decoding(response, &expected);
        free(response);
    }
    for (size_t more = 1; more <= MORE; more++) {
        coserr_response *response = sized(&whole, sizeof whole, sizeof whole + more);
        assert_same_decoding(response, &whole);
        assert_untouched((char *)response + sizeof whole - sizeof(uint32_t),
                         more + sizeof(uint32_t));
        free(response);
    }
}
END_TEST

START_TEST(response_without_size) {
    const coserr_response whole = whole_response();
    coserr_error error = {.size = sizeof error, .failed = 77};
    for (size_t size = 0; size <= sizeof(uint32_t); size++) {
        coserr_response *response = sized(&whole, sizeof whole, size);
        ck_assert_int_eq(coserr_decode(NULL, response, &error, buffer, sizeof buffer), -1);
        ck_assert_int_eq(coserr_read(response, &error, buffer, sizeof buffer), -1);
        ck_assert_uint_eq(coserr_decode_bound(response), 0);
        ck_assert_uint_eq(error.failed, 77);
        free(response);
    }
    ck_assert_int_eq(coserr_decode(NULL, NULL, &error, buffer, sizeof buffer), -1);
}
END_TEST

/* --------------------------------------------------------------------------------- deciding */

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

/* ---------------------------------------------------------------------------------- locale */

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
    Suite *suite = suite_create("sizes");
    TCase *tcase = add_case(suite, "errors");
    tcase_add_loop_test(tcase, error_out, 0, (int)COUNT(fills));
    tcase_add_test(tcase, error_resolved);
    tcase_add_loop_test(tcase, error_in, 0, (int)COUNT(reports));
    tcase = add_case(suite, "responses");
    tcase_add_test(tcase, response_in);
    tcase_add_test(tcase, response_without_size);
    tcase = add_case(suite, "deciding");
    tcase_add_test(tcase, attempt_in);
    tcase_add_test(tcase, decision_out);
    tcase_add_test(tcase, state_in_and_out);
    tcase_add_test(tcase, state_without_paid);
    tcase = add_case(suite, "locale");
    tcase_add_test(tcase, env_in);
    return run_suite(suite);
}
