/* SPDX-License-Identifier: MIT */
/* Stores decoded values in the caller's buffer as far as there is room. */
#include "runtime/sink.h"

struct coserr__sink coserr__sink_over(char *buffer, size_t size) {
    struct coserr__sink sink;
    sink.ptr = buffer;
    sink.size = buffer != NULL ? size : 0;
    sink.len = 0;
    sink.trimmed = false;
    coserr__sink_begin(&sink);
    return sink;
}

/* Notes where the value's text begins and ends, before `total` counts the bytes. */
static inline void note_text(struct coserr__sink *sink, const char *ptr, size_t len) {
    size_t begin = 0;
    size_t end = len;
    while (end > 0 && coserr__is_space((unsigned char)ptr[end - 1])) {
        end--;
    }
    if (sink->text_end == 0) {
        while (begin < len && coserr__is_space((unsigned char)ptr[begin])) {
            begin++;
        }
        sink->text_begin = sink->total + begin;
    }
    sink->text_end = end > 0 ? sink->total + end : sink->text_end;
}

void coserr__sink_put(struct coserr__sink *sink, const char *ptr, size_t len) {
    note_text(sink, ptr, len);
    if (sink->trimmed && sink->skip < sink->text_begin) {
        sink->skip = sink->text_begin;
    }
    const size_t before = sink->skip > sink->total ? sink->skip - sink->total : 0;
    const size_t wanted = before < len ? len - before : 0;
    const size_t room = sink->size - sink->len;
    const size_t stored = wanted < room ? wanted : room;
    if (stored > 0) {
        memcpy(sink->ptr + sink->len, ptr + before, stored);
    }
    sink->len += stored;
    sink->total += len;
}

bool coserr__sink_end(struct coserr__sink *sink, coserr_str *value) {
    const size_t end = sink->trimmed ? sink->text_end : sink->total;
    const size_t len = end > sink->skip ? end - sink->skip : 0;
    const bool empty = sink->text_end == 0;
    *value = (coserr_str){"", 0};
    sink->len = sink->begin;
    if (empty || len >= sink->size - sink->begin) {
        return empty;
    }
    *value = (coserr_str){sink->ptr + sink->begin, len};
    sink->ptr[sink->begin + len] = '\0';
    sink->len += len + 1;
    return true;
}
