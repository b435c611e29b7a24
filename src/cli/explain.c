/* SPDX-License-Identifier: MIT */
/* coserr explain: what codes mean. */
#include "cli.h"

#include <string.h>

int explain_code(struct buffer *out, const struct options *options, coserr_str code,
                 uint32_t status, coserr_str message) {
    coserr_error error = {.size = sizeof error};
    (void)coserr_explain(options->catalog, code.ptr, code.len, status, message.ptr, message.len,
                         &error);
    error.operation = options->operation;
    return put_error(out, options, &error);
}

int cmd_explain(const struct options *options) {
    struct buffer out = {0};
    int worst = EXIT_ANSWERED;
    if (options->count == 1 && strcmp(options->arguments[0], "-") == 0) {
        return explain_lines(options);
    }
    for (int i = 0; i < options->count; i++) {
        const coserr_str code = str_of(options->arguments[i]);
        if (strcmp(code.ptr, "-") == 0) {
            buffer_free(&out);
            return complain("explain: '-' cannot be combined with codes");
        }
        const int status = explain_code(&out, options, code, options->status, (coserr_str){"", 0});
        if (status == EXIT_UNANSWERED) {
            term_write(&out);
            suggest(options, code);
        }
        worst = status > worst ? status : worst;
    }
    term_write(&out);
    buffer_free(&out);
    return worst;
}
