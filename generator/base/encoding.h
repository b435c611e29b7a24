/* SPDX-License-Identifier: MIT */
/* What every input file is checked for before it is read. */
#ifndef GENERATOR_ENCODING_H
#define GENERATOR_ENCODING_H

#include "base/diag.h"

/* False, with an error added, if the file is not UTF-8, contains control characters, or has lines
 * that end in a carriage return alone. */
bool check_page_encoding(const struct source *source);

/* For the files that are ours, which may not contain invisible characters or merge conflicts
 * either. */
bool check_encoding(const struct source *source);

#endif
