/* SPDX-License-Identifier: MIT */
/* The two forms of JSON, read by another library: valid whatever was received, and with the members
 * that the header promises. */
#include "unit.h"

#include <jansson.h>
#include <patterns_codes.h>

static json_t *parse(const char *text) {
    json_error_t fault;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
    ck_assert_msg(json != NULL, "%s in %s", fault.text, text);
    ck_assert_ptr_null(strchr(text, '\n'));
    return json;
}

static json_t *digest(const coserr_error *error, coserr_language language) {
    char text[32768];
    ck_assert_uint_lt(coserr_error_json(error, language, text, sizeof text), sizeof text);
    return parse(text);
}

static json_t *problem(const coserr_error *error, coserr_language language) {
    char text[32768];
    ck_assert_uint_lt(coserr_error_problem(error, language, text, sizeof text), sizeof text);
    return parse(text);
}

static const char *text_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text != NULL ? text : "";
}

static json_int_t number_at(const json_t *json, const char *name) {
    return json_integer_value(json_object_get(json, name));
}

/* All the names of an object, in order. */
static const char *names_of(json_t *json) {
    static char names[1024];
    const char *name;
    json_t *value;
    names[0] = '\0';
    json_object_foreach(json, name, value) {
        strcat(strcat(names, *names != '\0' ? " " : ""), name);
    }
    return names;
}

/* An answer in which everything is known. */
static const coserr_header headers[] = {
    {{"Date", 4}, {"Sat, 31 Jan 2026 12:00:00 GMT", 29}},
    {{"Retry-After", 11}, {"7", 1}},
    {{"x-cos-trace-id", 14}, {"trace", 5}},
};

static void decode(coserr_error *error, const char *body, char *buffer, size_t size) {
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 400,
                                      .operation = PATTERNS_OPERATION_MOVE_THING,
                                      .header_count = COUNT(headers),
                                      .headers = headers,
                                      .body = str(body),
                                      .received_at = INT64_C(1769860800) + 90};
    *error = (coserr_error){.size = sizeof *error};
    ck_assert_int_eq(coserr_decode(patterns_get_catalog(), &response, error, buffer, size), 1);
}

#define BODY                                                                                       \
    "<Error><Code>WithKey</Code><Message>said</Message><Resource>b-1.s.r1.store.test/k</Resource>" \
    "<RequestId>id 1/x</RequestId><ServerTime>2026-01-31T12:00:00Z</ServerTime></Error>"

START_TEST(members) {
    coserr_error error;
    char buffer[512];
    decode(&error, BODY, buffer, sizeof buffer);
    json_t *json = digest(&error, 0);
    ck_assert_str_eq(names_of(json),
                     "schema verdict failed kind http_status code message resource request_id "
                     "trace_id server_time date retry_after bucket region key operation source "
                     "match alias entry category explanation values retry diagnose_url catalog");
    ck_assert_int_eq(number_at(json, "schema"), 1);
    ck_assert_str_eq(text_at(json, "verdict"), "error");
    ck_assert(json_is_true(json_object_get(json, "failed")));
    ck_assert_str_eq(text_at(json, "kind"), "service");
    ck_assert_int_eq(number_at(json, "http_status"), 400);
    ck_assert_str_eq(text_at(json, "code"), "WithKey");
    ck_assert_str_eq(text_at(json, "message"), "said");
    ck_assert_str_eq(text_at(json, "bucket"), "b-1");
    ck_assert_str_eq(text_at(json, "region"), "r1");
    ck_assert_str_eq(text_at(json, "key"), "k");
    ck_assert_str_eq(text_at(json, "operation"), "MoveThing");
    ck_assert_str_eq(text_at(json, "match"), "exact");
    ck_assert(json_is_false(json_object_get(json, "alias")));
    ck_assert_str_eq(text_at(json, "category"), "request");
    ck_assert_str_eq(text_at(json, "diagnose_url"), "https://example.com/diagnose");
    json_decref(json);
}
END_TEST

START_TEST(members_of_members) {
    coserr_error error;
    char buffer[512];
    decode(&error, BODY, buffer, sizeof buffer);
    json_t *json = digest(&error, 0);
    json_t *source = json_object_get(json, "source");
    ck_assert_str_eq(text_at(source, "code"), "body");
    ck_assert_str_eq(text_at(source, "trace_id"), "header");
    ck_assert_str_eq(text_at(source, "bucket"), "resource");
    ck_assert_str_eq(text_at(source, "http_status"), "status");
    json_t *entry = json_object_get(json, "entry");
    ck_assert_str_eq(names_of(entry), "id symbol code http_status");
    ck_assert_int_eq(number_at(entry, "id"), PATTERNS_CODE_WITH_KEY);
    ck_assert_str_eq(text_at(entry, "symbol"), "WITH_KEY");
    json_t *explanation = json_object_get(json, "explanation");
    ck_assert_str_eq(names_of(explanation), "lang message advice detail docs");
    ck_assert_str_eq(text_at(explanation, "lang"), "en");
    ck_assert_str_eq(text_at(explanation, "detail"), "k in b-1, r1.");
    ck_assert(json_is_array(json_object_get(explanation, "docs")));
    json_t *values = json_object_get(json, "values");
    ck_assert_str_eq(names_of(values), "ahead retry_after cam_action cam_source_action");
    ck_assert_str_eq(text_at(values, "ahead"), "90");
    ck_assert_str_eq(text_at(values, "retry_after"), "7");
    ck_assert_str_eq(text_at(values, "cam_source_action"), "things:Read");
    json_t *retry = json_object_get(json, "retry");
    ck_assert_str_eq(names_of(retry), "class hints conditional");
    ck_assert_str_eq(text_at(retry, "class"), "never");
    json_t *catalog = json_object_get(json, "catalog");
    ck_assert_str_eq(text_at(catalog, "name"), "patterns");
    ck_assert_str_eq(text_at(catalog, "version"), "1.2.3");
    json_decref(json);
}
END_TEST

START_TEST(a_case_by_its_alias) {
    coserr_error error;
    char buffer[512];
    decode(&error, "<Error><Code>Splitt</Code><Message>Disk full</Message></Error>", buffer, 512);
    json_t *json = digest(&error, 0);
    ck_assert_str_eq(text_at(json, "match"), "refined");
    ck_assert(json_is_true(json_object_get(json, "alias")));
    ck_assert_str_eq(names_of(json_object_get(json, "entry")), "id symbol code case http_status");
    ck_assert_str_eq(text_at(json_object_get(json, "entry"), "case"), "exact");
    json_decref(json);
}
END_TEST

START_TEST(retired_and_hints) {
    coserr_error error = {.size = sizeof error};
    coserr_explain(patterns_get_catalog(), COSERR_STR("Retired"), 500, NULL, 0, &error);
    json_t *json = digest(&error, 0);
    ck_assert_str_eq(text_at(json_object_get(json, "entry"), "retired"), "2026-02-28");
    json_decref(json);
    coserr_explain(patterns_get_catalog(), COSERR_STR("WithCondition"), 400, NULL, 0, &error);
    json = digest(&error, 0);
    json_t *retry = json_object_get(json, "retry");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(retry, "hints"), 0)),
                     "verify-first");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(retry, "conditional"), 0)),
                     "already-done");
    json_decref(json);
}
END_TEST

/* ------------------------------------------------------------------------------------- RFC 9457 */

START_TEST(problem_members) {
    coserr_error error;
    char buffer[512];
    decode(&error, BODY, buffer, sizeof buffer);
    json_t *json = problem(&error, 0);
    ck_assert_str_eq(names_of(json),
                     "type title status detail instance code category retry advice request_id");
    ck_assert_str_eq(text_at(json, "type"), "about:blank"); /* it has no link */
    ck_assert_str_eq(text_at(json, "title"), "The text of WithKey.");
    ck_assert_int_eq(number_at(json, "status"), 400);
    ck_assert_str_eq(text_at(json, "detail"), "k in b-1, r1.");
    ck_assert_str_eq(text_at(json, "instance"), "urn:coserr:request:id%201%2Fx");
    ck_assert_str_eq(text_at(json, "code"), "WithKey");
    ck_assert_str_eq(text_at(json, "category"), "request");
    ck_assert_str_eq(text_at(json, "retry"), "never");
    ck_assert_str_eq(text_at(json, "advice"), "The advice of WithKey.");
    ck_assert_str_eq(text_at(json, "request_id"), "id 1/x");
    json_decref(json);
}
END_TEST

START_TEST(problem_without_values) {
    coserr_error error = {.size = sizeof error};
    const coserr_catalog *catalog = patterns_get_catalog();
    coserr_explain(catalog, COSERR_STR("Plain"), 404, NULL, 0, &error);
    json_t *json = problem(&error, coserr_match_language(catalog, COSERR_STR("zh")));
    ck_assert_str_eq(names_of(json), "type title status detail code category retry advice");
    ck_assert_str_eq(text_at(json, "type"), "https://example.com/zh/1#a");
    ck_assert_str_eq(text_at(json, "title"), "plain 的说明。");
    ck_assert_str_eq(text_at(json, "detail"), "plain 的建议。"); /* no detail: the advice */
    json_decref(json);
    coserr_explain(catalog, NULL, 0, 0, NULL, 0, &error);
    json = problem(&error, 0);
    ck_assert_str_eq(names_of(json), "type title detail category retry advice");
    json_decref(json);
    ck_assert_int_eq(coserr_from_client(catalog, COSERR_STR("NoAnswer"), &error), 1);
    json = problem(&error, 0);
    ck_assert_str_eq(text_at(json, "code"), "NoAnswer");
    ck_assert_str_eq(text_at(json, "retry"), "transient");
    json_decref(json);
}
END_TEST

START_TEST(nothing) {
    char text[64];
    coserr_error error = {.size = sizeof error};
    (void)coserr_error_problem(NULL, 0, text, sizeof text);
    ck_assert_str_eq(text, "{}");
    (void)coserr_error_problem(&error, 0, text, sizeof text);
    ck_assert_str_eq(text, "{}");
    (void)coserr_error_json(NULL, 0, text, sizeof text);
    ck_assert_str_eq(text, "{\"schema\":1}");
}
END_TEST

/* An instance is a URN whatever the request id: of unreserved characters and whole escapes, also
 * where it is very long. */
START_TEST(instances) {
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=:";
    char id[3000];
    for (size_t len = 1; len < sizeof id; len += len < 40 ? 1 : 331) {
        memset(id, '/', len);
        memset(id, 'a', len % 3);
        coserr_error error = {.size = sizeof error};
        coserr_explain(NULL, COSERR_STR("NoSuchKey"), 404, NULL, 0, &error);
        error.request_id = (coserr_str){id, len};
        json_t *json = problem(&error, 0);
        const char *at = text_at(json, "instance");
        ck_assert(*at == '\0' || strncmp(at, "urn:coserr:request:", 19) == 0);
        ck_assert(*at != '\0' || len > 600); /* left out rather than cut */
        for (at += strspn(at, allowed); *at != '\0'; at += strspn(at, allowed)) {
            ck_assert_msg(strncmp(at, "%2F", 3) == 0, "'%s' of %zu", at, len);
            at += 3;
        }
        json_decref(json);
    }
}
END_TEST

/* ------------------------------------------------------------------------------ anything at all */

/* Every byte in every value, in the middle and at the end. */
START_TEST(any_bytes) {
    for (unsigned c = 0; c < 256; c++) {
        for (size_t len = 1; len <= 4; len++) {
            char value[5] = {'a', 'b', 'c', 'd', 'e'};
            value[len - 1] = (char)c;
            coserr_error error = {.size = sizeof error};
            coserr_explain(NULL, COSERR_STR("NoSuchKey"), 404, value, len, &error);
            error.bucket = error.key = error.resource = error.request_id = error.retry_after =
                (coserr_str){value, len};
            json_decref(digest(&error, 1));
            json_decref(problem(&error, 1));
        }
    }
}
END_TEST

START_TEST(long_values) {
    enum { LONG = 5000 };
    char value[LONG];
    for (size_t len = 600; len < LONG; len += 37) {
        memset(value, 'v', len);
        for (size_t i = 1; i + 3 <= len; i += 3) {
            memcpy(value + i, "磁", 3);
        }
        coserr_error error = {.size = sizeof error};
        coserr_explain(NULL, COSERR_STR("NoSuchBucket"), 404, NULL, 0, &error);
        error.bucket = error.key = error.request_id = (coserr_str){value, len};
        json_decref(digest(&error, 0));
        json_decref(problem(&error, 0));
    }
}
END_TEST

/* Every entry of both catalogs in every language. */
START_TEST(every_entry) {
    const coserr_catalog *catalogs[] = {coserr_get_catalog(), patterns_get_catalog()};
    for (size_t i = 0; i < COUNT(catalogs); i++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(catalogs[i], COSERR_KIND_SERVICE, entry)) != NULL) {
            coserr_error error = {.size = sizeof error, .failed = 1, .kind = COSERR_KIND_SERVICE};
            error.entry = entry;
            for (coserr_language language = 0; language < 3; language++) {
                json_decref(digest(&error, language));
                json_decref(problem(&error, language));
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("digest");
    TCase *tcase = add_case(suite, "the library's form");
    tcase_add_test(tcase, members);
    tcase_add_test(tcase, members_of_members);
    tcase_add_test(tcase, a_case_by_its_alias);
    tcase_add_test(tcase, retired_and_hints);
    tcase = add_case(suite, "RFC 9457");
    tcase_add_test(tcase, problem_members);
    tcase_add_test(tcase, problem_without_values);
    tcase_add_test(tcase, nothing);
    tcase_add_test(tcase, instances);
    tcase = add_case(suite, "any values");
    tcase_add_test(tcase, any_bytes);
    tcase_add_test(tcase, long_values);
    tcase_add_test(tcase, every_entry);
    return run_suite(suite);
}
