/* SPDX-License-Identifier: MIT */
/* From an HTTP answer to a coserr_error: what the body is, whether the request failed, and each
 * value with the place that it came from. */
#include "runtime/internal.h"
#include "runtime/xml.h"

/* No name and no message that the catalog tells apart is longer. */
enum { MAX_NAME = 256 };

#define SOURCE(field, element, header, member)                                                     \
    {                                                                                              \
        field, element, header, sizeof element - 1, sizeof header - 1,                             \
            offsetof(coserr_error, member)                                                         \
    }

/* Where each value is found. Of a value's several headers the first that is there counts. */
static const struct source {
    uint32_t field;
    char element[11];
    char header[19];
    uint8_t element_len;
    uint8_t header_len;
    size_t place; /* in coserr_error */
} sources[] = {
    SOURCE(COSERR_FIELD_CODE, "Code", "x-cos-error-code", code),
    SOURCE(COSERR_FIELD_MESSAGE, "Message", "x-cos-error-message", message),
    SOURCE(COSERR_FIELD_RESOURCE, "Resource", "", resource),
    SOURCE(COSERR_FIELD_REQUEST_ID, "RequestId", "x-cos-request-id", request_id),
    SOURCE(COSERR_FIELD_TRACE_ID, "TraceId", "x-cos-trace-id", trace_id),
    SOURCE(COSERR_FIELD_SERVER_TIME, "ServerTime", "", server_time),
    SOURCE(COSERR_FIELD_DATE, "", "Date", date),
    SOURCE(COSERR_FIELD_RETRY_AFTER, "", "Retry-After", retry_after),
};

enum { SOURCES = sizeof sources / sizeof *sources };

static coserr_str *value_at(coserr_error *error, const struct source *source) {
    return (coserr_str *)((char *)error + source->place);
}

static const struct source *source_of_element(coserr_str name) {
    for (size_t i = 0; i < SOURCES; i++) {
        const struct source *source = &sources[i];
        if (coserr__equal(name.ptr, name.len, source->element, source->element_len)) {
            return source;
        }
    }
    return NULL;
}

/* Field by field: compilers make a loop of a memset of this size, or a slow instruction. */
void coserr__clear(coserr_error *error) {
    const coserr_str none = {"", 0};
    error->verdict = COSERR_VERDICT_NONE;
    error->failed = 0;
    error->kind = COSERR_KIND_NONE;
    error->http_status = 0;
    error->match = 0;
    error->missing = 0;
    error->fault = COSERR_FAULT_NONE;
    error->fault_offset = 0;
    error->entry = NULL;
    error->code = none;
    error->message = none;
    error->resource = none;
    error->request_id = none;
    error->trace_id = none;
    error->server_time = none;
    error->date = none;
    error->retry_after = none;
    error->body = none;
    memset(error->source, COSERR_SOURCE_NONE, sizeof error->source);
}

/* ---------------------------------------------------------------------------------------- body */

static bool is_blank(coserr_str value) {
    return coserr__trim(value.ptr, value.len).len == 0;
}

static void store(coserr_error *error, const struct source *source, uint8_t from, coserr_str value,
                  bool fits) {
    if (value.len > 0) {
        *value_at(error, source) = value;
        error->source[source->field] = from;
    } else if (!fits) {
        error->missing |= 1u << source->field;
        error->source[source->field] = from;
    }
}

/* At a direct child of the root. */
static enum coserr__xml_event read_child(struct coserr__xml *xml, coserr_error *error,
                                         uint32_t root_ns, uint32_t *seen,
                                         struct coserr__sink *sink) {
    const struct source *source = xml->ns == root_ns ? source_of_element(xml->name) : NULL;
    if (source == NULL || (*seen & 1u << source->field) != 0) {
        return coserr__xml_value(xml, NULL);
    }
    coserr_str value;
    coserr__sink_begin(sink);
    const enum coserr__xml_event event = coserr__xml_value(xml, sink);
    if (event == COSERR__XML_FAULT) {
        return event;
    }
    const bool fits = coserr__sink_end(sink, &value);
    *seen |= 1u << source->field;
    store(error, source, COSERR_SOURCE_BODY, value, fits);
    return event;
}

static enum coserr__xml_event read_children(struct coserr__xml *xml, coserr_error *error,
                                            struct coserr__sink *sink) {
    const uint32_t root_ns = xml->ns;
    uint32_t seen = 0;
    enum coserr__xml_event event;
    do {
        event = coserr__xml_next_tag(xml);
        if (event == COSERR__XML_START) {
            event = read_child(xml, error, root_ns, &seen, sink);
        }
    } while (event != COSERR__XML_FAULT && event != COSERR__XML_DONE);
    return event;
}

static bool begins_with(coserr_str text, const char *literal, size_t len) {
    return text.len >= len && coserr__equal_nocase(text.ptr, len, literal, len);
}

/* What a body begins with, a byte order mark and blanks aside. */
static coserr_str without_lead(coserr_str body) {
    if (begins_with(body, COSERR_STR("\xEF\xBB\xBF"))) {
        body.ptr += 3;
        body.len -= 3;
    }
    return coserr__trim(body.ptr, body.len);
}

/* UTF-16 is XML in another encoding, which is to be said; whatever else has no '<' first is none.
 */
static bool is_like_xml(coserr_str start) {
    return *start.ptr == '<' || begins_with(start, COSERR_STR("\xFE\xFF")) ||
           begins_with(start, COSERR_STR("\xFF\xFE"));
}

/* A document type of another root than Error, as HTML has it; HTML may also write it small, which
 * XML does not know. A name that is cut may yet have been Error's. */
static bool is_foreign_doctype(const struct coserr__xml *xml) {
    const size_t keyword = sizeof "<!DOCTYPE" - 1;
    const coserr_str here = {(const char *)xml->pos, (size_t)(xml->end - xml->pos)};
    if (xml->fault != COSERR_FAULT_DOCTYPE) {
        const coserr_str whole = {here.ptr - 1, here.len + 1}; /* stopped behind the '<' */
        return xml->pos > xml->start && begins_with(whole, COSERR_STR("<!doctype"));
    }
    const coserr_str name = coserr__trim(here.ptr + keyword, here.len - keyword);
    const size_t most = name.len < 5 ? name.len : 5;
    const bool same = most == 0 || memcmp(name.ptr, "Error", most) == 0;
    const bool ends = name.len <= 5 || coserr__is_space((unsigned char)name.ptr[5]) ||
                      name.ptr[5] == '[' || name.ptr[5] == '>';
    return !same || !ends;
}

/* Does the type say that the body is no XML? Only what says so in so many words counts: servers and
 * proxies get it wrong too often to be believed against an Error document. */
static bool is_not_xml(coserr_str type) {
    static const char others[][17] = {"text/html", "text/plain", "application/json"};
    const char *semicolon = type.len > 0 ? memchr(type.ptr, ';', type.len) : NULL;
    const size_t len = semicolon != NULL ? (size_t)(semicolon - type.ptr) : type.len;
    const coserr_str name = coserr__trim(type.ptr, len);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (coserr__equal_nocase(name.ptr, name.len, others[i], strlen(others[i]))) {
            return true;
        }
    }
    return false;
}

/* The first header of the name that has a value; empty when there is none. */
static coserr_str header_value(const coserr_response *response, const char *name, size_t name_len) {
    const uint32_t count = response->headers != NULL ? response->header_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        const coserr_header *header = &response->headers[i];
        if (coserr__equal_nocase(header->name.ptr, header->name.len, name, name_len) &&
            !is_blank(header->value)) {
            return coserr__trim(header->value.ptr, header->value.len);
        }
    }
    return (coserr_str){"", 0};
}

static void note_fault(coserr_error *error, const struct coserr__xml *xml) {
    error->verdict = COSERR_VERDICT_MALFORMED;
    error->fault = xml->fault;
    error->fault_offset = (size_t)(xml->pos - xml->start);
}

static void read_body(const coserr_response *response, coserr_error *error,
                      struct coserr__sink *sink) {
    struct coserr__xml xml;
    const coserr_str body = error->body;
    const coserr_str start = without_lead(body);
    if (start.len == 0) {
        error->verdict = COSERR_VERDICT_EMPTY;
        return;
    }
    if (!is_like_xml(start)) {
        error->verdict = COSERR_VERDICT_NOT_AN_ERROR; /* no XML: plain text, JSON, ... */
        return;
    }
    if (coserr__xml_begin(&xml, body.ptr, body.len) == COSERR__XML_FAULT) {
        note_fault(error, &xml);
        if (is_foreign_doctype(&xml) ||
            is_not_xml(header_value(response, COSERR_STR("Content-Type")))) {
            error->verdict = COSERR_VERDICT_NOT_AN_ERROR;
            error->fault = COSERR_FAULT_NONE;
            error->fault_offset = 0;
        }
        return;
    }
    if (!coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("Error"))) {
        error->verdict = COSERR_VERDICT_NOT_AN_ERROR;
        return;
    }
    error->verdict = COSERR_VERDICT_ERROR;
    if (read_children(&xml, error, sink) == COSERR__XML_FAULT) {
        note_fault(error, &xml);
    }
}

/* ------------------------------------------------------------------------------------- headers */

/* What the body has not given. */
static void read_headers(const coserr_response *response, coserr_error *error,
                         struct coserr__sink *sink) {
    for (size_t i = 0; i < SOURCES; i++) {
        const struct source *source = &sources[i];
        if (error->source[source->field] != COSERR_SOURCE_NONE || source->header_len == 0) {
            continue;
        }
        const coserr_str given = header_value(response, source->header, source->header_len);
        if (given.len > 0) {
            coserr_str value;
            coserr__sink_begin(sink);
            coserr__sink_put(sink, given.ptr, given.len);
            const bool fits = coserr__sink_end(sink, &value);
            store(error, source, COSERR_SOURCE_HEADER, value, fits);
        }
    }
}

/* ------------------------------------------------------------------------------------- meaning */

static bool may_fail_with_200(uint32_t operation) {
    return operation == COSERR_OPERATION_COPY || operation == COSERR_OPERATION_UPLOAD_PART_COPY ||
           operation == COSERR_OPERATION_COMPLETE;
}

static bool has_failed(const coserr_response *response, uint32_t verdict) {
    const uint32_t status = response->http_status;
    const bool bad_body = verdict == COSERR_VERDICT_ERROR || verdict == COSERR_VERDICT_MALFORMED;
    if (status == 0) {
        return bad_body;
    }
    if (status < 300) {
        return status >= 200 && bad_body && may_fail_with_200(response->operation);
    }
    return status != 304;
}

/* What a success leaves: nothing of the body, which may be an object that looks like an error. */
static void forget_body_values(coserr_error *error) {
    for (size_t i = 0; i < SOURCES; i++) {
        const struct source *source = &sources[i];
        if (error->source[source->field] == COSERR_SOURCE_BODY) {
            error->source[source->field] = COSERR_SOURCE_NONE;
            *value_at(error, source) = (coserr_str){"", 0};
            error->missing &= ~(1u << source->field);
        }
    }
}

static void find_meaning(coserr_error *error, coserr_str code, coserr_str message) {
    if (is_blank(code)) {
        error->entry = coserr_get_family(error->http_status);
        error->match = COSERR_MATCH_FAMILY;
        return;
    }
    error->entry = coserr_find_entry(code.ptr, code.len, error->http_status, &error->match);
    error->entry = coserr_refine_entry(error->entry, message.ptr, message.len, &error->match);
}

/* The first direct child of the root with this name, if it has a value. */
static bool find_child(coserr_str body, coserr_str name, struct coserr__sink *sink,
                       coserr_str *value) {
    struct coserr__xml xml;
    if (coserr__xml_begin(&xml, body.ptr, body.len) != COSERR__XML_START) {
        return false;
    }
    const uint32_t root_ns = xml.ns;
    enum coserr__xml_event event;
    do {
        event = coserr__xml_next(&xml);
        if (event == COSERR__XML_START) {
            const bool wanted =
                xml.ns == root_ns && coserr__equal(xml.name.ptr, xml.name.len, name.ptr, name.len);
            coserr__sink_begin(sink);
            event = coserr__xml_value(&xml, wanted ? sink : NULL);
            if (wanted && event == COSERR__XML_END) {
                return coserr__sink_end(sink, value) && value->len > 0;
            }
        }
    } while (event != COSERR__XML_FAULT && event != COSERR__XML_DONE);
    return false;
}

/* A value that found no room in the caller's buffer, read again into a small one of ours. */
static coserr_str short_value(const coserr_response *response, const coserr_error *error,
                              const struct source *source, coserr_str found,
                              char small[MAX_NAME]) {
    struct coserr__sink sink = coserr__sink_over(small, MAX_NAME);
    sink.trimmed = true; /* as the lookup does; there may be more blanks than room */
    if ((error->missing & 1u << source->field) == 0) {
        return found;
    }
    if (error->source[source->field] == COSERR_SOURCE_HEADER) {
        return header_value(response, source->header, source->header_len);
    }
    const coserr_str name = {source->element, source->element_len};
    (void)find_child(error->body, name, &sink, &found);
    return found;
}

static void explain(const coserr_response *response, coserr_error *error) {
    char code[MAX_NAME];
    char message[MAX_NAME];
    error->kind = COSERR_KIND_SERVICE;
    find_meaning(
        error, short_value(response, error, &sources[COSERR_FIELD_CODE], error->code, code),
        short_value(response, error, &sources[COSERR_FIELD_MESSAGE], error->message, message));
}

static bool is_sized(const coserr_error *error) {
    return error != NULL && error->size >= sizeof *error;
}

size_t coserr_decode_bound(const coserr_response *response) {
    if (response == NULL || response->size < sizeof *response) {
        return 0;
    }
    size_t bound = response->body.len + 2 * (size_t)SOURCES;
    const uint32_t count = response->headers != NULL ? response->header_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        const size_t len = response->headers[i].value.len;
        bound = bound + len >= bound ? bound + len : SIZE_MAX;
    }
    return bound;
}

int coserr_decode(const coserr_response *response, coserr_error *error, char *buffer,
                  size_t buffer_size) {
    if (response == NULL || response->size < sizeof *response || !is_sized(error)) {
        return -1;
    }
    struct coserr__sink sink = coserr__sink_over(buffer, buffer_size);
    coserr__clear(error);
    error->http_status = response->http_status;
    if (response->http_status != 0) {
        error->source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_STATUS;
    }
    if (response->body.ptr != NULL) {
        error->body = response->body;
    }
    read_body(response, error, &sink);
    error->failed = has_failed(response, error->verdict);
    if (!error->failed) {
        forget_body_values(error);
        sink.len = 0;
    }
    read_headers(response, error, &sink);
    if (error->failed) {
        explain(response, error);
    }
    return (int)error->failed;
}

int coserr_explain(const char *code, size_t code_len, uint32_t http_status, const char *message,
                   size_t message_len, coserr_error *error) {
    if (!is_sized(error)) {
        return -1;
    }
    coserr__clear(error);
    error->failed = 1;
    error->kind = COSERR_KIND_SERVICE;
    error->http_status = http_status;
    if (http_status != 0) {
        error->source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_ARGUMENT;
    }
    if (code != NULL && code_len > 0) {
        store(error, &sources[COSERR_FIELD_CODE], COSERR_SOURCE_ARGUMENT,
              (coserr_str){code, code_len}, true);
    }
    if (message != NULL && message_len > 0) {
        store(error, &sources[COSERR_FIELD_MESSAGE], COSERR_SOURCE_ARGUMENT,
              (coserr_str){message, message_len}, true);
    }
    find_meaning(error, error->code, error->message);
    return 1;
}

/* --------------------------------------------------------------------------- other children */

int coserr_error_child(const coserr_error *error, const char *name, size_t name_len, char *buffer,
                       size_t buffer_size, coserr_str *value) {
    struct coserr__sink sink = coserr__sink_over(buffer, buffer_size);
    if (error == NULL || value == NULL) {
        return 0;
    }
    return find_child(error->body, (coserr_str){name, name_len}, &sink, value);
}

/* At an <Error> of a DeleteResult: its children into the item. */
static enum coserr__xml_event read_deleted(struct coserr__xml *xml, uint32_t root_ns,
                                           coserr_deleted *item, struct coserr__sink *sink) {
    const struct {
        coserr_str element;
        coserr_str *value;
    } wanted[] = {
        {{COSERR_STR("Key")}, &item->key},
        {{COSERR_STR("VersionId")}, &item->version_id},
        {{COSERR_STR("Code")}, &item->code},
        {{COSERR_STR("Message")}, &item->message},
    };
    uint32_t seen = 0;
    for (;;) {
        enum coserr__xml_event event = coserr__xml_next(xml);
        if (event == COSERR__XML_FAULT || event == COSERR__XML_END) {
            return event;
        }
        if (event != COSERR__XML_START) {
            continue;
        }
        size_t i = 0;
        while (i < 4 && !coserr__equal(xml->name.ptr, xml->name.len, wanted[i].element.ptr,
                                       wanted[i].element.len)) {
            i++;
        }
        const bool counts = i < 4 && xml->ns == root_ns && (seen & 1u << i) == 0;
        coserr__sink_begin(sink);
        event = coserr__xml_value(xml, counts ? sink : NULL);
        if (event == COSERR__XML_FAULT) {
            return event;
        }
        if (counts) {
            (void)coserr__sink_end(sink, wanted[i].value);
            seen |= 1u << i;
        }
    }
}

static int visit_deleted(struct coserr__xml *xml, uint32_t root_ns, struct coserr__sink sink,
                         coserr_deleted_fn *visit, void *context) {
    const coserr_str none = {"", 0};
    coserr_deleted item = {sizeof item, 0, NULL, none, none, none, none};
    if (read_deleted(xml, root_ns, &item, &sink) == COSERR__XML_FAULT) {
        return -1;
    }
    item.entry = coserr_find_entry(item.code.ptr, item.code.len, 0, &item.match);
    item.entry = coserr_refine_entry(item.entry, item.message.ptr, item.message.len, &item.match);
    return visit(context, &item) != 0;
}

int coserr_each_deleted(const char *body, size_t body_len, char *buffer, size_t buffer_size,
                        coserr_deleted_fn *visit, void *context) {
    struct coserr__xml xml;
    if (visit == NULL || coserr__xml_begin(&xml, body, body_len) != COSERR__XML_START ||
        !coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("DeleteResult"))) {
        return -1;
    }
    const struct coserr__sink sink = coserr__sink_over(buffer, buffer_size);
    const uint32_t root_ns = xml.ns;
    for (;;) {
        const enum coserr__xml_event event = coserr__xml_next(&xml);
        if (event == COSERR__XML_FAULT || event == COSERR__XML_DONE) {
            return event == COSERR__XML_DONE ? 1 : -1;
        }
        if (event != COSERR__XML_START) {
            continue;
        }
        const bool failed =
            xml.ns == root_ns && coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("Error"));
        if (!failed) {
            if (coserr__xml_value(&xml, NULL) == COSERR__XML_FAULT) {
                return -1;
            }
            continue;
        }
        const int more = visit_deleted(&xml, root_ns, sink, visit, context);
        if (more <= 0) {
            return more;
        }
    }
}
