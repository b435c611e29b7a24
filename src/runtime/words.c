/* SPDX-License-Identifier: MIT */
/* The library's own words: retry classes, hints, actions, reasons, categories, values, labels. */
#include "runtime/internal.h"

#include "coserr_words.inc"

/* The row of a number in a list; negative when there is none. A hint's number is its flag. */
static long row_of(uint32_t list, uint32_t number) {
    if (list >= WORD_LISTS) {
        return -1;
    }
    if (list == COSERR_WORDS_HINTS) {
        uint32_t bit = 0;
        while (bit < 32 && number != 1u << bit) {
            bit++;
        }
        number = bit;
    }
    return number < word_lists[list].count ? (long)(word_lists[list].first + number) : -1;
}

static const char *word_at(uint16_t offset, size_t *len) {
    const char *text = (const char *)&word_pool + offset;
    if (len != NULL) {
        *len = strlen(text);
    }
    return text;
}

const char *coserr_word(uint32_t list, uint32_t number, size_t *len) {
    const long row = row_of(list, number);
    return word_at(row >= 0 ? word_rows[row][0] : 0, len);
}

const char *coserr_word_text(uint32_t list, uint32_t number, coserr_language language,
                             size_t *len) {
    const uint32_t index = language >> COSERR__WORDS_SHIFT;
    const long row = row_of(list, number);
    return word_at(row >= 0 ? word_rows[row][1 + (index < WORD_LANGUAGES ? index : 0)] : 0, len);
}

uint32_t coserr_find_word(uint32_t list, const char *word, size_t word_len) {
    for (uint32_t i = 0; list < WORD_LISTS && i < word_lists[list].count; i++) {
        size_t len;
        const char *known = word_at(word_rows[word_lists[list].first + i][0], &len);
        if (coserr__equal(word, word_len, known, len)) {
            return list == COSERR_WORDS_HINTS ? 1u << i : i;
        }
    }
    return COSERR_WORD_NONE;
}

size_t coserr__word_languages(void) {
    return WORD_LANGUAGES;
}

const char *coserr__word_language(size_t index) {
    return word_at(word_languages[index], NULL);
}
