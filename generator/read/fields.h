/* SPDX-License-Identifier: MIT */
/* From a node to a typed value, noting what is wrong with it. */
#ifndef GENERATOR_FIELDS_H
#define GENERATOR_FIELDS_H

#include "read/model.h"
#include "read/yaml.h"

enum {
    MAX_TEXT = 1000,
    MAX_CODE = 128,
    MAX_PREFIX = 32,
    MAX_LITERAL = 128,
    MAX_LIST = 255,
    MAX_SYMBOL = 160
};

/* A list of keys, ending with NULL. */
#define KEYS(...)                                                                                  \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

bool is_kind(const struct node *node, enum node_kind kind, const char *what);

/* A mapping that has these keys only. */
bool is_map(const struct node *node, const char *const *keys, const char *what);

/* A list of at most MAX_LIST items; false for NULL. */
bool is_list(const struct node *node, const char *what);

bool in_words(const char *word, const char *const *words);

/* The value of a key; NULL, with an error, when it is missing. */
const struct node *need(const struct node *map, const char *key, const char *what);

/* Text that every YAML reader takes for text. */
bool is_scalar(const struct node *node, const char *what);

/* A C identifier in uppercase, not too long, and not NONE, the name of the number of no code. */
bool is_symbol(const char *symbol, size_t len);

struct text text_of(const struct node *node);

/* Each gives a text that is not there for NULL, and for what is wrong. */
typedef struct text (*read_fn)(const struct node *node, const char *what);
struct text read_line(const struct node *node, const char *what);
/* A line that people read; not one that a comment follows, which may be its other half. */
struct text read_prose(const struct node *node, const char *what);
struct text read_code(const struct node *node, const char *what);
struct text read_symbol(const struct node *node, const char *what);
struct text read_link(const struct node *node, const char *what);
struct text read_path(const struct node *node, const char *what);

/* The number of a word in a list; 0 with an error when it is in none. */
unsigned read_word(const struct node *node, const char *const *words, enum rule rule,
                   const char *what);

bool read_bool(const struct node *node, const char *what);

/* A status from 300 to 599; 0 for NULL, and with an error. */
unsigned read_status(const struct node *node);

/* A text in each language of the catalog. */
localized read_localized(const struct catalog *catalog, const struct node *node, const char *what,
                         read_fn read);

/* The items of a list, those that are wrong left out. */
struct text *read_items(const struct node *list, const char *what, read_fn read, size_t *count);

#endif
