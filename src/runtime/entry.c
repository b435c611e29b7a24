/* SPDX-License-Identifier: MIT */
/* What an entry says about itself, languages aside; and the words for classes, hints and all the
 * other numbers of the public header. */
#include "runtime/internal.h"

#define VERSION_TEXT2(major, minor, patch) #major "." #minor "." #patch
#define VERSION_TEXT(major, minor, patch) VERSION_TEXT2(major, minor, patch)

const char *coserr_version(void) {
    return VERSION_TEXT(COSERR_VERSION_MAJOR, COSERR_VERSION_MINOR, COSERR_VERSION_PATCH);
}

/* ----------------------------------------------------------------------------------- catalog */

const char *coserr_catalog_version(const coserr_catalog *catalog) {
    return catalog != NULL ? coserr__at(catalog, catalog->version) : "";
}

const char *coserr_catalog_name(const coserr_catalog *catalog) {
    return catalog != NULL ? coserr__at(catalog, catalog->name) : "";
}

const char *coserr_catalog_diagnose_url(const coserr_catalog *catalog) {
    return catalog != NULL && catalog->diagnose_url != 0
               ? coserr__at(catalog, catalog->diagnose_url)
               : "";
}

const char *coserr_catalog_language(const coserr_catalog *catalog, size_t index) {
    if (catalog == NULL || index >= catalog->language_count) {
        return NULL;
    }
    return coserr__language_tag(catalog, index);
}

/* ------------------------------------------------------------------------------------- entry */

coserr_code coserr_entry_id(const coserr_entry *entry) {
    return entry != NULL ? entry->id : COSERR_CODE_NONE;
}

uint32_t coserr_entry_kind(const coserr_entry *entry) {
    return entry != NULL ? entry->kind : (uint32_t)COSERR_KIND_NONE;
}

uint32_t coserr_entry_retry_class(const coserr_entry *entry) {
    return entry != NULL ? entry->retry : (uint32_t)COSERR_RETRY_NEVER;
}

uint32_t coserr_entry_hints(const coserr_entry *entry) {
    return entry != NULL ? entry->hints : 0;
}

uint32_t coserr_entry_status(const coserr_entry *entry) {
    return entry != NULL && entry->status >= 100 ? entry->status : 0;
}

static const char *own_string(const coserr_entry *entry, int32_t distance) {
    return distance != 0 ? coserr__at(entry, distance) : "";
}

const char *coserr_entry_code(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->code) : "";
}

const char *coserr_entry_symbol(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->symbol) : "";
}

const char *coserr_entry_retired(const coserr_entry *entry) {
    return entry != NULL ? own_string(entry, entry->retired) : "";
}

const coserr_entry *coserr_refine_entry(const coserr_entry *entry, const char *message,
                                        size_t message_len, uint32_t *match) {
    if (entry == NULL || entry->id == COSERR_CODE_NONE) {
        return entry;
    }
    const coserr_catalog *catalog = coserr__catalog_of(entry);
    const struct coserr_refinement *rules = coserr__at(catalog, catalog->refinements);
    const coserr_entry *entries = coserr__at(catalog, catalog->entries);
    const coserr_str said = coserr__trim(message, message_len);
    for (uint32_t i = 0; i < catalog->refinement_count; i++) {
        const char *text = coserr__at(catalog, rules[i].message);
        if (rules[i].base == entry->id &&
            coserr__equal(said.ptr, said.len, text, rules[i].message_len)) {
            if (match != NULL) {
                *match = COSERR_MATCH_REFINED;
            }
            return &entries[rules[i].entry];
        }
    }
    return entry;
}

/* ------------------------------------------------------------------------------------- words */

#define WORD(number, word) [number] = word,

static const char retry_names[][12] = {COSERR_RETRY_LIST(WORD)};
static const char hint_names[][16] = {COSERR_HINT_LIST(WORD)};
static const char verdict_names[][13] = {"", "error", "not_an_error", "malformed", "empty"};
static const char source_names[][9] = {"", "body", "header", "status", "argument"};
static const char fault_names[][10] = {"", "truncated", "syntax", "encoding", "doctype", "limit"};

_Static_assert(sizeof retry_names / sizeof *retry_names == COSERR__RETRY_CLASSES, "count");
_Static_assert(sizeof hint_names / sizeof *hint_names == COSERR__HINTS, "count");

#define ONE(number, word) +1
_Static_assert(0 COSERR_ACTION_LIST(ONE) == COSERR__ACTIONS, "count");
_Static_assert(0 COSERR_REASON_LIST(ONE) == COSERR__REASONS, "count");

#define LOOK_UP(names, index) ((index) < sizeof(names) / sizeof *(names) ? (names)[index] : "")

const char *coserr_retry_class_name(uint32_t retry_class) {
    return retry_names[retry_class < COSERR__RETRY_CLASSES ? retry_class : COSERR_RETRY_NEVER];
}

const char *coserr_hint_name(uint32_t hint) {
    for (uint32_t i = 0; i < COSERR__HINTS; i++) {
        if (hint == 1u << i) {
            return hint_names[i];
        }
    }
    return "";
}

const char *coserr_verdict_name(uint32_t verdict) {
    return LOOK_UP(verdict_names, verdict);
}

const char *coserr_source_name(uint32_t source) {
    return LOOK_UP(source_names, source);
}

const char *coserr_fault_name(uint32_t fault) {
    return LOOK_UP(fault_names, fault);
}
