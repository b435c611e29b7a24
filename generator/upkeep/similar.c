/* SPDX-License-Identifier: MIT */
/* How similar two codes, or two descriptions, are: from 0 to 100. */
#include "upkeep/similar.h"

#include "base/distance.h"
#include "base/unicode.h"

#include <string.h>

enum { MAX_PAIRS = 256 }; /* of a description; the rest of it is ignored */

unsigned similar_codes(const char *a, const char *b) {
    const size_t a_len = strlen(a);
    const size_t b_len = strlen(b);
    const size_t longer = a_len > b_len ? a_len : b_len;
    const unsigned limit = distance_limit(longer) + 1;
    const unsigned distance = distance_between(a, a_len, b, b_len, limit);
    return longer == 0 || distance >= limit || distance > longer
               ? 0
               : 100 - (unsigned)(distance * 100 / longer);
}

static size_t read_pairs(const char *text, uint64_t pairs[MAX_PAIRS]) {
    const char *const end = text + strlen(text);
    uint32_t before = 0; /* none, at the beginning of a word */
    size_t count = 0;
    while (text < end && count < MAX_PAIRS) {
        const size_t len = coserr__utf8_len((const unsigned char *)text, (size_t)(end - text));
        const uint32_t code = len > 0 ? coserr__utf8_decode((const unsigned char *)text, len) : 0;
        const uint32_t lower = code < 0x80 ? distance_fold((char)code) : code;
        const bool separates = strchr(" .,;:!?()'\"", (int)(code < 0x80 ? code : 'x')) != NULL ||
                               code == 0x3001 || code == 0x3002 || code == 0xFF0C;
        if (before != 0 && !separates) {
            pairs[count++] = (uint64_t)before << 32 | lower;
        }
        before = separates ? 0 : lower;
        text += len > 0 ? len : 1;
    }
    return count;
}

unsigned similar_texts(const char *a, const char *b) {
    uint64_t pairs[2][MAX_PAIRS];
    bool used[MAX_PAIRS] = {false};
    const size_t a_count = read_pairs(a, pairs[0]);
    const size_t b_count = read_pairs(b, pairs[1]);
    size_t shared = 0;
    for (size_t i = 0; i < a_count; i++) {
        size_t j = 0;
        while (j < b_count && (used[j] || pairs[0][i] != pairs[1][j])) {
            j++;
        }
        if (j < b_count) {
            used[j] = true;
            shared++;
        }
    }
    return a_count + b_count > 0 ? (unsigned)(200 * shared / (a_count + b_count)) : 0;
}
