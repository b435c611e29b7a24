/* SPDX-License-Identifier: MIT */
/* PREFIX_codes.h: the constants, a documentation comment on each, and the same as an X-macro.
 * No text of the catalog stands in it, so that correcting one rebuilds nobody's code. */
#include "emit/emit.h"

#include <string.h>

static void emit_constant(const struct image *image, const struct error *error,
                          struct text_buffer *out) {
    buffer_puts(out, "    /** ");
    emit_comment(out, error->code.text);
    if (error->kind == KIND_CLIENT) {
        buffer_puts(out, ", a client-side error");
    }
    for (size_t i = 0; i < error->variant_count && error->kind == KIND_SERVICE; i++) {
        buffer_printf(out, "%s%u", i == 0 ? ", HTTP " : " or ", error->variants[i].status);
    }
    for (size_t i = 0; i < error->alias_count; i++) {
        buffer_puts(out, i == 0 ? "; also " : ", ");
        emit_comment(out, error->aliases[i].text);
    }
    if (error->retired.text != NULL) {
        buffer_printf(out, "; retired %s", error->retired.text);
    }
    buffer_printf(out, " */\n    %s_CODE_%s = %u,\n", image->upper, error->symbol.text, error->id);
}

static void emit_item(const struct error *error, struct text_buffer *out) {
    buffer_printf(out, " \\\n    X(%s, %u, ", error->symbol.text, error->id);
    emit_c_string(out, error->code.text, error->code.len);
    buffer_puts(out, ")");
}

/* Each error once, by id: rows of one error lie together. */
static const struct error *next_error(const struct image *image, size_t row) {
    const struct error *error = image->rows[row]->error;
    return row > 0 && image->rows[row - 1]->error == error ? NULL : error;
}

static void emit_list(const struct image *image, enum kind kind, const char *name,
                      struct text_buffer *out) {
    buffer_printf(out, "#define %s_%s_LIST(X)", image->upper, name);
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = next_error(image, i);
        if (error != NULL && error->kind == kind) {
            emit_item(error, out);
        }
    }
    buffer_puts(out, "\n\n");
}

void emit_header(const struct image *image, struct text_buffer *out) {
    emit_banner(image, "The codes as constants.", out);
    buffer_printf(out, "#ifndef %s_CODES_H\n#define %s_CODES_H\n\n", image->upper, image->upper);
    buffer_puts(out,
                "/* Digest of ids, symbols and codes; the tables were made for this one. */\n");
    buffer_printf(out, "#define %s_CODES_IDENTITY 0x%016llx\n\n", image->upper, image->identity);
    buffer_puts(out, "/* A number is given once and never changed. There is no last one: a newer "
                     "library may return\n * a number that is not here. */\nenum {\n");
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = next_error(image, i);
        if (error != NULL) {
            emit_constant(image, error, out);
        }
    }
    out->len -= strlen(",\n"); /* C90 and C++98 have no comma behind the last */
    buffer_puts(out, "\n};\n\n/* X(SYMBOL, number, \"Code\") for every code, by number. */\n");
    emit_list(image, KIND_SERVICE, "CODE", out);
    buffer_puts(out, "/* The same for every client-side error. */\n");
    emit_list(image, KIND_CLIENT, "CLIENT", out);
    buffer_puts(out, "#endif\n");
}
