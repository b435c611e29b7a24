/* SPDX-License-Identifier: MIT */
/* For other tools: catalog.json, the whole catalog, one error a line; vocabulary.json, the
 * library's words, one a line. */
#include "emit/emit.h"

#include "read/vocabulary.h"

#include <string.h>

static void put_key(struct text_buffer *out, const char *key) {
    const char last = (char)(out->len > 0 ? out->ptr[out->len - 1] : '{');
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

/* A member for each language. */
static void put_texts(const struct catalog *catalog, localized texts, struct text_buffer *out) {
    for (size_t l = 0; l < catalog->language_count; l++) {
        put_member(out, catalog->languages[l].tag.text, texts[l].text);
    }
}

static void put_localized(const struct catalog *catalog, const char *key, localized texts,
                          struct text_buffer *out) {
    put_key(out, key);
    buffer_puts(out, "{");
    put_texts(catalog, texts, out);
    buffer_puts(out, "}");
}

static void put_names(struct text_buffer *out, const char *key, const struct text *names,
                      size_t count) {
    put_key(out, key);
    buffer_puts(out, "[");
    for (size_t i = 0; i < count; i++) {
        buffer_puts(out, i > 0 ? "," : "");
        buffer_put_json(out, names[i].text);
    }
    buffer_puts(out, "]");
}

/* Those that hold for every operation, and by name those that hold for some. */
static void put_hints(const struct variant *row, struct text_buffer *out) {
    const char *const *words = vocabulary_words(WORDS_HINTS);
    put_key(out, "hints");
    buffer_puts(out, "[");
    for (size_t i = 0, written = 0; words[i] != NULL; i++) {
        if ((row->hints & 1u << i) != 0) {
            buffer_puts(out, written++ > 0 ? "," : "");
            buffer_put_json(out, words[i]);
        }
    }
    buffer_puts(out, "]");
    put_key(out, "conditional_hints");
    buffer_puts(out, "[");
    for (size_t i = 0; i < row->condition_count; i++) {
        size_t bit = 0;
        while ((row->conditions[i].hints & 1u << bit) == 0) {
            bit++;
        }
        buffer_puts(out, i > 0 ? ",{" : "{");
        put_member(out, "hint", words[bit]);
        put_member(out, "operation", row->conditions[i].name.text);
        buffer_puts(out, "}");
    }
    buffer_puts(out, "]");
}

static void put_flags(const struct variant *row, struct text_buffer *out) {
    put_key(out, "flags");
    buffer_printf(out, "[%s%s%s]", (row->flags & COSERR__ENTRY_UNSENT) != 0 ? "\"unsent\"" : "",
                  row->flags == (COSERR__ENTRY_UNSENT | COSERR__ENTRY_SIGN_ONLY) ? "," : "",
                  (row->flags & COSERR__ENTRY_SIGN_ONLY) != 0 ? "\"sign-only\"" : "");
}

static void put_details(const struct catalog *catalog, const struct variant *row,
                        struct text_buffer *out) {
    put_key(out, "details");
    buffer_puts(out, "[");
    for (size_t i = 0; i < row->detail_count; i++) {
        buffer_puts(out, i > 0 ? ",{" : "{");
        put_texts(catalog, row->details[i], out);
        buffer_puts(out, "}");
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
            const char *url = page_url(catalog, row->docs[i], l);
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
    const struct word *category = &vocabulary_get()->lists[WORDS_CATEGORIES].items[row->category];
    put_member(out, "retry", vocabulary_words(WORDS_RETRY)[row->retry]);
    put_member(out, "category", category->word.text);
    put_member(out, "grpc", row->grpc.text != NULL ? row->grpc.text : category->grpc.text);
    put_member(out, "errno",
               row->errno_name.text != NULL ? row->errno_name.text : category->errno_name.text);
    put_member(out, "source", row->source.text);
    put_hints(row, out);
    put_flags(row, out);
    put_docs(catalog, row, out);
    put_localized(catalog, "message", row->message, out);
    put_localized(catalog, "advice", row->advice, out);
    put_details(catalog, row, out);
}

static void put_status(const struct variant *row, struct text_buffer *out) {
    if (row->status >= 100) {
        put_key(out, "status");
        buffer_printf(out, "%u", row->status);
    }
}

static void put_rows(const struct catalog *catalog, const char *key, const struct variant *rows,
                     size_t count, struct text_buffer *out) {
    put_key(out, key);
    buffer_puts(out, "[");
    for (size_t i = 0; i < count; i++) {
        buffer_puts(out, i > 0 ? ",{" : "{");
        put_member(out, "name", rows[i].case_name.text);
        put_status(&rows[i], out);
        if (rows[i].case_name.text != NULL) {
            put_names(out, "match", rows[i].matches, rows[i].match_count);
        }
        put_variant(catalog, &rows[i], out);
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
    put_names(out, "aliases", error->aliases, error->alias_count);
    if (error->refines_code.text != NULL) {
        put_key(out, "refines");
        buffer_puts(out, "{");
        put_member(out, "code", error->refines_code.text);
        put_member(out, "match", error->refines_match.text);
        if (error->refines_status != 0) {
            put_key(out, "status");
            buffer_printf(out, "%u", error->refines_status);
        }
        buffer_puts(out, "}");
    }
    if (error->retired.text != NULL) {
        put_key(out, "retired");
        buffer_puts(out, "{");
        put_member(out, "date", error->retired.text);
        put_member(out, "reason", error->retired_reason.text);
        buffer_puts(out, "}");
    }
    put_member(out, "source", error->source.text);
    put_member(out, "s3", error->s3.text);
    put_member(out, "wire", error->wire.text);
    if (error->kind == KIND_SERVICE) {
        struct text_buffer sample = {0};
        emit_sample(catalog, error, &sample);
        put_member(out, "sample", sample.ptr);
    }
    put_rows(catalog, "variants", error->variants, error->variant_count, out);
    put_rows(catalog, "cases", error->cases, error->case_count, out);
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

static void put_families(const struct catalog *catalog, struct text_buffer *out) {
    put_key(out, "families");
    buffer_puts(out, "[");
    for (size_t i = 0; i < catalog->families.count; i++) {
        const struct variant *row = catalog->families.items[i].variants;
        buffer_puts(out, i > 0 ? ",\n{" : "\n{");
        put_member(out, "for", family_name(row->status));
        put_variant(catalog, row, out);
        buffer_puts(out, "}");
    }
    buffer_puts(out, "\n]");
}

static void put_request(const struct operation *operation, struct text_buffer *out) {
    static const char *const levels[] = {"", "service", "bucket", "object"};
    if (operation->level == REQUEST_NONE) {
        return;
    }
    put_key(out, "request");
    buffer_puts(out, "{");
    put_member(out, "method", operation->method.text);
    put_member(out, "level", levels[operation->level]);
    put_names(out, "query", operation->queries, operation->query_count);
    put_member(out, "header", operation->header.text);
    buffer_puts(out, "}");
}

static void put_operation(const struct catalog *catalog, const struct operation *operation,
                          struct text_buffer *out) {
    static const char *const places[] = {NULL, "body", "keys", "stream"};
    buffer_puts(out, "{");
    put_key(out, "id");
    buffer_printf(out, "%u", operation->id);
    put_member(out, "name", operation->name.text);
    put_member(out, "title", operation->title.text);
    put_key(out, "idempotent");
    buffer_puts(out, operation->idempotent ? "true" : "false");
    put_member(out, "after_200", places[operation->after_200]);
    put_key(out, "actions");
    buffer_puts(out, "[");
    for (size_t i = 0; i < operation->action_count; i++) {
        buffer_puts(out, i > 0 ? ",{" : "{");
        put_member(out, "action", operation->actions[i].name.text);
        put_member(out, "side", operation->actions[i].source ? "source" : "target");
        buffer_puts(out, "}");
    }
    buffer_puts(out, "]");
    put_request(operation, out);
    put_member(out, "source", operation->source.text);
    put_key(out, "docs");
    buffer_puts(out, "{");
    for (size_t l = 0; l < catalog->language_count; l++) {
        put_member(out, catalog->languages[l].tag.text, page_url(catalog, operation->page, l));
    }
    buffer_puts(out, "}}");
}

static void put_operations(const struct catalog *catalog, struct text_buffer *out) {
    put_key(out, "operations");
    buffer_puts(out, "[");
    for (size_t i = 0; i < catalog->operation_count; i++) {
        buffer_puts(out, i > 0 ? ",\n" : "\n");
        put_operation(catalog, &catalog->operations[i], out);
    }
    buffer_puts(out, "\n]");
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

static void put_head(const struct catalog *catalog, struct text_buffer *out) {
    put_key(out, "schema");
    buffer_puts(out, "2");
    put_member(out, "name", catalog->name.text);
    put_member(out, "version", catalog->version.text);
    put_member(out, "prefix", catalog->prefix.text);
    put_member(out, "source", catalog->url.text);
    put_member(out, "diagnose", catalog->diagnose.text);
    put_names(out, "hosts", catalog->hosts, catalog->host_count);
}

void emit_json_model(const struct catalog *catalog, struct text_buffer *out) {
    put_head(catalog, out);
    put_languages(catalog, out);
    put_operations(catalog, out);
    put_errors(catalog, "errors", &catalog->errors, out);
    put_errors(catalog, "client_errors", &catalog->client_errors, out);
    put_families(catalog, out);
}

void emit_json(const struct image *image, struct text_buffer *out) {
    buffer_puts(out, "{");
    put_member(out, "identity", arena_printf("%016llx", (unsigned long long)image->head.identity));
    put_member(out, "content", arena_printf("%016llx", (unsigned long long)image->head.content));
    emit_json_model(image->catalog, out);
    buffer_puts(out, "}\n");
}

/* ------------------------------------------------------------------------------- vocabulary.json
 */

static void put_word(const struct vocabulary *vocabulary, const struct word *word, size_t number,
                     struct text_buffer *out) {
    buffer_puts(out, "{");
    put_key(out, "number");
    buffer_printf(out, "%zu", number);
    put_member(out, "word", word->word.text);
    if (word->texts != NULL) {
        put_key(out, "text");
        buffer_puts(out, "{");
        for (size_t l = 0; l < vocabulary->language_count; l++) {
            put_member(out, vocabulary->languages[l].text, word->texts[l].text);
        }
        buffer_puts(out, "}");
    }
    buffer_puts(out, "}");
}

void emit_vocabulary(const struct image *image, struct text_buffer *out) {
    (void)image;
    const struct vocabulary *vocabulary = vocabulary_get();
    buffer_puts(out, "{");
    put_key(out, "schema");
    buffer_puts(out, "1");
    put_names(out, "languages", vocabulary->languages, vocabulary->language_count);
    for (size_t i = 0; i < WORD_LISTS; i++) {
        const struct word_list *list = &vocabulary->lists[i];
        put_key(out, list->key);
        buffer_puts(out, "[");
        for (size_t j = 0; j < list->count; j++) {
            buffer_puts(out, j > 0 ? ",\n" : "\n");
            put_word(vocabulary, &list->items[j], j, out);
        }
        buffer_puts(out, "\n]");
    }
    buffer_puts(out, "}\n");
}
