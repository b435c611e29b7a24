/* SPDX-License-Identifier: MIT */
/* coserr-gen check: reports every error in the catalog and its ledger. */
#include "cmd.h"
#include "input.h"
#include "upkeep/diff.h"

#include <stdio.h>

static size_t count_rows(const struct error_list *list) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        count += list->items[i].variant_count + list->items[i].case_count;
    }
    return count;
}

static void print_coverage(const struct catalog *catalog) {
    for (size_t l = 0; l < catalog->language_count; l++) {
        const struct coverage coverage = catalog_coverage(catalog, l);
        if (coverage.there < coverage.all) {
            printf("%s: %zu of %zu texts; the others are shown in '%s'\n",
                   catalog->languages[l].tag.text, coverage.there, coverage.all,
                   catalog->languages[0].tag.text);
        }
    }
}

/* Warns of texts that were changed in one language only. */
static void check_since(const char *name, const struct catalog *catalog) {
    const struct source *source = read_source(name);
    const struct catalog *old = source != NULL ? catalog_read_old(source) : NULL;
    if (old != NULL && diag_errors() == 0) {
        diff_warn_of_stale_texts(old, catalog);
    }
}

int cmd_check(const struct options *options) {
    const struct input input = read_input(options, options->args[0], false);
    if (options->since != NULL && input.catalog != NULL && diag_errors() == 0) {
        check_since(options->since, input.catalog);
    }
    const int status = report(options);
    if (status == EXIT_GOOD && input.catalog != NULL && options->format == FORMAT_TEXT) {
        printf("%s: good: %zu codes in %zu rows, %zu client errors, %zu families, %zu languages\n",
               options->args[0], input.catalog->errors.count, count_rows(&input.catalog->errors),
               input.catalog->client_errors.count, input.catalog->families.count,
               input.catalog->language_count);
        print_coverage(input.catalog);
    }
    return status;
}
