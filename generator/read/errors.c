/* SPDX-License-Identifier: MIT */
/* Errors, client errors and families: what identifies them, and their variants and cases. */
#include "read/sections.h"

#include <string.h>

static const char *name_of(const struct node *node, const char *otherwise) {
    const struct node *code = node->kind == NODE_MAP ? yaml_get(node, "code") : NULL;
    return code != NULL && code->kind == NODE_TEXT ? arena_printf("'%.80s'", code->text)
                                                   : otherwise;
}

/* ------------------------------------------------------------------------------------- identity */

static void read_refines(const struct node *node, struct error *error) {
    if (node == NULL || !is_map(node, KEYS("code", "match", "status"), "'refines'")) {
        return;
    }
    error->refines_code = read_code(need(node, "code", "'refines'"), "the code");
    error->refines_match = read_line(need(node, "match", "'refines'"), "the message");
    error->refines_status = read_status(yaml_get(node, "status"));
}

static bool is_date(const char *text) {
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i]) {
            return false;
        }
    }
    unsigned parts[3] = {0};
    for (size_t i = 0, part = 0; i < sizeof form - 1; i++) {
        if (form[i] == '-') {
            part++;
        } else {
            parts[part] = parts[part] * 10 + (unsigned)(text[i] - '0');
        }
    }
    const bool leap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0);
    return parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 && parts[2] <= days[parts[1] - 1] &&
           (leap || parts[1] != 2 || parts[2] <= 28);
}

static void read_retired(const struct node *node, struct error *error) {
    if (node == NULL || !is_map(node, KEYS("date", "reason"), "'retired'")) {
        return;
    }
    error->retired = read_line(need(node, "date", "'retired'"), "the date");
    error->retired_reason = read_prose(need(node, "reason", "'retired'"), "the reason");
    if (error->retired.text != NULL && !is_date(error->retired.text)) {
        diag_add(error->retired.at, RULE_RETIRED,
                 "invalid date '%s'; expected one like \"2026-01-31\"", error->retired.text);
    }
}

/* Warnings that are wrong about this entry. */
static uint64_t read_allowed(const struct node *list) {
    const char *names[RULE_COUNT + 1] = {NULL};
    enum rule rules[RULE_COUNT];
    size_t count = 0;
    uint64_t allowed = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rule_texts[i].level == LEVEL_WARNING) {
            rules[count] = (enum rule)i;
            names[count++] = rule_texts[i].name;
        }
    }
    if (!is_list(list, "'allow'")) {
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct node *name = list->items[i];
        if (!is_kind(name, NODE_TEXT, "a warning's name")) {
            continue;
        }
        size_t at = 0;
        while (at < count && strcmp(names[at], name->text) != 0) {
            at++;
        }
        if (at == count || (allowed & (uint64_t)1 << rules[at]) != 0) {
            diag_add(name->at, RULE_ALLOW, "'%s' is not a warning, or is listed twice%s",
                     name->text, at == count ? choose_among(name->text, names) : "");
        } else {
            allowed |= (uint64_t)1 << rules[at];
        }
    }
    return allowed;
}

/* One of the forms same, "COS only" and "differs: how". */
static struct text read_s3(const struct node *node) {
    const struct text s3 = read_line(node, "'s3'");
    if (s3.text != NULL && strcmp(s3.text, "same") != 0 && strcmp(s3.text, "COS only") != 0 &&
        (strncmp(s3.text, "differs: ", 9) != 0 || s3.len == 9)) {
        diag_add(s3.at, RULE_WRONG_TYPE,
                 "expected 'same', 'COS only' or 'differs: how' for 's3', got '%s'", s3.text);
    }
    return s3;
}

static struct text read_wire(const struct node *node) {
    static const char *const forms[] = {"xml", "json", "stream", NULL};
    const struct text wire = read_line(node, "'wire'");
    if (wire.text != NULL) {
        read_word(node, forms, RULE_WRONG_TYPE, "form");
    }
    return wire;
}

static void read_identity(const struct node *node, const char *what, struct error *error) {
    error->code = read_code(need(node, "code", what), "a code");
    error->at = node->at;
    error->aliases =
        read_items(yaml_get(node, "aliases"), "'aliases'", read_code, &error->alias_count);
    error->symbol = read_symbol(yaml_get(node, "symbol"), "a symbol");
    read_retired(yaml_get(node, "retired"), error);
    error->allowed = read_allowed(yaml_get(node, "allow"));
    error->source = read_line(yaml_get(node, "source"), "'source'");
}

/* --------------------------------------------------------------------------- variants and cases */

static void read_variants(const struct catalog *catalog, const struct node *list, const char *what,
                          struct error *error) {
    if (!is_list(list, "'variants'")) {
        return;
    }
    if (list->count == 0) {
        diag_add(list->at, RULE_MISSING_KEY, "no variant in %s", what);
    }
    error->variants = arena_alloc((list->count + 1) * sizeof *error->variants);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        if (is_map(node, KEYS("status", "source", MEANING_KEYS), "a variant")) {
            struct variant *variant = &error->variants[error->variant_count++];
            variant->status = read_status(need(node, "status", "a variant"));
            variant->source = read_line(yaml_get(node, "source"), "'source'");
            read_meaning(catalog, node, "a variant", NULL, variant);
        }
    }
}

static void read_single(const struct catalog *catalog, const struct node *node, const char *what,
                        struct error *error) {
    error->variants = arena_alloc(sizeof *error->variants);
    error->variant_count = 1;
    read_meaning(catalog, node, what, NULL, error->variants);
}

static struct text read_case_name(const struct node *node) {
    const struct text name = read_line(node, "the case's name");
    if (name.text != NULL &&
        (name.len > 64 || name.text[0] < 'a' || name.text[0] > 'z' ||
         name.text[strspn(name.text, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')) {
        diag_add(name.at, RULE_CASE,
                 "invalid name '%s' of a case; expected lowercase letters, digits and '-'",
                 name.text);
        return (struct text){0};
    }
    return name;
}

/* The variant that a case belongs to: that of its status, else the default. */
static const struct variant *variant_of(const struct error *error, unsigned status) {
    for (size_t i = 0; i < error->variant_count; i++) {
        if (error->variants[i].status == status) {
            return &error->variants[i];
        }
    }
    return error->variant_count > 0 ? &error->variants[0] : NULL;
}

static void read_case(const struct catalog *catalog, const struct node *node, struct error *error) {
    const char *what = "a case";
    if (!is_map(node, KEYS("name", "match", "status", "source", MEANING_KEYS), what)) {
        return;
    }
    struct variant *row = &error->cases[error->case_count++];
    const struct node *match = need(node, "match", what);
    const struct node *status = yaml_get(node, "status");
    row->status = read_status(status);
    const struct variant *base = variant_of(error, row->status);
    if (status != NULL && base != NULL && base->status != row->status) {
        diag_add(status->at, RULE_CASE, "the error has no variant for status %u", row->status);
    }
    read_meaning(catalog, node, what, base, row);
    row->case_name = read_case_name(need(node, "name", what));
    row->source = read_line(yaml_get(node, "source"), "'source'");
    if (match != NULL && match->kind == NODE_TEXT) {
        row->matches = arena_alloc(sizeof *row->matches);
        row->matches[0] = read_line(match, "a pattern");
        row->match_count = row->matches[0].text != NULL;
    } else if (match != NULL) {
        row->matches = read_items(match, "'match'", read_line, &row->match_count);
    }
}

static void read_cases(const struct catalog *catalog, const struct node *list,
                       struct error *error) {
    if (!is_list(list, "'cases'")) {
        return;
    }
    error->cases = arena_alloc((list->count + 1) * sizeof *error->cases);
    for (size_t i = 0; i < list->count; i++) {
        read_case(catalog, list->items[i], error);
    }
}

/* ---------------------------------------------------------------------------------------- lists */

#define ERROR_KEYS                                                                                 \
    "code", "aliases", "symbol", "refines", "retired", "allow", "source", "s3", "wire", "sample",  \
        "cases", "variants"

static void read_error(const struct catalog *catalog, const struct node *node,
                       struct error *error) {
    const char *what = name_of(node, "an error");
    const struct node *variants = node->kind == NODE_MAP ? yaml_get(node, "variants") : NULL;
    if (!is_map(node,
                variants != NULL ? KEYS(ERROR_KEYS) : KEYS(ERROR_KEYS, "status", MEANING_KEYS),
                what)) {
        return;
    }
    read_identity(node, what, error);
    read_refines(yaml_get(node, "refines"), error);
    error->s3 = read_s3(yaml_get(node, "s3"));
    error->wire = read_wire(yaml_get(node, "wire"));
    error->sample = read_line(yaml_get(node, "sample"), "'sample'");
    if (variants != NULL) {
        read_variants(catalog, variants, what, error);
    } else {
        read_single(catalog, node, what, error);
        error->variants->status = read_status(need(node, "status", what));
    }
    read_cases(catalog, yaml_get(node, "cases"), error);
}

static void read_client_error(const struct catalog *catalog, const struct node *node,
                              struct error *error) {
    const char *what = name_of(node, "a client error");
    if (is_map(node, KEYS("code", "symbol", "retired", "allow", "source", MEANING_KEYS), what)) {
        read_identity(node, what, error);
        read_single(catalog, node, what, error);
    }
}

static void read_family(const struct catalog *catalog, const struct node *node,
                        struct error *error) {
    static const char *const words[] = {"unknown", "3xx", "4xx", "5xx", NULL};
    static const unsigned statuses[] = {0, 3, 4, 5};
    const char *what = "a family";
    if (!is_map(node,
                KEYS("for", "allow", "retry", "category", "hints", "docs", "message", "advice",
                     "grpc", "errno"),
                what)) {
        return;
    }
    read_single(catalog, node, what, error);
    error->at = node->at;
    error->allowed = read_allowed(yaml_get(node, "allow"));
    const struct node *wanted = need(node, "for", what);
    if (wanted == NULL || !is_kind(wanted, NODE_TEXT, "'for'")) {
        return;
    }
    error->at = wanted->at;
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(wanted->text, words[i]) == 0) {
            error->variants->status = statuses[i];
            return;
        }
    }
    error->variants->status = read_status(wanted);
    error->variant_count = error->variants->status != 0; /* otherwise nothing to compare */
}

typedef void (*read_error_fn)(const struct catalog *, const struct node *, struct error *);

static void read_list(const struct catalog *catalog, const struct node *node, const char *what,
                      enum kind kind, read_error_fn read, struct error_list *list) {
    if (node == NULL || !is_kind(node, NODE_LIST, what)) {
        return;
    }
    if (node->count == 0) {
        diag_add(node->at, RULE_EMPTY_CATALOG, "%s is empty", what);
    }
    list->items = arena_alloc((node->count + 1) * sizeof *list->items);
    for (size_t i = 0; i < node->count; i++) {
        struct error *error = &list->items[list->count++];
        error->kind = kind;
        error->at = node->items[i]->at;
        read(catalog, node->items[i], error);
    }
}

void read_errors(struct catalog *catalog, const struct node *list) {
    read_list(catalog, list, "'errors'", KIND_SERVICE, read_error, &catalog->errors);
}

void read_client_errors(struct catalog *catalog, const struct node *list) {
    read_list(catalog, list, "'client-errors'", KIND_CLIENT, read_client_error,
              &catalog->client_errors);
}

void read_families(struct catalog *catalog, const struct node *list) {
    read_list(catalog, list, "'families'", KIND_FAMILY, read_family, &catalog->families);
}
