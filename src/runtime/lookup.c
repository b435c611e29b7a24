/* SPDX-License-Identifier: MIT */
/* From a name, a number or a status to an entry. One function finds a name in any catalog. It is
 * compiled twice: for the built-in catalog, the layout of the hash is known to the compiler. */
#include "runtime/internal.h"

/* The built-in catalog, and coserr_get_catalog(). */
#include "coserr_catalog.c" /* NOLINT(bugprone-suspicious-include) */

#define BUILT_IN (&coserr_image.head)

/* Not where nothing is optimised, as for coverage: each branch is counted once. */
#if defined(__GNUC__) && defined(__OPTIMIZE__)
#define ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE inline
#endif

/* Written out, so that constant samples become constants at every level of optimisation. */
#define ADD_SAMPLE(i)                                                                              \
    {                                                                                              \
        const int32_t place = (int32_t)(len * samples[i].scale >> 8) + samples[i].offset;          \
        slot += values[plus != NULL ? name[place] + plus[i] : name[place]];                        \
    }
#define ADD_SAMPLE_IF_ANY(i)                                                                       \
    if (count > (i)) {                                                                             \
        ADD_SAMPLE(i)                                                                              \
    }

/* What the samples add to a slot. `plus` is NULL where nothing is added to their bytes. */
static ALWAYS_INLINE uint32_t sum_samples(const struct coserr__sample *samples, uint32_t count,
                                          const uint16_t *values, const uint16_t *plus,
                                          const unsigned char *name, uint32_t len) {
    uint32_t slot = 0;
    ADD_SAMPLE_IF_ANY(0)
    ADD_SAMPLE_IF_ANY(1)
    ADD_SAMPLE_IF_ANY(2)
    ADD_SAMPLE_IF_ANY(3)
    ADD_SAMPLE_IF_ANY(4)
    for (uint32_t i = 5; i < count; i++) {
        ADD_SAMPLE(i)
    }
    return slot;
}

/* The only slot that can hold a name whose length is in the catalog's range. */
static ALWAYS_INLINE uint32_t slot_of(const coserr_catalog *catalog, const unsigned char *name,
                                      uint32_t len) {
    const struct coserr__sample *samples = coserr__at(catalog, catalog->samples_at);
    const struct coserr__shard *shards = coserr__at(catalog, catalog->shards_at);
    const uint16_t *values = coserr__at(catalog, catalog->values_at);
    const uint16_t *plus = coserr__at(catalog, catalog->plus_at);
    const uint32_t count = catalog->samples_count;
    if (catalog->shards_count > 1) {
        const uint64_t spread = coserr__spread(name, len, catalog->seed);
        const uint32_t shard = (uint32_t)(spread * catalog->shards_count >> 32);
        shards += shard;
        values += (size_t)shard * catalog->stride;
        plus += (size_t)shard * count;
    }
    return len + shards->base +
           (catalog->plus_count > 0 ? sum_samples(samples, count, values, plus, name, len)
                                    : sum_samples(samples, count, values, NULL, name, len));
}

static ALWAYS_INLINE const struct coserr__slot *find_name(const coserr_catalog *catalog,
                                                          const char *code, size_t code_len) {
    const unsigned char *name = (const unsigned char *)code;
    if (code_len < catalog->name_min || code_len > catalog->name_max) {
        return NULL;
    }
    const uint32_t index = slot_of(catalog, name, (uint32_t)code_len);
    if (index >= catalog->slots_count) {
        return NULL;
    }
    const struct coserr__slot *slot =
        (const struct coserr__slot *)coserr__at(catalog, catalog->slots_at) + index;
    const unsigned char *known =
        (const unsigned char *)coserr__at(catalog, catalog->pool_at) + slot->name;
    return slot->len == code_len && coserr__same_bytes(name, known, code_len) ? slot : NULL;
}

/* Variants of one code lie together, the default first, then its cases; after the last code lie the
 * families, whose id no code has, so that there always is a next row to look at. */
static const coserr_entry *pick_status(const coserr_entry *first, uint32_t status) {
    for (const coserr_entry *row = first; row->id == first->id && row->case_name == 0; row++) {
        if (row->status == status) {
            return row;
        }
    }
    return first;
}

const coserr_entry *coserr_get_family(const coserr_catalog *catalog, uint32_t http_status) {
    catalog = coserr__catalog(catalog);
    const uint16_t *families = coserr__at(catalog, catalog->families_at);
    const uint32_t index =
        http_status >= 300 && http_status <= 599 ? http_status - 300 : COSERR__STATUSES - 1;
    return &coserr__entries(catalog)[catalog->family_first + families[index]];
}

static ALWAYS_INLINE const coserr_entry *entry_of(const coserr_catalog *catalog,
                                                  const struct coserr__slot *slot, uint32_t status,
                                                  uint32_t *match) {
    const coserr_entry *entry = &coserr__entries(catalog)[slot->entry];
    bool exact = slot->status == status || status == 0;
    if (!exact && (slot->flags & COSERR__SLOT_VARIANTS) != 0) {
        entry = pick_status(entry, status);
        exact = entry->status == status;
    }
    if (match != NULL) {
        *match = (exact ? COSERR_MATCH_EXACT : COSERR_MATCH_OTHER_STATUS) |
                 ((slot->flags & COSERR__SLOT_ALIAS) != 0 ? COSERR_MATCH_ALIAS : 0);
    }
    return entry;
}

/* A code with whitespace around it, as no name has, or one that is not listed. */
COSERR__COLD
static const coserr_entry *find_otherwise(const coserr_catalog *catalog, const char *code,
                                          size_t code_len, uint32_t status, uint32_t *match) {
    const coserr_str trimmed = coserr__trim(code, code_len);
    const struct coserr__slot *slot =
        trimmed.len < code_len ? find_name(catalog, trimmed.ptr, trimmed.len) : NULL;
    if (slot != NULL) {
        return entry_of(catalog, slot, status, match);
    }
    if (match != NULL) {
        *match = COSERR_MATCH_FAMILY;
    }
    return coserr_get_family(catalog, status);
}

static ALWAYS_INLINE const coserr_entry *find_in(const coserr_catalog *catalog, const char *code,
                                                 size_t code_len, uint32_t status,
                                                 uint32_t *match) {
    const struct coserr__slot *slot = find_name(catalog, code, code_len);
    return slot != NULL ? entry_of(catalog, slot, status, match)
                        : find_otherwise(catalog, code, code_len, status, match);
}

/* A function of its own, so that the built-in catalog's has few registers to save. */
COSERR__COLD
static const coserr_entry *find_loaded(const coserr_catalog *catalog, const char *code,
                                       size_t code_len, uint32_t status, uint32_t *match) {
    return find_in(catalog, code, code_len, status, match);
}

const coserr_entry *coserr_find_entry(const coserr_catalog *catalog, const char *code,
                                      size_t code_len, uint32_t http_status, uint32_t *match) {
    return catalog == NULL || catalog == BUILT_IN
               ? find_in(BUILT_IN, code, code_len, http_status, match)
               : find_loaded(catalog, code, code_len, http_status, match);
}

const coserr_entry *coserr_get_entry(const coserr_catalog *catalog, coserr_code id,
                                     uint32_t http_status) {
    catalog = coserr__catalog(catalog);
    const coserr_entry *entries = coserr__entries(catalog);
    uint32_t low = 0;
    uint32_t high = catalog->family_first;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (entries[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (id == COSERR_CODE_NONE || entries[low].id != id) {
        return NULL;
    }
    return pick_status(&entries[low], http_status);
}

const coserr_entry *coserr_next_entry(const coserr_catalog *catalog, uint32_t kind,
                                      const coserr_entry *previous) {
    catalog = coserr__catalog(catalog);
    const coserr_entry *row = previous != NULL ? previous + 1 : coserr__entries(catalog);
    const coserr_entry *const end = coserr__entries(catalog) + catalog->entries_count;
    for (; row < end; row++) {
        if (row->kind == kind) {
            return row;
        }
    }
    return NULL;
}

const coserr_entry *coserr_find_client(const coserr_catalog *catalog, const char *name,
                                       size_t name_len) {
    catalog = coserr__catalog(catalog);
    const coserr_str wanted = coserr__trim(name, name_len);
    const coserr_entry *row = NULL;
    while ((row = coserr_next_entry(catalog, COSERR_KIND_CLIENT, row)) != NULL) {
        const coserr_str code = coserr__slice(catalog, row->code);
        if (row->case_name == 0 && coserr__equal(wanted.ptr, wanted.len, code.ptr, code.len)) {
            return row;
        }
    }
    return NULL;
}
