/* SPDX-License-Identifier: MIT */
/* The failed keys of a DeleteResult; and single elements of an error document. */
#include "runtime/fields.h"
#include "runtime/pattern.h"
#include "runtime/xml.h"

int coserr_error_child(const coserr_error *error, const char *name, size_t name_len, char *buffer,
                       size_t buffer_size, coserr_str *value) {
    coserr_str body;
    body.ptr = coserr_error_body(error, &body.len);
    struct coserr__sink sink = coserr__sink_over(buffer, buffer_size);
    if (value == NULL) {
        return 0;
    }
    *value = (coserr_str){"", 0};
    coserr__sink_begin(&sink);
    return coserr__find_child(body, (coserr_str){name, name_len}, &sink) &&
           coserr__sink_end(&sink, value) && value->len > 0;
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
        enum coserr__xml_event event = coserr__xml_next_tag(xml);
        if (event != COSERR__XML_START) {
            return event;
        }
        size_t i = 0;
        while (i < 4 && !coserr__equal(xml->name.ptr, xml->name.len, wanted[i].element.ptr,
                                       wanted[i].element.len)) {
            i++;
        }
        const bool used = i < 4 && xml->ns == root_ns && (seen & 1u << i) == 0;
        sink->trimmed = used && wanted[i].value == &item->code;
        coserr__sink_begin(sink);
        event = coserr__xml_value(xml, used ? sink : NULL);
        if (event == COSERR__XML_FAULT) {
            return event;
        }
        if (used) {
            (void)coserr__sink_end(sink, wanted[i].value);
            seen |= 1u << i;
        }
    }
}

struct visitor {
    const coserr_catalog *catalog;
    coserr_deleted_fn *visit;
    void *context;
};

static int visit_deleted(const struct visitor *visitor, struct coserr__xml *xml, uint32_t root_ns,
                         struct coserr__sink sink) {
    const coserr_str none = {"", 0};
    coserr_deleted item = {sizeof item, 0, NULL, none, none, none, none};
    if (read_deleted(xml, root_ns, &item, &sink) == COSERR__XML_FAULT) {
        return -1;
    }
    item.entry = coserr_find_entry(visitor->catalog, item.code.ptr, item.code.len, 0, &item.match);
    item.entry = coserr_refine_entry(item.entry, item.message.ptr, item.message.len, &item.match);
    return visitor->visit(visitor->context, &item) != 0;
}

int coserr_each_deleted(const coserr_catalog *catalog, const char *body, size_t body_len,
                        char *buffer, size_t buffer_size, coserr_deleted_fn *visit, void *context) {
    const struct visitor visitor = {coserr__catalog(catalog), visit, context};
    struct coserr__xml xml;
    if (visit == NULL || coserr__xml_begin(&xml, body, body_len) != COSERR__XML_START ||
        !coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("DeleteResult"))) {
        return -1;
    }
    const struct coserr__sink sink = coserr__sink_over(buffer, buffer_size);
    const uint32_t root_ns = xml.ns;
    for (;;) {
        const enum coserr__xml_event event = coserr__xml_next_tag(&xml);
        if (event == COSERR__XML_FAULT || event == COSERR__XML_DONE) {
            return event == COSERR__XML_DONE ? 1 : -1;
        }
        if (event != COSERR__XML_START) {
            continue;
        }
        const bool failed =
            xml.ns == root_ns && coserr__equal(xml.name.ptr, xml.name.len, COSERR_STR("Error"));
        const int more = failed ? visit_deleted(&visitor, &xml, root_ns, sink)
                         : coserr__xml_value(&xml, NULL) == COSERR__XML_FAULT ? -1
                                                                              : 1;
        if (more <= 0) {
            return more;
        }
    }
}
