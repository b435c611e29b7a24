/* SPDX-License-Identifier: MIT */
/* Compares the variants and cases of an error, and the facts about it. */
#include "upkeep/comparison.h"

#include "read/vocabulary.h"

#include <string.h>

/* ---------------------------------------------------------------------------------------- lists */

const char *list_texts(const struct text *texts, size_t count) {
    struct text_buffer list = {0};
    buffer_put(&list, "", 0);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&list, "%s%s", i > 0 ? ", " : "", texts[i].text);
    }
    return list.ptr;
}

static const char *docs_of(const struct variant *variant) {
    struct text_buffer names = {0};
    buffer_put(&names, "", 0);
    for (size_t i = 0; i < variant->doc_count; i++) {
        buffer_puts(&names, i > 0 ? ", " : "");
        buffer_puts(&names, variant->docs[i]->name.text);
    }
    return names.ptr;
}

/* The operations that a hint holds for. */
static const char *condition_of(const struct variant *variant, uint32_t bit) {
    struct text_buffer names = {0};
    buffer_put(&names, "", 0);
    for (size_t i = 0; i < variant->condition_count; i++) {
        if (variant->conditions[i].hints == bit) {
            buffer_printf(&names, "%s%s", names.len > 0 ? ", " : "",
                          variant->conditions[i].name.text);
        }
    }
    return names.len > 0 ? names.ptr : "all";
}

/* For all operations, or for some. */
static bool has_hint(const struct variant *variant, uint32_t bit) {
    bool found = (variant->hints & bit) != 0;
    for (size_t i = 0; i < variant->condition_count; i++) {
        found = found || variant->conditions[i].hints == bit;
    }
    return found;
}

static bool holds_for(const struct variant *variant, uint32_t bit, const char *operation) {
    for (size_t i = 0; i < variant->condition_count; i++) {
        if (variant->conditions[i].hints == bit &&
            strcmp(variant->conditions[i].name.text, operation) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether each operation that a hint of `a` holds for is one of `b`. */
static bool has_operations(const struct variant *a, const struct variant *b, uint32_t bit) {
    for (size_t i = 0; i < a->condition_count; i++) {
        if (a->conditions[i].hints == bit && !holds_for(b, bit, a->conditions[i].name.text)) {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------- variants */

static void compare_hint(struct comparison *compare, const char *subject, const struct variant *old,
                         const struct variant *now, size_t number) {
    const char *word = vocabulary_words(WORDS_HINTS)[number];
    const uint32_t bit = (uint32_t)1 << number;
    const unsigned status = now->error->kind == KIND_SERVICE ? now->status : 0;
    const bool had = has_hint(old, bit);
    const bool has = has_hint(now, bit);
    if (had != has) {
        add_from_to(compare, VERDICT_MAJOR, has ? "hint added" : "hint removed", subject, status,
                    has ? NULL : word, has ? word : NULL);
    } else if (!has_operations(old, now, bit) || !has_operations(now, old, bit)) {
        add_from_to(compare, VERDICT_MAJOR, arena_printf("operations of the hint %s", word),
                    subject, status, condition_of(old, bit), condition_of(now, bit));
    }
}

static void compare_details(struct comparison *compare, const char *subject,
                            const struct variant *old, const struct variant *now) {
    const unsigned status = now->error->kind == KIND_SERVICE ? now->status : 0;
    if (old->detail_count != now->detail_count) {
        add_change(compare, VERDICT_PATCH,
                   old->detail_count < now->detail_count ? "detail added" : "detail removed",
                   subject, status);
        return;
    }
    for (size_t i = 0; i < now->detail_count; i++) {
        compare_texts(compare, "detail", subject, status, old->details[i], now->details[i],
                      now->error);
    }
}

static void compare_variant(struct comparison *compare, const char *subject,
                            const struct variant *old, const struct variant *now) {
    const char *const *classes = vocabulary_words(WORDS_RETRY);
    const char *const *categories = vocabulary_words(WORDS_CATEGORIES);
    const unsigned status = now->error->kind == KIND_SERVICE ? now->status : 0;
    if (old->retry != now->retry) {
        add_from_to(compare, VERDICT_MAJOR, "class", subject, status, classes[old->retry],
                    classes[now->retry]);
    }
    if (old->category != now->category) {
        add_from_to(compare, VERDICT_MAJOR, "category", subject, status, categories[old->category],
                    categories[now->category]);
    }
    for (size_t i = 0; vocabulary_words(WORDS_HINTS)[i] != NULL; i++) {
        compare_hint(compare, subject, old, now, i);
    }
    if (old->flags != now->flags) {
        add_change(compare, VERDICT_MAJOR, "flags", subject, status);
    }
    compare_texts(compare, "message", subject, status, old->message, now->message, now->error);
    compare_texts(compare, "advice", subject, status, old->advice, now->advice, now->error);
    compare_details(compare, subject, old, now);
    if (strcmp(docs_of(old), docs_of(now)) != 0) {
        add_from_to(compare, VERDICT_PATCH, "docs", subject, status, docs_of(old), docs_of(now));
    }
    if (!is_same_text(&old->grpc, &now->grpc) ||
        !is_same_text(&old->errno_name, &now->errno_name)) {
        add_change(compare, VERDICT_PATCH, "gRPC code or errno", subject, status);
    }
    if (!is_same_text(&old->source, &now->source)) {
        add_change(compare, VERDICT_PATCH, "source of a row", subject, status);
    }
}

static const struct variant *find_variant(const struct error *error, unsigned status) {
    for (size_t i = 0; i < error->variant_count; i++) {
        if (error->variants[i].status == status) {
            return &error->variants[i];
        }
    }
    return NULL;
}

void compare_variants(struct comparison *compare, const char *subject, const struct error *old,
                      const struct error *now) {
    if (old->variant_count == 1 && now->variant_count == 1) {
        if (old->variants->status != now->variants->status) {
            add_from_to(compare, VERDICT_MAJOR, "status", subject, 0,
                        arena_printf("%u", old->variants->status),
                        arena_printf("%u", now->variants->status));
        }
        compare_variant(compare, subject, old->variants, now->variants);
        return;
    }
    for (size_t i = 0; i < old->variant_count; i++) {
        const struct variant *there = find_variant(now, old->variants[i].status);
        if (there == NULL) {
            add_change(compare, VERDICT_MAJOR, "status removed", subject, old->variants[i].status);
        } else {
            compare_variant(compare, subject, &old->variants[i], there);
        }
    }
    for (size_t i = 0; i < now->variant_count; i++) {
        if (find_variant(old, now->variants[i].status) == NULL) {
            add_change(compare, VERDICT_MINOR, "status added", subject, now->variants[i].status);
        }
    }
}

/* ---------------------------------------------------------------------------------------- cases */

static const struct variant *find_case(const struct error *error, const char *name) {
    for (size_t i = 0; i < error->case_count; i++) {
        if (strcmp(error->cases[i].case_name.text, name) == 0) {
            return &error->cases[i];
        }
    }
    return NULL;
}

void compare_cases(struct comparison *compare, const char *subject, const struct error *old,
                   const struct error *now) {
    for (size_t i = 0; i < old->case_count; i++) {
        const struct variant *before = &old->cases[i];
        const struct variant *after = find_case(now, before->case_name.text);
        const char *name = arena_printf("%s/%s", subject, before->case_name.text);
        if (after == NULL) {
            add_change(compare, VERDICT_MAJOR, "case removed", name, 0);
            continue;
        }
        if (!is_same_list(before->matches, before->match_count, after->matches,
                          after->match_count)) {
            add_from_to(compare, VERDICT_MAJOR, "patterns of a case", name, 0,
                        list_texts(before->matches, before->match_count),
                        list_texts(after->matches, after->match_count));
        }
        if (before->status != after->status) {
            add_from_to(compare, VERDICT_MAJOR, "status of a case", name, 0,
                        arena_printf("%u", before->status), arena_printf("%u", after->status));
        }
        compare_variant(compare, name, before, after);
    }
    for (size_t i = 0; i < now->case_count; i++) {
        const char *name = now->cases[i].case_name.text;
        if (find_case(old, name) == NULL) {
            add_change(compare, VERDICT_MINOR, "case added", arena_printf("%s/%s", subject, name),
                       0);
        }
    }
}

void compare_facts(struct comparison *compare, const char *subject, const struct error *old,
                   const struct error *now) {
    const struct {
        const char *kind;
        const struct text *from;
        const struct text *to;
    } facts[] = {
        {"relation to S3", &old->s3, &now->s3},
        {"source", &old->source, &now->source},
        {"wire form", &old->wire, &now->wire},
        {"sample", &old->sample, &now->sample},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!is_same_text(facts[i].from, facts[i].to)) {
            add_change(compare, VERDICT_PATCH, facts[i].kind, subject, 0);
        }
    }
    if (old->variant_count > 0 && now->variant_count > 1 &&
        old->variants->status != now->variants->status) {
        add_from_to(compare, VERDICT_MAJOR, "default variant", subject, 0,
                    arena_printf("%u", old->variants->status),
                    arena_printf("%u", now->variants->status));
    }
}
