/* SPDX-License-Identifier: MIT */
/* From answers to errors: status, operation and headers; and errors that the caller describes. */
#include "answer.h"

START_TEST(real_answer) {
    struct answer answer;
    prepare(&answer, 404, 0, TEXT(REAL_BODY));
    add_header(&answer, "Content-Type", "application/xml");
    add_header(&answer, "X-COS-REQUEST-ID", " from-header ");
    decode(&answer);
    const coserr_error *e = &answer.error;
    ck_assert_int_eq(answer.result, 1);
    ck_assert_uint_eq(e->verdict, COSERR_VERDICT_ERROR);
    ck_assert_uint_eq(e->kind, COSERR_KIND_SERVICE);
    ck_assert_uint_eq(e->http_status, 404);
    ck_assert_uint_eq(e->match, COSERR_MATCH_EXACT);
    ck_assert_str_eq(e->code.ptr, "NoSuchKey");
    ck_assert_str_eq(e->message.ptr, "The specified key does not exist.");
    ck_assert_str_eq(e->resource.ptr, "examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt");
    ck_assert_str_eq(e->request_id.ptr, "NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==");
    ck_assert_str_eq(e->trace_id.ptr, "OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBi");
    ck_assert_str_eq(e->server_time.ptr, "");
    ck_assert_uint_eq(e->code.len, 9);
    ck_assert_uint_eq(e->source[COSERR_FIELD_CODE], COSERR_SOURCE_BODY);
    ck_assert_uint_eq(e->source[COSERR_FIELD_REQUEST_ID], COSERR_SOURCE_BODY);
    ck_assert_uint_eq(e->source[COSERR_FIELD_SERVER_TIME], COSERR_SOURCE_NONE);
    ck_assert_uint_eq(e->source[COSERR_FIELD_HTTP_STATUS], COSERR_SOURCE_STATUS);
    ck_assert_ptr_eq(e->body.ptr, answer.body);
    ck_assert_uint_eq(e->body.len, strlen(REAL_BODY));
    ck_assert_ptr_eq(e->entry, coserr_get_entry(NULL, COSERR_CODE_NO_SUCH_KEY, 404));
    finish(&answer);
}
END_TEST

static const struct {
    uint32_t status;
    uint32_t operation;
    const char *body;
    int failed;
} outcomes[] = {
    {404, 0, "", 1},
    {304, 0, "", 0},
    {301, 0, "", 1},
    {300, 0, "", 1},
    {299, 0, "<Error/>", 0},
    {200, 0, "<Error><Code>A</Code></Error>", 0},
    {200, COSERR_OPERATION_DELETE_MULTIPLE_OBJECTS, "<Error><Code>A</Code></Error>", 0},
    {200, 99, "<Error><Code>A</Code></Error>", 0},
    {200, COSERR_OPERATION_PUT_OBJECT_COPY, "<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_UPLOAD_PART_COPY, "<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_COMPLETE_MULTIPART_UPLOAD, " \n \n<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_COMPLETE_MULTIPART_UPLOAD, "<Error><Code>A</Co", 1},
    {200, COSERR_OPERATION_COMPLETE_MULTIPART_UPLOAD, "<CompleteMultipartUploadResult/>", 0},
    {200, COSERR_OPERATION_COMPLETE_MULTIPART_UPLOAD, "", 0},
    {204, COSERR_OPERATION_PUT_OBJECT_COPY, "", 0},
    {100, COSERR_OPERATION_PUT_OBJECT_COPY, "<Error/>", 0},
    {0, 0, "<Error/>", 1},
    {0, 0, "<Error>", 1},
    {0, 0, "<ok/>", 0},
    {0, 0, "", 0},
    {0, 0, "{\"code\":\"A\",\"message\":\"m\"}", 1},
    {0, 0, "{\"code\":\"A\"}", 0}, /* any program may print that */
    {200, 0, "{\"code\":\"A\",\"message\":\"m\"}", 0},
    {200, COSERR_OPERATION_PUT_OBJECT_COPY, "{\"code\":\"A\",\"message\":\"m\"}", 0},
    {999, 0, "", 1},
};

START_TEST(outcome) {
    struct answer answer;
    prepare(&answer, outcomes[_i].status, outcomes[_i].operation, TEXT(outcomes[_i].body));
    add_header(&answer, "x-cos-request-id", "R");
    decode(&answer);
    ck_assert_int_eq(answer.result, outcomes[_i].failed);
    ck_assert_int_eq(answer.error.kind == COSERR_KIND_SERVICE, outcomes[_i].failed);
    ck_assert_int_eq(answer.error.entry != NULL, outcomes[_i].failed);
    ck_assert_int_eq(answer.error.match != 0, outcomes[_i].failed);
    ck_assert_str_eq(answer.error.request_id.ptr, "R");
    if (!outcomes[_i].failed) {
        ck_assert_str_eq(answer.error.code.ptr, "");
        ck_assert_uint_eq(answer.error.source[COSERR_FIELD_CODE], COSERR_SOURCE_NONE);
    }
    finish(&answer);
}
END_TEST

START_TEST(a_downloaded_error_document_stays_unread) {
    struct answer answer;
    prepare(&answer, 200, 0, TEXT(REAL_BODY));
    decode(&answer);
    ck_assert_int_eq(answer.result, 0);
    ck_assert_uint_eq(answer.error.verdict, COSERR_VERDICT_ERROR);
    ck_assert_str_eq(answer.error.request_id.ptr, "");
    ck_assert_str_eq(answer.error.message.ptr, "");
    ck_assert_uint_eq(answer.error.source[COSERR_FIELD_REQUEST_ID], COSERR_SOURCE_NONE);
    finish(&answer);
}
END_TEST

static const struct {
    uint32_t status;
    const char *headers;
    const char *body;
    const char *request_id;
    uint32_t source;  /* of the request id */
    const char *code; /* as received */
    const char *entry;
    uint32_t match;
} sources[] = {
    /* HEAD: no body, no code, and none invented */
    {404, "x-cos-request-id: R", "", "R", COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    {404, "", "", "", COSERR_SOURCE_NONE, "", "", COSERR_MATCH_FAMILY},
    {404, "X-Cos-Error-Code: NoSuchKey|X-COS-REQUEST-ID:R", "{}", "R", COSERR_SOURCE_HEADER,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    /* the body's value wins; an absent or empty one erases nothing */
    {404, "x-cos-request-id: H|x-cos-error-code: Other",
     "<Error><Code>NoSuchKey</Code><RequestId>B</RequestId></Error>", "B", COSERR_SOURCE_BODY,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    {404, "x-cos-request-id: H", "<Error><Code>NoSuchKey</Code></Error>", "H", COSERR_SOURCE_HEADER,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    {404, "x-cos-request-id: H", "<Error><RequestId/></Error>", "H", COSERR_SOURCE_HEADER, "", "",
     COSERR_MATCH_FAMILY},
    {404, "x-cos-request-id: H", "<Error><RequestId>\n B </RequestId></Error>", "B",
     COSERR_SOURCE_BODY, "", "", COSERR_MATCH_FAMILY},
    {404, "", "{\"code\":\"NoSuchKey\",\"request_id\":\" J \"}", "J", COSERR_SOURCE_BODY,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    {404, "", "{\"requestid\":\"1\",\"RequestId\":\"2\"}", "1", COSERR_SOURCE_BODY, "", "",
     COSERR_MATCH_FAMILY},
    {404, "x-cos-request-id: H", "<Error><RequestId> </RequestId></Error>", "H",
     COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    /* of two headers the first with a value */
    {404, "x-cos-request-id:|x-cos-request-id: 1|x-cos-request-id: 2", "", "1",
     COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    /* of Cloud Infinite, after that of COS */
    {404, "x-ci-request-id: C", "", "C", COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    {404, "x-ci-request-id: C|x-cos-request-id: H", "", "H", COSERR_SOURCE_HEADER, "", "",
     COSERR_MATCH_FAMILY},
    {404, "x-cos-request-idx: 1|x-cos-request-i: 2|: 3", "", "", COSERR_SOURCE_NONE, "", "",
     COSERR_MATCH_FAMILY},
    /* codes under other statuses, by alias, by message */
    {500, "", "<Error><Code>NoSuchKey</Code></Error>", "", COSERR_SOURCE_NONE, "NoSuchKey",
     "NoSuchKey", COSERR_MATCH_OTHER_STATUS},
    {400, "", "<Error><Code>BadRequest</Code></Error>", "", COSERR_SOURCE_NONE, "BadRequest",
     "BadRquest", COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS},
    {404, "", "<Error><Code>\n NoSuchKey </Code></Error>", "", COSERR_SOURCE_NONE, "NoSuchKey",
     "NoSuchKey", COSERR_MATCH_EXACT},
    {403, "", "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", "",
     COSERR_SOURCE_NONE, "AccessDenied", "Request has expired", COSERR_MATCH_REFINED},
    {403, "", "<Error><Message>Request has expired</Message><Code>AccessDenied</Code></Error>", "",
     COSERR_SOURCE_NONE, "AccessDenied", "Request has expired", COSERR_MATCH_REFINED},
    {403, "x-cos-error-code: AccessDenied|x-cos-error-message: Request has expired", "", "",
     COSERR_SOURCE_NONE, "AccessDenied", "Request has expired", COSERR_MATCH_REFINED},
    {404, "", "<Error><Code>NewCode</Code></Error>", "", COSERR_SOURCE_NONE, "NewCode", "",
     COSERR_MATCH_FAMILY},
    /* an error found whole in a body that breaks off */
    {404, "x-cos-request-id: H", "<Error><Code>NoSuchKey</Code><RequestId>B</Requ", "H",
     COSERR_SOURCE_HEADER, "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
};

START_TEST(source) {
    struct answer answer;
    char headers[256];
    strcpy(headers, sources[_i].headers);
    prepare(&answer, sources[_i].status, 0, TEXT(sources[_i].body));
    add_headers(&answer, headers);
    decode(&answer);
    const coserr_error *e = &answer.error;
    ck_assert_str_eq(e->request_id.ptr, sources[_i].request_id);
    ck_assert_uint_eq(e->source[COSERR_FIELD_REQUEST_ID], sources[_i].source);
    ck_assert_str_eq(e->code.ptr, sources[_i].code);
    ck_assert_str_eq(coserr_entry_code(e->entry), sources[_i].entry);
    ck_assert_uint_eq(e->match, sources[_i].match);
    finish(&answer);
}
END_TEST

START_TEST(null_body_and_headers) {
    struct answer answer;
    prepare(&answer, 503, 0, "", 0);
    answer.response.body.ptr = NULL;
    answer.response.body.len = 0;
    answer.response.headers = NULL;
    answer.response.header_count = 3;
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, COSERR_VERDICT_EMPTY);
    ck_assert_ptr_eq(answer.error.entry, coserr_get_family(NULL, 503));
    ck_assert_str_eq(answer.error.body.ptr, "");
    finish(&answer);
}
END_TEST

START_TEST(explain) {
    coserr_error error;
    error.size = sizeof error;
    ck_assert_int_eq(
        coserr_explain(NULL, TEXT("AccessDenied"), 403, TEXT("Request has expired"), &error), 1);
    ck_assert_str_eq(coserr_entry_code(error.entry), "Request has expired");
    ck_assert_uint_eq(error.match, COSERR_MATCH_REFINED);
    ck_assert_uint_eq(error.verdict, COSERR_VERDICT_NONE);
    ck_assert_uint_eq(error.source[COSERR_FIELD_CODE], COSERR_SOURCE_ARGUMENT);
    ck_assert_uint_eq(error.source[COSERR_FIELD_MESSAGE], COSERR_SOURCE_ARGUMENT);
    ck_assert_uint_eq(error.source[COSERR_FIELD_HTTP_STATUS], COSERR_SOURCE_ARGUMENT);
    ck_assert_int_eq(coserr_explain(NULL, TEXT(" NoSuchKey\n"), 0, NULL, 0, &error), 1);
    ck_assert_uint_eq(error.code.len, 9);
    ck_assert_uint_eq(error.match, COSERR_MATCH_EXACT);
    ck_assert_int_eq(coserr_explain(NULL, NULL, 5, 0, NULL, 5, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(NULL, 0));
    ck_assert_int_eq(coserr_explain(NULL, "A", 0, 0, "B", 0, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(NULL, 0));
    ck_assert_int_eq(coserr_explain(NULL, NULL, 0, 0, NULL, 0, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(NULL, 0));
    ck_assert_uint_eq(error.source[COSERR_FIELD_HTTP_STATUS], COSERR_SOURCE_NONE);
    ck_assert_uint_eq(error.source[COSERR_FIELD_CODE], COSERR_SOURCE_NONE);
}
END_TEST

/* What the caller knows of its request is there after a success, too. */
START_TEST(arguments) {
    struct answer answer;
    for (uint32_t status = 200; status <= 404; status += 204) {
        prepare(&answer, status, COSERR_OPERATION_GET_OBJECT, "", 0);
        answer.response.bucket = str("b-1250000000");
        answer.response.key = str("k");
        answer.response.received_at = 1795248000;
        decode(&answer);
        const coserr_error *e = &answer.error;
        ck_assert_str_eq(e->bucket.ptr, "b-1250000000");
        ck_assert_str_eq(e->region.ptr, "");
        ck_assert_str_eq(e->key.ptr, "k");
        ck_assert_uint_eq(e->source[COSERR_FIELD_BUCKET], COSERR_SOURCE_ARGUMENT);
        ck_assert_uint_eq(e->source[COSERR_FIELD_REGION], COSERR_SOURCE_NONE);
        ck_assert_uint_eq(e->operation, COSERR_OPERATION_GET_OBJECT);
        ck_assert_int_eq(e->received_at, 1795248000);
        finish(&answer);
    }
}
END_TEST

/* Bucket, region and key from the address, unless the caller knows them. */
START_TEST(resource) {
    static const struct {
        const char *resource;
        const char *known; /* the caller's bucket */
        const char *values[3];
    } resources[] = {
        {"b-1250000000.cos.ap-beijing.myqcloud.com/a/b", "", {"b-1250000000", "ap-beijing", "a/b"}},
        {"b-1250000000.cos.ap-beijing.myqcloud.com/a/b", "c-1", {"c-1", "ap-beijing", "a/b"}},
        {"b-1250000000.cos.ap-beijing.myqcloud.com", "", {"b-1250000000", "ap-beijing", ""}},
        {"b-1250000000.cos.ap-beijing.myqcloud.com/", "", {"b-1250000000", "ap-beijing", ""}},
        {"/a/b", "", {"", "", "a/b"}},
        {"/", "", {"", "", ""}},
        {"www.example.com/a", "", {"", "", ""}},
    };
    for (size_t i = 0; i < COUNT(resources); i++) {
        struct answer answer;
        char text[256];
        snprintf(text, sizeof text, "<Error><Resource>%s</Resource></Error>",
                 resources[i].resource);
        prepare(&answer, 404, 0, TEXT(text));
        answer.response.bucket = str(resources[i].known);
        decode(&answer);
        for (uint32_t field = COSERR_FIELD_BUCKET; field <= COSERR_FIELD_KEY; field++) {
            const char *expected = resources[i].values[field - COSERR_FIELD_BUCKET];
            const bool own = field == COSERR_FIELD_BUCKET && *resources[i].known != '\0';
            size_t len;
            const char *value = coserr_error_field(&answer.error, field, &len);
            ck_assert_uint_eq(len, strlen(expected));
            ck_assert_int_eq(memcmp(value, expected, len), 0);
            ck_assert_uint_eq(coserr_error_source(&answer.error, field),
                              len == 0 ? COSERR_SOURCE_NONE
                              : own    ? COSERR_SOURCE_ARGUMENT
                                       : COSERR_SOURCE_RESOURCE);
        }
        finish(&answer);
    }
}
END_TEST

/* The two steps, and what the second needs from a caller who fills in the first. */
START_TEST(read_then_resolve) {
    struct answer answer;
    prepare(&answer, 404, 0, TEXT(REAL_BODY));
    decode(&answer);
    coserr_error error;
    char buffer[1024];
    error.size = sizeof error;
    ck_assert_int_eq(coserr_read(&answer.response, &error, buffer, sizeof buffer), 1);
    ck_assert_ptr_null(error.entry);
    ck_assert_uint_eq(error.match, 0);
    ck_assert_str_eq(error.bucket.ptr, "");
    ck_assert_str_eq(error.code.ptr, answer.error.code.ptr);
    ck_assert_int_eq(coserr_resolve(NULL, &error), 1);
    ck_assert_ptr_eq(error.entry, answer.error.entry);
    ck_assert_uint_eq(error.match, answer.error.match);
    ck_assert_uint_eq(error.bucket.len, answer.error.bucket.len);
    memset(&error, 0, sizeof error);
    error.size = sizeof error;
    ck_assert_int_eq(coserr_resolve(NULL, &error), 0);
    ck_assert_int_eq(coserr_resolve(NULL, NULL), -1);
    ck_assert_int_eq(coserr_read(&answer.response, NULL, NULL, 0), -1);
    ck_assert_int_eq(coserr_read(NULL, &error, NULL, 0), -1);
    error.failed = 1;
    error.kind = COSERR_KIND_CLIENT;
    error.code = str("Cancelled");
    ck_assert_int_eq(coserr_resolve(NULL, &error), 1);
    ck_assert_uint_eq(coserr_error_id(&error), COSERR_CODE_CLIENT_CANCELLED);
    ck_assert_uint_eq(error.match, COSERR_MATCH_EXACT);
    error.code = str("Unheard-of"); /* what the catalog does not know is explained by status */
    ck_assert_int_eq(coserr_resolve(NULL, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(NULL, 0));
    ck_assert_uint_eq(error.match, COSERR_MATCH_FAMILY);
    error.kind = COSERR_KIND_SERVICE;
    error.http_status = 503;
    error.code = str("SlowDown");
    ck_assert_int_eq(coserr_resolve(NULL, &error), 1);
    ck_assert_uint_eq(coserr_error_id(&error), COSERR_CODE_SLOW_DOWN);
    finish(&answer);
}
END_TEST

/* What a caller's own reader had no room for is looked for in the body, and need not be there. */
START_TEST(missing_in_the_body_too) {
    enum { CODE = 1u << COSERR_FIELD_CODE, MESSAGE = 1u << COSERR_FIELD_MESSAGE };
    static const struct {
        const char *body;
        uint32_t missing;
        const char *entry; /* "" for a family */
    } bodies[] = {
        {"\xEF\xBB\xBF {\"message\":\"Request has expired\",\"code\":\"AccessDenied\"}",
         CODE | MESSAGE, "Request has expired"},
        {"\xEF\xBB\xBF<Error><Code>AccessDenied</Code></Error>", CODE | MESSAGE, "AccessDenied"},
        {"{\"message\":\"Request has expired\"}", MESSAGE, "Request has expired"},
        {"{\"message\":\" \"}", MESSAGE, "AccessDenied"},
        {"{\"code\":\"AccessDenied\"}", MESSAGE, "AccessDenied"},
        {"<Error><Message/></Error>", MESSAGE, "AccessDenied"},
        {"{}", CODE, ""},
        {"{\"code\" 1", CODE, ""},
        {"{\"code\":", CODE, ""},
        {"{\"a\":1", CODE, ""},
        {"<Error><Code>AccessDenied", CODE, ""},
        {"<Error>", CODE, ""},
        {" \n\t ", CODE, ""},
        {"", CODE, ""},
        {"x", CODE, ""},
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        coserr_error error = {.size = sizeof error,
                              .failed = 1,
                              .kind = COSERR_KIND_SERVICE,
                              .http_status = 403,
                              .missing = bodies[i].missing,
                              .body = str(bodies[i].body)};
        error.source[COSERR_FIELD_CODE] = COSERR_SOURCE_BODY;
        error.source[COSERR_FIELD_MESSAGE] = COSERR_SOURCE_BODY;
        error.code = (error.missing & CODE) != 0 ? str("") : str("AccessDenied");
        ck_assert_int_eq(coserr_resolve(NULL, &error), 1);
        ck_assert_str_eq(coserr_entry_code(error.entry), bodies[i].entry);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("decode");
    TCase *tcase = add_case(suite, "decode");
    tcase_add_test(tcase, real_answer);
    tcase_add_loop_test(tcase, outcome, 0, COUNT(outcomes));
    tcase_add_test(tcase, a_downloaded_error_document_stays_unread);
    tcase_add_loop_test(tcase, source, 0, COUNT(sources));
    tcase_add_test(tcase, null_body_and_headers);
    tcase_add_test(tcase, explain);
    tcase_add_test(tcase, arguments);
    tcase_add_test(tcase, resource);
    tcase_add_test(tcase, read_then_resolve);
    tcase_add_test(tcase, missing_in_the_body_too);
    return run_suite(suite);
}
