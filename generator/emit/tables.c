/* SPDX-License-Identifier: MIT */
/* PREFIX_catalog.c: the image as one constant object, and the function that returns it; and the
 * image as a file. */
#include "emit/emit.h"

#include <string.h>

static void emit_struct(const char *type, const struct image_field *fields, size_t count,
                        struct text_buffer *out) {
    buffer_printf(out, "%s {\n", type);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(out, "    %s %s;\n", fields[i].type, fields[i].name);
    }
    buffer_puts(out, "};\n");
}

/* The runtime has its own declarations of the same structs. */
static void emit_structs(struct text_buffer *out) {
    size_t count;
    const struct image_field *fields = image_head_fields(&count);
    buffer_puts(out, "#ifndef COSERR_IMAGE_H\nstruct coserr_catalog {\n");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(out, "    %s %s;\n", fields[i].type, fields[i].name);
    }
    for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
        const char *name = image_form(i)->section;
        buffer_printf(out, "    uint32_t %s_at, %s_count;\n", name, name);
    }
    buffer_puts(out, "};\n");
    for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
        const struct image_form *form = image_form(i);
        if (form->fields != NULL) {
            emit_struct(form->type, form->fields, form->field_count, out);
        }
    }
    buffer_printf(out,
                  "#elif COSERR__IMAGE_FORMAT != %d\n"
                  "#error \"this catalog is for another version of the library: generate it "
                  "again\"\n#endif\n\n",
                  COSERR__IMAGE_FORMAT);
}

/* Bytes after the last string. */
static size_t padding_of(const struct image *image) {
    const unsigned char *end =
        image->sections[IMAGE_strings].items + image->string_count * sizeof(uint32_t);
    return image->sections[IMAGE_pool].count - image_value(end, sizeof(uint32_t));
}

/* Arrays of no elements are not C. */
static void emit_object(const struct image *image, struct text_buffer *out) {
    buffer_printf(out, "static const struct %s_image {\n    struct coserr_catalog head;\n",
                  image->prefix);
    for (size_t i = 0; i < IMAGE_pool; i++) {
        if (image->sections[i].count > 0) {
            buffer_printf(out, "    %s %s[%zu];\n", image_form(i)->type, image_form(i)->section,
                          image->sections[i].count);
        }
    }
    buffer_puts(out, "    struct {\n");
    emit_pool_members(image->string_list, image->string_count, out);
    if (padding_of(image) > 0) {
        buffer_printf(out, "        char padding[%zu];\n", padding_of(image));
    }
    buffer_printf(out, "    } pool;\n} %s_image = {\n", image->prefix);
}

static void emit_value(uint64_t value, const char *type, struct text_buffer *out) {
    if (strcmp(type, "int16_t") == 0) {
        buffer_printf(out, "%d", (int)(int16_t)value);
    } else if (strcmp(type, "uint64_t") == 0) {
        buffer_printf(out, "UINT64_C(0x%016llx)", (unsigned long long)value);
    } else {
        buffer_printf(out, "%lluu", (unsigned long long)value);
    }
}

static void emit_item(const unsigned char *item, const struct image_field *fields, size_t count,
                      struct text_buffer *out) {
    for (size_t i = 0; i < count; i++) {
        buffer_puts(out, i > 0 ? ", " : "");
        emit_value(image_value(item + fields[i].offset, fields[i].size), fields[i].type, out);
    }
}

static void emit_head(const struct image *image, struct text_buffer *out) {
    size_t count;
    const struct image_field *fields = image_head_fields(&count);
    buffer_puts(out, "    {");
    emit_item((const unsigned char *)&image->head, fields, count, out);
    for (size_t i = 0; i < IMAGE_SECTIONS; i++) {
        buffer_printf(out, ",\n     %zuu, %zuu /* %s */", image->sections[i].at,
                      image->sections[i].count, image_form(i)->section);
    }
    buffer_puts(out, "},\n");
}

/* For a reader of the file: what an entry is about. */
static void emit_remark(const struct image *image, size_t section, size_t index,
                        struct text_buffer *out) {
    if (section == IMAGE_entries && image->rows[index]->error->code.text != NULL) {
        buffer_puts(out, " /* ");
        emit_comment(out, image->rows[index]->error->code.text);
        buffer_puts(out, " */");
    }
}

static void emit_section(const struct image *image, size_t index, struct text_buffer *out) {
    const struct image_form *form = image_form(index);
    const struct image_section *section = &image->sections[index];
    if (section->count == 0) {
        return;
    }
    buffer_printf(out, "    /* %s */\n    {", form->section);
    for (size_t i = 0; i < section->count; i++) {
        const unsigned char *item = section->items + i * form->size;
        if (form->fields == NULL) {
            buffer_puts(out, i % 16 == 0 ? "\n        " : " ");
            emit_value(image_value(item, form->size), form->type, out);
            buffer_puts(out, ",");
            continue;
        }
        buffer_puts(out, "\n        {");
        emit_item(item, form->fields, form->field_count, out);
        buffer_puts(out, "},");
        emit_remark(image, index, i, out);
    }
    buffer_puts(out, "\n    },\n");
}

void emit_tables(const struct image *image, struct text_buffer *out) {
    emit_banner(image->catalog->name.text, "The catalog as one constant object.", out);
    buffer_printf(out,
                  "#include \"%s_codes.h\"\n\n#include <coserr/coserr.h>\n\n"
                  "#if %s_CODES_IDENTITY != 0x%016llx\n"
                  "#error \"header and tables are from different catalogs: generate them again\"\n"
                  "#endif\n\n",
                  image->prefix, image->upper, (unsigned long long)image->head.identity);
    emit_structs(out);
    emit_object(image, out);
    emit_head(image, out);
    for (size_t i = 0; i < IMAGE_pool; i++) {
        emit_section(image, i, out);
    }
    buffer_puts(out, "    {\n");
    emit_pool_values(image->string_list, image->string_count, out);
    buffer_puts(out, padding_of(image) > 0 ? "        \"\",\n    },\n};\n\n" : "    },\n};\n\n");
    buffer_printf(out,
                  "_Static_assert(sizeof %s_image == %uu, \"an image has no padding\");\n\n"
                  "const coserr_catalog *%s_get_catalog(void) {\n"
                  "    return &%s_image.head;\n}\n",
                  image->prefix, image->head.size, image->prefix, image->prefix);
}

void emit_image(const struct image *image, struct text_buffer *out) {
    image_bytes(image, out);
}
