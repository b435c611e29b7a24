/* SPDX-License-Identifier: MIT */
/* coserr-gen diff: prints the changes between two catalogs, as text, Markdown or JSON, and the
 * version number that they require. */
#include "cmd.h"
#include "input.h"
#include "upkeep/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const levels[] = {"none", "patch", "minor", "major"};
static const char *const headings[] = {"", "Texts", "Additions", "Breaking changes"};

/* ------------------------------------------------------------------------------------- versions */

struct version {
    unsigned long parts[3];
};

static struct version read_version(const char *text) {
    struct version version;
    char *p = arena_copy(text, strlen(text));
    for (size_t i = 0; i < 3; i++) {
        version.parts[i] = strtoul(p, &p, 10);
        p += *p == '.';
    }
    return version;
}

static bool is_less(struct version a, struct version b) {
    for (size_t i = 0; i < 3; i++) {
        if (a.parts[i] != b.parts[i]) {
            return a.parts[i] < b.parts[i];
        }
    }
    return false;
}

/* The lowest version that may follow. */
static struct version next_version(struct version version, enum verdict verdict) {
    if (verdict == VERDICT_NONE) {
        return version;
    }
    const size_t part = (size_t)(VERDICT_MAJOR - verdict);
    version.parts[part]++;
    for (size_t i = part + 1; i < 3; i++) {
        version.parts[i] = 0;
    }
    return version;
}

static const char *version_text(struct version version) {
    return arena_printf("%lu.%lu.%lu", version.parts[0], version.parts[1], version.parts[2]);
}

/* --------------------------------------------------------------------------------------- output */

/* "class: never -> transient" */
static void put_words(const struct change *change, const char *quote, struct text_buffer *out) {
    buffer_puts(out, change->kind);
    if (change->from != NULL || change->to != NULL) {
        buffer_puts(out, ": ");
    }
    if (change->from != NULL) {
        buffer_printf(out, "%s%s%s", quote, change->from, quote);
    }
    if (change->from != NULL && change->to != NULL) {
        buffer_puts(out, " -> ");
    }
    if (change->to != NULL) {
        buffer_printf(out, "%s%s%s", quote, change->to, quote);
    }
    if (change->languages != NULL) {
        buffer_printf(out, " changed in %s%s", change->languages,
                      change->stale != NULL ? " only" : "");
    }
}

static void put_change(const struct change *change, enum format format, struct text_buffer *out) {
    const char *quote = format == FORMAT_MARKDOWN ? "`" : "";
    buffer_puts(out, format == FORMAT_MARKDOWN ? "- " : "  ");
    buffer_printf(out, "%s%s%s", quote, change->subject, quote);
    if (change->status != 0) {
        buffer_printf(out, " (%u)", change->status);
    }
    buffer_puts(out, ": ");
    put_words(change, quote, out);
    buffer_puts(out, "\n");
}

static void put_all(const struct diff *diff, enum format format, struct text_buffer *out) {
    for (int level = VERDICT_MAJOR; level > VERDICT_NONE; level--) {
        size_t count = 0;
        for (size_t i = 0; i < diff->count; i++) {
            if (diff->changes[i].level != (enum verdict)level) {
                continue;
            }
            if (count++ == 0 && format == FORMAT_MARKDOWN) {
                buffer_printf(out, "### %s\n\n", headings[level]);
            } else if (count == 1) {
                buffer_printf(out, "%s:\n", levels[level]);
            }
            put_change(&diff->changes[i], format, out);
        }
        buffer_puts(out, count > 0 && format == FORMAT_MARKDOWN ? "\n" : "");
    }
}

static void put_json(const struct diff *diff, struct text_buffer *out) {
    for (size_t i = 0; i < diff->count; i++) {
        const struct change *change = &diff->changes[i];
        buffer_printf(out, "{\"level\":\"%s\"", levels[change->level]);
        buffer_put_json_member(out, "change", change->kind);
        buffer_put_json_member(out, "subject", change->subject);
        if (change->status != 0) {
            buffer_printf(out, ",\"status\":%u", change->status);
        }
        buffer_put_json_member(out, "from", change->from);
        buffer_put_json_member(out, "to", change->to);
        buffer_put_json_member(out, "languages", change->languages);
        if (change->languages != NULL) {
            buffer_printf(out, ",\"alone\":%s", change->stale != NULL ? "true" : "false");
        }
        buffer_puts(out, "}\n");
    }
}

static void put_verdict(const struct diff *diff, const struct catalog *old,
                        const struct catalog *now, enum format format, struct text_buffer *out) {
    const struct version wanted = next_version(read_version(old->version.text), diff->verdict);
    const bool enough = !is_less(read_version(now->version.text), wanted);
    if (format == FORMAT_JSON) {
        buffer_printf(out,
                      "{\"verdict\":\"%s\",\"old\":\"%s\",\"new\":\"%s\",\"least\":\"%s\","
                      "\"enough\":%s}\n",
                      levels[diff->verdict], old->version.text, now->version.text,
                      version_text(wanted), enough ? "true" : "false");
        return;
    }
    buffer_printf(out, "%s%s: %s -> %s", format == FORMAT_MARKDOWN ? "Catalog version, " : "",
                  levels[diff->verdict], old->version.text, now->version.text);
    if (!enough) {
        buffer_printf(out, "; increase the version to %s", version_text(wanted));
    }
    buffer_puts(out, "\n");
}

int cmd_diff(const struct options *options) {
    const struct source *sources[2];
    struct catalog *catalogs[2] = {NULL, NULL};
    if (are_both_stdin(options->args[0], options->args[1])) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < 2; i++) {
        sources[i] = read_source(options->args[i]);
        if (sources[i] != NULL) {
            catalogs[i] = i == 0 ? catalog_read_old(sources[i]) : catalog_read(sources[i]);
        }
    }
    if (diag_errors() > 0 || catalogs[0] == NULL || catalogs[1] == NULL) {
        return report(options);
    }
    const struct diff *diff = diff_make(catalogs[0], catalogs[1]);
    struct text_buffer out = {0};
    if (options->format == FORMAT_JSON) {
        put_json(diff, &out);
    } else {
        put_all(diff, options->format, &out);
    }
    put_verdict(diff, catalogs[0], catalogs[1], options->format, &out);
    fputs(out.ptr, stdout);
    return options->exit_code && diff->verdict != VERDICT_NONE ? 2 + (int)diff->verdict : EXIT_GOOD;
}
