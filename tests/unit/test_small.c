/* SPDX-License-Identifier: MIT */
/* A second catalog beside COS's, under its own prefix, with what that one does not have: a language
 * with gaps, a retired code, no diagnosis page. The functions for entries serve both. */
#include "unit.h"

#include "small_codes.h"

COSERR_DECLARE_CATALOG(small);

START_TEST(its_own_names_and_numbers) {
    uint32_t match;
    const coserr_entry *entry = small_find_entry(TEXT("BadRequest"), 400, &match);
    ck_assert_uint_eq(match, (uint32_t)COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS);
    ck_assert_uint_eq(coserr_entry_id(entry), SMALL_CODE_BAD_REQUEST);
    ck_assert_str_eq(coserr_entry_code(entry), "BadRquest");
    ck_assert_ptr_ne(entry, coserr_find_entry(TEXT("BadRequest"), 400, NULL));
    ck_assert_ptr_eq(small_get_entry(SMALL_CODE_BAD_REQUEST, 0), entry);
    small_find_entry(TEXT("SlowDown"), 503, &match);
    ck_assert_uint_eq(match, COSERR_MATCH_FAMILY);
    ck_assert_str_eq(coserr_entry_message(small_get_family(404), NULL, 0, NULL), "Family 404.");
    ck_assert_uint_eq(coserr_entry_id(small_find_client(TEXT("NoAnswer"))),
                      SMALL_CODE_CLIENT_NO_ANSWER);
    ck_assert_ptr_null(small_find_client(TEXT("ConnectionTimeout")));
}
END_TEST

START_TEST(its_own_refinement) {
    uint32_t match = 0;
    const coserr_entry *denied = small_find_entry(TEXT("AccessDenied"), 403, NULL);
    const coserr_entry *entry = coserr_refine_entry(denied, TEXT("Request has expired"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_REFINED);
    ck_assert_ptr_eq(entry, small_find_entry(TEXT("Request has expired"), 403, NULL));
}
END_TEST

/* Text by text: the message is there in French, the advice is not. */
START_TEST(gaps_fall_back) {
    const char *used;
    const coserr_entry *entry = small_find_entry(TEXT("NoSuchKey"), 404, NULL);
    ck_assert_str_eq(coserr_entry_message(entry, COSERR_STR("fr-CA"), &used),
                     "Cette cl\xC3\xA9 n'existe pas.");
    ck_assert_str_eq(used, "fr");
    ck_assert_str_eq(coserr_entry_advice(entry, COSERR_STR("fr-CA"), &used), "Compare the key.");
    ck_assert_str_eq(used, "en");
    ck_assert_str_eq(coserr_entry_doc(entry, 0, COSERR_STR("fr")), "https://example.com/fr/1");
    ck_assert_str_eq(coserr_entry_doc(entry, 1, COSERR_STR("fr")),
                     "https://example.com/en/limits.html");
    ck_assert_str_eq(coserr_entry_doc(entry, 0, COSERR_STR("zh")), "https://example.com/zh/1#a");
}
END_TEST

START_TEST(languages_and_header) {
    const coserr_catalog *catalog = small_get_catalog();
    ck_assert_str_eq(coserr_catalog_name(catalog), "small");
    ck_assert_str_eq(coserr_catalog_version(catalog), "2.10.3");
    ck_assert_str_eq(coserr_catalog_diagnose_url(catalog), "");
    ck_assert_str_eq(coserr_catalog_language(catalog, 2), "fr");
    ck_assert_str_eq(coserr_match_language(catalog, COSERR_STR("fr_CA.UTF-8")), "fr");
    ck_assert_str_eq(coserr_accept_language(catalog, COSERR_STR("de,fr;q=0.5,zh;q=0.6")), "zh-CN");
}
END_TEST

START_TEST(a_retired_code_is_still_looked_up) {
    const coserr_entry *entry = small_find_entry(TEXT("InvalidState"), 409, NULL);
    ck_assert_str_eq(coserr_entry_retired(entry), "2026-02-28");
    ck_assert_uint_eq(coserr_entry_retry_class(entry), COSERR_RETRY_CONFLICT);
    entry = small_find_entry(TEXT("InvalidState"), 403, NULL);
    ck_assert_uint_eq(coserr_entry_hints(entry),
                      (uint32_t)COSERR_HINT_RESTORE_FIRST | COSERR_HINT_WAIT);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("small");
    TCase *tcase = add_case(suite, "small");
    tcase_add_test(tcase, its_own_names_and_numbers);
    tcase_add_test(tcase, its_own_refinement);
    tcase_add_test(tcase, gaps_fall_back);
    tcase_add_test(tcase, languages_and_header);
    tcase_add_test(tcase, a_retired_code_is_still_looked_up);
    return run_suite(suite);
}
