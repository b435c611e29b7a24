/* SPDX-License-Identifier: MIT */
/* coserr-gen rules and explain: print the rules that catalogs have to follow. */
#include "base/diag.h"
#include "cmd.h"

#include <stdio.h>
#include <string.h>

static const char *const levels[] = {"error", "warning"};

static void print_json(const struct rule_text *rule) {
    struct text_buffer line = {0};
    buffer_printf(&line, "{\"rule\":\"%s\",\"level\":\"%s\",\"summary\":", rule->name,
                  levels[rule->level]);
    buffer_put_json(&line, rule->summary);
    buffer_puts(&line, ",\"why\":");
    buffer_put_json(&line, rule->why);
    printf("%s}\n", line.ptr);
}

int cmd_rules(const struct options *options) {
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct rule_text *rule = &rule_texts[i];
        if (options->format == FORMAT_JSON) {
            print_json(rule);
        } else {
            printf("%-18s %-8s %s\n", rule->name, levels[rule->level], rule->summary);
        }
    }
    return EXIT_GOOD;
}

int cmd_explain(const struct options *options) {
    const char *names[RULE_COUNT + 1] = {NULL};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct rule_text *rule = &rule_texts[i];
        names[i] = rule->name;
        if (strcmp(rule->name, options->args[0]) != 0) {
            continue;
        }
        if (options->format == FORMAT_JSON) {
            print_json(rule);
        } else {
            printf("%s (%s): %s.\n%s\n", rule->name, levels[rule->level], rule->summary, rule->why);
        }
        return EXIT_GOOD;
    }
    const char *guess = did_you_mean(options->args[0], names);
    fprintf(stderr, "coserr-gen: error: unknown rule '%s'%s%s 'coserr-gen rules' lists them all\n",
            options->args[0], guess, *guess != '\0' ? "" : ";");
    return EXIT_USAGE;
}
