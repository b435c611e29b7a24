/* SPDX-License-Identifier: MIT */
/* From an HTTP answer to values: what the body is, whether the request failed, and each value with
 * the place that it came from. Needs no catalog. */
#include "runtime/fields.h"
#include "runtime/json_reader.h"
#include "runtime/xml.h"

/* What is being read. */
struct reading {
    const coserr_response *response;
    coserr_error *error;
    struct coserr__sink sink;
    uint32_t seen; /* 1 << COSERR_FIELD_*: found in the body, with or without a value */
};

static void store(struct reading *reading, const struct coserr__field_source *source,
                  uint8_t from) {
    coserr_error *error = reading->error;
    coserr_str value;
    if (!coserr__sink_end(&reading->sink, &value)) {
        error->missing |= 1u << source->field;
        error->source[source->field] = from;
    } else if (value.len > 0) {
        *coserr__field(error, source->field) = value;
        error->source[source->field] = from;
    }
}

static void begin_value(struct reading *reading, const struct coserr__field_source *source) {
    reading->sink.trimmed = source->trimmed;
    coserr__sink_begin(&reading->sink);
}

/* The first of duplicates is used. */
static bool is_new(const struct reading *reading, const struct coserr__field_source *source) {
    return source != NULL && (reading->seen & 1u << source->field) == 0;
}

static void note_fault(struct reading *reading, uint32_t fault, const unsigned char *pos,
                       const unsigned char *start) {
    reading->error->verdict = COSERR_VERDICT_MALFORMED;
    reading->error->fault = fault;
    reading->error->fault_offset = (size_t)(pos - start);
}

/* ------------------------------------------------------------------------------------------ XML */

/* At a direct child of the root. */
static enum coserr__xml_event read_child(struct reading *reading, struct coserr__xml *xml,
                                         uint32_t root_ns) {
    const struct coserr__field_source *source =
        xml->ns == root_ns ? coserr__source_of_element(xml->name) : NULL;
    if (!is_new(reading, source)) {
        return coserr__xml_value(xml, NULL);
    }
    begin_value(reading, source);
    const enum coserr__xml_event event = coserr__xml_value(xml, &reading->sink);
    if (event != COSERR__XML_FAULT) {
        reading->seen |= 1u << source->field;
        store(reading, source, COSERR_SOURCE_BODY);
    }
    return event;
}

static enum coserr__xml_event read_children(struct reading *reading, struct coserr__xml *xml) {
    const uint32_t root_ns = xml->ns;
    enum coserr__xml_event event;
    do {
        event = coserr__xml_next_tag(xml);
        if (event == COSERR__XML_START) {
            event = read_child(reading, xml, root_ns);
        }
    } while (event != COSERR__XML_FAULT && event != COSERR__XML_DONE);
    return event;
}

static bool begins_with(coserr_str text, const char *literal, size_t len) {
    return text.len >= len && coserr__equal_nocase(text.ptr, len, literal, len);
}

/* A document type with another root than Error, as HTML has it, which HTML may write in lowercase.
 * A name that is cut may yet have been Error's. */
static bool is_foreign_doctype(const struct coserr__xml *xml) {
    const size_t keyword = sizeof "<!DOCTYPE" - 1;
    const coserr_str here = {(const char *)xml->pos, (size_t)(xml->end - xml->pos)};
    if (xml->fault != COSERR_FAULT_DOCTYPE) {
        const coserr_str whole = {here.ptr - 1, here.len + 1}; /* it stopped after the '<' */
        return xml->pos > xml->start && begins_with(whole, COSERR_STR("<!doctype"));
    }
    const coserr_str name = coserr__trim(here.ptr + keyword, here.len - keyword);
    const size_t len = name.len < 5 ? name.len : 5;
    const bool same = len == 0 || memcmp(name.ptr, "Error", len) == 0;
    const bool ends = name.len <= 5 || coserr__is_space((unsigned char)name.ptr[5]) ||
                      name.ptr[5] == '[' || name.ptr[5] == '>';
    return !same || !ends;
}

/* Does Content-Type say that the body is not XML? Only what says so explicitly: servers and proxies
 * get it wrong too often to be believed against an Error document. */
static bool is_not_xml(const coserr_response *response) {
    static const char others[][20] = {"text/html", "text/plain", "application/json"};
    const coserr_str type =
        coserr__header(response->headers, response->header_count, COSERR_STR("Content-Type"));
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

static void read_xml(struct reading *reading, coserr_str body) {
    struct coserr__xml xml;
    coserr_error *error = reading->error;
    if (coserr__xml_begin(&xml, body.ptr, body.len) == COSERR__XML_FAULT) {
        if (is_foreign_doctype(&xml) || is_not_xml(reading->response)) {
            error->verdict = COSERR_VERDICT_NOT_AN_ERROR;
        } else {
            note_fault(reading, xml.fault, xml.pos, xml.start);
        }
    } else if (!coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("Error"))) {
        error->verdict = COSERR_VERDICT_NOT_AN_ERROR;
    } else {
        error->verdict = COSERR_VERDICT_ERROR;
        if (read_children(reading, &xml) == COSERR__XML_FAULT) {
            note_fault(reading, xml.fault, xml.pos, xml.start);
        }
    }
}

/* ----------------------------------------------------------------------------------------- JSON */

static enum coserr__json_event read_member(struct reading *reading, struct coserr__json *json) {
    const struct coserr__field_source *source = coserr__source_of_member(json->name);
    if (!is_new(reading, source)) {
        return coserr__json_value(json, NULL);
    }
    begin_value(reading, source);
    const enum coserr__json_event event = coserr__json_value(json, &reading->sink);
    if (event == COSERR__JSON_VALUE) {
        reading->seen |= 1u << source->field;
        store(reading, source, COSERR_SOURCE_BODY);
    }
    return event;
}

/* Of a failed request any known value will do; where no status says so, more is asked for. */
static bool is_json_error(const struct reading *reading) {
    const uint32_t code = 1u << COSERR_FIELD_CODE;
    if (reading->response->http_status == 0) {
        return (reading->seen & code) != 0 && reading->seen != code;
    }
    return reading->seen != 0 ||
           coserr__field_header(reading->response->headers, reading->response->header_count,
                                &coserr__field_sources[COSERR_FIELD_CODE])
                   .len > 0;
}

static void read_json(struct reading *reading, coserr_str body) {
    struct coserr__json json;
    enum coserr__json_event event = coserr__json_begin(&json, body.ptr, body.len);
    while (event != COSERR__JSON_FAULT && event != COSERR__JSON_DONE) {
        event = coserr__json_next(&json);
        if (event == COSERR__JSON_MEMBER) {
            event = read_member(reading, &json);
        }
    }
    if (event == COSERR__JSON_FAULT) {
        note_fault(reading, json.fault, json.pos, json.start);
    } else {
        reading->error->verdict =
            is_json_error(reading) ? COSERR_VERDICT_ERROR : COSERR_VERDICT_NOT_AN_ERROR;
    }
}

/* ----------------------------------------------------------------------------------------- body */

/* UTF-16 is XML in another encoding, which is a fault of its own; what else has no '<' first is not
 * XML. */
static bool is_like_xml(coserr_str text) {
    return *text.ptr == '<' || begins_with(text, COSERR_STR("\xFE\xFF")) ||
           begins_with(text, COSERR_STR("\xFF\xFE"));
}

/* By the first bytes of gzip and Zstandard, or because a header says so. */
static bool is_compressed(const coserr_response *response) {
    const coserr_str body = response->body;
    const coserr_str coding =
        coserr__header(response->headers, response->header_count, COSERR_STR("Content-Encoding"));
    return begins_with(body, COSERR_STR("\x1F\x8B\x08")) ||
           begins_with(body, COSERR_STR("\x28\xB5\x2F\xFD")) ||
           (coding.len > 0 &&
            !coserr__equal_nocase(coding.ptr, coding.len, COSERR_STR("identity")));
}

/* The size of a chunk in hexadecimal on a line of its own, then markup or an object. */
static bool is_chunked(coserr_str body) {
    size_t digits = 0;
    while (digits < body.len && digits < 8 &&
           strchr("0123456789abcdefABCDEF", body.ptr[digits]) != NULL && body.ptr[digits] != '\0') {
        digits++;
    }
    return digits > 0 && body.len >= digits + 3 && memcmp(body.ptr + digits, "\r\n", 2) == 0 &&
           (body.ptr[digits + 2] == '<' || body.ptr[digits + 2] == '{');
}

/* Has the status alone failed? */
static bool is_failure(uint32_t status) {
    return status >= 300 && status != 304;
}

static void read_body(struct reading *reading) {
    const coserr_response *response = reading->response;
    coserr_error *error = reading->error;
    const coserr_str body = error->body;
    const bool marked = begins_with(body, COSERR_STR("\xEF\xBB\xBF"));
    const coserr_str text = coserr__trim(body.ptr + (marked ? 3 : 0), body.len - (marked ? 3 : 0));
    if (text.len == 0) {
        error->verdict = COSERR_VERDICT_EMPTY;
    } else if (is_like_xml(text)) {
        read_xml(reading, body);
    } else if (*text.ptr == '{' &&
               (is_failure(response->http_status) || response->http_status == 0)) {
        read_json(reading, body);
    } else {
        error->verdict = COSERR_VERDICT_NOT_AN_ERROR;
        error->fault = is_compressed(response) ? COSERR_FAULT_COMPRESSED
                       : is_chunked(body)      ? COSERR_FAULT_CHUNKED
                                               : COSERR_FAULT_NONE;
    }
}

static bool has_failed(uint32_t status, uint32_t after_200, uint32_t verdict) {
    const bool bad_body = verdict == COSERR_VERDICT_ERROR || verdict == COSERR_VERDICT_MALFORMED;
    if (status == 0) {
        return bad_body;
    }
    if (status < 300) {
        return status >= 200 && bad_body && after_200 == COSERR_AFTER_200_BODY;
    }
    return is_failure(status);
}

/* After a success nothing of the body is kept: it may be an object that looks like an error. */
static void forget_body_values(struct reading *reading) {
    coserr_error *error = reading->error;
    for (uint32_t i = 0; i < COSERR_FIELD_SLOTS; i++) {
        if (error->source[i] == COSERR_SOURCE_BODY) {
            error->source[i] = COSERR_SOURCE_NONE;
            *coserr__field(error, i) = (coserr_str){"", 0};
        }
    }
    error->missing = 0;
    reading->sink.len = 0;
}

/* --------------------------------------------------------------------------- headers and caller */

/* What the body has not given. */
static void read_headers(struct reading *reading) {
    coserr_error *error = reading->error;
    for (size_t i = 0; i < COSERR__FIELD_SOURCES; i++) {
        const struct coserr__field_source *source = &coserr__field_sources[i];
        if (error->source[source->field] != COSERR_SOURCE_NONE) {
            continue;
        }
        const coserr_str given = coserr__field_header(reading->response->headers,
                                                      reading->response->header_count, source);
        if (given.len > 0) {
            begin_value(reading, source);
            coserr__sink_put(&reading->sink, given.ptr, given.len);
            store(reading, source, COSERR_SOURCE_HEADER);
        }
    }
}

/* What the caller knows of its request. */
static void take_arguments(const coserr_response *response, coserr_error *error) {
    const struct {
        uint32_t field;
        coserr_str value;
    } given[] = {
        {COSERR_FIELD_BUCKET, response->bucket},
        {COSERR_FIELD_REGION, response->region},
        {COSERR_FIELD_KEY, response->key},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        if (given[i].value.ptr != NULL && given[i].value.len > 0) {
            *coserr__field(error, given[i].field) = given[i].value;
            error->source[given[i].field] = COSERR_SOURCE_ARGUMENT;
        }
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static void take_response(const coserr_response *response, coserr_error *error) {
    error->http_status = response->http_status;
    if (response->http_status != 0) {
        error->source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_STATUS;
    }
    if (response->body.ptr != NULL) {
        error->body = response->body;
    }
    error->headers = response->headers;
    error->header_count = response->headers != NULL ? response->header_count : 0;
    error->operation = response->operation;
    error->received_at = response->received_at;
}

int coserr__read(const coserr_response *response, uint32_t after_200, coserr_error *error,
                 char *buffer, size_t buffer_size) {
    struct reading reading = {response, error, coserr__sink_over(buffer, buffer_size), 0};
    take_response(response, error);
    read_body(&reading);
    error->failed = has_failed(response->http_status, after_200, error->verdict);
    if (!error->failed) {
        forget_body_values(&reading);
    }
    error->kind = error->failed ? COSERR_KIND_SERVICE : COSERR_KIND_NONE;
    read_headers(&reading);
    take_arguments(response, error);
    return (int)error->failed;
}

int coserr_read(const coserr_response *response, coserr_error *error, char *buffer,
                size_t buffer_size) {
    coserr_response spare_response;
    coserr_error spare;
    if (!coserr__is_sized(response) || !coserr__is_sized(error)) {
        return -1;
    }
    const coserr_response *given = coserr__response(response, &spare_response);
    coserr_error *full = coserr__begin_error(error, &spare);
    const int failed = coserr__read(given, given->after_200, full, buffer, buffer_size);
    coserr__end_error(error, full);
    return failed;
}

size_t coserr_decode_bound(const coserr_response *response) {
    coserr_response spare;
    if (!coserr__is_sized(response)) {
        return 0;
    }
    const coserr_response *given = coserr__response(response, &spare);
    size_t bound = given->body.len + 2 * (size_t)COSERR__FIELD_SOURCES;
    for (uint32_t i = 0; given->headers != NULL && i < given->header_count; i++) {
        const size_t len = given->headers[i].value.len;
        bound = bound + len >= bound ? bound + len : SIZE_MAX;
    }
    return bound;
}
