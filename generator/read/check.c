/* SPDX-License-Identifier: MIT */
/* The rules that look at more than one entry of a catalog. */
#include "read/sections.h"

#include "base/bytes.h"

#include <string.h>

/* ---------------------------------------------------------------------------------------- codes */

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
        diag_add(text->at, RULE_DUPLICATE_CODE, "duplicate %s '%s'", what, text->text);
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

static void check_statuses(const struct error *error) {
    for (size_t i = 1; i < error->variant_count; i++) {
        const struct variant *here = &error->variants[i];
        for (size_t j = 0; j < i; j++) {
            const struct variant *before = &error->variants[j];
            if (here->status != 0 && here->status == before->status) {
                diag_add(here->at, RULE_DUPLICATE_STATUS, "duplicate status %u", here->status);
                diag_note(before->at, "first here");
                break;
            }
        }
    }
}

/* ------------------------------------------------------------------------------------- patterns */

static void check_pattern(const struct text *text) {
    const char *star = text->text != NULL ? strchr(text->text, '*') : NULL;
    const size_t before = star != NULL ? (size_t)(star - text->text) : text->len;
    const size_t after = star != NULL ? text->len - before - 1 : 0;
    if (text->text == NULL) {
        return;
    }
    if (star != NULL && strchr(star + 1, '*') != NULL) {
        diag_add(text->at, RULE_PATTERN, "more than one '*' in a pattern");
    } else if (before > MAX_LITERAL || after > MAX_LITERAL) {
        diag_add(text->at, RULE_PATTERN, "over %d bytes on one side of a pattern", MAX_LITERAL);
    } else if (star != NULL && text->len == 1) {
        diag_add(text->at, RULE_PATTERN, "'*' alone matches every message");
    }
}

static void check_cases(const struct error *error) {
    struct map names = {0};
    for (size_t i = 0; i < error->case_count; i++) {
        const struct variant *row = &error->cases[i];
        const struct text *name = &row->case_name;
        const struct variant *kept =
            name->text != NULL ? map_add(&names, name->text, name->len, (void *)(uintptr_t)row)
                               : row;
        if (kept != row) {
            diag_add(name->at, RULE_CASE, "duplicate case '%s'", name->text);
            diag_note(kept->case_name.at, "first here");
        }
        for (size_t j = 0; j < row->match_count; j++) {
            check_pattern(&row->matches[j]);
        }
        if (row->match_count == 0 && row->message != NULL) {
            diag_add(row->at, RULE_CASE, "a case needs at least one pattern");
        }
    }
    check_pattern(&error->refines_match);
}

static void check_refinement(const struct map *names, const struct error *error) {
    if (error->refines_code.text == NULL) {
        return;
    }
    const struct name *base = map_find(names, error->refines_code.text, error->refines_code.len);
    if (base == NULL || base->error == error) {
        diag_add(error->refines_code.at, RULE_REFINEMENT,
                 "'%s' is not another code of this catalog", error->refines_code.text);
        return;
    }
    bool has_status = error->refines_status == 0;
    for (size_t i = 0; i < base->error->variant_count; i++) {
        has_status = has_status || base->error->variants[i].status == error->refines_status;
    }
    if (!has_status) {
        diag_add(error->refines_code.at, RULE_REFINEMENT, "'%s' has no variant for status %u",
                 error->refines_code.text, error->refines_status);
    }
}

static bool ends_alike(const char *a, size_t a_len, const char *b, size_t b_len, bool at_end) {
    const size_t len = a_len < b_len ? a_len : b_len;
    return len == 0 ||
           (at_end ? memcmp(a + a_len - len, b + b_len - len, len) == 0 : memcmp(a, b, len) == 0);
}

/* Could one message match both? */
static bool overlap(const struct pattern *a, const struct pattern *b) {
    const bool a_exact = a->star == a->text.len;
    const bool b_exact = b->star == b->text.len;
    if (a_exact || b_exact) {
        return a_exact && b_exact && strcmp(a->text.text, b->text.text) == 0;
    }
    const char *a_tail = a->text.text + a->star + 1;
    const char *b_tail = b->text.text + b->star + 1;
    return a->text.len == b->text.len &&
           ends_alike(a->text.text, a->star, b->text.text, b->star, false) &&
           ends_alike(a_tail, strlen(a_tail), b_tail, strlen(b_tail), true);
}

/* Patterns of one entry with the same precedence lie together. */
static void check_ties(const struct catalog *catalog, const struct error *error,
                       const struct variant *variant) {
    (void)catalog;
    (void)error;
    for (size_t i = 0; i < variant->pattern_count; i++) {
        const struct pattern *a = &variant->patterns[i];
        for (size_t j = i + 1; j < variant->pattern_count; j++) {
            const struct pattern *b = &variant->patterns[j];
            if (b->text.len != a->text.len) {
                break;
            }
            if (overlap(a, b)) {
                const bool later = b->text.at.line > a->text.at.line;
                diag_add((later ? b : a)->text.at, RULE_PATTERN,
                         "the pattern '%s' ties with '%s': one message can match both",
                         (later ? b : a)->text.text, (later ? a : b)->text.text);
                diag_note((later ? a : b)->text.at, "the other one");
                return;
            }
        }
    }
}

/* ------------------------------------------------------------------------------------- families */

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
            diag_add(family->at, RULE_FAMILY, "duplicate family '%s'", family_name(status));
            diag_note(seen[status]->at, "first here");
        }
        seen[status] = family;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (seen[needed[i]] == NULL) {
            diag_add((struct location){catalog->source, 0, 0, 0}, RULE_FAMILY,
                     "missing family '%s'", family_name(needed[i]));
        }
    }
}

/* ----------------------------------------------------------------------------------- operations */

/* Names are found ignoring case, whitespace, '-' and '_'; a name of the catalog has only the
 * first. */
static const char *folded(const struct text *name) {
    char *copy = arena_copy(name->text, name->len);
    for (char *p = copy; *p != '\0'; p++) {
        *p = (char)coserr__lower((unsigned char)*p);
    }
    return copy;
}

static void check_operations(const struct catalog *catalog) {
    struct map names = {0};
    struct map pages = {0};
    for (size_t i = 0; i < catalog->page_count; i++) {
        const struct page *page = catalog->pages[i];
        const struct page *kept =
            map_add(&pages, page->name.text, page->name.len, (void *)(uintptr_t)page);
        if (kept != page) {
            diag_add(page->name.at, RULE_PAGE, "duplicate page '%s'", page->name.text);
            diag_note(kept->name.at, "first here");
        }
    }
    for (size_t i = 0; i < catalog->operation_count; i++) {
        struct operation *operation = &catalog->operations[i];
        if (operation->name.text == NULL) {
            continue;
        }
        const char *key = folded(&operation->name);
        const struct operation *kept = map_add(&names, key, operation->name.len, operation);
        if (kept != operation) {
            diag_add(operation->name.at, RULE_OPERATION, "duplicate operation '%s'",
                     operation->name.text);
            diag_note(kept->name.at, "first here");
        }
    }
}

static void check_conditions(const struct catalog *catalog, const struct error *error,
                             const struct variant *variant) {
    (void)error;
    for (size_t i = 0; i < variant->condition_count; i++) {
        const struct condition *condition = &variant->conditions[i];
        const char **names = arena_alloc((catalog->operation_count + 1) * sizeof *names);
        size_t count = 0;
        for (size_t j = 0; j < catalog->operation_count; j++) {
            if (catalog->operations[j].name.text != NULL) {
                names[count++] = catalog->operations[j].name.text;
            }
        }
        for (size_t j = 0; j < i; j++) {
            if (variant->conditions[j].hints == condition->hints &&
                strcmp(variant->conditions[j].name.text, condition->name.text) == 0) {
                diag_add(condition->name.at, RULE_OPERATION, "duplicate operation '%s'",
                         condition->name.text);
            }
        }
        if (!in_words(condition->name.text, names)) {
            diag_add(condition->name.at, RULE_OPERATION, "unknown operation '%s'%s",
                     condition->name.text, did_you_mean(condition->name.text, names));
        }
    }
}

/* ------------------------------------------------------------------------------------ the whole */

void catalog_check(const struct catalog *catalog) {
    struct map names = {0};
    struct map client_names = {0};
    check_names(&catalog->errors, &names);
    check_names(&catalog->client_errors, &client_names);
    for (size_t i = 0; i < catalog->errors.count; i++) {
        check_statuses(&catalog->errors.items[i]);
        check_cases(&catalog->errors.items[i]);
        check_refinement(&names, &catalog->errors.items[i]);
    }
    check_families(catalog);
    check_operations(catalog);
    for_each_variant(catalog, check_conditions);
}

void catalog_check_details(const struct catalog *catalog) {
    for_each_variant(catalog, check_ties);
    for_each_variant(catalog, check_details);
}
