/* SPDX-License-Identifier: MIT */
/* Writing into a caller's buffer as snprintf does: what does not fit is counted. */
#ifndef COSERR_WRITER_H
#define COSERR_WRITER_H

#include "runtime/slice.h"

struct coserr__writer {
    char *buffer;
    size_t size;
    size_t len; /* of the whole */
};

static inline struct coserr__writer coserr__writer_over(char *buffer, size_t size) {
    const struct coserr__writer writer = {buffer, buffer != NULL ? size : 0, 0};
    return writer;
}

static inline void coserr__write(struct coserr__writer *writer, const char *ptr, size_t len) {
    if (writer->len < writer->size) {
        const size_t room = writer->size - writer->len;
        memcpy(writer->buffer + writer->len, ptr, len < room ? len : room);
    }
    writer->len += len;
}

/* A number in decimal. */
void coserr__write_number(struct coserr__writer *writer, uint64_t value);

/* Text from outside in a sentence: whole characters only, at most `max` bytes; control characters
 * and marks that change the direction of writing become spaces, other bytes question marks. */
void coserr__write_safely(struct coserr__writer *writer, const char *ptr, size_t len, size_t max);

/* Ends with a NUL, after the last whole character that fits. Returns the length of the whole. */
size_t coserr__writer_end(const struct coserr__writer *writer);

#endif
