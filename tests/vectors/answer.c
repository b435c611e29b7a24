/* SPDX-License-Identifier: MIT */
/*
 * Answers vectors: reads them as JSON lines from standard input and writes each with its `out`, as
 * the library sees it. With --texts, writes every text of the library instead.
 */
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------- parts of answers
 */

static json_t *words_of(uint32_t list, uint32_t flags) {
    json_t *words = json_array();
    for (uint32_t bit = 0; bit < 32; bit++) {
        const char *word = coserr_word(list, 1u << bit, NULL);
        if ((flags & 1u << bit) != 0 && *word != '\0') {
            json_array_append_new(words, json_string(word));
        }
    }
    return words;
}

static void put_hints(json_t *out, uint32_t hints, uint32_t conditional) {
    put_list(out, "hints", words_of(COSERR_WORDS_HINTS, hints));
    put_list(out, "conditional", words_of(COSERR_WORDS_HINTS, conditional));
}

static const char *match_name(uint32_t match) {
    return (match & COSERR_MATCH_EXACT) != 0          ? "exact"
           : (match & COSERR_MATCH_OTHER_STATUS) != 0 ? "other_status"
           : (match & COSERR_MATCH_REFINED) != 0      ? "refined"
                                                      : "family";
}

static void put_entry(json_t *out, const coserr_entry *entry, uint32_t match, uint32_t operation) {
    json_object_set_new(out, "entry", key_of(entry));
    put_text(out, "match", match_name(match));
    if ((match & COSERR_MATCH_ALIAS) != 0) {
        json_object_set_new(out, "alias", json_true());
    }
    put_text(out, "class", coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry), NULL));
    put_text(out, "category",
             coserr_word(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry), NULL));
    put_hints(out, coserr_entry_hints(entry, operation),
              coserr_entry_conditional_hints(entry, operation));
}

/* The sentence, and each value that such sentences can have. */
static void put_detail(json_t *out, const coserr_error *error) {
    char text[4096];
    const char *word;
    if (coserr_error_detail(error, 0, text, sizeof text) == 0) {
        return;
    }
    json_t *values = json_object();
    for (uint32_t i = 0; *(word = coserr_word(COSERR_WORDS_VALUES, i, NULL)) != '\0'; i++) {
        char value[4096];
        const size_t len = coserr_error_value(error, i, value, sizeof value);
        if (len > 0) {
            json_object_set_new(values, word, json_stringn(value, len));
        }
    }
    json_object_set_new(out, "detail", json_pack("{s:s, s:o}", "text", text, "values", values));
}

static const struct {
    uint32_t number;
    const char *name;
} fields[] = {
#define FIELD(NAME, number, member) {number, #member},
    COSERR_FIELD_LIST(FIELD)
#undef FIELD
};

enum { FIELDS = sizeof fields / sizeof *fields };

static json_t *answer_of(const coserr_error *error) {
    json_t *out = json_object();
    put_text(out, "kind", error->kind == COSERR_KIND_CLIENT ? "client" : "service");
    put_entry(out, error->entry, error->match, error->operation);
    put_number(out, "status", error->http_status);
    for (size_t i = 0; i < FIELDS; i++) {
        size_t len;
        const char *value = coserr_error_field(error, fields[i].number, &len);
        if (len > 0) {
            json_object_set_new(out, fields[i].name, json_stringn(value, len));
        }
    }
    put_text(out, "operation", coserr_operation_name(coserr_get_operation(NULL, error->operation)));
    put_detail(out, error);
    return out;
}

/* What coserr_read() adds. */
static void put_reading(json_t *out, const coserr_error *error) {
    json_t *sources = json_object();
    put_text(out, "verdict", coserr_verdict_name(error->verdict));
    if (error->fault != COSERR_FAULT_NONE) {
        put_text(out, "fault", coserr_fault_name(error->fault));
        put_number(out, "fault_offset", (json_int_t)error->fault_offset);
    }
    for (size_t i = 0; i < FIELDS; i++) {
        const uint32_t source = coserr_error_source(error, fields[i].number);
        if (source != COSERR_SOURCE_NONE) {
            put_text(sources, fields[i].name, coserr_source_name(source));
        }
    }
    put_list(out, "source", sources);
}

/* ---------------------------------------------------------------------------------------- answers
 */

static json_t *answer_find(const json_t *in) {
    uint32_t match;
    const coserr_str code = text_of(in, "code");
    const coserr_entry *entry =
        coserr_find_entry(NULL, code.ptr, code.len, (uint32_t)number_of(in, "status"), &match);
    json_t *out = json_object();
    put_entry(out, entry, match, 0);
    return out;
}

static uint32_t operation_of(const json_t *in) {
    const coserr_str name = text_of(in, "operation");
    return coserr_operation_id(coserr_find_operation(NULL, name.ptr, name.len));
}

static void error_of(const json_t *in, coserr_error *error) {
    const coserr_str client = text_of(in, "client");
    memset(error, 0, sizeof *error);
    error->size = sizeof *error;
    if (in == NULL || json_is_null(in)) {
        return; /* a success */
    }
    if (client.len > 0 && coserr_from_client(NULL, client.ptr, client.len, error) != 1) {
        fail("unknown client error", client.ptr);
    }
    error->operation = operation_of(in);
    error->received_at = number_of(in, "received_at");
    if (client.len > 0) {
        return;
    }
    coserr_str *const members[] = {
#define MEMBER(NAME, number, member) &error->member,
        COSERR_FIELD_LIST(MEMBER)
#undef MEMBER
    };
    error->failed = 1;
    error->kind = COSERR_KIND_SERVICE;
    error->http_status = (uint32_t)number_of(in, "status");
    error->verdict = verdict_of(in);
    for (size_t i = 0; i < FIELDS; i++) {
        *members[i] = text_of(in, fields[i].name);
        error->source[fields[i].number] =
            members[i]->len > 0 ? COSERR_SOURCE_ARGUMENT : COSERR_SOURCE_NONE;
    }
    (void)coserr_resolve(NULL, error);
}

static json_t *answer_resolve(const json_t *in) {
    coserr_error error;
    error_of(in, &error);
    return answer_of(&error);
}

static json_t *answer_read(const json_t *in) {
    struct given given;
    coserr_error error = {.size = sizeof error};
    response_of(in, &given);
    given.response.operation = operation_of(in);
    char *buffer = allocate(coserr_decode_bound(&given.response));
    json_t *out = json_null();
    if (coserr_decode(NULL, &given.response, &error, buffer,
                      coserr_decode_bound(&given.response)) == 1) {
        out = answer_of(&error);
        put_reading(out, &error);
    }
    free(buffer);
    free_response(&given);
    return out;
}

static json_t *answer_language(const json_t *in) {
    const coserr_str lang = text_of(in, "lang");
    const json_t *locale = json_object_get(in, "locale");
    coserr_language language;
    if (locale != NULL) {
        const coserr_locale_env env = {
            .size = sizeof env,
            .language = text_of(locale, "language"),
            .lc_all = text_of(locale, "lc_all"),
            .lc_messages = text_of(locale, "lc_messages"),
            .lang = text_of(locale, "lang"),
        };
        language = coserr_locale_language(NULL, &env);
    } else if (strpbrk(lang.ptr, ",;*") != NULL) {
        language = coserr_accept_language(NULL, lang.ptr, lang.len);
    } else {
        language = coserr_match_language(NULL, lang.ptr, lang.len);
    }
    return json_pack("{s:s}", "tag", coserr_language_tag(NULL, language));
}

static json_t *answer_client(const json_t *in) {
    coserr_error error = {.size = sizeof error};
    const coserr_str errno_name = text_of(in, "errno");
    coserr_str name = text_of(in, "name");
    if (errno_name.len > 0) {
        const char *client = coserr_client_from_errno_name(errno_name.ptr, errno_name.len);
        name = client != NULL ? (coserr_str){client, strlen(client)} : name;
    }
    return coserr_from_client(NULL, name.ptr, name.len, &error) == 1 ? answer_of(&error)
                                                                     : json_null();
}

static json_t *answer_operation(const json_t *in) {
    static const char *const places[] = {"", "body", "keys", "stream"};
    const json_t *request = json_object_get(in, "request");
    const coserr_str name = text_of(in, "name");
    const coserr_operation *operation = coserr_find_operation(NULL, name.ptr, name.len);
    if (request != NULL) {
        struct given given;
        const coserr_str method = text_of(request, "method");
        const coserr_str url = text_of(request, "url");
        response_of(request, &given);
        operation =
            coserr_operation_of_request(NULL, method.ptr, method.len, url.ptr, url.len,
                                        given.response.headers, given.response.header_count);
        free_response(&given);
    }
    if (operation == NULL) {
        return json_null();
    }
    json_t *out = json_object();
    json_t *actions = json_array();
    const char *action;
    uint32_t source;
    put_text(out, "name", coserr_operation_name(operation));
    put_number(out, "id", coserr_operation_id(operation));
    put_text(out, "title", coserr_operation_title(operation));
    put_flag(out, "idempotent", coserr_operation_idempotent(operation) != 0);
    put_text(out, "after_200", places[coserr_operation_after_200(operation)]);
    for (size_t i = 0; (action = coserr_operation_action(operation, i, &source)) != NULL; i++) {
        json_array_append_new(actions, json_pack("{s:s, s:s}", "action", action, "side",
                                                 source != 0 ? "source" : "target"));
    }
    put_list(out, "actions", actions);
    return out;
}

/* ------------------------------------------------------------------------------------------ decide
 */

static coserr_attempt attempt_of(const json_t *in) {
    const json_t *idempotent = json_object_get(in, "idempotent");
    return (coserr_attempt){
        .size = sizeof(coserr_attempt),
        .number = (uint32_t)number_of(in, "number"),
        .max_attempts = (uint32_t)number_of(in, "max_attempts"),
        .random = (uint32_t)number_of(in, "random"),
        .idempotent = idempotent == NULL         ? 0
                      : json_is_true(idempotent) ? 1
                                                 : 2,
        .replayable = json_is_true(json_object_get(in, "replayable")),
        .presigned = json_is_true(json_object_get(in, "presigned")),
        .backup_domain = json_is_true(json_object_get(in, "backup_domain")),
        .received_at = number_of(in, "received_at"),
        .spent_ms = (uint64_t)number_of(in, "spent_ms"),
        .budget_ms = (uint64_t)number_of(in, "budget_ms"),
        .budgeted = json_object_get(in, "tokens") != NULL,
        .tokens = (uint32_t)number_of(in, "tokens"),
    };
}

static json_t *answer_decide(const json_t *in) {
    json_t *steps = json_array();
    coserr_retry_state state = {.size = sizeof state};
    size_t i;
    json_t *step;
    json_array_foreach(json_object_get(in, "steps"), i, step) {
        coserr_error error;
        const coserr_attempt attempt = attempt_of(json_object_get(step, "attempt"));
        coserr_decision decision = {.size = sizeof decision};
        error_of(json_object_get(step, "error"), &error);
        (void)coserr_decide(&error, &attempt, &state, &decision);
        json_t *out = json_object();
        put_text(out, "action", coserr_word(COSERR_WORDS_ACTIONS, decision.action, NULL));
        put_text(out, "reason", coserr_word(COSERR_WORDS_REASONS, decision.reason, NULL));
        put_number(out, "delay_ms", (json_int_t)decision.delay_ms);
        put_number(out, "clock_offset_s", decision.clock_offset_s);
        put_flag(out, "sign_again", decision.sign_again != 0);
        put_hints(out, decision.hints, decision.conditional);
        put_number(out, "cost", decision.cost);
        json_array_append_new(steps, out);
    }
    return json_pack("{s:o}", "steps", steps);
}

/* -------------------------------------------------------------------------------------------- main
 */

static const struct {
    const char *file;
    json_t *(*answer)(const json_t *in);
} answers[] = {
    {"find/", answer_find},         {"resolve/", answer_resolve}, {"read/", answer_read},
    {"language/", answer_language}, {"client/", answer_client},   {"operation/", answer_operation},
    {"decide/", answer_decide},
};

static json_t *answer(const char *id, const json_t *in) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (strncmp(id, answers[i].file, strlen(answers[i].file)) == 0) {
            return answers[i].answer(in);
        }
    }
    fail("no such file of vectors", id);
}

int main(int argc, char **argv) {
    char *line = NULL;
    size_t size = 0;
    if (argc > 1 && strcmp(argv[1], "--texts") == 0) {
        return write_all_texts();
    }
    while (getline(&line, &size, stdin) > 0) {
        json_error_t error;
        json_t *vector = json_loads(line, JSON_ALLOW_NUL, &error);
        const char *id = json_string_value(json_object_get(vector, "id"));
        if (id == NULL) {
            fail("not a vector", line);
        }
        json_object_set_new(vector, "out", answer(id, json_object_get(vector, "in")));
        write_line(vector);
    }
    free(line);
    return EXIT_SUCCESS;
}
