/* SPDX-License-Identifier: MIT */
/* Texts of an entry and of the catalog's words, in a language or in the fallback's. */
#include "runtime/internal.h"

/* Cell `column` of a table with a row of `width` distances for each language. A gap falls back to
 * the first language, in which the generator allows none. */
static const char *localized(const coserr_catalog *catalog, const void *base, const int32_t *table,
                             size_t width, size_t column, coserr_str language, const char **used) {
    size_t index = coserr__language_index(catalog, language.ptr, language.len);
    if (table[index * width + column] == 0) {
        index = 0;
    }
    if (used != NULL) {
        *used = coserr__language_tag(catalog, index);
    }
    return coserr__at(base, table[index * width + column]);
}

enum { MESSAGE, ADVICE, FIRST_DOC };

static const char *entry_text(const coserr_entry *entry, size_t column, coserr_str language,
                              const char **used) {
    if (entry == NULL) {
        entry = coserr_get_family(0);
    }
    return localized(coserr__catalog_of(entry), entry, coserr__at(entry, entry->texts),
                     FIRST_DOC + entry->doc_count, column, language, used);
}

const char *coserr_entry_message(const coserr_entry *entry, const char *language,
                                 size_t language_len, const char **used) {
    return entry_text(entry, MESSAGE, (coserr_str){language, language_len}, used);
}

const char *coserr_entry_advice(const coserr_entry *entry, const char *language,
                                size_t language_len, const char **used) {
    return entry_text(entry, ADVICE, (coserr_str){language, language_len}, used);
}

const char *coserr_entry_doc(const coserr_entry *entry, size_t index, const char *language,
                             size_t language_len) {
    if (entry == NULL || index >= entry->doc_count) {
        return NULL;
    }
    return entry_text(entry, FIRST_DOC + index, (coserr_str){language, language_len}, NULL);
}

/* The catalog's words, one row of languages for each. */
enum {
    FIRST_HINT = COSERR__RETRY_CLASSES,
    FIRST_ACTION = FIRST_HINT + COSERR__HINTS,
    FIRST_REASON = FIRST_ACTION + COSERR__ACTIONS,
    FIRST_LABEL = FIRST_REASON + COSERR__REASONS
};

static const char *word(size_t row, const char *language, size_t language_len) {
    const coserr_catalog *catalog = coserr_get_catalog();
    const int32_t *table = coserr__at(catalog, catalog->words);
    return localized(catalog, catalog, table + row * catalog->language_count, 1, 0,
                     (coserr_str){language, language_len}, NULL);
}

const char *coserr_retry_text(uint32_t retry_class, const char *language, size_t language_len) {
    const uint32_t known = retry_class < COSERR__RETRY_CLASSES ? retry_class : COSERR_RETRY_NEVER;
    return word(known, language, language_len);
}

const char *coserr_hint_text(uint32_t hint, const char *language, size_t language_len) {
    for (uint32_t i = 0; i < COSERR__HINTS; i++) {
        if (hint == 1u << i) {
            return word(FIRST_HINT + i, language, language_len);
        }
    }
    return "";
}

const char *coserr_action_text(uint32_t action, const char *language, size_t language_len) {
    return action < COSERR__ACTIONS ? word(FIRST_ACTION + action, language, language_len) : "";
}

const char *coserr_reason_text(uint32_t reason, const char *language, size_t language_len) {
    return reason < COSERR__REASONS ? word(FIRST_REASON + reason, language, language_len) : "";
}

const char *coserr_label_text(const char *name, size_t name_len, const char *language,
                              size_t language_len) {
    const coserr_catalog *catalog = coserr_get_catalog();
    const int32_t *labels = coserr__at(catalog, catalog->labels);
    for (uint32_t i = 0; i < catalog->label_count; i++) {
        const char *label = coserr__at(catalog, labels[i]);
        if (coserr__equal(name, name_len, label, strlen(label))) {
            return word(FIRST_LABEL + i, language, language_len);
        }
    }
    return "";
}
