/* SPDX-License-Identifier: MIT */
/* Pasted texts: each error found is in the text, in order, and its body is what it says. */
#include "fuzz.h"

#include "cli/paste.h"

struct state {
    coserr_str text;
    size_t line;
    size_t count;
};

static int check(void *context, const struct paste_document *document) {
    struct state *state = context;
    const coserr_str body = document->body;
    state->count++;
    REQUIRE(document->line >= 1 && document->form[0] != '\0');
    REQUIRE(document->head.header_count <= MAX_HEADERS);
    REQUIRE(document->head.status <= 599);
    REQUIRE(body.len > 0 || document->head.status >= 300 || document->client.len > 0);
    if (document->verbatim) {
        REQUIRE(body.ptr == document->source && body.ptr + body.len == document->end);
        REQUIRE(body.ptr >= state->text.ptr &&
                body.ptr + body.len <= state->text.ptr + state->text.len);
        REQUIRE(document->line >= state->line);
        state->line = document->line;
    }
    if (body.len > 0) {
        volatile char last = body.ptr[body.len - 1];
        REQUIRE(body.ptr[0] == '<');
        (void)last;
    }
    return 1;
}

static int stop(void *context, const struct paste_document *document) {
    (void)context;
    (void)document;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = block(data, size);
    struct state state = {{text, size}, 1, 0};
    REQUIRE(paste_each(state.text, check, &state) == state.count);
    REQUIRE(paste_each(state.text, stop, NULL) == (state.count > 0));
    free(text);
    return 0;
}
