/* SPDX-License-Identifier: MIT */
/* Compares two catalogs. Errors are paired by code, or by an alias that is the code of the other.
 */
#include "upkeep/comparison.h"

#include "read/vocabulary.h"

#include <string.h>

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

/* The error of the new catalog that an error of either catalog refines. */
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
    if (old->refines_status != now->refines_status) {
        add_change(compare, VERDICT_MAJOR, "status of the refinement", subject, 0);
    }
    compare_facts(compare, subject, old, now);
    if (!is_same_text(&old->retired, &now->retired)) {
        add_from_to(compare, VERDICT_MINOR, "retirement", subject, 0, old->retired.text,
                    now->retired.text);
    } else if (!is_same_text(&old->retired_reason, &now->retired_reason)) {
        add_change(compare, VERDICT_PATCH, "reason of the retirement", subject, 0);
    }
    compare_variants(compare, subject, old, now);
    compare_cases(compare, subject, old, now);
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

/* The error that an old one has become, among those that are not paired yet: the one with its code,
 * or else the one that has its code as an alias, or one of its aliases. */
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
            add_change(compare, VERDICT_MAJOR, "removed", subject_of(&old->items[i]), 0);
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
    if (!is_same_list(old->hosts, old->host_count, now->hosts, now->host_count)) {
        add_change(compare, VERDICT_MINOR, "hosts", "catalog", 0);
    }
}

static void compare_pages(struct comparison *compare) {
    for (size_t i = 0; i < compare->now->page_count; i++) {
        const struct page *page = compare->now->pages[i];
        for (size_t j = 0; j < compare->old->page_count; j++) {
            const struct page *before = compare->old->pages[j];
            if (strcmp(before->name.text, page->name.text) == 0 && before->paths != NULL &&
                page->paths != NULL) {
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
    compare_operations(&compare);
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
                     "the %s of '%s' changed in %s but not here; does it still say the same?",
                     change->kind, change->subject, change->languages);
        }
    }
}
