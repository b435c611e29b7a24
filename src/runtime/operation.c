/* SPDX-License-Identifier: MIT */
/* What an operation says about itself, and finding one by name or number. */
#include "runtime/internal.h"

static const coserr_catalog *catalog_of(const coserr_operation *operation) {
    return (const coserr_catalog *)(const void *)((const char *)operation - operation->at);
}

static const coserr_operation *operations_of(const coserr_catalog *catalog) {
    return coserr__at(catalog, catalog->operations_at);
}

static bool is_ignored(char c) {
    return coserr__is_space((unsigned char)c) || c == '-' || c == '_';
}

/* Equal but for case, whitespace, '-' and '_'. */
static bool same_name(coserr_str a, coserr_str b) {
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.len && is_ignored(a.ptr[i])) {
            i++;
        }
        while (j < b.len && is_ignored(b.ptr[j])) {
            j++;
        }
        if (i == a.len || j == b.len) {
            return i == a.len && j == b.len;
        }
        if (coserr__lower((unsigned char)a.ptr[i++]) != coserr__lower((unsigned char)b.ptr[j++])) {
            return false;
        }
    }
}

const coserr_operation *coserr_find_operation(const coserr_catalog *catalog, const char *name,
                                              size_t name_len) {
    catalog = coserr__catalog(catalog);
    const coserr_operation *operations = operations_of(catalog);
    for (uint32_t i = 0; i < catalog->operations_count; i++) {
        if (same_name((coserr_str){name, name_len}, coserr__slice(catalog, operations[i].name))) {
            return &operations[i];
        }
    }
    return NULL;
}

const coserr_operation *coserr_get_operation(const coserr_catalog *catalog, uint32_t id) {
    catalog = coserr__catalog(catalog);
    const coserr_operation *operations = operations_of(catalog);
    for (uint32_t i = 0; i < catalog->operations_count; i++) {
        if (operations[i].id == id) {
            return &operations[i];
        }
    }
    return NULL;
}

const coserr_operation *coserr_next_operation(const coserr_catalog *catalog,
                                              const coserr_operation *previous) {
    catalog = coserr__catalog(catalog);
    const coserr_operation *first = operations_of(catalog);
    const coserr_operation *next = previous != NULL ? previous + 1 : first;
    return next < first + catalog->operations_count ? next : NULL;
}

/* -------------------------------------------------------------------------------- one operation */

uint32_t coserr_operation_id(const coserr_operation *operation) {
    return operation != NULL ? operation->id : 0;
}

const char *coserr_operation_name(const coserr_operation *operation) {
    return operation != NULL ? coserr__string(catalog_of(operation), operation->name, NULL) : "";
}

const char *coserr_operation_title(const coserr_operation *operation) {
    return operation != NULL ? coserr__string(catalog_of(operation), operation->title, NULL) : "";
}

uint32_t coserr_operation_idempotent(const coserr_operation *operation) {
    return operation != NULL && operation->idempotent != 0;
}

uint32_t coserr_operation_after_200(const coserr_operation *operation) {
    return operation != NULL ? operation->after_200 : (uint32_t)COSERR_AFTER_200_NOWHERE;
}

const char *coserr_operation_action(const coserr_operation *operation, size_t index,
                                    uint32_t *source) {
    if (operation == NULL || index >= operation->action_count) {
        return NULL;
    }
    const coserr_catalog *catalog = catalog_of(operation);
    const struct coserr__action *action =
        (const struct coserr__action *)coserr__at(catalog, catalog->actions_at) +
        operation->actions + index;
    if (source != NULL) {
        *source = action->side;
    }
    return coserr__string(catalog, action->name, NULL);
}

const char *coserr_operation_doc(const coserr_operation *operation, coserr_language language) {
    if (operation == NULL) {
        return "";
    }
    const coserr_catalog *catalog = catalog_of(operation);
    const uint32_t *texts =
        (const uint32_t *)coserr__at(catalog, catalog->texts_at) + operation->texts;
    return coserr__string(catalog, texts[coserr__catalog_language(catalog, language)], NULL);
}
