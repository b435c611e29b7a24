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

/* A ledger without lines was emptied by accident: every id would be given anew. */
static struct ledger *read_lines(const struct source *source) {
    const size_t before = diag_errors();
    struct ledger *ledger = ledger_read(source);
    if (ledger->count == 0 && diag_errors() == before) {
        diag_add((struct location){source, 0, 0, 0}, RULE_LEDGER,
                 "the ledger has no lines; restore it, or, to begin a new one, delete the file and "
                 "run 'coserr-gen assign'");
    }
    return ledger;
}

static struct ledger *read_ledger(const char *name, bool may_begin) {
    static const char head[] =
        "# The ledger of codes: id, symbol, code. Appended to by `coserr-gen assign`; a line once\n"
        "# written is never changed, moved or removed.\n";
    if (may_begin && access(name, F_OK) != 0 && errno == ENOENT) {
        return ledger_read(source_make(name, head, sizeof head - 1));
    }
    const struct source *source = read_source(name);
    return source != NULL ? read_lines(source) : NULL;
}

struct input read_input(const struct options *options, const char *name, bool may_lack_ids) {
    struct input input = {NULL, NULL};
    const struct source *catalog = read_source(name);
    if (catalog != NULL) {
        input.catalog = catalog_read(catalog);
    }
    if (options->ledger != NULL) {
        input.ledger = read_ledger(options->ledger, may_lack_ids);
    }
    /* An error that could not be read would look like a removed one. */
    if (input.catalog != NULL && input.ledger != NULL && diag_errors() == 0) {
        ledger_bind(input.ledger, input.catalog, may_lack_ids);
    }
    if (options->since_ledger != NULL && input.ledger != NULL) {
        const struct ledger *old = read_ledger(options->since_ledger, false);
        if (old != NULL) {
            ledger_check_since(old, input.ledger);
        }
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
