/* SPDX-License-Identifier: MIT */
/* The keys of entries, and every text. */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

/* What a catalog calls a family that answers for more than one status. */
static const char *family_name(const coserr_entry *entry) {
    static const struct {
        uint32_t status;
        const char *name;
    } families[] = {{0, "unknown"}, {399, "3xx"}, {499, "4xx"}, {599, "5xx"}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (coserr_get_family(NULL, families[i].status) == entry) {
            return families[i].name;
        }
    }
    return "";
}

json_t *key_of(const coserr_entry *entry) {
    const char *code = coserr_entry_code(entry);
    const char *name = coserr_entry_case(entry);
    const unsigned status = coserr_entry_status(entry);
    switch (coserr_entry_kind(entry)) {
    case COSERR_KIND_CLIENT:
        return json_sprintf("client:%s", code);
    case COSERR_KIND_FAMILY:
        return status != 0 ? json_sprintf("family:%u", status)
                           : json_sprintf("family:%s", family_name(entry));
    default:
        return json_sprintf("%s:%u%s%s", code, status, *name != '\0' ? ":" : "", name);
    }
}

static void write_texts(uint32_t kind, size_t language) {
    const char *tag = coserr_catalog_language(NULL, language);
    const coserr_language number = coserr_match_language(NULL, tag, strlen(tag));
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(NULL, kind, entry)) != NULL) {
        json_t *docs = json_array();
        const char *doc;
        for (size_t i = 0; (doc = coserr_entry_doc(entry, i, number, NULL)) != NULL; i++) {
            json_array_append_new(docs, json_string(doc));
        }
        write_line(json_pack("{s:o, s:s, s:s, s:s, s:o}", "id", key_of(entry), "lang",
                             coserr_entry_language(entry, number), "message",
                             coserr_entry_message(entry, number, NULL), "advice",
                             coserr_entry_advice(entry, number, NULL), "docs", docs));
    }
}

static void write_words(uint32_t list, const char *name, size_t language) {
    const char *tag = coserr_catalog_language(NULL, language);
    const coserr_language number = coserr_match_language(NULL, tag, strlen(tag));
    const char *word;
    for (uint32_t i = 0; i < 32; i++) {
        const uint32_t value = list == COSERR_WORDS_HINTS ? 1u << i : i;
        if (*(word = coserr_word(list, value, NULL)) != '\0') {
            write_line(json_pack("{s:o, s:s, s:s}", "id", json_sprintf("%s:%s", name, word), "lang",
                                 tag, "text", coserr_word_text(list, value, number, NULL)));
        }
    }
}

int write_all_texts(void) {
    static const char *const lists[] = {"retry", "hint", "action", "reason", "category"};
    for (size_t l = 0; coserr_catalog_language(NULL, l) != NULL; l++) {
        for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_FAMILY; kind++) {
            write_texts(kind, l);
        }
        for (uint32_t list = 0; list < sizeof lists / sizeof *lists; list++) {
            write_words(list, lists[list], l);
        }
    }
    return EXIT_SUCCESS;
}
