/* SPDX-License-Identifier: MIT */
/* Errors in what people paste: in logs, Markdown, web pages and printed objects. */
#ifndef COSERR_CLI_PASTE_H
#define COSERR_CLI_PASTE_H

#include "head.h"

/* One error, as a response that the library can read. It lives until the visitor returns. */
struct paste_document {
    struct head head;   /* what the text says of status and headers */
    coserr_str body;    /* an XML document; "" when only a head was found */
    coserr_str client;  /* the name of a client error or an errno; "" for an answer */
    coserr_str message; /* of the client error */
    const char *source; /* the first byte that it was read from, in the text */
    const char *end;
    bool verbatim; /* the body is a part of the text */
    size_t line;   /* where it begins, counted from 1 */
    char form[96]; /* in words: "XML between backticks, escapes undone" */
};

/* Returns 0 to stop. */
typedef int paste_fn(void *context, const struct paste_document *document);

/*
 * Visits each error in the text, in order, and returns how many there were. What is recognised:
 * XML documents and fragments of one, also with their line ends and quotes escaped or as HTML;
 * HTTP heads; pairs of a known name and a value, as JavaScript and Python print objects, as a
 * static website and its text show them, and as SDKs put them into one line. Time is linear in the
 * length of the text, and nothing recurses.
 */
size_t paste_each(coserr_str text, paste_fn *visit, void *context);

#endif
