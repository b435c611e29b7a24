/* SPDX-License-Identifier: MIT */
/* What the server's message tells apart. */
#include "runtime/pattern.h"

/* The first and the last bytes of a message are enough: no literal is longer. */
static bool fits(const coserr_catalog *catalog, const struct coserr__pattern *pattern,
                 const struct coserr__message *message) {
    const coserr_str prefix = coserr__slice(catalog, pattern->prefix);
    const coserr_str suffix = coserr__slice(catalog, pattern->suffix);
    if (pattern->exact != 0) {
        return coserr__equal(message->head.ptr, message->len, prefix.ptr, prefix.len);
    }
    return message->len >= prefix.len + suffix.len &&
           coserr__equal(message->head.ptr, prefix.len, prefix.ptr, prefix.len) &&
           coserr__equal(message->tail.ptr + message->tail.len - suffix.len, suffix.len, suffix.ptr,
                         suffix.len);
}

const coserr_entry *coserr__refine(const coserr_entry *entry, const struct coserr__message *message,
                                   uint32_t *match) {
    const coserr_catalog *catalog = coserr__catalog_of(entry);
    const struct coserr__pattern *patterns =
        (const struct coserr__pattern *)coserr__at(catalog, catalog->patterns_at) + entry->patterns;
    for (uint32_t i = 0; i < entry->pattern_count; i++) {
        if (fits(catalog, &patterns[i], message)) {
            *match = (*match & COSERR_MATCH_ALIAS) | COSERR_MATCH_REFINED;
            return &coserr__entries(catalog)[patterns[i].entry];
        }
    }
    return entry;
}

const coserr_entry *coserr_refine_entry(const coserr_entry *entry, const char *message,
                                        size_t message_len, uint32_t *match) {
    const coserr_str said = coserr__trim(message, message_len);
    const struct coserr__message whole = {said, said, said.len};
    uint32_t ignored = 0;
    return entry != NULL ? coserr__refine(entry, &whole, match != NULL ? match : &ignored) : NULL;
}
