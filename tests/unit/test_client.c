/* SPDX-License-Identifier: MIT */
/* Failures without an answer. */
#include "unit.h"

#include <coserr/curl.h>
#include <errno.h>

START_TEST(from_client) {
    static const struct {
        const char *symbol;
        coserr_code id;
        const char *name;
    } clients[] = {
#define CLIENT(SYMBOL, number, text) {#SYMBOL, number, text},
        COSERR_CLIENT_LIST(CLIENT)};
    for (size_t i = 0; i < COUNT(clients); i++) {
        coserr_error error;
        error.size = sizeof error;
        ck_assert_int_eq(coserr_from_client(clients[i].id, &error), 1);
        ck_assert_uint_eq(error.kind, COSERR_KIND_CLIENT);
        ck_assert_uint_eq(error.failed, 1);
        ck_assert_uint_eq(error.verdict, COSERR_VERDICT_NONE);
        ck_assert_uint_eq(error.http_status, 0);
        ck_assert_uint_eq(error.match, COSERR_MATCH_EXACT);
        ck_assert_str_eq(error.code.ptr, clients[i].name);
        ck_assert_uint_eq(error.code.len, strlen(clients[i].name));
        ck_assert_str_eq(error.request_id.ptr, "");
        ck_assert_uint_eq(error.source[COSERR_FIELD_CODE], COSERR_SOURCE_ARGUMENT);
        ck_assert_uint_eq(coserr_error_id(&error), clients[i].id);
        char line[2048];
        ck_assert_uint_lt(coserr_error_json(&error, NULL, 0, line, sizeof line), sizeof line);
        ck_assert_ptr_nonnull(strstr(line, "\"kind\":\"client\""));
        ck_assert_ptr_null(strstr(line, "diagnose_url"));
    }
}
END_TEST

START_TEST(from_no_client) {
    coserr_error error;
    error.size = sizeof error;
    ck_assert_int_eq(coserr_from_client(COSERR_CODE_NO_SUCH_KEY, &error), -1);
    ck_assert_int_eq(coserr_from_client(COSERR_CODE_NONE, &error), -1);
    ck_assert_int_eq(coserr_from_client(1000000, &error), -1);
    ck_assert_int_eq(coserr_from_client(COSERR_CODE_CLIENT_CANCELLED, NULL), -1);
    error.size = 1;
    ck_assert_int_eq(coserr_from_client(COSERR_CODE_CLIENT_CANCELLED, &error), -1);
}
END_TEST

static const struct {
    int number;
    coserr_code code;
} numbers[] = {
    {0, COSERR_CODE_NONE},
    {-1, COSERR_CODE_NONE},
    {EDOM, COSERR_CODE_NONE},
    {ECONNREFUSED, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {ENETUNREACH, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {ENETDOWN, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {EHOSTUNREACH, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {EADDRNOTAVAIL, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {ETIMEDOUT, COSERR_CODE_CLIENT_READ_TIMEOUT},
    {ECONNRESET, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {ECONNABORTED, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {EPIPE, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {ENETRESET, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {ENOTCONN, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {ENOMEM, COSERR_CODE_CLIENT_OUT_OF_MEMORY},
    {ECANCELED, COSERR_CODE_CLIENT_CANCELLED},
    {EINVAL, COSERR_CODE_CLIENT_INVALID_REQUEST},
    {ENOENT, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EACCES, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EPERM, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EISDIR, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {ENOTDIR, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EEXIST, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EIO, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {ENOSPC, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EROFS, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EFBIG, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EMFILE, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {ENFILE, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {ENAMETOOLONG, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {ENXIO, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {EBADF, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
};

START_TEST(from_errno) {
    errno = 0;
    ck_assert_uint_eq(coserr_client_from_errno(numbers[_i].number), numbers[_i].code);
    ck_assert_int_eq(errno, 0);
}
END_TEST

static const struct {
    CURLcode result;
    int connected;
    coserr_code code;
} results[] = {
    {CURLE_OK, 1, COSERR_CODE_NONE},
    {CURLE_HTTP_RETURNED_ERROR, 1, COSERR_CODE_NONE},
    {CURLE_COULDNT_RESOLVE_HOST, 0, COSERR_CODE_CLIENT_NAME_RESOLUTION_FAILED},
    {CURLE_COULDNT_CONNECT, 0, COSERR_CODE_CLIENT_CONNECTION_FAILED},
    {CURLE_PEER_FAILED_VERIFICATION, 1, COSERR_CODE_CLIENT_TLS_FAILED},
    {CURLE_OPERATION_TIMEDOUT, 0, COSERR_CODE_CLIENT_CONNECTION_TIMEOUT},
    {CURLE_OPERATION_TIMEDOUT, 1, COSERR_CODE_CLIENT_READ_TIMEOUT},
    {CURLE_RECV_ERROR, 1, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {CURLE_GOT_NOTHING, 1, COSERR_CODE_CLIENT_CONNECTION_LOST},
    {CURLE_PARTIAL_FILE, 1, COSERR_CODE_CLIENT_RESPONSE_TRUNCATED},
    {CURLE_WEIRD_SERVER_REPLY, 1, COSERR_CODE_CLIENT_RESPONSE_UNPARSABLE},
    {CURLE_READ_ERROR, 1, COSERR_CODE_CLIENT_LOCAL_FILE_ERROR},
    {CURLE_OUT_OF_MEMORY, 0, COSERR_CODE_CLIENT_OUT_OF_MEMORY},
    {CURLE_ABORTED_BY_CALLBACK, 1, COSERR_CODE_CLIENT_CANCELLED},
    {CURLE_URL_MALFORMAT, 0, COSERR_CODE_CLIENT_INVALID_REQUEST},
    {CURLE_FTP_WEIRD_PASS_REPLY, 1, COSERR_CODE_CLIENT_CONNECTION_LOST},
};

START_TEST(from_curl) {
    ck_assert_uint_eq(coserr_client_from_curl(results[_i].result, results[_i].connected),
                      results[_i].code);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("client");
    TCase *tcase = add_case(suite, "client");
    tcase_add_test(tcase, from_client);
    tcase_add_test(tcase, from_no_client);
    tcase_add_loop_test(tcase, from_errno, 0, COUNT(numbers));
    tcase_add_loop_test(tcase, from_curl, 0, COUNT(results));
    return run_suite(suite);
}
