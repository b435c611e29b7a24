/* SPDX-License-Identifier: MIT */
/* The generator's vocabulary: what is wrong with one is an error at its location. */
#include "base/arena.h"
#include "base/diag.h"
#include "read/vocabulary.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char good[] =
    "schema: 1\n"
    "languages: [en, zh-CN]\n"
    "retry:\n"
    "  - {number: 0, word: never, text: {en: a, zh-CN: b}}\n"
    "  - {number: 1, word: again, text: {en: c, zh-CN: d}, doc: Send it.}\n"
    "hints:\n"
    "  - {number: 0, word: once, text: {en: e, zh-CN: f}}\n"
    "actions:\n"
    "  - {number: 0, word: stop, text: {en: g, zh-CN: h}}\n"
    "reasons:\n"
    "  - {number: 0, word: final, text: {en: i, zh-CN: j}}\n"
    "categories:\n"
    "  - {number: 0, word: server, grpc: UNKNOWN, errno: EIO,\n"
    "     text: {en: k, zh-CN: l}}\n"
    "values:\n"
    "  - {number: 0, word: short_key}\n"
    "labels:\n"
    "  - {number: 0, word: a1234567890123456789012345678901, text: {en: m, zh-CN: o}}\n";

/* The line that is shown first. */
static struct vocabulary *read_text(const char *text, char *shown, size_t size) {
    char *all = NULL;
    size_t len = 0;
    FILE *to = open_memstream(&all, &len);
    ck_assert_ptr_nonnull(to);
    diag_reset();
    struct vocabulary *vocabulary = vocabulary_read(source_make("words", text, strlen(text)));
    diag_show(to, false, false);
    fclose(to);
    snprintf(shown, size, "%.*s", (int)strcspn(all, "\n"), all);
    free(all);
    return vocabulary;
}

/* `text` with one thing replaced that is there once. */
static char *replaced(const char *text, const char *find, const char *by) {
    const char *at = strstr(text, find);
    char *copy = NULL;
    ck_assert_msg(at != NULL && strstr(at + 1, find) == NULL, "not once: %s", find);
    ck_assert_int_gt(asprintf(&copy, "%.*s%s%s", (int)(at - text), text, by, at + strlen(find)), 0);
    return copy;
}

START_TEST(a_good_one) {
    char shown[200];
    const struct vocabulary *vocabulary = read_text(good, shown, sizeof shown);
    ck_assert_str_eq(shown, "");
    ck_assert_uint_eq(vocabulary->language_count, 2);
    const struct word_list *retry = &vocabulary->lists[WORDS_RETRY];
    ck_assert_uint_eq(retry->count, 2);
    ck_assert_str_eq(retry->words[1], "again");
    ck_assert_ptr_null(retry->words[2]);
    ck_assert_str_eq(retry->items[1].doc.text, "Send it.");
    ck_assert_str_eq(retry->items[1].texts[1].text, "d");
    ck_assert_str_eq(vocabulary->lists[WORDS_CATEGORIES].items[0].errno_name.text, "EIO");
    ck_assert_str_eq(vocabulary->lists[WORDS_VALUES].words[0], "short_key");
}
END_TEST

static const struct {
    const char *find;
    const char *by;
    const char *shown;
} bad[] = {
    {"number: 1", "number: 2",
     "words:5:14: error: expected number 1, got '2': numbers count from 0 without a gap "
     "[vocabulary]"},
    {"number: 1", "number: 0",
     "words:5:14: error: expected number 1, got '0': numbers count from 0 without a gap "
     "[vocabulary]"},
    {"number: 1", "number: 01",
     "words:5:14: error: expected number 1, got '01': numbers count from 0 without a gap "
     "[vocabulary]"},
    {"number: 1, ", "", "words:5:5: error: missing key 'number' in a word [missing-key]"},
    {"word: again", "word: never", "words:5:23: error: duplicate word 'never' [vocabulary]"},
    {"word: again, ", "", "words:5:5: error: missing key 'word' in a word [missing-key]"},
    {"word: again", "word: Again",
     "words:5:23: error: invalid word 'Again'; expected at most 32 lowercase letters, digits, '-' "
     "and '_' [vocabulary]"},
    {"word: again", "word: 2nd",
     "words:5:23: error: invalid word '2nd'; expected at most 32 lowercase letters, digits, '-' "
     "and '_' [vocabulary]"},
    {"word: again", "word: a12345678901234567890123456789012",
     "words:5:23: error: invalid word 'a12345678901234567890123456789012'; expected at most 32 "
     "lowercase letters, digits, '-' and '_' [vocabulary]"},
    {"word: again", "word: 'on ce'",
     "words:5:23: error: invalid word 'on ce'; expected at most 32 lowercase letters, digits, '-' "
     "and '_' [vocabulary]"},
    {"doc: Send it.", "dok: Send it.",
     "words:5:55: error: unknown key 'dok' in a word; did you mean 'doc'? [unknown-key]"},
    {"word: short_key", "word: short_key, text: {en: a, zh-CN: b}",
     "words:16:34: error: unknown key 'text' in a word [unknown-key]"},
    {", text: {en: e, zh-CN: f}", "",
     "words:7:5: error: missing key 'text' in a word [missing-key]"},
    {"{en: e, zh-CN: f}", "{en: e}",
     "words:7:35: error: the text is missing in the required language 'zh-CN' [language-gap]"},
    {"{en: e, zh-CN: f}", "{en: e, zh-CN: f, fr: g}",
     "words:7:53: error: the text is in 'fr', which is not listed under 'languages' "
     "[unknown-language]"},
    {"{en: e, zh-CN: f}", "{en: e, zh-CN: ''}", "words:7:50: error: the text is empty [text]"},
    {"doc: Send it.}", "doc: Send #1.\n    }",
     "words:5:60: error: 'doc' ends before a '#': the rest of the line is a comment; put the text "
     "in quotes [text]"},
    {"zh-CN: f}}", "zh-CN: f #1.\n    }}",
     "words:7:50: error: the text ends before a '#': the rest of the line is a comment; put the "
     "text in quotes [text]"},
    {"hints:\n", "<<<<<<< HEAD\nhints:\n",
     "words:6:1: error: a merge conflict; resolve it first [merge-conflict]"},
    {"a1234567890123456789012345678901, text: {en: m, zh-CN: o}",
     "only-for, text: {en: 'm', zh-CN: 'for %s'}",
     "words:18:44: error: expected exactly one %s in the text of 'only-for' [vocabulary]"},
    {"a1234567890123456789012345678901, text: {en: m, zh-CN: o}",
     "only-for, text: {en: 'for %s', zh-CN: 'o'}",
     "words:18:61: error: expected exactly one %s in the text of 'only-for' [vocabulary]"},
    {"a1234567890123456789012345678901, text: {en: m, zh-CN: o}",
     "only-for, text: {en: 'for %s', zh-CN: '%s or %s'}",
     "words:18:61: error: expected exactly one %s in the text of 'only-for' [vocabulary]"},
    {"a1234567890123456789012345678901, text: {en: m, zh-CN: o}",
     "only-for, text: {en: 'for %d', zh-CN: '%s'}",
     "words:18:44: error: expected exactly one %s in the text of 'only-for' [vocabulary]"},
    {"a1234567890123456789012345678901, text: {en: m, zh-CN: o}",
     "only-for, text: {en: '100% %s', zh-CN: '%s'}",
     "words:18:44: error: expected exactly one %s in the text of 'only-for' [vocabulary]"},
    {"grpc: UNKNOWN, ", "", "words:13:5: error: missing key 'grpc' in a word [missing-key]"},
    {"UNKNOWN", "UNKNWON",
     "words:13:37: error: unknown gRPC code 'UNKNWON'; did you mean 'UNKNOWN'? [wrong-type]"},
    {"errno: EIO", "errno: eio",
     "words:13:53: error: expected a name such as ENOENT for 'errno', got 'eio' [wrong-type]"},
    {"\n  - {number: 0, word: once, text: {en: e, zh-CN: f}}", " []",
     "words:6:8: error: expected 1 to 32 words, got 0 [vocabulary]"},
    {"\n  - {number: 0, word: once, text: {en: e, zh-CN: f}}", " once",
     "words:6:8: error: expected a list for hints, got text [wrong-type]"},
    {"{number: 0, word: once, text: {en: e, zh-CN: f}}", "once",
     "words:7:5: error: expected a mapping for a word, got text [wrong-type]"},
    {"labels:\n", "lables:\n",
     "words:1:1: error: missing key 'labels' in the vocabulary [missing-key]"},
    {"[en, zh-CN]", "[]", "words:2:12: error: expected at least one language [vocabulary]"},
    {"schema: 1", "schema: 2",
     "words:1:9: error: unknown schema '2'; this generator reads 1 [schema-version]"},
    {"schema: 1\n", "", "words:1:1: error: missing key 'schema' in the vocabulary [missing-key]"},
};

START_TEST(a_bad_one) {
    char shown[300];
    char *text = replaced(good, bad[_i].find, bad[_i].by);
    read_text(text, shown, sizeof shown);
    ck_assert_str_eq(shown, bad[_i].shown);
    free(text);
}
END_TEST

/* A bit each in 32. */
START_TEST(as_many_hints_as_bits) {
    char shown[300];
    char *text = replaced(good, "actions:", "# end\nactions:");
    for (int i = 1; i <= 32; i++) {
        char more[100];
        const struct vocabulary *vocabulary = read_text(text, shown, sizeof shown);
        ck_assert_str_eq(shown, "");
        ck_assert_uint_eq(vocabulary->lists[WORDS_HINTS].count, (size_t)i);
        snprintf(more, sizeof more, "  - {number: %d, word: h%d, text: {en: e, zh-CN: f}}\n# end",
                 i, i);
        char *longer = replaced(text, "# end", more);
        free(text);
        text = longer;
    }
    read_text(text, shown, sizeof shown);
    ck_assert_str_eq(shown, "words:7:3: error: expected 1 to 32 words, got 33 [vocabulary]");
    free(text);
}
END_TEST

START_TEST(the_one_built_in) {
    ck_assert_uint_gt(vocabulary_get()->lists[WORDS_CATEGORIES].count, 10);
    ck_assert_str_eq(vocabulary_words(WORDS_RETRY)[0], "never");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("vocabulary");
    TCase *tcase = tcase_create("vocabulary");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, a_good_one);
    tcase_add_loop_test(tcase, a_bad_one, 0, COUNT(bad));
    tcase_add_test(tcase, as_many_hints_as_bits);
    tcase_add_test(tcase, the_one_built_in);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    arena_free_all();
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
