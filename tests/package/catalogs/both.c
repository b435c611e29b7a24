/* SPDX-License-Identifier: MIT */
/* Two catalogs in one program: symbols apart, texts, languages and retry classes by one library. */
#include <coserr/coserr.h>
#include <stdio.h>
#include <string.h>

#include "small_codes.h"

COSERR_DECLARE_CATALOG(small);

static void show(const coserr_entry *entry, const char *tag) {
    const char *used;
    const char *message = coserr_entry_message(entry, tag, strlen(tag), &used);
    printf("%s %u %s %s %s\n", coserr_entry_code(entry), (unsigned)coserr_entry_id(entry),
           coserr_retry_class_name(coserr_entry_retry_class(entry)), used, message);
}

int main(int argc, char **argv) {
    const char *tag = argc > 1 ? argv[1] : "en";
    show(coserr_find_entry(COSERR_STR("NoSuchKey"), 404, NULL), tag);
    show(small_find_entry(COSERR_STR("NoSuchKey"), 404, NULL), tag);
    show(coserr_get_entry(COSERR_CODE_INVALID_OBJECT_STATE, 409), tag);
    show(small_get_entry(SMALL_CODE_INVALID_STATE, 409), tag);
    printf("%s\n", coserr_entry_retired(small_get_entry(SMALL_CODE_INVALID_STATE, 0)));
    return coserr_get_catalog() == small_get_catalog();
}
