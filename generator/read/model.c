/* SPDX-License-Identifier: MIT */
/* From nodes to the typed model: every key is known, every value has its form. */
#include "read/model.h"

#include <coserr/tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 1000, MAX_CODE = 128, MAX_PREFIX = 32, SCHEMA = 1 };

#define LIST_WORD(number, word) [number] = word,
const char *const retry_class_words[] = {COSERR_RETRY_LIST(LIST_WORD) NULL};
const char *const hint_words[] = {COSERR_HINT_LIST(LIST_WORD) NULL};
const char *const action_words[] = {COSERR_ACTION_LIST(LIST_WORD) NULL};
const char *const reason_words[] = {COSERR_REASON_LIST(LIST_WORD) NULL};

#define KEYS(...)                                                                                  \
    (const char *const[]) {                                                                        \
        __VA_ARGS__, NULL                                                                          \
    }

/* ------------------------------------------------------------------------------------- mappings */

static bool is_kind(const struct node *node, enum node_kind kind, const char *what) {
    static const char *const names[] = {"text", "a list", "a mapping"};
    if (node->kind != kind) {
        diag_add(node->at, RULE_WRONG_TYPE, "%s is to be %s, and is %s", what, names[kind],
                 names[node->kind]);
    }
    return node->kind == kind;
}

static bool in_words(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(word, *words) != 0) {
        words++;
    }
    return *words != NULL;
}

static bool is_map(const struct node *node, const char *const *keys, const char *what) {
    if (!is_kind(node, NODE_MAP, what)) {
        return false;
    }
    for (size_t i = 0; i < node->count; i += 2) {
        const struct node *key = node->items[i];
        if (key->kind == NODE_TEXT && !in_words(key->text, keys)) {
            diag_add(key->at, RULE_UNKNOWN_KEY, "%s has no key '%s'%s", what, key->text,
                     did_you_mean(key->text, keys));
        }
    }
    return true;
}

static const struct node *need(const struct node *map, const char *key, const char *what) {
    const struct node *node = yaml_get(map, key);
    if (node == NULL) {
        struct location at = map->at;
        at.width = 1;
        diag_add(at, RULE_MISSING_KEY, "%s needs the key '%s'", what, key);
    }
    return node;
}

/* ---------------------------------------------------------------------------------------- texts */

/* What YAML 1.1 or 1.2 readers take for null or a truth value when it is not in quotes. */
static bool is_trap_word(const char *text) {
    static const char *const words[] = {"",   "~",  "null", "true", "false", "yes",
                                        "no", "on", "off",  "y",    "n",     NULL};
    char lower[8] = {0};
    const size_t len = strlen(text);
    for (size_t i = 0; i < len && i < sizeof lower - 1; i++) {
        lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    }
    return len < sizeof lower && in_words(lower, words);
}

/* What they may take for a number, a time or a date. */
static bool is_trap_number(const char *text) {
    const char *p = text + strspn(text, "+-.");
    return (*p >= '0' && *p <= '9' && p[strspn(p, "0123456789abcdefABCDEFxo_:.+-TZ")] == '\0') ||
           strcmp(p, "inf") == 0 || strcmp(p, "nan") == 0;
}

static bool is_scalar(const struct node *node, const char *what) {
    if (!is_kind(node, NODE_TEXT, what)) {
        return false;
    }
    if (node->plain && (is_trap_word(node->text) || is_trap_number(node->text))) {
        diag_add(node->at, RULE_YAML_TRAP,
                 "%s is '%s', which YAML readers take for something other than text; put it in "
                 "quotes",
                 what, node->text);
        return false;
    }
    return true;
}

static struct text text_of(const struct node *node) {
    return (struct text){node->text, node->len, node->at};
}

/* One line of something. */
static struct text read_line(const struct node *node, const char *what) {
    const struct text none = {0};
    if (node == NULL || !is_scalar(node, what)) {
        return none;
    }
    const char *fault = node->len == 0                              ? "is empty"
                        : node->len > MAX_TEXT                     ? "has over 1000 bytes"
                        : node->text[strcspn(node->text, "\r\n\t")] ? "has a line break or a tab"
                        : node->text[0] == ' '                      ? "begins with a blank"
                        : node->text[node->len - 1] == ' '          ? "ends with a blank"
                                                                    : NULL;
    if (fault != NULL) {
        diag_add(node->at, RULE_TEXT, "%s %s", what, fault);
        return none;
    }
    return text_of(node);
}

static struct text read_code(const struct node *node, const char *what) {
    const struct text none = {0};
    if (node == NULL || !is_scalar(node, what)) {
        return none;
    }
    bool good = node->len >= 1 && node->len <= MAX_CODE && node->text[0] != ' ' &&
                node->text[node->len - 1] != ' ';
    for (size_t i = 0; good && i < node->len; i++) {
        good = node->text[i] >= 0x20 && node->text[i] <= 0x7E;
    }
    if (!good || strncmp(node->text, "client:", 7) == 0) {
        diag_add(node->at, RULE_CODE,
                 "%s is to be 1 to %d printable ASCII characters without blanks around them, "
                 "and not to begin with 'client:'",
                 what, MAX_CODE);
        return none;
    }
    return text_of(node);
}

static struct text read_link(const struct node *node, const char *what) {
    const struct text line = read_line(node, what);
    if (line.text != NULL &&
        ((strncmp(line.text, "https://", 8) != 0 && strncmp(line.text, "http://", 7) != 0) ||
         line.text[strcspn(line.text, " \"<>\\^`{|}")] != '\0')) {
        diag_add(line.at, RULE_LINK, "%s is to be an http or https address without blanks", what);
    }
    return line;
}

/* The number of a word in one of the runtime's lists; 0 with an error when it is in none. */
static unsigned read_word(const struct node *node, const char *const *words, enum rule rule,
                          const char *what) {
    if (!is_kind(node, NODE_TEXT, what)) {
        return 0;
    }
    for (unsigned i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], node->text) == 0) {
            return i;
        }
    }
    diag_add(node->at, rule, "unknown %s '%s'%s", what, node->text,
             did_you_mean(node->text, words));
    return 0;
}

/* ------------------------------------------------------------------------------------ languages */

static const char **language_tags(const struct catalog *catalog) {
    const char **tags = arena_alloc((catalog->language_count + 1) * sizeof *tags);
    for (size_t i = 0; i < catalog->language_count; i++) {
        tags[i] = catalog->languages[i].tag.text;
    }
    return tags;
}

static void check_languages(const struct catalog *catalog, const struct node *node,
                            const char *what) {
    const char **tags = language_tags(catalog);
    for (size_t i = 0; i < node->count; i += 2) {
        const struct node *key = node->items[i];
        if (key->kind == NODE_TEXT && !in_words(key->text, tags)) {
            diag_add(key->at, RULE_UNKNOWN_LANGUAGE, "%s in '%s', which is not under 'languages'%s",
                     what, key->text, did_you_mean(key->text, tags));
        }
    }
}

typedef struct text (*read_fn)(const struct node *node, const char *what);

static localized read_localized(const struct catalog *catalog, const struct node *node,
                                const char *what, read_fn read) {
    localized texts = arena_alloc((catalog->language_count + 1) * sizeof *texts);
    if (node == NULL || !is_kind(node, NODE_MAP, what)) {
        return texts;
    }
    check_languages(catalog, node, what);
    for (size_t i = 0; i < catalog->language_count; i++) {
        const struct language *language = &catalog->languages[i];
        const struct node *value = yaml_get(node, language->tag.text);
        if (value != NULL) {
            texts[i] = read(value, what);
        } else if (language->required) {
            struct location at = node->at;
            at.width = 1;
            diag_add(at, RULE_LANGUAGE_GAP, "%s is not there in '%s', which is required", what,
                     language->tag.text);
        }
    }
    return texts;
}

static bool is_tag(const char *tag) {
    size_t part = 0;
    for (const char *p = tag; *p != '\0'; p++) {
        const bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        if (*p == '-' ? part == 0 : !letter && (p == tag + part || *p < '0' || *p > '9')) {
            return false;
        }
        part = *p == '-' ? 0 : part + 1;
        if (part > 8) {
            return false;
        }
    }
    return part > 0;
}

static bool read_required(const struct node *node) {
    if (node == NULL) {
        return false;
    }
    if (!is_kind(node, NODE_TEXT, "'required'")) {
        return false;
    }
    if (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0) {
        diag_add(node->at, RULE_WRONG_TYPE, "'required' is to be true or false");
    }
    return strcmp(node->text, "true") == 0;
}

static void read_languages(struct catalog *catalog, const struct node *list) {
    if (list == NULL || !is_kind(list, NODE_LIST, "'languages'")) {
        return;
    }
    catalog->languages = arena_alloc((list->count + 1) * sizeof *catalog->languages);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        if (!is_map(node, KEYS("tag", "required", "docs"), "a language")) {
            continue;
        }
        struct language language = {
            .tag = read_line(need(node, "tag", "a language"), "the language's tag"),
            .required = read_required(yaml_get(node, "required")),
            .docs = read_link(need(node, "docs", "a language"), "the documentation's address"),
        };
        if (language.tag.text == NULL) {
            continue;
        }
        if (!is_tag(language.tag.text) || in_words(language.tag.text, language_tags(catalog))) {
            diag_add(language.tag.at, RULE_LANGUAGE, "'%s' is no BCP 47 tag, or is listed twice",
                     language.tag.text);
            continue;
        }
        catalog->languages[catalog->language_count++] = language;
    }
    const struct language *first = catalog->languages;
    if (catalog->language_count == 0 || strcmp(first->tag.text, "en") != 0 || !first->required) {
        diag_add(list->at, RULE_LANGUAGE,
                 "the first language is the fallback: 'en', with 'required: true'");
        catalog->language_count = 0; /* nothing that is said of texts would help */
    }
}

/* ---------------------------------------------------------------------------------------- pages */

/* A page's path may look like a number. */
static struct text read_path(const struct node *node, const char *what) {
    if (!is_kind(node, NODE_TEXT, what)) {
        return (struct text){0};
    }
    if (node->len == 0 || node->len > MAX_TEXT ||
        node->text[strcspn(node->text, " \t\r\n\"<>\\^`{|}")] != '\0') {
        diag_add(node->at, RULE_LINK, "%s is to be the end of an address, without blanks", what);
    }
    return text_of(node);
}

static void read_pages(struct catalog *catalog, const struct node *map) {
    if (map == NULL || !is_kind(map, NODE_MAP, "'pages'")) {
        return;
    }
    catalog->pages = arena_alloc((map->count / 2 + 1) * sizeof *catalog->pages);
    for (size_t i = 0; i < map->count; i += 2) {
        struct page *page = &catalog->pages[catalog->page_count++];
        page->name = text_of(map->items[i]);
        page->paths = read_localized(catalog, map->items[i + 1], "the page's path", read_path);
    }
}

static struct page *find_page(const struct catalog *catalog, const struct node *name) {
    for (size_t i = 0; i < catalog->page_count; i++) {
        if (strcmp(catalog->pages[i].name.text, name->text) == 0) {
            return &catalog->pages[i];
        }
    }
    const char **names = arena_alloc((catalog->page_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalog->page_count; i++) {
        names[i] = catalog->pages[i].name.text;
    }
    diag_add(name->at, RULE_PAGE, "there is no page '%s' under 'pages'%s", name->text,
             did_you_mean(name->text, names));
    return NULL;
}

static void read_docs(struct catalog *catalog, const struct node *list, struct variant *variant) {
    if (list == NULL || !is_kind(list, NODE_LIST, "'docs'")) {
        return;
    }
    variant->docs = arena_alloc((list->count + 1) * sizeof(struct page *));
    for (size_t i = 0; i < list->count; i++) {
        const struct node *name = list->items[i];
        struct page *page =
            is_kind(name, NODE_TEXT, "a page's name") ? find_page(catalog, name) : NULL;
        for (size_t j = 0; page != NULL && j < variant->doc_count; j++) {
            if (variant->docs[j] == page) {
                diag_add(name->at, RULE_PAGE, "page '%s' is named twice", name->text);
                page = NULL;
            }
        }
        if (page != NULL) {
            variant->docs[variant->doc_count++] = page;
        }
    }
}

/* ---------------------------------------------------------------------------------------- words */

static void read_words(const struct catalog *catalog, const struct node *map, const char *what,
                       struct word_list *list) {
    if (map == NULL || !is_kind(map, NODE_MAP, what)) {
        return;
    }
    for (size_t i = 0; i < map->count; i += 2) {
        ARENA_PUSH(list->items, list->count, list->capacity) =
            (struct words){text_of(map->items[i]), read_localized(catalog, map->items[i + 1],
                                                                  map->items[i]->text, read_line)};
    }
}

/* Puts the words into the order of the runtime's list, which they must be complete for. */
static void order_words(struct word_list *list, const char *const *known, const char *what,
                        struct location at, bool is_old) {
    struct word_list ordered = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct text *name = &list->items[i].name;
        if (!in_words(name->text, known)) {
            diag_add(name->at, RULE_RETRY_WORDS, "unknown %s '%s'%s", what, name->text,
                     did_you_mean(name->text, known));
        }
    }
    for (; *known != NULL; known++) {
        struct words *found = NULL;
        for (size_t i = 0; i < list->count; i++) {
            if (strcmp(list->items[i].name.text, *known) == 0) {
                found = &list->items[i];
            }
        }
        if (found == NULL && !is_old) {
            diag_add(at, RULE_RETRY_WORDS, "the %s '%s' has no words", what, *known);
        }
        if (found == NULL) {
            continue;
        }
        ARENA_PUSH(ordered.items, ordered.count, ordered.capacity) = *found;
    }
    *list = ordered;
}

static void read_retry(struct catalog *catalog, const struct node *map, bool is_old) {
    const char *what = "'retry'";
    if (map == NULL || !is_map(map, KEYS("classes", "hints", "actions", "reasons"), what)) {
        return;
    }
    struct location at = map->at;
    at.width = 1;
    read_words(catalog, need(map, "classes", what), "'classes'", &catalog->classes);
    read_words(catalog, need(map, "hints", what), "'hints'", &catalog->hints);
    read_words(catalog, need(map, "actions", what), "'actions'", &catalog->actions);
    read_words(catalog, need(map, "reasons", what), "'reasons'", &catalog->reasons);
    order_words(&catalog->classes, retry_class_words, "retry class", at, is_old);
    order_words(&catalog->hints, hint_words, "hint", at, is_old);
    order_words(&catalog->actions, action_words, "action", at, is_old);
    order_words(&catalog->reasons, reason_words, "reason", at, is_old);
}

/* ------------------------------------------------------------------------------------- variants */

static unsigned read_status(const struct node *node) {
    if (node == NULL || !is_kind(node, NODE_TEXT, "a status")) {
        return 0;
    }
    if (!node->plain || node->len != 3 || strspn(node->text, "0123456789") != 3 ||
        node->text[0] < '3' || node->text[0] > '5') {
        diag_add(node->at, RULE_STATUS, "'%s' is no status; write a plain number from 300 to 599",
                 node->text);
        return 0;
    }
    return (unsigned)strtoul(node->text, NULL, 10);
}

static uint32_t read_hints(const struct node *list) {
    uint32_t hints = 0;
    if (list == NULL || !is_kind(list, NODE_LIST, "'hints'")) {
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        const size_t before = diag_errors();
        const uint32_t bit = 1u << read_word(list->items[i], hint_words, RULE_RETRY_HINT, "hint");
        if (diag_errors() == before && (hints & bit) != 0) {
            diag_add(list->items[i]->at, RULE_RETRY_HINT, "hint '%s' is named twice",
                     list->items[i]->text);
        }
        hints |= bit;
    }
    return hints;
}

static void read_variant(struct catalog *catalog, const struct node *node, const char *what,
                         struct variant *variant) {
    const struct node *retry = need(node, "retry", what);
    variant->at = node->at;
    if (retry != NULL) {
        variant->retry_at = retry->at;
        variant->retry = read_word(retry, retry_class_words, RULE_RETRY_CLASS, "retry class");
    }
    variant->hints = read_hints(yaml_get(node, "hints"));
    read_docs(catalog, yaml_get(node, "docs"), variant);
    variant->message =
        read_localized(catalog, need(node, "message", what), "the message", read_line);
    variant->advice = read_localized(catalog, need(node, "advice", what), "the advice", read_line);
}

static void read_variants(struct catalog *catalog, const struct node *list, const char *what,
                          struct error *error) {
    if (!is_kind(list, NODE_LIST, "'variants'")) {
        return;
    }
    if (list->count == 0) {
        diag_add(list->at, RULE_MISSING_KEY, "%s has no variant", what);
    }
    error->variants = arena_alloc((list->count + 1) * sizeof *error->variants);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        if (is_map(node, KEYS("status", "retry", "hints", "docs", "message", "advice"),
                   "a variant")) {
            struct variant *variant = &error->variants[error->variant_count++];
            variant->status = read_status(need(node, "status", "a variant"));
            read_variant(catalog, node, "a variant", variant);
        }
    }
}

/* --------------------------------------------------------------------------------------- errors */

static const char *name_of(const struct node *node, const char *otherwise) {
    const struct node *code = node->kind == NODE_MAP ? yaml_get(node, "code") : NULL;
    return code != NULL && code->kind == NODE_TEXT ? arena_printf("'%.80s'", code->text)
                                                   : otherwise;
}

static void read_aliases(const struct node *list, struct error *error) {
    if (list == NULL || !is_kind(list, NODE_LIST, "'aliases'")) {
        return;
    }
    error->aliases = arena_alloc((list->count + 1) * sizeof *error->aliases);
    for (size_t i = 0; i < list->count; i++) {
        const struct text alias = read_code(list->items[i], "an alias");
        if (alias.text != NULL) {
            error->aliases[error->alias_count++] = alias;
        }
    }
}

static void read_refines(const struct node *node, struct error *error) {
    if (node == NULL || !is_map(node, KEYS("code", "message"), "'refines'")) {
        return;
    }
    error->refines_code = read_code(need(node, "code", "'refines'"), "the code");
    error->refines_message = read_line(need(node, "message", "'refines'"), "the message");
}

static bool is_date(const char *text) {
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i]) {
            return false;
        }
    }
    const unsigned month = (unsigned)(text[5] - '0') * 10 + (unsigned)(text[6] - '0');
    const unsigned day = (unsigned)(text[8] - '0') * 10 + (unsigned)(text[9] - '0');
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static void read_retired(const struct node *node, struct error *error) {
    if (node == NULL || !is_map(node, KEYS("date", "reason"), "'retired'")) {
        return;
    }
    error->retired = read_line(need(node, "date", "'retired'"), "the date");
    error->retired_reason = read_line(need(node, "reason", "'retired'"), "the reason");
    if (error->retired.text != NULL && !is_date(error->retired.text)) {
        diag_add(error->retired.at, RULE_RETIRED, "'%s' is no date; write \"2026-01-31\"",
                 error->retired.text);
    }
}

/* Warnings that are wrong about this entry. */
static uint64_t read_allowed(const struct node *list) {
    const char *names[RULE_COUNT + 1] = {NULL};
    size_t count = 0;
    uint64_t allowed = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rule_texts[i].level == LEVEL_WARNING) {
            names[count++] = rule_texts[i].name;
        }
    }
    if (list == NULL || !is_kind(list, NODE_LIST, "'allow'")) {
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct node *name = list->items[i];
        size_t rule = 0;
        if (!is_kind(name, NODE_TEXT, "a warning's name")) {
            continue;
        }
        while (rule < RULE_COUNT && (rule_texts[rule].level != LEVEL_WARNING ||
                                     strcmp(rule_texts[rule].name, name->text) != 0)) {
            rule++;
        }
        if (rule == RULE_COUNT || (allowed & (uint64_t)1 << rule) != 0) {
            diag_add(name->at, RULE_ALLOW, "'%s' is no warning, or is named twice%s", name->text,
                     rule == RULE_COUNT ? did_you_mean(name->text, names) : "");
        } else {
            allowed |= (uint64_t)1 << rule;
        }
    }
    return allowed;
}

static void read_identity(const struct node *node, const char *what, struct error *error) {
    error->code = read_code(need(node, "code", what), "a code");
    error->at = node->at;
    read_aliases(yaml_get(node, "aliases"), error);
    if (yaml_get(node, "symbol") != NULL) {
        error->symbol = read_line(yaml_get(node, "symbol"), "a symbol");
    }
    read_retired(yaml_get(node, "retired"), error);
    error->allowed = read_allowed(yaml_get(node, "allow"));
}

static void read_single(struct catalog *catalog, const struct node *node, const char *what,
                        struct error *error) {
    error->variants = arena_alloc(sizeof *error->variants);
    error->variant_count = 1;
    read_variant(catalog, node, what, error->variants);
}

static void read_error(struct catalog *catalog, const struct node *node, struct error *error) {
    const char *what = name_of(node, "an error");
    const struct node *variants = node->kind == NODE_MAP ? yaml_get(node, "variants") : NULL;
    const char *const *keys =
        variants != NULL
            ? KEYS("code", "aliases", "symbol", "refines", "retired", "allow", "variants")
            : KEYS("code", "aliases", "symbol", "refines", "retired", "allow", "variants", "status",
                   "retry", "hints", "docs", "message", "advice");
    if (!is_map(node, keys, what)) {
        return;
    }
    read_identity(node, what, error);
    read_refines(yaml_get(node, "refines"), error);
    if (variants != NULL) {
        read_variants(catalog, variants, what, error);
    } else {
        read_single(catalog, node, what, error);
        error->variants->status = read_status(need(node, "status", what));
    }
}

static void read_client_error(struct catalog *catalog, const struct node *node,
                              struct error *error) {
    const char *what = name_of(node, "a client error");
    if (is_map(node,
               KEYS("code", "symbol", "retired", "allow", "retry", "hints", "docs", "message",
                    "advice"),
               what)) {
        read_identity(node, what, error);
        read_single(catalog, node, what, error);
    }
}

static void read_family(struct catalog *catalog, const struct node *node, struct error *error) {
    static const char *const words[] = {"unknown", "3xx", "4xx", "5xx", NULL};
    static const unsigned statuses[] = {0, 3, 4, 5};
    const char *what = "a family";
    if (!is_map(node, KEYS("for", "allow", "retry", "hints", "docs", "message", "advice"), what)) {
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
    error->variant_count = error->variants->status != 0; /* none to be compared with others */
}

typedef void (*read_error_fn)(struct catalog *, const struct node *, struct error *);

static void read_list(struct catalog *catalog, const struct node *node, const char *what,
                      enum kind kind, read_error_fn read, struct error_list *list) {
    if (node == NULL || !is_kind(node, NODE_LIST, what)) {
        return;
    }
    list->items = arena_alloc((node->count + 1) * sizeof *list->items);
    for (size_t i = 0; i < node->count; i++) {
        struct error *error = &list->items[list->count++];
        error->kind = kind;
        error->at = node->items[i]->at;
        read(catalog, node->items[i], error);
        for (size_t j = 0; j < error->variant_count; j++) {
            error->variants[j].error = error;
        }
    }
}

/* --------------------------------------------------------------------------------------- header */

static void read_schema(const struct node *node) {
    char expected[16];
    snprintf(expected, sizeof expected, "%d", SCHEMA);
    if (node != NULL && is_kind(node, NODE_TEXT, "'schema'") && strcmp(node->text, expected) != 0) {
        diag_add(node->at, RULE_SCHEMA, "schema '%s' is not known; this generator reads %s",
                 node->text, expected);
    }
}

static struct text read_version(const struct node *node) {
    const struct text none = {0};
    if (node == NULL || !is_kind(node, NODE_TEXT, "'version'")) {
        return none;
    }
    const char *p = node->text;
    for (int part = 0; part < 3; part++) {
        const size_t digits = strspn(p, "0123456789");
        if (digits < 1 || digits > 6 || p[digits] != "..\0"[part]) {
            diag_add(node->at, RULE_VERSION, "'%s' is no version; write three numbers: 1.2.3",
                     node->text);
            return none;
        }
        p += digits + 1;
    }
    return text_of(node);
}

bool is_prefix(const char *text) {
    return strlen(text) <= MAX_PREFIX && text[0] >= 'a' && text[0] <= 'z' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static struct text read_prefix(const struct node *node) {
    const struct text prefix = read_line(node, "'prefix'");
    if (prefix.text != NULL && !is_prefix(prefix.text)) {
        diag_add(prefix.at, RULE_PREFIX,
                 "'%s' is no prefix; write a C identifier in lower case, at most %d long",
                 prefix.text, MAX_PREFIX);
    }
    return prefix;
}

static void read_header(struct catalog *catalog, const struct node *root, const char *what) {
    read_schema(need(root, "schema", what));
    catalog->name = read_line(need(root, "name", what), "'name'");
    catalog->version = read_version(need(root, "version", what));
    catalog->prefix = read_prefix(need(root, "prefix", what));
    if (yaml_get(root, "source") != NULL) {
        catalog->url = read_link(yaml_get(root, "source"), "'source'");
    }
    if (yaml_get(root, "diagnose") != NULL) {
        catalog->diagnose = read_link(yaml_get(root, "diagnose"), "'diagnose'");
    }
    read_languages(catalog, need(root, "languages", what));
}

static struct catalog *read_catalog(const struct source *source, bool is_old) {
    const char *what = "the catalog";
    const struct node *root = yaml_read(source);
    if (root == NULL ||
        !is_map(root,
                KEYS("schema", "name", "version", "prefix", "source", "diagnose", "languages",
                     "pages", "retry", "labels", "families", "client-errors", "errors"),
                what)) {
        return NULL;
    }
    struct catalog *catalog = arena_alloc(sizeof *catalog);
    catalog->source = source;
    const size_t before = diag_errors();
    read_header(catalog, root, what);
    if (diag_errors() > before && catalog->language_count == 0) {
        return NULL;
    }
    read_pages(catalog, yaml_get(root, "pages"));
    read_retry(catalog, need(root, "retry", what), is_old);
    read_words(catalog, yaml_get(root, "labels"), "'labels'", &catalog->labels);
    read_list(catalog, need(root, "families", what), "'families'", KIND_FAMILY, read_family,
              &catalog->families);
    read_list(catalog, yaml_get(root, "client-errors"), "'client-errors'", KIND_CLIENT,
              read_client_error, &catalog->client_errors);
    read_list(catalog, need(root, "errors", what), "'errors'", KIND_SERVICE, read_error,
              &catalog->errors);
    catalog_check(catalog, !is_old);
    return catalog;
}

struct catalog *catalog_read(const struct source *source) {
    return read_catalog(source, false);
}

struct catalog *catalog_read_old(const struct source *source) {
    return read_catalog(source, true);
}
