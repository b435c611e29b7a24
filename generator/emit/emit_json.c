/* SPDX-License-Identifier: MIT */
/* catalog.json: the whole catalog for other tools, one error a line. */
#include "emit/emit.h"

#include <string.h>

static void put_key(struct text_buffer *out, const char *key) {
    const char last = out->ptr[out->len - 1];
    buffer_puts(out, last == '{' ? "" : ",");
    buffer_put_json(out, key);
    buffer_puts(out, ":");
}

static void put_member(struct text_buffer *out, const char *key, const char *text) {
    if (text != NULL) {
        put_key(out, key);
        buffer_put_json(out, text);
    }
}

static void put_localized(const struct catalog *catalog, const char *key, localized texts,
                          struct text_buffer *out) {
    put_key(out, key);
    buffer_puts(out, "{");
    for (size_t l = 0; l < catalog->language_count; l++) {
        put_member(out, catalog->languages[l].tag.text, texts[l].text);
    }
    buffer_puts(out, "}");
}

static void put_hints(const struct variant *row, struct text_buffer *out) {
    put_key(out, "hints");
    buffer_puts(out, "[");
    for (size_t i = 0, written = 0; hint_words[i] != NULL; i++) {
        if ((row->hints & 1u << i) != 0) {
            buffer_puts(out, written++ > 0 ? "," : "");
            buffer_put_json(out, hint_words[i]);
        }
    }
    buffer_puts(out, "]");
}

static void put_docs(const struct catalog *catalog, const struct variant *row,
                     struct text_buffer *out) {
    put_key(out, "docs");
    buffer_puts(out, "{");
    for (size_t l = 0; l < catalog->language_count && row->doc_count > 0; l++) {
        put_key(out, catalog->languages[l].tag.text);
        buffer_puts(out, "[");
        for (size_t i = 0, written = 0; i < row->doc_count; i++) {
            const char *url = doc_url(catalog, row->docs[i], l);
            if (url != NULL) {
                buffer_puts(out, written++ > 0 ? "," : "");
                buffer_put_json(out, url);
            }
        }
        buffer_puts(out, "]");
    }
    buffer_puts(out, "}");
}

static void put_variant(const struct catalog *catalog, const struct variant *row,
                        struct text_buffer *out) {
    put_member(out, "retry", retry_class_words[row->retry]);
    put_hints(row, out);
    put_docs(catalog, row, out);
    put_localized(catalog, "message", row->message, out);
    put_localized(catalog, "advice", row->advice, out);
}

static void put_status(const struct variant *row, struct text_buffer *out) {
    if (row->status >= 100) {
        put_key(out, "status");
        buffer_printf(out, "%u", row->status);
    }
}

static void put_variants(const struct catalog *catalog, const struct error *error,
                         struct text_buffer *out) {
    put_key(out, "variants");
    buffer_puts(out, "[");
    for (size_t i = 0; i < error->variant_count; i++) {
        buffer_puts(out, i > 0 ? ",{" : "{");
        put_status(&error->variants[i], out);
        put_variant(catalog, &error->variants[i], out);
        buffer_puts(out, "}");
    }
    buffer_puts(out, "]");
}

static void put_error(const struct catalog *catalog, const struct error *error,
                      struct text_buffer *out) {
    buffer_puts(out, "{");
    put_key(out, "id");
    buffer_printf(out, "%u", error->id);
    put_member(out, "symbol", error->symbol.text);
    put_member(out, "code", error->code.text);
    put_key(out, "aliases");
    buffer_puts(out, "[");
    for (size_t i = 0; i < error->alias_count; i++) {
        buffer_puts(out, i > 0 ? "," : "");
        buffer_put_json(out, error->aliases[i].text);
    }
    buffer_puts(out, "]");
    if (error->refines_code.text != NULL) {
        put_key(out, "refines");
        buffer_puts(out, "{");
        put_member(out, "code", error->refines_code.text);
        put_member(out, "message", error->refines_message.text);
        buffer_puts(out, "}");
    }
    if (error->retired.text != NULL) {
        put_key(out, "retired");
        buffer_puts(out, "{");
        put_member(out, "date", error->retired.text);
        put_member(out, "reason", error->retired_reason.text);
        buffer_puts(out, "}");
    }
    put_variants(catalog, error, out);
    buffer_puts(out, "}");
}

static void put_errors(const struct catalog *catalog, const char *key,
                       const struct error_list *list, struct text_buffer *out) {
    put_key(out, key);
    buffer_puts(out, "[");
    for (size_t i = 0; i < list->count; i++) {
        buffer_puts(out, i > 0 ? ",\n" : "\n");
        put_error(catalog, &list->items[i], out);
    }
    buffer_puts(out, "\n]");
}

static void put_families(const struct image *image, struct text_buffer *out) {
    put_key(out, "families");
    buffer_puts(out, "[");
    for (size_t i = image->family_first; i < image->row_count; i++) {
        const struct variant *row = image->rows[i];
        buffer_puts(out, i > image->family_first ? ",\n{" : "\n{");
        put_member(out, "for", family_name(row->status));
        put_variant(image->catalog, row, out);
        buffer_puts(out, "}");
    }
    buffer_puts(out, "\n]");
}

static void put_words(const struct catalog *catalog, const char *key, const struct word_list *list,
                      struct text_buffer *out) {
    put_key(out, key);
    buffer_puts(out, "{");
    for (size_t i = 0; i < list->count; i++) {
        put_localized(catalog, list->items[i].name.text, list->items[i].texts, out);
    }
    buffer_puts(out, "}");
}

static void put_languages(const struct catalog *catalog, struct text_buffer *out) {
    put_key(out, "languages");
    buffer_puts(out, "[");
    for (size_t l = 0; l < catalog->language_count; l++) {
        const struct language *language = &catalog->languages[l];
        buffer_puts(out, l > 0 ? ",{" : "{");
        put_member(out, "tag", language->tag.text);
        put_key(out, "required");
        buffer_puts(out, language->required ? "true" : "false");
        buffer_puts(out, "}");
    }
    buffer_puts(out, "]");
}

static void put_head(const struct image *image, struct text_buffer *out) {
    const struct catalog *catalog = image->catalog;
    buffer_puts(out, "{");
    put_key(out, "schema");
    buffer_puts(out, "1");
    put_member(out, "name", catalog->name.text);
    put_member(out, "version", catalog->version.text);
    put_member(out, "prefix", catalog->prefix.text);
    put_member(out, "source", catalog->url.text);
    put_member(out, "diagnose", catalog->diagnose.text);
    if (image->content != 0) { /* not while it is being made */
        put_member(out, "identity", arena_printf("%016llx", image->identity));
        put_member(out, "content", arena_printf("%016llx", image->content));
    }
}

void emit_json(const struct image *image, struct text_buffer *out) {
    const struct catalog *catalog = image->catalog;
    put_head(image, out);
    put_languages(catalog, out);
    put_key(out, "retry");
    buffer_puts(out, "{");
    put_words(catalog, "classes", &catalog->classes, out);
    put_words(catalog, "hints", &catalog->hints, out);
    put_words(catalog, "actions", &catalog->actions, out);
    put_words(catalog, "reasons", &catalog->reasons, out);
    buffer_puts(out, "}");
    put_words(catalog, "labels", &catalog->labels, out);
    put_errors(catalog, "errors", &catalog->errors, out);
    put_errors(catalog, "client_errors", &catalog->client_errors, out);
    put_families(image, out);
    buffer_puts(out, "}\n");
}
