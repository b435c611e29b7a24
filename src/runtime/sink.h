/* SPDX-License-Identifier: MIT */
/* Decoded values, one after the other in the caller's buffer. */
#ifndef COSERR_SINK_H
#define COSERR_SINK_H

#include "runtime/slice.h"

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

#endif
