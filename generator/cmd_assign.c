/* SPDX-License-Identifier: MIT */
/* coserr-gen assign: appends ids and symbols for new errors and operations to the ledger. */
#include "cmd.h"
#include "base/out.h"
#include "input.h"

#include <stdio.h>
#include <string.h>

int cmd_assign(const struct options *options) {
    if (strcmp(options->ledger, "-") == 0) {
        fputs("coserr-gen: error: --ledger: assign requires a file\n", stderr);
        return EXIT_USAGE;
    }
    if (!out_can_replace(options->ledger)) {
        return EXIT_USAGE;
    }
    out_lock(options->ledger); /* before reading, so that no line of another process is lost */
    const struct input input = read_input(options, options->args[0], true);
    size_t count = 0;
    const char *lines = "";
    if (input.catalog != NULL && input.ledger != NULL && diag_errors() == 0) {
        lines = ledger_new_lines(input.ledger, input.catalog, &count);
    }
    const int status = report(options);
    if (status != EXIT_GOOD || input.ledger == NULL) {
        return status;
    }
    const struct source *old = input.ledger->source;
    struct out_file file = {.path = options->ledger};
    source_put_head(old, old->len, &file.text);
    source_put_lines(old, lines, &file.text);
    if (count > 0 && !out_write(&file, 1)) {
        return EXIT_USAGE;
    }
    printf("%s: %zu new id%s\n%s", options->ledger, count, count == 1 ? "" : "s", lines);
    return EXIT_GOOD;
}
