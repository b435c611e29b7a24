/* SPDX-License-Identifier: MIT */
/* PREFIX_codes.h: the constants, a documentation comment on each, and the same as an X-macro; for
 * another catalog than the library's, its functions. No text of the catalog is in it, so that
 * correcting one rebuilds nobody's code. */
#include "emit/emit.h"

#include <string.h>

static void emit_constant(const struct image *image, const struct error *error,
                          struct text_buffer *out) {
    buffer_puts(out, "    /** ");
    emit_comment(out, error->code.text);
    if (error->kind == KIND_CLIENT) {
        buffer_puts(out, ", a client error");
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

static void emit_item(const char *symbol, unsigned id, const struct text *name,
                      struct text_buffer *out) {
    buffer_printf(out, " \\\n    X(%s, %u, ", symbol, id);
    emit_c_string(out, name->text, name->len);
    buffer_puts(out, ")");
}

/* Each error once, by id: rows of one error lie together. */
static const struct error *next_error(const struct image *image, size_t row) {
    return image->rows[row]->order == 0 ? image->rows[row]->error : NULL;
}

static void emit_list(const struct image *image, enum kind kind, const char *name,
                      struct text_buffer *out) {
    buffer_printf(out, "#define %s_%s_LIST(X)", image->upper, name);
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = next_error(image, i);
        if (error != NULL && error->kind == kind) {
            emit_item(error->symbol.text, error->id, &error->code, out);
        }
    }
    buffer_puts(out, "\n\n");
}

static void emit_operations(const struct image *image, struct text_buffer *out) {
    const struct catalog *catalog = image->catalog;
    for (size_t i = 0; i < catalog->operation_count; i++) {
        const struct operation *operation = &catalog->operations[i];
        buffer_puts(out, "    /** ");
        emit_comment(out, operation->title.text);
        buffer_printf(out, " */\n    %s_%s = %u,\n", image->upper, operation->symbol.text,
                      operation->id);
    }
}

static void emit_operation_list(const struct image *image, struct text_buffer *out) {
    const struct catalog *catalog = image->catalog;
    buffer_puts(out, "/* X(SYMBOL, number, \"Name\") for every operation, by number. */\n");
    buffer_printf(out, "#define %s_OPERATION_LIST(X)", image->upper);
    for (size_t i = 0; i < catalog->operation_count; i++) {
        const struct operation *operation = &catalog->operations[i];
        emit_item(operation->symbol.text, operation->id, &operation->name, out);
    }
    buffer_puts(out, "\n\n");
}

/* The general functions with this catalog as their first argument. */
static const char functions[] =
    "#include <coserr/coserr.h>\n"
    "\n"
    "#ifdef __cplusplus\n"
    "extern \"C\" {\n"
    "#endif\n"
    "\n"
    "/* This catalog, for the functions of <coserr/coserr.h> that take one. */\n"
    "const coserr_catalog *@_get_catalog(void);\n"
    "\n"
    "static inline const coserr_entry *@_find_entry(const char *code, size_t code_len,\n"
    "                                               uint32_t http_status, uint32_t *match) {\n"
    "    return coserr_find_entry(@_get_catalog(), code, code_len, http_status, match);\n"
    "}\n"
    "\n"
    "static inline const coserr_entry *@_get_entry(coserr_code id, uint32_t http_status) {\n"
    "    return coserr_get_entry(@_get_catalog(), id, http_status);\n"
    "}\n"
    "\n"
    "static inline const coserr_entry *@_get_family(uint32_t http_status) {\n"
    "    return coserr_get_family(@_get_catalog(), http_status);\n"
    "}\n"
    "\n"
    "static inline const coserr_entry *@_find_client(const char *name, size_t name_len) {\n"
    "    return coserr_find_client(@_get_catalog(), name, name_len);\n"
    "}\n"
    "\n"
    "static inline const coserr_entry *@_next_entry(uint32_t kind, const coserr_entry *previous) "
    "{\n"
    "    return coserr_next_entry(@_get_catalog(), kind, previous);\n"
    "}\n"
    "\n"
    "static inline int @_decode(const coserr_response *response, coserr_error *error, char "
    "*buffer,\n"
    "                           size_t buffer_size) {\n"
    "    return coserr_decode(@_get_catalog(), response, error, buffer, buffer_size);\n"
    "}\n"
    "\n"
    "#ifdef __cplusplus\n"
    "}\n"
    "#endif\n"
    "\n";

static void emit_functions(const struct image *image, struct text_buffer *out) {
    for (const char *p = functions; *p != '\0';) {
        const size_t len = strcspn(p, "@");
        buffer_put(out, p, len);
        p += len;
        if (*p == '@') {
            buffer_puts(out, image->prefix);
            p++;
        }
    }
}

void emit_header(const struct image *image, struct text_buffer *out) {
    emit_banner(image->catalog->name.text, "The codes as constants.", out);
    buffer_printf(out, "#ifndef %s_CODES_H\n#define %s_CODES_H\n\n", image->upper, image->upper);
    buffer_puts(out,
                "/* Digest of ids, symbols and names; the tables were made for this one. */\n");
    buffer_printf(out, "#define %s_CODES_IDENTITY 0x%016llx\n\n", image->upper,
                  (unsigned long long)image->head.identity);
    buffer_puts(out, "/* A number is assigned once and never reused. The list is open: a newer "
                     "library may\n * return a number that is not here. */\nenum {\n");
    for (size_t i = 0; i < image->family_first; i++) {
        const struct error *error = next_error(image, i);
        if (error != NULL) {
            emit_constant(image, error, out);
        }
    }
    emit_operations(image, out);
    out->len -= strlen(",\n"); /* C90 and C++98 allow no comma after the last */
    buffer_puts(out, "\n};\n\n/* X(SYMBOL, number, \"Code\") for every code, by number. */\n");
    emit_list(image, KIND_SERVICE, "CODE", out);
    buffer_puts(out, "/* The same for every client error. */\n");
    emit_list(image, KIND_CLIENT, "CLIENT", out);
    emit_operation_list(image, out);
    if (strcmp(image->prefix, "coserr") != 0) {
        emit_functions(image, out);
    }
    buffer_puts(out, "#endif\n");
}
