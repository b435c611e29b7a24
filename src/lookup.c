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
#endif

#define PASTE2(a, b) a##_##b
#define PASTE(a, b) PASTE2(a, b)
#define OURS(name) PASTE(COSERR_PREFIX, name)

#include COSERR_CODES

/* gperf's own text: its warnings are not ours to mend. */
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-macros"
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
#include COSERR_NAMES
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/* Checks that header and names are of the same catalog. */
#include COSERR_TABLES

#define TABLES OURS(tables)
#define HEAD (&TABLES.head)
#define ENTRIES (TABLES.entries)

const coserr_catalog *OURS(get_catalog)(void) {
    return HEAD;
}

/* Rows of one code lie together by rising status; behind the last code lie the families, whose id
 * is no code's, so that there always is a next row to look at. */
static const coserr_entry *pick_status(const coserr_entry *first, uint32_t status,
                                       uint32_t *match) {
    const bool alone = first[1].id != first->id;
    *match = alone && status == 0 ? COSERR_MATCH_EXACT : COSERR_MATCH_OTHER_STATUS;
    for (const coserr_entry *row = first; row->id == first->id; row++) {
        if (row->status == status) {
            *match = COSERR_MATCH_EXACT;
            return row;
        }
    }
    return first;
}

const coserr_entry *OURS(get_family)(uint32_t status) {
    const coserr_entry *found = &ENTRIES[HEAD->family_first];
    const uint32_t status_class = status >= 300 && status <= 599 ? status / 100 : 0;
    for (uint32_t i = HEAD->family_first; i < HEAD->entry_count; i++) {
        const coserr_entry *family = &ENTRIES[i];
        if (status_class != 0 && (family->status == status || family->status == status_class)) {
            found = family;
        }
    }
    return found;
}

const coserr_entry *OURS(find_entry)(const char *code, size_t code_len, uint32_t http_status,
                                     uint32_t *match) {
    const coserr_str name = coserr__trim(code, code_len);
    const struct coserr_name *slot = OURS(names_find)(name.ptr, name.len);
    uint32_t how = COSERR_MATCH_FAMILY;
    const coserr_entry *entry;
    if (slot != NULL) {
        entry = pick_status(&ENTRIES[slot->ref / 2], http_status, &how);
        how |= (slot->ref & 1) != 0 ? COSERR_MATCH_ALIAS : 0;
    } else {
        entry = OURS(get_family)(http_status);
    }
    if (match != NULL) {
        *match = how;
    }
    return entry;
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
    uint32_t match;
    return pick_status(&ENTRIES[low], http_status, &match);
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
