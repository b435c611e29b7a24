/* SPDX-License-Identifier: MIT */
/* coserr-gen compile: from the catalog to the files that the runtime is built from. */
#include "cmd.h"
#include "base/depfile.h"
#include "base/out.h"
#include "emit/emit.h"
#include "input.h"

#include <stdio.h>
#include <string.h>

/* `only` is a list of kinds between commas; NULL stands for all. */
static bool is_wanted(const char *only, const char *kind) {
    const size_t len = strlen(kind);
    while (only != NULL && *only != '\0') {
        const size_t item = strcspn(only, ",");
        if (item == len && memcmp(only, kind, len) == 0) {
            return true;
        }
        only += item + (only[item] == ',');
    }
    return only == NULL;
}

static bool refuse_kind(const char *what) {
    struct text_buffer kinds = {0};
    for (size_t i = 0; i < output_count; i++) {
        buffer_printf(&kinds, "%s%s", i > 0 ? ", " : "", outputs[i].kind);
    }
    fprintf(stderr, "coserr-gen: error: --only: %s; expected %s\n", what, kinds.ptr);
    return false;
}

static bool knows_kinds(const char *only) {
    if (only != NULL && strspn(only, ",") == strlen(only)) {
        return refuse_kind("no kind given");
    }
    while (only != NULL && *only != '\0') {
        const char *kind = arena_copy(only, strcspn(only, ","));
        bool known = false;
        for (size_t i = 0; i < output_count; i++) {
            known = known || strcmp(outputs[i].kind, kind) == 0;
        }
        if (!known) {
            return refuse_kind(arena_printf("unknown kind '%s'", kind));
        }
        only += strlen(kind);
        only += *only == ',';
    }
    return true;
}

static void make_depfile(const struct options *options, const struct out_file *files, size_t count,
                         struct out_file *depfile) {
    const char **targets = arena_alloc(output_count * sizeof *targets);
    const char *const sources[] = {options->args[0], options->ledger};
    for (size_t i = 0; i < count; i++) {
        targets[i] = files[i].path;
    }
    depfile->path = options->depfile;
    put_depfile_rule(&depfile->text, targets, count, sources, 2);
}

/* What --check says: which outputs are not what they would be, and how to make them so. */
static int check_outputs(const struct options *options, const struct out_file *files,
                         size_t count) {
    size_t stale = 0;
    for (size_t i = 0; i < count; i++) {
        if (!out_is_current(&files[i])) {
            fprintf(stderr, "coserr-gen: '%s' is not current\n", files[i].path);
            stale++;
        }
    }
    if (stale > 0) {
        fprintf(stderr,
                "coserr-gen: to renew: coserr-gen compile %s --ledger %s --out %s%s%s%s%s\n",
                options->args[0], options->ledger, options->out,
                options->only != NULL ? " --only " : "", options->only != NULL ? options->only : "",
                options->prefix != NULL ? " --prefix " : "",
                options->prefix != NULL ? options->prefix : "");
    }
    return stale > 0 ? EXIT_ERRORS : EXIT_GOOD;
}

/* False when gperf failed. */
static bool emit_all(const struct options *options, struct image *image, struct out_file *files,
                     size_t *count) {
    bool laid_out = false;
    for (size_t i = 0; i < output_count; i++) {
        if (!is_wanted(options->only, outputs[i].kind)) {
            continue;
        }
        if (outputs[i].needs_image && !laid_out && !image_lay_out(image)) {
            return false;
        }
        laid_out = laid_out || outputs[i].needs_image;
        files[*count].path =
            arena_printf("%s/%s", options->out, output_name(&outputs[i], image->prefix));
        outputs[i].emit(image, &files[*count].text);
        ++*count;
    }
    return true;
}

int cmd_compile(const struct options *options) {
    if (!knows_kinds(options->only)) {
        return EXIT_USAGE;
    }
    if (options->prefix != NULL && !is_prefix(options->prefix)) {
        fprintf(stderr, "coserr-gen: error: --prefix: invalid prefix '%s': %s\n", options->prefix,
                rule_texts[RULE_PREFIX].summary);
        return EXIT_USAGE;
    }
    const struct input input = read_input(options, options->args[0], false);
    const int status = report(options);
    if (status != EXIT_GOOD || input.catalog == NULL) {
        return status;
    }
    if (options->prefix != NULL) {
        input.catalog->prefix.text = options->prefix;
        input.catalog->prefix.len = strlen(options->prefix);
    }
    struct out_file *files = arena_alloc((output_count + 1) * sizeof *files);
    size_t count = 0;
    if (!emit_all(options, image_make(input.catalog), files, &count)) {
        return EXIT_USAGE;
    }
    if (options->check) {
        return check_outputs(options, files, count);
    }
    if (options->depfile != NULL) {
        make_depfile(options, files, count, &files[count]);
        count++;
    }
    return out_make_folder(options->out) && out_write(files, count) ? EXIT_GOOD : EXIT_USAGE;
}
