/* SPDX-License-Identifier: MIT */
/* The head of a catalog: what it is, its languages, its host names. */
#include "read/sections.h"

#include "base/bytes.h"

#include <stdio.h>
#include <string.h>

enum { SCHEMA = 2 };

/* ------------------------------------------------------------------------------------ languages */

static bool is_tag(const char *tag) {
    size_t part = 0;
    for (const char *p = tag; *p != '\0'; p++) {
        const bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        if (*p == '-' ? part == 0 : !letter && (p == tag + part || *p < '0' || *p > '9')) {
            return false;
        }
        part = *p == '-' ? 0 : part + 1;
        if (part > 8) {
            return false;
        }
    }
    return part > 0;
}

/* Case is ignored: en-US and EN-us are one language. */
static bool has_language(const struct catalog *catalog, const char *tag) {
    for (size_t i = 0; i < catalog->language_count; i++) {
        const struct text *other = &catalog->languages[i].tag;
        const size_t len = strlen(tag);
        size_t same = 0;
        while (same < len && coserr__lower((unsigned char)tag[same]) ==
                                 coserr__lower((unsigned char)other->text[same])) {
            same++;
        }
        if (same == len && other->len == len) {
            return true;
        }
    }
    return false;
}

static void read_languages(struct catalog *catalog, const struct node *list) {
    if (list == NULL || !is_kind(list, NODE_LIST, "'languages'")) {
        return;
    }
    catalog->languages = arena_alloc((list->count + 1) * sizeof *catalog->languages);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *node = list->items[i];
        if (!is_map(node, KEYS("tag", "required", "docs"), "a language")) {
            continue;
        }
        struct language language = {
            .tag = read_line(need(node, "tag", "a language"), "the language's tag"),
            .required = read_bool(yaml_get(node, "required"), "'required'"),
            .docs = read_link(need(node, "docs", "a language"), "the documentation's address"),
        };
        if (language.tag.text == NULL) {
            continue;
        }
        if (!is_tag(language.tag.text) || has_language(catalog, language.tag.text)) {
            diag_add(language.tag.at, RULE_LANGUAGE,
                     "invalid or duplicate language tag '%s'; expected a BCP 47 tag",
                     language.tag.text);
            continue;
        }
        catalog->languages[catalog->language_count++] = language;
    }
    const struct language *first = catalog->languages;
    if (catalog->language_count == 0 || strcmp(first->tag.text, "en") != 0 || !first->required) {
        diag_add(list->at, RULE_LANGUAGE,
                 "the first language must be 'en', with 'required: true': it is the fallback");
        catalog->language_count = 0; /* nothing that is said of texts would help */
    }
}

/* ---------------------------------------------------------------------------------------- hosts */

/* Labels between dots; {bucket} at most once, as the first, {region} at most once. */
static struct text read_host(const struct node *node, const char *what) {
    const struct text host = read_line(node, what);
    if (host.text == NULL) {
        return host;
    }
    const char *bucket = strstr(host.text, "{bucket}");
    const char *region = strstr(host.text, ".{region}.");
    const bool good =
        (bucket == NULL ||
         (strncmp(host.text, "{bucket}.", 9) == 0 && strstr(host.text + 1, "{bucket}") == NULL)) &&
        (strstr(host.text, "{region}") == NULL ||
         (region != NULL && strstr(region + 2, "{region}") == NULL)) &&
        host.text[strspn(host.text, "abcdefghijklmnopqrstuvwxyz0123456789.-{}")] == '\0';
    if (!good) {
        diag_add(host.at, RULE_LINK,
                 "invalid host '%s'; expected a lowercase name such as "
                 "'{bucket}.cos.{region}.example.com'",
                 host.text);
        return (struct text){0};
    }
    return host;
}

static void read_hosts(struct catalog *catalog, const struct node *list) {
    catalog->hosts = read_items(list, "'hosts'", read_host, &catalog->host_count);
}

/* --------------------------------------------------------------------------------------- header */

static void read_schema(const struct node *node) {
    char expected[16];
    snprintf(expected, sizeof expected, "%d", SCHEMA);
    if (node != NULL && is_kind(node, NODE_TEXT, "'schema'") && strcmp(node->text, expected) != 0) {
        diag_add(node->at, RULE_SCHEMA, "unknown schema '%s'; this generator reads %s", node->text,
                 expected);
    }
}

static struct text read_version(const struct node *node) {
    const struct text none = {0};
    if (node == NULL || !is_kind(node, NODE_TEXT, "'version'")) {
        return none;
    }
    const char *p = node->text;
    for (int part = 0; part < 3; part++) {
        const size_t digits = strspn(p, "0123456789");
        if (digits < 1 || digits > 6 || p[digits] != "..\0"[part]) {
            diag_add(node->at, RULE_VERSION, "invalid version '%s'; expected three numbers: 1.2.3",
                     node->text);
            return none;
        }
        p += digits + 1;
    }
    return text_of(node);
}

bool is_prefix(const char *text) {
    return strlen(text) <= MAX_PREFIX && text[0] >= 'a' && text[0] <= 'z' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static struct text read_prefix(const struct node *node) {
    const struct text prefix = read_line(node, "'prefix'");
    if (prefix.text != NULL && !is_prefix(prefix.text)) {
        diag_add(prefix.at, RULE_PREFIX,
                 "invalid prefix '%s'; expected a lowercase C identifier of at most %d characters",
                 prefix.text, MAX_PREFIX);
    }
    return prefix;
}

void read_header(struct catalog *catalog, const struct node *root) {
    const char *what = "the catalog";
    read_schema(need(root, "schema", what));
    catalog->name = read_line(need(root, "name", what), "'name'");
    catalog->version = read_version(need(root, "version", what));
    catalog->prefix = read_prefix(need(root, "prefix", what));
    if (yaml_get(root, "source") != NULL) {
        catalog->url = read_link(yaml_get(root, "source"), "'source'");
    }
    if (yaml_get(root, "diagnose") != NULL) {
        catalog->diagnose = read_link(yaml_get(root, "diagnose"), "'diagnose'");
    }
    read_hosts(catalog, yaml_get(root, "hosts"));
    read_languages(catalog, need(root, "languages", what));
}
