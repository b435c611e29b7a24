/* SPDX-License-Identifier: MIT */
/* Choosing between en and zh-CN. */
#include "unit.h"

static const struct {
    const char *tag;
    const char *chosen;
} matches[] = {
    {"en", "en"},
    {"EN", "en"},
    {"en-US", "en"},
    {"en-US-x-private", "en"},
    {"zh-CN", "zh-CN"},
    {"zh-cn", "zh-CN"},
    {"zh", "zh-CN"},
    {"zh-Hans", "zh-CN"},
    {"zh-Hans-SG", "zh-CN"},
    {"zh-SG", "zh-CN"},
    {"zh-CN-u-co-pinyin", "zh-CN"},
    {"zh-Hant", "zh-CN"},
    {"zh-Hant-TW", "zh-CN"},
    {"zh-TW", "zh-CN"},
    {"zh_HK", "zh-CN"},
    {"zh-MO", "zh-CN"},
    {"zh_CN.UTF-8", "zh-CN"},
    {"zh_CN.GB18030@stroke", "zh-CN"},
    {"zh_TW.Big5", "zh-CN"},
    {" zh-CN ", "zh-CN"},
    {"zhx", "en"},
    {"z", "en"},
    {"zha-CN", "en"},
    {"x-zh-CN", "en"},
    {"fr", "en"},
    {"C", "en"},
    {"POSIX", "en"},
    {"C.UTF-8", "en"},
    {"", "en"},
    {"-", "en"},
    {"--", "en"},
    {"-zh", "en"},
    {"zh-", "zh-CN"},
    {".", "en"},
    {"@", "en"},
    {"\xE4\xB8\xAD\xE6\x96\x87", "en"},
};

/* A number stands for the same language of the catalog and of the library's own words. */
static void check_language(coserr_language language, const char *tag) {
    const bool chinese = strcmp(tag, "zh-CN") == 0;
    ck_assert_str_eq(coserr_language_tag(NULL, language), tag);
    ck_assert_str_eq(coserr_language_tag(coserr_get_catalog(), language), tag);
    ck_assert_int_eq(language == 0, !chinese);
    const char *word = coserr_word_text(COSERR_WORDS_LABELS, COSERR_LABEL_ADVICE, language, NULL);
    ck_assert_int_eq((unsigned char)*word >= 0xE4, chinese);
}

START_TEST(match_language) {
    const size_t len = strlen(matches[_i].tag);
    char *tag = exact(matches[_i].tag, len);
    check_language(coserr_match_language(NULL, tag, len), matches[_i].chosen);
    check_language(coserr_match_language(coserr_get_catalog(), tag, len), matches[_i].chosen);
    free(tag);
}
END_TEST

static const struct {
    const char *value;
    const char *chosen;
} accepts[] = {
    {"zh-CN", "zh-CN"},
    {"en", "en"},
    {"zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"},
    {"en-US,en;q=0.9,zh-CN;q=0.8", "en"},
    {"en;q=0.5,zh-CN;q=0.8", "zh-CN"},
    {"en;q=0.5, zh ; q=0.8", "zh-CN"},
    {"en;Q=0.5,zh;Q=0.51", "zh-CN"},
    {"fr,de;q=0.9,zh;q=0.1", "zh-CN"},
    {"zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"},
    {"zh-TW,en;q=0.5", "en"}, /* another script counts half, and a fit wins a tie */
    {"zh-TW,en;q=0.499", "zh-CN"},
    {"zh-TW,en;q=0.8", "en"},
    {"en;q=0.5,zh-TW", "en"},
    {"en;q=0.499,zh-TW", "zh-CN"},
    {"zh-Hant,en;q=0.1", "zh-CN"},
    {"zh-CNx,en;q=0.8", "en"}, /* subtags are removed whole: this is not zh-CN */
    {"zh-CN-x-y,en;q=0.8", "zh-CN"},
    {"en-US,zh-CN;q=0.6", "en"},
    {"zh-TW;q=0.2,en;q=0.1", "en"},
    {"zh-TW;q=0.201,en;q=0.1", "zh-CN"},
    {"zh-TW;q=0.001,en;q=0.001", "en"},
    {"zh-TW,fr;q=0.5", "zh-CN"}, /* nothing else fits */
    {"zh-MO,en;q=0.5", "en"},
    {"zh-HK,en;q=0.5", "en"},
    {"zh-:,en;q=0.1", "en"},
    {"zh-!,en;q=0.1", "en"},
    {"z1-CN,en;q=0.1", "en"},
    {"zh-1:,en;q=0.1", "en"},
    {"zh-CN;qx1,en;q=0.1", "en"},
    {"zh-CN;x=1,en;q=0.1", "en"},
    {"zh-Hans,en;q=0.9", "zh-CN"}, /* what zh-CN is written in */
    {"zh-SG,en;q=0.9", "zh-CN"},
    {"zh-CN;q=0,en;q=0.1", "en"},
    {"zh-CN;q=0", "en"},
    {"zh-CN;q=0.000", "en"},
    {"zh-CN;q=0.001", "zh-CN"},
    {"en;q=0.001,zh-CN;q=0.002", "zh-CN"},
    {"zh-CN;q=1.000", "zh-CN"},
    {"zh-CN;q=1.001,en;q=0.1", "en"},
    {"zh-CN;q=0.0001,en;q=0.1", "en"},
    {"zh-CN;q=2,en;q=0.1", "en"},
    {"zh-CN;q=-1,en;q=0.1", "en"},
    {"zh-CN;q=,en;q=0.1", "en"},
    {"zh-CN;q,en;q=0.1", "en"},
    {"zh-CN;q=0x,en;q=0.1", "en"},
    {"zh-CN;q=0.x,en;q=0.1", "en"},
    {"zh-CN;level=1,en;q=0.1", "en"},
    {"zh-CN;q=0.5;x=1,en;q=0.1", "en"},
    {"zh_CN,en;q=0.1", "en"}, /* not a language range */
    {"*", "en"},
    {"*,zh-CN;q=0.1", "zh-CN"},
    {"zh-TW,*;q=0.1", "zh-CN"},
    {",,,zh-CN,,", "zh-CN"},
    {" zh-CN ", "zh-CN"},
    {"zh-CN;", "zh-CN"},
    {"abcdefghi,zh-CN;q=0.1", "zh-CN"},
    {"zh-abcdefghi,en;q=0.1", "en"},
    {"zh--CN,en;q=0.1", "en"},
    {"-zh,en;q=0.1", "en"},
    {"zh-,en;q=0.1", "en"},
    {"1zh,en;q=0.1", "en"},
    {"zh-1,en;q=0.1", "zh-CN"},
    {"zh-1,fr;q=0.1", "zh-CN"},
    {"zh-yue,en;q=0.1", "zh-CN"},
    {"zh-CNx,en;q=0.1", "zh-CN"},
    {"en-US,zh-CN;q=0.1", "en"},
    {"en-u-x,zh-CN;q=0.1", "en"},
    {"en;q=0.1,zh-CN;q=1x", "en"},
    {"zh-CN;q=1,en;q=0.5", "zh-CN"},
    {"abcdefgh,zh-CN;q=0.1", "zh-CN"},
    {"zh-abcdefgh-CN,en;q=0.1", "zh-CN"},
    {"zh-TW;q=0.5,fr;q=0.9", "zh-CN"},
    {"en;q=0.1,zh-TW", "zh-CN"},
    {"zh-TW;q=0.1,en;q=0.1,zh-HK", "zh-CN"},
    {"zh-Hans-TW,en;q=0.1", "zh-CN"},
    {"zh-Hant-CN,en;q=0.1", "zh-CN"},
    {"zh-Hant-CN,en;q=0.5", "en"},
    {"fr;q=0.9,zh-TW;q=0.1,zh-HK;q=0.2", "zh-CN"},
    {"", "en"},
    {";", "en"},
    {";q=1", "en"},
    {"\xFF\xFE,zh-CN;q=0.1", "zh-CN"},
};

START_TEST(accept_language) {
    const size_t len = strlen(accepts[_i].value);
    char *value = exact(accepts[_i].value, len);
    check_language(coserr_accept_language(NULL, value, len), accepts[_i].chosen);
    check_language(coserr_accept_language(coserr_get_catalog(), value, len), accepts[_i].chosen);
    free(value);
}
END_TEST

START_TEST(accept_language_stops_after_64) {
    char value[1024] = "";
    for (int i = 0; i < 63; i++) {
        strcat(value, "fr,");
    }
    const size_t len = strlen(value);
    strcat(value, "zh-CN");
    check_language(coserr_accept_language(NULL, TEXT(value)), "zh-CN");
    strcpy(value + len, "fr,zh-CN");
    check_language(coserr_accept_language(NULL, TEXT(value)), "en");
    check_language(coserr_accept_language(NULL, NULL, 0), "en");
}
END_TEST

static const struct {
    const char *language, *lc_all, *lc_messages, *lang;
    const char *chosen;
} locales[] = {
    {"", "", "", "", "en"},
    {"", "", "", "zh_CN.UTF-8", "zh-CN"},
    {"", "", "zh_CN.UTF-8", "en_US.UTF-8", "zh-CN"},
    {"", "zh_CN.UTF-8", "en_US.UTF-8", "en_US.UTF-8", "zh-CN"},
    {"", "en_US.UTF-8", "zh_CN.UTF-8", "zh_CN.UTF-8", "en"},
    {"", "C", "zh_CN.UTF-8", "zh_CN.UTF-8", "en"},
    {"zh_CN", "", "", "en_US.UTF-8", "zh-CN"},
    {"zh_CN", "", "", "C.UTF-8", "zh-CN"},
    {"zh_CN", "", "", "C", "en"},
    {"zh_CN", "", "", "POSIX", "en"},
    {"zh_CN", "", "", "", "en"}, /* no locale is the C locale */
    {"fr:zh_CN:en", "", "", "fr_FR.UTF-8", "zh-CN"},
    {"fr:en:zh_CN", "", "", "fr_FR.UTF-8", "en"},
    {"fr:de", "", "", "zh_CN.UTF-8", "en"}, /* as gettext: LANGUAGE replaces the locale */
    {"zh_TW:en", "", "", "zh_TW.UTF-8", "en"},
    {"zh_TW:zh", "", "", "zh_TW.UTF-8", "zh-CN"},
    {"zh_TW", "", "", "zh_TW.UTF-8", "zh-CN"},
    {"zh_TW:fr:zh_HK", "", "", "zh_TW.UTF-8", "zh-CN"},
    {"C:zh_CN", "", "", "zh_CN.UTF-8", "en"},
    {"fr:POSIX:zh_CN", "", "", "zh_CN.UTF-8", "en"},
    {":::zh_CN", "", "", "en_US.UTF-8", "zh-CN"},
    {":", "", "", "zh_CN.UTF-8", "en"},
    {"", "", "", "zh_TW.Big5", "zh-CN"},
    {"", "", "", "tr_TR.UTF-8", "en"},
};

START_TEST(locale_language) {
    coserr_locale_env env = {sizeof env, str(locales[_i].language), str(locales[_i].lc_all),
                             str(locales[_i].lc_messages), str(locales[_i].lang)};
    check_language(coserr_locale_language(NULL, &env), locales[_i].chosen);
    check_language(coserr_locale_language(coserr_get_catalog(), &env), locales[_i].chosen);
}
END_TEST

/* A program of an older header has fewer variables. */
START_TEST(a_shorter_struct_has_no_locale) {
    coserr_locale_env env = {offsetof(coserr_locale_env, lang), str(""), str("zh_CN"), str(""),
                             str("en_US")};
    check_language(coserr_locale_language(NULL, &env), "zh-CN");
    env.size = offsetof(coserr_locale_env, lc_all);
    check_language(coserr_locale_language(NULL, &env), "en");
}
END_TEST

START_TEST(unknown_numbers_are_the_fallback) {
    ck_assert_str_eq(coserr_language_tag(NULL, UINT32_MAX), "en");
    ck_assert_str_eq(coserr_language_tag(NULL, 2), "en");
    const coserr_entry *entry = coserr_get_family(NULL, 404);
    ck_assert_str_eq(coserr_entry_message(entry, UINT32_MAX, NULL),
                     coserr_entry_message(entry, 0, NULL));
    ck_assert_str_eq(coserr_word_text(COSERR_WORDS_LABELS, 0, UINT32_MAX, NULL),
                     coserr_word_text(COSERR_WORDS_LABELS, 0, 0, NULL));
}
END_TEST

START_TEST(locale_language_refuses_what_has_no_size) {
    coserr_locale_env env = {0, str("zh_CN"), str("zh_CN"), str("zh_CN"), str("zh_CN")};
    check_language(coserr_locale_language(NULL, &env), "en");
    check_language(coserr_locale_language(NULL, NULL), "en");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lang");
    TCase *tcase = add_case(suite, "lang");
    tcase_add_loop_test(tcase, match_language, 0, COUNT(matches));
    tcase_add_loop_test(tcase, accept_language, 0, COUNT(accepts));
    tcase_add_test(tcase, accept_language_stops_after_64);
    tcase_add_loop_test(tcase, locale_language, 0, COUNT(locales));
    tcase_add_test(tcase, locale_language_refuses_what_has_no_size);
    tcase_add_test(tcase, a_shorter_struct_has_no_locale);
    tcase_add_test(tcase, unknown_numbers_are_the_fallback);
    return run_suite(suite);
}
