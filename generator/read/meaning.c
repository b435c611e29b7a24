/* SPDX-License-Identifier: MIT */
/* What a code means: retry class, hints, category, texts. */
#include "read/sections.h"

#include "read/vocabulary.h"
#include "runtime/image.h"

#include <string.h>

/* ---------------------------------------------------------------------------------------- hints */

static uint32_t read_hint(const struct node *word, uint32_t seen) {
    const size_t before = diag_errors();
    const uint32_t bit =
        1u << read_word(word, vocabulary_words(WORDS_HINTS), RULE_RETRY_HINT, "hint");
    if (diag_errors() > before) {
        return 0;
    }
    if ((seen & bit) != 0) {
        diag_add(word->at, RULE_RETRY_HINT, "duplicate hint '%s'", word->text);
    }
    return bit;
}

/* "hint: [Operation, ...]": resolved once all operations are known. */
static uint32_t read_condition(const struct node *map, uint32_t seen, struct variant *variant,
                               size_t *capacity) {
    if (map->count != 2) {
        diag_add(map->at, RULE_RETRY_HINT,
                 "expected one hint with its operations, such as {already-done: [PutBucket]}");
        return 0;
    }
    const uint32_t bit = read_hint(map->items[0], seen);
    size_t count;
    const struct text *names = read_items(map->items[1], "a hint's operations", read_line, &count);
    if (map->items[1]->kind == NODE_LIST && map->items[1]->count == 0) {
        diag_add(map->items[1]->at, RULE_RETRY_HINT, "the list of operations is empty");
    }
    for (size_t i = 0; i < count; i++) {
        ARENA_PUSH(variant->conditions, variant->condition_count, *capacity) =
            (struct condition){bit, names[i], NULL};
    }
    return bit;
}

static void read_hints(const struct node *list, struct variant *variant) {
    uint32_t seen = 0;
    size_t capacity = 0;
    if (!is_list(list, "'hints'")) {
        return;
    }
    variant->hints = 0;
    variant->conditions = NULL;
    variant->condition_count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct node *item = list->items[i];
        if (item->kind == NODE_MAP) {
            seen |= read_condition(item, seen, variant, &capacity);
        } else {
            const uint32_t bit = read_hint(item, seen);
            variant->hints |= bit;
            seen |= bit;
        }
    }
}

static void read_flags(const struct node *list, struct variant *variant) {
    static const char *const words[] = {"unsent", "sign-only", NULL};
    _Static_assert(COSERR__ENTRY_UNSENT == 1 << 0 && COSERR__ENTRY_SIGN_ONLY == 1 << 1,
                   "in the order of the words");
    if (!is_list(list, "'flags'")) {
        return;
    }
    variant->flags = 0;
    for (size_t i = 0; i < list->count; i++) {
        const size_t before = diag_errors();
        const uint32_t bit = 1u << read_word(list->items[i], words, RULE_FLAG, "flag");
        if (diag_errors() == before && (variant->flags & bit) != 0) {
            diag_add(list->items[i]->at, RULE_FLAG, "duplicate flag '%s'", list->items[i]->text);
        }
        variant->flags |= bit;
    }
}

/* ------------------------------------------------------------------------------- other mappings */

struct text read_grpc(const struct node *node, const char *what) {
    static const char *const codes[] = {"CANCELLED",
                                        "UNKNOWN",
                                        "INVALID_ARGUMENT",
                                        "DEADLINE_EXCEEDED",
                                        "NOT_FOUND",
                                        "ALREADY_EXISTS",
                                        "PERMISSION_DENIED",
                                        "RESOURCE_EXHAUSTED",
                                        "FAILED_PRECONDITION",
                                        "ABORTED",
                                        "OUT_OF_RANGE",
                                        "UNIMPLEMENTED",
                                        "INTERNAL",
                                        "UNAVAILABLE",
                                        "DATA_LOSS",
                                        "UNAUTHENTICATED",
                                        NULL};
    const struct text line = read_line(node, what);
    if (line.text != NULL) {
        read_word(node, codes, RULE_WRONG_TYPE, "gRPC code");
    }
    return line;
}

struct text read_errno(const struct node *node, const char *what) {
    const struct text line = read_line(node, what);
    if (line.text != NULL &&
        (line.text[0] != 'E' || line.len < 2 || line.len > 16 ||
         line.text[strspn(line.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] != '\0')) {
        diag_add(line.at, RULE_WRONG_TYPE, "expected a name such as ENOENT for %s, got '%s'", what,
                 line.text);
    }
    return line;
}

static void read_details(const struct catalog *catalog, const struct node *list,
                         struct variant *variant) {
    if (!is_list(list, "'details'")) {
        return;
    }
    variant->details = arena_alloc((list->count + 1) * sizeof *variant->details);
    variant->detail_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        variant->details[i] = read_localized(catalog, list->items[i], "the detail", read_prose);
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static void inherit(const struct variant *base, struct variant *variant) {
    const unsigned status = variant->status;
    const struct text source = variant->source;
    *variant = *base;
    variant->status = status != 0 ? status : base->status;
    variant->source = source;
    variant->message = variant->advice = NULL;
    variant->details = NULL;
    variant->detail_count = 0;
    variant->patterns = NULL;
    variant->pattern_count = variant->pattern_capacity = 0;
}

void read_meaning(const struct catalog *catalog, const struct node *node, const char *what,
                  const struct variant *base, struct variant *variant) {
    if (base != NULL) {
        inherit(base, variant);
    }
    variant->at = node->at;
    const struct node *retry = base != NULL ? yaml_get(node, "retry") : need(node, "retry", what);
    if (retry != NULL) {
        variant->retry_at = retry->at;
        variant->retry =
            read_word(retry, vocabulary_words(WORDS_RETRY), RULE_RETRY_CLASS, "retry class");
    }
    const struct node *category =
        base != NULL ? yaml_get(node, "category") : need(node, "category", what);
    if (category != NULL) {
        variant->category =
            read_word(category, vocabulary_words(WORDS_CATEGORIES), RULE_CATEGORY, "category");
    }
    read_hints(yaml_get(node, "hints"), variant);
    read_flags(yaml_get(node, "flags"), variant);
    read_docs(catalog, yaml_get(node, "docs"), &variant->docs, &variant->doc_count);
    variant->message =
        read_localized(catalog, need(node, "message", what), "the message", read_prose);
    variant->advice = read_localized(catalog, need(node, "advice", what), "the advice", read_prose);
    read_details(catalog, yaml_get(node, "details"), variant);
    if (yaml_get(node, "grpc") != NULL) {
        variant->grpc = read_grpc(yaml_get(node, "grpc"), "'grpc'");
    }
    if (yaml_get(node, "errno") != NULL) {
        variant->errno_name = read_errno(yaml_get(node, "errno"), "'errno'");
    }
}
