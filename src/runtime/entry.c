/* SPDX-License-Identifier: MIT */
/* What an entry says about itself, and its texts. */
#include "runtime/internal.h"

coserr_code coserr_entry_id(const coserr_entry *entry) {
    return entry != NULL ? entry->id : COSERR_CODE_NONE;
}

uint32_t coserr_entry_kind(const coserr_entry *entry) {
    return entry != NULL ? entry->kind : (uint32_t)COSERR_KIND_NONE;
}

uint32_t coserr_entry_retry_class(const coserr_entry *entry) {
    return entry != NULL ? entry->retry : (uint32_t)COSERR_RETRY_NEVER;
}

uint32_t coserr_entry_category(const coserr_entry *entry) {
    return entry != NULL ? entry->category : (uint32_t)COSERR_CATEGORY_UNKNOWN;
}

uint32_t coserr_entry_status(const coserr_entry *entry) {
    return entry != NULL && entry->status >= 100 ? entry->status : 0;
}

const coserr_catalog *coserr_entry_catalog(const coserr_entry *entry) {
    return entry != NULL ? coserr__catalog_of(entry) : NULL;
}

/* ---------------------------------------------------------------------------------------- hints */

/* Those of the conditions that hold for the operation, or of the others. */
static uint32_t conditional(const coserr_entry *entry, uint32_t operation, bool holding) {
    const coserr_catalog *catalog = coserr__catalog_of(entry);
    const struct coserr__condition *conditions =
        (const struct coserr__condition *)coserr__at(catalog, catalog->conditions_at) +
        entry->conditions;
    uint32_t hints = 0;
    for (uint32_t i = 0; i < entry->condition_count; i++) {
        const bool holds = operation != 0 && conditions[i].operation == operation;
        hints |= holds == holding ? conditions[i].hints : 0;
    }
    return hints;
}

uint32_t coserr_entry_hints(const coserr_entry *entry, uint32_t operation) {
    return entry != NULL ? entry->hints | conditional(entry, operation, true) : 0;
}

uint32_t coserr_entry_conditional_hints(const coserr_entry *entry, uint32_t operation) {
    return entry != NULL
               ? conditional(entry, operation, false) & ~coserr_entry_hints(entry, operation)
               : 0;
}

/* -------------------------------------------------------------------------------------- strings */

static const char *own_string(const coserr_entry *entry, uint32_t index) {
    return coserr__string(coserr__catalog_of(entry), index, NULL);
}

const char *coserr_entry_code(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->code) : "";
}

const char *coserr_entry_symbol(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->symbol) : "";
}

const char *coserr_entry_case(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->case_name) : "";
}

const char *coserr_entry_retired(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->retired) : "";
}

const coserr_entry *coserr_entry_base(const coserr_entry *entry) {
    return entry != NULL ? &coserr__entries(coserr__catalog_of(entry))[entry->base] : NULL;
}

/* ---------------------------------------------------------------------------------------- texts */

/* A row of columns for each language. A gap falls back to the first language, in which coserr-gen
 * allows none. */
static uint32_t text_index(const coserr_entry *entry, uint32_t column, coserr_language *language) {
    const coserr_catalog *catalog = coserr__catalog_of(entry);
    const uint32_t *texts = (const uint32_t *)coserr__at(catalog, catalog->texts_at) + entry->texts;
    const uint32_t width = (uint32_t)COSERR__FIRST_DETAIL + entry->detail_count + entry->doc_count;
    uint32_t index = coserr__catalog_language(catalog, *language);
    if (texts[index * width + column] == 0) {
        index = 0;
    }
    *language = index;
    return texts[index * width + column];
}

static const char *entry_text(const coserr_entry *entry, uint32_t column, coserr_language language,
                              size_t *len) {
    const uint32_t index = text_index(entry, column, &language);
    return coserr__string(coserr__catalog_of(entry), index, len);
}

/* What is not known is explained like an unknown status. */
static const coserr_entry *or_unknown(const coserr_entry *entry) {
    return entry != NULL ? entry : coserr_get_family(NULL, 0);
}

const char *coserr_entry_message(const coserr_entry *entry, coserr_language language, size_t *len) {
    return entry_text(or_unknown(entry), COSERR__MESSAGE, language, len);
}

const char *coserr_entry_advice(const coserr_entry *entry, coserr_language language, size_t *len) {
    return entry_text(or_unknown(entry), COSERR__ADVICE, language, len);
}

const char *coserr_entry_language(const coserr_entry *entry, coserr_language language) {
    entry = or_unknown(entry);
    (void)text_index(entry, COSERR__MESSAGE, &language);
    return coserr_language_tag(coserr__catalog_of(entry), language);
}

/* A page may be missing in a language, and in the fallback too: then it is skipped there. */
const char *coserr_entry_doc(const coserr_entry *entry, size_t index, coserr_language language,
                             size_t *len) {
    for (uint32_t i = 0; entry != NULL && i < entry->doc_count; i++) {
        const uint32_t column = (uint32_t)COSERR__FIRST_DETAIL + entry->detail_count + i;
        const char *url = entry_text(entry, column, language, len);
        if (*url != '\0' && index-- == 0) {
            return url;
        }
    }
    return NULL;
}

const char *coserr__entry_detail(const coserr_entry *entry, uint32_t index,
                                 coserr_language language) {
    return entry_text(entry, (uint32_t)COSERR__FIRST_DETAIL + index, language, NULL);
}
