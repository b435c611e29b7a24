/* SPDX-License-Identifier: MIT */
/* Reading the vocabulary. Its form is that of a catalog's texts, so that the same functions read
 * it: a catalog of its own, with languages and nothing else. */
#include "read/vocabulary.h"

#include "read/sections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char embedded[] = {
#include "vocabulary.inc"
};

enum { MAX_WORD = 32, MAX_HINTS = 32 };

struct list_form {
    const char *key;
    const char *constant;
    const char *const *keys; /* of an item */
    size_t max;
};

static const struct list_form *form_of(size_t list) {
    static const char *const texts[] = {"number", "word", "doc", "text", NULL};
    static const char *const mapped[] = {"number", "word", "doc", "text", "grpc", "errno", NULL};
    static const char *const plain[] = {"number", "word", "doc", NULL};
    static const struct list_form forms[WORD_LISTS] = {
        {"retry", "RETRY", texts, 255},          {"hints", "HINT", texts, MAX_HINTS},
        {"actions", "ACTION", texts, 255},       {"reasons", "REASON", texts, 255},
        {"categories", "CATEGORY", mapped, 255}, {"values", "VALUE", plain, 64},
        {"labels", "LABEL", texts, 255},
    };
    return &forms[list];
}

static struct text read_symbol_word(const struct node *node) {
    const struct text word = read_line(node, "a word");
    if (word.text != NULL &&
        (word.len > MAX_WORD || word.text[0] < 'a' || word.text[0] > 'z' ||
         word.text[strspn(word.text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] != '\0')) {
        diag_add(word.at, RULE_VOCABULARY,
                 "invalid word '%s'; expected at most %d lowercase letters, digits, '-' and '_'",
                 word.text, MAX_WORD);
        return (struct text){0};
    }
    return word;
}

static void check_number(const struct node *node, size_t expected) {
    char text[24];
    snprintf(text, sizeof text, "%zu", expected);
    if (node != NULL && is_kind(node, NODE_TEXT, "'number'") && strcmp(node->text, text) != 0) {
        diag_add(node->at, RULE_VOCABULARY,
                 "expected number %s, got '%s': numbers count from 0 without a gap", text,
                 node->text);
    }
}

/* The command puts an operation's name there. */
static void check_form(const struct catalog *languages, const struct word *word) {
    if (word->word.text == NULL || strcmp(word->word.text, "only-for") != 0) {
        return;
    }
    for (size_t i = 0; i < languages->language_count; i++) {
        const struct text *text = &word->texts[i];
        const char *percent = text->text != NULL ? strchr(text->text, '%') : NULL;
        if (text->text != NULL &&
            (percent == NULL || percent[1] != 's' || strchr(percent + 1, '%') != NULL)) {
            diag_add(text->at, RULE_VOCABULARY, "expected exactly one %%s in the text of '%s'",
                     word->word.text);
        }
    }
}

static void read_word_entry(const struct catalog *languages, const struct node *node,
                            const struct list_form *form, struct word_list *list) {
    if (!is_map(node, form->keys, "a word")) {
        return;
    }
    struct word *word = &list->items[list->count];
    check_number(need(node, "number", "a word"), list->count);
    word->word = read_symbol_word(need(node, "word", "a word"));
    word->doc = read_prose(yaml_get(node, "doc"), "'doc'");
    if (in_words("text", form->keys)) {
        word->texts =
            read_localized(languages, need(node, "text", "a word"), "the text", read_prose);
        check_form(languages, word);
    }
    if (in_words("grpc", form->keys)) {
        word->grpc = read_grpc(need(node, "grpc", "a word"), "'grpc'");
        word->errno_name = read_errno(need(node, "errno", "a word"), "'errno'");
    }
    if (word->word.text != NULL && in_words(word->word.text, list->words)) {
        diag_add(word->word.at, RULE_VOCABULARY, "duplicate word '%s'", word->word.text);
    }
    list->words[list->count++] = word->word.text != NULL ? word->word.text : "";
}

static void read_list(const struct catalog *languages, const struct node *root, size_t number,
                      struct word_list *list) {
    const struct list_form *form = form_of(number);
    const struct node *node = need(root, form->key, "the vocabulary");
    list->key = form->key;
    list->constant = form->constant;
    const size_t count = node != NULL && node->kind == NODE_LIST ? node->count : 0;
    list->items = arena_alloc((count + 1) * sizeof *list->items);
    list->words = arena_alloc((count + 1) * sizeof *list->words);
    if (node == NULL || !is_kind(node, NODE_LIST, form->key)) {
        return;
    }
    if (count == 0 || count > form->max) {
        diag_add(node->at, RULE_VOCABULARY, "expected 1 to %zu words, got %zu", form->max, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        read_word_entry(languages, node->items[i], form, list);
    }
}

static void check_head(const struct node *schema, const struct node *languages) {
    if (schema != NULL && is_kind(schema, NODE_TEXT, "'schema'") &&
        strcmp(schema->text, "1") != 0) {
        diag_add(schema->at, RULE_SCHEMA, "unknown schema '%s'; this generator reads 1",
                 schema->text);
    }
    if (languages != NULL && languages->kind == NODE_LIST && languages->count == 0) {
        diag_add(languages->at, RULE_VOCABULARY, "expected at least one language");
    }
}

struct vocabulary *vocabulary_read(const struct source *source) {
    const struct node *root = yaml_read(source);
    if (root == NULL || !is_map(root,
                                KEYS("schema", "languages", "retry", "hints", "actions", "reasons",
                                     "categories", "values", "labels"),
                                "the vocabulary")) {
        return NULL;
    }
    struct vocabulary *vocabulary = arena_alloc(sizeof *vocabulary);
    struct catalog languages = {.source = source};
    const struct node *tags = need(root, "languages", "the vocabulary");
    check_head(need(root, "schema", "the vocabulary"), tags);
    vocabulary->languages = read_items(tags, "'languages'", read_line, &vocabulary->language_count);
    languages.languages =
        arena_alloc((vocabulary->language_count + 1) * sizeof *languages.languages);
    for (size_t i = 0; i < vocabulary->language_count; i++) {
        languages.languages[languages.language_count++] =
            (struct language){.tag = vocabulary->languages[i], .required = true};
    }
    for (size_t i = 0; i < WORD_LISTS; i++) {
        read_list(&languages, root, i, &vocabulary->lists[i]);
    }
    return vocabulary;
}

const struct vocabulary *vocabulary_get(void) {
    static const struct vocabulary *vocabulary;
    if (vocabulary == NULL) {
        const size_t before = diag_errors();
        vocabulary = vocabulary_read(source_make("vocabulary.yaml", embedded, sizeof embedded - 1));
        if (vocabulary == NULL || diag_errors() > before) {
            diag_show(stderr, false, false);
            exit(2);
        }
    }
    return vocabulary;
}

const char *const *vocabulary_words(enum word_list_number list) {
    return vocabulary_get()->lists[list].words;
}
