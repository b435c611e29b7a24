/* SPDX-License-Identifier: MIT */
/* The JSON reader: a document, and the members or the fault that it is read as. */
#include "unit.h"

#include "runtime/json_reader.h"

#include <sys/mman.h>
#include <unistd.h>

static void append(char *out, size_t size, const char *text, size_t len) {
    const size_t used = strlen(out);
    ck_assert_uint_lt(used + len, size);
    memcpy(out + used, text, len);
    out[used + len] = '\0';
}

static const char kinds[][8] = {"null", "false", "true", "#", "'", "[]", "{}"};

/* Members as text: "name=" and the value, a string as "'text'", a number as "#12", others by their
 * kind; "." the document is complete, "!fault@offset" it is not. */
static void describe(const char *body, size_t len, char *out, size_t size) {
    struct coserr__json json;
    char value[512];
    char fault[64];
    *out = '\0';
    enum coserr__json_event event = coserr__json_begin(&json, body, len);
    ck_assert(event == COSERR__JSON_START || event == COSERR__JSON_FAULT);
    while (event != COSERR__JSON_DONE && event != COSERR__JSON_FAULT) {
        event = coserr__json_next(&json);
        if (event == COSERR__JSON_MEMBER) {
            struct coserr__sink sink = coserr__sink_over(value, sizeof value);
            append(out, size, json.name.ptr, json.name.len);
            append(out, size, "=", 1);
            event = coserr__json_value(&json, &sink);
            if (event == COSERR__JSON_VALUE) {
                append(out, size, TEXT(kinds[json.kind]));
                append(out, size, value, sink.total);
                append(out, size, json.kind == COSERR__JSON_STRING ? "' " : " ",
                       json.kind == COSERR__JSON_STRING ? 2 : 1);
            }
        }
    }
    if (event == COSERR__JSON_DONE) {
        append(out, size, ".", 1);
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_DONE);
        return;
    }
    snprintf(fault, sizeof fault, "!%s@%zu", coserr_fault_name(json.fault),
             (size_t)(json.pos - json.start));
    append(out, size, TEXT(fault));
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_FAULT);
    ck_assert_int_eq(coserr__json_value(&json, NULL), COSERR__JSON_FAULT);
}

static const struct {
    const char *body;
    const char *members;
} cases[] = {
    /* documents */
    {"{}", "."},
    {" \t\r\n{ \t\r\n} \t\r\n", "."},
    {"\xEF\xBB\xBF {}", "."},
    {"{\"a\":\"b\"}", "a='b' ."},
    {" { \"a\" : \"b\" , \"c\" : \"d\" } ", "a='b' c='d' ."},
    {"{\"a\":\"1\",\"a\":\"2\"}", "a='1' a='2' ."},
    {"{\"\":\"\"}", "='' ."},
    {"{\"code\":\"NoSuchKey\",\"message\":\"The key does not exist\",\"requestid\":\"NWE3==\"}",
     "code='NoSuchKey' message='The key does not exist' requestid='NWE3==' ."},
    {"", "!truncated@0"},
    {" ", "!truncated@1"},
    {"\xEF\xBB\xBF", "!truncated@3"},
    {"\xEF\xBB", "!syntax@0"},
    {"\xFE\xFF{}", "!syntax@0"},
    {"[]", "!syntax@0"},
    {"\"a\"", "!syntax@0"},
    {"null", "!syntax@0"},
    {"{}{}", "!syntax@2"},
    {"{},", "!syntax@2"},
    {"{}x", "!syntax@2"},
    {"{} \xEF\xBB\xBF", "!syntax@3"},
    {"{]", "!syntax@1"},
    {"{,}", "!syntax@1"},
    {"{a:1}", "!syntax@1"},
    {"{'a':1}", "!syntax@1"},
    {"{1:1}", "!syntax@1"},
    {"{\"a\"}", "!syntax@4"},
    {"{\"a\" 1}", "!syntax@5"},
    {"{\"a\"::1}", "a=!syntax@5"},
    {"{\"a\":}", "a=!syntax@5"},
    {"{\"a\":,}", "a=!syntax@5"},
    {"{\"a\":1,}", "a=#1 !syntax@7"},
    {"{\"a\":1,,}", "a=#1 !syntax@7"},
    {"{\"a\":1 \"b\":2}", "a=#1 !syntax@7"},
    {"{\"a\":1]", "a=#1 !syntax@6"},
    {"{\"a\":1}}", "a=#1 !syntax@7"},
    {"{/**/}", "!syntax@1"},
    {"{\f}", "!syntax@1"},
    {"{\xC2\xA0}", "!syntax@1"},
    /* numbers */
    {"{\"a\":0}", "a=#0 ."},
    {"{\"a\":-0}", "a=#-0 ."},
    {"{\"a\":-120}", "a=#-120 ."},
    {"{\"a\":404.50}", "a=#404.50 ."},
    {"{\"a\":0.0e0}", "a=#0.0e0 ."},
    {"{\"a\":1E+9,\"b\":1e-9}", "a=#1E+9 b=#1e-9 ."},
    {"{\"a\":123456789012345678901234567890}", "a=#123456789012345678901234567890 ."},
    {"{\"a\":01}", "a=#0 !syntax@6"},
    {"{\"a\":-}", "a=!syntax@6"},
    {"{\"a\":-01}", "a=#-0 !syntax@7"},
    {"{\"a\":+1}", "a=!syntax@5"},
    {"{\"a\":.5}", "a=!syntax@5"},
    {"{\"a\":5.}", "a=!syntax@7"},
    {"{\"a\":5.e1}", "a=!syntax@7"},
    {"{\"a\":5e}", "a=!syntax@7"},
    {"{\"a\":5e+}", "a=!syntax@8"},
    {"{\"a\":5e+-1}", "a=!syntax@8"},
    {"{\"a\":0x10}", "a=#0 !syntax@6"},
    {"{\"a\":1.2.3}", "a=#1.2 !syntax@8"},
    {"{\"a\":NaN}", "a=!syntax@5"},
    {"{\"a\":Infinity}", "a=!syntax@5"},
    {"{\"a\":/}", "a=!syntax@5"},
    {"{\"a\"::}", "a=!syntax@5"},
    /* literals */
    {"{\"a\":true,\"b\":false,\"c\":null}", "a=true b=false c=null ."},
    {"{\"a\":True}", "a=!syntax@5"},
    {"{\"a\":trux}", "a=!syntax@5"},
    {"{\"a\":truex}", "a=true !syntax@9"},
    {"{\"a\":fals}", "a=!syntax@5"},
    {"{\"a\":nul}", "a=!syntax@5"},
    /* strings */
    {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a='\"\\/\b\f\n\r\t' ."},
    {"{\"a\":\"x\\ny\"}", "a='x\ny' ."},
    {"{\"a\":\"0123456789abcdef0123456789abcdef\\n0123456789abcdef!\"}",
     "a='0123456789abcdef0123456789abcdef\n0123456789abcdef!' ."},
    {"{\"a\":\"\x7F\"}", "a='\x7F' ."},
    {"{\"a\":\"<b>&amp;]]>'/\"}", "a='<b>&amp;]]>'/' ."},
    {"{\"\\u0063ode\":\"a\"}", "code='a' ."},
    {"{\"a\":\"\\u0041\\u00e9\\u4E2d\\uffff\"}", "a='A\xC3\xA9\xE4\xB8\xAD\xEF\xBF\xBF' ."},
    {"{\"a\":\"\\u007f\\u0080\\u07ff\\u0800\"}", "a='\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80' ."},
    {"{\"a\":\"\\ud83d\\ude00\"}", "a='\xF0\x9F\x98\x80' ."},
    {"{\"a\":\"\\uD800\\uDC00\\uDBFF\\uDFFF\"}", "a='\xF0\x90\x80\x80\xF4\x8F\xBF\xBF' ."},
    /* more than are decoded at a time */
    {"{\"a\":\"\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\n\"}",
     "a='\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD"
     "\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\n' ."},
    {"{\"a\":\"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00"
     "\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\"}",
     "a='\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80' ."},
    {"{\"a\":\"\\ud83d\"}", "a='\xEF\xBF\xBD' ."},
    {"{\"a\":\"\\ude00x\"}", "a='\xEF\xBF\xBDx' ."},
    {"{\"a\":\"\\ude00\\ud83d\"}", "a='\xEF\xBF\xBD\xEF\xBF\xBD' ."},
    {"{\"a\":\"\\ud83d\\ud83d\\ude00\"}", "a='\xEF\xBF\xBD\xF0\x9F\x98\x80' ."},
    {"{\"a\":\"\\ud83d\\u0041\"}", "a='\xEF\xBF\xBD"
                                   "A' ."},
    {"{\"a\":\"\\ud83d\\ue000\"}", "a='\xEF\xBF\xBD\xEE\x80\x80' ."},
    {"{\"a\":\"\\ud83d\\n12345\"}", "a='\xEF\xBF\xBD\n12345' ."},
    {"{\"a\":\"\\ud83d______\"}", "a='\xEF\xBF\xBD______' ."},
    {"{\"a\":\"\\ud83d\\ude0g\"}", "a=!syntax@12"},
    {"{\"a\":\"\xC2\x80\xE4\xB8\xAD x \xF0\x9F\x98\x80\xEF\xBF\xBE\"}",
     "a='\xC2\x80\xE4\xB8\xAD x \xF0\x9F\x98\x80\xEF\xBF\xBE' ."},
    {"{\"a\":\"\\x\"}", "a=!syntax@6"},
    {"{\"a\":\"\\'\"}", "a=!syntax@6"},
    {"{\"a\":\"\\N\"}", "a=!syntax@6"},
    {"{\"a\":\"\\U0041\"}", "a=!syntax@6"},
    {"{\"a\":\"\\u\"}", "a=!syntax@6"},
    {"{\"a\":\"\\u004\"}", "a=!syntax@6"},
    {"{\"a\":\"\\u004g\"}", "a=!syntax@6"},
    {"{\"a\":\"\\u+041\"}", "a=!syntax@6"},
    {"{\"a\":\"x\ny\"}", "a=!syntax@7"},
    {"{\"a\":\"\t\"}", "a=!syntax@6"},
    {"{\"a\":\"\x1F\"}", "a=!syntax@6"},
    {"{\"a\x01\":1}", "!syntax@3"},
    /* bytes that are not UTF-8 */
    {"{\"a\":\"\x80\"}", "a=!encoding@6"},
    {"{\"a\":\"x\xC0\xAF\"}", "a=!encoding@7"},
    {"{\"a\":\"\xC3(\"}", "a=!encoding@6"},
    {"{\"a\":\"\xC3\"}", "a=!encoding@6"},
    {"{\"a\":\"\xE4\xB8\"}", "a=!encoding@6"},
    {"{\"a\":\"\xE0\x9F\xBF\"}", "a=!encoding@6"},
    {"{\"a\":\"\xE4\xB8\xAD\xED\xA0\x80\"}", "a=!encoding@9"},
    {"{\"a\":\"\xF0\x8F\xBF\xBF\"}", "a=!encoding@6"},
    {"{\"a\":\"\xF0\x90\x80\"}", "a=!encoding@6"},
    {"{\"a\":\"\xF4\x90\x80\x80\"}", "a=!encoding@6"},
    {"{\"a\":\"\xF5\x80\x80\x80\"}", "a=!encoding@6"},
    {"{\"a\":\"\xFF\"}", "a=!encoding@6"},
    {"{\"\xFF\":1}", "!encoding@2"},
    {"{\"a\":[\"\xFF\"]}", "a=!encoding@7"},
    {"{\"a\":\"\xE4\xB8", "a=!truncated@8"},
    /* objects and arrays */
    {"{\"a\":[],\"b\":{},\"c\":[ ],\"d\":{ }}", "a=[] b={} c=[] d={} ."},
    {"{\"a\":[1,\"x\",null,true,false,[],{}],\"b\":2}", "a=[] b=#2 ."},
    {"{\"a\":{\"b\":{\"c\":[{\"d\":1},{\"e\":\"f\"}]},\"g\":[[]]},\"h\":\"i\"}", "a={} h='i' ."},
    {"{\"fieldList\":[{\"path\":\"a.b\",\"message\":\"m\"}],\"message\":\"x\"}",
     "fieldList=[] message='x' ."},
    {"{\"a\":[[1],2]}", "a=[] ."},
    {"{\"a\":{\"b\":{},\"c\":1}}", "a={} ."},
    {"{\"a\":[1,]}", "a=!syntax@8"},
    {"{\"a\":[,1]}", "a=!syntax@6"},
    {"{\"a\":[1 2]}", "a=!syntax@8"},
    {"{\"a\":[[1] 2]}", "a=!syntax@10"},
    {"{\"a\":[1}", "a=!syntax@7"},
    {"{\"a\":[}]", "a=!syntax@6"},
    {"{\"a\":[\"b\":1]}", "a=!syntax@9"},
    {"{\"a\":{\"b\"}}", "a=!syntax@9"},
    {"{\"a\":{\"b\":1,}}", "a=!syntax@12"},
    {"{\"a\":{1:1}}", "a=!syntax@6"},
    {"{\"a\":{\"b\":1]}", "a=!syntax@11"},
    {"{\"a\":[01]}", "a=!syntax@7"},
    {"{\"a\":[\"\\q\"]}", "a=!syntax@7"},
};

START_TEST(reads_as) {
    char members[512];
    const size_t len = strlen(cases[_i].body);
    char *body = exact(cases[_i].body, len);
    describe(body, len, members, sizeof members);
    ck_assert_str_eq(members, cases[_i].members);
    free(body);
}
END_TEST

/* The fault of a cut document is found at its end, unless only whitespace is gone. */
START_TEST(a_cut_is_noticed) {
    char whole[512];
    char part[512];
    char expected[64];
    const char *body = cases[_i].body;
    const size_t len = strlen(body);
    const size_t solid = coserr__trim(body, len).len + (size_t)(coserr__trim(body, len).ptr - body);
    describe(body, len, whole, sizeof whole);
    const bool marked = (unsigned char)*body == 0xEF;
    for (size_t i = marked ? 3 : 0; i < solid && whole[strlen(whole) - 1] == '.'; i++) {
        char *copy = exact(body, i);
        describe(copy, i, part, sizeof part);
        snprintf(expected, sizeof expected, "!truncated@%zu", i);
        const char *fault = strrchr(part, '!');
        ck_assert_ptr_nonnull(fault);
        ck_assert_str_eq(fault, expected);
        free(copy);
    }
}
END_TEST

/* The byte after the body is not mapped. */
START_TEST(reads_nothing_after_the_end) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char members[512];
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(pages, MAP_FAILED);
    ck_assert_int_eq(mprotect(pages + page, page, PROT_NONE), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const size_t len = strlen(cases[i].body);
        for (size_t cut = 0; cut <= len; cut++) {
            char *body = pages + page - cut;
            memcpy(body, cases[i].body, cut);
            describe(body, cut, members, sizeof members);
        }
    }
    munmap(pages, 2 * page);
}
END_TEST

START_TEST(no_body_is_an_empty_one) {
    char members[64];
    describe(NULL, 7, members, sizeof members);
    ck_assert_str_eq(members, "!truncated@0");
}
END_TEST

/* A value that is not read is skipped, and checked all the same. */
START_TEST(values_may_be_left_out) {
    struct coserr__json json;
    const char good[] = "{\"a\":[{\"b\":\"c\"}],\"d\":\"e\"}";
    const char bad[] = "{\"a\":[1,2,],\"d\":\"e\"}";
    coserr__json_begin(&json, good, sizeof good - 1);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
    ck_assert(coserr__equal(json.name.ptr, json.name.len, COSERR_STR("d")));
    ck_assert_int_eq(coserr__json_value(&json, NULL), COSERR__JSON_VALUE);
    ck_assert_uint_eq(json.kind, COSERR__JSON_STRING);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_DONE);
    coserr__json_begin(&json, bad, sizeof bad - 1);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_FAULT);
    ck_assert_uint_eq(json.fault, COSERR_FAULT_SYNTAX);
}
END_TEST

static void nest(char *body, const char *open, const char *close, int depth) {
    strcpy(body, "{\"a\":");
    for (int i = 1; i < depth; i++) {
        strcat(body, open);
    }
    strcat(body, "1");
    for (int i = 1; i < depth; i++) {
        strcat(body, close);
    }
    strcat(body, "}");
}

START_TEST(depth_is_bounded) {
    static const char *const opens[] = {"[", "{\"b\":", "[{\"b\":"};
    static const char *const closes[] = {"]", "}", "}]"};
    char body[1024];
    char members[64];
    char expected[64];
    for (size_t i = 0; i < 2; i++) {
        nest(body, opens[i], closes[i], 64);
        describe(body, strlen(body), members, sizeof members);
        ck_assert_str_eq(members, i == 0 ? "a=[] ." : "a={} .");
        nest(body, opens[i], closes[i], 65);
        describe(body, strlen(body), members, sizeof members);
        snprintf(expected, sizeof expected, "a=!limit@%zu", 5 + 63 * strlen(opens[i]));
        ck_assert_str_eq(members, expected);
    }
    nest(body, opens[2], closes[2], 32); /* 63 levels of both kinds, in turn */
    describe(body, strlen(body), members, sizeof members);
    ck_assert_str_eq(members, "a=[] .");
}
END_TEST

/* A name as long as the reader's buffer, and one that is longer. */
START_TEST(long_names_equal_nothing) {
    static const size_t lengths[] = {63, 64, 65, 4000};
    struct coserr__json json;
    char body[4100];
    for (size_t i = 0; i < COUNT(lengths); i++) {
        const size_t len = lengths[i];
        memcpy(body, "{\"", 2);
        memset(body + 2, 'n', len);
        strcpy(body + 2 + len, "\":1}");
        coserr__json_begin(&json, TEXT(body));
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
        const bool fits = len <= sizeof json.decoded;
        ck_assert(coserr__equal(json.name.ptr, json.name.len, body + 2, len) == fits);
        ck_assert(fits || coserr__equal(json.name.ptr, json.name.len, COSERR_STR("\xFF")));
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_DONE);
    }
}
END_TEST

START_TEST(a_value_without_room_is_counted) {
    const char body[] = "{\"a\":\" 0123456789\\n0123456789 \",\"b\":12}";
    for (size_t size = 0; size < 30; size++) {
        struct coserr__json json;
        coserr_str value;
        char *room = room_for(size);
        struct coserr__sink sink = coserr__sink_over(room, size);
        coserr__json_begin(&json, body, sizeof body - 1);
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
        ck_assert_int_eq(coserr__json_value(&json, &sink), COSERR__JSON_VALUE);
        ck_assert_uint_eq(sink.total, 23);
        ck_assert_uint_eq(sink.text_begin, 1);
        ck_assert_uint_eq(sink.text_end, 22);
        ck_assert(coserr__sink_end(&sink, &value) == (size >= 24));
        ck_assert_str_eq(value.ptr, size >= 24 ? " 0123456789\n0123456789 " : "");
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
        ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_DONE);
        free(room);
    }
}
END_TEST

START_TEST(a_nul_is_a_character) {
    struct coserr__json json;
    char value[8];
    const char body[] = "{\"a\\u0000b\":\"c\\u0000d\"}";
    struct coserr__sink sink = coserr__sink_over(value, sizeof value);
    coserr__json_begin(&json, body, sizeof body - 1);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
    ck_assert(coserr__equal(json.name.ptr, json.name.len, COSERR_STR("a\0b")));
    ck_assert_int_eq(coserr__json_value(&json, &sink), COSERR__JSON_VALUE);
    ck_assert(coserr__equal(value, sink.total, COSERR_STR("c\0d")));
    const char raw[] = "{\"a\":\"\0\"}";
    coserr__json_begin(&json, raw, sizeof raw - 1);
    ck_assert_int_eq(coserr__json_next(&json), COSERR__JSON_MEMBER);
    ck_assert_int_eq(coserr__json_value(&json, NULL), COSERR__JSON_FAULT);
    ck_assert_uint_eq(json.fault, COSERR_FAULT_SYNTAX);
    ck_assert_int_eq(json.pos - json.start, 6);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_reader");
    TCase *tcase = add_case(suite, "json_reader");
    tcase_add_loop_test(tcase, reads_as, 0, COUNT(cases));
    tcase_add_loop_test(tcase, a_cut_is_noticed, 0, COUNT(cases));
    tcase_add_test(tcase, reads_nothing_after_the_end);
    tcase_add_test(tcase, no_body_is_an_empty_one);
    tcase_add_test(tcase, values_may_be_left_out);
    tcase_add_test(tcase, depth_is_bounded);
    tcase_add_test(tcase, long_names_equal_nothing);
    tcase_add_test(tcase, a_value_without_room_is_counted);
    tcase_add_test(tcase, a_nul_is_a_character);
    return run_suite(suite);
}
