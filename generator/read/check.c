/* SPDX-License-Identifier: MIT */
/* The rules that look at more than one entry of a catalog. */
#include "read/model.h"

#include "base/distance.h"

#include <stdlib.h>
#include <string.h>

struct error_list *catalog_list(struct catalog *catalog, size_t index) {
    return index == 0 ? &catalog->errors : &catalog->client_errors;
}

/* ---------------------------------------------------------------------------------------- codes */

void map_codes(struct map *map, const struct error_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        map_add(map, list->items[i].code.text, list->items[i].code.len, &list->items[i]);
    }
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < list->items[i].alias_count; j++) {
            const struct text *alias = &list->items[i].aliases[j];
            map_add(map, alias->text, alias->len, &list->items[i]);
        }
    }
}

/* A name, and the error that it stands for. */
struct name {
    const struct text *text;
    const struct error *error;
};

static void add_name(struct map *map, const struct text *text, const struct error *error,
                     const char *what) {
    if (text->text == NULL) {
        return;
    }
    struct name *name = arena_alloc(sizeof *name);
    *name = (struct name){text, error};
    const struct name *kept = map_add(map, text->text, text->len, name);
    if (kept != name) {
        diag_add(text->at, RULE_DUPLICATE_CODE, "%s '%s' again; a name stands for one error", what,
                 text->text);
        diag_note(kept->text->at, "first here");
    }
}

static void check_names(const struct error_list *list, struct map *map) {
    for (size_t i = 0; i < list->count; i++) {
        const struct error *error = &list->items[i];
        add_name(map, &error->code, error, "code");
        for (size_t j = 0; j < error->alias_count; j++) {
            add_name(map, &error->aliases[j], error, "alias");
        }
    }
}

/* ------------------------------------------------------------------------------------- variants */

static int by_status(const void *left, const void *right) {
    const struct variant *a = left;
    const struct variant *b = right;
    return a->status < b->status ? -1 : a->status > b->status;
}

static void check_statuses(struct error *error) {
    if (error->variant_count > 1) {
        qsort(error->variants, error->variant_count, sizeof *error->variants, by_status);
    }
    for (size_t i = 1; i < error->variant_count; i++) {
        const struct variant *before = &error->variants[i - 1];
        const struct variant *here = &error->variants[i];
        if (here->status != 0 && here->status == before->status) {
            const bool later = here->at.line > before->at.line;
            diag_add((later ? here : before)->at, RULE_DUPLICATE_STATUS, "status %u again",
                     here->status);
            diag_note((later ? before : here)->at, "first here");
        }
    }
}

/* ---------------------------------------------------------------------------------- refinements */

static void check_refinement(const struct map *names, struct map *seen, struct error *error) {
    if (error->refines_code.text == NULL || error->refines_message.text == NULL) {
        return;
    }
    const struct name *base = map_find(names, error->refines_code.text, error->refines_code.len);
    if (base == NULL || base->error == error) {
        diag_add(error->refines_code.at, RULE_REFINEMENT, "'%s' is no other error of this catalog",
                 error->refines_code.text);
        return;
    }
    const char *key = arena_printf("%s\n%s", base->error->code.text, error->refines_message.text);
    const struct error *kept = map_add(seen, key, strlen(key), error);
    if (kept != error) {
        diag_add(error->refines_message.at, RULE_REFINEMENT, "this message already refines '%s'",
                 base->error->code.text);
        diag_note(kept->refines_message.at, "first here");
    }
    error->refines_code.text = base->error->code.text; /* an alias names its error */
    error->refines_code.len = base->error->code.len;
}

/* ------------------------------------------------------------------------------------- families */

const char *family_name(unsigned status) {
    return status == 0    ? "unknown"
           : status < 100 ? arena_printf("%uxx", status)
                          : arena_printf("%u", status);
}

static void check_families(const struct catalog *catalog) {
    static const unsigned needed[] = {0, 3, 4, 5};
    const struct error *seen[600] = {NULL};
    for (size_t i = 0; i < catalog->families.count; i++) {
        const struct error *family = &catalog->families.items[i];
        if (family->variant_count == 0) {
            continue;
        }
        const unsigned status = family->variants->status;
        if (seen[status] != NULL) {
            diag_add(family->at, RULE_FAMILY, "a second family for the same");
            diag_note(seen[status]->at, "first here");
        }
        seen[status] = family;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (seen[needed[i]] == NULL) {
            diag_add((struct location){catalog->source, 0, 0, 0}, RULE_FAMILY,
                     "there is no family for '%s'", family_name(needed[i]));
        }
    }
}

/* ------------------------------------------------------------------------------------- warnings */

static bool is_allowed(const struct error *error, enum rule rule) {
    return (error->allowed & (uint64_t)1 << rule) != 0;
}

static void check_class(const struct error *error, const struct variant *variant) {
    /* By the number of the class; of `never` those that it does not go with. */
    static const unsigned statuses[][8] = {
        {408, 429, 500, 502, 503, 504},
        {400, 408, 409, 425},
        {429, 503, 509},
        {400, 401, 403},
        {400, 401, 403},
        {404, 409, 412},
    };
    const unsigned status = variant->status;
    const unsigned retry = variant->retry;
    if (status < 100) {
        return;
    }
    if (status == 501 && retry != 0) {
        if (!is_allowed(error, RULE_RETRIED_501)) {
            diag_add(variant->retry_at, RULE_RETRIED_501,
                     "a 501 is marked '%s'; what is not implemented now is not a moment later "
                     "either: write 'never'",
                     retry_class_words[retry]);
        }
        return;
    }
    bool listed = retry == 1 && status >= 500;
    for (size_t i = 0; statuses[retry][i] != 0; i++) {
        listed = listed || statuses[retry][i] == status;
    }
    if (listed == (retry == 0) && !is_allowed(error, RULE_STATUS_CLASS)) {
        diag_add(variant->retry_at, RULE_STATUS_CLASS,
                 "class '%s' is unusual for the status %u; look again, or say 'allow: [%s]'",
                 retry_class_words[retry], status, rule_texts[RULE_STATUS_CLASS].name);
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

static void check_variants(const struct catalog *catalog, const struct error_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        const struct error *error = &list->items[i];
        for (size_t j = 0; j < error->variant_count; j++) {
            const struct variant *variant = &error->variants[j];
            check_class(error, variant);
            check_equal(catalog, error, "message", variant->message);
            check_equal(catalog, error, "advice", variant->advice);
            check_repeated(catalog, error, variant);
        }
    }
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
                 "'%s' differs from '%s' in one letter or a swap at most; is one of them a slip?",
                 b->code.text, a->code.text);
        diag_note(a->code.at, "the other one");
    }
}

enum { MAX_ALIKE = 64 }; /* with one form; what has more is no catalog of words */

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

/* ------------------------------------------------------------------------------------- coverage */

static void count_texts(localized texts, size_t language, struct coverage *coverage) {
    if (texts != NULL) {
        coverage->all++;
        coverage->there += texts[language].text != NULL;
    }
}

struct coverage catalog_coverage(const struct catalog *catalog, size_t language) {
    const struct error_list *errors[] = {&catalog->errors, &catalog->client_errors,
                                         &catalog->families};
    const struct word_list *words[] = {&catalog->classes, &catalog->hints, &catalog->actions,
                                       &catalog->reasons, &catalog->labels};
    struct coverage coverage = {0, 0};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        for (size_t j = 0; j < errors[i]->count; j++) {
            const struct error *error = &errors[i]->items[j];
            for (size_t k = 0; k < error->variant_count; k++) {
                count_texts(error->variants[k].message, language, &coverage);
                count_texts(error->variants[k].advice, language, &coverage);
            }
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (size_t j = 0; j < words[i]->count; j++) {
            count_texts(words[i]->items[j].texts, language, &coverage);
        }
    }
    return coverage;
}

/* ------------------------------------------------------------------------------------------- all
 */

static int by_name(const void *left, const void *right) {
    const struct words *a = left;
    const struct words *b = right;
    return strcmp(a->name.text, b->name.text);
}

void catalog_check(struct catalog *catalog, bool warn) {
    struct map names = {0};
    struct map client_names = {0};
    struct map refinements = {0};
    if (catalog->errors.count == 0) {
        diag_add((struct location){catalog->source, 0, 0, 0}, RULE_EMPTY_CATALOG,
                 "there is no error under 'errors'");
    }
    check_names(&catalog->errors, &names);
    check_names(&catalog->client_errors, &client_names);
    for (size_t i = 0; i < catalog->errors.count; i++) {
        check_statuses(&catalog->errors.items[i]);
        check_refinement(&names, &refinements, &catalog->errors.items[i]);
    }
    check_families(catalog);
    if (warn && diag_errors() == 0) {
        check_variants(catalog, &catalog->errors);
        check_variants(catalog, &catalog->client_errors);
        check_variants(catalog, &catalog->families);
        check_near_codes(&catalog->errors);
        check_near_codes(&catalog->client_errors);
    }
    if (catalog->labels.count > 1) {
        qsort(catalog->labels.items, catalog->labels.count, sizeof *catalog->labels.items, by_name);
    }
}
