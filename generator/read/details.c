/* SPDX-License-Identifier: MIT */
/* Details: the values in their braces are known ones, the same in every language. */
#include "read/sections.h"

#include "read/vocabulary.h"

#include <string.h>

/* The values of a text as bits by number. */
static uint64_t values_of(const struct text *text) {
    const char *const *words = vocabulary_words(WORDS_VALUES);
    uint64_t values = 0;
    const char *p = text->text;
    while ((p = strpbrk(p, "{}")) != NULL) {
        const size_t len = *p == '{' ? strcspn(p + 1, "{}") : 0;
        if (*p == '}' || p[1 + len] != '}') {
            diag_add(text->at, RULE_DETAIL, "unbalanced brace in a detail");
            return values;
        }
        const char *word = arena_copy(p + 1, len);
        size_t number = 0;
        while (words[number] != NULL && strcmp(words[number], word) != 0) {
            number++;
        }
        if (words[number] == NULL) {
            diag_add(text->at, RULE_DETAIL, "unknown value '{%s}' in a detail%s", word,
                     choose_among(word, words));
        } else {
            values |= (uint64_t)1 << number;
        }
        p += len + 2;
    }
    return values;
}

static void check_detail(const struct catalog *catalog, localized texts) {
    const size_t before = diag_errors();
    const struct text *first = NULL;
    uint64_t expected = 0;
    for (size_t l = 0; l < catalog->language_count; l++) {
        if (texts[l].text == NULL) {
            continue;
        }
        const uint64_t values = values_of(&texts[l]);
        if (diag_errors() > before) {
            return;
        }
        if (first == NULL && values == 0) {
            diag_add(texts[l].at, RULE_DETAIL, "a detail without a value belongs in the advice");
            return;
        }
        if (first != NULL && values != expected) {
            diag_add(texts[l].at, RULE_DETAIL, "the detail in '%s' has other values",
                     catalog->languages[l].tag.text);
            diag_note(first->at, "than this one");
        }
        expected = first == NULL ? values : expected;
        first = first == NULL ? &texts[l] : first;
    }
}

void check_details(const struct catalog *catalog, const struct error *error,
                   const struct variant *variant) {
    (void)error;
    for (size_t i = 0; i < variant->detail_count; i++) {
        check_detail(catalog, variant->details[i]);
    }
}
