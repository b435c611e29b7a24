/* SPDX-License-Identifier: MIT */
/* A known name and its value, in any of the ways in which programs print them. */
#ifndef COSERR_CLI_PAIRS_H
#define COSERR_CLI_PAIRS_H

#include "buffer.h"

#include <coserr/coserr.h>
#include <stdbool.h>

/* Those before FIELD_BODY_COUNT are elements of an Error document, in its order; then headers. */
enum field {
    FIELD_CODE,
    FIELD_MESSAGE,
    FIELD_SERVER_TIME,
    FIELD_FORMAT_STRING,
    FIELD_STRING_TO_SIGN,
    FIELD_RESOURCE,
    FIELD_REQUEST_ID,
    FIELD_TRACE_ID,
    FIELD_BODY_COUNT,
    FIELD_HEADER_CODE = FIELD_BODY_COUNT,
    FIELD_HEADER_REQUEST_ID,
    FIELD_HEADER_CI_REQUEST_ID,
    FIELD_HEADER_TRACE_ID,
    FIELD_HEADER_DATE,
    FIELD_HEADER_RETRY_AFTER,
    FIELD_COUNT,
    FIELD_STATUS = FIELD_COUNT, /* a number */
    FIELD_NONE
};

/* The element's name, or the header's. */
const char *field_name(enum field field);

enum pair_style {
    PAIR_QUOTED, /* 'code': "x" */
    PAIR_BARE,   /* code: x, message: y */
    PAIR_XML     /* <Code>x</Code> */
};

struct pair {
    enum field field;
    enum pair_style style;
    struct buffer value; /* never empty; used again for the next pair */
    const char *end;     /* in the text */
};

/* A text to read pairs from. */
struct pair_text {
    const char *start;
    const char *end;
};

bool is_word_char(char c);

/* Reads the pair that begins at `at`, the first letter of a word. */
bool pair_read(const struct pair_text *text, const char *at, struct pair *pair);

/* The same for an element that begins at `at`, a '<'. */
bool pair_read_xml(const struct pair_text *text, const char *at, struct pair *pair);

#endif
