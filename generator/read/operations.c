/* SPDX-License-Identifier: MIT */
/* The operations of the service. */
#include "read/sections.h"

#include "base/bytes.h"

#include <string.h>

static struct text read_name(const struct node *node, const char *what) {
    const struct text name = read_line(node, what);
    bool good = name.text != NULL && name.len <= 64 && name.text[0] >= 'A' && name.text[0] <= 'Z';
    for (size_t i = 0; good && i < name.len; i++) {
        const unsigned char c = coserr__lower((unsigned char)name.text[i]);
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    if (name.text != NULL && !good) {
        diag_add(name.at, RULE_OPERATION,
                 "invalid operation name '%s'; expected CamelCase of at most 64 characters",
                 name.text);
        return (struct text){0};
    }
    return name;
}

/* One path for all languages, or one for each. */
static void read_page(struct catalog *catalog, const struct node *node,
                      struct operation *operation) {
    if (node == NULL || operation->name.text == NULL) {
        return;
    }
    operation->page = add_page(catalog, operation->name);
    if (node->kind == NODE_MAP) {
        operation->page->paths = read_paths(catalog, node);
        return;
    }
    const struct text path = read_path(node, "the page's path");
    operation->page->paths = arena_alloc((catalog->language_count + 1) * sizeof(struct text));
    for (size_t l = 0; l < catalog->language_count; l++) {
        operation->page->paths[l] = path;
    }
}

static void read_actions(const struct node *list, struct operation *operation) {
    static const char *const sides[] = {"target", "source", NULL};
    if (!is_list(list, "'actions'")) {
        return;
    }
    operation->actions = arena_alloc((list->count + 1) * sizeof *operation->actions);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        if (!is_map(node, KEYS("action", "side"), "an action")) {
            continue;
        }
        struct action *action = &operation->actions[operation->action_count++];
        action->name = read_line(need(node, "action", "an action"), "the action");
        const struct node *side = need(node, "side", "an action");
        action->source = side != NULL && read_word(side, sides, RULE_OPERATION, "side") == 1;
    }
}

static void read_request(const struct node *node, struct operation *operation) {
    static const char *const levels[] = {"", "service", "bucket", "object", NULL};
    static const char *const methods[] = {"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", NULL};
    if (node == NULL || !is_map(node, KEYS("method", "level", "query", "header"), "a request")) {
        return;
    }
    const struct node *method = need(node, "method", "a request");
    const struct node *level = need(node, "level", "a request");
    if (method == NULL || level == NULL) {
        return;
    }
    operation->method.text = methods[read_word(method, methods, RULE_OPERATION, "method")];
    operation->method.len = strlen(operation->method.text);
    operation->level = read_word(level, levels, RULE_OPERATION, "level");
    operation->queries =
        read_items(yaml_get(node, "query"), "'query'", read_line, &operation->query_count);
    operation->header = read_line(yaml_get(node, "header"), "'header'");
}

static void read_operation(struct catalog *catalog, const struct node *node,
                           struct operation *operation) {
    static const char *const places[] = {"", "body", "keys", "stream", NULL};
    const char *what = "an operation";
    operation->at = node->at;
    if (!is_map(node,
                KEYS("name", "title", "page", "actions", "source", "idempotent", "after-200",
                     "request"),
                what)) {
        return;
    }
    operation->name = read_name(need(node, "name", what), "an operation's name");
    operation->title = read_line(need(node, "title", what), "'title'");
    read_page(catalog, yaml_get(node, "page"), operation);
    read_actions(yaml_get(node, "actions"), operation);
    operation->source = read_line(yaml_get(node, "source"), "'source'");
    operation->idempotent = read_bool(need(node, "idempotent", what), "'idempotent'");
    const struct node *after = yaml_get(node, "after-200");
    if (after != NULL) {
        operation->after_200 = read_word(after, places, RULE_OPERATION, "place of an error");
    }
    read_request(yaml_get(node, "request"), operation);
}

void read_operations(struct catalog *catalog, const struct node *list) {
    if (list == NULL || !is_kind(list, NODE_LIST, "'operations'")) {
        return;
    }
    catalog->operations = arena_alloc((list->count + 1) * sizeof *catalog->operations);
    for (size_t i = 0; i < list->count; i++) {
        read_operation(catalog, list->items[i], &catalog->operations[catalog->operation_count++]);
    }
}
