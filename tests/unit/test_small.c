/* SPDX-License-Identifier: MIT */
/* A second catalog beside that of COS, under its own prefix, with what that one does not have: a
 * language with gaps, a retired code, no diagnosis page. The functions for entries serve both. */
#include "unit.h"

#include "small_codes.h"

START_TEST(its_own_names_and_numbers) {
    uint32_t match;
    const coserr_entry *entry = small_find_entry(TEXT("BadRequest"), 400, &match);
    ck_assert_uint_eq(match, (uint32_t)COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS);
    ck_assert_uint_eq(coserr_entry_id(entry), SMALL_CODE_BAD_REQUEST);
    ck_assert_str_eq(coserr_entry_code(entry), "BadRquest");
    ck_assert_ptr_ne(entry, coserr_find_entry(NULL, TEXT("BadRequest"), 400, NULL));
    ck_assert_ptr_eq(small_get_entry(SMALL_CODE_BAD_REQUEST, 0), entry);
    ck_assert_ptr_eq(coserr_find_entry(small_get_catalog(), TEXT("BadRequest"), 400, NULL), entry);
    ck_assert_ptr_eq(coserr_entry_catalog(entry), small_get_catalog());
    small_find_entry(TEXT("SlowDown"), 503, &match);
    ck_assert_uint_eq(match, COSERR_MATCH_FAMILY);
    ck_assert_str_eq(coserr_entry_message(small_get_family(404), 0, NULL), "Family 404.");
    ck_assert_uint_eq(coserr_entry_id(small_find_client(TEXT("NoAnswer"))),
                      SMALL_CODE_CLIENT_NO_ANSWER);
    ck_assert_ptr_null(small_find_client(TEXT("ConnectionTimeout")));
    ck_assert_str_eq(coserr_entry_code(small_next_entry(COSERR_KIND_CLIENT, NULL)), "NoAnswer");
    ck_assert_ptr_null(small_get_entry(1000, 0));
}
END_TEST

START_TEST(its_own_refinement_and_case) {
    uint32_t match = 0;
    const coserr_entry *denied = small_find_entry(TEXT("AccessDenied"), 403, NULL);
    const coserr_entry *entry = coserr_refine_entry(denied, TEXT("Request has expired"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_REFINED);
    ck_assert_ptr_eq(entry, small_find_entry(TEXT("Request has expired"), 403, NULL));
    entry = coserr_refine_entry(denied, TEXT("Guests may not read."), &match);
    ck_assert_str_eq(coserr_entry_case(entry), "guest");
    ck_assert_ptr_eq(coserr_entry_base(entry), denied);
    ck_assert_ptr_eq(coserr_refine_entry(denied, TEXT("Guests may not read"), NULL), denied);
}
END_TEST

/* The size of the buffer does not change what a message leads to, whatever its length and the
 * whitespace around it. */
START_TEST(a_case_without_room) {
    static const struct {
        const char *begin;
        int filled;
        const char *end;
        bool fits;
    } messages[] = {
        {"Guests may not ", 0, ".", true},
        {"Guests may not ", 4, ".", true},
        {" \nGuests may not ", 4, ". \t ", true},
        {"Guests may not ", 112, ".", true}, /* 128 bytes: as many as either end is kept */
        {"Guests may not ", 113, ".", true},
        {"  Guests may not ", 300, ".  ", true},
        {"Guests may not ", 4, "", false},
        {"Guests may not ", 300, ". x", false},
        {"Gests may not ", 300, ".", false},
        {"Guests may not.", 0, "", false},
    };
    for (size_t i = 0; i < COUNT(messages); i++) {
        for (size_t room = 0; room < 700; room += 7) {
            char body[1024];
            char filler[301];
            memset(filler, 'x', sizeof filler);
            filler[messages[i].filled] = '\0';
            snprintf(body, sizeof body,
                     "<Error><Code>AccessDenied</Code><Message>%s%s%s</Message></Error>",
                     messages[i].begin, filler, messages[i].end);
            coserr_response response = {
                .size = sizeof response, .http_status = 403, .body = str(body)};
            coserr_error error = {.size = sizeof error};
            char *buffer = room_for(room);
            ck_assert_int_eq(small_decode(&response, &error, buffer, room), 1);
            ck_assert_str_eq(coserr_entry_case(error.entry), messages[i].fits ? "guest" : "");
            free(buffer);
        }
    }
}
END_TEST

/* A text that French lacks is English; coserr_entry_language() speaks of the message. */
START_TEST(gaps_fall_back) {
    const coserr_catalog *catalog = small_get_catalog();
    const coserr_language french = coserr_match_language(catalog, TEXT("fr-CA"));
    const coserr_language chinese = coserr_match_language(catalog, TEXT("zh"));
    const coserr_entry *entry = small_find_entry(TEXT("NoSuchKey"), 404, NULL);
    ck_assert_str_eq(coserr_entry_message(entry, french, NULL), "Cette cl\xC3\xA9 n'existe pas.");
    ck_assert_str_eq(coserr_entry_language(entry, french), "fr");
    ck_assert_str_eq(coserr_entry_advice(entry, french, NULL), "Compare the key.");
    ck_assert_str_eq(coserr_entry_doc(entry, 0, french, NULL), "https://example.com/fr/1");
    ck_assert_str_eq(coserr_entry_doc(entry, 1, french, NULL),
                     "https://example.com/en/limits.html");
    ck_assert_str_eq(coserr_entry_doc(entry, 0, chinese, NULL), "https://example.com/zh/1#a");
    entry = small_find_entry(TEXT("AccessDenied"), 403, NULL);
    ck_assert_str_eq(coserr_entry_language(entry, french), "en");
    ck_assert_str_eq(coserr_entry_message(entry, french, NULL), "Access is denied.");
}
END_TEST

START_TEST(languages_and_header) {
    const coserr_catalog *catalog = small_get_catalog();
    ck_assert_str_eq(coserr_catalog_name(catalog), "small");
    ck_assert_str_eq(coserr_catalog_version(catalog), "2.10.3");
    ck_assert_str_eq(coserr_catalog_diagnose_url(catalog), "");
    ck_assert_str_eq(coserr_catalog_language(catalog, 2), "fr");
    ck_assert_ptr_null(coserr_catalog_language(catalog, 3));
    ck_assert_str_eq(
        coserr_language_tag(catalog, coserr_match_language(catalog, TEXT("fr_CA.UTF-8"))), "fr");
    ck_assert_str_eq(
        coserr_language_tag(catalog, coserr_accept_language(catalog, TEXT("de,fr;q=0.5,zh;q=0.6"))),
        "zh-CN");
}
END_TEST

/* The library's own words know no French: theirs is chosen apart. */
START_TEST(words_have_their_own_languages) {
    const coserr_catalog *catalog = small_get_catalog();
    const coserr_language language = coserr_accept_language(catalog, TEXT("fr,zh;q=0.5"));
    ck_assert_str_eq(coserr_language_tag(catalog, language), "fr");
    ck_assert_str_eq(coserr_word_text(COSERR_WORDS_RETRY, 0, language, NULL),
                     coserr_word_text(COSERR_WORDS_RETRY, 0, language_of("zh-CN"), NULL));
}
END_TEST

START_TEST(a_retired_code_is_still_looked_up) {
    uint32_t match;
    const coserr_entry *entry = small_find_entry(TEXT("InvalidState"), 409, NULL);
    ck_assert_str_eq(coserr_entry_retired(entry), "2026-02-28");
    ck_assert_uint_eq(coserr_entry_retry_class(entry), COSERR_RETRY_CONFLICT);
    /* Listed first, though its status is the higher one. */
    ck_assert_ptr_eq(small_find_entry(TEXT("InvalidState"), 0, &match), entry);
    ck_assert_uint_eq(match, COSERR_MATCH_EXACT);
    ck_assert_ptr_eq(small_find_entry(TEXT("InvalidState"), 500, &match), entry);
    ck_assert_uint_eq(match, COSERR_MATCH_OTHER_STATUS);
    ck_assert_ptr_eq(small_get_entry(SMALL_CODE_INVALID_STATE, 0), entry);
    entry = small_find_entry(TEXT("InvalidState"), 403, NULL);
    ck_assert_uint_eq(coserr_entry_hints(entry, 0),
                      (uint32_t)COSERR_HINT_RESTORE_FIRST | COSERR_HINT_WAIT);
    ck_assert_ptr_eq(coserr_find_entry(NULL, TEXT("InvalidState"), 409, NULL),
                     coserr_get_family(NULL, 409));
}
END_TEST

/* Decoding, deciding and details go by the catalog that the error was resolved with. */
START_TEST(its_own_operations) {
    static const char body[] = "<Error><Code>NoSuchKey</Code></Error>";
    char buffer[sizeof body + 64];
    char detail[64];
    coserr_error error;
    coserr_response response = {.size = sizeof response,
                                .http_status = 200,
                                .operation = SMALL_OPERATION_MAKE_THING,
                                .body = {body, sizeof body - 1},
                                .key = {"k", 1}};
    error.size = sizeof error;
    ck_assert_int_eq(small_decode(&response, &error, buffer, sizeof buffer), 1);
    ck_assert_uint_eq(coserr_error_id(&error), SMALL_CODE_NO_SUCH_KEY);
    ck_assert_ptr_eq(coserr_entry_catalog(error.entry), small_get_catalog());
    ck_assert_uint_eq(coserr_entry_hints(error.entry, error.operation),
                      (uint32_t)COSERR_HINT_VERIFY_FIRST | COSERR_HINT_ALREADY_DONE);
    ck_assert_uint_eq(coserr_entry_conditional_hints(error.entry, SMALL_OPERATION_GET_THING),
                      COSERR_HINT_ALREADY_DONE);
    coserr_error_detail(&error, 0, detail, sizeof detail);
    ck_assert_str_eq(detail, "There is no k.");
    response.operation = SMALL_OPERATION_GET_THING;
    ck_assert_int_eq(small_decode(&response, &error, buffer, sizeof buffer), 0);
    response.operation = SMALL_OPERATION_MAKE_THING;
    ck_assert_int_eq(coserr_decode(NULL, &response, &error, buffer, sizeof buffer), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("small");
    TCase *tcase = add_case(suite, "small");
    tcase_add_test(tcase, its_own_names_and_numbers);
    tcase_add_test(tcase, its_own_refinement_and_case);
    tcase_add_test(tcase, a_case_without_room);
    tcase_add_test(tcase, gaps_fall_back);
    tcase_add_test(tcase, languages_and_header);
    tcase_add_test(tcase, words_have_their_own_languages);
    tcase_add_test(tcase, a_retired_code_is_still_looked_up);
    tcase_add_test(tcase, its_own_operations);
    return run_suite(suite);
}
