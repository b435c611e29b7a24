/* SPDX-License-Identifier: MIT */
/* How similar two codes, or two descriptions, are: from 0 to 100. */
#ifndef GENERATOR_SIMILAR_H
#define GENERATOR_SIMILAR_H

/* By the characters that differ, ignoring case; 0 if more than three do, fewer in short codes. */
unsigned similar_codes(const char *a, const char *b);

/* By the pairs of adjacent characters that they share (Dice's coefficient), ignoring case. This
 * works for every script. */
unsigned similar_texts(const char *a, const char *b);

#endif
