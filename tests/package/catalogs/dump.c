/* SPDX-License-Identifier: MIT */
/* Everything that a catalog says, a line for each entry and language; then, for each line of
 * standard input, a name in hexadecimal, the id that it finds. */
#include <coserr/coserr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nasty_codes.h"

static void dump(const coserr_entry *entry) {
    const char *tag;
    for (size_t i = 0; (tag = coserr_catalog_language(nasty_get_catalog(), i)) != NULL; i++) {
        const coserr_language language =
            coserr_match_language(nasty_get_catalog(), tag, strlen(tag));
        const char *doc = coserr_entry_doc(entry, 0, language, NULL);
        printf("%u\t%s\t%s\t%u\t%s", (unsigned)coserr_entry_id(entry), coserr_entry_symbol(entry),
               coserr_entry_code(entry), (unsigned)coserr_entry_status(entry), tag);
        printf("\t%s\t%s\t%s\t%s\n", coserr_entry_message(entry, language, NULL),
               coserr_entry_language(entry, language), coserr_entry_advice(entry, language, NULL),
               doc != NULL ? doc : "");
    }
}

/* In a block of its own size, so that the sanitizer sees a look past its end. */
static void find(const char *hex, size_t digits) {
    uint32_t match = 0;
    char *block = malloc(digits / 2 > 0 ? digits / 2 : 1);
    if (block == NULL) {
        exit(1);
    }
    for (size_t i = 0; i + 1 < digits; i += 2) {
        const char pair[] = {hex[i], hex[i + 1], '\0'};
        block[i / 2] = (char)strtol(pair, NULL, 16);
    }
    const coserr_entry *entry = nasty_find_entry(block, digits / 2, 0, &match);
    printf("%u %u\n", (unsigned)coserr_entry_id(entry), (unsigned)match);
    free(block);
}

int main(void) {
    static const uint32_t kinds[] = {COSERR_KIND_SERVICE, COSERR_KIND_CLIENT, COSERR_KIND_FAMILY};
    static char line[1000];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const coserr_entry *entry = NULL;
        while ((entry = nasty_next_entry(kinds[i], entry)) != NULL) {
            dump(entry);
        }
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        find(line, strcspn(line, "\n"));
    }
    return 0;
}
