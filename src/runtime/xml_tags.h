/* SPDX-License-Identifier: MIT */
/* The tags that open and close elements. */
#ifndef COSERR_XML_TAGS_H
#define COSERR_XML_TAGS_H

#include "runtime/xml.h"

/* What a document begins with: nothing is open, nothing declared. */
void coserr__xml_reset_namespaces(struct coserr__xml *x);

/* After the '<' of a start tag or an empty-element tag: opens the element. */
bool coserr__xml_read_start(struct coserr__xml *x);

/* After the "</" of an end tag, which must name the innermost open element. */
bool coserr__xml_read_end(struct coserr__xml *x);

/* Closes the innermost open element. */
static inline enum coserr__xml_event coserr__xml_close(struct coserr__xml *x) {
    x->closing = false;
    x->depth--;
    x->ns_count = x->open[x->depth].ns_count;
    return COSERR__XML_END;
}

#endif
