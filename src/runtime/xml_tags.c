/* SPDX-License-Identifier: MIT */
/* Reads tags: their attributes, and the namespaces that these declare. */
#include "runtime/xml_tags.h"

#include "base/utf8.h"
#include "runtime/xml_tokens.h"

typedef struct coserr__xml xml_reader;

#define XML_URI "http://www.w3.org/XML/1998/namespace"
#define XMLNS_URI "http://www.w3.org/2000/xmlns/"

enum { NO_NAMESPACE = 0, XML_NAMESPACE = 1, FIRST_NAMESPACE = 2 };

/* "prefix:local", or "local" alone. Lengths, not slices: copying a slice that was just written
 * stalls the processor. */
struct qname {
    const char *ptr;
    size_t len;
    size_t local; /* where the local name begins */
};

static inline bool read_qname(xml_reader *x, struct qname *name) {
    const unsigned char *const begin = x->pos;
    name->ptr = (const char *)begin;
    name->local = 0;
    if (!coserr__xml_skip_name(x)) {
        return false;
    }
    if (*x->pos == ':') {
        x->pos++;
        name->local = (size_t)(x->pos - begin);
        if (!coserr__xml_skip_name(x)) {
            return false;
        }
    }
    name->len = (size_t)(x->pos - begin);
    return true;
}

static coserr_str prefix_of(const struct qname *name) {
    return (coserr_str){name->ptr, name->local > 0 ? name->local - 1 : 0};
}

static coserr_str local_of(const struct qname *name) {
    return (coserr_str){name->ptr + name->local, name->len - name->local};
}

static bool same_name(coserr_str a, coserr_str b) {
    return coserr__equal(a.ptr, a.len, b.ptr, b.len);
}

/* ----------------------------------------------------------------------------------- namespaces */

void coserr__xml_reset_namespaces(xml_reader *x) {
    x->ns_count = 0;
    x->ns_next = FIRST_NAMESPACE;
}

/* One character of an attribute's value as the application sees it; the value is known to be
 * well-formed. */
static uint32_t value_char(xml_reader *value) {
    uint32_t c = 0;
    if (*value->pos == '&') {
        (void)coserr__xml_read_reference(value, &c);
        return c;
    }
    const size_t len = coserr__utf8_len(value->pos, (size_t)(value->end - value->pos));
    c = coserr__utf8_decode(value->pos, len);
    value->pos += len;
    if (c == '\r' && value->pos < value->end && *value->pos == '\n') {
        value->pos++;
    }
    return c < 0x20 ? 0x20 : c;
}

static bool same_value(coserr_str a, coserr_str b) {
    if (same_name(a, b)) {
        return true;
    }
    xml_reader left, right;
    left.pos = (const unsigned char *)a.ptr;
    left.end = left.pos + a.len;
    left.ascii = false;
    right.pos = (const unsigned char *)b.ptr;
    right.end = right.pos + b.len;
    right.ascii = false;
    while (left.pos < left.end && right.pos < right.end) {
        if (value_char(&left) != value_char(&right)) {
            return false;
        }
    }
    return left.pos == left.end && right.pos == right.end;
}

/* Equal URIs get the same number once, here: looking a name up never compares them again. */
static uint32_t namespace_id(xml_reader *x, coserr_str uri) {
    if (uri.len == 0) {
        return NO_NAMESPACE;
    }
    for (uint32_t i = 0; i < x->ns_count; i++) {
        if (x->scope[i].id >= FIRST_NAMESPACE && same_value(x->scope[i].uri, uri)) {
            return x->scope[i].id;
        }
    }
    return x->ns_next++;
}

/* "&#x10FFFF;" is as long as a reference gets without leading zeros; with any number of them, few
 * characters could take long to compare, again and again. */
static bool has_padded_reference(coserr_str uri) {
    size_t len = 0;
    for (size_t i = 0; i < uri.len; i++) {
        len = uri.ptr[i] == '&' ? 1 : uri.ptr[i] == ';' || len == 0 ? 0 : len + 1;
        if (len == sizeof "&#x10FFFF;" - 1) {
            return true;
        }
    }
    return false;
}

static bool declare(xml_reader *x, coserr_str prefix, coserr_str uri) {
    if (x->ns_count == COSERR__MAX_NAMESPACES || has_padded_reference(uri)) {
        return coserr__xml_fail(x, COSERR_FAULT_LIMIT);
    }
    const bool is_xml = same_value(uri, (coserr_str){COSERR_STR(XML_URI)});
    const bool is_xmlns = same_value(uri, (coserr_str){COSERR_STR(XMLNS_URI)});
    const bool for_xml = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xml"));
    const bool for_xmlns = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xmlns"));
    if (is_xmlns || for_xmlns || is_xml != for_xml || (prefix.len > 0 && uri.len == 0)) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    const uint32_t id = is_xml ? (uint32_t)XML_NAMESPACE : namespace_id(x, uri);
    x->scope[x->ns_count].prefix = prefix;
    x->scope[x->ns_count].uri = uri;
    x->scope[x->ns_count].id = id;
    x->ns_count++;
    return true;
}

/* Finds the innermost declaration of the prefix. Only the default namespace may have none. */
static inline bool resolve(xml_reader *x, coserr_str prefix, uint32_t *id) {
    for (uint32_t i = x->ns_count; i > 0; i--) {
        if (same_name(x->scope[i - 1].prefix, prefix)) {
            *id = x->scope[i - 1].id;
            return true;
        }
    }
    const bool is_xml = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xml"));
    *id = is_xml ? XML_NAMESPACE : NO_NAMESPACE;
    if (!is_xml && prefix.len > 0) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

/* ----------------------------------------------------------------------------------- attributes */

struct attributes {
    struct qname names[COSERR__MAX_ATTRIBUTES];
    uint32_t ns[COSERR__MAX_ATTRIBUTES];
    size_t count;
};

static bool is_xmlns(coserr_str name) {
    return coserr__equal(name.ptr, name.len, COSERR_STR("xmlns"));
}

static bool read_attribute(xml_reader *x, struct attributes *attributes) {
    coserr_str value;
    if (attributes->count == COSERR__MAX_ATTRIBUTES) {
        return coserr__xml_fail(x, COSERR_FAULT_LIMIT);
    }
    struct qname *name = &attributes->names[attributes->count++];
    if (!read_qname(x, name) || !coserr__xml_read_attribute_value(x, &value)) {
        return false;
    }
    const coserr_str prefix = prefix_of(name);
    const coserr_str local = local_of(name);
    if (prefix.len == 0) {
        return !is_xmlns(local) || declare(x, prefix, value);
    }
    return !is_xmlns(prefix) || declare(x, local, value);
}

/* An attribute without a prefix is in no namespace, whatever the default is. */
static bool resolve_attributes(xml_reader *x, struct attributes *attributes) {
    for (size_t i = 0; i < attributes->count; i++) {
        const coserr_str prefix = prefix_of(&attributes->names[i]);
        attributes->ns[i] = NO_NAMESPACE;
        if (prefix.len > 0 && !is_xmlns(prefix) && !resolve(x, prefix, &attributes->ns[i])) {
            return false;
        }
    }
    return true;
}

/* No two attributes may have the same name, nor the same local name in the same namespace. */
static bool are_distinct(const struct attributes *attributes) {
    for (size_t i = 1; i < attributes->count; i++) {
        const struct qname *a = &attributes->names[i];
        for (size_t j = 0; j < i; j++) {
            const struct qname *b = &attributes->names[j];
            const uint32_t ns = attributes->ns[i];
            const bool same_ns = ns != NO_NAMESPACE && ns == attributes->ns[j];
            if (coserr__equal(a->ptr, a->len, b->ptr, b->len) ||
                (same_ns && same_name(local_of(a), local_of(b)))) {
                return false;
            }
        }
    }
    return true;
}

/* After an element's name: up to the '>' or '/'. Out of line, for few elements have attributes and
 * they take much of the stack. */
COSERR__COLD
static bool read_attributes(xml_reader *x) {
    struct attributes attributes;
    attributes.count = 0;
    bool space = coserr__xml_skip_space(x);
    while (space && !coserr__xml_at(x, COSERR_STR(">")) && !coserr__xml_at(x, COSERR_STR("/"))) {
        if (!read_attribute(x, &attributes)) {
            return false;
        }
        space = coserr__xml_skip_space(x);
    }
    if (!resolve_attributes(x, &attributes)) {
        return false;
    }
    if (!are_distinct(&attributes)) {
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    return true;
}

/* ----------------------------------------------------------------------------------------- tags */

bool coserr__xml_read_start(xml_reader *x) {
    struct qname name;
    if (!read_qname(x, &name)) {
        return false;
    }
    if (x->depth == COSERR__MAX_DEPTH) {
        return coserr__xml_fail(x, COSERR_FAULT_LIMIT);
    }
    x->open[x->depth].name = (coserr_str){name.ptr, name.len};
    x->open[x->depth].ns_count = x->ns_count;
    if (*x->pos != '>') {
        if (!read_attributes(x)) {
            return false;
        }
        x->closing = coserr__xml_skip(x, COSERR_STR("/"));
    }
    if (!resolve(x, prefix_of(&name), &x->ns) || !coserr__xml_expect(x, COSERR_STR(">"))) {
        return false;
    }
    x->depth++;
    x->name = local_of(&name);
    return true;
}

bool coserr__xml_read_end(xml_reader *x) {
    const coserr_str name = x->open[x->depth - 1].name;
    const size_t left = (size_t)(x->end - x->pos);
    if (left < name.len || !coserr__same_bytes(x->pos, (const unsigned char *)name.ptr, name.len)) {
        (void)coserr__xml_ends_in(x, name.ptr, name.len);
        return coserr__xml_fail(x, COSERR_FAULT_SYNTAX);
    }
    x->pos += name.len;
    coserr__xml_skip_space(x);
    return coserr__xml_expect(x, COSERR_STR(">"));
}
