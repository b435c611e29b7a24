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

static inline uint64_t load(const unsigned char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Up to 32 bytes in four loads that overlap: names are of all lengths, and a branch on them, or a
 * call, costs more than the comparison. */
static inline bool is_same(const unsigned char *a, const unsigned char *b, size_t len) {
    if (len < 8) {
        return memcmp(a, b, len) == 0;
    }
    const size_t last = len - 8;
    const size_t second = last < 8 ? last : 8;
    const size_t third = last < 16 ? last : 16;
    const uint64_t differ = (load(a) ^ load(b)) | (load(a + second) ^ load(b + second)) |
                            (load(a + third) ^ load(b + third)) | (load(a + last) ^ load(b + last));
    return differ == 0 && (len <= 32 || memcmp(a + 24, b + 24, len - 32) == 0);
}

static const struct coserr_name *find_name(const char *code, size_t len) {
    const unsigned char *name = (const unsigned char *)code;
    const uint32_t slot = OURS(names_slot)(name, len);
    if (slot >= sizeof NAMES / sizeof *NAMES || (NAMES[slot].ref & 0xFF) != len) {
        return NULL;
    }
    const unsigned char *text = coserr__at(HEAD, NAMES[slot].text);
    return is_same(name, text, len) ? &NAMES[slot] : NULL;
}

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
    const struct coserr_name *slot = find_name(name.ptr, name.len);
    uint32_t how = COSERR_MATCH_FAMILY;
    const coserr_entry *entry;
    if (slot != NULL) {
        entry = pick_status(&ENTRIES[slot->ref >> 9], http_status, &how);
        how |= (slot->ref & 0x100) != 0 ? COSERR_MATCH_ALIAS : 0;
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
