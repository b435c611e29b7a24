/* SPDX-License-Identifier: MIT */
/* Errors and responses of programs older and newer than the library. */
#include "sized.h"

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
/* --------------------------------------------------------------------------- errors are written */

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

/* ------------------------------------------------------------------------------ errors are read */

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

/* --------------------------------------------------------------------------- responses are read */

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

int main(void) {
    Suite *suite = suite_create("sizes");
    TCase *tcase = add_case(suite, "errors");
    tcase_add_loop_test(tcase, error_out, 0, (int)COUNT(fills));
    tcase_add_test(tcase, error_resolved);
    tcase_add_loop_test(tcase, error_in, 0, (int)COUNT(reports));
    tcase = add_case(suite, "responses");
    tcase_add_test(tcase, response_in);
    tcase_add_test(tcase, response_without_size);
    return run_suite(suite);
}
