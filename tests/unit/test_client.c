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
        ck_assert_int_eq(coserr_from_client(NULL, TEXT(clients[i].name), &error), 1);
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
        ck_assert_uint_lt(coserr_error_json(&error, 0, line, sizeof line), sizeof line);
        ck_assert_ptr_nonnull(strstr(line, "\"kind\":\"client\""));
        ck_assert_ptr_null(strstr(line, "diagnose_url"));
    }
}
END_TEST

START_TEST(from_no_client) {
    coserr_error error;
    memset(&error, 0xAA, sizeof error);
    error.size = sizeof error;
    ck_assert_int_eq(coserr_from_client(NULL, TEXT("NoSuchKey"), &error), -1);
    ck_assert_int_eq(coserr_from_client(NULL, TEXT("Cancelle"), &error), -1);
    ck_assert_int_eq(coserr_from_client(NULL, NULL, 0, &error), -1);
    ck_assert_int_eq(coserr_from_client(NULL, TEXT("Cancelled"), NULL), -1);
    error.size = sizeof error.size;
    ck_assert_int_eq(coserr_from_client(NULL, TEXT("Cancelled"), &error), -1);
    ck_assert_uint_eq(error.verdict, 0xAAAAAAAA); /* untouched */
}
END_TEST

/* What the catalog names is what the error has, not what the caller wrote. */
START_TEST(from_client_trims) {
    coserr_error error;
    error.size = sizeof error;
    ck_assert_int_eq(coserr_from_client(coserr_get_catalog(), TEXT(" Cancelled\n"), &error), 1);
    ck_assert_str_eq(error.code.ptr, "Cancelled");
    ck_assert_uint_eq(error.code.len, strlen("Cancelled"));
}
END_TEST

/* NULL, or a client error of the catalog. */
static void check_name(const char *name, const char *expected) {
    if (expected == NULL) {
        ck_assert_ptr_null(name);
    } else {
        ck_assert_ptr_nonnull(name);
        ck_assert_str_eq(name, expected);
        ck_assert_ptr_nonnull(coserr_find_client(NULL, TEXT(name)));
    }
}

static const struct {
    int number;
    const char *name;
} numbers[] = {
    {0, NULL},
    {-1, NULL},
    {EDOM, NULL},
    {ECONNREFUSED, "ConnectionFailed"},
    {ENETUNREACH, "ConnectionFailed"},
    {ENETDOWN, "ConnectionFailed"},
    {EHOSTUNREACH, "ConnectionFailed"},
    {EADDRNOTAVAIL, "ConnectionFailed"},
    {ETIMEDOUT, "ReadTimeout"},
    {ECONNRESET, "ConnectionLost"},
    {ECONNABORTED, "ConnectionLost"},
    {EPIPE, "ConnectionLost"},
    {ENETRESET, "ConnectionLost"},
    {ENOTCONN, "ConnectionLost"},
    {ENOMEM, "OutOfMemory"},
    {ECANCELED, "Cancelled"},
    {EINVAL, "InvalidRequest"},
    {ENOENT, "LocalFileError"},
    {EACCES, "LocalFileError"},
    {EPERM, "LocalFileError"},
    {EISDIR, "LocalFileError"},
    {ENOTDIR, "LocalFileError"},
    {EEXIST, "LocalFileError"},
    {EIO, "LocalFileError"},
    {ENOSPC, "LocalFileError"},
    {EROFS, "LocalFileError"},
    {EFBIG, "LocalFileError"},
    {EMFILE, "LocalFileError"},
    {ENFILE, "LocalFileError"},
    {ENAMETOOLONG, "LocalFileError"},
    {ENXIO, "LocalFileError"},
    {EBADF, "LocalFileError"},
};

START_TEST(from_errno) {
    errno = 0;
    check_name(coserr_client_from_errno(numbers[_i].number), numbers[_i].name);
    ck_assert_int_eq(errno, 0);
}
END_TEST

static const struct {
    const char *name;
    const char *client;
} errno_names[] = {
    {"ECONNREFUSED", "ConnectionFailed"},
    {"ECONNRESET", "ConnectionLost"},
    {"ETIMEDOUT", "ReadTimeout"},
    {"ESOCKETTIMEDOUT", "ReadTimeout"},
    {"ENOENT", "LocalFileError"},
    {"ECANCELED", "Cancelled"},
    {"EINVAL", "InvalidRequest"},
    {"ENOMEM", "OutOfMemory"},
    {"ENOTFOUND", "NameResolutionFailed"},
    {"EAI_AGAIN", "NameResolutionFailed"},
    {"EAI_NONAME", "NameResolutionFailed"},
    {"EAI_FAIL", "NameResolutionFailed"},
    {"EDOM", NULL},
    {"econnreset", NULL},
    {"ECONNRESE", NULL},
    {"ECONNRESETS", NULL},
    {"", NULL},
};

START_TEST(from_errno_name) {
    const size_t len = strlen(errno_names[_i].name);
    char *name = exact(errno_names[_i].name, len);
    check_name(coserr_client_from_errno_name(name, len), errno_names[_i].client);
    check_name(coserr_client_from_errno_name(NULL, 0), NULL);
    free(name);
}
END_TEST

static const struct {
    CURLcode result;
    int connected;
    const char *name;
} results[] = {
    {CURLE_OK, 1, NULL},
    {CURLE_HTTP_RETURNED_ERROR, 1, NULL},
    {CURLE_COULDNT_RESOLVE_HOST, 0, "NameResolutionFailed"},
    {CURLE_COULDNT_CONNECT, 0, "ConnectionFailed"},
    {CURLE_PEER_FAILED_VERIFICATION, 1, "CertificateRejected"},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, 1, "CertificateRejected"},
    {CURLE_SSL_INVALIDCERTSTATUS, 1, "CertificateRejected"},
    {CURLE_SSL_CRL_BADFILE, 1, "TlsFailed"},
#if LIBCURL_VERSION_NUM >= 0x074D00
    {CURLE_SSL_CLIENTCERT, 1, "TlsFailed"},
#endif
    {CURLE_SSL_CONNECT_ERROR, 1, "TlsFailed"},
    {CURLE_SSL_CACERT_BADFILE, 0, "TlsFailed"},
    {CURLE_OPERATION_TIMEDOUT, 0, "ConnectionTimeout"},
    {CURLE_OPERATION_TIMEDOUT, 1, "ReadTimeout"},
    {CURLE_RECV_ERROR, 1, "ConnectionLost"},
    {CURLE_GOT_NOTHING, 1, "ConnectionLost"},
    {CURLE_PARTIAL_FILE, 1, "ResponseTruncated"},
    {CURLE_WEIRD_SERVER_REPLY, 1, "ResponseUnparsable"},
    {CURLE_READ_ERROR, 1, "LocalFileError"},
    {CURLE_OUT_OF_MEMORY, 0, "OutOfMemory"},
    {CURLE_ABORTED_BY_CALLBACK, 1, "Cancelled"},
    {CURLE_URL_MALFORMAT, 0, "InvalidRequest"},
    {CURLE_FTP_WEIRD_PASS_REPLY, 1, "ConnectionLost"},
};

START_TEST(from_curl) {
    check_name(coserr_client_from_curl(results[_i].result, results[_i].connected),
               results[_i].name);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("client");
    TCase *tcase = add_case(suite, "client");
    tcase_add_test(tcase, from_client);
    tcase_add_test(tcase, from_no_client);
    tcase_add_test(tcase, from_client_trims);
    tcase_add_loop_test(tcase, from_errno, 0, COUNT(numbers));
    tcase_add_loop_test(tcase, from_errno_name, 0, COUNT(errno_names));
    tcase_add_loop_test(tcase, from_curl, 0, COUNT(results));
    return run_suite(suite);
}
