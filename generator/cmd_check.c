/* SPDX-License-Identifier: MIT */
/* coserr-gen check: the catalog and its ledger are good, or here is what is not. */
#include "cmd.h"

#include <stdio.h>

struct input read_input(const struct options *options, bool may_lack_ids) {
    struct input input = {NULL, NULL};
    const struct source *catalog = source_read(options->catalog);
    const struct source *ledger = options->ledger != NULL ? source_read(options->ledger) : NULL;
    if (catalog != NULL) {
        input.catalog = catalog_read(catalog);
    }
    if (ledger != NULL) {
        input.ledger = ledger_read(ledger);
    }
    /* An error that could not be read would look like one that is gone. */
    if (input.catalog != NULL && input.ledger != NULL && diag_count() == 0) {
        ledger_bind(input.ledger, input.catalog, may_lack_ids);
    }
    return input;
}

int report(void) {
    diag_show();
    return diag_count() > 0 ? EXIT_ERRORS : EXIT_GOOD;
}

static size_t count_rows(const struct error_list *list) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        count += list->items[i].variant_count;
    }
    return count;
}

int cmd_check(const struct options *options) {
    const struct input input = read_input(options, false);
    const int status = report();
    if (status == EXIT_GOOD && input.catalog != NULL) {
        printf("%s: good: %zu codes in %zu rows, %zu client errors, %zu families, %zu languages\n",
               options->catalog, input.catalog->errors.count, count_rows(&input.catalog->errors),
               input.catalog->client_errors.count, input.catalog->families.count,
               input.catalog->language_count);
    }
    return status;
}
