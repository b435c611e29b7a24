/* SPDX-License-Identifier: MIT */
/* What is read from the body of a failed request. */
#include "answer.h"

#define PROLOG "<?xml version='1.0' encoding='utf-8' ?>\n"

enum {
    IS_ERROR = COSERR_VERDICT_ERROR,
    NOT_ERROR = COSERR_VERDICT_NOT_AN_ERROR,
    MALFORMED = COSERR_VERDICT_MALFORMED,
    EMPTY = COSERR_VERDICT_EMPTY
};

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
    {"<Error><Code> NoSuchKey\n</Code></Error>", "NoSuchKey", "", IS_ERROR},
    {"<Error><Code>No SuchKey</Code><Message> m </Message></Error>", "No SuchKey", " m ", IS_ERROR},
    {"<Error><Code/><Message>m</Message></Error>", "", "m", IS_ERROR},
    {"<Error><Code></Code><Message>m</Message></Error>", "", "m", IS_ERROR},
    {"<Error><Code> \n </Code></Error>", "", "", IS_ERROR},
    /* the first is used, empty or not */
    {"<Error><Code>A</Code><Code>B</Code></Error>", "A", "", IS_ERROR},
    {"<Error><Code/><Code>B</Code></Error>", "", "", IS_ERROR},
    /* only direct children are values */
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
    {"<!DOCTYPE", "", "", MALFORMED}, /* it may have been one for Error */
    {"<!DOCTYPE Err", "", "", MALFORMED},
    {"<!DOCTYPE Erx", "", "", NOT_ERROR},
    {"<!x", "", "", MALFORMED},
    {"\xFF\xD8\xFF\xE0 JFIF", "", "", NOT_ERROR},
    {"\xFE\xFF\x00<", "", "", MALFORMED},
    {"Bad Gateway", "", "", NOT_ERROR},
    {"\x01", "", "", NOT_ERROR},
    /* JSON, which the service answers some requests with */
    {"{\"code\":\"NoSuchKey\"}", "NoSuchKey", "", IS_ERROR},
    {"\xEF\xBB\xBF \n{\"code\":\" NoSuchKey \"}\n", "NoSuchKey", "", IS_ERROR},
    {"{\"code\":-1,\"message\":\"m\"}", "-1", "m", IS_ERROR},
    {"{\"code\":1,\"code\":2,\"message\":\"a\\n\\u4e2d\"}", "1", "a\n\xE4\xB8\xAD", IS_ERROR},
    {"{\"error\":{\"code\":\"B\"},\"message\":\"m\"}", "", "m", IS_ERROR},
    {"{\"Code\":\"A\",\"Message\":\"m\"}", "", "", NOT_ERROR},
    {"{}", "", "", NOT_ERROR},
    {"[{\"code\":\"A\"}]", "", "", NOT_ERROR},
    {"{\"code\":\"A\",\"message\":\"b", "A", "", MALFORMED},
    {"{\"code\":\"A\",}", "A", "", MALFORMED},
    {"{\"code\":\"A\"} x", "A", "", MALFORMED},
    {"{", "", "", MALFORMED},
    {"<", "", "", MALFORMED},
    {"<?xml", "", "", MALFORMED},
    {"\xFF\xFE<\0E", "", "", MALFORMED},
    {"", "", "", EMPTY},
    {" \r\n\t ", "", "", EMPTY},
    {"\xEF\xBB\xBF", "", "", EMPTY},
    {"\xEF\xBB\xBF  ", "", "", EMPTY},
    /* what was whole before the fault is a value, part of one is not */
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
    prepare(&answer, 404, 0, TEXT(bodies[_i].body));
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

/* After an empty root there is nothing to read. */
START_TEST(fault_after_an_empty_root) {
    struct answer answer;
    prepare(&answer, 404, 0, TEXT("<Error/> <Message>m</Message>"));
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, MALFORMED);
    ck_assert_uint_eq(answer.error.fault, COSERR_FAULT_SYNTAX);
    ck_assert_uint_eq(answer.error.fault_offset, 9);
    finish(&answer);
}
END_TEST

/* A type other than XML excuses what cannot be read, and never hides an error. */
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
        prepare(&answer, 502, 0, TEXT(typed[i].body));
        add_header(&answer, "Server", "x");
        add_header(&answer, "content-type", typed[i].type);
        decode(&answer);
        ck_assert_uint_eq(answer.error.verdict, typed[i].verdict);
        ck_assert_int_eq(answer.error.fault != 0, typed[i].verdict == MALFORMED);
        finish(&answer);
    }
}
END_TEST

/* What was not decoded on its way is told, and is not an error by itself. */
START_TEST(encoded) {
    static const struct {
        const char *coding;
        const char *body;
        uint32_t verdict;
        uint32_t fault;
    } encodings[] = {
        {"", "\x1F\x8B\x08 gzip", NOT_ERROR, COSERR_FAULT_COMPRESSED},
        {"", "\x28\xB5\x2F\xFD zstd", NOT_ERROR, COSERR_FAULT_COMPRESSED},
        {"", "\x1F\x8B", NOT_ERROR, COSERR_FAULT_NONE},
        {"br", "\x8F\x02\x80", NOT_ERROR, COSERR_FAULT_COMPRESSED},
        {"Identity", "text", NOT_ERROR, COSERR_FAULT_NONE},
        {"gzip", "<Error><Code>A</Code></Error>", IS_ERROR, COSERR_FAULT_NONE},
        {"gzip", "", EMPTY, COSERR_FAULT_NONE},
        {"", "1d\r\n<Error><Code>A</Code></Error>\r\n0\r\n\r\n", NOT_ERROR, COSERR_FAULT_CHUNKED},
        {"", "5\r\n{\"a\":", NOT_ERROR, COSERR_FAULT_CHUNKED},
        {"", "00001D\r\n<", NOT_ERROR, COSERR_FAULT_CHUNKED},
        {"", "1d\r\n", NOT_ERROR, COSERR_FAULT_NONE},
        {"", "1d\n<Error/>", NOT_ERROR, COSERR_FAULT_NONE},
        {"", "1g\r\n<Error/>", NOT_ERROR, COSERR_FAULT_NONE},
        {"", "\r\n<Error/>", IS_ERROR, COSERR_FAULT_NONE},
        {"", "123456789\r\n<Error/>", NOT_ERROR, COSERR_FAULT_NONE},
        {"", "1d\r\ntext", NOT_ERROR, COSERR_FAULT_NONE},
        {"", "502", NOT_ERROR, COSERR_FAULT_NONE},
    };
    for (size_t i = 0; i < COUNT(encodings); i++) {
        struct answer answer;
        prepare(&answer, 502, 0, TEXT(encodings[i].body));
        add_header(&answer, "Content-Encoding", encodings[i].coding);
        decode(&answer);
        ck_assert_uint_eq(answer.error.verdict, encodings[i].verdict);
        ck_assert_uint_eq(answer.error.fault, encodings[i].fault);
        ck_assert_int_eq(answer.result, 1);
        finish(&answer);
    }
}
END_TEST

/* A NUL is no digit of a chunk's size. */
START_TEST(nul_in_a_body) {
    static const char bytes[] = "1\0\r\n<Error/>";
    struct answer answer;
    prepare(&answer, 502, 0, bytes, sizeof bytes - 1);
    decode(&answer);
    ck_assert_uint_eq(answer.error.verdict, NOT_ERROR);
    ck_assert_uint_eq(answer.error.fault, COSERR_FAULT_NONE);
    finish(&answer);
}
END_TEST

/* Where no status says that the request failed, JSON is an error by a code and another value. */
START_TEST(json_without_a_status) {
    static const struct {
        const char *body;
        uint32_t verdict;
    } objects[] = {
        {"{\"code\":\"A\",\"message\":\"m\"}", IS_ERROR},
        {"{\"code\":\"A\"}", NOT_ERROR},
        {"{\"message\":\"m\"}", NOT_ERROR},
        {"{\"\":\"A\",\"message\":\"m\"}", NOT_ERROR},
        {"{}", NOT_ERROR},
    };
    for (size_t i = 0; i < COUNT(objects); i++) {
        struct answer answer;
        prepare(&answer, 0, 0, TEXT(objects[i].body));
        decode(&answer);
        ck_assert_uint_eq(answer.error.verdict, objects[i].verdict);
        ck_assert_int_eq(answer.result, objects[i].verdict == IS_ERROR);
        finish(&answer);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("body");
    TCase *tcase = add_case(suite, "body");
    tcase_add_loop_test(tcase, body, 0, COUNT(bodies));
    tcase_add_test(tcase, fault_after_an_empty_root);
    tcase_add_test(tcase, content_type);
    tcase_add_test(tcase, encoded);
    tcase_add_test(tcase, nul_in_a_body);
    tcase_add_test(tcase, json_without_a_status);
    return run_suite(suite);
}
