/* SPDX-License-Identifier: MIT */
/* Where each value of an answer is found, and finding a single one again. */
#include "runtime/fields.h"

#include "runtime/json_reader.h"
#include "runtime/xml.h"

#define ELEMENT(name) sizeof name - 1, name

const struct coserr__field_source coserr__field_sources[COSERR__FIELD_SOURCES] = {
    {COSERR_FIELD_CODE, true, ELEMENT("Code"), {"code"}, {"x-cos-error-code"}},
    {COSERR_FIELD_MESSAGE, false, ELEMENT("Message"), {"message"}, {"x-cos-error-message"}},
    {COSERR_FIELD_RESOURCE, false, ELEMENT("Resource"), {""}, {""}},
    {COSERR_FIELD_REQUEST_ID,
     true,
     ELEMENT("RequestId"),
     {"requestid", "request_id", "RequestId"},
     {"x-cos-request-id", "x-ci-request-id"}},
    {COSERR_FIELD_TRACE_ID, true, ELEMENT("TraceId"), {""}, {"x-cos-trace-id"}},
    {COSERR_FIELD_SERVER_TIME, false, ELEMENT("ServerTime"), {""}, {""}},
    {COSERR_FIELD_DATE, false, ELEMENT(""), {""}, {"Date"}},
    {COSERR_FIELD_RETRY_AFTER, false, ELEMENT(""), {""}, {"Retry-After"}},
};

const struct coserr__field_source *coserr__source_of_element(coserr_str name) {
    for (size_t i = 0; i < COSERR__FIELD_SOURCES; i++) {
        const struct coserr__field_source *source = &coserr__field_sources[i];
        if (name.len == source->element_len &&
            coserr__same_bytes((const unsigned char *)name.ptr,
                               (const unsigned char *)source->element, name.len)) {
            return source;
        }
    }
    return NULL;
}

const struct coserr__field_source *coserr__source_of_member(coserr_str name) {
    for (size_t i = 0; i < COSERR__FIELD_SOURCES; i++) {
        const struct coserr__field_source *source = &coserr__field_sources[i];
        for (size_t j = 0; name.len > 0 && j < COSERR__FIELD_NAMES; j++) {
            const char *member = source->members[j];
            if (coserr__equal(name.ptr, name.len, member, strlen(member))) {
                return source;
            }
        }
    }
    return NULL;
}

coserr_str coserr__field_header(const coserr_header *headers, uint32_t count,
                                const struct coserr__field_source *source) {
    for (size_t i = 0; i < COSERR__FIELD_HEADERS && source->headers[i][0] != '\0'; i++) {
        const char *name = source->headers[i];
        const coserr_str value = coserr__header(headers, count, name, strlen(name));
        if (value.len > 0) {
            return value;
        }
    }
    return (coserr_str){"", 0};
}

bool coserr__is_json(coserr_str body) {
    if (body.len >= 3 && memcmp(body.ptr, "\xEF\xBB\xBF", 3) == 0) {
        body.ptr += 3;
        body.len -= 3;
    }
    const coserr_str text = coserr__trim(body.ptr, body.len);
    return text.len > 0 && *text.ptr == '{';
}

bool coserr__find_child(coserr_str body, coserr_str name, struct coserr__sink *sink) {
    struct coserr__xml xml;
    if (coserr__xml_begin(&xml, body.ptr, body.len) != COSERR__XML_START) {
        return false;
    }
    const uint32_t root_ns = xml.ns;
    enum coserr__xml_event event;
    do {
        event = coserr__xml_next_tag(&xml);
        if (event == COSERR__XML_START) {
            const bool wanted =
                xml.ns == root_ns && coserr__equal(xml.name.ptr, xml.name.len, name.ptr, name.len);
            event = coserr__xml_value(&xml, wanted ? sink : NULL);
            if (wanted) {
                return event == COSERR__XML_END;
            }
        }
    } while (event != COSERR__XML_FAULT && event != COSERR__XML_DONE);
    return false;
}

static bool find_member(coserr_str body, uint32_t field, struct coserr__sink *sink) {
    struct coserr__json json;
    enum coserr__json_event event = coserr__json_begin(&json, body.ptr, body.len);
    while (event != COSERR__JSON_FAULT && event != COSERR__JSON_DONE) {
        event = coserr__json_next(&json);
        if (event == COSERR__JSON_MEMBER) {
            const struct coserr__field_source *source = coserr__source_of_member(json.name);
            if (source != NULL && source->field == field) {
                return coserr__json_value(&json, sink) == COSERR__JSON_VALUE;
            }
        }
    }
    return false;
}

bool coserr__read_again(const coserr_error *error, uint32_t field, struct coserr__sink *sink) {
    const struct coserr__field_source *source = coserr__field_sources;
    while (source->field != field) {
        source++;
    }
    if (error->source[field] == COSERR_SOURCE_HEADER) {
        const coserr_str value = coserr__field_header(error->headers, error->header_count, source);
        coserr__sink_put(sink, value.ptr, value.len);
        return true;
    }
    return coserr__is_json(error->body)
               ? find_member(error->body, field, sink)
               : coserr__find_child(error->body, (coserr_str){source->element, source->element_len},
                                    sink);
}
