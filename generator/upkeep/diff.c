/* SPDX-License-Identifier: MIT */
/* Comparing two catalogs: errors are paired by code, or by an alias that the other has as code. */
#include "upkeep/diff.h"

#include "read/vocabulary.h"

#include <string.h>

struct comparison {
    const struct catalog *old;
    const struct catalog *now;
    struct map names; /* of the service errors of `now` */
    struct diff *diff;
};

static struct change *add(struct comparison *compare, enum verdict level, const char *kind,
                          const char *subject, unsigned status) {
    struct diff *diff = compare->diff;
    ARENA_PUSH(diff->changes, diff->count, diff->capacity) =
        (struct change){.level = level, .kind = kind, .subject = subject, .status = status};
    diff->verdict = level > diff->verdict ? level : diff->verdict;
    return &diff->changes[diff->count - 1];
}

static void add_from_to(struct comparison *compare, enum verdict level, const char *kind,
                        const char *subject, unsigned status, const char *from, const char *to) {
    struct change *change = add(compare, level, kind, subject, status);
    change->from = from;
    change->to = to;
}

static bool is_same_text(const struct text *a, const struct text *b) {
    return a->text == NULL || b->text == NULL ? a->text == b->text : strcmp(a->text, b->text) == 0;
}

/* ----------------------------------------------------------------------------------- languages */

enum { NO_LANGUAGE = -1 };

static long language_in(const struct catalog *catalog, const char *tag) {
    for (size_t i = 0; i < catalog->language_count; i++) {
        if (strcmp(catalog->languages[i].tag.text, tag) == 0) {
            return (long)i;
        }
    }
    return NO_LANGUAGE;
}

static void compare_languages(struct comparison *compare) {
    for (size_t i = 0; i < compare->old->language_count; i++) {
        const char *tag = compare->old->languages[i].tag.text;
        const long there = language_in(compare->now, tag);
        if (there == NO_LANGUAGE) {
            add(compare, VERDICT_MAJOR, "language removed", tag, 0);
            continue;
        }
        const struct language *before = &compare->old->languages[i];
        const struct language *after = &compare->now->languages[there];
        if (!is_same_text(&before->docs, &after->docs)) {
            add(compare, VERDICT_PATCH, "documentation address", tag, 0);
        }
        if (before->required != after->required) {
            add(compare, VERDICT_PATCH, after->required ? "required now" : "no longer required",
                tag, 0);
        }
        if (there != (long)i) {
            add(compare, VERDICT_PATCH, "place in the list of languages", tag, 0);
        }
    }
    for (size_t i = 0; i < compare->now->language_count; i++) {
        const char *tag = compare->now->languages[i].tag.text;
        if (language_in(compare->old, tag) == NO_LANGUAGE) {
            add(compare, VERDICT_MINOR, "language added", tag, 0);
        }
    }
}

/* ---------------------------------------------------------------------------------------- texts */

/* One change for a text, with the languages that it changed in. Languages that only one of the
 * catalogs has are no matter here. */
static void compare_texts(struct comparison *compare, const char *kind, const char *subject,
                          unsigned status, const struct text *old, const struct text *now,
                          const struct error *error) {
    struct text_buffer languages = {0};
    const struct text *kept = NULL;
    for (size_t l = 0; l < compare->now->language_count; l++) {
        const char *tag = compare->now->languages[l].tag.text;
        const long before = language_in(compare->old, tag);
        if (before == NO_LANGUAGE) {
            continue;
        }
        if (is_same_text(&old[before], &now[l])) {
            kept = kept == NULL && now[l].text != NULL ? &now[l] : kept;
        } else {
            buffer_puts(&languages, languages.len > 0 ? ", " : "");
            buffer_puts(&languages, tag);
        }
    }
    if (languages.len > 0) {
        struct change *change = add(compare, VERDICT_PATCH, kind, subject, status);
        change->languages = languages.ptr;
        change->stale = kept;
        change->error = error;
    }
}

/* ------------------------------------------------------------------------------------- variants */

static const char *docs_of(const struct variant *variant) {
    struct text_buffer names = {0};
    buffer_put(&names, "", 0);
    for (size_t i = 0; i < variant->doc_count; i++) {
        buffer_puts(&names, i > 0 ? ", " : "");
        buffer_puts(&names, variant->docs[i]->name.text);
    }
    return names.ptr;
}

static void compare_variant(struct comparison *compare, const char *subject,
                            const struct variant *old, const struct variant *now) {
    const unsigned status = now->error->kind == KIND_SERVICE ? now->status : 0;
    if (old->retry != now->retry) {
        add_from_to(compare, VERDICT_MAJOR, "class", subject, status, vocabulary_words(WORDS_RETRY)[old->retry],
                    vocabulary_words(WORDS_RETRY)[now->retry]);
    }
    for (size_t i = 0; vocabulary_words(WORDS_HINTS)[i] != NULL; i++) {
        const uint32_t bit = 1u << i;
        if ((old->hints & bit) != (now->hints & bit)) {
            const bool added = (now->hints & bit) != 0;
            add_from_to(compare, VERDICT_MAJOR, added ? "hint added" : "hint removed", subject,
                        status, added ? NULL : vocabulary_words(WORDS_HINTS)[i], added ? vocabulary_words(WORDS_HINTS)[i] : NULL);
        }
    }
    compare_texts(compare, "message", subject, status, old->message, now->message, now->error);
    compare_texts(compare, "advice", subject, status, old->advice, now->advice, now->error);
    if (strcmp(docs_of(old), docs_of(now)) != 0) {
        add_from_to(compare, VERDICT_PATCH, "docs", subject, status, docs_of(old), docs_of(now));
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

static void compare_variants(struct comparison *compare, const char *subject,
                             const struct error *old, const struct error *now) {
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
            add(compare, VERDICT_MAJOR, "status removed", subject, old->variants[i].status);
        } else {
            compare_variant(compare, subject, &old->variants[i], there);
        }
    }
    for (size_t i = 0; i < now->variant_count; i++) {
        if (find_variant(old, now->variants[i].status) == NULL) {
            add(compare, VERDICT_MINOR, "status added", subject, now->variants[i].status);
        }
    }
}

/* --------------------------------------------------------------------------------------- errors */

static const char *subject_of(const struct error *error) {
    if (error->kind == KIND_FAMILY) {
        return arena_printf("family %s", family_name(error->variants->status));
    }
    return arena_printf("%s%s", error->kind == KIND_CLIENT ? "client:" : "", error->code.text);
}

static bool has_name(const struct error *error, const char *name) {
    bool found = strcmp(error->code.text, name) == 0;
    for (size_t i = 0; i < error->alias_count; i++) {
        found = found || strcmp(error->aliases[i].text, name) == 0;
    }
    return found;
}

static void compare_names(struct comparison *compare, const struct error *old,
                          const struct error *now) {
    const char *subject = subject_of(now);
    if (strcmp(old->code.text, now->code.text) != 0) {
        add_from_to(compare, VERDICT_MINOR, "code renamed", subject, 0, old->code.text,
                    now->code.text);
    }
    for (size_t i = 0; i <= old->alias_count; i++) {
        const char *name = i == 0 ? old->code.text : old->aliases[i - 1].text;
        if (!has_name(now, name)) {
            add_from_to(compare, VERDICT_MAJOR, "alias removed", subject, 0, name, NULL);
        }
    }
    for (size_t i = 0; i < now->alias_count; i++) {
        if (!has_name(old, now->aliases[i].text)) {
            add_from_to(compare, VERDICT_MINOR, "alias added", subject, 0, NULL,
                        now->aliases[i].text);
        }
    }
}

/* The error of the new catalog that one refines, of whichever catalog it is. */
static const struct error *base_of(const struct comparison *compare, const struct error *error) {
    const struct text *code = &error->refines_code;
    return code->text != NULL ? map_find(&compare->names, code->text, code->len) : NULL;
}

static void compare_error(struct comparison *compare, const struct error *old,
                          const struct error *now) {
    const char *subject = subject_of(now);
    if (now->kind == KIND_FAMILY) {
        compare_variants(compare, subject, old, now);
        return;
    }
    compare_names(compare, old, now);
    if (base_of(compare, old) != base_of(compare, now)) {
        add_from_to(compare, VERDICT_MAJOR, "refines another code", subject, 0,
                    old->refines_code.text, now->refines_code.text);
    }
    if (!is_same_text(&old->refines_match, &now->refines_match)) {
        add_from_to(compare, VERDICT_MAJOR, "refinement", subject, 0, old->refines_match.text,
                    now->refines_match.text);
    }
    if (!is_same_text(&old->retired, &now->retired)) {
        add_from_to(compare, VERDICT_MINOR, "retirement", subject, 0, old->retired.text,
                    now->retired.text);
    } else if (!is_same_text(&old->retired_reason, &now->retired_reason)) {
        add(compare, VERDICT_PATCH, "reason of the retirement", subject, 0);
    }
    compare_variants(compare, subject, old, now);
}

static void map_families(struct map *map, const struct error_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        const char *key = subject_of(&list->items[i]);
        map_add(map, key, strlen(key), &list->items[i]);
    }
}

static const char *key_of(const struct error *error) {
    return error->kind == KIND_FAMILY ? subject_of(error) : error->code.text;
}

/* The error that an old one has become, among those that are no other's yet: the one with its code;
 * or else the one that has its code as alias, or one of its aliases. */
static const struct error *successor(const struct map *names, const struct error *old,
                                     const bool *paired, const struct error *first, bool by_code) {
    const char *key = key_of(old);
    const struct error *found = map_find(names, key, strlen(key));
    if (by_code) {
        return found != NULL && strcmp(key_of(found), key) == 0 ? found : NULL;
    }
    for (size_t i = 0; (found == NULL || paired[found - first]) && i < old->alias_count; i++) {
        found = map_find(names, old->aliases[i].text, old->aliases[i].len);
    }
    return found != NULL && !paired[found - first] ? found : NULL;
}

static void compare_lists(struct comparison *compare, const struct error_list *old,
                          const struct error_list *now) {
    struct map names = {0};
    bool *paired = arena_alloc(now->count + 1);
    const struct error **found = arena_alloc((old->count + 1) * sizeof(struct error *));
    if (now->count > 0 && now->items->kind == KIND_FAMILY) {
        map_families(&names, now);
    } else {
        map_codes(&names, now);
    }
    for (int by_code = 1; by_code >= 0; by_code--) {
        for (size_t i = 0; i < old->count; i++) {
            if (found[i] == NULL) {
                found[i] = successor(&names, &old->items[i], paired, now->items, by_code == 1);
            }
            if (found[i] != NULL) {
                paired[found[i] - now->items] = true;
            }
        }
    }
    for (size_t i = 0; i < old->count; i++) {
        if (found[i] == NULL) {
            add(compare, VERDICT_MAJOR, "removed", subject_of(&old->items[i]), 0);
        } else {
            compare_error(compare, &old->items[i], found[i]);
        }
    }
    for (size_t i = 0; i < now->count; i++) {
        const struct error *error = &now->items[i];
        for (size_t j = 0; j < error->variant_count && !paired[i]; j++) {
            const unsigned status = error->variants[j].status;
            add_from_to(compare, VERDICT_MINOR, "added", subject_of(error),
                        error->kind == KIND_SERVICE ? status : 0, NULL,
                        vocabulary_words(WORDS_RETRY)[error->variants[j].retry]);
        }
    }
}

/* ------------------------------------------------------------------------------------------ all */

static void compare_heads(struct comparison *compare) {
    const struct catalog *old = compare->old;
    const struct catalog *now = compare->now;
    const struct {
        enum verdict level;
        const char *kind;
        const struct text *from;
        const struct text *to;
    } lines[] = {
        {VERDICT_MAJOR, "prefix", &old->prefix, &now->prefix},
        {VERDICT_PATCH, "name", &old->name, &now->name},
        {VERDICT_PATCH, "source", &old->url, &now->url},
        {VERDICT_PATCH, "diagnose", &old->diagnose, &now->diagnose},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!is_same_text(lines[i].from, lines[i].to)) {
            add_from_to(compare, lines[i].level, lines[i].kind, "catalog", 0, lines[i].from->text,
                        lines[i].to->text);
        }
    }
}

static void compare_pages(struct comparison *compare) {
    for (size_t i = 0; i < compare->now->page_count; i++) {
        const struct page *page = compare->now->pages[i];
        for (size_t j = 0; j < compare->old->page_count; j++) {
            const struct page *before = compare->old->pages[j];
            if (strcmp(before->name.text, page->name.text) == 0) {
                struct diff *diff = compare->diff;
                const size_t count = diff->count;
                compare_texts(compare, "page", page->name.text, 0, before->paths, page->paths,
                              NULL);
                if (diff->count > count) {
                    diff->changes[count].stale = NULL; /* an address is not translated */
                }
            }
        }
    }
}

struct diff *diff_make(const struct catalog *old, const struct catalog *now) {
    struct diff *diff = arena_alloc(sizeof *diff);
    struct comparison compare = {.old = old, .now = now, .diff = diff};
    map_codes(&compare.names, &now->errors);
    compare_heads(&compare);
    compare_languages(&compare);
    compare_lists(&compare, &old->errors, &now->errors);
    compare_lists(&compare, &old->client_errors, &now->client_errors);
    compare_lists(&compare, &old->families, &now->families);
    compare_pages(&compare);
    return diff;
}

void diff_warn_of_stale_texts(const struct catalog *old, const struct catalog *now) {
    const struct diff *diff = diff_make(old, now);
    for (size_t i = 0; i < diff->count; i++) {
        const struct change *change = &diff->changes[i];
        if (change->stale != NULL &&
            (change->error == NULL ||
             (change->error->allowed & (uint64_t)1 << RULE_STALE_TEXT) == 0)) {
            diag_add(change->stale->at, RULE_STALE_TEXT,
                     "the %s of '%s' changed in %s, and here it did not; does it still say the "
                     "same?",
                     change->kind, change->subject, change->languages);
        }
    }
}
