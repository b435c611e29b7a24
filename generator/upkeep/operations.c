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

static const char *request_of(const struct operation *operation) {
    return operation->level == REQUEST_NONE
               ? ""
               : arena_printf("%s %u ?%s %s", operation->method.text, operation->level,
                              list_texts(operation->queries, operation->query_count),
                              operation->header.text != NULL ? operation->header.text : "");
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
    if (strcmp(actions_of(old), actions_of(now)) != 0) {
        add_from_to(compare, VERDICT_MINOR, "actions", subject, 0, actions_of(old),
                    actions_of(now));
    }
    if (strcmp(request_of(old), request_of(now)) != 0) {
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
