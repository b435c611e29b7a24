/* SPDX-License-Identifier: MIT */
/* The library's words: coserr_words.h with their constants, coserr_words.inc with their texts. Made
 * from the vocabulary, whatever the catalog. */
#include "emit/emit.h"

#include "read/vocabulary.h"

#include <string.h>

static void emit_list(const struct word_list *list, struct text_buffer *out) {
    const bool flags = strcmp(list->constant, "HINT") == 0;
    buffer_puts(out, "enum {\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct word *word = &list->items[i];
        if (word->doc.text != NULL) {
            buffer_puts(out, "    /** ");
            emit_comment(out, word->doc.text);
            buffer_puts(out, " */\n");
        }
        buffer_printf(out, flags ? "    COSERR_%s_%s = 1 << %zu%s\n" : "    COSERR_%s_%s = %zu%s\n",
                      list->constant, emit_constant_name(word->word.text), i,
                      i + 1 < list->count ? "," : "");
    }
    buffer_puts(out, "};\n\n");
}

void emit_words_header(const struct image *image, struct text_buffer *out) {
    (void)image;
    const struct vocabulary *vocabulary = vocabulary_get();
    emit_banner("any", "The words of the library as constants.", out);
    buffer_puts(out, "#ifndef COSERR_WORDS_H\n#define COSERR_WORDS_H\n\n"
                     "/* Numbers are assigned once and never reused. The list is open: a newer "
                     "library may\n * return one that is not here. */\n\n");
    for (size_t i = 0; i < WORD_LISTS; i++) {
        emit_list(&vocabulary->lists[i], out);
    }
    buffer_puts(out, "#endif\n");
}

/* Each string once, in the order of first use. */
struct pool {
    struct map places;
    struct text *strings;
    size_t count;
    size_t capacity;
    size_t size;
};

struct place {
    size_t offset;
};

static size_t offset_of(struct pool *pool, const struct text *text) {
    struct place *place = arena_alloc(sizeof *place);
    place->offset = pool->size;
    const struct place *kept = map_add(&pool->places, text->text, text->len, place);
    if (kept == place) {
        ARENA_PUSH(pool->strings, pool->count, pool->capacity) = *text;
        pool->size += text->len + 1;
    }
    return kept->offset;
}

static void emit_row(const struct vocabulary *vocabulary, const struct word *word,
                     struct pool *pool, struct text_buffer *out) {
    buffer_printf(out, "    {%zu", offset_of(pool, &word->word));
    for (size_t l = 0; l < vocabulary->language_count; l++) {
        buffer_printf(out, ", %zu", word->texts != NULL ? offset_of(pool, &word->texts[l]) : 0);
    }
    buffer_puts(out, "},\n");
}

void emit_words(const struct image *image, struct text_buffer *out) {
    (void)image;
    const struct vocabulary *vocabulary = vocabulary_get();
    const struct text none = {.text = "", .len = 0};
    struct pool pool = {0};
    struct text_buffer rows = {0};
    struct text_buffer lists = {0};
    struct text_buffer languages = {0};
    size_t first = 0;
    (void)offset_of(&pool, &none);
    for (size_t i = 0; i < WORD_LISTS; i++) {
        const struct word_list *list = &vocabulary->lists[i];
        buffer_printf(&lists, "    {%zu, %zu}, /* %s */\n", first, list->count, list->key);
        first += list->count;
        for (size_t j = 0; j < list->count; j++) {
            emit_row(vocabulary, &list->items[j], &pool, &rows);
        }
    }
    for (size_t l = 0; l < vocabulary->language_count; l++) {
        buffer_printf(&languages, "%s%zu", l > 0 ? ", " : "",
                      offset_of(&pool, &vocabulary->languages[l]));
    }
    emit_banner("any", "The words of the library: offsets into a pool of strings.", out);
    buffer_printf(out,
                  "enum { WORD_LANGUAGES = %zu, WORD_LISTS = %d };\n\n"
                  "static const struct {\n    uint16_t first;\n    uint16_t count;\n"
                  "} word_lists[] = {\n%s};\n\n"
                  "/* The word, and its text in each language. */\n"
                  "static const uint16_t word_rows[][1 + WORD_LANGUAGES] = {\n%s};\n\n"
                  "static const uint16_t word_languages[] = {%s};\n\n",
                  vocabulary->language_count, (int)WORD_LISTS, lists.ptr, rows.ptr, languages.ptr);
    buffer_printf(out,
                  "_Static_assert(%zu <= UINT16_MAX, \"offsets have two bytes\");\n\n"
                  "static const struct {\n",
                  pool.size);
    emit_pool_members(pool.strings, pool.count, out);
    buffer_puts(out, "} word_pool = {\n");
    emit_pool_values(pool.strings, pool.count, out);
    buffer_puts(out, "};\n");
}
