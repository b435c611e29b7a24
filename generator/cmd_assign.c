/* SPDX-License-Identifier: MIT */
/* coserr-gen assign: ids and symbols for the errors that have none yet, appended to the ledger. */
#include "cmd.h"
#include "base/out.h"

#include <stdio.h>
#include <string.h>

int cmd_assign(const struct options *options) {
    if (strcmp(options->ledger, "-") == 0) {
        fputs("coserr-gen: error: --ledger: assign needs a file\n", stderr);
        return EXIT_USAGE;
    }
    out_lock(options->ledger); /* before it is read, so that nobody else's lines are lost */
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
    buffer_put(&file.text, old->text, old->len);
    if (old->len > 0 && old->text[old->len - 1] != '\n') {
        buffer_puts(&file.text, "\n");
    }
    buffer_puts(&file.text, lines);
    if (count > 0 && !out_write(&file, 1)) {
        return EXIT_USAGE;
    }
    printf("%s: %zu new id%s\n%s", options->ledger, count, count == 1 ? "" : "s", lines);
    return EXIT_GOOD;
}
