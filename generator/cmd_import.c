/* SPDX-License-Identifier: MIT */
/* coserr-gen import: compares the service's own page with the catalog. It never removes anything:
 * codes that the page no longer lists may still be sent. */
#include "cmd.h"
#include "base/out.h"
#include "input.h"
#include "upkeep/stub.h"

#include <stdio.h>
#include <string.h>

struct report {
    const struct code_page *page;
    const struct listing *listing;
    bool as_json;
    struct text_buffer out;
    size_t changed_count;
    size_t gone_count;
};

static const char *catalog_statuses(const struct error *error) {
    struct text_buffer list = {0};
    for (size_t i = 0; i < error->variant_count; i++) {
        buffer_printf(&list, "%s%u", i > 0 ? ", " : "", error->variants[i].status);
    }
    return list.ptr;
}

/* NULL if the page has none. */
static const char *page_statuses(const struct listed *listed) {
    struct text_buffer list = {0};
    for (size_t i = 0; i < listed->count; i++) {
        const struct page_row *row = listed->rows[i];
        if (row->status != 0) {
            buffer_printf(&list, "%s%u", list.len > 0 ? ", " : "", row->status);
        } else if (row->status_class != 0) {
            buffer_printf(&list, "%s%uxx", list.len > 0 ? ", " : "", row->status_class);
        }
    }
    return list.ptr;
}

static void put_new_json(struct report *report, const struct listed *listed) {
    struct text_buffer *out = &report->out;
    const struct page_row *row = listed->rows[0];
    buffer_puts(out, "{\"import\":\"new\"");
    buffer_put_json_member(out, "code", listed->code);
    buffer_put_json_member(out, "status", page_statuses(listed));
    buffer_printf(out, ",\"line\":%u", (unsigned)row->at.line);
    buffer_put_json_member(out, "description", row->description);
    if (listed->similar != NULL) {
        buffer_put_json_member(out, listed->is_similar_gone ? "may_rename" : "near",
                               listed->similar);
        buffer_printf(out, ",\"score\":%u", listed->score);
    }
    buffer_puts(out, ",\"links\":[");
    for (size_t i = 0; i < row->links.count; i++) {
        buffer_puts(out, i > 0 ? "," : "");
        buffer_put_json(out, row->links.items[i]);
    }
    buffer_puts(out, "]}\n");
}

static void put_new(struct report *report, const struct listed *listed) {
    struct text_buffer *out = &report->out;
    const struct page_row *row = listed->rows[0];
    const char *statuses = page_statuses(listed);
    if (report->as_json) {
        put_new_json(report, listed);
        return;
    }
    buffer_printf(out, "new: %s (%s), %s:%u: %s\n", listed->code,
                  statuses != NULL ? statuses : "no status", row->at.source->name,
                  (unsigned)row->at.line, row->description);
    if (listed->similar != NULL) {
        buffer_printf(out,
                      listed->is_similar_gone
                          ? "     perhaps a new spelling of '%s' (score %u); if so, keep the old "
                            "one as an alias\n"
                          : "     similar to '%s' (score %u)\n",
                      listed->similar, listed->score);
    }
    for (size_t i = 0; i < row->links.count; i++) {
        buffer_printf(out, "     see %s\n", row->links.items[i]);
    }
}

static void put_listed(struct report *report, const struct listed *listed) {
    struct text_buffer *out = &report->out;
    const struct error *error = listed->error;
    const bool is_back = error->retired.text != NULL;
    if (listing_same_statuses(listed) && !is_back) {
        return;
    }
    report->changed_count++;
    if (report->as_json) {
        buffer_printf(out, "{\"import\":\"%s\"", is_back ? "listed again" : "changed");
        buffer_put_json_member(out, "code", error->code.text);
        buffer_put_json_member(out, "from", catalog_statuses(error));
        buffer_put_json_member(out, "to", page_statuses(listed));
        buffer_printf(out, ",\"line\":%u}\n", (unsigned)listed->rows[0]->at.line);
    } else if (is_back) {
        buffer_printf(out, "listed again: %s, retired %s\n", error->code.text, error->retired.text);
    } else {
        buffer_printf(out, "changed: %s: %s in the catalog, %s on the page, %s:%u\n",
                      error->code.text, catalog_statuses(error), page_statuses(listed),
                      listed->rows[0]->at.source->name, (unsigned)listed->rows[0]->at.line);
    }
}

static void put_gone(struct report *report) {
    const struct error_list *errors = &report->listing->catalog->errors;
    for (size_t i = 0; i < errors->count; i++) {
        const struct error *error = &errors->items[i];
        if (report->listing->seen[i] || error->retired.text != NULL) {
            continue;
        }
        report->gone_count++;
        if (report->as_json) {
            buffer_puts(&report->out, "{\"import\":\"not on the page\"");
            buffer_put_json_member(&report->out, "code", error->code.text);
            buffer_puts(&report->out, "}\n");
        } else {
            buffer_printf(&report->out, "not on the page: %s\n", error->code.text);
        }
    }
}

static void put_skips(struct report *report) {
    for (size_t i = 0; i < report->page->skip_count; i++) {
        const struct page_skip *skip = &report->page->skips[i];
        if (report->as_json) {
            buffer_printf(&report->out, "{\"import\":\"skipped\",\"line\":%u",
                          (unsigned)skip->at.line);
            buffer_put_json_member(&report->out, "text", skip->text);
            buffer_puts(&report->out, "}\n");
        } else {
            buffer_printf(&report->out, "skipped: '%s' is not a code, %s:%u\n", skip->text,
                          skip->at.source->name, (unsigned)skip->at.line);
        }
    }
}

static void put_summary(struct report *report) {
    const struct code_page *page = report->page;
    const struct listing *listing = report->listing;
    struct text_buffer *out = &report->out;
    if (report->as_json) {
        buffer_printf(out,
                      "{\"rows\":%zu,\"codes\":%zu,\"new\":%zu,\"changed\":%zu,\"gone\":%zu,"
                      "\"stubs\":%zu,\"skipped\":%zu,\"numbers\":%zu}\n",
                      page->count, listing->count, listing->new_count, report->changed_count,
                      report->gone_count, listing->stub_count, page->skip_count,
                      page->numbers.count);
        return;
    }
    buffer_printf(out, "%s: %zu codes in %zu rows: ", report->page->source->name, listing->count,
                  page->count);
    if (listing->new_count + report->changed_count + report->gone_count == 0) {
        buffer_puts(out, "nothing to do");
    } else {
        buffer_printf(out, "%zu new, %zu changed, %zu not on the page", listing->new_count,
                      report->changed_count, report->gone_count);
    }
    const struct {
        size_t count;
        const char *what;
    } more[] = {{listing->stub_count, "incomplete in the catalog"},
                {page->skip_count, "skipped"},
                {page->numbers.count, "numbers without a status"}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (more[i].count > 0) {
            buffer_printf(out, "; %zu %s", more[i].count, more[i].what);
        }
    }
    buffer_puts(out, "\n");
}

/* True if the page and the catalog differ. */
static bool put_all(struct report *report) {
    const struct listing *listing = report->listing;
    for (size_t i = 0; i < listing->count; i++) {
        if (listing->codes[i].error == NULL && !listing->codes[i].is_stub) {
            put_new(report, &listing->codes[i]);
        }
    }
    for (size_t i = 0; i < listing->count; i++) {
        if (listing->codes[i].error != NULL) {
            put_listed(report, &listing->codes[i]);
        }
    }
    put_gone(report);
    put_skips(report);
    put_summary(report);
    return listing->new_count + report->changed_count + report->gone_count > 0;
}

/* -------------------------------------------------------------------------------------- running */

struct import {
    const struct source *source; /* of the catalog */
    const struct node *root;
    struct code_page page;
    struct listing listing;
};

/* False if there are errors. */
static bool read_both(const struct options *options, struct import *import) {
    const struct source *page = read_source(options->args[0]);
    struct map codes = {0};
    import->source = read_source(options->args[1]);
    import->root = import->source != NULL ? yaml_read(import->source) : NULL;
    if (page == NULL || import->root == NULL || diag_errors() > 0) {
        return false;
    }
    const struct stub_split split = stub_split(import->source, import->root);
    const struct catalog *catalog = catalog_read(split.complete);
    if (catalog == NULL || diag_errors() > 0) {
        return false;
    }
    map_codes(&codes, &catalog->errors);
    import->page = page_read(page, &codes);
    import->listing = listing_make(&import->page, catalog, &codes, &split.codes);
    if (import->page.count > 0 && import->listing.known_count + import->listing.stub_count == 0 &&
        !options->force) {
        diag_add((struct location){page, 0, 0, 0}, RULE_PAGE_TABLE,
                 "no code of this page is in the catalog; if it is the right page, use --force");
    }
    return diag_errors() == 0;
}

int cmd_import(const struct options *options) {
    struct import import = {0};
    const char *catalog = options->args[1];
    if (are_both_stdin(options->args[0], catalog)) {
        return EXIT_USAGE;
    }
    if (options->write && strcmp(catalog, "-") == 0) {
        fputs("coserr-gen: error: --write requires the catalog as a file\n", stderr);
        return EXIT_USAGE;
    }
    if (options->write && !out_can_replace(catalog)) {
        return EXIT_USAGE;
    }
    if (options->write) {
        out_lock(catalog); /* before reading, so that no change of another process is lost */
    }
    if (!read_both(options, &import)) {
        return report(options);
    }
    if (options->write && import.listing.new_count > 0) {
        struct out_file file = {.path = catalog};
        if (!stub_add(import.source, import.root, &import.listing, &file.text)) {
            return report(options);
        }
        if (!out_write(&file, 1)) {
            return EXIT_USAGE;
        }
    }
    /* Printed last: if nobody reads it, the catalog is written all the same. */
    struct report output = {.page = &import.page,
                            .listing = &import.listing,
                            .as_json = options->format == FORMAT_JSON};
    const bool differs = put_all(&output);
    fputs(output.out.ptr, stdout);
    return options->exit_code && differs ? 3 : EXIT_GOOD;
}
