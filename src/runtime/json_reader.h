/* SPDX-License-Identifier: MIT */
/* A strict pull reader for the members of one JSON object. */
#ifndef COSERR_JSON_READER_H
#define COSERR_JSON_READER_H

#include "runtime/internal.h"
#include "runtime/sink.h"

/* What the reader has come to. */
enum coserr__json_event {
    COSERR__JSON_START,  /* the top-level object begins */
    COSERR__JSON_MEMBER, /* `name` of a member of it; its value is next */
    COSERR__JSON_VALUE,  /* the value is read; `kind` tells what it is */
    COSERR__JSON_DONE,   /* the document is complete */
    COSERR__JSON_FAULT   /* `fault`, found at `pos` */
};

enum coserr__json_kind {
    COSERR__JSON_NULL,
    COSERR__JSON_FALSE,
    COSERR__JSON_TRUE,
    COSERR__JSON_NUMBER,
    COSERR__JSON_STRING,
    COSERR__JSON_ARRAY,
    COSERR__JSON_OBJECT
};

/* A pull reader over one document in memory. Callers read name, kind, fault, pos and start; the
 * rest is private. */
struct coserr__json {
    const unsigned char *pos;
    const unsigned char *start;
    const unsigned char *end;
    uint32_t fault;
    uint32_t kind;
    uint32_t depth;   /* of the innermost open object or array; the top-level object is 1 */
    uint64_t objects; /* bit `depth - 1`: that level is an object */
    bool first;       /* nothing has been read at the innermost level */
    bool pending;     /* the value of a member is next */
    coserr_str name;  /* decoded; the byte 0xFF, which no name contains, when it is too long */
    char decoded[64];
};

/* Begins with the object: COSERR__JSON_START when there is one, COSERR__JSON_FAULT otherwise. */
enum coserr__json_event coserr__json_begin(struct coserr__json *json, const char *body, size_t len);

/* The next member, or the end. A value that was not read is skipped. Duplicates are reported. */
enum coserr__json_event coserr__json_next(struct coserr__json *json);

/* Called at a member, reads its value. A string is decoded into the sink, unless NULL; it may hold
 * NUL characters. A number is put as written; other values put nothing. COSERR__JSON_VALUE or
 * COSERR__JSON_FAULT. */
enum coserr__json_event coserr__json_value(struct coserr__json *json, struct coserr__sink *sink);

#endif
