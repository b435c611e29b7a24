/* SPDX-License-Identifier: MIT */
/* A strict pull reader for XML. */
#ifndef COSERR_XML_H
#define COSERR_XML_H

#include "runtime/sink.h"

enum { COSERR__STOP_AT = 64 }; /* levels of elements, attributes of one, namespaces in scope */

/* The length of the UTF-8 sequence of one character of XML at `p`, 0 when there is none. */
size_t coserr__utf8(const unsigned char *p, const unsigned char *end);

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

/* Standing at an element's start, reads to its end and puts its own text into the sink, unless
 * NULL. COSERR__XML_END or COSERR__XML_FAULT. */
enum coserr__xml_event coserr__xml_value(struct coserr__xml *xml, struct coserr__sink *sink);

#endif
