/* SPDX-License-Identifier: MIT */
/* A strict pull reader for XML 1.0 (fifth edition) with namespaces, in one pass over bytes in
 * memory: UTF-8 or ASCII, no DTD, no allocation, no recursion, bounded nesting. */
#include "runtime/internal.h"
#include "runtime/xml.h"

typedef struct coserr__xml xml_reader;
typedef enum coserr__xml_event xml_event;

/* As COS sends it; read at once. */
#define USUAL_DECLARATION "<?xml version='1.0' encoding='utf-8' ?>"

#define XML_URI "http://www.w3.org/XML/1998/namespace"
#define XMLNS_URI "http://www.w3.org/2000/xmlns/"

enum { NO_NAMESPACE = 0, XML_NAMESPACE = 1, FIRST_NAMESPACE = 2 };

/* --------------------------------------------------------------------------------- characters */

static bool is_continuation(const unsigned char *p, const unsigned char *end, size_t at) {
    return (size_t)(end - p) > at && (p[at] & 0xC0) == 0x80;
}

/* Beyond ASCII: no overlong form, no surrogate, nothing above U+10FFFF, not U+FFFE or U+FFFF. */
size_t coserr__utf8(const unsigned char *p, const unsigned char *end) {
    if (p >= end) {
        return 0;
    }
    if (p[0] < 0x80) {
        return p[0] >= 0x20 || p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
    }
    if (p[0] < 0xC2 || p[0] > 0xF4 || !is_continuation(p, end, 1)) {
        return 0;
    }
    if (p[0] < 0xE0) {
        return 2;
    }
    if (!is_continuation(p, end, 2)) {
        return 0;
    }
    if (p[0] < 0xF0) {
        const bool bad = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
                         (p[0] == 0xEF && p[1] == 0xBF && p[2] > 0xBD);
        return bad ? 0 : 3;
    }
    const bool bad = (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F);
    return bad || !is_continuation(p, end, 3) ? 0 : 4;
}

/* The code point of a sequence whose length coserr__utf8() has given. */
static uint32_t code_point(const unsigned char *p, size_t len) {
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = p[0] & lead[len];
    for (size_t i = 1; i < len; i++) {
        value = value << 6 | (p[i] & 0x3Fu);
    }
    return value;
}

static size_t encode(uint32_t value, char out[4]) {
    if (value < 0x80) {
        out[0] = (char)value;
        return 1;
    }
    const size_t len = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len - 1; i > 0; i--, value >>= 6) {
        out[i] = (char)(0x80 | (value & 0x3F));
    }
    out[0] = (char)(lead[len] | value);
    return len;
}

/* Section 2.2, production Char, of what is no more than U+10FFFF. */
static bool is_char(uint32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

struct span {
    uint32_t first;
    uint32_t last;
};

/* Section 2.3, NameStartChar and what NameChar adds to it, beyond ASCII and without the colon. */
static const struct span name_start[] = {
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
    {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
};
static const struct span name_more[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

static bool in_spans(const struct span *spans, size_t count, uint32_t c) {
    for (size_t i = 0; i < count; i++) {
        if (c >= spans[i].first && c <= spans[i].last) {
            return true;
        }
    }
    return false;
}

/* What a byte can be. Text goes on over plain bytes; it stops at markup, references, a line end to
 * be normalised, the beginning of "]]>", bytes that are no character, and those that are more than
 * one byte of a character. */
enum { PLAIN = 1, WIDE = 2, NAME = 4, NAME_START = 8 };

#define P PLAIN
#define N (PLAIN | NAME)
#define S (PLAIN | NAME | NAME_START)
#define W WIDE
static const unsigned char byte_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, P, P, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    P, P, P, P, P, P, 0, P, P, P, P, P, P, N, N, P, N, N, N, N, N, N, N, N, N, N, P, P, 0, P, P, P,
    P, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, P, P, 0, P, S,
    P, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, P, P, P, P, P,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};
#undef P
#undef N
#undef S
#undef W

/* How many of the BLOCK bytes at `p` are plain before the first that is not; where it can be told
 * of all at once, tabs and line feeds are taken for such, too. */
enum { BLOCK = 16 };

#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
typedef signed char block_bytes __attribute__((vector_size(BLOCK)));
typedef long long block_halves __attribute__((vector_size(BLOCK)));

static inline size_t count_plain(const unsigned char *p) {
    block_bytes bytes;
    memcpy(&bytes, p, BLOCK);
    /* Signed: what is beyond ASCII is below 0. */
    const block_bytes found = (bytes < ' ') | (bytes == '&') | (bytes == '<') | (bytes == ']');
    const block_halves halves = (block_halves)found;
    const unsigned long long low = (unsigned long long)halves[0];
    const unsigned long long high = (unsigned long long)halves[1];
    if (low != 0) {
        return (size_t)__builtin_ctzll(low) / 8;
    }
    return high != 0 ? 8 + (size_t)__builtin_ctzll(high) / 8 : BLOCK;
}
#else
static inline size_t count_plain(const unsigned char *p) {
    size_t count = 0;
    while (count < BLOCK && (byte_class[p[count]] & PLAIN) != 0) {
        count++;
    }
    return count;
}
#endif

/* Of what is no ASCII: that is told by its class. */
static bool is_name_char(uint32_t c, bool first) {
    return in_spans(name_start, sizeof name_start / sizeof *name_start, c) ||
           (!first && in_spans(name_more, sizeof name_more / sizeof *name_more, c));
}

/* ------------------------------------------------------------------------------------- tokens */

/* Notes why; at the end of the input it is always that there was no more. */
static bool fail(xml_reader *x, uint32_t fault) {
    x->fault = x->pos >= x->end ? (uint32_t)COSERR_FAULT_TRUNCATED : fault;
    return false;
}

static bool looking_at(const xml_reader *x, const char *literal, size_t len) {
    return (size_t)(x->end - x->pos) >= len && memcmp(x->pos, literal, len) == 0;
}

static bool require(xml_reader *x, bool good, uint32_t fault) {
    if (!good) {
        fail(x, fault);
    }
    return good;
}

/* The document's own bytes at `pos` are no character: broken UTF-8, or one that XML excludes. */
static bool fail_char(xml_reader *x) {
    const unsigned char *p = x->pos;
    if (p < x->end && *p >= 0xC2 && *p <= 0xF4 && x->end - p < 4) {
        size_t at = 1;
        while (is_continuation(p, x->end, at)) {
            at++;
        }
        if (p + at == x->end) { /* a sequence that the end of the input cuts */
            x->fault = COSERR_FAULT_TRUNCATED;
            return false;
        }
    }
    const bool noncharacter = !x->ascii && (looking_at(x, COSERR_STR("\xEF\xBF\xBE")) ||
                                            looking_at(x, COSERR_STR("\xEF\xBF\xBF")));
    const bool control = p < x->end && *p < 0x80;
    return fail(x, noncharacter || control ? COSERR_FAULT_SYNTAX : COSERR_FAULT_ENCODING);
}

/* Length of the character at `pos`, 0 when there is none that the declared encoding allows. */
static size_t char_len(const xml_reader *x) {
    if (x->ascii && x->pos < x->end && *x->pos >= 0x80) {
        return 0;
    }
    return coserr__utf8(x->pos, x->end);
}

/* Steps over the literal, if it is there. */
static bool skip(xml_reader *x, const char *literal, size_t len) {
    const bool there = looking_at(x, literal, len);
    x->pos += there ? len : 0;
    return there;
}

/* The literal must come. When the input ends inside of it, that is the fault. */
static bool expect(xml_reader *x, const char *literal, size_t len) {
    if (skip(x, literal, len)) {
        return true;
    }
    const size_t left = (size_t)(x->end - x->pos);
    if (left < len && memcmp(x->pos, literal, left) == 0) {
        x->pos = x->end;
    }
    return fail(x, COSERR_FAULT_SYNTAX);
}

static bool skip_blanks(xml_reader *x) {
    const unsigned char *p = x->pos;
    while (p < x->end && coserr__is_space(*p)) {
        p++;
    }
    const bool moved = p > x->pos;
    x->pos = p;
    return moved;
}

/* An NCName: a name without a colon. */
static bool read_name(xml_reader *x, coserr_str *name) {
    const unsigned char *const begin = x->pos;
    const unsigned char *p = begin;
    for (;;) {
        while (p < x->end && (byte_class[*p] & (p == begin ? NAME_START : NAME)) != 0) {
            p++;
        }
        x->pos = p;
        if (p == x->end || (byte_class[*p] & PLAIN) != 0) {
            break;
        }
        const size_t len = char_len(x);
        if (len == 0) {
            return fail_char(x);
        }
        if (!is_name_char(code_point(p, len), p == begin)) {
            break;
        }
        p += len;
    }
    if (x->pos == begin || x->pos == x->end) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    *name = (coserr_str){(const char *)begin, (size_t)(x->pos - begin)};
    return true;
}

struct qname {
    coserr_str whole;
    coserr_str prefix; /* empty when there is none */
    coserr_str local;
    uint32_t ns; /* of an attribute, once all declarations of its tag are known */
};

static bool read_qname(xml_reader *x, struct qname *name) {
    if (!read_name(x, &name->local)) {
        return false;
    }
    name->whole = name->local;
    name->prefix = (coserr_str){name->local.ptr, 0};
    if (*x->pos == ':') {
        x->pos++;
        name->prefix = name->local;
        if (!read_name(x, &name->local)) {
            return false;
        }
        name->whole.len = (size_t)((const char *)x->pos - name->whole.ptr);
    }
    return true;
}

static int digit_value(unsigned char c, unsigned base) {
    const unsigned char lower = coserr__lower(c);
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return base == 16 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool read_number_reference(xml_reader *x, uint32_t *value) {
    const unsigned base = skip(x, COSERR_STR("x")) ? 16 : 10;
    const unsigned char *const begin = x->pos;
    *value = 0;
    for (; x->pos < x->end && digit_value(*x->pos, base) >= 0; x->pos++) {
        *value = *value * base + (uint32_t)digit_value(*x->pos, base);
        if (*value > 0x10FFFF) {
            return fail(x, COSERR_FAULT_SYNTAX);
        }
    }
    if (x->pos == begin || !expect(x, COSERR_STR(";"))) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    return require(x, is_char(*value), COSERR_FAULT_SYNTAX);
}

/* At '&': one of the five entities, or a character by its number. */
static bool read_reference(xml_reader *x, uint32_t *value) {
    static const struct {
        char name[5];
        char value;
    } entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    x->pos++;
    if (skip(x, COSERR_STR("#"))) {
        return read_number_reference(x, value);
    }
    coserr_str name;
    if (!read_name(x, &name) || !expect(x, COSERR_STR(";"))) {
        return false;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (coserr__equal(name.ptr, name.len, entities[i].name, strlen(entities[i].name))) {
            *value = (unsigned char)entities[i].value;
            return true;
        }
    }
    return fail(x, COSERR_FAULT_SYNTAX);
}

/* Characters up to `terminator`, which must come and is stepped over. */
static bool skip_past(xml_reader *x, const char *terminator, size_t len) {
    while (!looking_at(x, terminator, len)) {
        const size_t step = char_len(x);
        if (step == 0) {
            return fail_char(x);
        }
        x->pos += step;
    }
    x->pos += len;
    return true;
}

/* Behind "<!--": no "--" before the end. */
static bool skip_comment(xml_reader *x) {
    return skip_past(x, COSERR_STR("--")) && expect(x, COSERR_STR(">"));
}

/* Behind "<?": any target but "xml", which may only begin the document. */
static bool skip_instruction(xml_reader *x) {
    coserr_str target = {"", 0};
    if (!read_name(x, &target)) {
        return false;
    }
    if (coserr__equal_nocase(target.ptr, target.len, COSERR_STR("xml"))) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    return skip_blanks(x) ? skip_past(x, COSERR_STR("?>")) : expect(x, COSERR_STR("?>"));
}

/* --------------------------------------------------------------------------------- namespaces */

/* One character of an attribute's value as the application sees it; the value is known to be
 * well-formed. */
static uint32_t value_char(xml_reader *value) {
    uint32_t c = 0;
    if (*value->pos == '&') {
        (void)read_reference(value, &c);
        return c;
    }
    const size_t len = coserr__utf8(value->pos, value->end);
    c = code_point(value->pos, len);
    value->pos += len;
    if (c == '\r' && value->pos < value->end && *value->pos == '\n') {
        value->pos++;
    }
    return c < 0x20 ? 0x20 : c;
}

static bool same_value(coserr_str a, coserr_str b) {
    if (coserr__equal(a.ptr, a.len, b.ptr, b.len)) {
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

/* Equal URIs get the same number once, here: looking a name up then never compares them again. */
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
    if (x->ns_count == COSERR__STOP_AT || has_padded_reference(uri)) {
        return fail(x, COSERR_FAULT_LIMIT);
    }
    const bool is_xml = same_value(uri, (coserr_str){COSERR_STR(XML_URI)});
    const bool is_xmlns = same_value(uri, (coserr_str){COSERR_STR(XMLNS_URI)});
    const bool for_xml = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xml"));
    const bool for_xmlns = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xmlns"));
    if (is_xmlns || for_xmlns || is_xml != for_xml || (prefix.len > 0 && uri.len == 0)) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    const uint32_t id = is_xml ? (uint32_t)XML_NAMESPACE : namespace_id(x, uri);
    x->scope[x->ns_count].prefix = prefix;
    x->scope[x->ns_count].uri = uri;
    x->scope[x->ns_count].id = id;
    x->ns_count++;
    return true;
}

/* The innermost declaration of the prefix. Only the default namespace may have none. */
static bool resolve(xml_reader *x, coserr_str prefix, uint32_t *id) {
    for (uint32_t i = x->ns_count; i > 0; i--) {
        const coserr_str declared = x->scope[i - 1].prefix;
        if (coserr__equal(declared.ptr, declared.len, prefix.ptr, prefix.len)) {
            *id = x->scope[i - 1].id;
            return true;
        }
    }
    const bool is_xml = coserr__equal(prefix.ptr, prefix.len, COSERR_STR("xml"));
    *id = is_xml ? XML_NAMESPACE : NO_NAMESPACE;
    return require(x, is_xml || prefix.len == 0, COSERR_FAULT_SYNTAX);
}

/* --------------------------------------------------------------------------------------- tags */

struct attributes {
    struct qname names[COSERR__STOP_AT];
    size_t count;
};

static bool read_attribute_value(xml_reader *x, coserr_str *value) {
    if (x->pos >= x->end || (*x->pos != '"' && *x->pos != '\'')) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    const unsigned char quote = *x->pos++;
    const unsigned char *const begin = x->pos;
    while (x->pos < x->end && *x->pos != quote) {
        uint32_t c;
        const size_t len = char_len(x);
        if (len == 0) {
            return fail_char(x);
        }
        if (*x->pos == '<') {
            return fail(x, COSERR_FAULT_SYNTAX);
        }
        if (*x->pos != '&') {
            x->pos += len;
        } else if (!read_reference(x, &c)) {
            return false;
        }
    }
    *value = (coserr_str){(const char *)begin, (size_t)(x->pos - begin)};
    return expect(x, (const char *)&quote, 1);
}

static bool read_attribute(xml_reader *x, struct attributes *attributes) {
    if (attributes->count == COSERR__STOP_AT) {
        return fail(x, COSERR_FAULT_LIMIT);
    }
    struct qname *name = &attributes->names[attributes->count++];
    coserr_str value;
    if (!read_qname(x, name)) {
        return false;
    }
    skip_blanks(x);
    if (!expect(x, COSERR_STR("="))) {
        return false;
    }
    skip_blanks(x);
    if (!read_attribute_value(x, &value)) {
        return false;
    }
    if (coserr__equal(name->whole.ptr, name->whole.len, COSERR_STR("xmlns"))) {
        return declare(x, name->prefix, value);
    }
    if (coserr__equal(name->prefix.ptr, name->prefix.len, COSERR_STR("xmlns"))) {
        return declare(x, name->local, value);
    }
    return true;
}

/* An attribute without a prefix is in no namespace, whatever the default is. */
static bool resolve_attributes(xml_reader *x, struct attributes *attributes) {
    for (size_t i = 0; i < attributes->count; i++) {
        struct qname *name = &attributes->names[i];
        name->ns = NO_NAMESPACE;
        if (name->prefix.len > 0 &&
            !coserr__equal(name->prefix.ptr, name->prefix.len, COSERR_STR("xmlns")) &&
            !resolve(x, name->prefix, &name->ns)) {
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
            if (coserr__equal(a->whole.ptr, a->whole.len, b->whole.ptr, b->whole.len) ||
                (a->ns != NO_NAMESPACE && a->ns == b->ns &&
                 coserr__equal(a->local.ptr, a->local.len, b->local.ptr, b->local.len))) {
                return false;
            }
        }
    }
    return true;
}

static bool read_attributes(xml_reader *x) {
    struct attributes attributes;
    attributes.count = 0;
    bool blanks = skip_blanks(x);
    while (blanks && !looking_at(x, COSERR_STR(">")) && !looking_at(x, COSERR_STR("/"))) {
        if (!read_attribute(x, &attributes)) {
            return false;
        }
        blanks = skip_blanks(x);
    }
    if (!resolve_attributes(x, &attributes)) {
        return false;
    }
    return require(x, are_distinct(&attributes), COSERR_FAULT_SYNTAX);
}

static void open_element(xml_reader *x, coserr_str whole, coserr_str local, uint32_t ns) {
    x->open[x->depth].name = whole;
    x->depth++;
    x->name = local;
    x->ns = ns;
}

/* "Name>", as nearly all of them are: no prefix, no attribute, and no namespace around. False, and
 * nothing read, where it is anything else. */
static bool read_simple_start(xml_reader *x) {
    const unsigned char *p = x->pos;
    const unsigned char *const end = x->end;
    if (x->ns_count > 0 || x->depth == COSERR__STOP_AT || p == end ||
        (byte_class[*p] & NAME_START) == 0) {
        return false;
    }
    while (p < end && (byte_class[*p] & NAME) != 0) {
        p++;
    }
    if (p == end || *p != '>') {
        return false;
    }
    const coserr_str name = {(const char *)x->pos, (size_t)(p - x->pos)};
    x->open[x->depth].ns_count = 0;
    open_element(x, name, name, NO_NAMESPACE);
    x->pos = p + 1;
    return true;
}

/* Behind the '<' of a start tag or an empty-element tag. */
static bool read_start(xml_reader *x) {
    struct qname name;
    if (read_simple_start(x)) {
        return true;
    }
    if (!read_qname(x, &name)) {
        return false;
    }
    if (x->depth == COSERR__STOP_AT) {
        return fail(x, COSERR_FAULT_LIMIT);
    }
    x->open[x->depth].ns_count = x->ns_count;
    if (!looking_at(x, COSERR_STR(">"))) {
        if (!read_attributes(x)) {
            return false;
        }
        x->closing = skip(x, COSERR_STR("/"));
    }
    uint32_t ns;
    if (!resolve(x, name.prefix, &ns) || !expect(x, COSERR_STR(">"))) {
        return false;
    }
    open_element(x, name.whole, name.local, ns);
    return true;
}

static xml_event close_element(xml_reader *x) {
    x->closing = false;
    x->depth--;
    x->ns_count = x->open[x->depth].ns_count;
    return COSERR__XML_END;
}

/* Behind the "</" of an end tag, which must name the innermost open element. */
static bool read_end(xml_reader *x) {
    const coserr_str name = x->open[x->depth - 1].name;
    if (!expect(x, name.ptr, name.len)) {
        return false;
    }
    skip_blanks(x);
    return expect(x, COSERR_STR(">"));
}

/* --------------------------------------------------------------------------------------- text */

static xml_event text_from(xml_reader *x, const unsigned char *begin) {
    x->text = (coserr_str){(const char *)begin, (size_t)(x->pos - begin)};
    return COSERR__XML_TEXT;
}

/* CR LF and CR are both LF. */
static xml_event text_line_end(xml_reader *x) {
    x->pos++;
    (void)skip(x, COSERR_STR("\n"));
    x->text = (coserr_str){COSERR_STR("\n")};
    return COSERR__XML_TEXT;
}

static xml_event text_reference(xml_reader *x) {
    uint32_t c;
    if (!read_reference(x, &c)) {
        return COSERR__XML_FAULT;
    }
    x->text = (coserr_str){x->decoded, encode(c, x->decoded)};
    return COSERR__XML_TEXT;
}

/* Over the characters that can be handed out as they stand. */
static void skip_text(xml_reader *x) {
    const unsigned char *p = x->pos;
    for (;;) {
        size_t count = BLOCK;
        while (count == BLOCK && x->end - p >= BLOCK) {
            count = count_plain(p);
            p += count;
        }
        x->pos = p;
        if (p == x->end || byte_class[*p] == 0) {
            return;
        }
        const size_t len = byte_class[*p] == WIDE ? char_len(x) : 1;
        if (len == 0) {
            return;
        }
        p += len;
    }
}

static xml_event read_text(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    skip_text(x);
    if (x->pos > begin) {
        return text_from(x, begin);
    }
    if (x->pos < x->end && *x->pos == '&') {
        return text_reference(x);
    }
    if (x->pos < x->end && *x->pos == '\r') {
        return text_line_end(x);
    }
    if (x->pos < x->end && *x->pos == ']') {
        if (looking_at(x, COSERR_STR("]]>"))) {
            fail(x, COSERR_FAULT_SYNTAX);
            return COSERR__XML_FAULT;
        }
        x->pos++;
        return text_from(x, begin);
    }
    fail_char(x);
    return COSERR__XML_FAULT;
}

static xml_event read_cdata(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    if (skip(x, COSERR_STR("]]>"))) {
        x->in_cdata = false;
        x->text = (coserr_str){(const char *)begin, 0};
        return COSERR__XML_TEXT;
    }
    if (looking_at(x, COSERR_STR("\r"))) {
        return text_line_end(x);
    }
    while (!looking_at(x, COSERR_STR("\r")) && !looking_at(x, COSERR_STR("]]>"))) {
        const size_t len = char_len(x);
        if (len == 0) {
            fail_char(x);
            return COSERR__XML_FAULT;
        }
        x->pos += len;
    }
    return text_from(x, begin);
}

/* ------------------------------------------------------------------------------------ document */

static bool read_pseudo_attribute(xml_reader *x, const char *name, size_t len, coserr_str *value) {
    if (!expect(x, name, len)) {
        return false;
    }
    skip_blanks(x);
    if (!expect(x, COSERR_STR("="))) {
        return false;
    }
    skip_blanks(x);
    return read_attribute_value(x, value);
}

static bool is_version(coserr_str version) {
    if (version.len < 3 || memcmp(version.ptr, "1.", 2) != 0) {
        return false;
    }
    for (size_t i = 2; i < version.len; i++) {
        if (version.ptr[i] < '0' || version.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool accept_encoding(xml_reader *x, coserr_str name) {
    x->ascii = coserr__equal_nocase(name.ptr, name.len, COSERR_STR("us-ascii")) ||
               coserr__equal_nocase(name.ptr, name.len, COSERR_STR("ascii"));
    const bool utf8 = coserr__equal_nocase(name.ptr, name.len, COSERR_STR("utf-8"));
    return require(x, x->ascii || utf8, COSERR_FAULT_ENCODING);
}

/* Behind "<?xml" and a blank: version, then encoding, then standalone, the last two optional. */
static bool read_declaration(xml_reader *x) {
    coserr_str value = {"", 0};
    skip_blanks(x);
    if (!read_pseudo_attribute(x, COSERR_STR("version"), &value)) {
        return false;
    }
    if (!is_version(value)) {
        return fail(x, COSERR_FAULT_SYNTAX);
    }
    bool blanks = skip_blanks(x);
    if (blanks && looking_at(x, COSERR_STR("e"))) {
        if (!read_pseudo_attribute(x, COSERR_STR("encoding"), &value) ||
            !accept_encoding(x, value)) {
            return false;
        }
        blanks = skip_blanks(x);
    }
    if (blanks && looking_at(x, COSERR_STR("s"))) {
        if (!read_pseudo_attribute(x, COSERR_STR("standalone"), &value)) {
            return false;
        }
        if (!coserr__equal(value.ptr, value.len, COSERR_STR("yes")) &&
            !coserr__equal(value.ptr, value.len, COSERR_STR("no"))) {
            return fail(x, COSERR_FAULT_SYNTAX);
        }
        skip_blanks(x);
    }
    return expect(x, COSERR_STR("?>"));
}

static bool at_declaration(const xml_reader *x) {
    return looking_at(x, COSERR_STR("<?xml")) && x->end - x->pos > 5 && coserr__is_space(x->pos[5]);
}

/* Comments, instructions and blanks, before the root and behind it. */
static bool skip_misc(xml_reader *x) {
    for (;;) {
        skip_blanks(x);
        if (skip(x, COSERR_STR("<!--"))) {
            if (!skip_comment(x)) {
                return false;
            }
        } else if (skip(x, COSERR_STR("<?"))) {
            if (!skip_instruction(x)) {
                return false;
            }
        } else {
            return true;
        }
    }
}

/* Is what is left the beginning of the literal? Then a longer input might have gone on with it. */
static bool breaks_off_in(xml_reader *x, const char *literal, size_t len) {
    const size_t left = (size_t)(x->end - x->pos);
    if (left < len && memcmp(x->pos, literal, left) == 0) {
        x->pos = x->end;
        return true;
    }
    return false;
}

static xml_event begin_root(xml_reader *x) {
    if (!skip_misc(x)) {
        return COSERR__XML_FAULT;
    }
    if (looking_at(x, COSERR_STR("<!DOCTYPE"))) {
        fail(x, COSERR_FAULT_DOCTYPE);
        return COSERR__XML_FAULT;
    }
    if (breaks_off_in(x, COSERR_STR("<!DOCTYPE")) || breaks_off_in(x, COSERR_STR("<!--")) ||
        !expect(x, COSERR_STR("<"))) {
        fail(x, COSERR_FAULT_SYNTAX);
        return COSERR__XML_FAULT;
    }
    return read_start(x) ? COSERR__XML_START : COSERR__XML_FAULT;
}

xml_event coserr__xml_begin(xml_reader *x, const char *body, size_t len) {
    static const unsigned char none[1] = {0};
    x->start = body != NULL ? (const unsigned char *)body : none;
    x->pos = x->start;
    x->end = x->start + (body != NULL ? len : 0);
    x->fault = COSERR_FAULT_NONE;
    x->depth = 0;
    x->ascii = false;
    x->in_cdata = false;
    x->closing = false;
    x->ns_count = 0;
    x->ns_next = FIRST_NAMESPACE;
    if (looking_at(x, COSERR_STR("\xFE\xFF")) || looking_at(x, COSERR_STR("\xFF\xFE"))) {
        fail(x, COSERR_FAULT_ENCODING); /* UTF-16 */
        return COSERR__XML_FAULT;
    }
    (void)skip(x, COSERR_STR("\xEF\xBB\xBF"));
    skip_blanks(x);
    if (skip(x, COSERR_STR(USUAL_DECLARATION))) {
        return begin_root(x);
    }
    if (at_declaration(x)) {
        x->pos += 5;
        if (!read_declaration(x)) {
            return COSERR__XML_FAULT;
        }
    }
    return begin_root(x);
}

/* Behind the root: nothing but comments, instructions and blanks. */
static xml_event finish(xml_reader *x) {
    if (!skip_misc(x)) {
        return COSERR__XML_FAULT;
    }
    if (x->pos < x->end) {
        (void)breaks_off_in(x, COSERR_STR("<!--"));
        fail(x, COSERR_FAULT_SYNTAX);
        return COSERR__XML_FAULT;
    }
    return COSERR__XML_DONE;
}

/* At '<' inside the root. A comment or an instruction gives an empty text. */
static xml_event read_markup(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    bool good;
    if (skip(x, COSERR_STR("</"))) {
        return read_end(x) ? close_element(x) : COSERR__XML_FAULT;
    }
    if (skip(x, COSERR_STR("<!--"))) {
        good = skip_comment(x);
    } else if (skip(x, COSERR_STR("<?"))) {
        good = skip_instruction(x);
    } else if (skip(x, COSERR_STR("<![CDATA["))) {
        x->in_cdata = true;
        good = true;
    } else if (breaks_off_in(x, COSERR_STR("<!--")) || breaks_off_in(x, COSERR_STR("<![CDATA["))) {
        good = fail(x, COSERR_FAULT_TRUNCATED);
    } else {
        x->pos++;
        return read_start(x) ? COSERR__XML_START : COSERR__XML_FAULT;
    }
    x->text = (coserr_str){(const char *)begin, 0};
    return good ? COSERR__XML_TEXT : COSERR__XML_FAULT;
}

xml_event coserr__xml_next(xml_reader *x) {
    if (x->fault != COSERR_FAULT_NONE) {
        return COSERR__XML_FAULT;
    }
    if (x->closing) {
        return close_element(x);
    }
    if (x->depth == 0) {
        return finish(x);
    }
    if (x->in_cdata) {
        return read_cdata(x);
    }
    return looking_at(x, COSERR_STR("<")) ? read_markup(x) : read_text(x);
}

/* -------------------------------------------------------------------------------------- values */

void coserr__sink_begin(struct coserr__sink *sink) {
    sink->begin = sink->len;
    sink->full = false;
    sink->blank = true;
}

void coserr__sink_put(struct coserr__sink *sink, const char *ptr, size_t len) {
    const coserr_str solid = coserr__trim(ptr, len);
    if (sink->blank && sink->trimmed) {
        len = solid.len > 0 ? (size_t)(ptr + len - solid.ptr) : 0;
        ptr = solid.ptr;
    }
    sink->blank = sink->blank && solid.len == 0;
    const size_t room = sink->size - sink->len - sink->trimmed; /* which keeps one for the NUL */
    if (len > room) {
        /* Blanks without room are missed when there is something behind them, or not at all. */
        const size_t solid_end = solid.len > 0 ? (size_t)(solid.ptr + solid.len - ptr) : 0;
        sink->full = sink->full || !sink->trimmed || solid_end > room;
        len = sink->full ? 0 : room;
    }
    if (len > 0 && !sink->full) {
        memcpy(sink->ptr + sink->len, ptr, len);
        sink->len += len;
    }
}

bool coserr__sink_end(struct coserr__sink *sink, coserr_str *value) {
    const size_t len = sink->len - sink->begin;
    const bool fits = !sink->full && sink->len < sink->size;
    *value = (coserr_str){"", 0};
    if (sink->blank || !fits) {
        sink->len = sink->begin;
        return sink->blank;
    }
    sink->ptr[sink->len++] = '\0';
    *value = (coserr_str){sink->ptr + sink->begin, len};
    return true;
}

/* Steps over the end tag of the innermost open element, if it is there and without blanks. */
static bool skip_simple_end(xml_reader *x) {
    const coserr_str name = x->open[x->depth - 1].name;
    const unsigned char *const p = x->pos;
    if ((size_t)(x->end - p) < name.len + 3 || p[0] != '<' || p[1] != '/' ||
        p[name.len + 2] != '>' ||
        !coserr__same_bytes(p + 2, (const unsigned char *)name.ptr, name.len)) {
        return false;
    }
    x->pos += name.len + 3;
    return true;
}

/* A value of plain characters, with room for it in the sink, copied while it is read, as nearly all
 * can be. False, and nothing read, where it is anything else. */
static bool read_simple_value(xml_reader *x, struct coserr__sink *sink) {
    const unsigned char *const begin = x->pos;
    const unsigned char *p = begin;
    size_t len = sink->len;
    size_t count = BLOCK;
    while (count == BLOCK && x->end - p >= BLOCK && sink->size - len >= BLOCK) {
        memcpy(sink->ptr + len, p, BLOCK);
        count = count_plain(p);
        p += count;
        len += count;
    }
    x->pos = p;
    if (p == begin || coserr__is_space(*begin) || !skip_simple_end(x)) {
        x->pos = begin;
        return false;
    }
    sink->len = len;
    sink->blank = false;
    return true;
}

/* The same for a value that nobody wants. */
static bool skip_simple_value(xml_reader *x) {
    const unsigned char *const begin = x->pos;
    skip_text(x);
    if (skip_simple_end(x)) {
        return true;
    }
    x->pos = begin;
    return false;
}

COSERR__COLD
static xml_event read_value(xml_reader *x, struct coserr__sink *sink) {
    const uint32_t depth = x->depth;
    for (;;) {
        const xml_event event = coserr__xml_next(x);
        if (event == COSERR__XML_FAULT || (event == COSERR__XML_END && x->depth < depth)) {
            return event;
        }
        if (event == COSERR__XML_TEXT && x->depth == depth && sink != NULL) {
            coserr__sink_put(sink, x->text.ptr, x->text.len);
        }
    }
}

xml_event coserr__xml_value(xml_reader *x, struct coserr__sink *sink) {
    if (!x->closing &&
        (sink != NULL ? !sink->trimmed && read_simple_value(x, sink) : skip_simple_value(x))) {
        return close_element(x);
    }
    return read_value(x, sink);
}

xml_event coserr__xml_next_child(xml_reader *x) {
    if (!x->closing && !x->in_cdata && x->depth > 0) {
        skip_blanks(x);
        const unsigned char *const p = x->pos;
        if (p < x->end && *p == '<') {
            x->pos++;
            if (read_simple_start(x)) {
                return COSERR__XML_START;
            }
            x->pos = p;
        }
    }
    return coserr__xml_next(x);
}
