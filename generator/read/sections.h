/* SPDX-License-Identifier: MIT */
/* The sections of a catalog's file, each read by a file of its own. */
#ifndef GENERATOR_SECTIONS_H
#define GENERATOR_SECTIONS_H

#include "read/fields.h"

/* Schema, name, version, prefix, links, hosts, languages. */
void read_header(struct catalog *catalog, const struct node *root);

/* Pages, and how entries refer to them. */
void read_pages(struct catalog *catalog, const struct node *map);
localized read_paths(const struct catalog *catalog, const struct node *node);
struct page *add_page(struct catalog *catalog, struct text name);
void read_docs(const struct catalog *catalog, const struct node *list, struct page ***docs,
               size_t *count);

void read_operations(struct catalog *catalog, const struct node *list);

/* What a code means: a variant, a case, a client error or a family. Keys that are not given are
 * taken from `base`, unless NULL. */
#define MEANING_KEYS                                                                               \
    "retry", "category", "hints", "flags", "docs", "message", "advice", "details", "grpc", "errno"
void read_meaning(const struct catalog *catalog, const struct node *node, const char *what,
                  const struct variant *base, struct variant *variant);

/* The name of a gRPC code, and of an errno. */
struct text read_grpc(const struct node *node, const char *what);
struct text read_errno(const struct node *node, const char *what);

void read_errors(struct catalog *catalog, const struct node *list);
void read_client_errors(struct catalog *catalog, const struct node *list);
void read_families(struct catalog *catalog, const struct node *list);

/* Puts the model into the order and the form that emitters rely on. */
void catalog_normalise(struct catalog *catalog);

/* Errors that concern more than one entry; and what is doubtful, where there are no errors. */
void catalog_check(const struct catalog *catalog);
/* Each of a variant's details. */
void check_details(const struct catalog *catalog, const struct error *error,
                   const struct variant *variant);

void catalog_check_details(const struct catalog *catalog);
void catalog_warn(const struct catalog *catalog);

/* Calls for every variant and case of every error, client error and family. */
typedef void (*variant_fn)(const struct catalog *catalog, const struct error *error,
                           const struct variant *variant);
void for_each_variant(const struct catalog *catalog, variant_fn visit);

bool is_allowed(const struct error *error, enum rule rule);

#endif
