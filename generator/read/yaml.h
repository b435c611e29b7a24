/* SPDX-License-Identifier: MIT */
/* The part of YAML that catalogs use: text, lists and mappings, each with its location. */
#ifndef GENERATOR_YAML_H
#define GENERATOR_YAML_H

#include "base/diag.h"

enum node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct location at;
    const char *text; /* NODE_TEXT; ends in NUL and contains no other */
    size_t len;
    bool plain;          /* NODE_TEXT: written without quotes */
    bool cut;            /* ... and followed on its line by a comment */
    struct node **items; /* NODE_LIST: the items. NODE_MAP: key, value, key, value, ... */
    size_t count;        /* of `items` */
    size_t capacity;
};

/* The root of the only document. NULL, with errors added, if the file cannot be read as one. */
struct node *yaml_read(const struct source *source);

/* The value of a key of a mapping; NULL if the key is missing. */
const struct node *yaml_get(const struct node *map, const char *key);

#endif
