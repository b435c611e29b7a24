/* SPDX-License-Identifier: MIT */
/*
 * Our JSON reader beside cJSON and jansson, on the inputs of the JSON fuzzer and on mutations of
 * them: all three must agree on whether a document is one object, and on the names, strings and
 * numbers of its members. excused_by_cjson() and excused_by_jansson() list where they may differ.
 *
 *   differential_json FOLDER [MUTATIONS [SEED]]
 */
#include "mutation.h"
#include "runtime/json_reader.h"

#include <cjson/cJSON.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_MEMBERS = MAX_SIZE / 4 };

struct member {
    coserr_str name;
    coserr_str value; /* decoded, or a number as written */
    uint32_t kind;
};

struct reading {
    bool good;
    bool long_name; /* one that our reader does not keep */
    uint32_t fault;
    size_t offset;
    size_t count;
    struct member members[MAX_MEMBERS];
    char text[2 * MAX_SIZE]; /* names and values, each with a NUL */
};

/* ----------------------------------------------------------------------------------------- ours */

static coserr_str keep(struct coserr__sink *sink, const char *ptr, size_t len) {
    coserr__sink_begin(sink);
    if (len > 0) {
        coserr__sink_put(sink, ptr, len);
    }
    sink->ptr[sink->len++] = '\0';
    return (coserr_str){sink->ptr + sink->begin, len};
}

static void read_ours(const char *body, size_t len, struct reading *reading) {
    struct coserr__json json;
    char value[MAX_SIZE];
    struct coserr__sink sink = coserr__sink_over(reading->text, sizeof reading->text);
    reading->count = 0;
    reading->long_name = false;
    enum coserr__json_event event = coserr__json_begin(&json, body, len);
    while (event != COSERR__JSON_DONE && event != COSERR__JSON_FAULT) {
        event = coserr__json_next(&json);
        if (event == COSERR__JSON_MEMBER) {
            struct coserr__sink room = coserr__sink_over(value, sizeof value);
            struct member *member = &reading->members[reading->count++];
            member->name = keep(&sink, json.name.ptr, json.name.len);
            reading->long_name = reading->long_name ||
                                 coserr__equal(json.name.ptr, json.name.len, COSERR_STR("\xFF"));
            event = coserr__json_value(&json, &room);
            member->value = keep(&sink, value, room.total);
            member->kind = json.kind;
        }
    }
    reading->good = event == COSERR__JSON_DONE;
    reading->fault = json.fault;
    reading->offset = (size_t)(json.pos - json.start);
}

/* ---------------------------------------------------------------------------------------- peers */

static bool same_as_cjson(const struct member *ours, const cJSON *theirs) {
    if (!coserr__equal(ours->name.ptr, ours->name.len, theirs->string, strlen(theirs->string))) {
        return false;
    }
    switch (ours->kind) {
    case COSERR__JSON_STRING:
        return cJSON_IsString(theirs) &&
               coserr__equal(ours->value.ptr, ours->value.len, theirs->valuestring,
                             strlen(theirs->valuestring));
    case COSERR__JSON_NUMBER:
        return cJSON_IsNumber(theirs) && strtod(ours->value.ptr, NULL) == theirs->valuedouble;
    case COSERR__JSON_OBJECT:
        return cJSON_IsObject(theirs);
    case COSERR__JSON_ARRAY:
        return cJSON_IsArray(theirs);
    case COSERR__JSON_NULL:
        return cJSON_IsNull(theirs);
    default:
        return cJSON_IsBool(theirs) && cJSON_IsTrue(theirs) == (ours->kind == COSERR__JSON_TRUE);
    }
}

/* Has the members of ours, in the same order. */
static bool equals_cjson(const struct reading *ours, const cJSON *root) {
    size_t i = 0;
    for (const cJSON *item = root->child; item != NULL; item = item->next, i++) {
        if (i == ours->count || !same_as_cjson(&ours->members[i], item)) {
            return false;
        }
    }
    return i == ours->count;
}

static bool same_as_jansson(const struct member *ours, const json_t *theirs) {
    switch (ours->kind) {
    case COSERR__JSON_STRING:
        return json_is_string(theirs) &&
               coserr__equal(ours->value.ptr, ours->value.len, json_string_value(theirs),
                             json_string_length(theirs));
    case COSERR__JSON_NUMBER:
        return json_is_number(theirs) && strtod(ours->value.ptr, NULL) == json_number_value(theirs);
    case COSERR__JSON_OBJECT:
        return json_is_object(theirs);
    case COSERR__JSON_ARRAY:
        return json_is_array(theirs);
    case COSERR__JSON_NULL:
        return json_is_null(theirs);
    default:
        return ours->kind == COSERR__JSON_TRUE ? json_is_true(theirs) : json_is_false(theirs);
    }
}

static bool has_later_duplicate(const struct reading *reading, size_t index) {
    const coserr_str name = reading->members[index].name;
    for (size_t i = index + 1; i < reading->count; i++) {
        const coserr_str other = reading->members[i].name;
        if (coserr__equal(name.ptr, name.len, other.ptr, other.len)) {
            return true;
        }
    }
    return false;
}

/* jansson keeps the last of several members with one name. */
static bool equals_jansson(const struct reading *ours, const json_t *root) {
    size_t distinct = 0;
    for (size_t i = 0; i < ours->count; i++) {
        const struct member *member = &ours->members[i];
        if (has_later_duplicate(ours, i)) {
            continue;
        }
        distinct++;
        if (!same_as_jansson(member, json_object_get(root, member->name.ptr))) {
            return false;
        }
    }
    return distinct == json_object_size(root);
}

/* ----------------------------------------------------------------------------------- comparison */

static bool is_number_byte(char c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

static bool has_surrogate(const char *body, size_t len) {
    return body_contains(body, len, "\\ud") || body_contains(body, len, "\\uD");
}

static bool has_long_number(const char *body, size_t len) {
    size_t run = 0;
    for (size_t i = 0; i < len && run < 63; i++) {
        run = is_number_byte(body[i]) ? run + 1 : 0;
    }
    return run == 63;
}

/* Where our reader stopped and cJSON went on. */
static const char *excused_leniency(const char *body, size_t len, const struct reading *ours) {
    const char *at = body + ours->offset;
    if (ours->fault == COSERR_FAULT_ENCODING) {
        return "cJSON does not check UTF-8";
    }
    if (ours->offset < len && (unsigned char)*at < 0x20) {
        return "cJSON takes control characters in strings and as whitespace";
    }
    if (len - ours->offset >= 2 && memcmp(at, "\\u", 2) == 0) {
        return "cJSON takes a broken \\u as U+0000";
    }
    if (ours->offset > 0 && is_number_byte(at[-1])) {
        return "cJSON reads numbers with strtod";
    }
    return NULL;
}

static const char *excused_by_cjson(const char *body, size_t len, const struct reading *ours,
                                    const cJSON *theirs) {
    if (ours->fault == COSERR_FAULT_LIMIT) {
        return "our limits";
    }
    if (memchr(body, '\0', len) != NULL) {
        return "cJSON ends at a NUL";
    }
    if (!ours->good && theirs != NULL) {
        return excused_leniency(body, len, ours);
    }
    if (theirs == NULL && has_surrogate(body, len)) {
        return "lone surrogates are refused by others";
    }
    if (theirs == NULL && has_long_number(body, len)) {
        return "cJSON takes 63 characters of a number";
    }
    if (theirs != NULL && body_contains(body, len, "\\u0000")) {
        return "cJSON's strings end at U+0000";
    }
    return NULL;
}

static const char *excused_by_jansson(const struct reading *ours, const json_t *theirs,
                                      const json_error_t *error) {
    if (ours->fault == COSERR_FAULT_LIMIT) {
        return "our limits";
    }
    if (!ours->good || theirs != NULL) {
        return NULL;
    }
    switch (json_error_code(error)) {
    case json_error_null_byte_in_key:
        return "jansson refuses U+0000 in names";
    case json_error_numeric_overflow:
        return "jansson refuses numbers out of the range of its types";
    default:
        return strstr(error->text, "invalid Unicode") != NULL
                   ? "lone surrogates are refused by others"
                   : NULL;
    }
}

static void show(const char *peer, const char *body, size_t len, const struct reading *ours,
                 bool theirs) {
    printf("DIFFERENT from %s: ours %s (%s at %zu), theirs %s\n  body: ", peer,
           ours->good ? "good" : "bad", coserr_fault_name(ours->fault), ours->offset,
           theirs ? "good" : "bad");
    show_body(body, len);
}

static void compare_cjson(const char *body, size_t len, const struct reading *ours,
                          struct tally *tally) {
    char *ended = malloc(len + 1); /* it requires a NUL after the document */
    memcpy(ended, body, len);
    ended[len] = '\0';
    cJSON *root = cJSON_ParseWithLengthOpts(ended, len + 1, NULL, true);
    cJSON *object = cJSON_IsObject(root) ? root : NULL;
    const bool same = ours->good == (object != NULL) &&
                      (!ours->good || ours->long_name || equals_cjson(ours, object));
    tally->compared++;
    tally->accepted += ours->good;
    if (!same && count_difference(tally, excused_by_cjson(body, len, ours, object))) {
        show("cJSON", body, len, ours, object != NULL);
    }
    cJSON_Delete(root);
    free(ended);
}

static void compare_jansson(const char *body, size_t len, const struct reading *ours,
                            struct tally *tally) {
    json_error_t error;
    const size_t mark = len >= 3 && memcmp(body, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    json_t *root = json_loadb(body + mark, len - mark, JSON_ALLOW_NUL, &error);
    const json_t *object = json_is_object(root) ? root : NULL;
    const bool same = ours->good == (object != NULL) &&
                      (!ours->good || ours->long_name || equals_jansson(ours, object));
    tally->compared++;
    tally->accepted += ours->good;
    if (!same && count_difference(tally, excused_by_jansson(ours, object, &error))) {
        show("jansson", body, len, ours, object != NULL);
    }
    json_decref(root);
}

static void check(const char *body, size_t len, struct tally *tally) {
    static struct reading ours;
    read_ours(body, len, &ours);
    compare_cjson(body, len, &ours, tally);
    compare_jansson(body, len, &ours, tally);
}

/* What breaks documents, or nearly does. */
/* clang-format off */
static const char *const tokens[] = {
    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", ",\"a\":1", ",\"code\":\"x\"", "[]", "{}",
    "[[", "]]", "{\"a\":", "true", "false", "null", "nul", "0", "-", "-0", "1.5", "1e9", "E+", ".",
    "e", "99999999999999999999", "1e999", "\\", "\\\\", "\\\"", "\\/", "\\n", "\\x", "\\u", "\\u0041",
    "\\u4e2d", "\\u0000", "\\ud83d\\ude00", "\\ud83d", "\\ude00", " ", "\t", "\r\n", "\f", "\x01",
    "\x7F", "\xC3", "\xC3\xA9", "\xE4\xB8\xAD", "\xED\xA0\x80", "\xF0\x9F\x98\x80", "\xEF\xBB\xBF",
};
/* clang-format on */

int main(int argc, char **argv) {
    return run_comparison(argc, argv, tokens, sizeof tokens / sizeof *tokens, check);
}
