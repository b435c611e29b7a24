/* SPDX-License-Identifier: MIT */
/* Room for values: buffers of every size, and structs of other versions. */
#include "answer.h"

static const char small_body[] = "<Error><Code>AccessDenied</Code><Message>Request has expired"
                                 "</Message><RequestId>ABCDEFGH</RequestId></Error>";

/* The same error in each of the forms that it comes in. */
static const struct {
    const char *headers;
    const char *body;
} forms[] = {
    {"x-cos-trace-id: TRACE", small_body},
    {"x-cos-trace-id: TRACE",
     "{\"data\":[1],\"code\":\" AccessDenied \",\"message\":\"Request \\u0068as "
     "expired\",\"code\":\"x\",\"request_id\":\"ABCDEFGH\"}"},
    {"x-cos-error-code: AccessDenied|x-cos-error-message: Request has expired|"
     "x-cos-request-id: ABCDEFGH|x-cos-trace-id: TRACE",
     ""},
    {"x-cos-trace-id: TRACE|x-cos-request-id: ABCDEFGH|x-cos-error-message: Request has expired",
     "<Error><Code>AccessDenied</Code></Error>"},
};

/* However little room there is, nothing is written past it, what fits is whole, what does not is
 * marked, and the entry is found. */
START_TEST(any_room_will_do) {
    struct answer answer;
    char headers[256];
    snprintf(headers, sizeof headers, "%s", forms[_i].headers);
    prepare(&answer, 403, 0, TEXT(forms[_i].body));
    add_headers(&answer, headers);
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
    prepare(&answer, 404, 0, "", 0);
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

/* Much whitespace neither fills the room for what is looked up nor is a value. */
START_TEST(whitespace_needs_no_room) {
    static const struct {
        const char *form; /* %s stands for 300 spaces */
        const char *headers;
        const char *entry;
        uint32_t match;
    } spaced[] = {
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
    char spaces[301];
    memset(spaces, ' ', 300);
    spaces[300] = '\0';
    for (size_t i = 0; i < COUNT(spaced); i++) {
        char text[2048] = "";
        char *end = text;
        for (const char *p = spaced[i].form; *p != '\0'; p++) {
            const bool here = p[0] == '%' && p[1] == 's';
            memcpy(end, here ? spaces : p, here ? 300 : 1);
            end += here ? 300 : 1;
            p += here;
        }
        *end = '\0';
        for (size_t room = 0; room <= 4096; room = room * 2 + 1) {
            struct answer answer;
            char headers[128];
            snprintf(headers, sizeof headers, "%s", spaced[i].headers);
            const bool refined = spaced[i].match == COSERR_MATCH_REFINED;
            prepare(&answer, refined ? 403 : 404, 0, TEXT(text));
            add_headers(&answer, headers);
            decode_with(&answer, room);
            ck_assert_str_eq(coserr_entry_code(answer.error.entry), spaced[i].entry);
            ck_assert_uint_eq(answer.error.match, spaced[i].match);
            ck_assert_uint_eq(answer.error.missing & 1u << COSERR_FIELD_REQUEST_ID, 0);
            finish(&answer);
        }
    }
}
END_TEST

/* Nor where code and whitespace fill the room of the last resort to the byte. */
START_TEST(whitespace_to_the_byte) {
    for (size_t len = 112; len <= 272; len++) {
        char text[512];
        struct answer answer;
        snprintf(text, sizeof text, "<Error><Code>%-*s</Code></Error>", (int)len, "NoSuchKey");
        prepare(&answer, 404, 0, TEXT(text));
        decode_with(&answer, 0);
        ck_assert_str_eq(coserr_entry_code(answer.error.entry), "NoSuchKey");
        finish(&answer);
    }
}
END_TEST

/* What an ignored body was decoded into is free for the headers. */
START_TEST(success_keeps_its_room) {
    struct answer answer;
    prepare(&answer, 200, 0, TEXT("<Error><Code>NoSuchKey</Code><Message>m</Message></Error>"));
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
    prepare(&answer, 404, 0, TEXT(text));
    decode_with(&answer, 100);
    ck_assert_uint_eq(answer.error.missing, 1u << COSERR_FIELD_CODE);
    ck_assert_ptr_eq(answer.error.entry, coserr_get_family(NULL, 404));
    finish(&answer);
}
END_TEST

START_TEST(every_expansion_fits_the_bound) {
    struct answer answer;
    prepare(&answer, 404, 0,
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
    prepare(&answer, 404, 0, "", 0);
    ck_assert_int_eq(coserr_decode(NULL, NULL, &answer.error, NULL, 0), -1);
    ck_assert_int_eq(coserr_decode(NULL, &answer.response, NULL, NULL, 0), -1);
    answer.error.size = 0;
    ck_assert_int_eq(coserr_decode(NULL, &answer.response, &answer.error, NULL, 0), -1);
    answer.error.size = sizeof answer.error;
    answer.response.size = 0;
    ck_assert_int_eq(coserr_decode(NULL, &answer.response, &answer.error, NULL, 0), -1);
    ck_assert_uint_eq(coserr_decode_bound(&answer.response), 0);
    ck_assert_uint_eq(coserr_decode_bound(NULL), 0);
    answer.response.size = sizeof answer.response;
    add_header(&answer, "x", "y");
    answer.headers[0].value.len = SIZE_MAX;
    ck_assert_uint_eq(coserr_decode_bound(&answer.response), SIZE_MAX);
    ck_assert_uint_eq(answer.error.verdict, 0xAAAAAAAA); /* untouched */
    ck_assert_int_eq(coserr_explain(NULL, TEXT("A"), 0, NULL, 0, NULL), -1);
    answer.error.size = 4;
    ck_assert_int_eq(coserr_explain(NULL, TEXT("A"), 0, NULL, 0, &answer.error), -1);
    finish(&answer);
}
END_TEST

/* A caller built against a later header has a larger struct: its later fields are unknown, so 0. */
START_TEST(a_larger_struct_is_cleared_at_its_end) {
    struct {
        coserr_error error;
        char later[16];
    } larger;
    memset(&larger, 0x55, sizeof larger);
    larger.error.size = sizeof larger;
    ck_assert_int_eq(coserr_explain(NULL, TEXT("NoSuchKey"), 404, NULL, 0, &larger.error), 1);
    ck_assert_uint_eq(larger.error.size, sizeof larger);
    for (size_t i = 0; i < sizeof larger.later; i++) {
        ck_assert_int_eq(larger.later[i], 0);
    }
}
END_TEST

/* A caller built against an older header has shorter structs: what they lack is unknown, and what
 * is not in them is not written. */
START_TEST(shorter_structs) {
    struct answer answer;
    coserr_error whole;
    prepare(&answer, 403, 0, TEXT(small_body));
    decode(&answer);
    whole = answer.error;
    for (uint32_t size = 5; size <= sizeof whole; size++) {
        coserr_error part;
        memset(&part, 0x55, sizeof part);
        part.size = size;
        ck_assert_int_eq(coserr_decode(NULL, &answer.response, &part, answer.buffer, answer.bound),
                         1);
        ck_assert_uint_eq(part.size, size);
        ck_assert_int_eq(memcmp((char *)&part + 4, (char *)&whole + 4, size - 4), 0);
        for (const char *p = (char *)&part + size; p < (char *)(&part + 1); p++) {
            ck_assert_int_eq(*p, 0x55);
        }
    }
    for (uint32_t size = 0; size <= 8; size++) {
        coserr_error part;
        part.size = size;
        const int known = coserr_decode(NULL, &answer.response, &part, NULL, 0);
        ck_assert_int_eq(known, size > 4 ? 1 : -1);
    }
    answer.response.size = offsetof(coserr_response, header_count);
    ck_assert_int_eq(coserr_decode(NULL, &answer.response, &whole, NULL, 0), 1);
    ck_assert_uint_eq(whole.verdict, COSERR_VERDICT_EMPTY);
    ck_assert_ptr_eq(whole.entry, coserr_get_family(NULL, 403));
    finish(&answer);
}
END_TEST

/* A reader of a shorter struct takes the fields that are not there for unknown. */
START_TEST(accessors_of_shorter_structs) {
    coserr_error error;
    size_t len = 99;
    error.size = sizeof error;
    coserr_explain(NULL, TEXT("SlowDown"), 503, TEXT("m"), &error);
    error.size = offsetof(coserr_error, message);
    ck_assert_str_eq(coserr_error_field(&error, COSERR_FIELD_CODE, &len), "SlowDown");
    ck_assert_str_eq(coserr_error_field(&error, COSERR_FIELD_MESSAGE, &len), "");
    ck_assert_uint_eq(len, 0);
    error.size = offsetof(coserr_error, entry);
    ck_assert_ptr_null(coserr_error_entry(&error));
    ck_assert_uint_eq(coserr_error_http_status(&error), 503);
    ck_assert_uint_eq(coserr_error_source(&error, COSERR_FIELD_CODE), COSERR_SOURCE_NONE);
    error.body = str("x");
    ck_assert_str_eq(coserr_error_body(&error, &len), "");
    ck_assert_uint_eq(len, 0);
    error.size = offsetof(coserr_error, http_status);
    ck_assert_uint_eq(coserr_error_http_status(&error), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("room");
    TCase *tcase = add_case(suite, "room");
    tcase_add_loop_test(tcase, any_room_will_do, 0, COUNT(forms));
    tcase_add_test(tcase, a_code_in_a_header_needs_no_room);
    tcase_add_test(tcase, whitespace_needs_no_room);
    tcase_add_test(tcase, whitespace_to_the_byte);
    tcase_add_test(tcase, success_keeps_its_room);
    tcase_add_test(tcase, a_code_beyond_measure);
    tcase_add_test(tcase, every_expansion_fits_the_bound);
    tcase_add_test(tcase, misuse_is_told);
    tcase_add_test(tcase, a_larger_struct_is_cleared_at_its_end);
    tcase_add_test(tcase, shorter_structs);
    tcase_add_test(tcase, accessors_of_shorter_structs);
    return run_suite(suite);
}
