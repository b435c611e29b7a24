/* SPDX-License-Identifier: MIT */
/* Tags, Accept-Language and locales: the answer is always a language of the catalog, and a name
 * that is looked up always has an entry. */
#include "fuzz.h"

#include <coserr/coserr.h>

static void require_known(coserr_language language) {
    const char *tag = coserr_language_tag(NULL, language);
    const char *known;
    size_t i = 0;
    do {
        known = coserr_catalog_language(coserr_get_catalog(), i++);
        REQUIRE(known != NULL);
    } while (strcmp(known, tag) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = block(data, size);
    const size_t half = size / 2;
    coserr_locale_env env = {
        sizeof env, {text, half}, {NULL, 0}, {NULL, 0}, {text + half, size - half}};
    require_known(coserr_match_language(NULL, text, size));
    require_known(coserr_accept_language(NULL, text, size));
    require_known(coserr_locale_language(NULL, &env));
    uint32_t match = 0;
    const coserr_entry *entry = coserr_find_entry(NULL, text, size, 404, &match);
    REQUIRE(entry != NULL && match != 0);
    const coserr_language language = coserr_match_language(NULL, text, size);
    REQUIRE(coserr_entry_message(entry, language, NULL)[0] != '\0');
    REQUIRE(coserr_word_text(COSERR_WORDS_LABELS, 0, language, NULL)[0] != '\0');
    (void)coserr_find_client(NULL, text, size);
    (void)coserr_find_operation(NULL, text, size);
    (void)coserr_find_word(size % 8, text, size);
    (void)coserr_client_from_errno_name(text, size);
    free(text);
    return 0;
}
