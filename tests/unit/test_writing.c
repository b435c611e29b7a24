/* SPDX-License-Identifier: MIT */
/* How values are written into sentences, and texts into buffers of any size. */
#include "occurrence.h"

static const struct {
    const char *key;
    const char *detail;
} harmful[] = {
    {"a&#10;b", "a b alone."},
    {"a&#9;b&#13;c", "a b c alone."},
    {"a\x7f"
     "b",
     "a b alone."},
    {"a\xC2\x85"
     "b",
     "a b alone."}, /* C1 */
    {"a\xE2\x80\xAE"
     "b",
     "a b alone."}, /* U+202E, right-to-left override */
    {"a\xE2\x81\xA6"
     "b\xE2\x81\xA9",
     "a b  alone."}, /* U+2066, U+2069 */
    {"a\xE2\x80\xA8"
     "b",
     "a b alone."}, /* U+2028, line separator */
    {"a\xEF\xBB\xBF"
     "b",
     "a b alone."}, /* U+FEFF */
    {"a\xD8\x9C"
     "b",
     "a b alone."}, /* U+061C */
    {"a\xE2\x80\x8E"
     "b\xE2\x80\x8F",
     "a b  alone."}, /* U+200E, U+200F */
    {"磁盘", "磁盘 alone."},
    {"{bucket}", "{bucket} alone."},
    {"%s%n", "%s%n alone."},
};

START_TEST(harmless) {
    struct decoded decoded;
    char body[256];
    char text[256];
    snprintf(body, sizeof body, "<Error><Code>WithKey</Code><Resource>/%s</Resource></Error>",
             harmful[_i].key);
    const coserr_response response = {
        .size = sizeof response, .http_status = 400, .body = str(body)};
    decoded.error = (coserr_error){.size = sizeof decoded.error};
    ck_assert_int_eq(coserr_decode(patterns_get_catalog(), &response, &decoded.error,
                                   decoded.buffer, sizeof decoded.buffer),
                     1);
    const size_t len = coserr_error_detail(&decoded.error, 0, text, sizeof text);
    ck_assert_str_eq(text, harmful[_i].detail);
    ck_assert_uint_eq(len, strlen(text));
}
END_TEST

/* From the caller, any bytes: what is not UTF-8 is a question mark each, a NUL is a space. The
 * value itself stays as it is. */
START_TEST(bytes_from_the_caller) {
    static const char key[] = "a\xff\x80"
                              "b\0c\xE7\xA3";
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 400,
                                      .body = str("<Error><Code>WithKey</Code></Error>"),
                                      .key = {key, sizeof key - 1}};
    coserr_error error = {.size = sizeof error};
    char buffer[64];
    char text[64];
    ck_assert_int_eq(coserr_decode(patterns_get_catalog(), &response, &error, buffer, 64), 1);
    ck_assert_uint_eq(coserr_error_detail(&error, 0, text, sizeof text), 15);
    ck_assert_str_eq(text, "a??b c?? alone.");
    ck_assert_uint_eq(coserr_error_value(&error, COSERR_VALUE_KEY, text, sizeof text),
                      sizeof key - 1);
    ck_assert_mem_eq(text, key, sizeof key - 1);
}
END_TEST

/* Where a text that is cut to fewer than `size` bytes ends: at a character. */
static size_t cut_of(const char *whole, size_t len, size_t size) {
    size_t end = len < size ? len : size - 1;
    while (end > 0 && ((unsigned char)whole[end] & 0xC0) == 0x80) {
        end--;
    }
    return end;
}

/* A value is cut after the last whole character within 200 bytes: with characters of three bytes
 * after `ascii` others. */
START_TEST(long_values) {
    for (size_t ascii = 0; ascii < 6; ascii++) {
        for (size_t len = 190; len < 320; len++) {
            char key[400];
            char expected[400];
            memset(key, 'k', len);
            for (size_t i = ascii; i + 3 <= len; i += 3) {
                memcpy(key + i, "\xE7\xA3\x81", 3);
            }
            key[len] = '\0';
            const size_t whole = cut_of(key, len, 201);
            snprintf(expected, sizeof expected, "%.*s alone.", (int)whole, key);
            const struct occurrence given = {.code = "WithKey", .key = key};
            assert_detail(&given, "en", expected);
        }
    }
}
END_TEST

/* --------------------------------------------------------------------------- as snprintf writes */

typedef size_t write_fn(const coserr_error *error, char *buffer, size_t size);

static size_t write_detail(const coserr_error *error, char *buffer, size_t size) {
    const coserr_catalog *catalog = coserr_entry_catalog(error->entry);
    return coserr_error_detail(error, coserr_match_language(catalog, COSERR_STR("zh-CN")), buffer,
                               size);
}

static size_t write_value(const coserr_error *error, char *buffer, size_t size) {
    return coserr_error_value(error, COSERR_VALUE_KEY, buffer, size);
}

static size_t write_json(const coserr_error *error, char *buffer, size_t size) {
    return coserr_error_json(error, 1, buffer, size);
}

static size_t write_problem(const coserr_error *error, char *buffer, size_t size) {
    return coserr_error_problem(error, 1, buffer, size);
}

static write_fn *const writers[] = {write_detail, write_value, write_json, write_problem};

START_TEST(every_size) {
    const struct occurrence given = {
        .code = "WithKey", .key = "磁é盘.txt", .bucket = "b", .region = "r", .resource = "/x"};
    struct decoded decoded;
    char whole[4096];
    const coserr_error *error = decode(&decoded, &given);
    const size_t len = writers[_i](error, whole, sizeof whole);
    ck_assert_uint_eq(strlen(whole), len);
    ck_assert_uint_gt(len, 5);
    ck_assert_uint_eq(writers[_i](error, NULL, 0), len);
    ck_assert_uint_eq(writers[_i](error, NULL, 9), len);
    for (size_t size = 0; size <= len + 3; size++) {
        char *buffer = room_for(size);
        memset(buffer, 'Z', size > 0 ? size : 1);
        ck_assert_uint_eq(writers[_i](error, buffer, size), len);
        if (size == 0) {
            ck_assert_int_eq(buffer[0], 'Z');
        } else {
            const size_t end = cut_of(whole, len, size);
            ck_assert_mem_eq(buffer, whole, end);
            ck_assert_int_eq(buffer[end], '\0');
        }
        free(buffer);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("writing");
    TCase *tcase = add_case(suite, "writing");
    tcase_add_loop_test(tcase, harmless, 0, (int)COUNT(harmful));
    tcase_add_test(tcase, bytes_from_the_caller);
    tcase_add_test(tcase, long_values);
    tcase_add_loop_test(tcase, every_size, 0, (int)COUNT(writers));
    return run_suite(suite);
}
