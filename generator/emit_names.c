/* SPDX-License-Identifier: MIT */
/* PREFIX_names.inc: codes and aliases in a perfect hash table that gperf makes. */
#include "emit.h"
#include "gperf.h"

#include <stdlib.h>
#include <string.h>

/* Length compared first: the key need not end in NUL, and nothing is read past it. Offsets instead
 * of pointers: no relocations. */
static const char declarations[] = "%language=ANSI-C\n"
                                   "%readonly-tables\n"
                                   "%compare-lengths\n"
                                   "%pic\n"
                                   "%null-strings\n"
                                   "%struct-type\n"
                                   "%define slot-name name\n"
                                   "%define initializer-suffix ,0\n";

struct key {
    const struct text *name;
    size_t ref;
};

static int by_name(const void *left, const void *right) {
    const struct key *a = left;
    const struct key *b = right;
    return strcmp(a->name->text, b->name->text);
}

static size_t collect_keys(const struct image *image, struct key **keys) {
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = image->rows[i]->error;
        if (error->kind != KIND_SERVICE || (i > 0 && image->rows[i - 1]->error == error)) {
            continue;
        }
        ARENA_PUSH(*keys, count, capacity) = (struct key){&error->code, i * 2};
        for (size_t j = 0; j < error->alias_count; j++) {
            ARENA_PUSH(*keys, count, capacity) = (struct key){&error->aliases[j], i * 2 + 1};
        }
    }
    if (count > 0) {
        qsort(*keys, count, sizeof **keys, by_name);
    }
    return count;
}

/* gperf writes question marks as they are; two of them may begin a trigraph. */
static void put_without_trigraphs(struct text_buffer *out, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        buffer_puts(out, i > 0 && text[i] == '?' && text[i - 1] == '?' ? "\\" : "");
        buffer_put(out, &text[i], 1);
    }
}

bool emit_names(const struct image *image, struct text_buffer *out) {
    struct text_buffer input = {0};
    struct text_buffer output = {0};
    struct key *keys = NULL;
    const size_t count = collect_keys(image, &keys);
    buffer_puts(&input, declarations);
    buffer_printf(&input, "%%define hash-function-name %s_names_hash\n", image->prefix);
    buffer_printf(&input, "%%define lookup-function-name %s_names_find\n", image->prefix);
    buffer_printf(&input, "%%define string-pool-name %s_names_pool\n", image->prefix);
    buffer_puts(&input, "struct coserr_name;\n%%\n");
    for (size_t i = 0; i < count; i++) {
        emit_c_string(&input, keys[i].name->text, keys[i].name->len);
        buffer_printf(&input, ", %zu\n", keys[i].ref);
    }
    if (!gperf_run(input.ptr, input.len, &output)) {
        return false;
    }
    emit_banner(image, "The names' hash, by gperf.", out);
    buffer_printf(out, "#define %s_NAMES_CONTENT 0x%016llx\n\n", image->upper, image->content);
    buffer_printf(out, "static const struct coserr_name *%s_names_find(const char *, size_t);\n\n",
                  image->prefix);
    put_without_trigraphs(out, output.ptr, output.len);
    return true;
}
