/* SPDX-License-Identifier: MIT */
/* From a node to a typed value. Every key is known, every value has its form. */
#include "read/fields.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- mappings */

bool is_kind(const struct node *node, enum node_kind kind, const char *what) {
    static const char *const names[] = {"text", "a list", "a mapping"};
    if (node->kind != kind) {
        diag_add(node->at, RULE_WRONG_TYPE, "expected %s for %s, got %s", names[kind], what,
                 names[node->kind]);
    }
    return node->kind == kind;
}

bool in_words(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(word, *words) != 0) {
        words++;
    }
    return *words != NULL;
}

bool is_map(const struct node *node, const char *const *keys, const char *what) {
    if (!is_kind(node, NODE_MAP, what)) {
        return false;
    }
    for (size_t i = 0; i < node->count; i += 2) {
        const struct node *key = node->items[i];
        if (key->kind == NODE_TEXT && !in_words(key->text, keys)) {
            diag_add(key->at, RULE_UNKNOWN_KEY, "unknown key '%s' in %s%s", key->text, what,
                     did_you_mean(key->text, keys));
        }
    }
    return true;
}

const struct node *need(const struct node *map, const char *key, const char *what) {
    const struct node *node = yaml_get(map, key);
    if (node == NULL) {
        struct location at = map->at;
        at.width = 1;
        diag_add(at, RULE_MISSING_KEY, "missing key '%s' in %s", key, what);
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

/* "the code" for "a code". */
static const char *definite(const char *what) {
    const char *noun = strncmp(what, "a ", 2) == 0    ? what + 2
                       : strncmp(what, "an ", 3) == 0 ? what + 3
                                                      : NULL;
    return noun != NULL ? arena_printf("the %s", noun) : what;
}

bool is_scalar(const struct node *node, const char *what) {
    if (!is_kind(node, NODE_TEXT, what)) {
        return false;
    }
    if (node->plain && (is_trap_word(node->text) || is_trap_number(node->text))) {
        diag_add(node->at, RULE_YAML_TRAP,
                 "some YAML readers do not read %s '%s' as text; put it in quotes", definite(what),
                 node->text);
        return false;
    }
    return true;
}

bool is_list(const struct node *node, const char *what) {
    if (node == NULL || !is_kind(node, NODE_LIST, what)) {
        return false;
    }
    if (node->count > MAX_LIST) {
        diag_add(node->at, RULE_WRONG_TYPE, "%s has %zu items; at most %d are allowed", what,
                 node->count, MAX_LIST);
        return false;
    }
    return true;
}

struct text text_of(const struct node *node) {
    return (struct text){node->text, node->len, node->at};
}

/* A space, a no-break space or an ideographic one. */
static bool begins_with_space(const struct node *node) {
    return node->text[0] == ' ' || strncmp(node->text, "\xC2\xA0", 2) == 0 ||
           strncmp(node->text, "\xE3\x80\x80", 3) == 0;
}

static bool ends_with_space(const struct node *node) {
    const char *end = node->text + node->len;
    return end[-1] == ' ' || (node->len >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0) ||
           (node->len >= 3 && memcmp(end - 3, "\xE3\x80\x80", 3) == 0);
}

struct text read_line(const struct node *node, const char *what) {
    const struct text none = {0};
    if (node == NULL || !is_scalar(node, what)) {
        return none;
    }
    const char *fault = node->len == 0                              ? "is empty"
                        : node->len > MAX_TEXT                      ? "has over 1000 bytes"
                        : node->text[strcspn(node->text, "\r\n\t")] ? "has a line break or a tab"
                        : begins_with_space(node)                   ? "begins with whitespace"
                        : ends_with_space(node)                     ? "ends with whitespace"
                                                                    : NULL;
    if (fault != NULL) {
        diag_add(node->at, RULE_TEXT, "%s %s", what, fault);
        return none;
    }
    return text_of(node);
}

struct text read_prose(const struct node *node, const char *what) {
    if (node != NULL && node->kind == NODE_TEXT && node->cut) {
        diag_add(node->at, RULE_TEXT,
                 "%s ends before a '#': the rest of the line is a comment; put the text in quotes",
                 what);
        return (struct text){0};
    }
    return read_line(node, what);
}

struct text read_code(const struct node *node, const char *what) {
    const struct text none = {0};
    if (node == NULL || !is_scalar(node, what)) {
        return none;
    }
    bool good = node->len >= 1 && node->len <= MAX_CODE && node->text[0] != ' ' &&
                node->text[node->len - 1] != ' ';
    for (size_t i = 0; good && i < node->len; i++) {
        good = node->text[i] >= 0x20 && node->text[i] <= 0x7E;
    }
    if (!good || strncmp(node->text, "client:", 7) == 0 ||
        strncmp(node->text, "operation:", 10) == 0) {
        diag_add(node->at, RULE_CODE,
                 "expected 1 to %d printable ASCII characters without whitespace around them, and "
                 "not beginning with 'client:' or 'operation:', for %s",
                 MAX_CODE, what);
        return none;
    }
    return text_of(node);
}

bool is_symbol(const char *symbol, size_t len) {
    const bool reserved = len == 4 && memcmp(symbol, "NONE", 4) == 0;
    return !reserved && len > 0 && len <= MAX_SYMBOL && symbol[0] >= 'A' && symbol[0] <= 'Z' &&
           strspn(symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") >= len;
}

struct text read_symbol(const struct node *node, const char *what) {
    const struct text symbol = read_line(node, what);
    if (symbol.text != NULL && !is_symbol(symbol.text, symbol.len)) {
        diag_add(symbol.at, RULE_SYMBOL,
                 "expected at most %d uppercase letters, digits and '_' for %s, got '%s'",
                 MAX_SYMBOL, what, symbol.text);
        return (struct text){0};
    }
    return symbol;
}

struct text read_link(const struct node *node, const char *what) {
    const struct text line = read_line(node, what);
    if (line.text != NULL &&
        ((strncmp(line.text, "https://", 8) != 0 && strncmp(line.text, "http://", 7) != 0) ||
         line.text[strcspn(line.text, " \"<>\\^`{|}")] != '\0')) {
        diag_add(line.at, RULE_LINK, "expected an http or https address without whitespace for %s",
                 what);
    }
    return line;
}

unsigned read_word(const struct node *node, const char *const *words, enum rule rule,
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
             choose_among(node->text, words));
    return 0;
}

/* It may look like a number. */
struct text read_path(const struct node *node, const char *what) {
    if (node == NULL || !is_kind(node, NODE_TEXT, what)) {
        return (struct text){0};
    }
    if (node->len == 0 || node->len > MAX_TEXT ||
        node->text[strcspn(node->text, " \t\r\n\"<>\\^`{|}")] != '\0') {
        diag_add(node->at, RULE_LINK, "expected the end of an address, without whitespace, for %s",
                 what);
    }
    return text_of(node);
}

unsigned read_status(const struct node *node) {
    if (node == NULL || !is_kind(node, NODE_TEXT, "a status")) {
        return 0;
    }
    if (!node->plain || node->len != 3 || strspn(node->text, "0123456789") != 3 ||
        node->text[0] < '3' || node->text[0] > '5') {
        diag_add(node->at, RULE_STATUS,
                 "invalid status '%s'; expected a plain number from 300 to 599", node->text);
        return 0;
    }
    return (unsigned)strtoul(node->text, NULL, 10);
}

bool read_bool(const struct node *node, const char *what) {
    if (node == NULL || !is_kind(node, NODE_TEXT, what)) {
        return false;
    }
    const bool yes = node->plain && strcmp(node->text, "true") == 0;
    if (!yes && (!node->plain || strcmp(node->text, "false") != 0)) {
        diag_add(node->at, RULE_WRONG_TYPE, "expected true or false for %s, got '%s'", what,
                 node->text);
    }
    return yes;
}

struct text *read_items(const struct node *list, const char *what, read_fn read, size_t *count) {
    *count = 0;
    if (!is_list(list, what)) {
        return NULL;
    }
    struct text *items = arena_alloc((list->count + 1) * sizeof *items);
    for (size_t i = 0; i < list->count; i++) {
        const struct text item = read(list->items[i], what);
        if (item.text != NULL) {
            items[(*count)++] = item;
        }
    }
    return items;
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
        if (key->kind == NODE_TEXT && is_scalar(key, "a language") && !in_words(key->text, tags)) {
            diag_add(key->at, RULE_UNKNOWN_LANGUAGE,
                     "%s is in '%s', which is not listed under 'languages'%s", what, key->text,
                     did_you_mean(key->text, tags));
        }
    }
}

localized read_localized(const struct catalog *catalog, const struct node *node, const char *what,
                         read_fn read) {
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
            diag_add(at, RULE_LANGUAGE_GAP, "%s is missing in the required language '%s'", what,
                     language->tag.text);
        }
    }
    return texts;
}
