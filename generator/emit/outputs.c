/* SPDX-License-Identifier: MIT */
/* Every output: what --only, the help and the command go by. */
#include "emit/emit.h"

#include <string.h>

const struct output outputs[] = {
    {"header", "%s_codes.h", "the codes as constants", false, emit_header},
    {"tables", "%s_catalog.c", "the catalog as a C object", true, emit_tables},
    {"image", "%s.image", "the catalog as a file to load", true, emit_image},
    {"json", "catalog.json", "the whole catalog for other tools", false, emit_json},
    {"words-header", "coserr_words.h", "the library's words as constants", false,
     emit_words_header},
    {"words", "coserr_words.inc", "the library's words and their texts", false, emit_words},
    {"vocabulary", "vocabulary.json", "the library's words for other tools", false,
     emit_vocabulary},
};

const size_t output_count = sizeof outputs / sizeof *outputs;

const char *output_name(const struct output *output, const char *prefix) {
    return strncmp(output->name, "%s", 2) == 0 ? arena_printf("%s%s", prefix, output->name + 2)
                                               : output->name;
}
