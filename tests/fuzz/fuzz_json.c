/* SPDX-License-Identifier: MIT */
/* Any bytes as JSON: the same members whatever the room, with values or without, and the fault of
 * a document that is cut. */
#include "fuzz.h"

#include "runtime/json_reader.h"

/* Reads all members; returns the last event. The values of those whose bit is set are skipped. */
static enum coserr__json_event read_all(struct coserr__json *json, const char *body, size_t size,
                                        struct coserr__sink *sink, uint32_t skipped) {
    enum coserr__json_event event = coserr__json_begin(json, body, size);
    for (uint32_t i = 0; event != COSERR__JSON_DONE && event != COSERR__JSON_FAULT; i++) {
        coserr_str value;
        event = coserr__json_next(json);
        if (event != COSERR__JSON_MEMBER || (skipped >> i % 32 & 1) != 0) {
            continue;
        }
        REQUIRE(json->name.len <= sizeof json->decoded);
        coserr__sink_begin(sink);
        event = coserr__json_value(json, sink);
        const bool stored = sink->total > 0;
        REQUIRE(event == COSERR__JSON_VALUE || event == COSERR__JSON_FAULT);
        REQUIRE(event == COSERR__JSON_FAULT || !stored || json->kind == COSERR__JSON_STRING ||
                json->kind == COSERR__JSON_NUMBER);
        REQUIRE(sink->len <= sink->size);
        (void)coserr__sink_end(sink, &value);
        REQUIRE_TEXT(value);
    }
    REQUIRE((event == COSERR__JSON_FAULT) == (json->fault != COSERR_FAULT_NONE));
    REQUIRE(json->pos >= json->start && json->pos <= json->end);
    REQUIRE(json->fault != COSERR_FAULT_TRUNCATED || json->pos == json->end);
    REQUIRE(coserr__json_next(json) == event);
    return event;
}

static void require_same(const struct coserr__json *a, const struct coserr__json *b) {
    REQUIRE(a->fault == b->fault && a->pos == b->pos && a->depth == b->depth);
}

/* Without the bracket that ends it, a document goes on. */
static void require_cut(const char *body, size_t size) {
    struct coserr__json json;
    while (body[size - 1] != '}') {
        size--;
    }
    char *cut = block(body, size - 1);
    struct coserr__sink none = coserr__sink_over(NULL, 0);
    REQUIRE(read_all(&json, cut, size - 1, &none, 0) == COSERR__JSON_FAULT);
    REQUIRE(json.fault == COSERR_FAULT_TRUNCATED);
    free(cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct coserr__json json;
    struct coserr__json other;
    char *body = block(data, size);
    char *buffer = block(NULL, size * 2 + 64);
    const size_t room = size > 0 ? data[size - 1] : 0;
    char *little = block(NULL, room);
    struct coserr__sink large = coserr__sink_over(buffer, size * 2 + 64);
    struct coserr__sink small = coserr__sink_over(little, room);
    struct coserr__sink none = coserr__sink_over(NULL, 0);

    const enum coserr__json_event event = read_all(&json, body, size, &large, 0);
    REQUIRE(read_all(&other, body, size, &small, 0) == event);
    require_same(&json, &other);
    REQUIRE(read_all(&other, body, size, &none, 0x5A5A5A5A) == event);
    require_same(&json, &other);
    REQUIRE(read_all(&other, body, size, &none, 0xFFFFFFFF) == event);
    require_same(&json, &other);
    if (event == COSERR__JSON_DONE) {
        require_cut(body, size);
    }
    free(little);
    free(buffer);
    free(body);
    return 0;
}
