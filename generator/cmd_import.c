/* SPDX-License-Identifier: MIT */
/* coserr-gen import: the service's own page against the catalog. Nothing is ever taken out: what
 * the page no longer lists may still be sent. */
#include "cmd.h"

#include "base/distance.h"
#include "base/out.h"
#include "read/yaml.h"
#include "upkeep/page.h"

#include <stdio.h>
#include <string.h>

/* A code of the page, under all the statuses that it has there. */
struct listed {
    const char *code;
    const struct page_row **rows;
    size_t count;
    size_t capacity;
    const struct error *error; /* of the catalog; NULL: new */
};

struct comparison {
    struct catalog *catalog;
    struct page_rows rows;
    struct listed *codes;
    size_t count;
    size_t capacity;
    bool *seen; /* errors of the catalog that the page lists */
    size_t new_count;
    size_t gone_count;
    size_t changed_count;
    bool as_json;
    struct text_buffer out;
};

/* ------------------------------------------------------------------------------------- comparing
 */

/* A page may list a code twice. */
static bool has_status(const struct listed *listed, unsigned status) {
    for (size_t i = 0; i < listed->count; i++) {
        if (listed->rows[i]->status == status) {
            return true;
        }
    }
    return false;
}

static void group(struct comparison *compare) {
    struct map names = {0};
    struct map places = {0};
    map_codes(&names, &compare->catalog->errors);
    compare->codes = arena_alloc((compare->rows.count + 1) * sizeof *compare->codes);
    for (size_t i = 0; i < compare->rows.count; i++) {
        const struct page_row *row = &compare->rows.items[i];
        struct listed *fresh = &compare->codes[compare->count];
        struct listed *listed = map_add(&places, row->code, strlen(row->code), fresh);
        if (listed == fresh) {
            listed->code = row->code;
            listed->error = map_find(&names, row->code, strlen(row->code));
            compare->count++;
        }
        if (!has_status(listed, row->status)) {
            ARENA_PUSH(listed->rows, listed->count, listed->capacity) = row;
        }
        if (listed->error != NULL) {
            compare->seen[listed->error - compare->catalog->errors.items] = true;
        }
    }
}

enum { MAX_COMPARED = 2000000 }; /* beyond that, a page of another service takes too long */

/* The catalog's code that a new one may be another spelling of: one that the page no longer lists,
 * rather than one that it does. */
static const char *near_code(const struct comparison *compare, const char *code, bool *gone) {
    const char *best = NULL;
    if (compare->count * compare->catalog->errors.count > MAX_COMPARED) {
        return NULL;
    }
    const size_t len = strlen(code);
    for (int listed = 0; listed < 2 && best == NULL; listed++) {
        unsigned least = distance_limit(len) + 1;
        for (size_t i = 0; i < compare->catalog->errors.count; i++) {
            const struct text *other = &compare->catalog->errors.items[i].code;
            const unsigned distance =
                compare->seen[i] != (listed == 1)
                    ? least
                    : distance_between(code, len, other->text, other->len, least);
            if (distance < least) {
                least = distance;
                best = other->text;
                *gone = listed == 0;
            }
        }
    }
    return best;
}

static const char *catalog_statuses(const struct error *error) {
    struct text_buffer list = {0};
    for (size_t i = 0; i < error->variant_count; i++) {
        buffer_printf(&list, "%s%u", i > 0 ? ", " : "", error->variants[i].status);
    }
    return list.ptr;
}

/* NULL where the page tells none. */
static const char *page_statuses(const struct listed *listed) {
    struct text_buffer list = {0};
    for (size_t i = 0; i < listed->count; i++) {
        if (listed->rows[i]->status != 0) {
            buffer_printf(&list, "%s%u", list.len > 0 ? ", " : "", listed->rows[i]->status);
        } else if (listed->rows[i]->status_class != 0) {
            buffer_printf(&list, "%s%uxx", list.len > 0 ? ", " : "", listed->rows[i]->status_class);
        }
    }
    return list.ptr;
}

static bool fits(const struct page_row *row, const struct variant *variant) {
    return row->status != 0 ? row->status == variant->status
                            : row->status_class == 0 || row->status_class == variant->status / 100;
}

/* Each status of the page is in the catalog, and the other way round. */
static bool same_statuses(const struct listed *listed) {
    const struct error *error = listed->error;
    bool same = true;
    for (size_t i = 0; i < listed->count; i++) {
        bool found = false;
        for (size_t j = 0; j < error->variant_count; j++) {
            found = found || fits(listed->rows[i], &error->variants[j]);
        }
        same = same && found;
    }
    for (size_t j = 0; j < error->variant_count; j++) {
        bool found = false;
        for (size_t i = 0; i < listed->count; i++) {
            found = found || fits(listed->rows[i], &error->variants[j]);
        }
        same = same && found;
    }
    return same;
}

/* -------------------------------------------------------------------------------------- reporting
 */

static void report_new(struct comparison *compare, const struct listed *listed) {
    struct text_buffer *out = &compare->out;
    const struct page_row *row = listed->rows[0];
    const char *statuses = page_statuses(listed);
    bool gone = false;
    const char *near = near_code(compare, listed->code, &gone);
    compare->new_count++;
    if (compare->as_json) {
        buffer_puts(out, "{\"import\":\"new\"");
        buffer_put_json_member(out, "code", listed->code);
        buffer_put_json_member(out, "status", statuses);
        buffer_printf(out, ",\"line\":%u", (unsigned)row->at.line);
        buffer_put_json_member(out, "description", row->description);
        buffer_put_json_member(out, gone ? "may_rename" : "near", near);
        buffer_puts(out, ",\"links\":[");
        for (size_t i = 0; i < row->link_count; i++) {
            buffer_puts(out, i > 0 ? "," : "");
            buffer_put_json(out, row->links[i]);
        }
        buffer_puts(out, "]}\n");
        return;
    }
    buffer_printf(out, "new: %s (%s), %s:%u: %s\n", listed->code,
                  statuses != NULL ? statuses : "no status", row->at.source->name,
                  (unsigned)row->at.line, row->description);
    if (near != NULL) {
        buffer_printf(out,
                      gone ? "     perhaps '%s' under a new spelling: then keep the old one as an "
                             "alias\n"
                           : "     spelt much like '%s'\n",
                      near);
    }
    for (size_t i = 0; i < row->link_count; i++) {
        buffer_printf(out, "     see %s\n", row->links[i]);
    }
}

static void report_listed(struct comparison *compare, const struct listed *listed) {
    struct text_buffer *out = &compare->out;
    const struct error *error = listed->error;
    const bool revived = error->retired.text != NULL;
    if (same_statuses(listed) && !revived) {
        return;
    }
    compare->changed_count++;
    if (compare->as_json) {
        buffer_printf(out, "{\"import\":\"%s\"", revived ? "listed again" : "changed");
        buffer_put_json_member(out, "code", error->code.text);
        buffer_put_json_member(out, "from", catalog_statuses(error));
        buffer_put_json_member(out, "to", page_statuses(listed));
        buffer_printf(out, ",\"line\":%u}\n", (unsigned)listed->rows[0]->at.line);
    } else if (revived) {
        buffer_printf(out, "listed again: %s, retired %s\n", error->code.text, error->retired.text);
    } else {
        buffer_printf(out, "changed: %s: %s in the catalog, %s on the page, %s:%u\n",
                      error->code.text, catalog_statuses(error), page_statuses(listed),
                      listed->rows[0]->at.source->name, (unsigned)listed->rows[0]->at.line);
    }
}

static void report_gone(struct comparison *compare) {
    const struct error_list *errors = &compare->catalog->errors;
    for (size_t i = 0; i < errors->count; i++) {
        const struct error *error = &errors->items[i];
        if (compare->seen[i] || error->retired.text != NULL) {
            continue;
        }
        compare->gone_count++;
        if (compare->as_json) {
            buffer_puts(&compare->out, "{\"import\":\"not on the page\"");
            buffer_put_json_member(&compare->out, "code", error->code.text);
            buffer_puts(&compare->out, "}\n");
        } else {
            buffer_printf(&compare->out, "not on the page: %s\n", error->code.text);
        }
    }
}

static size_t report_all(struct comparison *compare) {
    for (size_t i = 0; i < compare->count; i++) {
        if (compare->codes[i].error == NULL) {
            report_new(compare, &compare->codes[i]);
        }
    }
    for (size_t i = 0; i < compare->count; i++) {
        if (compare->codes[i].error != NULL) {
            report_listed(compare, &compare->codes[i]);
        }
    }
    report_gone(compare);
    const size_t total = compare->new_count + compare->changed_count + compare->gone_count;
    if (compare->as_json) {
        buffer_printf(&compare->out,
                      "{\"rows\":%zu,\"codes\":%zu,\"new\":%zu,\"changed\":%zu,\"gone\":%zu}\n",
                      compare->rows.count, compare->count, compare->new_count,
                      compare->changed_count, compare->gone_count);
    } else {
        buffer_printf(&compare->out,
                      "%s: %zu codes in %zu rows: ", compare->rows.items->at.source->name,
                      compare->count, compare->rows.count);
        if (total == 0) {
            buffer_puts(&compare->out, "nothing to do\n");
        } else {
            buffer_printf(&compare->out, "%zu new, %zu changed, %zu not on the page\n",
                          compare->new_count, compare->changed_count, compare->gone_count);
        }
    }
    return total;
}

/* ------------------------------------------------------------------------------------------ stubs
 */

static void put_indented(struct text_buffer *out, size_t indent, const char *text) {
    buffer_printf(out, "%*s%s\n", (int)indent, "", text);
}

/* In quotes: some codes are numbers or truth values for YAML. */
static const char *quoted(const char *code) {
    struct text_buffer out = {0};
    buffer_puts(&out, "'");
    for (; *code != '\0'; code++) {
        buffer_put(&out, code, 1);
        buffer_puts(&out, *code == '\'' ? "'" : "");
    }
    buffer_puts(&out, "'");
    return out.ptr;
}

static void put_texts(const struct catalog *catalog, size_t indent, struct text_buffer *out) {
    static const char *const keys[] = {"message:", "advice:"};
    for (size_t i = 0; i < 2; i++) {
        put_indented(out, indent, keys[i]);
        for (size_t l = 0; l < catalog->language_count; l++) {
            if (catalog->languages[l].required) {
                put_indented(out, indent + 2,
                             arena_printf("%s: ''", catalog->languages[l].tag.text));
            }
        }
    }
}

/* An entry that says what the page says, and is refused until somebody has written the rest. */
static void put_stub(const struct catalog *catalog, const struct listed *listed, size_t indent,
                     struct text_buffer *out) {
    const struct page_row *first = listed->rows[0];
    const bool many = listed->count > 1;
    put_indented(out, indent, arena_printf("# The page: %s", first->description));
    for (size_t i = 0; i < first->link_count; i++) {
        put_indented(out, indent, arena_printf("# %s", first->links[i]));
    }
    put_indented(out, indent, arena_printf("- code: %s", quoted(listed->code)));
    if (many) {
        put_indented(out, indent + 2, "variants:");
    }
    for (size_t i = 0; i < listed->count; i++) {
        const struct page_row *row = listed->rows[i];
        const size_t inner = indent + (many ? 6 : 2);
        const char *status = row->status != 0 ? arena_printf("%u", row->status) : "TODO";
        put_indented(out, many ? indent + 4 : inner,
                     arena_printf("%sstatus: %s", many ? "- " : "", status));
        put_indented(out, inner, "retry: TODO");
        put_texts(catalog, inner, out);
    }
}

/* Where the list of errors ends: at the end of the file, or before the next key and the comments
 * that belong to it. */
static size_t end_of_errors(const struct source *source, const struct node *root) {
    uint32_t next = 0;
    for (size_t i = 0; i + 2 < root->count; i += 2) {
        if (strcmp(root->items[i]->text, "errors") == 0) {
            next = root->items[i + 2]->at.line;
        }
    }
    size_t after = 0;
    size_t at = 0;
    for (uint32_t line = 1; at < source->len && (next == 0 || line < next); line++) {
        const char *p = source->text + at;
        const size_t len = strcspn(p, "\n");
        at += len + (p[len] == '\n');
        after = len > 0 && *p != '#' && *p != '\r' ? at : after;
    }
    return after;
}

/* How far the hyphens of the list are indented; -1 when its entries do not begin with one. */
static int indent_of(const struct source *source, const struct node *item) {
    const char *p = source->text;
    for (uint32_t line = 1; line < item->at.line; line++) {
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    const size_t blanks = strspn(p, " ");
    return p[blanks] == '-' ? (int)blanks : -1;
}

static bool is_same_node(const struct node *a, const struct node *b) {
    if (a->kind != b->kind || a->count != b->count || strcmp(a->text, b->text) != 0) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!is_same_node(a->items[i], b->items[i])) {
            return false;
        }
    }
    return true;
}

/* Is `now` the same document, but for so many more errors behind the others? */
static bool has_only_grown(const struct node *old, const struct node *now, size_t by) {
    if (now == NULL || now->kind != NODE_MAP || old->count != now->count) {
        return false;
    }
    for (size_t i = 0; i < old->count; i += 2) {
        const struct node *before = old->items[i + 1];
        const struct node *after = now->items[i + 1];
        if (!is_same_node(old->items[i], now->items[i])) {
            return false;
        }
        if (strcmp(old->items[i]->text, "errors") != 0) {
            if (!is_same_node(before, after)) {
                return false;
            }
            continue;
        }
        if (after->kind != NODE_LIST || after->count != before->count + by) {
            return false;
        }
        for (size_t j = 0; j < before->count; j++) {
            if (!is_same_node(before->items[j], after->items[j])) {
                return false;
            }
        }
    }
    return true;
}

static bool write_stubs(const struct comparison *compare, const struct source *source) {
    const struct node *root = yaml_read(source);
    const struct node *errors = yaml_get(root, "errors");
    const int indent = indent_of(source, errors->items[0]);
    const size_t at = end_of_errors(source, root);
    struct out_file file = {.path = source->name};
    buffer_put(&file.text, source->text, at);
    buffer_puts(&file.text, at > 0 && source->text[at - 1] != '\n' ? "\n" : "");
    for (size_t i = 0; i < compare->count; i++) {
        if (compare->codes[i].error == NULL) {
            put_stub(compare->catalog, &compare->codes[i], indent < 0 ? 0 : (size_t)indent,
                     &file.text);
        }
    }
    buffer_put(&file.text, source->text + at, source->len - at);
    /* YAML has many ways to write a list; what we have made of it is looked at before it is kept.
     */
    const struct source *made = source_make(source->name, file.text.ptr, file.text.len);
    if (indent < 0 || !has_only_grown(root, yaml_read(made), compare->new_count)) {
        diag_reset();
        diag_add(errors->at, RULE_WRONG_TYPE,
                 "entries can be added to a list with one item a line behind hyphens only; add "
                 "them by hand");
        return false;
    }
    return out_write(&file, 1);
}

int cmd_import(const struct options *options) {
    struct comparison compare = {.as_json = options->format == FORMAT_JSON};
    if (strcmp(options->args[0], "-") == 0 && strcmp(options->args[1], "-") == 0) {
        fputs("coserr-gen: error: only one of the two can be standard input\n", stderr);
        return EXIT_USAGE;
    }
    if (options->write && strcmp(options->args[1], "-") == 0) {
        fputs("coserr-gen: error: --write needs the catalog as a file\n", stderr);
        return EXIT_USAGE;
    }
    if (options->write) {
        out_lock(options->args[1]);
    }
    const struct source *page = source_read(options->args[0]);
    const struct source *source = source_read(options->args[1]);
    if (page != NULL) {
        compare.rows = page_read(page);
    }
    compare.catalog = source != NULL ? catalog_read(source) : NULL;
    if (diag_errors() > 0 || compare.catalog == NULL || compare.rows.count == 0) {
        return report(options) == EXIT_GOOD ? EXIT_GOOD : EXIT_ERRORS;
    }
    compare.seen = arena_alloc(compare.catalog->errors.count + 1);
    group(&compare);
    const size_t total = report_all(&compare);
    fputs(compare.out.ptr, stdout);
    if (options->write && compare.new_count > 0) {
        if (!write_stubs(&compare, source)) {
            const int status = report(options);
            return status == EXIT_GOOD ? EXIT_USAGE : status;
        }
    }
    return options->exit_code && total > 0 ? 3 : EXIT_GOOD;
}
