/* SPDX-License-Identifier: MIT */
/* A strict pull reader for XML. */
#ifndef COSERR_XML_H
#define COSERR_XML_H

#include "runtime/internal.h"
#include "runtime/sink.h"

enum {
    COSERR__MAX_ATTRIBUTES = 64, /* of one element */
    COSERR__MAX_NAMESPACES = 64  /* declarations in scope */
};

/* What the reader has come to. */
enum coserr__xml_event {
    COSERR__XML_START, /* `name` and `ns` of an element; `depth` counts it, the root is 1 */
    COSERR__XML_END,   /* `depth` no longer counts it */
    COSERR__XML_TEXT,  /* `text`: more of the innermost open element's characters, decoded */
    COSERR__XML_DONE,  /* the document is complete */
    COSERR__XML_FAULT  /* `fault`, found at `pos` */
};

/* A pull reader over one document in memory. Callers read name, ns, depth, text, fault, pos and
 * start; the rest is private. */
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
    bool closing; /* after an empty-element tag, whose end is the next event */
    char decoded[32];
    uint32_t ns_count;
    uint32_t ns_next;
    struct {
        coserr_str name;
        uint32_t ns_count; /* how many declarations were in scope outside of it */
    } open[COSERR__MAX_DEPTH];
    struct {
        coserr_str prefix;
        coserr_str uri; /* as written */
        uint32_t id;
    } scope[COSERR__MAX_NAMESPACES];
};

/* Begins with the root: COSERR__XML_START when there is one, COSERR__XML_FAULT otherwise. */
enum coserr__xml_event coserr__xml_begin(struct coserr__xml *xml, const char *body, size_t len);
enum coserr__xml_event coserr__xml_next(struct coserr__xml *xml);

/* The next event that is not text. */
enum coserr__xml_event coserr__xml_next_tag(struct coserr__xml *xml);

/* Called at an element's start, reads to its end and puts its own text into the sink, unless NULL.
 * COSERR__XML_END or COSERR__XML_FAULT. */
enum coserr__xml_event coserr__xml_value(struct coserr__xml *xml, struct coserr__sink *sink);

#endif
