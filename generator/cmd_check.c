/* SPDX-License-Identifier: MIT */
/* coserr-gen check: the catalog and its ledger are good, or here is what is not. */
#include "cmd.h"
#include "upkeep/diff.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* One that is not there is begun. */
static const struct source *read_ledger(const char *name, bool may_begin) {
    static const char head[] =
        "# The ledger of codes: id, symbol, code. Appended to by `coserr-gen assign`; a line once\n"
        "# written is never changed, moved or removed.\n";
    if (may_begin && access(name, F_OK) != 0 && errno == ENOENT) {
        return source_make(name, head, sizeof head - 1);
    }
    return source_read(name);
}

struct input read_input(const struct options *options, const char *name, bool may_lack_ids) {
    struct input input = {NULL, NULL};
    const struct source *catalog = source_read(name);
    const struct source *ledger =
        options->ledger != NULL ? read_ledger(options->ledger, may_lack_ids) : NULL;
    if (catalog != NULL) {
        input.catalog = catalog_read(catalog);
    }
    if (ledger != NULL) {
        input.ledger = ledger_read(ledger);
    }
    /* An error that could not be read would look like one that is gone. */
    if (input.catalog != NULL && input.ledger != NULL && diag_errors() == 0) {
        ledger_bind(input.ledger, input.catalog, may_lack_ids);
    }
    return input;
}

int report(const struct options *options) {
    return diag_show(stderr, options->format == FORMAT_JSON, options->werror) ? EXIT_GOOD
                                                                              : EXIT_ERRORS;
}

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
            printf("%s: %zu of %zu texts; '%s' stands in for the others\n",
                   catalog->languages[l].tag.text, coverage.there, coverage.all,
                   catalog->languages[0].tag.text);
        }
    }
}

/* Texts that were changed in one language alone. */
static void check_since(const char *name, const struct catalog *catalog) {
    const struct source *source = source_read(name);
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
    if (options->since_ledger != NULL && input.ledger != NULL) {
        const struct source *source = source_read(options->since_ledger);
        if (source != NULL) {
            ledger_check_since(ledger_read(source), input.ledger);
        }
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
