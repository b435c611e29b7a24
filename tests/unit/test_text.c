/* SPDX-License-Identifier: MIT */
/* Texts in a language, and the words for numbers. */
#include "unit.h"

static const coserr_entry *no_such_key(void) {
    return coserr_get_entry(COSERR_CODE_NO_SUCH_KEY, 0);
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
    const char *tag = tags[_i].tag;
    const bool chinese = strcmp(tags[_i].used, "zh-CN") == 0;
    const char *used = NULL;
    const char *message = coserr_entry_message(no_such_key(), TEXT(tag), &used);
    ck_assert_str_eq(used, tags[_i].used);
    ck_assert_int_eq(is_chinese(message), chinese);
    used = NULL;
    const char *advice = coserr_entry_advice(no_such_key(), TEXT(tag), &used);
    ck_assert_str_eq(used, tags[_i].used);
    ck_assert_int_eq(is_chinese(advice), chinese);
    ck_assert_str_ne(message, advice);
}
END_TEST

START_TEST(no_language_is_the_fallback) {
    const char *english = coserr_entry_message(no_such_key(), COSERR_STR("en"), NULL);
    ck_assert_str_eq(coserr_entry_message(no_such_key(), NULL, 0, NULL), english);
}
END_TEST

START_TEST(variants_have_their_own_texts) {
    const coserr_entry *a = coserr_get_entry(COSERR_CODE_INVALID_OBJECT_STATE, 403);
    const coserr_entry *b = coserr_get_entry(COSERR_CODE_INVALID_OBJECT_STATE, 409);
    ck_assert_str_ne(coserr_entry_message(a, COSERR_STR("en"), NULL),
                     coserr_entry_message(b, COSERR_STR("en"), NULL));
    ck_assert_str_ne(coserr_entry_message(a, COSERR_STR("zh-CN"), NULL),
                     coserr_entry_message(b, COSERR_STR("zh-CN"), NULL));
}
END_TEST

START_TEST(links) {
    const coserr_entry *entry = no_such_key();
    ck_assert_str_eq(coserr_entry_doc(entry, 0, COSERR_STR("zh-CN")),
                     "https://cloud.tencent.com/document/product/436/7745");
    ck_assert_str_eq(coserr_entry_doc(entry, 0, COSERR_STR("en")),
                     "https://intl.cloud.tencent.com/document/product/436/7745");
    ck_assert_ptr_null(coserr_entry_doc(entry, 1, COSERR_STR("en")));
    ck_assert_ptr_null(coserr_entry_doc(entry, SIZE_MAX, COSERR_STR("en")));
    const coserr_entry *denied = coserr_get_entry(COSERR_CODE_ACCESS_DENIED, 0);
    ck_assert_ptr_nonnull(coserr_entry_doc(denied, 1, COSERR_STR("en")));
    ck_assert_ptr_null(coserr_entry_doc(denied, 2, COSERR_STR("en")));
}
END_TEST

START_TEST(words) {
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_NEVER), "never");
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_TRANSIENT), "transient");
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_THROTTLE), "throttle");
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_CLOCK), "clock");
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_CREDENTIALS), "credentials");
    ck_assert_str_eq(coserr_retry_class_name(COSERR_RETRY_CONFLICT), "conflict");
    ck_assert_str_eq(coserr_retry_class_name(99), "never");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_ONCE), "once");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_NEW_CONNECTION), "new-connection");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_REPLAYABLE_BODY), "replayable-body");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_IDEMPOTENT_ONLY), "idempotent-only");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_VERIFY_FIRST), "verify-first");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_ALREADY_DONE), "already-done");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_RESTORE_FIRST), "restore-first");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_SMALLER_PART), "smaller-part");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_FEWER_PARALLEL), "fewer-parallel");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_OPERATOR), "operator");
    ck_assert_str_eq(coserr_hint_name(COSERR_HINT_WAIT), "wait");
    ck_assert_str_eq(coserr_hint_name(0), "");
    ck_assert_str_eq(coserr_hint_name(3), "");
    ck_assert_str_eq(coserr_hint_name(1u << 31), "");
}
END_TEST

START_TEST(sentences_for_every_class_and_hint) {
    static const char *const languages[] = {"en", "zh-CN"};
    for (size_t l = 0; l < COUNT(languages); l++) {
        for (uint32_t class = 0; class <= COSERR_RETRY_CONFLICT; class ++) {
            const char *text = coserr_retry_text(class, TEXT(languages[l]));
            ck_assert_int_gt((int)strlen(text), 10);
            ck_assert_int_eq(is_chinese(text), l == 1);
        }
        for (uint32_t hint = 1; hint <= COSERR_HINT_WAIT; hint <<= 1) {
            const char *text = coserr_hint_text(hint, TEXT(languages[l]));
            ck_assert_int_gt((int)strlen(text), 10);
            ck_assert_int_eq(is_chinese(text), l == 1);
        }
    }
    ck_assert_str_eq(coserr_retry_text(99, COSERR_STR("en")),
                     coserr_retry_text(COSERR_RETRY_NEVER, COSERR_STR("en")));
    ck_assert_str_eq(coserr_hint_text(0, COSERR_STR("en")), "");
    ck_assert_str_eq(coserr_hint_text(COSERR_HINT_WAIT << 1, COSERR_STR("en")), "");
    ck_assert_str_eq(coserr_hint_text(3, COSERR_STR("en")), "");
}
END_TEST

START_TEST(labels) {
    ck_assert_str_eq(coserr_label_text(COSERR_STR("request-id"), COSERR_STR("en")), "Request ID:");
    ck_assert_int_eq(is_chinese(coserr_label_text(COSERR_STR("advice"), COSERR_STR("zh-CN"))), 1);
    ck_assert_str_eq(coserr_label_text(COSERR_STR("advic"), COSERR_STR("en")), "");
    ck_assert_str_eq(coserr_label_text(NULL, 0, COSERR_STR("en")), "");
}
END_TEST

START_TEST(null_handles) {
    ck_assert_uint_eq(coserr_entry_id(NULL), 0);
    ck_assert_uint_eq(coserr_entry_kind(NULL), COSERR_KIND_NONE);
    ck_assert_uint_eq(coserr_entry_retry_class(NULL), COSERR_RETRY_NEVER);
    ck_assert_uint_eq(coserr_entry_hints(NULL), 0);
    ck_assert_uint_eq(coserr_entry_status(NULL), 0);
    ck_assert_str_eq(coserr_entry_code(NULL), "");
    ck_assert_str_eq(coserr_entry_symbol(NULL), "");
    ck_assert_str_eq(coserr_entry_retired(NULL), "");
    ck_assert_ptr_null(coserr_entry_doc(NULL, 0, NULL, 0));
    const char *unknown = coserr_entry_message(coserr_get_family(0), NULL, 0, NULL);
    ck_assert_str_eq(coserr_entry_message(NULL, NULL, 0, NULL), unknown);
    ck_assert_str_eq(coserr_catalog_name(NULL), "");
    ck_assert_str_eq(coserr_catalog_version(NULL), "");
    ck_assert_str_eq(coserr_catalog_diagnose_url(NULL), "");
    ck_assert_ptr_null(coserr_catalog_language(NULL, 0));
}
END_TEST

START_TEST(catalog_and_versions) {
    const coserr_catalog *catalog = coserr_get_catalog();
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
    ck_assert_str_eq(coserr_source_name(99), "");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_TRUNCATED), "truncated");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_SYNTAX), "syntax");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_ENCODING), "encoding");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_DOCTYPE), "doctype");
    ck_assert_str_eq(coserr_fault_name(COSERR_FAULT_LIMIT), "limit");
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
    tcase_add_test(tcase, words);
    tcase_add_test(tcase, sentences_for_every_class_and_hint);
    tcase_add_test(tcase, labels);
    tcase_add_test(tcase, null_handles);
    tcase_add_test(tcase, catalog_and_versions);
    tcase_add_test(tcase, names_of_verdicts_sources_and_faults);
    return run_suite(suite);
}
