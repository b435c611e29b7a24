/* SPDX-License-Identifier: MIT */
/* Calls every function that reads a catalog, with whatever that catalog contains. What matters is
 * that none of it reads outside of the image or goes on forever: the sanitizers and the time limit
 * are the judges. */
#ifndef COSERR_UNIT_WALK_H
#define COSERR_UNIT_WALK_H

#include <coserr/coserr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WALK_LANGUAGES = 3 };

/* Reads each byte of a text. */
static inline size_t walk_text(const char *text, size_t len) {
    volatile unsigned char sink = 0;
    if (text == NULL || text[len] != '\0') {
        abort();
    }
    for (size_t i = 0; i < len; i++) {
        sink = (unsigned char)(sink + (unsigned char)text[i]);
    }
    return len;
}

static inline size_t walk_string(const char *text) {
    return text != NULL ? walk_text(text, strlen(text)) : 0;
}

static inline void walk_error(const coserr_error *error, coserr_language language) {
    char text[512];
    const coserr_attempt attempt = {.size = sizeof attempt, .number = 1, .replayable = 1};
    coserr_retry_state state = {.size = sizeof state};
    coserr_decision decision = {.size = sizeof decision};
    (void)coserr_error_json(error, language, text, sizeof text);
    (void)coserr_error_problem(error, language, text, sizeof text);
    (void)coserr_error_detail(error, language, text, sizeof text);
    for (uint32_t value = 0; value < 11; value++) {
        (void)coserr_error_value(error, value, text, sizeof text);
    }
    if (coserr_decide(error, &attempt, &state, &decision) < 0) {
        abort();
    }
}

static inline void walk_answer(const coserr_catalog *catalog, const coserr_entry *entry,
                               const char *message, uint32_t operation, size_t buffer_size) {
    static const coserr_header header = {{"Retry-After", 11}, {"7", 1}};
    char body[2048];
    char buffer[2048];
    const int len = snprintf(body, sizeof body,
                             "<Error><Code>%.300s</Code><Message>%.900s</Message><Resource>"
                             "b-1.s.r.store.test/k</Resource></Error>",
                             coserr_entry_code(entry), message);
    const coserr_response response = {.size = sizeof response,
                                      .http_status = coserr_entry_status(entry),
                                      .operation = operation,
                                      .headers = &header,
                                      .header_count = 1,
                                      .body = {body, (size_t)len}};
    coserr_error error = {.size = sizeof error};
    if (coserr_decode(catalog, &response, &error, buffer, buffer_size) < 0) {
        abort();
    }
    walk_error(&error, operation % WALK_LANGUAGES);
}

static inline void walk_texts(const coserr_entry *entry, coserr_language language) {
    size_t len;
    const char *text = coserr_entry_message(entry, language, &len);
    walk_text(text, len);
    text = coserr_entry_advice(entry, language, &len);
    walk_text(text, len);
    walk_string(coserr_entry_language(entry, language));
    for (size_t i = 0; (text = coserr_entry_doc(entry, i, language, &len)) != NULL; i++) {
        walk_text(text, len);
    }
}

static inline void walk_entry(const coserr_catalog *catalog, const coserr_entry *entry) {
    const char *code = coserr_entry_code(entry);
    uint32_t match = 0;
    walk_string(code);
    walk_string(coserr_entry_symbol(entry));
    walk_string(coserr_entry_case(entry));
    walk_string(coserr_entry_retired(entry));
    (void)coserr_entry_kind(entry);
    (void)coserr_entry_retry_class(entry);
    walk_string(coserr_word(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry), NULL));
    (void)(coserr_entry_hints(entry, 1) | coserr_entry_conditional_hints(entry, 1));
    if (coserr_entry_catalog(entry) != catalog || coserr_entry_base(entry) == NULL) {
        abort();
    }
    for (coserr_language language = 0; language < WALK_LANGUAGES; language++) {
        walk_texts(entry, language);
    }
    (void)coserr_get_entry(catalog, coserr_entry_id(entry), coserr_entry_status(entry));
    (void)coserr_find_client(catalog, code, strlen(code));
    const coserr_entry *found =
        coserr_find_entry(catalog, code, strlen(code), coserr_entry_status(entry), &match);
    const coserr_entry *refined = coserr_refine_entry(found, "a short one, b", 14, &match);
    walk_texts(refined, 0);
    walk_answer(catalog, entry, "ab", 1, 2048);
    walk_answer(catalog, found, coserr_entry_message(found, 0, NULL), 15, 30);
}

static inline void walk_operation(const coserr_catalog *catalog,
                                  const coserr_operation *operation) {
    const char *name = coserr_operation_name(operation);
    uint32_t source;
    walk_string(name);
    walk_string(coserr_operation_title(operation));
    for (size_t i = 0; walk_string(coserr_operation_action(operation, i, &source)) > 0; i++) {
        (void)source;
    }
    for (coserr_language language = 0; language < WALK_LANGUAGES; language++) {
        walk_string(coserr_operation_doc(operation, language));
    }
    (void)coserr_operation_after_200(operation);
    (void)coserr_operation_idempotent(operation);
    (void)coserr_find_operation(catalog, name, strlen(name));
    (void)coserr_get_operation(catalog, coserr_operation_id(operation));
}

static inline void walk_requests(const coserr_catalog *catalog) {
    static const char *const urls[] = {"https://b-1.s.r.store.test/key?things&x=1&acl#f",
                                       "https://s.r.store.test/b-1/key", "/key?x", "http://", ""};
    static const char *const methods[] = {"GET", "PUT", "POST"};
    static const coserr_header headers[] = {{{"x-from", 6}, {"/b/k", 4}}, {{"Host", 4}, {"h", 1}}};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        for (size_t j = 0; j < sizeof methods / sizeof *methods; j++) {
            (void)coserr_operation_of_request(catalog, methods[j], strlen(methods[j]), urls[i],
                                              strlen(urls[i]), headers, 2);
        }
    }
}

static inline int walk_deleted(void *context, const coserr_deleted *item) {
    (void)context;
    walk_texts(item->entry, 1);
    return 1;
}

static inline void walk_whole(const coserr_catalog *catalog) {
    static const char keys[] = "<DeleteResult><Error><Key>k</Key><Code>Gone</Code><Message>ab"
                               "</Message></Error></DeleteResult>";
    static const coserr_str tag = {"zh-Hant-TW", 10};
    const coserr_locale_env env = {.size = sizeof env, .language = tag, .lang = tag};
    char buffer[128];
    walk_string(coserr_catalog_name(catalog));
    walk_string(coserr_catalog_version(catalog));
    walk_string(coserr_catalog_diagnose_url(catalog));
    for (size_t i = 0; coserr_catalog_language(catalog, i) != NULL; i++) {
        walk_string(coserr_catalog_language(catalog, i));
        walk_string(coserr_language_tag(catalog, (coserr_language)i));
    }
    walk_string(coserr_language_tag(catalog, coserr_match_language(catalog, tag.ptr, tag.len)));
    (void)coserr_accept_language(catalog, COSERR_STR("fr;q=0.5, zh"));
    (void)coserr_locale_language(catalog, &env);
    (void)coserr_each_deleted(catalog, keys, sizeof keys - 1, buffer, sizeof buffer, walk_deleted,
                              NULL);
    (void)coserr_catalog_continues(catalog, NULL);
    (void)coserr_catalog_continues(NULL, catalog);
    (void)coserr_catalog_continues(catalog, catalog);
    for (uint32_t status = 299; status < 601; status += 43) {
        walk_texts(coserr_get_family(catalog, status), 1);
    }
    walk_requests(catalog);
}

static inline void walk_catalog(const coserr_catalog *catalog) {
    coserr_error error = {.size = sizeof error};
    walk_whole(catalog);
    for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_FAMILY; kind++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(catalog, kind, entry)) != NULL) {
            walk_entry(catalog, entry);
            const char *code = coserr_entry_code(entry);
            if (coserr_from_client(catalog, code, strlen(code), &error) == 1) {
                walk_error(&error, 1);
            }
        }
    }
    const coserr_operation *operation = NULL;
    while ((operation = coserr_next_operation(catalog, operation)) != NULL) {
        walk_operation(catalog, operation);
    }
    for (uint32_t id = 0; id < 40; id++) {
        (void)coserr_get_entry(catalog, id, 404);
        (void)coserr_get_operation(catalog, id);
    }
}

#endif
