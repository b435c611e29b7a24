/* SPDX-License-Identifier: MIT */
/* coserr list and coserr search: the catalog's rows that match. */
#include "cli.h"

#include "base/bytes.h"

#include <string.h>

static bool is_listed(const struct options *options, const coserr_entry *entry) {
    const uint32_t status = coserr_entry_status(entry);
    return (options->status == 0 || status == options->status) &&
           (options->status_class == 0 || status / 100 == options->status_class) &&
           (options->retry == COSERR_WORD_NONE ||
            coserr_entry_retry_class(entry) == options->retry);
}

/* ASCII letters match in either case. */
static bool occurs_in(const char *text, const char *wanted) {
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (wanted[i] != '\0' &&
               coserr__lower((unsigned char)text[i]) == coserr__lower((unsigned char)wanted[i])) {
            i++;
        }
        if (wanted[i] == '\0') {
            return true;
        }
    }
    return false;
}

/* In the name, or in a text of any language, so that nobody has to know the reader's. */
static bool is_found(const struct options *options, const char *wanted, const coserr_entry *entry) {
    if (occurs_in(coserr_entry_code(entry), wanted) ||
        occurs_in(coserr_entry_symbol(entry), wanted) ||
        occurs_in(coserr_entry_case(entry), wanted)) {
        return true;
    }
    const char *tag;
    for (size_t i = 0; (tag = coserr_catalog_language(options->catalog, i)) != NULL; i++) {
        const coserr_language language = coserr_match_language(options->catalog, tag, strlen(tag));
        if (occurs_in(coserr_entry_message(entry, language, NULL), wanted) ||
            occurs_in(coserr_entry_advice(entry, language, NULL), wanted)) {
            return true;
        }
    }
    return false;
}

static int print_matching(const struct options *options, const char *wanted) {
    int status = EXIT_UNANSWERED;
    struct buffer out = {0};
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(options->catalog, COSERR_KIND_SERVICE, entry)) != NULL) {
        if (is_listed(options, entry) && (wanted == NULL || is_found(options, wanted, entry))) {
            put_entry(&out, options, entry);
            status = EXIT_ANSWERED;
        }
    }
    term_write(&out);
    buffer_free(&out);
    return status;
}

int cmd_list(const struct options *options) {
    return print_matching(options, NULL);
}

int cmd_search(const struct options *options) {
    const char *wanted = options->arguments[0];
    if (*wanted == '\0') {
        return complain("search: nothing to search for");
    }
    const int status = print_matching(options, wanted);
    if (status == EXIT_UNANSWERED) {
        (void)complain("nothing found for '%s'", wanted);
    }
    return status;
}
