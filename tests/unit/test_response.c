/* SPDX-License-Identifier: MIT */
/* From answers to errors. */
#include "unit.h"

#define PROLOG "<?xml version='1.0' encoding='utf-8' ?>\n"

enum {
    IS_ERROR = COSERR_VERDICT_ERROR,
    NOT_ERROR = COSERR_VERDICT_NOT_AN_ERROR,
    MALFORMED = COSERR_VERDICT_MALFORMED,
    EMPTY = COSERR_VERDICT_EMPTY
};

static const char real_body[] =
    PROLOG "<Error>\n"
           "\t<Code>NoSuchKey</Code>\n"
           "\t<Message>The specified key does not exist.</Message>\n"
           "\t<Resource>examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt</Resource>\n"
           "\t<RequestId>NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==</RequestId>\n"
           "\t<TraceId>OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBi</TraceId>\n"
           "</Error>";

/* What one test works on. */
struct answer {
    coserr_response response;
    coserr_header headers[8];
    coserr_error error;
    char *body;
    char *buffer;
    size_t bound;
    int result;
};

static void add_header(struct answer *answer, const char *name, const char *value) {
    const uint32_t at = answer->response.header_count++;
    answer->headers[at] = (coserr_header){str(name), str(value)};
}

/* "Name: value|Name: value" */
static void add_headers(struct answer *answer, char *list) {
    char *rest = list;
    while (rest != NULL && *rest != '\0') {
        char *line = rest;
        rest = strchr(rest, '|');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        char *colon = strchr(line, ':');
        *colon = '\0';
        add_header(answer, line, colon + 1);
    }
}

static void prepare(struct answer *answer, uint32_t status, uint32_t operation, const char *body,
                    size_t len) {
    memset(answer, 0, sizeof *answer);
    answer->body = exact(body, len);
    answer->response.size = sizeof answer->response;
    answer->response.http_status = status;
    answer->response.operation = operation;
    answer->response.headers = answer->headers;
    answer->response.body = (coserr_str){answer->body, len};
    memset(&answer->error, 0xAA, sizeof answer->error);
    answer->error.size = sizeof answer->error;
}

static void decode_with(struct answer *answer, size_t room) {
    answer->bound = coserr_decode_bound(&answer->response);
    answer->buffer = room_for(room);
    answer->result =
        coserr_decode(&answer->response, &answer->error, room > 0 ? answer->buffer : NULL, room);
    ck_assert_int_eq(answer->result, (int)answer->error.failed);
}

static void decode(struct answer *answer) {
    decode_with(answer, coserr_decode_bound(&answer->response));
    ck_assert_uint_eq(answer->error.missing, 0);
}

static void finish(struct answer *answer) {
    free(answer->body);
    free(answer->buffer);
}

/* ------------------------------------------------------------------------- a whole answer at once
 */

START_TEST(real_answer) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT(real_body));
    add_header(&answer, "Content-Type", "application/xml");
    add_header(&answer, "X-COS-REQUEST-ID", " from-header ");
    decode(&answer);
    const coserr_error *e = &answer.error;
    ck_assert_int_eq(answer.result, 1);
    ck_assert_uint_eq(e->verdict, IS_ERROR);
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
    ck_assert_uint_eq(e->body.len, strlen(real_body));
    ck_assert_ptr_eq(e->entry, coserr_get_entry(COSERR_CODE_NO_SUCH_KEY, 404));
    finish(&answer);
}
END_TEST

START_TEST(accessors_say_what_the_struct_says) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT(real_body));
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
                                  &e->trace_id, &e->server_time, &e->date,     &e->retry_after};
    for (uint32_t i = 0; i < COUNT(values); i++) {
        size_t len = 99;
        ck_assert_ptr_eq(coserr_error_field(e, i, &len), values[i]->ptr);
        ck_assert_uint_eq(len, values[i]->len);
        ck_assert_ptr_eq(coserr_error_field(e, i, NULL), values[i]->ptr);
        ck_assert_uint_eq(coserr_error_source(e, i), e->source[i]);
    }
    size_t len = 99;
    ck_assert_str_eq(coserr_error_field(e, 8, &len), "");
    ck_assert_uint_eq(len, 0);
    ck_assert_uint_eq(coserr_error_source(e, COSERR_FIELD_SLOTS), COSERR_SOURCE_NONE);
    ck_assert_ptr_eq(coserr_error_body(e, &len), answer.body);
    ck_assert_uint_eq(len, strlen(real_body));
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

/* ------------------------------------------------------------------------ what counts in a body */

static const struct {
    const char *body;
    const char *code;
    const char *message;
    uint32_t verdict;
} bodies[] = {
    {"<Error><Code>NoSuchKey</Code><Message>m</Message></Error>", "NoSuchKey", "m", IS_ERROR},
    {"  \r\n\t" PROLOG "<Error><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"\xEF\xBB\xBF<Error><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error/>", "", "", IS_ERROR},
    {"<Error>text</Error>", "", "", IS_ERROR},
    {"<Error><Code> NoSuchKey\n</Code></Error>", " NoSuchKey\n", "", IS_ERROR},
    {"<Error><Code/><Message>m</Message></Error>", "", "m", IS_ERROR},
    {"<Error><Code></Code><Message>m</Message></Error>", "", "m", IS_ERROR},
    {"<Error><Code> \n </Code></Error>", "", "", IS_ERROR},
    /* the first counts, empty or not */
    {"<Error><Code>A</Code><Code>B</Code></Error>", "A", "", IS_ERROR},
    {"<Error><Code/><Code>B</Code></Error>", "", "", IS_ERROR},
    /* only direct children do */
    {"<Error><Detail><Code>B</Code></Detail><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error><Detail><Code>B</Code></Detail></Error>", "", "", IS_ERROR},
    {"<Error><Error><Code>B</Code></Error><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error><Code>A<b>B</b>C</Code></Error>", "AC", "", IS_ERROR},
    {"<Error><Code>A<Code>B</Code></Code></Error>", "A", "", IS_ERROR},
    {"<Error><Code><Message>x</Message></Code><Message>m</Message></Error>", "", "m", IS_ERROR},
    /* in the root's namespace */
    {"<Error xmlns='u'><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error xmlns='u'><Code xmlns=''>B</Code><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error><p:Code xmlns:p='u'>B</p:Code><Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<p:Error xmlns:p='u'><p:Code>A</p:Code><Message>m</Message></p:Error>", "A", "", IS_ERROR},
    /* names are exact */
    {"<Error><code>A</code><Codes>B</Codes><Cod>C</Cod></Error>", "", "", IS_ERROR},
    {"<error><Code>A</Code></error>", "", "", NOT_ERROR},
    /* decoding */
    {"<Error><Message>a &lt;b&gt; &amp; c</Message></Error>", "", "a <b> & c", IS_ERROR},
    {"<Error><Message><![CDATA[a <b> & c]]></Message></Error>", "", "a <b> & c", IS_ERROR},
    {"<Error><Message>a<!--x-->b<?y?>c<![CDATA[d]]>e</Message></Error>", "", "abcde", IS_ERROR},
    {"<Error><Message>1\r\n2</Message></Error>", "", "1\n2", IS_ERROR},
    {"<Error><Message>\xE4\xB8\xAD&#x6587;</Message></Error>", "", "\xE4\xB8\xAD\xE6\x96\x87",
     IS_ERROR},
    /* values that are read at once, and those that are not quite like them */
    {"<Error><Code>0123456789abcdef</Code><Message>0123456789abcdefg</Message></Error>",
     "0123456789abcdef", "0123456789abcdefg", IS_ERROR},
    {"<Error><Code>0123456789abcd&gt;f</Code><Message>\xE4\xB8\xAD 0123456789ab</Message></Error>",
     "0123456789abcd>f", "\xE4\xB8\xAD 0123456789ab", IS_ERROR},
    {"<Error><Code>A]B</Code><Message>tab\there</Message></Error>", "A]B", "tab\there", IS_ERROR},
    {"<Error><Code>A</Code ><Message>m</Message\n></Error>", "A", "m", IS_ERROR},
    {"<Error><Code>0123456789abcdef</Codf></Error>", "", "", MALFORMED},
    {"<Error><Message>0123456789abcdef</Messagf></Error>", "", "", MALFORMED},
    {"<Error><Code>0123456789abcdef</Cod></Error>", "", "", MALFORMED},
    {"<Error><Code>0123456789abcdef<Code></Code></Error>", "", "", MALFORMED},
    {"<Error><AnElementWithANameOfThirtyTwo00>x</AnElementWithANameOfThirtyTwo00><Code>A</Code>"
     "</Error>",
     "A", "", IS_ERROR},
    {"<Error><AnElementWithANameOfMoreThanThirtyTwo>x</AnElementWithANameOfMoreThanThirtyTwo>"
     "<Code>A</Code></Error>",
     "A", "", IS_ERROR},
    {"<Error><AnElementWithANameOfMoreThanThirtyTwo>x</AnElementWithANameOfMoreThanThirtxTwo>"
     "<Code>A</Code></Error>",
     "", "", MALFORMED},
    {"<Error><![CDATA[ <Code>B</Code> ]]> <Code>A</Code></Error>", "A", "", IS_ERROR},
    {"<Error><![CDATA[]]><![CDATA[ x", "", "", MALFORMED},
    {"<Error>]]><Code>A</Code></Error>", "", "", MALFORMED},
    {"<Error><", "", "", MALFORMED},
    {"<Error><Co", "", "", MALFORMED},
    {"<Error><Code", "", "", MALFORMED},
    {"<Error><Code>", "", "", MALFORMED},
    {"<Error><1>", "", "", MALFORMED},
    {"<?xml version='1.0' encoding='utf-8' ?><Error><Code>\xE4\xB8\xAD</Code></Error>",
     "\xE4\xB8\xAD", "", IS_ERROR},
    {"<?xml version='1.0' encoding='utf-8' ?>", "", "", MALFORMED},
    {"<Error><Error/>0123456789abcdef</Error>", "", "", IS_ERROR},
    {"<Error/><Message>m</Message>", "", "", MALFORMED},
    {"<Error><Code>A</Code></Error><Message>m</Message>", "A", "", MALFORMED},
    /* other documents, and none */
    {"<DeleteResult><Error><Code>A</Code></Error></DeleteResult>", "", "", NOT_ERROR},
    {"<html><body><h1>502 Bad Gateway</h1></body></html>", "", "", NOT_ERROR},
    {"<html><br></html>", "", "", NOT_ERROR},
    {"<!DOCTYPE html><html></html>", "", "", NOT_ERROR},
    {"<!DOCTYPE html PUBLIC \"x\" \"y\">", "", "", NOT_ERROR},
    {"<!DOCTYPE Error [<!ENTITY a 'b'>]><Error><Code>&a;</Code></Error>", "", "", MALFORMED},
    {"<!doctype html><html><br></html>", "", "", NOT_ERROR},
    {"<!DocType", "", "", NOT_ERROR},
    {"<!DOCTYPE ErrorPage><ErrorPage/>", "", "", NOT_ERROR},
    {"<!DOCTYPE Error><Error/>", "", "", MALFORMED},
    {"<!DOCTYPE Error[]><Error/>", "", "", MALFORMED},
    {"<!DOCTYPE Error SYSTEM 'x'><Error/>", "", "", MALFORMED},
    {"<!DOCTYPE", "", "", MALFORMED}, /* which may have been going to be one for Error */
    {"<!DOCTYPE Err", "", "", MALFORMED},
    {"<!DOCTYPE Erx", "", "", NOT_ERROR},
    {"<!x", "", "", MALFORMED},
    {"\xFF\xD8\xFF\xE0 JFIF", "", "", NOT_ERROR},
    {"\xFE\xFF\x00<", "", "", MALFORMED},
    {"Bad Gateway", "", "", NOT_ERROR},
    {"\x01", "", "", NOT_ERROR},
    {"{\"code\":\"NoSuchKey\"}", "", "", NOT_ERROR},
    {"<", "", "", MALFORMED},
    {"<?xml", "", "", MALFORMED},
    {"\xFF\xFE<\0E", "", "", MALFORMED},
    {"", "", "", EMPTY},
    {" \r\n\t ", "", "", EMPTY},
    {"\xEF\xBB\xBF", "", "", EMPTY},
    {"\xEF\xBB\xBF  ", "", "", EMPTY},
    /* what was whole before the fault counts, part of a value does not */
    {"<Error><Code>NoSuchKey</Code><Message>The spe", "NoSuchKey", "", MALFORMED},
    {"<Error><Code>NoSuchKey</Code", "", "", MALFORMED},
    {"<Error><Code>NoSuch", "", "", MALFORMED},
    {"<Error><Code>NoSuchKey</Code><Message>a & b</Message></Error>", "NoSuchKey", "", MALFORMED},
    {"<Error><Code>A</Code><Message>m</Message></Error><x/>", "A", "m", MALFORMED},
    {"<Error><Code>A</Code></Wrong>", "A", "", MALFORMED},
    {"<Error><Message>\xFF</Message><Code>A</Code></Error>", "", "", MALFORMED},
    {"<?xml version='1.0' encoding='gbk'?><Error><Code>A</Code></Error>", "", "", MALFORMED},
    {"<Error a='1' a='2'><Code>A</Code></Error>", "", "", MALFORMED},
};

START_TEST(body) {
    struct answer answer;
    const uint32_t verdict = bodies[_i].verdict;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT(bodies[_i].body));
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, verdict);
    ck_assert_str_eq(answer.error.code.ptr, bodies[_i].code);
    ck_assert_uint_eq(answer.error.code.len, strlen(bodies[_i].code));
    ck_assert_str_eq(answer.error.message.ptr, bodies[_i].message);
    ck_assert_int_eq(answer.error.fault != COSERR_FAULT_NONE, verdict == MALFORMED);
    ck_assert_int_eq(answer.result, 1);
    ck_assert_ptr_nonnull(answer.error.entry);
    finish(&answer);
}
END_TEST

/* Behind an empty root there is nothing to read. */
START_TEST(fault_behind_an_empty_root) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT("<Error/> <Message>m</Message>"));
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, MALFORMED);
    ck_assert_uint_eq(answer.error.fault, COSERR_FAULT_SYNTAX);
    ck_assert_uint_eq(answer.error.fault_offset, 9);
    finish(&answer);
}
END_TEST

/* A type that is no XML excuses what cannot be read, and never hides an error. */
START_TEST(content_type) {
    static const struct {
        const char *type;
        const char *body;
        uint32_t verdict;
    } typed[] = {
        {"text/html", "<ht", NOT_ERROR},
        {"Text/HTML; charset=utf-8", "<p class=x>", NOT_ERROR},
        {"application/json", "<", NOT_ERROR},
        {"text/plain", "<<<", NOT_ERROR},
        {"application/xml", "<ht", MALFORMED},
        {"text/htm", "<ht", MALFORMED},
        {"", "<ht", MALFORMED},
        {"  ", "<ht", MALFORMED},
        {";", "<ht", MALFORMED},
        {"text/html", "<Error><Code>A</Code></Error>", IS_ERROR},
        {"text/html", "<Error><Code>A</Code>", MALFORMED},
        {"text/html", "", EMPTY},
    };
    for (size_t i = 0; i < COUNT(typed); i++) {
        struct answer answer;
        prepare(&answer, 502, COSERR_OPERATION_OTHER, TEXT(typed[i].body));
        add_header(&answer, "Server", "x");
        add_header(&answer, "content-type", typed[i].type);
        decode(&answer);
        ck_assert_uint_eq(answer.error.verdict, typed[i].verdict);
        ck_assert_int_eq(answer.error.fault != 0, typed[i].verdict == MALFORMED);
        finish(&answer);
    }
}
END_TEST

/* --------------------------------------------------------------------- status, operation, headers
 */

static const struct {
    uint32_t status;
    uint32_t operation;
    const char *body;
    int failed;
} outcomes[] = {
    {404, COSERR_OPERATION_OTHER, "", 1},
    {304, COSERR_OPERATION_OTHER, "", 0},
    {301, COSERR_OPERATION_OTHER, "", 1},
    {300, COSERR_OPERATION_OTHER, "", 1},
    {299, COSERR_OPERATION_OTHER, "<Error/>", 0},
    {200, COSERR_OPERATION_OTHER, "<Error><Code>A</Code></Error>", 0},
    {200, COSERR_OPERATION_DELETE_MULTIPLE, "<Error><Code>A</Code></Error>", 0},
    {200, 99, "<Error><Code>A</Code></Error>", 0},
    {200, COSERR_OPERATION_COPY, "<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_UPLOAD_PART_COPY, "<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_COMPLETE, " \n \n<Error><Code>A</Code></Error>", 1},
    {200, COSERR_OPERATION_COMPLETE, "<Error><Code>A</Co", 1},
    {200, COSERR_OPERATION_COMPLETE, "<CompleteMultipartUploadResult/>", 0},
    {200, COSERR_OPERATION_COMPLETE, "", 0},
    {204, COSERR_OPERATION_COPY, "", 0},
    {100, COSERR_OPERATION_COPY, "<Error/>", 0},
    {0, COSERR_OPERATION_OTHER, "<Error/>", 1},
    {0, COSERR_OPERATION_OTHER, "<Error>", 1},
    {0, COSERR_OPERATION_OTHER, "<ok/>", 0},
    {0, COSERR_OPERATION_OTHER, "", 0},
    {999, COSERR_OPERATION_OTHER, "", 1},
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
    prepare(&answer, 200, COSERR_OPERATION_OTHER, TEXT(real_body));
    decode(&answer);
    ck_assert_int_eq(answer.result, 0);
    ck_assert_uint_eq(answer.error.verdict, IS_ERROR);
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
    /* the body's value wins, an absent or blank one erases nothing */
    {404, "x-cos-request-id: H|x-cos-error-code: Other",
     "<Error><Code>NoSuchKey</Code><RequestId>B</RequestId></Error>", "B", COSERR_SOURCE_BODY,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    {404, "x-cos-request-id: H", "<Error><Code>NoSuchKey</Code></Error>", "H", COSERR_SOURCE_HEADER,
     "NoSuchKey", "NoSuchKey", COSERR_MATCH_EXACT},
    {404, "x-cos-request-id: H", "<Error><RequestId/></Error>", "H", COSERR_SOURCE_HEADER, "", "",
     COSERR_MATCH_FAMILY},
    {404, "x-cos-request-id: H", "<Error><RequestId> </RequestId></Error>", "H",
     COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    /* of two headers the first with a value */
    {404, "x-cos-request-id:|x-cos-request-id: 1|x-cos-request-id: 2", "", "1",
     COSERR_SOURCE_HEADER, "", "", COSERR_MATCH_FAMILY},
    {404, "x-cos-request-idx: 1|x-cos-request-i: 2|: 3", "", "", COSERR_SOURCE_NONE, "", "",
     COSERR_MATCH_FAMILY},
    /* codes under other statuses, by alias, by message */
    {500, "", "<Error><Code>NoSuchKey</Code></Error>", "", COSERR_SOURCE_NONE, "NoSuchKey",
     "NoSuchKey", COSERR_MATCH_OTHER_STATUS},
    {400, "", "<Error><Code>BadRequest</Code></Error>", "", COSERR_SOURCE_NONE, "BadRequest",
     "BadRquest", COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS},
    {404, "", "<Error><Code>\n NoSuchKey </Code></Error>", "", COSERR_SOURCE_NONE, "\n NoSuchKey ",
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
    prepare(&answer, sources[_i].status, COSERR_OPERATION_OTHER, TEXT(sources[_i].body));
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

/* --------------------------------------------------------------------------------- buffers, sizes
 */

static const char small_body[] = "<Error><Code>AccessDenied</Code><Message>Request has expired"
                                 "</Message><RequestId>ABCDEFGH</RequestId></Error>";

/* However little room there is, nothing is written past it, what fits is whole, what does not is
 * marked, and the entry is found. */
START_TEST(any_room_will_do) {
    struct answer answer;
    prepare(&answer, 403, COSERR_OPERATION_OTHER, TEXT(small_body));
    add_header(&answer, "x-cos-trace-id", "TRACE");
    const size_t bound = coserr_decode_bound(&answer.response);
    for (size_t room = 0; room <= bound; room++) {
        memset(&answer.error, 0xAA, sizeof answer.error);
        answer.error.size = sizeof answer.error;
        decode_with(&answer, room);
        const coserr_error *e = &answer.error;
        const coserr_str values[] = {e->code, e->message, e->resource, e->request_id, e->trace_id};
        const char *const expected[] = {"AccessDenied", "Request has expired", "", "ABCDEFGH",
                                        "TRACE"};
        for (uint32_t i = 0; i < COUNT(values); i++) {
            const bool missing = (e->missing & 1u << i) != 0;
            ck_assert_str_eq(values[i].ptr, missing ? "" : expected[i]);
            ck_assert_uint_eq(values[i].len, missing ? 0 : strlen(expected[i]));
        }
        ck_assert_str_eq(coserr_entry_code(e->entry), "Request has expired");
        ck_assert_uint_eq(e->match, COSERR_MATCH_REFINED);
        ck_assert(room < bound || e->missing == 0);
        free(answer.buffer);
        answer.buffer = NULL;
    }
    finish(&answer);
}
END_TEST

START_TEST(a_code_in_a_header_needs_no_room) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, "", 0);
    add_header(&answer, "x-cos-error-code", "");
    add_header(&answer, "x-cos-error-code", " NoSuchKey ");
    decode_with(&answer, 0);
    ck_assert_uint_eq(answer.error.missing, 1u << COSERR_FIELD_CODE);
    ck_assert_uint_eq(answer.error.source[COSERR_FIELD_CODE], COSERR_SOURCE_HEADER);
    ck_assert_str_eq(answer.error.code.ptr, "");
    ck_assert_str_eq(coserr_entry_code(answer.error.entry), "NoSuchKey");
    finish(&answer);
}
END_TEST

/* Blanks without end neither fill the room for what is looked up nor count as a value. */
START_TEST(blanks_need_no_room) {
    static const struct {
        const char *form; /* %s stands for 300 blanks */
        const char *headers;
        const char *entry;
        uint32_t match;
    } blanks[] = {
        {"<Error><Code>%sNoSuchKey%s</Code></Error>", "", "NoSuchKey", COSERR_MATCH_EXACT},
        {"<Error><Code>%sNoSuch%sKey</Code></Error>", "", "", COSERR_MATCH_FAMILY},
        {"<Error><Code>No<!---->%s<!---->Key</Code></Error>", "", "", COSERR_MATCH_FAMILY},
        {"<Error><Code>NoSuchKey<!---->%s<!---->%s</Code></Error>", "", "NoSuchKey",
         COSERR_MATCH_EXACT},
        {"<Error><Code>AccessDenied%s</Code><Message>%s<!---->Request has "
         "expired</Message></Error>",
         "", "Request has expired", COSERR_MATCH_REFINED},
        {"<Error><Code>NoSuchKey<!---->%s<!---->x</Code></Error>", "", "", COSERR_MATCH_FAMILY},
        {"<Error><Code>%s</Code></Error>", "x-cos-error-code: NoSuchKey", "NoSuchKey",
         COSERR_MATCH_EXACT},
        {"<Error><Code/></Error>", "x-cos-error-code: NoSuchKey|x-cos-request-id: ", "NoSuchKey",
         COSERR_MATCH_EXACT},
    };
    char blank[301];
    memset(blank, ' ', 300);
    blank[300] = '\0';
    for (size_t i = 0; i < COUNT(blanks); i++) {
        char text[2048] = "";
        char *end = text;
        for (const char *p = blanks[i].form; *p != '\0'; p++) {
            const bool here = p[0] == '%' && p[1] == 's';
            memcpy(end, here ? blank : p, here ? 300 : 1);
            end += here ? 300 : 1;
            p += here;
        }
        *end = '\0';
        for (size_t room = 0; room <= 4096; room = room * 2 + 1) {
            struct answer answer;
            char headers[128];
            snprintf(headers, sizeof headers, "%s", blanks[i].headers);
            const bool refined = blanks[i].match == COSERR_MATCH_REFINED;
            prepare(&answer, refined ? 403 : 404, COSERR_OPERATION_OTHER, TEXT(text));
            add_headers(&answer, headers);
            decode_with(&answer, room);
            ck_assert_str_eq(coserr_entry_code(answer.error.entry), blanks[i].entry);
            ck_assert_uint_eq(answer.error.match, blanks[i].match);
            ck_assert_uint_eq(answer.error.missing & 1u << COSERR_FIELD_REQUEST_ID, 0);
            finish(&answer);
        }
    }
}
END_TEST

/* Nor do they where code and blanks fill the room of the last resort to the byte. */
START_TEST(blanks_to_the_byte) {
    for (size_t len = 240; len <= 272; len++) {
        char text[512];
        struct answer answer;
        snprintf(text, sizeof text, "<Error><Code>%-*s</Code></Error>", (int)len, "NoSuchKey");
        prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT(text));
        decode_with(&answer, 0);
        ck_assert_str_eq(coserr_entry_code(answer.error.entry), "NoSuchKey");
        finish(&answer);
    }
}
END_TEST

/* What a body that does not count was decoded into is free for the headers. */
START_TEST(success_keeps_its_room) {
    struct answer answer;
    prepare(&answer, 200, COSERR_OPERATION_OTHER, TEXT(real_body));
    add_header(&answer, "x-cos-request-id", "NX==");
    decode_with(&answer, 16);
    ck_assert_uint_eq(answer.error.missing, 0);
    ck_assert_str_eq(answer.error.request_id.ptr, "NX==");
    finish(&answer);
}
END_TEST

/* A code that is longer than any the catalog could have, with no room for it either. */
START_TEST(a_code_beyond_measure) {
    char text[2048] = "<Error><Code>";
    memset(text + 13, 'N', 1500);
    strcpy(text + 1513, "</Code></Error>");
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, TEXT(text));
    decode_with(&answer, 100);
    ck_assert_uint_eq(answer.error.missing, 1u << COSERR_FIELD_CODE);
    ck_assert_ptr_eq(answer.error.entry, coserr_get_family(404));
    finish(&answer);
}
END_TEST

START_TEST(every_expansion_fits_the_bound) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER,
            TEXT("<Error><Code>&#1114111;</Code><Message>&#x80;&#x800;&#65536;</Message>"
                 "<Resource>r</Resource><RequestId>i</RequestId><TraceId>t</TraceId>"
                 "<ServerTime>2020-01-02T03:04:05Z</ServerTime></Error>"));
    decode(&answer);
    ck_assert_str_eq(answer.error.code.ptr, "\xF4\x8F\xBF\xBF");
    ck_assert_str_eq(answer.error.server_time.ptr, "2020-01-02T03:04:05Z");
    finish(&answer);
}
END_TEST

START_TEST(misuse_is_told) {
    struct answer answer;
    prepare(&answer, 404, COSERR_OPERATION_OTHER, "", 0);
    ck_assert_int_eq(coserr_decode(NULL, &answer.error, NULL, 0), -1);
    ck_assert_int_eq(coserr_decode(&answer.response, NULL, NULL, 0), -1);
    answer.error.size = 0;
    ck_assert_int_eq(coserr_decode(&answer.response, &answer.error, NULL, 0), -1);
    answer.error.size = sizeof answer.error;
    answer.response.size = 0;
    ck_assert_int_eq(coserr_decode(&answer.response, &answer.error, NULL, 0), -1);
    ck_assert_uint_eq(coserr_decode_bound(&answer.response), 0);
    ck_assert_uint_eq(coserr_decode_bound(NULL), 0);
    answer.response.size = sizeof answer.response;
    add_header(&answer, "x", "y");
    answer.headers[0].value.len = SIZE_MAX;
    ck_assert_uint_eq(coserr_decode_bound(&answer.response), SIZE_MAX);
    ck_assert_uint_eq(answer.error.verdict, 0xAAAAAAAA); /* untouched */
    ck_assert_int_eq(coserr_explain(TEXT("A"), 0, NULL, 0, NULL), -1);
    answer.error.size = 4;
    ck_assert_int_eq(coserr_explain(TEXT("A"), 0, NULL, 0, &answer.error), -1);
    finish(&answer);
}
END_TEST

/* A caller built against a later header has a larger struct, of which we know the beginning. */
START_TEST(a_larger_struct_keeps_its_end) {
    struct {
        coserr_error error;
        char later[16];
    } larger;
    memset(&larger, 0x55, sizeof larger);
    larger.error.size = sizeof larger;
    ck_assert_int_eq(coserr_explain(TEXT("NoSuchKey"), 404, NULL, 0, &larger.error), 1);
    ck_assert_uint_eq(larger.error.size, sizeof larger);
    for (size_t i = 0; i < sizeof larger.later; i++) {
        ck_assert_int_eq(larger.later[i], 0x55);
    }
}
END_TEST

START_TEST(null_body_and_headers) {
    struct answer answer;
    prepare(&answer, 503, COSERR_OPERATION_OTHER, "", 0);
    answer.response.body.ptr = NULL;
    answer.response.body.len = 0;
    answer.response.headers = NULL;
    answer.response.header_count = 3;
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, EMPTY);
    ck_assert_ptr_eq(answer.error.entry, coserr_get_family(503));
    ck_assert_str_eq(answer.error.body.ptr, "");
    finish(&answer);
}
END_TEST

/* ------------------------------------------------------------------------------ explain, children
 */

START_TEST(explain) {
    coserr_error error;
    error.size = sizeof error;
    ck_assert_int_eq(coserr_explain(TEXT("AccessDenied"), 403, TEXT("Request has expired"), &error),
                     1);
    ck_assert_str_eq(coserr_entry_code(error.entry), "Request has expired");
    ck_assert_uint_eq(error.match, COSERR_MATCH_REFINED);
    ck_assert_uint_eq(error.verdict, COSERR_VERDICT_NONE);
    ck_assert_uint_eq(error.source[COSERR_FIELD_CODE], COSERR_SOURCE_ARGUMENT);
    ck_assert_uint_eq(error.source[COSERR_FIELD_MESSAGE], COSERR_SOURCE_ARGUMENT);
    ck_assert_uint_eq(error.source[COSERR_FIELD_HTTP_STATUS], COSERR_SOURCE_ARGUMENT);
    ck_assert_int_eq(coserr_explain(NULL, 5, 0, NULL, 5, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(0));
    ck_assert_int_eq(coserr_explain("A", 0, 0, "B", 0, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(0));
    ck_assert_int_eq(coserr_explain(NULL, 0, 0, NULL, 0, &error), 1);
    ck_assert_ptr_eq(error.entry, coserr_get_family(0));
    ck_assert_uint_eq(error.source[COSERR_FIELD_HTTP_STATUS], COSERR_SOURCE_NONE);
    ck_assert_uint_eq(error.source[COSERR_FIELD_CODE], COSERR_SOURCE_NONE);
}
END_TEST

static const struct {
    const char *body;
    const char *name;
    const char *value; /* NULL: there is none */
} children[] = {
    {"<Error><StringToSign>a&amp;b\nc</StringToSign></Error>", "StringToSign", "a&b\nc"},
    {"<Error><Code>A</Code><HostId>h</HostId></Error>", "HostId", "h"},
    {"<Error><a>1</a><a>2</a></Error>", "a", "1"},
    {"<Error><b><a>1</a></b><a>2</a></Error>", "a", "2"},
    {"<Error xmlns='u'><p:a xmlns:p='v'>1</p:a><a>2</a></Error>", "a", "2"},
    {"<Error><a>1</a>", "a", "1"},
    {"<Error><a>1", "a", NULL},
    {"<Error><a/></Error>", "a", NULL},
    {"<Error><a>1</a></Error>", "A", NULL},
    {"<Error><a>1</a></Error>", "", NULL},
    {"text", "a", NULL},
    {"", "a", NULL},
};

START_TEST(child) {
    struct answer answer;
    coserr_str value = {NULL, 0};
    prepare(&answer, 403, COSERR_OPERATION_OTHER, TEXT(children[_i].body));
    decode(&answer);
    const size_t room = strlen(children[_i].body);
    char *buffer = room_for(room);
    const int found =
        coserr_error_child(&answer.error, TEXT(children[_i].name), buffer, room, &value);
    ck_assert_int_eq(found, children[_i].value != NULL);
    if (found) {
        ck_assert_str_eq(value.ptr, children[_i].value);
        ck_assert_uint_eq(value.len, strlen(children[_i].value));
        ck_assert_int_eq(
            coserr_error_child(&answer.error, TEXT(children[_i].name), buffer, value.len, &value),
            0);
        ck_assert_int_eq(
            coserr_error_child(&answer.error, TEXT(children[_i].name), NULL, 9, &value), 0);
    }
    ck_assert_int_eq(coserr_error_child(NULL, TEXT("a"), buffer, room, &value), 0);
    ck_assert_int_eq(coserr_error_child(&answer.error, TEXT("a"), buffer, room, NULL), 0);
    free(buffer);
    finish(&answer);
}
END_TEST

/* ----------------------------------------------------------------------------------- DeleteResult
 */

static const struct {
    const char *body;
    const char *visited; /* key/version/code/message of the entry's code, one after the other */
    int result;
} deletes[] = {
    {"<DeleteResult/>", "", 1},
    {"<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>", "", 1},
    {"<DeleteResult><Error><Key>a</Key><Code>NoSuchKey</Code><Message>m</Message></Error>"
     "</DeleteResult>",
     "[a//NoSuchKey/m/NoSuchKey]", 1},
    {PROLOG "<DeleteResult>\n<Error><Key>a&amp;b</Key><VersionId>v</VersionId>"
            "<Code>AccessDenied</Code><Message>Request has expired</Message></Error>\n"
            "<Deleted><Key>x</Key></Deleted>\n<Error><Key>c</Key><Code>New</Code></Error>"
            "</DeleteResult>",
     "[a&b/v/AccessDenied/Request has expired/Request has expired][c//New//]", 1},
    {"<DeleteResult xmlns='u'><Error><Key>a</Key></Error>"
     "<p:Error xmlns:p='v'><p:Key>b</p:Key></p:Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error><x><Key>b</Key></x><Key>a</Key><Key>c</Key></Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error/><Error> </Error></DeleteResult>", "[////][////]", 1},
    {"<DeleteResult><Error><p:Key xmlns:p='v'>x</p:Key><Key>a</Key></Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error><Key>a</Key></Error><Error><Key>b</Key>", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error><Error><Key>b", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error><Deleted>", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error></DeleteResult>x", "[a////]", -1},
    {"<DeleteResult><Error><Key>stop</Key></Error><Error><Key>b</Key></Error></DeleteResult>",
     "[stop////]", 0},
    {"<Error><Code>A</Code></Error>", "", -1},
    {"<DeleteResult", "", -1},
    {"", "", -1},
};

static int visit(void *context, const coserr_deleted *item) {
    char *out = context;
    const coserr_str parts[] = {item->key, item->version_id, item->code, item->message};
    strcat(out, "[");
    for (size_t i = 0; i < COUNT(parts); i++) {
        ck_assert_uint_eq(strlen(parts[i].ptr), parts[i].len);
        strcat(out, parts[i].ptr);
        strcat(out, "/");
    }
    strcat(out, coserr_entry_code(item->entry));
    strcat(out, "]");
    ck_assert_uint_eq(item->size, sizeof *item);
    ck_assert_uint_ne(item->match, 0);
    return strcmp(item->key.ptr, "stop") != 0;
}

START_TEST(each_deleted) {
    char visited[512] = "";
    const size_t len = strlen(deletes[_i].body);
    char *text = exact(deletes[_i].body, len);
    char *buffer = room_for(len + 4);
    const int result = coserr_each_deleted(text, len, buffer, len + 4, visit, visited);
    ck_assert_int_eq(result, deletes[_i].result);
    ck_assert_str_eq(visited, deletes[_i].visited);
    ck_assert_int_eq(coserr_each_deleted(text, len, buffer, len + 4, NULL, NULL), -1);
    free(buffer);
    free(text);
}
END_TEST

START_TEST(each_deleted_without_room) {
    char visited[512] = "";
    const char *text =
        "<DeleteResult><Error><Key>a</Key><Code>NoSuchKey</Code></Error></DeleteResult>";
    ck_assert_int_eq(coserr_each_deleted(TEXT(text), NULL, 100, visit, visited), 1);
    ck_assert_str_eq(visited, "[////]");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("response");
    TCase *tcase = add_case(suite, "response");
    tcase_add_test(tcase, real_answer);
    tcase_add_test(tcase, accessors_say_what_the_struct_says);
    tcase_add_test(tcase, accessors_take_null);
    tcase_add_loop_test(tcase, body, 0, COUNT(bodies));
    tcase_add_test(tcase, content_type);
    tcase_add_loop_test(tcase, outcome, 0, COUNT(outcomes));
    tcase_add_test(tcase, a_downloaded_error_document_stays_unread);
    tcase_add_loop_test(tcase, source, 0, COUNT(sources));
    tcase_add_test(tcase, any_room_will_do);
    tcase_add_test(tcase, a_code_in_a_header_needs_no_room);
    tcase_add_test(tcase, blanks_need_no_room);
    tcase_add_test(tcase, blanks_to_the_byte);
    tcase_add_test(tcase, fault_behind_an_empty_root);
    tcase_add_test(tcase, success_keeps_its_room);
    tcase_add_test(tcase, a_code_beyond_measure);
    tcase_add_test(tcase, every_expansion_fits_the_bound);
    tcase_add_test(tcase, misuse_is_told);
    tcase_add_test(tcase, a_larger_struct_keeps_its_end);
    tcase_add_test(tcase, null_body_and_headers);
    tcase_add_test(tcase, explain);
    tcase_add_loop_test(tcase, child, 0, COUNT(children));
    tcase_add_loop_test(tcase, each_deleted, 0, COUNT(deletes));
    tcase_add_test(tcase, each_deleted_without_room);
    return run_suite(suite);
}
