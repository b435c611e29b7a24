/* SPDX-License-Identifier: MIT */
/* coserr list and coserr search: the catalog's rows that fit. */
#include "cli.h"

#include <string.h>

static bool is_listed(const struct options *options, const coserr_entry *entry) {
    const uint32_t status = coserr_entry_status(entry);
    return (options->status == 0 || status == options->status) &&
           (options->status_class == 0 || status / 100 == options->status_class) &&
           (options->retry < 0 || coserr_entry_retry_class(entry) == (uint32_t)options->retry);
}

/* Letter case of ASCII aside. */
static bool occurs_in(const char *text, const char *wanted) {
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (wanted[i] != '\0' && lower(text[i]) == lower(wanted[i])) {
            i++;
        }
        if (wanted[i] == '\0') {
            return true;
        }
    }
    return false;
}

/* In the name, or in a text of any language, so that nobody has to know the reader's. */
static bool is_found(const char *wanted, const coserr_entry *entry) {
    if (occurs_in(coserr_entry_code(entry), wanted) ||
        occurs_in(coserr_entry_symbol(entry), wanted)) {
        return true;
    }
    const char *tag;
    for (size_t i = 0; (tag = coserr_catalog_language(coserr_get_catalog(), i)) != NULL; i++) {
        const size_t len = strlen(tag);
        if (occurs_in(coserr_entry_message(entry, tag, len, NULL), wanted) ||
            occurs_in(coserr_entry_advice(entry, tag, len, NULL), wanted)) {
            return true;
        }
    }
    return false;
}

static int print_matching(const struct options *options, const char *wanted) {
    int status = EXIT_UNANSWERED;
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(COSERR_KIND_SERVICE, entry)) != NULL) {
        if (is_listed(options, entry) && (wanted == NULL || is_found(wanted, entry))) {
            print_entry(options, entry);
            status = EXIT_ANSWERED;
        }
    }
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
