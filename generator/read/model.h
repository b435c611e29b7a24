/* SPDX-License-Identifier: MIT */
/* A catalog as the emitters see it: typed, normalised, checked. */
#ifndef GENERATOR_MODEL_H
#define GENERATOR_MODEL_H

#include "base/diag.h"
#include "base/map.h"
#include "read/yaml.h"

struct text {
    const char *text; /* NULL when it is not there */
    size_t len;
    struct location at;
};

struct language {
    struct text tag;
    bool required;
    struct text docs; /* what a page's path is appended to */
};

/* A text in each language: an array as long as the catalog's languages. */
typedef struct text *localized;

struct page {
    struct text name;
    localized paths;
};

enum after_200 { AFTER_200_NOWHERE, AFTER_200_BODY, AFTER_200_KEYS, AFTER_200_STREAM };
enum request_level { REQUEST_NONE, REQUEST_SERVICE, REQUEST_BUCKET, REQUEST_OBJECT };

struct action {
    struct text name;
    bool source; /* needed on the source of a copy */
};

struct operation {
    struct location at;
    struct text name;
    struct text title;
    struct text symbol; /* given by the ledger */
    struct page *page;  /* NULL when there is none */
    struct action *actions;
    size_t action_count;
    struct text source;
    bool idempotent;
    unsigned after_200; /* enum after_200 */
    unsigned level;     /* enum request_level; REQUEST_NONE: found by name only */
    struct text method;
    struct text *queries;
    size_t query_count;
    struct text header;
    uint32_t id; /* 0 until the ledger has given one */
};

/* Hints that hold for some operations only. */
struct condition {
    uint32_t hints;
    struct text name;
    const struct operation *operation; /* once resolved */
};

/* A server's message that leads from one entry to another. */
struct pattern {
    struct text text;
    size_t star;     /* bytes before the '*'; its length when there is none */
    unsigned status; /* 0: any */
    const struct variant *target;
};

struct variant {
    struct location at;
    unsigned status; /* of a family: 3, 4, 5 for a class, 0 for the last resort */
    unsigned retry;
    struct location retry_at;
    unsigned category;
    uint32_t hints;
    uint32_t flags; /* COSERR__ENTRY_* */
    struct condition *conditions;
    size_t condition_count;
    struct page **docs;
    size_t doc_count;
    localized message;
    localized advice;
    localized *details;
    size_t detail_count;
    struct text grpc; /* not there: that of the category */
    struct text errno_name;
    struct text source;
    struct text case_name; /* of a case only */
    struct text *matches;  /* of a case: its patterns as written */
    size_t match_count;
    struct pattern *patterns; /* that lead from here, in order of precedence */
    size_t pattern_count;
    size_t pattern_capacity;
    const struct error *error;
    size_t order; /* in its error; the first is the default */
};

enum kind { KIND_SERVICE = 1, KIND_CLIENT = 2, KIND_FAMILY = 3 };

struct error {
    enum kind kind;
    struct location at;
    struct text code; /* not there for a family */
    struct text *aliases;
    size_t alias_count;
    struct text symbol; /* asked for in the catalog, or given by the ledger */
    struct text refines_code;
    struct text refines_match;
    unsigned refines_status; /* 0: any */
    struct text retired;
    struct text retired_reason;
    struct text source;
    struct text s3;
    struct text wire;
    struct text sample;
    uint64_t allowed; /* rules: 1 << RULE_* */
    struct variant *variants;
    size_t variant_count;
    struct variant *cases;
    size_t case_count;
    uint32_t id; /* 0 until the ledger has given one; always 0 for a family */
};

struct error_list {
    struct error *items;
    size_t count;
    size_t capacity;
};

struct catalog {
    const struct source *source;
    struct text name;
    struct text version;
    struct text prefix;
    struct text url;      /* where the facts are from */
    struct text diagnose; /* where a request id is looked up */
    struct text *hosts;
    size_t host_count;
    struct language *languages;
    size_t language_count;
    struct page **pages; /* each operation's page is among them, under its name */
    size_t page_count;
    size_t page_capacity;
    struct operation *operations;
    size_t operation_count;
    struct error_list errors;
    struct error_list client_errors;
    struct error_list families;
};

/* Reads, normalises and checks. What is wrong is noted; the catalog is to be used only when nothing
 * is. NULL when there is nothing to go on with. */
struct catalog *catalog_read(const struct source *source);

/* The same for a catalog of the past: no warnings. */
struct catalog *catalog_read_old(const struct source *source);

/* A C identifier in lowercase, not too long. */
bool is_prefix(const char *text);

/* How many texts there are in a language, and how many there could be. */
struct coverage {
    size_t there;
    size_t all;
};

struct coverage catalog_coverage(const struct catalog *catalog, size_t language);

/* The errors of a good list by code and alias; a code before an alias that is the same. */
void map_codes(struct map *map, const struct error_list *list);

/* "404", "4xx", "unknown". */
const char *family_name(unsigned status);

/* The address of a page in a language; NULL where there is none. */
const char *page_url(const struct catalog *catalog, const struct page *page, size_t language);

/* What the ledger numbers: every error, client error and operation in turn. */
struct numbered {
    const char *prefix;       /* of its name in the ledger: "", "client:", "operation:" */
    const struct text *names; /* the code, or the operation's name */
    const struct text *aliases;
    size_t alias_count;
    struct text *symbol;
    uint32_t *id;
};

size_t catalog_numbered_count(const struct catalog *catalog);
struct numbered catalog_numbered(const struct catalog *catalog, size_t index);

#endif
