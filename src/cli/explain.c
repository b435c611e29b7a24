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
static int explain_line(const struct options *options, const char *line, size_t len,
                        unsigned number) {
    uint32_t status = options->status;
    const char *tab = memchr(line, '\t', len);
    const size_t code_len = tab != NULL ? (size_t)(tab - line) : len;
    if (tab != NULL) {
        char digits[4] = {0};
        const size_t size = len - code_len - 1;
        memcpy(digits, tab + 1, size < 3 ? size : 3);
        status = size == 3 ? parse_status(digits) : 0;
        if (status == 0) {
            return complain("line %u: '%.*s' is no HTTP status", number,
                            (int)(size < 40 ? size : 40), tab + 1);
        }
    }
    return explain(options, line, code_len, status);
}

static int explain_lines(const struct options *options) {
    size_t len;
    char *text = read_all("-", (size_t)1 << 20, &len);
    if (text == NULL) {
        return EXIT_USAGE;
    }
    int worst = EXIT_ANSWERED;
    unsigned number = 0;
    for (const char *line = text; line < text + len;) {
        const char *feed = memchr(line, '\n', (size_t)(text + len - line));
        const char *end = feed != NULL ? feed : text + len;
        size_t size = (size_t)(end - line);
        size -= size > 0 && line[size - 1] == '\r';
        number++;
        const int status = size > 0 ? explain_line(options, line, size, number) : EXIT_ANSWERED;
        worst = status > worst ? status : worst;
        line = feed != NULL ? feed + 1 : text + len;
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
        if (strcmp(code, "-") == 0) {
            return complain("explain: '-' stands alone, or not at all");
        }
        const int status = explain(options, code, strlen(code), options->status);
        worst = status > worst ? status : worst;
    }
    return worst;
}
