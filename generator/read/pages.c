/* SPDX-License-Identifier: MIT */
/* Pages of the documentation, and references to them. */
#include "read/sections.h"

#include <string.h>

struct page *add_page(struct catalog *catalog, struct text name) {
    struct page *page = arena_alloc(sizeof *page);
    page->name = name;
    ARENA_PUSH(catalog->pages, catalog->page_count, catalog->page_capacity) = page;
    return page;
}

/* A page need not exist in every language, not even in a required one. */
localized read_paths(const struct catalog *catalog, const struct node *node) {
    struct catalog optional = *catalog;
    optional.languages = arena_alloc((catalog->language_count + 1) * sizeof *optional.languages);
    for (size_t i = 0; i < catalog->language_count; i++) {
        optional.languages[i] = catalog->languages[i];
        optional.languages[i].required = false;
    }
    return read_localized(&optional, node, "the page's path", read_path);
}

void read_pages(struct catalog *catalog, const struct node *map) {
    if (map == NULL || !is_kind(map, NODE_MAP, "'pages'")) {
        return;
    }
    for (size_t i = 0; i < map->count; i += 2) {
        if (!is_scalar(map->items[i], "a page's name")) {
            continue;
        }
        struct page *page = add_page(catalog, text_of(map->items[i]));
        page->paths = read_paths(catalog, map->items[i + 1]);
    }
}

static struct page *find_page(const struct catalog *catalog, const struct node *name) {
    for (size_t i = 0; i < catalog->page_count; i++) {
        if (strcmp(catalog->pages[i]->name.text, name->text) == 0) {
            return catalog->pages[i];
        }
    }
    const char **names = arena_alloc((catalog->page_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalog->page_count; i++) {
        names[i] = catalog->pages[i]->name.text;
    }
    diag_add(name->at, RULE_PAGE, "no page or operation '%s'%s", name->text,
             did_you_mean(name->text, names));
    return NULL;
}

static bool is_listed(struct page *const *docs, size_t count, const struct page *page) {
    for (size_t i = 0; i < count; i++) {
        if (docs[i] == page) {
            return true;
        }
    }
    return false;
}

void read_docs(const struct catalog *catalog, const struct node *list, struct page ***docs,
               size_t *count) {
    if (!is_list(list, "'docs'")) {
        return;
    }
    *docs = arena_alloc((list->count + 1) * sizeof(struct page *));
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct node *name = list->items[i];
        struct page *page =
            is_kind(name, NODE_TEXT, "a page's name") ? find_page(catalog, name) : NULL;
        if (page != NULL && is_listed(*docs, *count, page)) {
            diag_add(name->at, RULE_PAGE, "duplicate page '%s'", name->text);
        } else if (page != NULL) {
            (*docs)[(*count)++] = page;
        }
    }
}

const char *page_url(const struct catalog *catalog, const struct page *page, size_t language) {
    if (page == NULL || page->paths[language].text == NULL) {
        return NULL;
    }
    return arena_printf("%s%s", catalog->languages[language].docs.text, page->paths[language].text);
}
