/* SPDX-License-Identifier: MIT */
/* A page of codes in Markdown: whatever rows are found hold codes and statuses. */
#include "fuzz.h"

#include "upkeep/page.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    nowhere = nowhere != NULL ? nowhere : fopen("/dev/null", "w");
    struct map known = {0};
    map_add(&known, "Request has expired", strlen("Request has expired"), &known);
    const struct code_page page =
        page_read(source_make("page", arena_copy((const char *)data, size), size), &known);
    for (size_t i = 0; i < page.count; i++) {
        const struct page_row *row = &page.rows[i];
        REQUIRE(strlen(row->code) >= 1 && strlen(row->code) <= 128);
        REQUIRE(row->status == 0 || (row->status >= 300 && row->status <= 599));
        REQUIRE(row->status == 0 || row->status_class == row->status / 100);
        REQUIRE(strchr(row->description, '\n') == NULL);
        REQUIRE(row->at.line >= 1 && row->at.line <= size + 1);
    }
    diag_show(nowhere, false, false);
    diag_reset();
    arena_free_all();
    return 0;
}
