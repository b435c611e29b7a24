/* SPDX-License-Identifier: MIT */
/* The codes of a page compared with those of a catalog. */
#include "upkeep/listing.h"

#include "upkeep/similar.h"

#include <string.h>

enum {
    MIN_SCORE = 70,        /* of a suggested rename; --help names it */
    MAX_COMPARED = 2000000 /* pairs of codes; with more, the page is that of another service */
};

/* A page may list a code twice. */
static bool has_status(const struct listed *listed, unsigned status) {
    for (size_t i = 0; i < listed->count; i++) {
        if (listed->rows[i]->status == status) {
            return true;
        }
    }
    return false;
}

static void group(struct listing *listing, const struct code_page *page, const struct map *codes,
                  const struct map *stubs) {
    struct map seen = {0};
    for (size_t i = 0; i < page->count; i++) {
        const struct page_row *row = &page->rows[i];
        const size_t len = strlen(row->code);
        struct listed *fresh = &listing->codes[listing->count];
        struct listed *listed = map_add(&seen, row->code, len, fresh);
        if (listed == fresh) {
            listed->code = row->code;
            listed->error = map_find(codes, row->code, len);
            listed->is_stub = listed->error == NULL && map_find(stubs, row->code, len) != NULL;
            listing->count++;
            listing->known_count += listed->error != NULL;
            listing->stub_count += listed->is_stub;
            listing->new_count += listed->error == NULL && !listed->is_stub;
        }
        if (!has_status(listed, row->status)) {
            ARENA_PUSH(listed->rows, listed->count, listed->capacity) = row;
        }
        if (listed->error != NULL) {
            listing->seen[listed->error - listing->catalog->errors.items] = true;
        }
    }
}

/* The similarity of a description to the closest message of an error, in any language. */
static unsigned compare_description(const struct catalog *catalog, const struct error *error,
                                    const char *description) {
    unsigned best = 0;
    for (size_t i = 0; i < error->variant_count; i++) {
        for (size_t l = 0; l < catalog->language_count; l++) {
            const char *message = error->variants[i].message[l].text;
            const unsigned score = message != NULL ? similar_texts(description, message) : 0;
            best = score > best ? score : best;
        }
    }
    return best;
}

/* Looks for the code of the catalog that a new one may be another spelling of: first among those
 * that the page no longer lists, then among the others. */
static void find_similar(const struct listing *listing, struct listed *listed) {
    const struct error_list *errors = &listing->catalog->errors;
    const char *description = listed->rows[0]->description;
    for (int pass = 0; pass < 2 && listed->similar == NULL; pass++) {
        for (size_t i = 0; i < errors->count; i++) {
            const struct error *error = &errors->items[i];
            const unsigned codes =
                listing->seen[i] == (pass == 1) ? similar_codes(listed->code, error->code.text) : 0;
            if (codes == 0) {
                continue;
            }
            const unsigned score =
                (3 * codes + compare_description(listing->catalog, error, description)) / 4;
            if (score >= MIN_SCORE && score > listed->score) {
                listed->similar = error->code.text;
                listed->is_similar_gone = pass == 0;
                listed->score = score;
            }
        }
    }
}

struct listing listing_make(const struct code_page *page, const struct catalog *catalog,
                            const struct map *codes, const struct map *stubs) {
    struct listing listing = {.catalog = catalog};
    listing.codes = arena_alloc((page->count + 1) * sizeof *listing.codes);
    listing.seen = arena_alloc(catalog->errors.count + 1);
    group(&listing, page, codes, stubs);
    const bool compares = listing.new_count <= MAX_COMPARED / (catalog->errors.count + 1);
    for (size_t i = 0; compares && i < listing.count; i++) {
        if (listing.codes[i].error == NULL && !listing.codes[i].is_stub) {
            find_similar(&listing, &listing.codes[i]);
        }
    }
    return listing;
}

static bool fits(const struct page_row *row, const struct variant *variant) {
    return row->status != 0 ? row->status == variant->status
                            : row->status_class == 0 || row->status_class == variant->status / 100;
}

bool listing_same_statuses(const struct listed *listed) {
    const struct error *error = listed->error;
    bool same = true;
    for (size_t i = 0; i < listed->count; i++) {
        bool found = false;
        for (size_t j = 0; j < error->variant_count; j++) {
            found = found || fits(listed->rows[i], &error->variants[j]);
        }
        same = same && found;
    }
    for (size_t j = 0; j < error->variant_count; j++) {
        bool found = false;
        for (size_t i = 0; i < listed->count; i++) {
            found = found || fits(listed->rows[i], &error->variants[j]);
        }
        same = same && found;
    }
    return same;
}
