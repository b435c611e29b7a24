/* SPDX-License-Identifier: MIT */
/* The digest of an error as one line of JSON (RFC 8259). */
#include "runtime/internal.h"
#include "runtime/xml_chars.h"

/* As snprintf has it: `len` counts what would be written, `size` bytes are. */
struct json {
    char *buffer;
    size_t size;
    size_t len;
    bool comma; /* the next member or element is not the first */
    bool lower; /* letters of a string become small */
    coserr_str language;
};

static struct json begin(char *buffer, size_t size) {
    struct json json;
    memset(&json, 0, sizeof json);
    json.buffer = buffer;
    json.size = buffer != NULL ? size : 0;
    return json;
}

static size_t end(const struct json *json) {
    if (json->size > 0) {
        json->buffer[json->len < json->size ? json->len : json->size - 1] = '\0';
    }
    return json->len;
}

static void put(struct json *json, const char *ptr, size_t len) {
    if (json->len < json->size) {
        const size_t room = json->size - json->len;
        memcpy(json->buffer + json->len, ptr, len < room ? len : room);
    }
    json->len += len;
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

/* Bytes that are no UTF-8, and U+FFFE and U+FFFF with them, become U+FFFD one by one. */
static void put_string(struct json *json, coserr_str value) {
    const unsigned char *p = (const unsigned char *)value.ptr;
    const unsigned char *const stop = p + value.len;
    put(json, COSERR_STR("\""));
    while (p < stop) {
        const size_t len = coserr__xml_char_len(p, (size_t)(stop - p));
        if (*p < 0x20 || *p == '"' || *p == '\\' || *p == 0x7F) {
            put_escaped(json, *p++);
        } else if (len == 0) {
            put(json, COSERR_STR("\xEF\xBF\xBD"));
            p++;
        } else {
            const char small = (char)coserr__lower(*p);
            put(json, json->lower && len == 1 ? &small : (const char *)p, len);
            p += len;
        }
    }
    put(json, COSERR_STR("\""));
}

static void put_number(struct json *json, uint32_t value) {
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    put(json, digits + at, sizeof digits - at);
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
    put_string(json, (coserr_str){name, strlen(name)});
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
        put_string(json, (coserr_str){value, strlen(value)});
    }
}

static void number_member(struct json *json, const char *name, uint32_t value) {
    if (value != 0) {
        key(json, name);
        put_number(json, value);
    }
}

/* In the order in which they are written. */
static const struct {
    uint32_t field;
    char name[12];
} fields[] = {
    {COSERR_FIELD_CODE, "code"},
    {COSERR_FIELD_MESSAGE, "message"},
    {COSERR_FIELD_RESOURCE, "resource"},
    {COSERR_FIELD_REQUEST_ID, "request_id"},
    {COSERR_FIELD_TRACE_ID, "trace_id"},
    {COSERR_FIELD_SERVER_TIME, "server_time"},
    {COSERR_FIELD_DATE, "date"},
    {COSERR_FIELD_RETRY_AFTER, "retry_after"},
    {COSERR_FIELD_HTTP_STATUS, "http_status"},
};

enum { FIELDS = sizeof fields / sizeof *fields };

/* The value as received, if there is one. */
static void field_member(struct json *json, const char *name, const coserr_error *error,
                         uint32_t field) {
    coserr_str value;
    value.ptr = coserr_error_field(error, field, &value.len);
    if (value.len > 0) {
        key(json, name);
        put_string(json, value);
    }
}

static void put_received(struct json *json, const coserr_error *error) {
    string_member(json, "verdict", coserr_verdict_name(error->verdict));
    string_member(json, "fault", coserr_fault_name(error->fault));
    key(json, "failed");
    put_bool(json, error->failed != 0);
    static const char kinds[][8] = {"", "service", "client"};
    string_member(json, "kind", kinds[error->kind <= COSERR_KIND_CLIENT ? error->kind : 0]);
    number_member(json, "http_status", error->http_status);
    for (size_t i = 0; i < FIELDS; i++) {
        field_member(json, fields[i].name, error, fields[i].field);
    }
    key(json, "source");
    open_with(json, "{");
    for (size_t i = 0; i < FIELDS; i++) {
        string_member(json, fields[i].name, coserr_source_name(error->source[fields[i].field]));
    }
    close_with(json, "}");
}

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
    number_member(json, "http_status", coserr_entry_status(entry));
    string_member(json, "retired", coserr_entry_retired(entry));
    close_with(json, "}");
}

static void put_explanation(struct json *json, const coserr_entry *entry) {
    const coserr_str language = json->language;
    const char *used;
    const char *message = coserr_entry_message(entry, language.ptr, language.len, &used);
    key(json, "explanation");
    open_with(json, "{");
    string_member(json, "lang", used);
    string_member(json, "message", message);
    string_member(json, "advice", coserr_entry_advice(entry, language.ptr, language.len, NULL));
    key(json, "docs");
    open_with(json, "[");
    const char *doc;
    for (size_t i = 0; (doc = coserr_entry_doc(entry, i, language.ptr, language.len)) != NULL;
         i++) {
        separate(json);
        put_string(json, (coserr_str){doc, strlen(doc)});
    }
    close_with(json, "]");
    close_with(json, "}");
}

static void put_retry(struct json *json, const coserr_entry *entry) {
    const uint32_t hints = coserr_entry_hints(entry);
    key(json, "retry");
    open_with(json, "{");
    string_member(json, "class", coserr_retry_class_name(coserr_entry_retry_class(entry)));
    key(json, "hints");
    open_with(json, "[");
    for (uint32_t bit = 0; bit < COSERR__HINTS; bit++) {
        if ((hints & 1u << bit) != 0) {
            const char *name = coserr_hint_name(1u << bit);
            separate(json);
            put_string(json, (coserr_str){name, strlen(name)});
        }
    }
    close_with(json, "]");
    close_with(json, "}");
}

size_t coserr_error_json(const coserr_error *error, const char *language, size_t language_len,
                         char *buffer, size_t size) {
    struct json json = begin(buffer, size);
    json.language = (coserr_str){language, language_len};
    open_with(&json, "{");
    key(&json, "schema");
    put_number(&json, 1);
    if (error != NULL) {
        put_received(&json, error);
    }
    if (error != NULL && error->entry != NULL) {
        put_match(&json, error->match);
        put_entry(&json, error->entry);
        put_explanation(&json, error->entry);
        put_retry(&json, error->entry);
        if (error->kind == COSERR_KIND_SERVICE) {
            string_member(&json, "diagnose_url",
                          coserr_catalog_diagnose_url(coserr__catalog_of(error->entry)));
        }
    }
    close_with(&json, "}");
    return end(&json);
}

/* ------------------------------------------------------------------------- as other SDKs have it
 */

size_t coserr_error_json_python(const coserr_error *error, char *buffer, size_t size) {
    struct json json = begin(buffer, size);
    open_with(&json, "{");
    if (coserr_error_http_status(error) != 0) {
        key(&json, "status_code");
        put(&json, COSERR_STR("\""));
        put_number(&json, error->http_status);
        put(&json, COSERR_STR("\""));
    }
    field_member(&json, "error_code", error, COSERR_FIELD_CODE);
    field_member(&json, "error_msg", error, COSERR_FIELD_MESSAGE);
    field_member(&json, "request_id", error, COSERR_FIELD_REQUEST_ID);
    field_member(&json, "trace_id", error, COSERR_FIELD_TRACE_ID);
    field_member(&json, "resource_location", error, COSERR_FIELD_RESOURCE);
    close_with(&json, "}");
    return end(&json);
}

static bool is_first_of_name(const coserr_response *response, uint32_t index) {
    const coserr_str name = response->headers[index].name;
    for (uint32_t i = 0; i < index; i++) {
        const coserr_str other = response->headers[i].name;
        if (coserr__equal_nocase(name.ptr, name.len, other.ptr, other.len)) {
            return false;
        }
    }
    return true;
}

static void put_headers(struct json *json, const coserr_response *response) {
    const uint32_t count =
        response != NULL && response->headers != NULL ? response->header_count : 0;
    key(json, "headers");
    open_with(json, "{");
    for (uint32_t i = 0; i < count; i++) {
        const coserr_header *header = &response->headers[i];
        if (is_first_of_name(response, i)) {
            separate(json);
            json->lower = true;
            put_string(json, header->name);
            json->lower = false;
            put(json, COSERR_STR(":"));
            put_string(json, coserr__trim(header->value.ptr, header->value.len));
        }
    }
    close_with(json, "}");
}

size_t coserr_error_json_javascript(const coserr_error *error, const coserr_response *response,
                                    char *buffer, size_t size) {
    struct json json = begin(buffer, size);
    if (coserr_error_failed(error) == 0) {
        put(&json, COSERR_STR("null"));
        return end(&json);
    }
    open_with(&json, "{");
    number_member(&json, "statusCode", error->http_status);
    put_headers(&json, response);
    key(&json, "error");
    open_with(&json, "{");
    field_member(&json, "Code", error, COSERR_FIELD_CODE);
    field_member(&json, "Message", error, COSERR_FIELD_MESSAGE);
    field_member(&json, "RequestId", error, COSERR_FIELD_REQUEST_ID);
    close_with(&json, "}");
    close_with(&json, "}");
    return end(&json);
}
