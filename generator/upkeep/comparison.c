/* SPDX-License-Identifier: MIT */
/* Collects the changes between two catalogs; compares their languages and texts. */
#include "upkeep/comparison.h"

#include <string.h>

struct change *add_change(struct comparison *compare, enum verdict level, const char *kind,
                          const char *subject, unsigned status) {
    struct diff *diff = compare->diff;
    ARENA_PUSH(diff->changes, diff->count, diff->capacity) =
        (struct change){.level = level, .kind = kind, .subject = subject, .status = status};
    diff->verdict = level > diff->verdict ? level : diff->verdict;
    return &diff->changes[diff->count - 1];
}

void add_from_to(struct comparison *compare, enum verdict level, const char *kind,
                 const char *subject, unsigned status, const char *from, const char *to) {
    struct change *change = add_change(compare, level, kind, subject, status);
    change->from = from != NULL && *from != '\0' ? from : NULL;
    change->to = to != NULL && *to != '\0' ? to : NULL;
}

bool is_same_text(const struct text *a, const struct text *b) {
    return a->text == NULL || b->text == NULL ? a->text == b->text : strcmp(a->text, b->text) == 0;
}

bool is_same_list(const struct text *a, size_t a_count, const struct text *b, size_t b_count) {
    size_t same = 0;
    while (same < a_count && same < b_count && is_same_text(&a[same], &b[same])) {
        same++;
    }
    return same == a_count && same == b_count;
}

/* ------------------------------------------------------------------------------------ languages */

enum { NO_LANGUAGE = -1 };

static long language_in(const struct catalog *catalog, const char *tag) {
    for (size_t i = 0; i < catalog->language_count; i++) {
        if (strcmp(catalog->languages[i].tag.text, tag) == 0) {
            return (long)i;
        }
    }
    return NO_LANGUAGE;
}

void compare_languages(struct comparison *compare) {
    for (size_t i = 0; i < compare->old->language_count; i++) {
        const char *tag = compare->old->languages[i].tag.text;
        const long there = language_in(compare->now, tag);
        if (there == NO_LANGUAGE) {
            add_change(compare, VERDICT_MAJOR, "language removed", tag, 0);
            continue;
        }
        const struct language *before = &compare->old->languages[i];
        const struct language *after = &compare->now->languages[there];
        if (!is_same_text(&before->docs, &after->docs)) {
            add_change(compare, VERDICT_PATCH, "documentation address", tag, 0);
        }
        if (before->required != after->required) {
            add_change(compare, VERDICT_PATCH,
                       after->required ? "now required" : "no longer required", tag, 0);
        }
        if (there != (long)i) {
            add_change(compare, VERDICT_PATCH, "position in the list of languages", tag, 0);
        }
    }
    for (size_t i = 0; i < compare->now->language_count; i++) {
        const char *tag = compare->now->languages[i].tag.text;
        if (language_in(compare->old, tag) == NO_LANGUAGE) {
            add_change(compare, VERDICT_MINOR, "language added", tag, 0);
        }
    }
}

/* ---------------------------------------------------------------------------------------- texts */

void compare_texts(struct comparison *compare, const char *kind, const char *subject,
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
        struct change *change = add_change(compare, VERDICT_PATCH, kind, subject, status);
        change->languages = languages.ptr;
        change->stale = kept;
        change->error = error;
    }
}
