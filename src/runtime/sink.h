/* SPDX-License-Identifier: MIT */
/* Decoded values, one after the other in the caller's buffer. */
#ifndef COSERR_SINK_H
#define COSERR_SINK_H

#include "runtime/slice.h"

/* Each value that fits is stored and ended by a NUL. The offsets count bytes of the decoded value,
 * stored or not; they stay readable after the end.
 *
 * The buffer can also be a window on a longer value: set `skip` after coserr__sink_begin(), put
 * the value, and instead of coserr__sink_end() take the `len - begin` bytes at `ptr + begin`. */
struct coserr__sink {
    char *ptr;
    size_t size;
    size_t len;
    size_t begin;      /* of the current value, in the buffer */
    size_t skip;       /* offset of the first byte that is stored */
    size_t total;      /* length of the value so far */
    size_t text_begin; /* offset of the first byte that is not whitespace */
    size_t text_end;   /* offset after the last such byte; 0 when there is none */
    bool trimmed;      /* leave out the whitespace around the value */
};

/* A `buffer` of NULL has no room. */
struct coserr__sink coserr__sink_over(char *buffer, size_t size);

static inline void coserr__sink_begin(struct coserr__sink *sink) {
    sink->begin = sink->len;
    sink->skip = 0;
    sink->total = 0;
    sink->text_begin = 0;
    sink->text_end = 0;
}

void coserr__sink_put(struct coserr__sink *sink, const char *ptr, size_t len);

/* False when the value does not fit. Then it is "" and its room is free again, as with a value of
 * whitespace alone, which is taken for none. */
bool coserr__sink_end(struct coserr__sink *sink, coserr_str *value);

#endif
