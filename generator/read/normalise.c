/* SPDX-License-Identifier: MIT */
/* From what was read to what emitters rely on: everything by id, references resolved, the patterns
 * of each entry in order of precedence. Done again once the ledger has given ids. */
#include "read/sections.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------------------------------- order */

static int compare_numbers(uint32_t a, uint32_t b) {
    return a < b ? -1 : a > b;
}

static int by_id(const void *left, const void *right) {
    const struct error *a = left;
    const struct error *b = right;
    const int order = compare_numbers(a->id, b->id);
    return order != 0 ? order : compare_numbers(a->at.line, b->at.line);
}

static int by_status(const void *left, const void *right) {
    const struct error *a = left;
    const struct error *b = right;
    const unsigned a_status = a->variant_count > 0 ? a->variants->status : 0;
    const unsigned b_status = b->variant_count > 0 ? b->variants->status : 0;
    return compare_numbers(a_status, b_status);
}

static int operation_by_id(const void *left, const void *right) {
    const struct operation *a = left;
    const struct operation *b = right;
    const int order = compare_numbers(a->id, b->id);
    return order != 0 ? order : compare_numbers(a->at.line, b->at.line);
}

static void sort_errors(struct error_list *list, int (*compare)(const void *, const void *)) {
    if (list->count > 0) {
        qsort(list->items, list->count, sizeof *list->items, compare);
    }
    for (size_t i = 0; i < list->count; i++) {
        struct error *error = &list->items[i];
        for (size_t j = 0; j < error->variant_count; j++) {
            error->variants[j].error = error;
            error->variants[j].order = j;
        }
        for (size_t j = 0; j < error->case_count; j++) {
            error->cases[j].error = error;
            error->cases[j].order = error->variant_count + j;
        }
    }
}

/* ----------------------------------------------------------------------------------- operations */

static void resolve_conditions(const struct catalog *catalog, struct variant *variant) {
    for (size_t i = 0; i < variant->condition_count; i++) {
        struct condition *condition = &variant->conditions[i];
        for (size_t j = 0; j < catalog->operation_count; j++) {
            const struct text *name = &catalog->operations[j].name;
            if (name->text != NULL && strcmp(name->text, condition->name.text) == 0) {
                condition->operation = &catalog->operations[j];
            }
        }
    }
}

/* ------------------------------------------------------------------------------------- patterns */

static struct pattern make_pattern(const struct text *text, unsigned status,
                                   const struct variant *target) {
    const char *star = memchr(text->text, '*', text->len);
    const size_t before = star != NULL ? (size_t)(star - text->text) : text->len;
    return (struct pattern){*text, before, status, target};
}

/* To every variant that the pattern can be met under. */
static void add_pattern(struct error *base, const struct text *text, unsigned status,
                        const struct variant *target) {
    for (size_t i = 0; text->text != NULL && i < base->variant_count; i++) {
        struct variant *variant = &base->variants[i];
        if (status == 0 || variant->status == status) {
            ARENA_PUSH(variant->patterns, variant->pattern_count, variant->pattern_capacity) =
                make_pattern(text, status, target);
        }
    }
}

static size_t literal_len(const struct pattern *pattern) {
    return pattern->text.len - (pattern->star < pattern->text.len);
}

static int by_precedence(const void *left, const void *right) {
    const struct pattern *a = left;
    const struct pattern *b = right;
    const bool a_exact = a->star == a->text.len;
    const bool b_exact = b->star == b->text.len;
    if (a_exact != b_exact) {
        return a_exact ? -1 : 1;
    }
    if (literal_len(a) != literal_len(b)) {
        return literal_len(a) > literal_len(b) ? -1 : 1;
    }
    return strcmp(a->text.text, b->text.text);
}

static void add_cases(struct error *error) {
    for (size_t i = 0; i < error->case_count; i++) {
        const struct variant *row = &error->cases[i];
        const bool any = error->variant_count == 1;
        for (size_t j = 0; j < row->match_count; j++) {
            add_pattern(error, &row->matches[j], any ? 0 : row->status, row);
        }
    }
}

static void add_refinement(const struct map *codes, const struct error *error) {
    const struct text *code = &error->refines_code;
    struct error *base = code->text != NULL ? map_find(codes, code->text, code->len) : NULL;
    if (base == NULL || base == error || error->variant_count == 0) {
        return;
    }
    for (size_t i = 0; i < base->variant_count; i++) {
        const unsigned status = base->variants[i].status;
        const struct variant *target = &error->variants[0];
        for (size_t j = 0; j < error->variant_count; j++) {
            target = error->variants[j].status == status ? &error->variants[j] : target;
        }
        if (error->refines_status == 0 || error->refines_status == status) {
            add_pattern(base, &error->refines_match, status, target);
        }
    }
}

static void reset_patterns(struct error *error) {
    for (size_t i = 0; i < error->variant_count; i++) {
        error->variants[i].pattern_count = 0;
    }
}

static void sort_patterns(struct error *error) {
    for (size_t i = 0; i < error->variant_count; i++) {
        struct variant *variant = &error->variants[i];
        if (variant->pattern_count > 1) {
            qsort(variant->patterns, variant->pattern_count, sizeof *variant->patterns,
                  by_precedence);
        }
    }
}

static void find_patterns(struct catalog *catalog) {
    struct map codes = {0};
    struct error_list *errors = &catalog->errors;
    for (size_t i = 0; i < errors->count; i++) {
        struct error *error = &errors->items[i];
        reset_patterns(error);
        for (size_t j = 0; j <= error->alias_count; j++) {
            const struct text *name = j == 0 ? &error->code : &error->aliases[j - 1];
            if (name->text != NULL) {
                map_add(&codes, name->text, name->len, error);
            }
        }
    }
    for (size_t i = 0; i < errors->count; i++) {
        add_cases(&errors->items[i]);
        add_refinement(&codes, &errors->items[i]);
    }
    for (size_t i = 0; i < errors->count; i++) {
        sort_patterns(&errors->items[i]);
    }
}

/* ------------------------------------------------------------------------------------ the whole */

void catalog_normalise(struct catalog *catalog) {
    struct error_list *lists[] = {&catalog->errors, &catalog->client_errors, &catalog->families};
    if (catalog->operation_count > 0) {
        qsort(catalog->operations, catalog->operation_count, sizeof *catalog->operations,
              operation_by_id);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        sort_errors(lists[i], lists[i] == &catalog->families ? by_status : by_id);
        for (size_t j = 0; j < lists[i]->count; j++) {
            struct error *error = &lists[i]->items[j];
            for (size_t k = 0; k < error->variant_count; k++) {
                resolve_conditions(catalog, &error->variants[k]);
            }
            for (size_t k = 0; k < error->case_count; k++) {
                resolve_conditions(catalog, &error->cases[k]);
            }
        }
    }
    find_patterns(catalog);
}
