/* SPDX-License-Identifier: MIT */
/* Texts in a language, and the words for numbers. */
#include "unit.h"

static const coserr_entry *no_such_key(void) {
    return coserr_get_entry(NULL, COSERR_CODE_NO_SUCH_KEY, 0);
}

static bool is_chinese(const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0xE4 && (unsigned char)*text <= 0xE9) {
            return true;
        }
    }
    return false;
}

static const struct {
    const char *tag;
    const char *used;
} tags[] = {
    {"en", "en"},       {"en-GB", "en"},    {"zh-CN", "zh-CN"},
    {"zh", "zh-CN"},    {"ZH_cn", "zh-CN"}, {"zh_CN.UTF-8", "zh-CN"},
    {"zh-TW", "zh-CN"}, {"fr", "en"},       {"", "en"},
};

START_TEST(message_and_advice) {
    const coserr_language language = language_of(tags[_i].tag);
    const bool chinese = strcmp(tags[_i].used, "zh-CN") == 0;
    size_t len = 0;
    const char *message = coserr_entry_message(no_such_key(), language, &len);
    ck_assert_uint_eq(len, strlen(message));
    ck_assert_str_eq(coserr_entry_language(no_such_key(), language), tags[_i].used);
    ck_assert_int_eq(is_chinese(message), chinese);
    const char *advice = coserr_entry_advice(no_such_key(), language, &len);
    ck_assert_uint_eq(len, strlen(advice));
    ck_assert_int_eq(is_chinese(advice), chinese);
    ck_assert_str_ne(message, advice);
}
END_TEST

START_TEST(no_language_is_the_fallback) {
    ck_assert_uint_eq(coserr_match_language(NULL, NULL, 0), 0);
    ck_assert_str_eq(coserr_entry_language(no_such_key(), 0), "en");
    ck_assert_int_eq(is_chinese(coserr_entry_message(no_such_key(), 0, NULL)), false);
}
END_TEST

START_TEST(variants_have_their_own_texts) {
    const coserr_entry *a = coserr_get_entry(NULL, COSERR_CODE_INVALID_OBJECT_STATE, 403);
    const coserr_entry *b = coserr_get_entry(NULL, COSERR_CODE_INVALID_OBJECT_STATE, 409);
    for (coserr_language language = 0; language < 2; language++) {
        ck_assert_str_ne(coserr_entry_message(a, language, NULL),
                         coserr_entry_message(b, language, NULL));
    }
}
END_TEST

START_TEST(links) {
    const coserr_entry *entry = no_such_key();
    const coserr_language chinese = language_of("zh-CN");
    size_t len = 0;
    const char *doc = coserr_entry_doc(entry, 0, chinese, &len);
    ck_assert_str_eq(doc, "https://cloud.tencent.com/document/product/436/7745");
    ck_assert_uint_eq(len, strlen(doc));
    ck_assert_str_eq(coserr_entry_doc(entry, 0, 0, NULL),
                     "https://intl.cloud.tencent.com/document/product/436/7745");
    ck_assert_ptr_null(coserr_entry_doc(entry, 2, 0, NULL));
    ck_assert_ptr_null(coserr_entry_doc(entry, SIZE_MAX, 0, NULL));
    const coserr_entry *denied = coserr_get_entry(NULL, COSERR_CODE_ACCESS_DENIED, 0);
    ck_assert_ptr_nonnull(coserr_entry_doc(denied, 3, 0, NULL));
    ck_assert_ptr_null(coserr_entry_doc(denied, 4, 0, NULL));
}
END_TEST

/* A page that one site lacks is left out there, and those after it move up. */
START_TEST(links_that_a_language_lacks) {
    const coserr_entry *entry = coserr_get_entry(NULL, COSERR_CODE_SIGNATURE_DOES_NOT_MATCH, 0);
    const coserr_language chinese = language_of("zh-CN");
    const char *const base = "https://intl.cloud.tencent.com/document/product/436/";
    ck_assert_str_eq(coserr_entry_doc(entry, 0, 0, NULL) + strlen(base), "7778");
    ck_assert_str_eq(coserr_entry_doc(entry, 1, 0, NULL) + strlen(base), "41164");
    ck_assert_ptr_null(coserr_entry_doc(entry, 2, 0, NULL));
    ck_assert_str_eq(coserr_entry_doc(entry, 1, chinese, NULL),
                     "https://cloud.tencent.com/document/product/436/30442");
    ck_assert_ptr_nonnull(coserr_entry_doc(entry, 2, chinese, NULL));
    ck_assert_ptr_null(coserr_entry_doc(entry, 3, chinese, NULL));
}
END_TEST

/* ---------------------------------------------------------------------------------------- words */

static const struct {
    uint32_t list;
    uint32_t number;
    const char *word; /* "" for a number that is not known */
} words[] = {
    {COSERR_WORDS_RETRY, COSERR_RETRY_NEVER, "never"},
    {COSERR_WORDS_RETRY, COSERR_RETRY_TRANSIENT, "transient"},
    {COSERR_WORDS_RETRY, COSERR_RETRY_THROTTLE, "throttle"},
    {COSERR_WORDS_RETRY, COSERR_RETRY_CLOCK, "clock"},
    {COSERR_WORDS_RETRY, COSERR_RETRY_CREDENTIALS, "credentials"},
    {COSERR_WORDS_RETRY, COSERR_RETRY_CONFLICT, "conflict"},
    {COSERR_WORDS_RETRY, 6, ""},
    {COSERR_WORDS_RETRY, UINT32_MAX, ""},
    {COSERR_WORDS_HINTS, COSERR_HINT_ONCE, "once"},
    {COSERR_WORDS_HINTS, COSERR_HINT_NEW_CONNECTION, "new-connection"},
    {COSERR_WORDS_HINTS, COSERR_HINT_REPLAYABLE_BODY, "replayable-body"},
    {COSERR_WORDS_HINTS, COSERR_HINT_IDEMPOTENT_ONLY, "idempotent-only"},
    {COSERR_WORDS_HINTS, COSERR_HINT_VERIFY_FIRST, "verify-first"},
    {COSERR_WORDS_HINTS, COSERR_HINT_ALREADY_DONE, "already-done"},
    {COSERR_WORDS_HINTS, COSERR_HINT_RESTORE_FIRST, "restore-first"},
    {COSERR_WORDS_HINTS, COSERR_HINT_SMALLER_PART, "smaller-part"},
    {COSERR_WORDS_HINTS, COSERR_HINT_FEWER_PARALLEL, "fewer-parallel"},
    {COSERR_WORDS_HINTS, COSERR_HINT_OPERATOR, "operator"},
    {COSERR_WORDS_HINTS, COSERR_HINT_WAIT, "wait"},
    {COSERR_WORDS_HINTS, 0, ""},
    {COSERR_WORDS_HINTS, 3, ""},
    {COSERR_WORDS_HINTS, COSERR_HINT_WAIT << 1, ""},
    {COSERR_WORDS_HINTS, 1u << 31, ""},
    {COSERR_WORDS_ACTIONS, COSERR_ACTION_STOP, "stop"},
    {COSERR_WORDS_ACTIONS, COSERR_ACTION_OTHER_ENDPOINT, "other-endpoint"},
    {COSERR_WORDS_ACTIONS, COSERR_ACTION_OTHER_ENDPOINT + 1, ""},
    {COSERR_WORDS_REASONS, COSERR_REASON_NOT_FAILED, "not-failed"},
    {COSERR_WORDS_REASONS, COSERR_REASON_BUDGET_SPENT, "budget-spent"},
    {COSERR_WORDS_REASONS, COSERR_REASON_BUDGET_SPENT + 1, ""},
    {COSERR_WORDS_CATEGORIES, COSERR_CATEGORY_UNKNOWN, "unknown"},
    {COSERR_WORDS_CATEGORIES, COSERR_CATEGORY_NOT_FOUND, "not-found"},
    {COSERR_WORDS_CATEGORIES, COSERR_CATEGORY_REDIRECT, "redirect"},
    {COSERR_WORDS_VALUES, COSERR_VALUE_SHORT_BUCKET, "short_bucket"},
    {COSERR_WORDS_VALUES, COSERR_VALUE_RESOURCE, "resource"},
    {COSERR_WORDS_LABELS, COSERR_LABEL_REQUEST_ID, "request-id"},
    {COSERR_WORDS_LABELS, COSERR_LABEL_CLIENT_MESSAGE + 1, ""},
    {COSERR_WORDS_LABELS + 1, 0, ""},
    {UINT32_MAX, 0, ""},
};

START_TEST(word) {
    size_t len = 99;
    const char *found = coserr_word(words[_i].list, words[_i].number, &len);
    ck_assert_str_eq(found, words[_i].word);
    ck_assert_uint_eq(len, strlen(found));
    ck_assert_ptr_eq(coserr_word(words[_i].list, words[_i].number, NULL), found);
    if (len > 0) {
        char *copy = exact(found, len);
        ck_assert_uint_eq(coserr_find_word(words[_i].list, copy, len), words[_i].number);
        ck_assert_uint_eq(coserr_find_word(words[_i].list, copy, len - 1), COSERR_WORD_NONE);
        free(copy);
    } else {
        ck_assert_str_eq(coserr_word_text(words[_i].list, words[_i].number, 0, &len), "");
        ck_assert_uint_eq(len, 0);
    }
}
END_TEST

START_TEST(no_word_has_no_number) {
    ck_assert_uint_eq(coserr_find_word(COSERR_WORDS_RETRY, NULL, 0), COSERR_WORD_NONE);
    ck_assert_uint_eq(coserr_find_word(COSERR_WORDS_RETRY, TEXT("Never")), COSERR_WORD_NONE);
    ck_assert_uint_eq(coserr_find_word(COSERR_WORDS_LABELS, TEXT("never")), COSERR_WORD_NONE);
    ck_assert_uint_eq(coserr_find_word(99, TEXT("never")), COSERR_WORD_NONE);
}
END_TEST

START_TEST(sentences_for_every_word) {
    static const struct {
        uint32_t list;
        uint32_t last;
    } lists[] = {
        {COSERR_WORDS_RETRY, COSERR_RETRY_CONFLICT},
        {COSERR_WORDS_HINTS, COSERR_HINT_WAIT},
        {COSERR_WORDS_ACTIONS, COSERR_ACTION_OTHER_ENDPOINT},
        {COSERR_WORDS_REASONS, COSERR_REASON_BUDGET_SPENT},
    };
    for (size_t i = 0; i < COUNT(lists); i++) {
        const bool flags = lists[i].list == COSERR_WORDS_HINTS;
        for (uint32_t n = flags ? 1 : 0; n <= lists[i].last; n = flags ? n << 1 : n + 1) {
            for (coserr_language l = 0; l < 2; l++) {
                const coserr_language language = language_of(l == 1 ? "zh-CN" : "en");
                size_t len = 0;
                const char *text = coserr_word_text(lists[i].list, n, language, &len);
                ck_assert_int_gt((int)len, 10);
                ck_assert_uint_eq(len, strlen(text));
                ck_assert_int_eq(is_chinese(text), l == 1);
            }
        }
    }
}
END_TEST

START_TEST(labels_and_categories) {
    const coserr_language chinese = language_of("zh-CN");
    ck_assert_str_eq(coserr_word_text(COSERR_WORDS_LABELS, COSERR_LABEL_REQUEST_ID, 0, NULL),
                     "Request ID:");
    for (uint32_t n = 0; n <= COSERR_LABEL_UNLISTED_NO_STATUS; n++) {
        const char *english = coserr_word_text(COSERR_WORDS_LABELS, n, 0, NULL);
        const char *text = coserr_word_text(COSERR_WORDS_LABELS, n, chinese, NULL);
        ck_assert_str_ne(english, "");
        ck_assert_str_ne(english, text);
        ck_assert_int_eq(is_chinese(english), false);
    }
    for (uint32_t n = 0; n <= COSERR_CATEGORY_REDIRECT; n++) {
        ck_assert(is_chinese(coserr_word_text(COSERR_WORDS_CATEGORIES, n, chinese, NULL)));
        ck_assert(!is_chinese(coserr_word_text(COSERR_WORDS_CATEGORIES, n, 0, NULL)));
    }
    ck_assert_str_ne(coserr_word(COSERR_WORDS_CATEGORIES, COSERR_CATEGORY_REDIRECT, NULL), "");
    ck_assert_str_eq(coserr_word(COSERR_WORDS_CATEGORIES, COSERR_CATEGORY_REDIRECT + 1, NULL), "");
}
END_TEST

START_TEST(null_handles) {
    ck_assert_uint_eq(coserr_entry_id(NULL), 0);
    ck_assert_uint_eq(coserr_entry_kind(NULL), COSERR_KIND_NONE);
    ck_assert_uint_eq(coserr_entry_retry_class(NULL), COSERR_RETRY_NEVER);
    ck_assert_uint_eq(coserr_entry_hints(NULL, 0), 0);
    ck_assert_uint_eq(coserr_entry_conditional_hints(NULL, 0), 0);
    ck_assert_uint_eq(coserr_entry_category(NULL), COSERR_CATEGORY_UNKNOWN);
    ck_assert_uint_eq(coserr_entry_status(NULL), 0);
    ck_assert_str_eq(coserr_entry_code(NULL), "");
    ck_assert_str_eq(coserr_entry_symbol(NULL), "");
    ck_assert_str_eq(coserr_entry_retired(NULL), "");
    ck_assert_str_eq(coserr_entry_case(NULL), "");
    ck_assert_ptr_null(coserr_entry_base(NULL));
    ck_assert_ptr_null(coserr_entry_catalog(NULL));
    ck_assert_ptr_null(coserr_entry_doc(NULL, 0, 0, NULL));
    const coserr_entry *unknown = coserr_get_family(NULL, 0);
    ck_assert_ptr_eq(coserr_entry_message(NULL, 0, NULL), coserr_entry_message(unknown, 0, NULL));
    ck_assert_ptr_eq(coserr_entry_advice(NULL, 0, NULL), coserr_entry_advice(unknown, 0, NULL));
    ck_assert_str_eq(coserr_entry_language(NULL, 0), "en");
    ck_assert_uint_eq(coserr_operation_id(NULL), 0);
    ck_assert_str_eq(coserr_operation_name(NULL), "");
    ck_assert_str_eq(coserr_operation_title(NULL), "");
    ck_assert_str_eq(coserr_operation_doc(NULL, 0), "");
    ck_assert_uint_eq(coserr_operation_idempotent(NULL), 0);
    ck_assert_uint_eq(coserr_operation_after_200(NULL), COSERR_AFTER_200_NOWHERE);
    ck_assert_ptr_null(coserr_operation_action(NULL, 0, NULL));
}
END_TEST

START_TEST(catalog_and_versions) {
    const coserr_catalog *catalog = _i == 0 ? coserr_get_catalog() : NULL;
    ck_assert_str_eq(coserr_catalog_name(catalog), "cos");
    ck_assert_str_eq(coserr_catalog_language(catalog, 0), "en");
    ck_assert_str_eq(coserr_catalog_language(catalog, 1), "zh-CN");
    ck_assert_ptr_null(coserr_catalog_language(catalog, 2));
    ck_assert_str_eq(coserr_catalog_diagnose_url(catalog),
                     "https://console.cloud.tencent.com/cos5/diagnose");
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", COSERR_VERSION_MAJOR, COSERR_VERSION_MINOR,
             COSERR_VERSION_PATCH);
    ck_assert_str_eq(coserr_version(), version);
    ck_assert_int_eq((int)strspn(coserr_catalog_version(catalog), "0123456789."),
                     (int)strlen(coserr_catalog_version(catalog)));
}
END_TEST

START_TEST(names_of_verdicts_sources_and_faults) {
    ck_assert_str_eq(coserr_verdict_name(COSERR_VERDICT_ERROR), "error");
    ck_assert_str_eq(coserr_verdict_name(COSERR_VERDICT_NOT_AN_ERROR), "not_an_error");
    ck_assert_str_eq(coserr_verdict_name(COSERR_VERDICT_MALFORMED), "malformed");
    ck_assert_str_eq(coserr_verdict_name(COSERR_VERDICT_EMPTY), "empty");
    ck_assert_str_eq(coserr_verdict_name(COSERR_VERDICT_NONE), "");
    ck_assert_str_eq(coserr_verdict_name(99), "");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_BODY), "body");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_HEADER), "header");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_STATUS), "status");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_ARGUMENT), "argument");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_RESOURCE), "resource");
    ck_assert_str_eq(coserr_source_name(COSERR_SOURCE_NONE), "");
    ck_assert_str_eq(coserr_source_name(99), "");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_TRUNCATED), "truncated");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_SYNTAX), "syntax");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_ENCODING), "encoding");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_DOCTYPE), "doctype");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_LIMIT), "limit");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_COMPRESSED), "compressed");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_CHUNKED), "chunked");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_NONE), "");
    ck_assert_str_eq(coserr_fault_name(99), "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("text");
    TCase *tcase = add_case(suite, "text");
    tcase_add_loop_test(tcase, message_and_advice, 0, COUNT(tags));
    tcase_add_test(tcase, no_language_is_the_fallback);
    tcase_add_test(tcase, variants_have_their_own_texts);
    tcase_add_test(tcase, links);
    tcase_add_test(tcase, links_that_a_language_lacks);
    tcase_add_loop_test(tcase, word, 0, COUNT(words));
    tcase_add_test(tcase, no_word_has_no_number);
    tcase_add_test(tcase, sentences_for_every_word);
    tcase_add_test(tcase, labels_and_categories);
    tcase_add_test(tcase, null_handles);
    tcase_add_loop_test(tcase, catalog_and_versions, 0, 2);
    tcase_add_test(tcase, names_of_verdicts_sources_and_faults);
    return run_suite(suite);
}
