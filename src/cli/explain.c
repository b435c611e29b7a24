/* SPDX-License-Identifier: MIT */
/* coserr explain: what codes mean. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static int explain(const struct options *options, const char *code, size_t len, uint32_t status) {
    coserr_error error;
    error.size = sizeof error;
    (void)coserr_explain(code, len, status, NULL, 0, &error);
    return print_error(options, &error);
}

/* A code, and behind a TAB the status if there is one. */
static int explain_line(const struct options *options, char *line, unsigned number) {
    uint32_t status = options->status;
    char *tab = strchr(line, '\t');
    if (tab != NULL) {
        *tab = '\0';
        status = parse_status(tab + 1);
        if (status == 0) {
            return complain("line %u: '%s' is no HTTP status", number, tab + 1);
        }
    }
    return explain(options, line, strlen(line), status);
}

static int explain_lines(const struct options *options) {
    size_t len;
    char *text = read_all("-", (size_t)1 << 20, &len);
    if (text == NULL) {
        return EXIT_USAGE;
    }
    int worst = EXIT_ANSWERED;
    unsigned number = 0;
    for (char *line = text; line < text + len;) {
        char *end = memchr(line, '\n', (size_t)(text + len - line));
        char *next = end != NULL ? end + 1 : text + len;
        end = end != NULL ? end : text + len;
        end -= end > line && end[-1] == '\r';
        *end = '\0';
        number++;
        const int status = *line != '\0' ? explain_line(options, line, number) : EXIT_ANSWERED;
        worst = status > worst ? status : worst;
        line = next;
    }
    free(text);
    return worst;
}

int cmd_explain(const struct options *options) {
    if (options->count == 1 && strcmp(options->arguments[0], "-") == 0) {
        return explain_lines(options);
    }
    int worst = EXIT_ANSWERED;
    for (int i = 0; i < options->count; i++) {
        const char *code = options->arguments[i];
        const int status = explain(options, code, strlen(code), options->status);
        worst = status > worst ? status : worst;
    }
    return worst;
}
