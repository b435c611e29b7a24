/* SPDX-License-Identifier: MIT */
/* The words of the runtime, read from the vocabulary.yaml that is built into coserr-gen. */
#ifndef GENERATOR_VOCABULARY_H
#define GENERATOR_VOCABULARY_H

#include "read/model.h"

/* In the order of COSERR_WORDS_*. */
enum word_list_number {
    WORDS_RETRY,
    WORDS_HINTS,
    WORDS_ACTIONS,
    WORDS_REASONS,
    WORDS_CATEGORIES,
    WORDS_VALUES,
    WORDS_LABELS,
    WORD_LISTS
};

struct word {
    struct text word;
    struct text doc;
    localized texts; /* NULL in a list of words alone */
    struct text grpc;
    struct text errno_name;
};

struct word_list {
    const char *key;      /* "retry": in the file */
    const char *constant; /* "RETRY": in C */
    struct word *items;   /* by number */
    size_t count;
    const char **words; /* the same, ending with NULL */
};

struct vocabulary {
    struct text *languages;
    size_t language_count;
    struct word_list lists[WORD_LISTS];
};

/* Read once. An error in it is an error of this program: it is shown, and the process exits. */
const struct vocabulary *vocabulary_get(void);

/* The words of a list, ending with NULL; the index is the number. */
const char *const *vocabulary_words(enum word_list_number list);

/* Reads a vocabulary from any source, noting what is wrong; NULL when there is nothing to use. */
struct vocabulary *vocabulary_read(const struct source *source);

#endif
