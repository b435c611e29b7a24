/* SPDX-License-Identifier: MIT */
/* The digest as JSON. */
#include "unit.h"

static void check_json(const coserr_error *error, const char *language, const char *expected) {
    const size_t len = coserr_error_json(error, language_of(language), NULL, 0);
    char *line = room_for(len + 1);
    ck_assert_uint_eq(coserr_error_json(error, language_of(language), line, len + 1), len);
    ck_assert_uint_eq(strlen(line), len);
    ck_assert_ptr_null(strchr(line, '\n'));
    if (strcmp(line, expected) != 0) {
        ck_assert_str_eq(line, expected);
    }
    /* Less room cuts it at the end of a character, with a NUL in any case. */
    for (size_t size = 1; size <= len; size++) {
        char *part = room_for(size);
        ck_assert_uint_eq(coserr_error_json(error, language_of(language), part, size), len);
        const size_t kept = strlen(part);
        ck_assert_uint_lt(kept, size);
        ck_assert_uint_ge(kept + 4, size); /* no more is lost than part of a character */
        ck_assert_int_ne((unsigned char)line[kept] & 0xC0, 0x80);
        ck_assert_int_eq(memcmp(part, line, kept), 0);
        free(part);
    }
    free(line);
}

static void decode(coserr_error *error, uint32_t status, const char *body, char *buffer,
                   size_t size) {
    const coserr_header headers[] = {{str("x-cos-trace-id"), str("T\xFF\xC3")}};
    coserr_response response;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = status;
    response.headers = headers;
    response.header_count = 1;
    response.body = str(body);
    response.operation = COSERR_OPERATION_GET_OBJECT;
    error->size = sizeof *error;
    coserr_decode(NULL, &response, error, buffer, size);
}

/* What the catalog contributes, built from its own accessors: this test is about the form. */
static const char *catalog_part(const coserr_error *error, const char *language, char *out,
                                size_t size) {
    const coserr_entry *entry = error->entry;
    const coserr_language number = language_of(language);
    char detail[256];
    const char *doc;
    size_t len = (size_t)snprintf(
        out, size,
        "\"category\":\"%s\","
        "\"explanation\":{\"lang\":\"%s\",\"message\":\"%s\",\"advice\":\"%s\",",
        coserr_word(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry), NULL),
        coserr_entry_language(entry, number), coserr_entry_message(entry, number, NULL),
        coserr_entry_advice(entry, number, NULL));
    if (coserr_error_detail(error, number, detail, sizeof detail) > 0) {
        len += (size_t)snprintf(out + len, size - len, "\"detail\":\"%s\",", detail);
    }
    len += (size_t)snprintf(out + len, size - len, "\"docs\":[");
    for (size_t i = 0; (doc = coserr_entry_doc(entry, i, number, NULL)) != NULL; i++) {
        len += (size_t)snprintf(out + len, size - len, "%s\"%s\"", i > 0 ? "," : "", doc);
    }
    snprintf(out + len, size - len, "]},\"values\":{\"cam_action\":\"name/cos:GetObject\"},");
    return out;
}

/* How each digest with an entry ends. */
static const char *end_part(char *out, size_t size) {
    snprintf(out, size,
             "\"diagnose_url\":\"https://console.cloud.tencent.com/cos5/diagnose\","
             "\"catalog\":{\"name\":\"cos\",\"version\":\"%s\"}}",
             coserr_catalog_version(NULL));
    return out;
}

START_TEST(a_listed_error) {
    char buffer[512], part[2048], end[256], expected[4096];
    coserr_error error;
    decode(
        &error, 404,
        "<Error><Code>NoSuchKey</Code><Message>a \"b\" \\ &#x9;&#xA;&#xD;\x7F\xC2\x9B \xE4\xB8\xAD/"
        "</Message><Resource>/r</Resource><RequestId>N1</RequestId>"
        "<ServerTime>2020-01-02T03:04:05Z</ServerTime></Error>",
        buffer, sizeof buffer);
    const char *const languages[] = {"en", "zh-CN"};
    for (size_t i = 0; i < COUNT(languages); i++) {
        snprintf(expected, sizeof expected,
                 "{\"schema\":1,\"verdict\":\"error\",\"failed\":true,\"kind\":\"service\","
                 "\"http_status\":404,\"code\":\"NoSuchKey\","
                 "\"message\":\"a \\\"b\\\" \\\\ \\t\\n\\r\\u007f\\u009b \xE4\xB8\xAD/\","
                 "\"resource\":\"/r\",\"request_id\":\"N1\","
                 "\"trace_id\":\"T\xEF\xBF\xBD\xEF\xBF\xBD\","
                 "\"server_time\":\"2020-01-02T03:04:05Z\",\"key\":\"r\","
                 "\"operation\":\"GetObject\","
                 "\"source\":{\"code\":\"body\",\"message\":\"body\",\"resource\":\"body\","
                 "\"request_id\":\"body\",\"trace_id\":\"header\",\"server_time\":\"body\","
                 "\"key\":\"resource\",\"http_status\":\"status\"},"
                 "\"match\":\"exact\",\"alias\":false,"
                 "\"entry\":{\"id\":%u,\"symbol\":\"NO_SUCH_KEY\",\"code\":\"NoSuchKey\","
                 "\"http_status\":404},%s"
                 "\"retry\":{\"class\":\"never\",\"hints\":[],\"conditional\":[]},%s",
                 (unsigned)COSERR_CODE_NO_SUCH_KEY,
                 catalog_part(&error, languages[i], part, sizeof part), end_part(end, sizeof end));
        check_json(&error, languages[i], expected);
    }
}
END_TEST

START_TEST(a_family) {
    char buffer[512], part[2048], end[256], expected[4096];
    coserr_error error;
    decode(&error, 503, "<Error><Code>New", buffer, sizeof buffer);
    snprintf(expected, sizeof expected,
             "{\"schema\":1,\"verdict\":\"malformed\",\"fault\":\"truncated\",\"failed\":true,"
             "\"kind\":\"service\",\"http_status\":503,"
             "\"trace_id\":\"T\xEF\xBF\xBD\xEF\xBF\xBD\","
             "\"operation\":\"GetObject\","
             "\"source\":{\"trace_id\":\"header\",\"http_status\":\"status\"},"
             "\"match\":\"family\",\"alias\":false,%s"
             "\"retry\":{\"class\":\"throttle\",\"hints\":[],\"conditional\":[]},%s",
             catalog_part(&error, "en", part, sizeof part), end_part(end, sizeof end));
    check_json(&error, "en", expected);
}
END_TEST

START_TEST(a_success) {
    char buffer[512];
    coserr_error error;
    decode(&error, 200, "<Error><Code>NoSuchKey</Code></Error>", buffer, sizeof buffer);
    check_json(&error, "en",
               "{\"schema\":1,\"verdict\":\"error\",\"failed\":false,\"http_status\":200,"
               "\"trace_id\":\"T\xEF\xBF\xBD\xEF\xBF\xBD\","
               "\"source\":{\"trace_id\":\"header\",\"http_status\":\"status\"}}");
}
END_TEST

START_TEST(how_it_matched) {
    static const struct {
        const char *code;
        uint32_t status;
        const char *message;
        const char *part;
    } matches[] = {
        {"BadRequest", 400, "", "\"match\":\"exact\",\"alias\":true,"},
        {"NoSuchKey", 500, "", "\"match\":\"other_status\",\"alias\":false,"},
        {"AccessDenied", 403, "Request has expired", "\"match\":\"refined\",\"alias\":false,"},
        {"AccessDenied", 403, "You are denied by bucket referer rule",
         "\"code\":\"AccessDenied\",\"case\":\"referer\",\"http_status\":403}"},
        {"BucketAlreadyOwnedByYou", 409, "", "\"conditional\":[\"already-done\"]}"},
        {"Nothing", 404, "", "\"match\":\"family\",\"alias\":false,"},
        {"Nothing", 404, "", "\"source\":{\"code\":\"argument\",\"http_status\":\"argument\"}"},
        {"Request has expired", 0, "",
         "\"retry\":{\"class\":\"clock\",\"hints\":[\"once\"],\"conditional\":[]}"},
    };
    for (size_t i = 0; i < COUNT(matches); i++) {
        char line[4096];
        coserr_error error;
        error.size = sizeof error;
        coserr_explain(NULL, TEXT(matches[i].code), matches[i].status, TEXT(matches[i].message),
                       &error);
        ck_assert_uint_lt(coserr_error_json(&error, 0, line, sizeof line), sizeof line);
        ck_assert_ptr_nonnull(strstr(line, matches[i].part));
        ck_assert_ptr_null(strstr(line, "\"verdict\""));
    }
}
END_TEST

/* Numbers of a later version, and an entry that nobody looked up. */
START_TEST(what_it_does_not_know) {
    char line[4096];
    coserr_error error;
    error.size = sizeof error;
    coserr_explain(NULL, TEXT("NoSuchKey"), 404, NULL, 0, &error);
    error.kind = 99;
    error.match = 0;
    coserr_error_json(&error, 0, line, sizeof line);
    ck_assert_ptr_null(strstr(line, "\"kind\""));
    ck_assert_ptr_null(strstr(line, "\"match\""));
    ck_assert_ptr_nonnull(strstr(line, "\"entry\""));
}
END_TEST

/* U+FFFD for each byte that is not UTF-8, and for each character that is none. */
START_TEST(what_is_not_text) {
    char line[4096];
    coserr_error error;
    error.size = sizeof error;
    coserr_explain(NULL, TEXT("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD\xE4\xB8!"), 404, NULL, 0,
                   &error);
    coserr_error_json(&error, 0, line, sizeof line);
    ck_assert_ptr_nonnull(
        strstr(line, "\"code\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!\""));
}
END_TEST

/* The values that a sentence can have. */
START_TEST(derived_values) {
    char line[4096];
    coserr_error error;
    const coserr_header headers[] = {{str("Date"), str("Sat, 21 Nov 2026 09:00:00 GMT")},
                                     {str("Retry-After"), str("7")}};
    char buffer[256];
    coserr_response response = {.size = sizeof response,
                                .http_status = 403,
                                .operation = COSERR_OPERATION_PUT_OBJECT_COPY,
                                .header_count = 2,
                                .headers = headers,
                                .received_at = 1795248000,
                                .bucket = str("examplebucket")};
    response.body = str("<Error><Code>RequestTimeTooSkewed</Code></Error>");
    error.size = sizeof error;
    coserr_decode(NULL, &response, &error, buffer, sizeof buffer);
    coserr_error_json(&error, 0, line, sizeof line);
    ck_assert_ptr_nonnull(
        strstr(line, "\"values\":{\"short_bucket\":\"examplebucket\",\"behind\":\"3600\","
                     "\"retry_after\":\"7\",\"cam_action\":\"name/cos:PutObject\","
                     "\"cam_source_action\":\"name/cos:GetObject\"},"));
}
END_TEST

START_TEST(problem) {
    char line[4096];
    char expected[4096];
    char buffer[256];
    coserr_error error;
    decode(&error, 503,
           "<Error><Code>SlowDown</Code><Message>m</Message><RequestId>N +=</RequestId></Error>",
           buffer, sizeof buffer);
    const coserr_entry *entry = error.entry;
    const coserr_language chinese = language_of("zh-CN");
    snprintf(expected, sizeof expected,
             "{\"type\":\"%s\",\"title\":\"%s\",\"status\":503,\"detail\":\"%s\","
             "\"instance\":\"urn:coserr:request:N%%20%%2B=\",\"code\":\"SlowDown\","
             "\"category\":\"throttling\",\"retry\":\"throttle\",\"advice\":\"%s\","
             "\"request_id\":\"N +=\"}",
             coserr_entry_doc(entry, 0, chinese, NULL), coserr_entry_message(entry, chinese, NULL),
             coserr_entry_advice(entry, chinese, NULL), coserr_entry_advice(entry, chinese, NULL));
    ck_assert_uint_eq(coserr_error_problem(&error, chinese, line, sizeof line), strlen(expected));
    ck_assert_str_eq(line, expected);
    ck_assert_uint_eq(coserr_error_problem(NULL, 0, line, sizeof line), 2);
    ck_assert_str_eq(line, "{}");
    decode(&error, 200, "", buffer, sizeof buffer);
    ck_assert_uint_eq(coserr_error_problem(&error, 0, line, sizeof line), 2);
}
END_TEST

START_TEST(no_error_at_all) {
    check_json(NULL, "en", "{\"schema\":1}");
    char line[8] = "unused!";
    ck_assert_uint_eq(coserr_error_json(NULL, 0, line, 0), 12);
    ck_assert_str_eq(line, "unused!");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json");
    TCase *tcase = add_case(suite, "json");
    tcase_add_test(tcase, a_listed_error);
    tcase_add_test(tcase, a_family);
    tcase_add_test(tcase, a_success);
    tcase_add_test(tcase, how_it_matched);
    tcase_add_test(tcase, what_it_does_not_know);
    tcase_add_test(tcase, what_is_not_text);
    tcase_add_test(tcase, derived_values);
    tcase_add_test(tcase, problem);
    tcase_add_test(tcase, no_error_at_all);
    return run_suite(suite);
}
