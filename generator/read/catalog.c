/* SPDX-License-Identifier: MIT */
/* A catalog from its file: the sections in order, then normalising and checks. */
#include "read/sections.h"

static struct catalog *read_catalog(const struct source *source, bool is_old) {
    const char *what = "the catalog";
    const struct node *root = yaml_read(source);
    if (root == NULL ||
        !is_map(root,
                KEYS("schema", "name", "version", "prefix", "source", "diagnose", "hosts",
                     "languages", "pages", "operations", "families", "client-errors", "errors"),
                what)) {
        return NULL;
    }
    struct catalog *catalog = arena_alloc(sizeof *catalog);
    catalog->source = source;
    const size_t before = diag_errors();
    read_header(catalog, root);
    if (diag_errors() > before && catalog->language_count == 0) {
        return NULL;
    }
    read_pages(catalog, yaml_get(root, "pages"));
    read_operations(catalog, yaml_get(root, "operations"));
    read_families(catalog, need(root, "families", what));
    read_client_errors(catalog, yaml_get(root, "client-errors"));
    read_errors(catalog, need(root, "errors", what));
    catalog_check(catalog);
    catalog_normalise(catalog);
    catalog_check_details(catalog);
    if (!is_old && diag_errors() == 0) {
        catalog_warn(catalog);
    }
    return catalog;
}

struct catalog *catalog_read(const struct source *source) {
    return read_catalog(source, false);
}

struct catalog *catalog_read_old(const struct source *source) {
    return read_catalog(source, true);
}

/* ------------------------------------------------------------------------------------ the whole */

static void visit_list(const struct catalog *catalog, const struct error_list *list,
                       variant_fn visit) {
    for (size_t i = 0; i < list->count; i++) {
        const struct error *error = &list->items[i];
        for (size_t j = 0; j < error->variant_count; j++) {
            visit(catalog, error, &error->variants[j]);
        }
        for (size_t j = 0; j < error->case_count; j++) {
            visit(catalog, error, &error->cases[j]);
        }
    }
}

void for_each_variant(const struct catalog *catalog, variant_fn visit) {
    visit_list(catalog, &catalog->errors, visit);
    visit_list(catalog, &catalog->client_errors, visit);
    visit_list(catalog, &catalog->families, visit);
}

const char *family_name(unsigned status) {
    return status == 0    ? "unknown"
           : status < 100 ? arena_printf("%uxx", status)
                          : arena_printf("%u", status);
}

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

size_t catalog_numbered_count(const struct catalog *catalog) {
    return catalog->errors.count + catalog->client_errors.count + catalog->operation_count;
}

static struct numbered numbered_error(const char *prefix, struct error *error) {
    return (struct numbered){prefix,         &error->code, error->aliases, error->alias_count,
                             &error->symbol, &error->id};
}

struct numbered catalog_numbered(const struct catalog *catalog, size_t index) {
    if (index < catalog->errors.count) {
        return numbered_error("", &catalog->errors.items[index]);
    }
    index -= catalog->errors.count;
    if (index < catalog->client_errors.count) {
        return numbered_error("client:", &catalog->client_errors.items[index]);
    }
    struct operation *operation = &catalog->operations[index - catalog->client_errors.count];
    return (struct numbered){"operation:",       &operation->name, NULL, 0,
                             &operation->symbol, &operation->id};
}

/* ------------------------------------------------------------------------------------- coverage */

static void count_texts(localized texts, size_t language, struct coverage *coverage) {
    if (texts != NULL) {
        coverage->all++;
        coverage->there += texts[language].text != NULL;
    }
}

static void count_list(const struct error_list *list, size_t language, struct coverage *coverage) {
    for (size_t i = 0; i < list->count; i++) {
        const struct error *error = &list->items[i];
        for (size_t j = 0; j < error->variant_count + error->case_count; j++) {
            const struct variant *variant = j < error->variant_count
                                                ? &error->variants[j]
                                                : &error->cases[j - error->variant_count];
            count_texts(variant->message, language, coverage);
            count_texts(variant->advice, language, coverage);
            for (size_t k = 0; k < variant->detail_count; k++) {
                count_texts(variant->details[k], language, coverage);
            }
        }
    }
}

struct coverage catalog_coverage(const struct catalog *catalog, size_t language) {
    struct coverage coverage = {0, 0};
    count_list(&catalog->errors, language, &coverage);
    count_list(&catalog->client_errors, language, &coverage);
    count_list(&catalog->families, language, &coverage);
    return coverage;
}
