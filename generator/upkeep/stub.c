/* SPDX-License-Identifier: MIT */
/* Finding stubs in a catalog, and adding them without touching anything else in the file. */
#include "upkeep/stub.h"

#include <string.h>

#define TODO "TODO"

/* -------------------------------------------------------------------------------------- entries */

static void put_indented(struct text_buffer *out, size_t indent, const char *text) {
    buffer_printf(out, "%*s%s\n", (int)indent, "", text);
}

/* In quotes: some codes are numbers or truth values for YAML readers. */
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
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        put_indented(out, indent, keys[i]);
        for (size_t l = 0; l < catalog->language_count; l++) {
            if (catalog->languages[l].required) {
                put_indented(out, indent + 2,
                             arena_printf("%s: ''", catalog->languages[l].tag.text));
            }
        }
    }
}

/* The only function that knows the keys of an entry. */
static void put_entry(const struct catalog *catalog, const struct listed *listed, size_t indent,
                      struct text_buffer *out) {
    const bool many = listed->count > 1;
    const size_t inner = indent + (many ? 6 : 2);
    put_indented(out, indent, arena_printf("- code: %s", quoted(listed->code)));
    if (many) {
        put_indented(out, indent + 2, "variants:");
    }
    for (size_t i = 0; i < listed->count; i++) {
        const unsigned status = listed->rows[i]->status;
        put_indented(out, many ? indent + 4 : inner,
                     arena_printf("%sstatus: %s", many ? "- " : "",
                                  status != 0 ? arena_printf("%u", status) : TODO));
        put_indented(out, inner, "retry: " TODO);
        put_indented(out, inner, "category: " TODO);
        put_texts(catalog, inner, out);
    }
}

static void put_stub(const struct catalog *catalog, const struct listed *listed, size_t indent,
                     struct text_buffer *out) {
    const struct page_row *first = listed->rows[0];
    put_indented(out, indent, arena_printf("# The page: %s", first->description));
    for (size_t i = 0; i < first->links.count; i++) {
        put_indented(out, indent, arena_printf("# %s", first->links.items[i]));
    }
    put_entry(catalog, listed, indent, out);
}

/* ---------------------------------------------------------------------------------------- lines */

static size_t line_offset(const struct source *source, uint32_t line) {
    return (size_t)(source_line(source, line) - source->text);
}

/* Where the list of errors ends: at the end of the file, or before the next key and the comments
 * that belong to that. */
static size_t end_of_errors(const struct source *source, const struct node *root) {
    uint32_t next = 0;
    for (size_t i = 0; i + 2 < root->count; i += 2) {
        if (strcmp(root->items[i]->text, "errors") == 0) {
            next = root->items[i + 2]->at.line;
        }
    }
    const size_t limit = next > 0 ? line_offset(source, next) : source->len;
    size_t after = 0;
    for (size_t at = 0; at < limit;) {
        const char *p = source->text + at;
        const size_t len = strcspn(p, "\n");
        at += len + (p[len] == '\n');
        after = len > 0 && *p != '#' && *p != '\r' ? at : after;
    }
    return after;
}

/* How far the hyphens of the list are indented; -1 if its entries do not begin with one. */
static int indent_of(const struct source *source, const struct node *item) {
    const char *p = source->text + line_offset(source, item->at.line);
    const size_t spaces = strspn(p, " ");
    return p[spaces] == '-' ? (int)spaces : -1;
}

/* ---------------------------------------------------------------------------------------- stubs */

static bool has_todo(const struct node *node) {
    if (node->kind == NODE_TEXT) {
        return node->len == 0 || (node->plain && strcmp(node->text, TODO) == 0);
    }
    for (size_t i = 0; i < node->count; i++) {
        const bool is_key = node->kind == NODE_MAP && i % 2 == 0;
        if (!is_key && has_todo(node->items[i])) {
            return true;
        }
    }
    return false;
}

static void blank(char *text, size_t from, size_t to) {
    for (; from < to; from++) {
        text[from] = (char)(text[from] == '\n' || text[from] == '\r' ? text[from] : ' ');
    }
}

struct stub_split stub_split(const struct source *source, const struct node *root) {
    struct stub_split split = {.complete = source};
    const struct node *errors = root->kind == NODE_MAP ? yaml_get(root, "errors") : NULL;
    if (errors == NULL || errors->kind != NODE_LIST) {
        return split;
    }
    char *text = arena_copy(source->text, source->len);
    for (size_t i = 0; i < errors->count; i++) {
        const struct node *item = errors->items[i];
        const struct node *code = item->kind == NODE_MAP ? yaml_get(item, "code") : NULL;
        if (code == NULL || code->kind != NODE_TEXT || code->len == 0 || !has_todo(item) ||
            indent_of(source, item) < 0) {
            continue;
        }
        const size_t end = i + 1 < errors->count
                               ? line_offset(source, errors->items[i + 1]->at.line)
                               : end_of_errors(source, root);
        blank(text, line_offset(source, item->at.line), end);
        map_add(&split.codes, code->text, code->len, errors->items[i]);
    }
    split.complete = source_make(source->name, text, source->len);
    return split;
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

static bool has_same_items(const struct node *old, const struct node *now) {
    for (size_t i = 0; i < old->count; i++) {
        if (!is_same_node(old->items[i], now->items[i])) {
            return false;
        }
    }
    return true;
}

/* Whether `now` is the same document with `by` more errors after the others. */
static bool has_only_grown(const struct node *old, const struct node *now, size_t by) {
    if (now == NULL || now->kind != NODE_MAP || old->count != now->count) {
        return false;
    }
    for (size_t i = 0; i < old->count; i += 2) {
        const struct node *before = old->items[i + 1];
        const struct node *after = now->items[i + 1];
        const bool grows = strcmp(old->items[i]->text, "errors") == 0;
        if (!is_same_node(old->items[i], now->items[i]) || before->kind != after->kind ||
            after->count != before->count + (grows ? by : 0) ||
            strcmp(before->text, after->text) != 0 || !has_same_items(before, after)) {
            return false;
        }
    }
    return true;
}

bool stub_add(const struct source *source, const struct node *root, const struct listing *listing,
              struct text_buffer *to) {
    const struct node *errors = yaml_get(root, "errors");
    const int indent = indent_of(source, errors->items[0]);
    const size_t at = end_of_errors(source, root);
    struct text_buffer stubs = {0};
    for (size_t i = 0; i < listing->count; i++) {
        const struct listed *listed = &listing->codes[i];
        if (listed->error == NULL && !listed->is_stub) {
            put_stub(listing->catalog, listed, indent < 0 ? 0 : (size_t)indent, &stubs);
        }
    }
    source_put_head(source, at, to);
    source_put_lines(source, stubs.ptr, to);
    buffer_put(to, source->text + at, source->len - at);
    /* YAML has many ways to write a list, so the result is read again before it is used. */
    const struct source *made = source_make(source->name, to->ptr, to->len);
    if (indent >= 0 && has_only_grown(root, yaml_read(made), listing->new_count)) {
        return true;
    }
    diag_reset();
    diag_add(errors->at, RULE_WRONG_TYPE,
             "stubs can only be added to a list with one hyphen a line; add them by hand");
    return false;
}
