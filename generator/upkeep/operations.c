/* SPDX-License-Identifier: MIT */
/* Compares the operations of two catalogs. */
#include "upkeep/comparison.h"

#include <string.h>

static const struct operation *find_operation(const struct catalog *catalog, const char *name) {
    for (size_t i = 0; i < catalog->operation_count; i++) {
        if (strcmp(catalog->operations[i].name.text, name) == 0) {
            return &catalog->operations[i];
        }
    }
    return NULL;
}

static const char *actions_of(const struct operation *operation) {
    struct text_buffer list = {0};
    buffer_put(&list, "", 0);
    for (size_t i = 0; i < operation->action_count; i++) {
        buffer_printf(&list, "%s%s%s", i > 0 ? ", " : "", operation->actions[i].name.text,
                      operation->actions[i].source ? " on the source" : "");
    }
    return list.ptr;
}

static bool is_same_action(const struct action *a, const struct action *b) {
    return is_same_text(&a->name, &b->name) && a->source == b->source;
}

static bool has_same_actions(const struct operation *a, const struct operation *b) {
    size_t same = 0;
    while (same < a->action_count && same < b->action_count &&
           is_same_action(&a->actions[same], &b->actions[same])) {
        same++;
    }
    return same == a->action_count && same == b->action_count;
}

/* "PUT object ?uploadId, partNumber x-cos-copy-source" */
static const char *request_of(const struct operation *operation) {
    static const char *const levels[] = {"", "service", "bucket", "object"};
    struct text_buffer request = {0};
    if (operation->level == REQUEST_NONE) {
        return NULL;
    }
    buffer_printf(&request, "%s %s", operation->method.text, levels[operation->level]);
    if (operation->query_count > 0) {
        buffer_printf(&request, " ?%s", list_texts(operation->queries, operation->query_count));
    }
    if (operation->header.text != NULL) {
        buffer_printf(&request, " %s", operation->header.text);
    }
    return request.ptr;
}

static bool has_same_request(const struct operation *a, const struct operation *b) {
    return a->level == b->level && is_same_text(&a->method, &b->method) &&
           is_same_list(a->queries, a->query_count, b->queries, b->query_count) &&
           is_same_text(&a->header, &b->header);
}

static void compare_operation(struct comparison *compare, const struct operation *old,
                              const struct operation *now) {
    const char *subject = now->name.text;
    if (old->idempotent != now->idempotent) {
        add_change(compare, VERDICT_MAJOR, "idempotence", subject, 0);
    }
    if (old->after_200 != now->after_200) {
        add_change(compare, VERDICT_MAJOR, "error after a 200", subject, 0);
    }
    if (!has_same_actions(old, now)) {
        add_from_to(compare, VERDICT_MINOR, "actions", subject, 0, actions_of(old),
                    actions_of(now));
    }
    if (!has_same_request(old, now)) {
        add_from_to(compare, VERDICT_MINOR, "request", subject, 0, request_of(old),
                    request_of(now));
    }
    if (!is_same_text(&old->title, &now->title) || !is_same_text(&old->source, &now->source) ||
        (old->page == NULL) != (now->page == NULL)) {
        add_change(compare, VERDICT_PATCH, "title, page or source", subject, 0);
    }
}

void compare_operations(struct comparison *compare) {
    for (size_t i = 0; i < compare->old->operation_count; i++) {
        const struct operation *before = &compare->old->operations[i];
        const struct operation *after = find_operation(compare->now, before->name.text);
        if (after == NULL) {
            add_change(compare, VERDICT_MAJOR, "operation removed", before->name.text, 0);
        } else {
            compare_operation(compare, before, after);
        }
    }
    for (size_t i = 0; i < compare->now->operation_count; i++) {
        const char *name = compare->now->operations[i].name.text;
        if (find_operation(compare->old, name) == NULL) {
            add_change(compare, VERDICT_MINOR, "operation added", name, 0);
        }
    }
}
