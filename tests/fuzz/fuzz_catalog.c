/* SPDX-License-Identifier: MIT */
/* A catalog, and after a line "%%" its ledger: read, checked, shown, and if it is good given ids,
 * compiled (except for what needs gperf) and compared with itself. */
#include "fuzz.h"

#include "upkeep/diff.h"
#include "emit/emit.h"
#include "upkeep/ledger.h"
#include "read/vocabulary.h"

#include <string.h>

static FILE *nowhere(void) {
    static FILE *file;
    file = file != NULL ? file : fopen("/dev/null", "w");
    REQUIRE(file != NULL);
    return file;
}

static void compile(struct catalog *catalog) {
    struct image *image = image_make(catalog);
    for (size_t i = 0; i < output_count; i++) {
        struct text_buffer out = {0};
        if (!outputs[i].needs_image) {
            outputs[i].emit(image, &out);
            REQUIRE(strlen(out.ptr) == out.len);
        }
    }
    REQUIRE(diff_make(catalog, catalog)->verdict == VERDICT_NONE);
}

/* Ids for what has none; then all have one, and nothing is wrong. */
static void assign(struct catalog *catalog, const struct source *source) {
    size_t count;
    struct text_buffer text = {0};
    struct ledger *ledger = ledger_read(source);
    if (diag_errors() > 0) {
        return;
    }
    ledger_bind(ledger, catalog, true);
    const char *lines = ledger_new_lines(ledger, catalog, &count);
    if (diag_errors() > 0) {
        return;
    }
    buffer_put(&text, source->text, source->len);
    buffer_puts(&text, source->len > 0 && source->text[source->len - 1] != '\n' ? "\n" : "");
    buffer_puts(&text, lines);
    for (size_t i = 0; i < catalog_numbered_count(catalog); i++) {
        *catalog_numbered(catalog, i).id = 0;
    }
    ledger_bind(ledger_read(source_make("new ledger", text.ptr, text.len)), catalog, false);
    REQUIRE(diag_errors() == 0);
    compile(catalog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool prepared;
    if (!prepared) {
        (void)vocabulary_get(); /* read once, and used by every run */
        arena_keep();
        prepared = true;
    }
    char *text = arena_copy((const char *)data, size);
    char *split = strstr(text, "\n%%\n");
    const size_t len = split != NULL ? (size_t)(split - text) : size;
    text[len] = '\0';
    const char *rest = split != NULL ? split + 4 : text + size;
    struct catalog *catalog = catalog_read(source_make("catalog", text, len));
    if (catalog != NULL && diag_errors() == 0) {
        assign(catalog, source_make("ledger", rest, (size_t)(text + size - rest)));
    }
    REQUIRE(diag_show(nowhere(), false, false) == (diag_errors() == 0));
    diag_show(nowhere(), true, true);
    diag_reset();
    arena_free_all();
    return 0;
}
