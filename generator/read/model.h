/* SPDX-License-Identifier: MIT */
/* A catalog as the emitters see it: typed, checked, in an order that the file's does not change. */
#ifndef GENERATOR_MODEL_H
#define GENERATOR_MODEL_H

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

struct words {
    struct text name;
    localized texts;
};

struct word_list {
    struct words *items;
    size_t count;
    size_t capacity;
};

struct variant {
    struct location at;
    unsigned status; /* of a family: 3, 4, 5 for a class, 0 for the last resort */
    unsigned retry;
    struct location retry_at;
    uint32_t hints;
    struct page **docs;
    size_t doc_count;
    localized message;
    localized advice;
    const struct error *error;
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
    struct text refines_message;
    struct text retired;
    struct text retired_reason;
    uint64_t allowed; /* rules: 1 << RULE_* */
    struct variant *variants;
    size_t variant_count;
    uint32_t id; /* 0 until the ledger has given one; for ever for a family */
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
    struct language *languages;
    size_t language_count;
    struct page *pages;
    size_t page_count;
    struct word_list classes;
    struct word_list hints;
    struct word_list actions;
    struct word_list reasons;
    struct word_list labels;
    struct error_list errors;
    struct error_list client_errors;
    struct error_list families;
};

/* Words of the runtime's lists, ending with NULL; the index is the number. */
extern const char *const retry_class_words[];
extern const char *const hint_words[];
extern const char *const action_words[];
extern const char *const reason_words[];

/* Reads and checks. What is wrong is noted; the catalog is to be used only when nothing is. NULL
 * when there is nothing to go on with. */
struct catalog *catalog_read(const struct source *source);

/* The same for a catalog that was good once: words that have come since may be missing. */
struct catalog *catalog_read_old(const struct source *source);

/* A C identifier in lower case, not too long. */
bool is_prefix(const char *text);

/* The checks that look at more than one entry; catalog_read() calls it. `warn`: of what is no
 * error, too, when there is none. */
void catalog_check(struct catalog *catalog, bool warn);

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

/* Every error of a kind in turn, over both lists that the ledger numbers. */
#define LEDGER_LISTS 2
struct error_list *catalog_list(struct catalog *catalog, size_t index);

#endif
