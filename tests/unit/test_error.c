/* SPDX-License-Identifier: MIT */
/* The accessors of an error. */
#include "answer.h"

START_TEST(accessors_say_what_the_struct_says) {
    struct answer answer;
    prepare(&answer, 404, 0, TEXT(REAL_BODY));
    decode(&answer);
    const coserr_error *e = &answer.error;
    ck_assert_uint_eq(coserr_error_sizeof(), sizeof *e);
    ck_assert_uint_eq(coserr_error_verdict(e), e->verdict);
    ck_assert_uint_eq(coserr_error_failed(e), e->failed);
    ck_assert_uint_eq(coserr_error_kind(e), e->kind);
    ck_assert_uint_eq(coserr_error_http_status(e), e->http_status);
    ck_assert_uint_eq(coserr_error_match(e), e->match);
    ck_assert_uint_eq(coserr_error_missing(e), e->missing);
    ck_assert_uint_eq(coserr_error_fault(e), e->fault);
    ck_assert_uint_eq(coserr_error_fault_offset(e), e->fault_offset);
    ck_assert_ptr_eq(coserr_error_entry(e), e->entry);
    ck_assert_uint_eq(coserr_error_id(e), COSERR_CODE_NO_SUCH_KEY);
    const coserr_str *values[] = {&e->code,     &e->message,     &e->resource, &e->request_id,
                                  &e->trace_id, &e->server_time, &e->date,     &e->retry_after,
                                  &e->bucket,   &e->region,      &e->key};
    for (uint32_t i = 0; i < COUNT(values); i++) {
        size_t len = 99;
        ck_assert_ptr_eq(coserr_error_field(e, i, &len), values[i]->ptr);
        ck_assert_uint_eq(len, values[i]->len);
        ck_assert_ptr_eq(coserr_error_field(e, i, NULL), values[i]->ptr);
        ck_assert_uint_eq(coserr_error_source(e, i), e->source[i]);
    }
    size_t len = 99;
    ck_assert_str_eq(coserr_error_field(e, COUNT(values), &len), "");
    ck_assert_uint_eq(len, 0);
    ck_assert_uint_eq(coserr_error_source(e, COSERR_FIELD_HTTP_STATUS + 1), COSERR_SOURCE_NONE);
    ck_assert_ptr_eq(coserr_error_body(e, &len), answer.body);
    ck_assert_uint_eq(len, strlen(REAL_BODY));
    ck_assert_ptr_eq(coserr_error_body(e, NULL), answer.body);
    finish(&answer);
}
END_TEST

START_TEST(accessors_take_null) {
    size_t len = 99;
    ck_assert_uint_eq(coserr_error_verdict(NULL), COSERR_VERDICT_NONE);
    ck_assert_uint_eq(coserr_error_failed(NULL), 0);
    ck_assert_uint_eq(coserr_error_kind(NULL), COSERR_KIND_NONE);
    ck_assert_uint_eq(coserr_error_http_status(NULL), 0);
    ck_assert_uint_eq(coserr_error_match(NULL), 0);
    ck_assert_uint_eq(coserr_error_missing(NULL), 0);
    ck_assert_uint_eq(coserr_error_fault(NULL), 0);
    ck_assert_uint_eq(coserr_error_fault_offset(NULL), 0);
    ck_assert_ptr_null(coserr_error_entry(NULL));
    ck_assert_uint_eq(coserr_error_id(NULL), 0);
    ck_assert_str_eq(coserr_error_field(NULL, 0, &len), "");
    ck_assert_uint_eq(len, 0);
    ck_assert_uint_eq(coserr_error_source(NULL, 0), 0);
    ck_assert_str_eq(coserr_error_body(NULL, &len), "");
    ck_assert_str_eq(coserr_error_body(NULL, NULL), "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("error");
    TCase *tcase = add_case(suite, "error");
    tcase_add_test(tcase, accessors_say_what_the_struct_says);
    tcase_add_test(tcase, accessors_take_null);
    return run_suite(suite);
}
