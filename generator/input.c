/* SPDX-License-Identifier: MIT */
/* Reading the files that a command names, and reporting the errors in them. */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct source *read_source(const char *name) {
    const char *why = NULL;
    const struct source *source = source_load(name, &why);
    if (source == NULL) {
        diag_add((struct location){source_make(name, "", 0), 0, 0, 0}, RULE_FILE, "%s", why);
    }
    return source;
}

static const struct source *read_ledger(const char *name, bool may_begin) {
    static const char head[] =
        "# The ledger of codes: id, symbol, code. Appended to by `coserr-gen assign`; a line once\n"
        "# written is never changed, moved or removed.\n";
    if (may_begin && access(name, F_OK) != 0 && errno == ENOENT) {
        return source_make(name, head, sizeof head - 1);
    }
    return read_source(name);
}

struct input read_input(const struct options *options, const char *name, bool may_lack_ids) {
    struct input input = {NULL, NULL};
    const struct source *catalog = read_source(name);
    const struct source *ledger =
        options->ledger != NULL ? read_ledger(options->ledger, may_lack_ids) : NULL;
    if (catalog != NULL) {
        input.catalog = catalog_read(catalog);
    }
    if (ledger != NULL) {
        input.ledger = ledger_read(ledger);
    }
    /* An error that could not be read would look like a removed one. */
    if (input.catalog != NULL && input.ledger != NULL && diag_errors() == 0) {
        ledger_bind(input.ledger, input.catalog, may_lack_ids);
    }
    return input;
}

int report(const struct options *options) {
    if (diag_show(stderr, options->format == FORMAT_JSON, options->werror)) {
        return EXIT_GOOD;
    }
    return diag_has(RULE_FILE) ? EXIT_USAGE : EXIT_ERRORS;
}

bool are_both_stdin(const char *first, const char *second) {
    const bool both = strcmp(first, "-") == 0 && strcmp(second, "-") == 0;
    if (both) {
        fputs("coserr-gen: error: only one of the two files can be standard input\n", stderr);
    }
    return both;
}
