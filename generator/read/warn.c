/* SPDX-License-Identifier: MIT */
/* What is doubtful in a catalog without errors. An entry can allow each of these warnings. */
#include "read/sections.h"

#include "base/distance.h"
#include "read/vocabulary.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- warnings */

bool is_allowed(const struct error *error, enum rule rule) {
    return (error->allowed & (uint64_t)1 << rule) != 0;
}

static void check_class(const struct error *error, const struct variant *variant) {
    /* By the number of the class; for `never`, those that are unusual. */
    static const unsigned statuses[][8] = {
        {408, 429, 500, 502, 503, 504},
        {400, 408, 409, 425},
        {429, 503, 509},
        {400, 401, 403},
        {400, 401, 403},
        {404, 409, 412},
    };
    const char *const *words = vocabulary_words(WORDS_RETRY);
    const unsigned status = variant->status;
    const unsigned retry = variant->retry;
    if (status < 100 || retry >= sizeof statuses / sizeof *statuses) {
        return;
    }
    if (status == 501 && retry != 0) {
        if (!is_allowed(error, RULE_RETRIED_501)) {
            diag_add(variant->retry_at, RULE_RETRIED_501,
                     "class '%s' for a 501: what is not implemented will not be a moment later; "
                     "write 'never'",
                     words[retry]);
        }
        return;
    }
    bool listed = retry == 1 && status >= 500;
    for (size_t i = 0; statuses[retry][i] != 0; i++) {
        listed = listed || statuses[retry][i] == status;
    }
    if (listed == (retry == 0) && !is_allowed(error, RULE_STATUS_CLASS)) {
        diag_add(variant->retry_at, RULE_STATUS_CLASS,
                 "class '%s' is unusual for status %u; check it, or write 'allow: [%s]'",
                 words[retry], status, rule_texts[RULE_STATUS_CLASS].name);
    }
}

static void check_equal(const struct catalog *catalog, const struct error *error, const char *what,
                        localized texts) {
    for (size_t l = 1; l < catalog->language_count; l++) {
        const struct text *first = &texts[0];
        const struct text *here = &texts[l];
        if (first->text != NULL && here->text != NULL && strcmp(first->text, here->text) == 0 &&
            !is_allowed(error, RULE_EQUAL_TEXT)) {
            diag_add(here->at, RULE_EQUAL_TEXT, "the %s in '%s' is that in '%s'; write it in '%s'",
                     what, catalog->languages[l].tag.text, catalog->languages[0].tag.text,
                     catalog->languages[l].tag.text);
            diag_note(first->at, "the other one");
        }
    }
}

/* Its length without the full stop. */
static size_t sentence_len(const struct text *text) {
    size_t len = text->len;
    if (len >= 3 && memcmp(text->text + len - 3, "\xE3\x80\x82", 3) == 0) {
        return len - 3;
    }
    return len > 0 && text->text[len - 1] == '.' ? len - 1 : len;
}

static void check_repeated(const struct catalog *catalog, const struct error *error,
                           const struct variant *variant) {
    for (size_t l = 0; l < catalog->language_count; l++) {
        const struct text *message = &variant->message[l];
        const struct text *advice = &variant->advice[l];
        if (message->text == NULL || advice->text == NULL ||
            is_allowed(error, RULE_REPEATED_MESSAGE)) {
            continue;
        }
        const char *sentence = arena_copy(message->text, sentence_len(message));
        if (*sentence != '\0' && strstr(advice->text, sentence) != NULL) {
            diag_add(advice->at, RULE_REPEATED_MESSAGE,
                     "the advice repeats the message; both are shown together");
            diag_note(message->at, "the message");
        }
    }
}

static void warn_of_variant(const struct catalog *catalog, const struct error *error,
                            const struct variant *variant) {
    if (variant->case_name.text == NULL) {
        check_class(error, variant);
    }
    check_equal(catalog, error, "message", variant->message);
    check_equal(catalog, error, "advice", variant->advice);
    for (size_t i = 0; i < variant->detail_count; i++) {
        check_equal(catalog, error, "detail", variant->details[i]);
    }
    check_repeated(catalog, error, variant);
}

/* ----------------------------------------------------------------------------------- near codes */

/* A code with one of its letters left out, or none. Codes that differ in one letter, or in two
 * neighbours that are swapped, have such a form in common: so that thousands of codes need not be
 * compared with each other. */
struct form {
    unsigned long long hash;
    const struct error *error;
};

static int by_hash(const void *left, const void *right) {
    const struct form *a = left;
    const struct form *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    /* In the order of the file, so that the later one is warned of. */
    return a->error < b->error ? -1 : a->error > b->error;
}

static bool same_digits(const char *a, const char *b) {
    static const char digits[] = "0123456789";
    for (;;) {
        a += strcspn(a, digits);
        b += strcspn(b, digits);
        if (*a != *b || *a == '\0') {
            return *a == *b;
        }
        a++;
        b++;
    }
}

static size_t add_forms(struct form *forms, const struct error *error) {
    const struct text *code = &error->code;
    char folded[DISTANCE_MAX];
    size_t count = 0;
    if (code->text == NULL || code->len > sizeof folded) {
        return 0;
    }
    for (size_t i = 0; i < code->len; i++) {
        folded[i] = (char)distance_fold(code->text[i]);
    }
    for (size_t left_out = 0; left_out <= code->len; left_out++) {
        unsigned long long hash = fnv1a(FNV_START, folded, left_out);
        if (left_out < code->len) {
            hash = fnv1a(hash, folded + left_out + 1, code->len - left_out - 1);
        }
        forms[count++] = (struct form){hash, error};
    }
    return count;
}

/* Two errors that were compared before. */
struct pair {
    const struct error *a;
    const struct error *b;
};

static void compare_codes(const struct error *a, const struct error *b, struct map *seen) {
    const struct pair pair = {a, b};
    if (a == b || map_find(seen, (const char *)&pair, sizeof pair) != NULL) {
        return;
    }
    struct pair *kept = arena_alloc(sizeof *kept);
    *kept = pair;
    map_add(seen, (const char *)kept, sizeof *kept, kept);
    if (strcmp(a->code.text, b->code.text) != 0 && !is_allowed(a, RULE_NEAR_CODE) &&
        !is_allowed(b, RULE_NEAR_CODE) && same_digits(a->code.text, b->code.text) &&
        distance_between(a->code.text, a->code.len, b->code.text, b->code.len, 2) <= 1) {
        diag_add(b->code.at, RULE_NEAR_CODE,
                 "'%s' differs from '%s' in at most one letter or a swap; is one of them a typo?",
                 b->code.text, a->code.text);
        diag_note(a->code.at, "the other one");
    }
}

enum { MAX_ALIKE = 64 }; /* with one form; more are not words */

static void check_near_codes(const struct error_list *list) {
    size_t total = 0;
    for (size_t i = 0; i < list->count; i++) {
        total += list->items[i].code.len + 1;
    }
    struct form *forms = arena_alloc((total + 1) * sizeof *forms);
    struct map seen = {0};
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        count += add_forms(forms + count, &list->items[i]);
    }
    qsort(forms, count, sizeof *forms, by_hash);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && j < i + MAX_ALIKE && forms[j].hash == forms[i].hash;
             j++) {
            compare_codes(forms[i].error, forms[j].error, &seen);
        }
    }
}

void catalog_warn(const struct catalog *catalog) {
    for_each_variant(catalog, warn_of_variant);
    check_near_codes(&catalog->errors);
    check_near_codes(&catalog->client_errors);
}
