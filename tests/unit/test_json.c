/* SPDX-License-Identifier: MIT */
/* The digest as JSON. */
#include "unit.h"

static void check_json(const coserr_error *error, const char *language, const char *expected) {
    const size_t len = coserr_error_json(error, TEXT(language), NULL, 0);
    char *line = room_for(len + 1);
    ck_assert_uint_eq(coserr_error_json(error, TEXT(language), line, len + 1), len);
    ck_assert_uint_eq(strlen(line), len);
    ck_assert_ptr_null(strchr(line, '\n'));
    if (strcmp(line, expected) != 0) {
        ck_assert_str_eq(line, expected);
    }
    /* Less room cuts it short, with a NUL in any case. */
    for (size_t size = 1; size <= len; size++) {
        char *part = room_for(size);
        ck_assert_uint_eq(coserr_error_json(error, TEXT(language), part, size), len);
        ck_assert_uint_eq(strlen(part), size - 1);
        ck_assert_int_eq(memcmp(part, line, size - 1), 0);
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
    error->size = sizeof *error;
    coserr_decode(&response, error, buffer, size);
}

/* What the catalog contributes, built from its own accessors: this test is about the form. */
static const char *catalog_part(const coserr_entry *entry, const char *language, char *out,
                                size_t size) {
    const char *used;
    const char *message = coserr_entry_message(entry, TEXT(language), &used);
    snprintf(out, size, "\"explanation\":{\"lang\":\"%s\",\"message\":\"%s\",\"advice\":\"%s\",",
             used, message, coserr_entry_advice(entry, TEXT(language), NULL));
    return out;
}

START_TEST(a_listed_error) {
    char buffer[512], part[2048], expected[4096];
    coserr_error error;
    decode(&error, 404,
           "<Error><Code>NoSuchKey</Code><Message>a \"b\" \\ &#x9;&#xA;&#xD;\x7F \xE4\xB8\xAD/"
           "</Message><Resource>/r</Resource><RequestId>N1</RequestId>"
           "<ServerTime>2020-01-02T03:04:05Z</ServerTime></Error>",
           buffer, sizeof buffer);
    const char *const languages[] = {"en", "zh-CN"};
    const char *const docs[] = {"https://intl.cloud.tencent.com/document/product/436/7745",
                                "https://cloud.tencent.com/document/product/436/7745"};
    for (size_t i = 0; i < COUNT(languages); i++) {
        snprintf(expected, sizeof expected,
                 "{\"schema\":1,\"verdict\":\"error\",\"failed\":true,\"kind\":\"service\","
                 "\"http_status\":404,\"code\":\"NoSuchKey\","
                 "\"message\":\"a \\\"b\\\" \\\\ \\t\\n\\r\\u007f \xE4\xB8\xAD/\","
                 "\"resource\":\"/r\",\"request_id\":\"N1\","
                 "\"trace_id\":\"T\xEF\xBF\xBD\xEF\xBF\xBD\","
                 "\"server_time\":\"2020-01-02T03:04:05Z\","
                 "\"source\":{\"code\":\"body\",\"message\":\"body\",\"resource\":\"body\","
                 "\"request_id\":\"body\",\"trace_id\":\"header\",\"server_time\":\"body\","
                 "\"http_status\":\"status\"},"
                 "\"match\":\"exact\",\"alias\":false,"
                 "\"entry\":{\"id\":%u,\"symbol\":\"NO_SUCH_KEY\",\"code\":\"NoSuchKey\","
                 "\"http_status\":404},%s\"docs\":[\"%s\"]},"
                 "\"retry\":{\"class\":\"never\",\"hints\":[\"verify-first\"]},"
                 "\"diagnose_url\":\"https://console.cloud.tencent.com/cos5/diagnose\"}",
                 (unsigned)COSERR_CODE_NO_SUCH_KEY,
                 catalog_part(error.entry, languages[i], part, sizeof part), docs[i]);
        check_json(&error, languages[i], expected);
    }
}
END_TEST

START_TEST(a_family) {
    char buffer[512], part[2048], expected[4096];
    coserr_error error;
    decode(&error, 503, "<Error><Code>New", buffer, sizeof buffer);
    snprintf(expected, sizeof expected,
             "{\"schema\":1,\"verdict\":\"malformed\",\"fault\":\"truncated\",\"failed\":true,"
             "\"kind\":\"service\",\"http_status\":503,"
             "\"trace_id\":\"T\xEF\xBF\xBD\xEF\xBF\xBD\","
             "\"source\":{\"trace_id\":\"header\",\"http_status\":\"status\"},"
             "\"match\":\"family\",\"alias\":false,%s\"docs\":[]},"
             "\"retry\":{\"class\":\"throttle\",\"hints\":[]},"
             "\"diagnose_url\":\"https://console.cloud.tencent.com/cos5/diagnose\"}",
             catalog_part(coserr_get_family(503), "en", part, sizeof part));
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
        {"Nothing", 404, "", "\"match\":\"family\",\"alias\":false,"},
        {"Nothing", 404, "", "\"source\":{\"code\":\"argument\",\"http_status\":\"argument\"}"},
        {"Request has expired", 0, "", "\"retry\":{\"class\":\"clock\",\"hints\":[\"once\"]}"},
    };
    for (size_t i = 0; i < COUNT(matches); i++) {
        char line[4096];
        coserr_error error;
        error.size = sizeof error;
        coserr_explain(TEXT(matches[i].code), matches[i].status, TEXT(matches[i].message), &error);
        ck_assert_uint_lt(coserr_error_json(&error, NULL, 0, line, sizeof line), sizeof line);
        ck_assert_ptr_nonnull(strstr(line, matches[i].part));
        ck_assert_ptr_null(strstr(line, "\"verdict\""));
    }
}
END_TEST

/* The two shapes of the official SDKs. */
START_TEST(as_other_sdks_have_it) {
    char buffer[512], line[512];
    const coserr_header headers[] = {{str("X-Cos-Request-Id"), str(" H ")},
                                     {str("Content-Type"), str("application/xml")},
                                     {str("x-cos-request-id"), str("second")},
                                     {str("X-\xC3\x89"), str("")}};
    coserr_response response;
    coserr_error error;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = 404;
    response.headers = headers;
    response.header_count = 4;
    response.body = str("<Error><Code>NoSuchKey</Code><Message>No \"key\".</Message>"
                        "<Resource>/r</Resource></Error>");
    error.size = sizeof error;
    coserr_decode(&response, &error, buffer, sizeof buffer);
    const char *python = "{\"status_code\":\"404\",\"error_code\":\"NoSuchKey\","
                         "\"error_msg\":\"No \\\"key\\\".\",\"request_id\":\"H\","
                         "\"resource_location\":\"/r\"}";
    ck_assert_uint_eq(coserr_error_json_python(&error, line, sizeof line), strlen(python));
    ck_assert_str_eq(line, python);
    const char *script =
        "{\"statusCode\":404,\"headers\":{\"x-cos-request-id\":\"H\","
        "\"content-type\":\"application/xml\",\"x-\xC3\x89\":\"\"},\"error\":{\"Code\":"
        "\"NoSuchKey\",\"Message\":\"No \\\"key\\\".\",\"RequestId\":\"H\"}}";
    ck_assert_uint_eq(coserr_error_json_javascript(&error, &response, line, sizeof line),
                      strlen(script));
    ck_assert_str_eq(line, script);
    response.headers = NULL;
    coserr_error_json_javascript(&error, &response, line, sizeof line);
    ck_assert_ptr_nonnull(strstr(line, "\"headers\":{},"));
    coserr_error_json_javascript(&error, NULL, line, sizeof line);
    ck_assert_ptr_nonnull(strstr(line, "\"headers\":{},"));
    response.http_status = 200;
    coserr_decode(&response, &error, buffer, sizeof buffer);
    ck_assert_uint_eq(coserr_error_json_javascript(&error, &response, line, sizeof line), 4);
    ck_assert_str_eq(line, "null");
    ck_assert_uint_eq(coserr_error_json_javascript(NULL, NULL, NULL, 0), 4);
    ck_assert_uint_eq(coserr_error_json_python(NULL, line, 2), 2);
    ck_assert_str_eq(line, "{");
}
END_TEST

/* Numbers of a later version, and an entry that nobody looked up. */
START_TEST(what_it_does_not_know) {
    char line[4096];
    coserr_error error;
    error.size = sizeof error;
    coserr_explain(TEXT("NoSuchKey"), 404, NULL, 0, &error);
    error.kind = 99;
    error.match = 0;
    coserr_error_json(&error, NULL, 0, line, sizeof line);
    ck_assert_ptr_null(strstr(line, "\"kind\""));
    ck_assert_ptr_null(strstr(line, "\"match\""));
    ck_assert_ptr_nonnull(strstr(line, "\"entry\""));
}
END_TEST

START_TEST(no_error_at_all) {
    check_json(NULL, "en", "{\"schema\":1}");
    char line[8] = "unused!";
    ck_assert_uint_eq(coserr_error_json(NULL, NULL, 0, line, 0), 12);
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
    tcase_add_test(tcase, as_other_sdks_have_it);
    tcase_add_test(tcase, what_it_does_not_know);
    tcase_add_test(tcase, no_error_at_all);
    return run_suite(suite);
}
