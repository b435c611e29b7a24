/* SPDX-License-Identifier: MIT */
/* Values of an occurrence, and the sentence that they choose. The catalog is data/patterns.yaml. */
#include "images.h"
#include "occurrence.h"

#include <patterns_codes.h>

/* Noon of 2026-01-31. */
#define NOON INT64_C(1769860800)
#define NOON_ISO "2026-01-31T12:00:00Z"
#define NOON_HTTP "Sat, 31 Jan 2026 12:00:00 GMT"

static void assert_value(const coserr_error *error, uint32_t value, const char *expected) {
    char text[512];
    const size_t len = coserr_error_value(error, value, text, sizeof text);
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(len, strlen(expected));
}

/* ----------------------------------------------------------------------- bucket, region and key */

static const struct {
    const char *resource;
    const char *bucket;
    const char *region;
    const char *key;
} resources[] = {
    {"b-1.s.r1.store.test/a/b.txt", "b-1", "r1", "a/b.txt"},
    {"b-1.s.r1.store.test/", "b-1", "r1", ""},
    {"b-1.s.r1.store.test", "b-1", "r1", ""},
    {"B-1.S.R1.Store.Test/K", "B-1", "R1", "K"},
    {"b-1.s.r1.store.test:443/k", "b-1", "r1", ""}, /* a port is not expected here */
    {"b-1.fast.store.test/k", "b-1", "", "k"},
    {"api.store.test/k", "", "", "k"},
    {"/k", "", "", "k"},
    {"/a/b/c", "", "", "a/b/c"},
    {"/", "", "", ""},
    {"//", "", "", "/"},
    {"k", "", "", ""},
    {"www.example.com/k", "", "", ""},
    {"b-1.s.r1.store.test.evil/k", "", "", ""},
    {".s.r1.store.test/k", "", "", ""},
    {"b-1.s..store.test/k", "", "", ""},
    {"a.b-1.s.r1.store.test/k", "", "", ""},
    {"b-1.s.r1.store.tes/k", "", "", ""},
    {"https://b-1.s.r1.store.test/k", "", "", ""},
};

START_TEST(resource) {
    struct decoded decoded;
    const struct occurrence given = {.code = "WithKey", .resource = resources[_i].resource};
    const coserr_error *error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_BUCKET, resources[_i].bucket);
    assert_value(error, COSERR_VALUE_REGION, resources[_i].region);
    assert_value(error, COSERR_VALUE_KEY, resources[_i].key);
    assert_value(error, COSERR_VALUE_RESOURCE, resources[_i].resource);
    ck_assert_uint_eq(error->source[COSERR_FIELD_BUCKET],
                      *resources[_i].bucket != '\0' ? COSERR_SOURCE_RESOURCE : COSERR_SOURCE_NONE);
    ck_assert_uint_eq(error->source[COSERR_FIELD_KEY],
                      *resources[_i].key != '\0' ? COSERR_SOURCE_RESOURCE : COSERR_SOURCE_NONE);
}
END_TEST

/* What the caller says beats what the resource says, one by one. */
START_TEST(arguments_first) {
    struct decoded decoded;
    struct occurrence given = {
        .code = "WithKey", .resource = "b-1.s.r1.store.test/k", .region = "r9"};
    const coserr_error *error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_BUCKET, "b-1");
    assert_value(error, COSERR_VALUE_REGION, "r9");
    ck_assert_uint_eq(error->source[COSERR_FIELD_REGION], COSERR_SOURCE_ARGUMENT);
    ck_assert_uint_eq(error->source[COSERR_FIELD_KEY], COSERR_SOURCE_RESOURCE);
    given.bucket = "c-2";
    given.key = "x";
    error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_BUCKET, "c-2");
    assert_value(error, COSERR_VALUE_KEY, "x");
}
END_TEST

/* Also where the caller filled in an error without saying where its values are from. */
START_TEST(filled_in_first) {
    coserr_error error = {.size = sizeof error, .failed = 1, .kind = COSERR_KIND_SERVICE};
    error.code = str("WithKey");
    error.resource = str("b-1.s.r1.store.test/k");
    error.key = str("x");
    ck_assert_int_eq(coserr_resolve(patterns_get_catalog(), &error), 1);
    assert_value(&error, COSERR_VALUE_KEY, "x");
    assert_value(&error, COSERR_VALUE_BUCKET, "b-1");
    ck_assert_uint_eq(error.source[COSERR_FIELD_BUCKET], COSERR_SOURCE_RESOURCE);
    ck_assert_uint_eq(error.source[COSERR_FIELD_KEY], COSERR_SOURCE_NONE);
}
END_TEST

/* By the host names of COS. */
START_TEST(resource_of_cos) {
    struct decoded decoded;
    const struct occurrence given = {
        .code = "NoSuchKey",
        .catalog = coserr_get_catalog(),
        .resource = "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a b"};
    const coserr_error *error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_BUCKET, "examplebucket-1250000000");
    assert_value(error, COSERR_VALUE_REGION, "ap-guangzhou");
    assert_value(error, COSERR_VALUE_KEY, "a b");
    assert_detail(&given, "en", "The request looked for a b in examplebucket-1250000000.");
}
END_TEST

static const struct {
    const char *bucket;
    const char *detail;
} buckets[] = {
    {"examplebucket-1250000000", "examplebucket-1250000000 is long."},
    {"a-1", "a-1 is long."},
    {"examplebucket", "examplebucket is short."},
    {"example-bucket", "example-bucket is short."},
    {"example1250000000", "example1250000000 is short."},
    {"example-", "example- is short."},
    {"example-12a", "example-12a is short."},
    {"1250000000", "1250000000 is short."},
    {NULL, ""},
};

START_TEST(short_bucket) {
    const struct occurrence given = {.code = "WithName", .bucket = buckets[_i].bucket};
    assert_detail(&given, "en", buckets[_i].detail);
}
END_TEST

/* ---------------------------------------------------------------------------------------- clock */

static const struct {
    int64_t received_at;
    const char *server_time;
    const char *date;
    const char *detail;
} clocks[] = {
    {NOON + 29, NOON_ISO, NULL, ""},
    {NOON + 30, NOON_ISO, NULL, "30 s ahead."},
    {NOON + 31, NOON_ISO, NULL, "31 s ahead."},
    {NOON - 29, NOON_ISO, NULL, ""},
    {NOON - 30, NOON_ISO, NULL, "30 s behind."},
    {NOON - 31, NOON_ISO, NULL, "31 s behind."},
    {NOON, NOON_ISO, NULL, ""},
    {NOON + 86400, NULL, NOON_HTTP, "86400 s ahead."},
    {NOON - 3600, NULL, NOON_HTTP, "3600 s behind."},
    {NOON + 60, NOON_ISO, "Sat, 31 Jan 2026 11:00:00 GMT", "60 s ahead."}, /* the body first */
    {NOON + 60, "noon", NOON_HTTP, "60 s ahead."},
    {0, NOON_ISO, NOON_HTTP, ""},
    {NOON + 60, NULL, NULL, ""},
    {1, NOON_ISO, NULL, "1769860799 s behind."},
    {-1, NOON_ISO, NULL, ""},
    {INT64_MIN, NOON_ISO, NULL, ""},
    {INT64_MAX, NOON_ISO, NULL, "9223372035084915007 s ahead."},
};

START_TEST(clock_skew) {
    const struct occurrence given = {.code = "WithClock",
                                     .received_at = clocks[_i].received_at,
                                     .server_time = clocks[_i].server_time,
                                     .date = clocks[_i].date};
    assert_detail(&given, "en", clocks[_i].detail);
}
END_TEST

START_TEST(only_one_of_ahead_and_behind) {
    struct decoded decoded;
    struct occurrence given = {
        .code = "WithClock", .server_time = NOON_ISO, .received_at = NOON + 90};
    const coserr_error *error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_AHEAD, "90");
    assert_value(error, COSERR_VALUE_BEHIND, "");
    given.received_at = NOON - 90;
    error = decode(&decoded, &given);
    assert_value(error, COSERR_VALUE_AHEAD, "");
    assert_value(error, COSERR_VALUE_BEHIND, "90");
}
END_TEST

/* ---------------------------------------------------------------------------------- retry_after */

static const struct {
    const char *retry_after;
    const char *date;
    int64_t received_at;
    const char *detail;
} waits[] = {
    {"7", NULL, 0, "Wait 7 s."},
    {"0", NULL, 0, "Wait 0 s."},
    {" 120 ", NULL, 0, "Wait 120 s."},
    {"Sat, 31 Jan 2026 12:00:45 GMT", NOON_HTTP, 0, "Wait 45 s."},
    {"Sat, 31 Jan 2026 12:00:45 GMT", NULL, NOON, "Wait 45 s."},
    {"Sat, 31 Jan 2026 12:00:45 GMT", NOON_HTTP, NOON - 100, "Wait 45 s."}, /* the server's clock */
    {"Sat, 31 Jan 2026 11:00:00 GMT", NOON_HTTP, 0, "Wait 0 s."},
    {"Sat, 31 Jan 2026 12:00:45 GMT", NULL, 0, ""},
    {"Sat, 31 Jan 2026 12:00:45 GMT", NULL, INT64_MIN, ""},
    {"-1", NULL, 0, ""},
    {"soon", NULL, NOON, ""},
    {"7 s", NULL, NOON, ""},
    {NULL, NOON_HTTP, NOON, ""},
};

START_TEST(retry_after) {
    const struct occurrence given = {.code = "WithWait",
                                     .retry_after = waits[_i].retry_after,
                                     .date = waits[_i].date,
                                     .received_at = waits[_i].received_at};
    assert_detail(&given, "en", waits[_i].detail);
}
END_TEST

/* -------------------------------------------------------------------------------------- actions */

START_TEST(actions) {
    struct occurrence given = {
        .code = "WithAction", .resource = "/k", .operation = PATTERNS_OPERATION_MOVE_THING};
    assert_detail(&given, "en", "things:Write and things:Read on /k.");
    given.operation = PATTERNS_OPERATION_LIST_THINGS; /* no source */
    assert_detail(&given, "en", "things:List alone.");
    given.operation = PATTERNS_OPERATION_MOVE_THING;
    given.resource = NULL;
    assert_detail(&given, "en", "things:Write alone.");
    given.operation = 0;
    assert_detail(&given, "en", "");
    given.operation = 999;
    assert_detail(&given, "en", "");
    /* An operation of COS is none of this catalog. */
    given.operation = COSERR_OPERATION_PUT_OBJECT;
    assert_detail(&given, "en", "");
}
END_TEST

/* ------------------------------------------------------------------------------------ sentences */

START_TEST(first_with_all_values) {
    struct occurrence given = {.code = "WithKey", .key = "k"};
    assert_detail(&given, "en", "k alone.");
    given.bucket = "b";
    assert_detail(&given, "en", "k alone.");
    given.region = "r";
    assert_detail(&given, "en", "k in b, r.");
    given.key = NULL;
    assert_detail(&given, "en", "");
}
END_TEST

START_TEST(languages) {
    const struct occurrence given = {.code = "WithKey", .key = "k", .bucket = "b", .region = "r"};
    assert_detail(&given, "en", "k in b, r.");
    assert_detail(&given, "zh-CN", "r 的 b 中的 k。");
    assert_detail(&given, "fr", "k in b, r."); /* lacks it */
    assert_detail(&given, "ja", "k in b, r.");
}
END_TEST

START_TEST(none_without_details) {
    const struct occurrence given = {.code = "Plain", .key = "k", .bucket = "b"};
    assert_detail(&given, "en", "");
    char text[8] = "x";
    ck_assert_uint_eq(coserr_error_detail(NULL, 0, text, sizeof text), 0);
    ck_assert_str_eq(text, "");
    coserr_error empty = {.size = sizeof empty};
    strcpy(text, "x");
    ck_assert_uint_eq(coserr_error_detail(&empty, 0, text, sizeof text), 0);
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(coserr_error_value(&empty, COSERR_VALUE_KEY, text, sizeof text), 0);
}
END_TEST

/* In an image of a newer catalog: a sentence with a value that this library does not know is not
 * shown, and braces that do not close hurt nobody. */
START_TEST(unknown_placeholders) {
    static const char *const changes[][2] = {{"{key} alone.", "{kex} alone."},
                                             {"{key} alone.", "{} {} alone."},
                                             {"{key} alone.", "{key alone. "},
                                             {"{key} alone.", "{key} alone{"},
                                             {"{key} alone.", "{KEY} alone."}};
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct image_file image = read_image(TEST_IMAGES "/patterns.image");
        replace_text(image, changes[i][0], changes[i][1]);
        repair_image(image);
        struct occurrence given = {.code = "WithKey", .key = "k", .catalog = load_image(image)};
        assert_detail(&given, "en", "");
        given.bucket = "b";
        given.region = "r";
        assert_detail(&given, "en", "k in b, r.");
        free(image.bytes);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("detail");
    TCase *tcase = add_case(suite, "values");
    tcase_add_loop_test(tcase, resource, 0, (int)COUNT(resources));
    tcase_add_test(tcase, arguments_first);
    tcase_add_test(tcase, filled_in_first);
    tcase_add_test(tcase, resource_of_cos);
    tcase_add_loop_test(tcase, short_bucket, 0, (int)COUNT(buckets));
    tcase_add_loop_test(tcase, clock_skew, 0, (int)COUNT(clocks));
    tcase_add_test(tcase, only_one_of_ahead_and_behind);
    tcase_add_loop_test(tcase, retry_after, 0, (int)COUNT(waits));
    tcase_add_test(tcase, actions);
    tcase = add_case(suite, "sentences");
    tcase_add_test(tcase, first_with_all_values);
    tcase_add_test(tcase, languages);
    tcase_add_test(tcase, none_without_details);
    tcase_add_test(tcase, unknown_placeholders);
    return run_suite(suite);
}
