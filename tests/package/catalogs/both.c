/* SPDX-License-Identifier: MIT */
/* Two catalogs in one program: symbols apart, texts, languages and retry classes by one library. */
#include <coserr/coserr.h>
#include <stdio.h>
#include <string.h>

#include "small_codes.h"

static void show(const coserr_entry *entry, const char *tag) {
    const coserr_language language =
        coserr_match_language(coserr_entry_catalog(entry), tag, strlen(tag));
    printf("%s %u %s %s %s\n", coserr_entry_code(entry), (unsigned)coserr_entry_id(entry),
           coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry), NULL),
           coserr_entry_language(entry, language), coserr_entry_message(entry, language, NULL));
}

int main(int argc, char **argv) {
    const char *tag = argc > 1 ? argv[1] : "en";
    show(coserr_find_entry(NULL, COSERR_STR("NoSuchKey"), 404, NULL), tag);
    show(small_find_entry(COSERR_STR("NoSuchKey"), 404, NULL), tag);
    show(coserr_get_entry(NULL, COSERR_CODE_INVALID_OBJECT_STATE, 409), tag);
    show(small_get_entry(SMALL_CODE_INVALID_STATE, 409), tag);
    printf("%s\n", coserr_entry_retired(small_get_entry(SMALL_CODE_INVALID_STATE, 0)));
    return coserr_get_catalog() == small_get_catalog();
}
