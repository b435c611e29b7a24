/* SPDX-License-Identifier: MIT */
/* Where each value of an answer is found. */
#ifndef COSERR_FIELDS_H
#define COSERR_FIELDS_H

#include "runtime/internal.h"
#include "runtime/sink.h"

enum { COSERR__FIELD_NAMES = 3, COSERR__FIELD_HEADERS = 2, COSERR__FIELD_NAME_SIZE = 20 };

/* Of several names the first that is there is used; "" where there is none. */
struct coserr__field_source {
    uint32_t field;
    bool trimmed; /* whitespace around the value is not part of it */
    uint8_t element_len;
    char element[COSERR__FIELD_NAME_SIZE];
    char members[COSERR__FIELD_NAMES][COSERR__FIELD_NAME_SIZE]; /* of a JSON object */
    char headers[COSERR__FIELD_HEADERS][COSERR__FIELD_NAME_SIZE];
};

enum { COSERR__FIELD_SOURCES = 8 };
extern const struct coserr__field_source coserr__field_sources[COSERR__FIELD_SOURCES];

/* NULL for a name that is not one of ours; that of an element is never empty. */
const struct coserr__field_source *coserr__source_of_element(coserr_str name);
const struct coserr__field_source *coserr__source_of_member(coserr_str name);

/* The value of a field in the headers of an answer; empty when there is none. */
coserr_str coserr__field_header(const coserr_header *headers, uint32_t count,
                                const struct coserr__field_source *source);

/* A body begins with '{', after a byte order mark and whitespace. */
bool coserr__is_json(coserr_str body);

/* Puts a value into the sink once more: that of a field whose value the reader's buffer had no room
 * for. False when it is not there. */
bool coserr__read_again(const coserr_error *error, uint32_t field, struct coserr__sink *sink);

/* Puts the first direct child of the XML root with this name into the sink. */
bool coserr__find_child(coserr_str body, coserr_str name, struct coserr__sink *sink);

#endif
