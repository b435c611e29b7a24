/* SPDX-License-Identifier: MIT */
/* From a name, a number or a status to an entry: the only file that sees the generated tables.
 * Compiled once for each catalog: COSERR_PREFIX begins the names of its functions, and
 * COSERR_CODES, COSERR_NAMES and COSERR_TABLES are the generated files. */
#include "internal.h"

#ifndef COSERR_PREFIX
#define COSERR_PREFIX coserr
#define COSERR_CODES "coserr_codes.h"
#define COSERR_TABLES "coserr_tables.inc"
#define COSERR_NAMES "coserr_names.inc"
#else
#define DECLARE(prefix) COSERR_DECLARE_CATALOG(prefix)
DECLARE(COSERR_PREFIX);
#endif

#define PASTE2(a, b) a##_##b
#define PASTE(a, b) PASTE2(a, b)
#define OURS(name) PASTE(COSERR_PREFIX, name)

#include COSERR_CODES
#include COSERR_NAMES
/* Checks that header and names are of the same catalog. */
#include COSERR_TABLES

#define TABLES OURS(tables)
#define HEAD (&TABLES.head)
#define ENTRIES (TABLES.entries)
#define NAMES (TABLES.names)

static inline const struct coserr_name *find_name(const char *code, size_t len) {
    const unsigned char *name = (const unsigned char *)code;
    const uint32_t slot = OURS(names_slot)(name, len);
    if (slot >= sizeof NAMES / sizeof *NAMES || NAMES[slot].len != len) {
        return NULL;
    }
    const unsigned char *text = coserr__at(HEAD, NAMES[slot].text);
    return coserr__same_bytes(name, text, len) ? &NAMES[slot] : NULL;
}

const coserr_catalog *OURS(get_catalog)(void) {
    return HEAD;
}

/* Rows of one code lie together by rising status; behind the last code lie the families, whose id
 * is no code's, so that there always is a next row to look at. */
static const coserr_entry *pick_status(const coserr_entry *first, uint32_t status) {
    for (const coserr_entry *row = first; row->id == first->id; row++) {
        if (row->status == status) {
            return row;
        }
    }
    return first;
}

const coserr_entry *OURS(get_family)(uint32_t status) {
    const uint32_t index = status >= 300 && status <= 599 ? status - 300 : COSERR_STATUSES - 1;
    return &ENTRIES[HEAD->family_first + OURS(families)[index]];
}

static inline const coserr_entry *entry_of(const struct coserr_name *name, uint32_t status,
                                           uint32_t *match) {
    const coserr_entry *entry = &ENTRIES[name->entry];
    const bool several = (name->flags & COSERR_NAME_STATUSES) != 0;
    bool exact = name->status == status || (status == 0 && !several);
    if (several && !exact) {
        entry = pick_status(entry, status);
        exact = entry->status == status;
    }
    if (match != NULL) {
        *match = (exact ? COSERR_MATCH_EXACT : COSERR_MATCH_OTHER_STATUS) |
                 ((name->flags & COSERR_NAME_ALIAS) != 0 ? COSERR_MATCH_ALIAS : 0);
    }
    return entry;
}

/* Apart from the way of most codes, to be out of it: one with blanks around it, as no name has, or
 * one that is not listed. */
COSERR__COLD
static const coserr_entry *find_otherwise(const char *code, size_t code_len, uint32_t status,
                                          uint32_t *match) {
    const coserr_str trimmed = coserr__trim(code, code_len);
    const struct coserr_name *name =
        trimmed.len < code_len ? find_name(trimmed.ptr, trimmed.len) : NULL;
    if (name != NULL) {
        return entry_of(name, status, match);
    }
    if (match != NULL) {
        *match = COSERR_MATCH_FAMILY;
    }
    return OURS(get_family)(status);
}

const coserr_entry *OURS(find_entry)(const char *code, size_t code_len, uint32_t http_status,
                                     uint32_t *match) {
    const struct coserr_name *name = find_name(code, code_len);
    return name != NULL ? entry_of(name, http_status, match)
                        : find_otherwise(code, code_len, http_status, match);
}

const coserr_entry *OURS(get_entry)(coserr_code id, uint32_t http_status) {
    uint32_t low = 0;
    uint32_t high = HEAD->family_first;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (ENTRIES[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (id == COSERR_CODE_NONE || ENTRIES[low].id != id) {
        return NULL;
    }
    return pick_status(&ENTRIES[low], http_status);
}

const coserr_entry *OURS(next_entry)(uint32_t kind, const coserr_entry *previous) {
    const coserr_entry *const end = ENTRIES + HEAD->entry_count;
    for (const coserr_entry *row = previous != NULL ? previous + 1 : ENTRIES; row < end; row++) {
        if (row->kind == kind) {
            return row;
        }
    }
    return NULL;
}

const coserr_entry *OURS(find_client)(const char *name, size_t name_len) {
    const coserr_str wanted = coserr__trim(name, name_len);
    const coserr_entry *row = NULL;
    while ((row = OURS(next_entry)(COSERR_KIND_CLIENT, row)) != NULL) {
        const char *code = coserr__at(row, row->code);
        if (coserr__equal(wanted.ptr, wanted.len, code, strlen(code))) {
            return row;
        }
    }
    return NULL;
}
