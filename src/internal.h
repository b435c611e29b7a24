/* SPDX-License-Identifier: MIT */
/* What the files of src/ share among themselves and with nobody else. */
#ifndef COSERR_INTERNAL_H
#define COSERR_INTERNAL_H

#include <coserr/coserr.h>
#include <coserr/tables.h>
#include <stdbool.h>
#include <string.h>

enum {
    COSERR__STOP_AT = 64, /* levels of elements, attributes of one, namespaces in scope */
    COSERR__RETRY_CLASSES = 6,
    COSERR__HINTS = 11,
    COSERR__ACTIONS = 6,
    COSERR__REASONS = 21,
};

/* Of a function that is seldom called: kept out of the way of those that are. */
#if defined(__GNUC__)
#define COSERR__SELDOM __attribute__((noinline))
#else
#define COSERR__SELDOM
#endif

/* ----------------------------------------------------------------------------------- bytes */

static inline bool coserr__is_blank(unsigned char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline unsigned char coserr__lower(unsigned char c) {
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* Without the blanks around it. */
static inline coserr_str coserr__trim(const char *ptr, size_t len) {
    while (len > 0 && coserr__is_blank((unsigned char)ptr[len - 1])) {
        len--;
    }
    while (len > 0 && coserr__is_blank((unsigned char)*ptr)) {
        ptr++;
        len--;
    }
    return (coserr_str){ptr, len};
}

static inline bool coserr__equal(const char *a, size_t a_len, const char *b, size_t b_len) {
    return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

/* Up to 32 bytes in four loads that overlap: names are of all lengths, and a branch on them, or a
 * call, costs more than the comparison. */
static inline bool coserr__same_bytes(const unsigned char *a, const unsigned char *b, size_t len) {
    uint64_t differ = 0;
    if (len < 8) {
        for (size_t i = 0; i < len; i++) {
            differ |= a[i] ^ b[i];
        }
        return differ == 0;
    }
    const size_t last = len - 8;
    const size_t second = last < 8 ? last : 8;
    const size_t third = last < 16 ? last : 16;
    differ = (coserr_load(a) ^ coserr_load(b)) |
             (coserr_load(a + second) ^ coserr_load(b + second)) |
             (coserr_load(a + third) ^ coserr_load(b + third)) |
             (coserr_load(a + last) ^ coserr_load(b + last));
    for (size_t at = 24; at < last; at += 8) {
        differ |= coserr_load(a + at) ^ coserr_load(b + at);
    }
    return differ == 0;
}

static inline bool coserr__equal_nocase(const char *a, size_t a_len, const char *b, size_t b_len) {
    if (a_len != b_len) {
        return false;
    }
    for (size_t i = 0; i < a_len; i++) {
        if (coserr__lower((unsigned char)a[i]) != coserr__lower((unsigned char)b[i])) {
            return false;
        }
    }
    return true;
}

/* The length of the UTF-8 sequence of one character of XML at `p`, 0 when there is none. */
size_t coserr__utf8(const unsigned char *p, const unsigned char *end);

/* ----------------------------------------------------------------------------------- dates */

/* An IMF-fixdate, one of the two older forms of RFC 9110, or ISO 8601 in UTC; from 1970 on. */
bool coserr__parse_date(coserr_str text, int64_t *seconds);

/* Digits alone; what is too large becomes very large. */
bool coserr__parse_seconds(coserr_str text, int64_t *seconds);

/* ---------------------------------------------------------------------------------- errors */

/* Makes it an error in which there is nothing, its size aside. */
void coserr__clear(coserr_error *error);

/* --------------------------------------------------------------------------------- catalog */

/* What lies `distance` bytes from `base`. */
static inline const void *coserr__at(const void *base, int32_t distance) {
    return (const char *)base + distance;
}

static inline const coserr_catalog *coserr__catalog_of(const coserr_entry *entry) {
    return coserr__at(entry, entry->catalog);
}

/* Index of the language for a tag, 0 when none fits. */
size_t coserr__language_index(const coserr_catalog *catalog, const char *tag, size_t len);

/* The tag of a language by its index. */
static inline const char *coserr__language_tag(const coserr_catalog *catalog, size_t index) {
    const int32_t *tags = coserr__at(catalog, catalog->languages);
    return coserr__at(catalog, tags[index]);
}

/* ------------------------------------------------------------------------------------- XML */

/* What the reader stands at. */
enum coserr__xml_event {
    COSERR__XML_START, /* `name` and `ns` of an element; `depth` counts it, the root is 1 */
    COSERR__XML_END,   /* `depth` no longer counts it */
    COSERR__XML_TEXT,  /* `text`: some more of the innermost open element's characters, decoded */
    COSERR__XML_DONE,  /* the document is whole */
    COSERR__XML_FAULT  /* `fault`, noticed at `pos` */
};

/* A pull reader over one document in memory. Ours alone to look into; see xml.c. */
struct coserr__xml {
    const unsigned char *pos;
    const unsigned char *start;
    const unsigned char *end;
    uint32_t fault;
    uint32_t depth;
    uint32_t ns; /* two elements are in the same namespace when these are equal; 0 is none */
    coserr_str name;
    coserr_str text;
    bool ascii;
    bool in_cdata;
    bool closing; /* an empty-element tag, of which the end is still to be told */
    char decoded[4];
    uint32_t ns_count;
    uint32_t ns_next;
    struct {
        coserr_str name;
        uint32_t ns_count; /* how many declarations were in scope outside of it */
    } open[COSERR__STOP_AT];
    struct {
        coserr_str prefix;
        coserr_str uri; /* as written */
        uint32_t id;
    } scope[COSERR__STOP_AT];
};

/* Begins with the root: COSERR__XML_START when there is one, COSERR__XML_FAULT otherwise. */
enum coserr__xml_event coserr__xml_begin(struct coserr__xml *xml, const char *body, size_t len);
enum coserr__xml_event coserr__xml_next(struct coserr__xml *xml);

/* The same for one who has no use for blanks between elements. */
enum coserr__xml_event coserr__xml_next_child(struct coserr__xml *xml);

/* Values that are put one behind the other as long as there is room, each ended by a NUL. */
struct coserr__sink {
    char *ptr;
    size_t size;
    size_t len;
    size_t begin; /* of the value that is being put */
    bool full;    /* it has found no room */
    bool blank;   /* it is of blanks so far, or of nothing */
    bool trimmed; /* leave out the blanks before it, and do without those behind it */
};

void coserr__sink_begin(struct coserr__sink *sink);
void coserr__sink_put(struct coserr__sink *sink, const char *ptr, size_t len);

/* True when the value is all there, or is none, being of blanks alone. What is not there is "",
 * and gives its room back. */
bool coserr__sink_end(struct coserr__sink *sink, coserr_str *value);

/* Standing at an element's start, reads to its end and puts its own text into the sink, unless
 * NULL. COSERR__XML_END or COSERR__XML_FAULT. */
enum coserr__xml_event coserr__xml_value(struct coserr__xml *xml, struct coserr__sink *sink);

#endif
