/* SPDX-License-Identifier: MIT */
/* Stubs: entries that import adds to a catalog. They say what the page says; the rest is TODO or
 * empty, and the catalog is refused until somebody has completed them. */
#ifndef GENERATOR_STUB_H
#define GENERATOR_STUB_H

#include "upkeep/listing.h"

/* A catalog's source without the stubs that it contains. */
struct stub_split {
    const struct source *complete; /* stubs are blanked; locations stay as they are */
    struct map codes;              /* of the stubs */
};

/* `root` is the catalog's document. */
struct stub_split stub_split(const struct source *source, const struct node *root);

/* Appends the new file: the catalog with a stub for each new code. False, with an error added, if
 * the list of errors is written in a form that cannot be added to. */
bool stub_add(const struct source *source, const struct node *root, const struct listing *listing,
              struct text_buffer *to);

#endif
