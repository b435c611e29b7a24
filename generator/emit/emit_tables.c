/* SPDX-License-Identifier: MIT */
/* PREFIX_tables.inc: the whole catalog as one constant object without a pointer in it. The layout
 * is that of <coserr/tables.h>; every place in it is known here, and the compiler checks it. */
#include "emit/emit.h"

#include <coserr/tables.h>
#include <string.h>

/* Distances of the parts from the head. All parts but the pool are made of 4-byte units. */
struct layout {
    size_t entries;
    size_t names;
    size_t refinements;
    size_t languages;
    size_t labels;
    size_t words;
    size_t texts;
    size_t pool;
};

/* Each string once, in the order of first use. */
struct pool {
    struct map places;
    struct text *strings;
    size_t count;
    size_t capacity;
    size_t size;
};

struct place_in_pool {
    size_t offset;
};

struct writer {
    const struct image *image;
    struct layout at;
    struct pool pool;
    size_t refinement_count;
    struct text_buffer entries;
    struct text_buffer names;
    struct text_buffer refinements;
    struct text_buffer texts;
    struct text_buffer languages;
    struct text_buffer labels;
    struct text_buffer words;
    size_t texts_used; /* how many int32_t */
};

static size_t pool_offset(struct pool *pool, const char *text) {
    const size_t len = strlen(text);
    struct place_in_pool *place = arena_alloc(sizeof *place);
    place->offset = pool->size;
    struct place_in_pool *kept = map_add(&pool->places, text, len, place);
    if (kept == place) {
        ARENA_PUSH(pool->strings, pool->count, pool->capacity) =
            (struct text){.text = text, .len = len};
        pool->size += len + 1;
    }
    return kept->offset;
}

/* How far a string is from what lies `base` bytes from the head; 0 for no string. */
static long distance(struct writer *writer, size_t base, const char *text) {
    if (text == NULL) {
        return 0;
    }
    return (long)(writer->at.pool + pool_offset(&writer->pool, text)) - (long)base;
}

static size_t word_rows(const struct catalog *catalog) {
    return catalog->classes.count + catalog->hints.count + catalog->actions.count +
           catalog->reasons.count + catalog->labels.count;
}

static size_t at_least_one(size_t count) {
    return count > 0 ? count : 1;
}

static void lay_out(struct writer *writer) {
    const struct image *image = writer->image;
    const struct catalog *catalog = image->catalog;
    const size_t unit = sizeof(int32_t);
    size_t texts = 0;
    for (size_t i = 0; i < image->row_count; i++) {
        texts += (2 + image->rows[i]->doc_count) * catalog->language_count;
        writer->refinement_count += image->rows[i]->error->refines_code.text != NULL &&
                                    (i == 0 || image->rows[i - 1]->error != image->rows[i]->error);
    }
    struct layout *at = &writer->at;
    at->entries = sizeof(struct coserr_catalog);
    at->names = at->entries + image->row_count * sizeof(struct coserr_entry);
    at->refinements = at->names + image->names.slot_count * sizeof(struct coserr_name);
    at->languages =
        at->refinements + at_least_one(writer->refinement_count) * sizeof(struct coserr_refinement);
    at->labels = at->languages + catalog->language_count * unit;
    at->words = at->labels + at_least_one(catalog->labels.count) * unit;
    at->texts = at->words + word_rows(catalog) * catalog->language_count * unit;
    at->pool = at->texts + texts * unit;
}

/* --------------------------------------------------------------------------------------- entries
 */

/* Message, advice and links of a row for each language; a gap is 0. Returns where they begin. */
static size_t write_texts(struct writer *writer, const struct variant *row, size_t base) {
    const struct catalog *catalog = writer->image->catalog;
    const size_t begin = writer->at.texts + writer->texts_used * sizeof(int32_t);
    for (size_t l = 0; l < catalog->language_count; l++) {
        /* One after the other: the pool is filled in this order, whatever the compiler. */
        const long message = distance(writer, base, row->message[l].text);
        const long advice = distance(writer, base, row->advice[l].text);
        buffer_printf(&writer->texts, "%s%ld, %ld,", l == 0 ? "        " : " ", message, advice);
        for (size_t i = 0; i < row->doc_count; i++) {
            buffer_printf(&writer->texts, " %ld,",
                          distance(writer, base, doc_url(catalog, row->docs[i], l)));
        }
    }
    buffer_puts(&writer->texts, "\n");
    writer->texts_used += (2 + row->doc_count) * catalog->language_count;
    return begin;
}

static void write_entry(struct writer *writer, size_t index) {
    const struct variant *row = writer->image->rows[index];
    const struct error *error = row->error;
    const size_t base = writer->at.entries + index * sizeof(struct coserr_entry);
    const long texts = (long)write_texts(writer, row, base) - (long)base;
    const long code = distance(writer, base, error->code.text);
    const long symbol = distance(writer, base, error->symbol.text);
    const long retired = distance(writer, base, error->retired.text);
    buffer_printf(&writer->entries, "        {%u, 0x%x, %ld, %ld, %ld, %ld, %ld, %u, %d, %u, %zu},",
                  error->id, (unsigned)row->hints, -(long)base, code, symbol, retired, texts,
                  row->status, (int)error->kind, row->retry, row->doc_count);
    if (error->code.text != NULL) {
        buffer_puts(&writer->entries, " /* ");
        emit_comment(&writer->entries, error->code.text);
        buffer_puts(&writer->entries, " */");
    }
    buffer_puts(&writer->entries, "\n");
}

/* The slots of all tables, one after the other. */
static void write_names(struct writer *writer) {
    const struct names *names = &writer->image->names;
    for (size_t i = 0; i < names->table_count; i++) {
        for (size_t j = 0; j < names->tables[i].slot_count; j++) {
            const struct name *name = names->tables[i].slots[j];
            if (name == NULL) {
                buffer_puts(&writer->names, "        {0, 0, 0, 0, 0},\n");
                continue;
            }
            const struct variant *const *row = &writer->image->rows[name->row];
            const bool several = row[0]->error->variant_count > 1;
            buffer_printf(&writer->names, "        {%ld, %u, %u, %zu, %d}, /* ",
                          distance(writer, 0, name->text), name->row, row[0]->status, name->len,
                          (name->alias ? COSERR_NAME_ALIAS : 0) |
                              (several ? COSERR_NAME_STATUSES : 0));
            emit_comment(&writer->names, name->text);
            buffer_puts(&writer->names, " */\n");
        }
    }
}

static uint32_t id_of_code(const struct image *image, const char *code) {
    const struct error_list *list = &image->catalog->errors;
    size_t i = 0;
    while (strcmp(list->items[i].code.text, code) != 0) {
        i++;
    }
    return list->items[i].id;
}

static void write_refinement(struct writer *writer, size_t index) {
    const struct image *image = writer->image;
    const struct error *error = image->rows[index]->error;
    if (error->refines_code.text == NULL || (index > 0 && image->rows[index - 1]->error == error)) {
        return;
    }
    buffer_printf(&writer->refinements, "        {%u, %zu, %ld, %zu},\n",
                  id_of_code(image, error->refines_code.text), index,
                  distance(writer, 0, error->refines_message.text), error->refines_message.len);
}

/* ----------------------------------------------------------------------------------------- words
 */

static void write_words(struct writer *writer, const struct word_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        for (size_t l = 0; l < writer->image->catalog->language_count; l++) {
            buffer_printf(&writer->words, "%s%ld,", l == 0 ? "        " : " ",
                          distance(writer, 0, list->items[i].texts[l].text));
        }
        buffer_printf(&writer->words, " /* %s */\n", list->items[i].name.text);
    }
}

static void write_parts(struct writer *writer) {
    const struct catalog *catalog = writer->image->catalog;
    write_names(writer); /* first, so that their texts lie close to each other */
    for (size_t i = 0; i < writer->image->row_count; i++) {
        write_entry(writer, i);
        write_refinement(writer, i);
    }
    if (writer->refinement_count == 0) {
        buffer_puts(&writer->refinements, "        {0, 0, 0, 0},\n");
    }
    for (size_t l = 0; l < catalog->language_count; l++) {
        buffer_printf(&writer->languages, "        %ld,\n",
                      distance(writer, 0, catalog->languages[l].tag.text));
    }
    for (size_t i = 0; i < catalog->labels.count; i++) {
        buffer_printf(&writer->labels, "        %ld,\n",
                      distance(writer, 0, catalog->labels.items[i].name.text));
    }
    if (catalog->labels.count == 0) {
        buffer_puts(&writer->labels, "        0,\n");
    }
    write_words(writer, &catalog->classes);
    write_words(writer, &catalog->hints);
    write_words(writer, &catalog->actions);
    write_words(writer, &catalog->reasons);
    write_words(writer, &catalog->labels);
}

/* -------------------------------------------------------------------------------------- the file
 */

static void emit_struct(struct writer *writer, struct text_buffer *out) {
    const struct image *image = writer->image;
    const struct catalog *catalog = image->catalog;
    buffer_printf(out, "struct %s_tables {\n    struct coserr_catalog head;\n", image->prefix);
    buffer_printf(out, "    struct coserr_entry entries[%zu];\n", image->row_count);
    buffer_printf(out, "    struct coserr_name names[%zu];\n", image->names.slot_count);
    buffer_printf(out, "    struct coserr_refinement refinements[%zu];\n",
                  at_least_one(writer->refinement_count));
    buffer_printf(out, "    int32_t languages[%zu];\n    int32_t labels[%zu];\n",
                  catalog->language_count, at_least_one(catalog->labels.count));
    buffer_printf(out, "    int32_t words[%zu];\n    int32_t texts[%zu];\n",
                  word_rows(catalog) * catalog->language_count, writer->texts_used);
    buffer_puts(out, "    struct {\n");
    for (size_t i = 0; i < writer->pool.count; i++) {
        buffer_printf(out, "        char s%zu[%zu];\n", i, writer->pool.strings[i].len + 1);
    }
    buffer_puts(out, "    } pool;\n};\n\n");
    buffer_printf(out,
                  "_Static_assert(offsetof(struct %s_tables, texts) == %zu &&\n"
                  "                   offsetof(struct %s_tables, pool) == %zu &&\n"
                  "                   sizeof(((struct %s_tables *)0)->pool) == %zu,\n"
                  "               \"the layout that the distances were made for\");\n\n",
                  image->prefix, writer->at.texts, image->prefix, writer->at.pool, image->prefix,
                  writer->pool.size);
}

static void emit_head(struct writer *writer, struct text_buffer *out) {
    const struct image *image = writer->image;
    const struct catalog *catalog = image->catalog;
    const struct layout *at = &writer->at;
    buffer_printf(out, "static const struct %s_tables %s_tables = {\n", image->prefix,
                  image->prefix);
    buffer_printf(out, "    {%d, %zu, %zu, %zu, %zu, %zu,\n", COSERR_TABLES_FORMAT,
                  image->row_count, image->family_first, writer->refinement_count,
                  catalog->language_count, catalog->labels.count);
    const long name = distance(writer, 0, catalog->name.text);
    const long version = distance(writer, 0, catalog->version.text);
    const long diagnose = distance(writer, 0, catalog->diagnose.text);
    buffer_printf(out, "     %zu, %zu, %zu, %zu, %zu, %ld, %ld, %ld},\n", at->entries,
                  at->refinements, at->languages, at->words, at->labels, name, version, diagnose);
}

static void emit_part(const char *name, const struct text_buffer *part, struct text_buffer *out) {
    buffer_printf(out, "    {\n        /* %s */\n", name);
    buffer_put(out, part->ptr, part->len);
    buffer_puts(out, "    },\n");
}

static void emit_pool(const struct pool *pool, struct text_buffer *out) {
    buffer_puts(out, "    {\n");
    for (size_t i = 0; i < pool->count; i++) {
        buffer_puts(out, "        ");
        emit_c_string(out, pool->strings[i].text, pool->strings[i].len);
        buffer_puts(out, ",\n");
    }
    buffer_puts(out, "    },\n};\n");
}

static void emit_guards(const struct image *image, struct text_buffer *out) {
    buffer_printf(
        out,
        "#if COSERR_TABLES_FORMAT != %d\n"
        "#error \"these tables are for another runtime: generate them again\"\n"
        "#elif %s_CODES_IDENTITY != 0x%016llx || %s_NAMES_CONTENT != 0x%016llx\n"
        "#error \"header, names and tables are not of one catalog: generate them again\"\n"
        "#endif\n\n",
        COSERR_TABLES_FORMAT, image->upper, image->identity, image->upper, image->content);
}

/* For each status the most special family, as an index among the families. */
static void emit_families(const struct image *image, struct text_buffer *out) {
    buffer_printf(out,
                  "/* The family for each status from 300 on; behind them that for others. */\n"
                  "static const uint16_t %s_families[COSERR_STATUSES] = {",
                  image->prefix);
    for (unsigned i = 0; i < COSERR_STATUSES; i++) {
        const unsigned status = i + 1 < COSERR_STATUSES ? 300 + i : 0;
        size_t found = 0;
        for (size_t j = image->family_first; j < image->row_count; j++) {
            const unsigned wanted = image->rows[j]->status; /* rising: a class before a status */
            found = wanted == status || wanted == status / 100 ? j - image->family_first : found;
        }
        buffer_printf(out, "%s%zu,", i % 16 == 0 ? "\n    " : " ", found);
    }
    buffer_puts(out, "\n};\n");
}

void emit_tables(const struct image *image, struct text_buffer *out) {
    struct writer writer = {.image = image};
    struct text_buffer head = {0};
    lay_out(&writer);
    write_parts(&writer);
    emit_head(&writer, &head);
    emit_banner(image, "Everything about the codes but the hash of their names.", out);
    emit_guards(image, out);
    emit_struct(&writer, out);
    buffer_put(out, head.ptr, head.len);
    emit_part("id, hints, to the head, code, symbol, retired, texts, status, kind, retry, links",
              &writer.entries, out);
    emit_part("name, entry, status, length, flags", &writer.names, out);
    emit_part("id of the code, entry, message, its length", &writer.refinements, out);
    emit_part("languages", &writer.languages, out);
    emit_part("labels", &writer.labels, out);
    emit_part("words in each language", &writer.words, out);
    emit_part("message, advice and links in each language", &writer.texts, out);
    emit_pool(&writer.pool, out);
    buffer_puts(out, "\n");
    emit_families(image, out);
}
