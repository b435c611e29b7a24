/* SPDX-License-Identifier: MIT */
/* The rules that look at more than one entry of a catalog. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

struct error_list *catalog_list(struct catalog *catalog, size_t index) {
    return index == 0 ? &catalog->errors : &catalog->client_errors;
}

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
        diag_error(text->at, RULE_DUPLICATE_CODE, "%s '%s' again; a name stands for one error",
                   what, text->text);
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
            diag_error((later ? here : before)->at, RULE_DUPLICATE_STATUS, "status %u again",
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
        diag_error(error->refines_code.at, RULE_REFINEMENT,
                   "'%s' is no other error of this catalog", error->refines_code.text);
        return;
    }
    const char *key = arena_printf("%s\n%s", base->error->code.text, error->refines_message.text);
    const struct error *kept = map_add(seen, key, strlen(key), error);
    if (kept != error) {
        diag_error(error->refines_message.at, RULE_REFINEMENT, "this message already refines '%s'",
                   base->error->code.text);
        diag_note(kept->refines_message.at, "first here");
    }
    error->refines_code.text = base->error->code.text; /* an alias names its error */
    error->refines_code.len = base->error->code.len;
}

/* ------------------------------------------------------------------------------------- families */

static void check_families(const struct catalog *catalog) {
    static const char *const names[] = {"unknown", NULL, NULL, "3xx", "4xx", "5xx"};
    const struct error *seen[600] = {NULL};
    for (size_t i = 0; i < catalog->families.count; i++) {
        const struct error *family = &catalog->families.items[i];
        if (family->variant_count == 0) {
            continue;
        }
        const unsigned status = family->variants->status;
        if (seen[status] != NULL) {
            diag_error(family->at, RULE_FAMILY, "a second family for the same");
            diag_note(seen[status]->at, "first here");
        }
        seen[status] = family;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i] != NULL && seen[i] == NULL) {
            diag_error((struct place){catalog->source, 0, 0, 0}, RULE_FAMILY,
                       "there is no family for '%s'", names[i]);
        }
    }
}

static int by_name(const void *left, const void *right) {
    const struct words *a = left;
    const struct words *b = right;
    return strcmp(a->name.text, b->name.text);
}

void catalog_check(struct catalog *catalog) {
    struct map names = {0};
    struct map client_names = {0};
    struct map refinements = {0};
    if (catalog->errors.count == 0) {
        diag_error((struct place){catalog->source, 0, 0, 0}, RULE_EMPTY_CATALOG,
                   "there is no error under 'errors'");
    }
    check_names(&catalog->errors, &names);
    check_names(&catalog->client_errors, &client_names);
    for (size_t i = 0; i < catalog->errors.count; i++) {
        check_statuses(&catalog->errors.items[i]);
        check_refinement(&names, &refinements, &catalog->errors.items[i]);
    }
    check_families(catalog);
    if (catalog->labels.count > 1) {
        qsort(catalog->labels.items, catalog->labels.count, sizeof *catalog->labels.items, by_name);
    }
}
