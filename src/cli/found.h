/* SPDX-License-Identifier: MIT */
/* What was found of one error in a pasted text, until it is complete. */
#ifndef COSERR_CLI_FOUND_H
#define COSERR_CLI_FOUND_H

#include "pairs.h"
#include "paste.h"

struct found {
    paste_fn *visit;
    void *context;
    size_t count;
    bool stopped;
    bool unhidden; /* the text is not as it was pasted */

    /* The error that is open. */
    bool is_open;
    bool in_braces;
    bool cut;
    bool backticks;
    bool escaped;
    enum pair_style style; /* of its first pair */
    const char *start;
    const char *end;
    size_t line;
    size_t last_line;
    uint32_t status;
    coserr_str xml; /* a document: a part of the text, or of `body` */
    struct buffer body;
    struct buffer values[FIELD_COUNT];

    /* The head that belongs to the next error; status 0 for none. */
    struct head head;
    const char *head_start;
    size_t head_line;
    size_t head_end; /* its last line */

    /* The heading that may belong to it. */
    uint32_t title_status;
    size_t title_line;
    const char *page; /* where a title of HTML with a status stands; NULL for none */

    struct paste_document document;
};

/* Begins an error with an XML document, for the caller to set, and ends the one before it. */
void found_open_xml(struct found *found, const char *at, size_t line, size_t depth);

/* Begins a head. The one before it is an answer of its own, unless it was an interim one. */
void found_open_head(struct found *found, uint32_t status, const char *at, size_t line);

/* Adds a pair to the error that is open, or begins another one. */
void found_add(struct found *found, const struct pair *pair, const char *at, size_t line,
               size_t depth);

/* A client error, or an errno, by its name. */
void found_client(struct found *found, const char *name, coserr_str text, size_t line);

/* The error that is open is complete: visits it, if it is one. */
void found_close(struct found *found);

/* The text ends. */
void found_finish(struct found *found);
void found_free(struct found *found);

#endif
