/* SPDX-License-Identifier: MIT */
/* The digest of an error as one line of JSON (RFC 8259), in the library's form and in that of
 * RFC 9457. */
#include "runtime/internal.h"

#include "base/utf8.h"
#include "runtime/writer.h"

struct json {
    struct coserr__writer out;
    bool comma; /* the next member or element is not the first */
    coserr_language language;
};

static struct json begin(char *buffer, size_t size, coserr_language language) {
    const struct json json = {coserr__writer_over(buffer, size), false, language};
    return json;
}

static void put(struct json *json, const char *ptr, size_t len) {
    coserr__write(&json->out, ptr, len);
}

static void put_escaped(struct json *json, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    const char unicode[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    switch (c) {
    case '"':
        put(json, COSERR_STR("\\\""));
        break;
    case '\\':
        put(json, COSERR_STR("\\\\"));
        break;
    case '\n':
        put(json, COSERR_STR("\\n"));
        break;
    case '\r':
        put(json, COSERR_STR("\\r"));
        break;
    case '\t':
        put(json, COSERR_STR("\\t"));
        break;
    default:
        put(json, unicode, sizeof unicode);
    }
}

/* C1, of which some terminals take U+009B for the beginning of a command, as they do ESC [. */
static bool is_control(const unsigned char *p, size_t len) {
    return len == 2 && p[0] == 0xC2 && p[1] < 0xA0;
}

/* Bytes that are not UTF-8, and U+FFFE and U+FFFF, become U+FFFD one by one. */
static void put_string(struct json *json, coserr_str value) {
    const unsigned char *p = (const unsigned char *)value.ptr;
    const unsigned char *const stop = p + value.len;
    put(json, COSERR_STR("\""));
    while (p < stop) {
        const size_t len = coserr__utf8_len(p, (size_t)(stop - p));
        const bool odd = len == 3 && coserr__utf8_decode(p, len) >= 0xFFFE;
        if (*p < 0x20 || *p == '"' || *p == '\\' || *p == 0x7F) {
            put_escaped(json, *p++);
        } else if (is_control(p, len)) {
            put_escaped(json, p[1]);
            p += len;
        } else if (len == 0 || odd) {
            put(json, COSERR_STR("\xEF\xBF\xBD"));
            p += odd ? 3 : 1;
        } else {
            put(json, (const char *)p, len);
            p += len;
        }
    }
    put(json, COSERR_STR("\""));
}

static void put_text(struct json *json, const char *text) {
    put_string(json, (coserr_str){text, strlen(text)});
}

static void put_number(struct json *json, uint32_t value) {
    coserr__write_number(&json->out, value);
}

static void put_bool(struct json *json, bool value) {
    if (value) {
        put(json, COSERR_STR("true"));
    } else {
        put(json, COSERR_STR("false"));
    }
}

static void separate(struct json *json) {
    if (json->comma) {
        put(json, COSERR_STR(","));
    }
    json->comma = true;
}

static void key(struct json *json, const char *name) {
    separate(json);
    put_text(json, name);
    put(json, COSERR_STR(":"));
}

static void open_with(struct json *json, const char *bracket) {
    put(json, bracket, 1);
    json->comma = false;
}

static void close_with(struct json *json, const char *bracket) {
    put(json, bracket, 1);
    json->comma = true;
}

static void string_member(struct json *json, const char *name, const char *value) {
    if (*value != '\0') {
        key(json, name);
        put_text(json, value);
    }
}

static void number_member(struct json *json, const char *name, uint32_t value) {
    if (value != 0) {
        key(json, name);
        put_number(json, value);
    }
}

/* ---------------------------------------------------------------------------------- as received */

static const char status_name[] = "http_status";

/* X-list's members, whose names are those of the JSON. */
#define FIELD_NAME(NAME, number, member) {number, #member},
static const struct {
    uint32_t field;
    char name[12];
} fields[] = {COSERR_FIELD_LIST(FIELD_NAME)};

enum { FIELDS = sizeof fields / sizeof *fields };

static void put_values(struct json *json, const coserr_error *error) {
    for (size_t i = 0; i < FIELDS; i++) {
        coserr_str value;
        value.ptr = coserr_error_field(error, fields[i].field, &value.len);
        if (value.len > 0) {
            key(json, fields[i].name);
            put_string(json, value);
        }
    }
}

static void put_sources(struct json *json, const coserr_error *error) {
    key(json, "source");
    open_with(json, "{");
    for (size_t i = 0; i < FIELDS; i++) {
        string_member(json, fields[i].name, coserr_source_name(error->source[fields[i].field]));
    }
    string_member(json, status_name, coserr_source_name(error->source[COSERR_FIELD_HTTP_STATUS]));
    close_with(json, "}");
}

static void put_received(struct json *json, const coserr_error *error) {
    static const char kinds[][8] = {"", "service", "client"};
    string_member(json, "verdict", coserr_verdict_name(error->verdict));
    string_member(json, "fault", coserr_fault_name(error->fault));
    key(json, "failed");
    put_bool(json, error->failed != 0);
    string_member(json, "kind", kinds[error->kind <= COSERR_KIND_CLIENT ? error->kind : 0]);
    number_member(json, status_name, error->http_status);
    put_values(json, error);
    if (error->entry != NULL) {
        string_member(json, "operation",
                      coserr_operation_name(coserr_get_operation(coserr_entry_catalog(error->entry),
                                                                 error->operation)));
    }
    put_sources(json, error);
}

/* ----------------------------------------------------------------------------- from the catalog */

static void put_match(struct json *json, uint32_t match) {
    string_member(json, "match",
                  (match & COSERR_MATCH_EXACT) != 0          ? "exact"
                  : (match & COSERR_MATCH_OTHER_STATUS) != 0 ? "other_status"
                  : (match & COSERR_MATCH_REFINED) != 0      ? "refined"
                  : (match & COSERR_MATCH_FAMILY) != 0       ? "family"
                                                             : "");
    if (match != 0) {
        key(json, "alias");
        put_bool(json, (match & COSERR_MATCH_ALIAS) != 0);
    }
}

static void put_entry(struct json *json, const coserr_entry *entry) {
    if (coserr_entry_kind(entry) == COSERR_KIND_FAMILY) {
        return;
    }
    key(json, "entry");
    open_with(json, "{");
    number_member(json, "id", coserr_entry_id(entry));
    string_member(json, "symbol", coserr_entry_symbol(entry));
    string_member(json, "code", coserr_entry_code(entry));
    string_member(json, "case", coserr_entry_case(entry));
    number_member(json, status_name, coserr_entry_status(entry));
    string_member(json, "retired", coserr_entry_retired(entry));
    close_with(json, "}");
}

/* What a function like snprintf writes, as a string; nothing when that is empty. */
enum { MAX_WRITTEN = 2048 };

static void written_member(struct json *json, const char *name, const char *text, size_t len) {
    if (len > 0) {
        key(json, name);
        put_string(json, (coserr_str){text, len < MAX_WRITTEN ? len : strlen(text)});
    }
}

static void put_explanation(struct json *json, const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    char detail[MAX_WRITTEN];
    key(json, "explanation");
    open_with(json, "{");
    string_member(json, "lang", coserr_entry_language(entry, json->language));
    string_member(json, "message", coserr_entry_message(entry, json->language, NULL));
    string_member(json, "advice", coserr_entry_advice(entry, json->language, NULL));
    written_member(json, "detail", detail,
                   coserr_error_detail(error, json->language, detail, sizeof detail));
    key(json, "docs");
    open_with(json, "[");
    const char *doc;
    for (size_t i = 0; (doc = coserr_entry_doc(entry, i, json->language, NULL)) != NULL; i++) {
        separate(json);
        put_text(json, doc);
    }
    close_with(json, "]");
    close_with(json, "}");
}

/* Those that are no field: they were derived. */
static void put_derived_values(struct json *json, const coserr_error *error) {
    static const uint32_t values[] = {COSERR_VALUE_SHORT_BUCKET, COSERR_VALUE_AHEAD,
                                      COSERR_VALUE_BEHIND,       COSERR_VALUE_RETRY_AFTER,
                                      COSERR_VALUE_CAM_ACTION,   COSERR_VALUE_CAM_SOURCE_ACTION};
    char text[MAX_WRITTEN];
    key(json, "values");
    open_with(json, "{");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        written_member(json, coserr_word(COSERR_WORDS_VALUES, values[i], NULL), text,
                       coserr_error_value(error, values[i], text, sizeof text));
    }
    close_with(json, "}");
}

static void put_hints(struct json *json, const char *name, uint32_t hints) {
    key(json, name);
    open_with(json, "[");
    for (uint32_t bit = 0; bit < 32; bit++) {
        const char *word = coserr_word(COSERR_WORDS_HINTS, hints & 1u << bit, NULL);
        if (*word != '\0') {
            separate(json);
            put_text(json, word);
        }
    }
    close_with(json, "]");
}

static void put_retry(struct json *json, const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    key(json, "retry");
    open_with(json, "{");
    string_member(json, "class",
                  coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry), NULL));
    put_hints(json, "hints", coserr_entry_hints(entry, error->operation));
    put_hints(json, "conditional", coserr_entry_conditional_hints(entry, error->operation));
    close_with(json, "}");
}

static const char *category_of(const coserr_entry *entry) {
    return coserr_word(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry), NULL);
}

static void put_meaning(struct json *json, const coserr_error *error) {
    const coserr_catalog *catalog = coserr_entry_catalog(error->entry);
    put_match(json, error->match);
    put_entry(json, error->entry);
    string_member(json, "category", category_of(error->entry));
    put_explanation(json, error);
    put_derived_values(json, error);
    put_retry(json, error);
    if (error->kind == COSERR_KIND_SERVICE) {
        string_member(json, "diagnose_url", coserr_catalog_diagnose_url(catalog));
    }
    key(json, "catalog");
    open_with(json, "{");
    string_member(json, "name", coserr_catalog_name(catalog));
    string_member(json, "version", coserr_catalog_version(catalog));
    close_with(json, "}");
}

size_t coserr_error_json(const coserr_error *error, coserr_language language, char *buffer,
                         size_t size) {
    struct json json = begin(buffer, size, language);
    coserr_error full;
    open_with(&json, "{");
    key(&json, "schema");
    put_number(&json, 1);
    if (coserr__is_sized(error)) {
        coserr__take_error(&full, error);
        put_received(&json, &full);
        if (full.entry != NULL) {
            put_meaning(&json, &full);
        }
    }
    close_with(&json, "}");
    return coserr__writer_end(&json.out);
}

/* ------------------------------------------------------------------------------------- RFC 9457 */

static void put_instance(struct json *json, coserr_str request_id) {
    char uri[MAX_WRITTEN];
    struct coserr__writer writer = coserr__writer_over(uri, sizeof uri);
    static const char hex[] = "0123456789ABCDEF";
    if (request_id.len == 0) {
        return;
    }
    coserr__write(&writer, COSERR_STR("urn:coserr:request:"));
    for (size_t i = 0; i < request_id.len; i++) {
        const unsigned char c = (unsigned char)request_id.ptr[i];
        const unsigned char lower = coserr__lower(c);
        const char escaped[] = {'%', hex[c >> 4], hex[c & 15]};
        const bool plain = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '=';
        coserr__write(&writer, plain ? request_id.ptr + i : escaped, plain ? 1 : 3);
    }
    if (coserr__writer_end(&writer) < sizeof uri) { /* a part of it would name another */
        written_member(json, "instance", uri, writer.len);
    }
}

static void put_problem(struct json *json, const coserr_error *error) {
    const coserr_entry *entry = error->entry;
    const char *type = coserr_entry_doc(entry, 0, json->language, NULL);
    char detail[MAX_WRITTEN];
    const size_t len = coserr_error_detail(error, json->language, detail, sizeof detail);
    string_member(json, "type", type != NULL ? type : "about:blank");
    string_member(json, "title", coserr_entry_message(entry, json->language, NULL));
    number_member(json, "status", error->http_status);
    if (len > 0) {
        written_member(json, "detail", detail, len);
    } else {
        string_member(json, "detail", coserr_entry_advice(entry, json->language, NULL));
    }
    put_instance(json, error->request_id);
    if (error->code.len > 0) {
        key(json, "code");
        put_string(json, error->code);
    }
    string_member(json, "category", category_of(entry));
    string_member(json, "retry",
                  coserr_word(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry), NULL));
    string_member(json, "advice", coserr_entry_advice(entry, json->language, NULL));
    if (error->request_id.len > 0) {
        key(json, "request_id");
        put_string(json, error->request_id);
    }
}

size_t coserr_error_problem(const coserr_error *error, coserr_language language, char *buffer,
                            size_t size) {
    struct json json = begin(buffer, size, language);
    coserr_error full;
    open_with(&json, "{");
    if (coserr__is_sized(error)) {
        coserr__take_error(&full, error);
        if (full.entry != NULL) {
            put_problem(&json, &full);
        }
    }
    close_with(&json, "}");
    return coserr__writer_end(&json.out);
}
