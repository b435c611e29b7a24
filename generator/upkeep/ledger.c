/* SPDX-License-Identifier: MIT */
/* Reads the ledger, binds its rows to errors, and derives the symbols of new errors. */
#include "upkeep/ledger.h"

#include "base/encoding.h"
#include "read/fields.h"
#include "read/sections.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ID = 999999999 };

/* -------------------------------------------------------------------------------------- reading */

static struct text field(const struct source *source, const char *line, uint32_t number,
                         const char *begin, size_t len) {
    return (struct text){
        arena_copy(begin, len), len, {source, number, (uint32_t)(begin - line) + 1, (uint32_t)len}};
}

/* "ID SYMBOL CODE", with single spaces in between; the code may contain spaces. */
static bool read_row(const struct source *source, const char *line, size_t len, uint32_t number,
                     struct ledger_row *row) {
    const char *end = line + len;
    const char *symbol = memchr(line, ' ', len);
    const char *code = symbol == NULL ? NULL : memchr(symbol + 1, ' ', (size_t)(end - symbol) - 1);
    const size_t digits = symbol == NULL ? 0 : (size_t)(symbol - line);
    row->at = (struct location){source, number, 1, (uint32_t)(len > 0 ? len : 1)};
    if (code == NULL || digits < 1 || digits > 9 || strspn(line, "0123456789") != digits ||
        *line == '0' || !is_symbol(symbol + 1, (size_t)(code - symbol) - 1) || code + 1 == end ||
        code[1] == ' ' || end[-1] == ' ') {
        diag_add(row->at, RULE_LEDGER,
                 "invalid line; expected an id, a symbol in capitals and a code, with single "
                 "spaces in between, as 'coserr-gen assign' writes it");
        return false;
    }
    row->id = (uint32_t)strtoul(line, NULL, 10);
    row->symbol = field(source, line, number, symbol + 1, (size_t)(code - symbol) - 1);
    row->code = field(source, line, number, code + 1, (size_t)(end - code) - 1);
    return true;
}

/* `last` is the id of the last valid line, 0 if there is none. `follows`: this is the line after
 * it, or the first. */
static void check_row(struct ledger_row *row, uint32_t last, bool follows, struct map *symbols,
                      struct map *codes) {
    if (row->id <= last) {
        diag_add(row->at, RULE_LEDGER_ID, "id %u comes after id %u; ids increase from line to line",
                 row->id, last);
    } else if (follows && row->id != last + 1) {
        diag_add(row->at, RULE_LEDGER_ID,
                 last == 0 ? "the first id is %u, expected 1; restore the lines removed before it"
                           : "id %u follows id %u; restore the lines removed in between",
                 row->id, last);
    }
    const struct ledger_row *kept = map_add(symbols, row->symbol.text, row->symbol.len, row);
    if (kept != row) {
        diag_add(row->symbol.at, RULE_SYMBOL, "symbol '%s' of id %u is already that of id %u",
                 row->symbol.text, row->id, kept->id);
        diag_note(kept->symbol.at, "first here");
    }
    kept = map_add(codes, row->code.text, row->code.len, row);
    if (kept != row) {
        diag_add(row->code.at, RULE_LEDGER, "code '%s' of id %u already has id %u", row->code.text,
                 row->id, kept->id);
        diag_note(kept->code.at, "first here");
    }
}

struct ledger *ledger_read(const struct source *source) {
    struct ledger *ledger = arena_alloc(sizeof *ledger);
    struct map symbols = {0};
    struct map codes = {0};
    const char *line = source->text;
    const char *const end = source->text + source->len;
    uint32_t last = 0;
    bool follows = true;
    ledger->source = source;
    if (!check_encoding(source)) {
        return ledger;
    }
    /* One allocation, so that the maps may point to rows. */
    ledger->rows = arena_alloc((source->len / 2 + 1) * sizeof *ledger->rows);
    for (uint32_t number = 1; line < end; number++) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t len = (size_t)((feed != NULL ? feed : end) - line);
        const char *next = feed != NULL ? feed + 1 : end;
        len -= len > 0 && line[len - 1] == '\r';
        struct ledger_row *row = &ledger->rows[ledger->count];
        if (len > 0 && *line != '#') {
            const bool good = read_row(source, line, len, number, row);
            if (good) {
                check_row(row, last, follows, &symbols, &codes);
                last = row->id;
                ledger->count++;
            }
            follows = good;
        }
        line = next;
    }
    return ledger;
}

/* -------------------------------------------------------------------------------------- binding */

/* What a row can name: each code and alias, each client error, each operation. */
static void add_names(struct map *names, const struct catalog *catalog, struct numbered *items,
                      size_t count) {
    for (size_t i = 0; i < count; i++) {
        items[i] = catalog_numbered(catalog, i);
        for (size_t j = 0; j <= items[i].alias_count; j++) {
            const struct text *name = j == 0 ? items[i].names : &items[i].aliases[j - 1];
            if (name->text != NULL) {
                const char *key = arena_printf("%s%s", items[i].prefix, name->text);
                map_add(names, key, strlen(key), &items[i]);
            }
        }
    }
}

static void bind_row(struct ledger_row *row, const struct numbered *item) {
    if (item == NULL) {
        diag_add(row->at, RULE_LEDGER_BINDING,
                 "id %u belongs to '%s', which is neither a name nor an alias in the catalog; ids "
                 "are permanent: put it back, retired if need be",
                 row->id, row->code.text);
        return;
    }
    if (*item->id != 0) {
        diag_add(row->at, RULE_LEDGER_BINDING, "id %u is '%s', which already has id %u", row->id,
                 item->names->text, *item->id);
        return;
    }
    if (item->symbol->text != NULL && strcmp(item->symbol->text, row->symbol.text) != 0) {
        diag_add(item->symbol->at, RULE_SYMBOL,
                 "the symbol of id %u is '%s' in the ledger, and cannot change", row->id,
                 row->symbol.text);
        diag_note(row->symbol.at, "assigned here");
    }
    *item->id = row->id;
    *item->symbol = row->symbol;
}

void ledger_bind(struct ledger *ledger, struct catalog *catalog, bool may_lack) {
    struct map names = {0};
    const size_t count = catalog_numbered_count(catalog);
    struct numbered *items = arena_alloc((count + 1) * sizeof *items);
    add_names(&names, catalog, items, count);
    for (size_t i = 0; i < ledger->count; i++) {
        struct ledger_row *row = &ledger->rows[i];
        bind_row(row, map_find(&names, row->code.text, row->code.len));
    }
    for (size_t i = 0; i < count && !may_lack; i++) {
        if (*items[i].id == 0 && items[i].names->text != NULL) {
            diag_add(items[i].names->at, RULE_NO_ID,
                     "'%s' has no id yet; run: coserr-gen assign %s --ledger %s",
                     items[i].names->text, catalog->source->name, ledger->source->name);
        }
    }
    if (!may_lack) {
        catalog_normalise(catalog);
    }
}

/* ------------------------------------------------------------------------------------ new lines */

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A word begins at a capital after a lowercase letter, and at the last of several capitals or
 * digits before a lowercase letter: InvalidSHA1Digest becomes INVALID_SHA1_DIGEST. */
static bool begins_word(const char *code, size_t at) {
    if (at == 0 || !is_upper(code[at])) {
        return false;
    }
    const char before = code[at - 1];
    return is_lower(before) || ((is_upper(before) || is_digit(before)) && is_lower(code[at + 1]));
}

/* "client:" becomes CLIENT_, "operation:" OPERATION_. */
static void put_symbol_prefix(struct text_buffer *symbol, const char *prefix) {
    for (; *prefix != '\0'; prefix++) {
        const char upper = (char)(is_lower(*prefix) ? *prefix - ('a' - 'A') : '_');
        buffer_put(symbol, &upper, 1);
    }
}

static const char *derive_symbol(const struct numbered *item) {
    struct text_buffer symbol = {0};
    const char *code = item->names->text;
    put_symbol_prefix(&symbol, item->prefix);
    for (size_t i = 0; code[i] != '\0'; i++) {
        const char upper = (char)(is_lower(code[i]) ? code[i] - ('a' - 'A') : code[i]);
        const bool part = is_upper(upper) || is_digit(upper);
        const bool gap = begins_word(code, i) || !part;
        if (gap && symbol.len > 0 && symbol.ptr[symbol.len - 1] != '_') {
            buffer_puts(&symbol, "_");
        }
        if (part) {
            buffer_put(&symbol, &upper, 1);
        }
    }
    while (symbol.len > 0 && symbol.ptr[symbol.len - 1] == '_') {
        symbol.ptr[--symbol.len] = '\0';
    }
    if (symbol.len == 0) {
        return ""; /* no letter and no digit: a symbol has to be set by hand */
    }
    return is_digit(symbol.ptr[0]) ? arena_printf("CODE_%s", symbol.ptr) : symbol.ptr;
}

static struct ledger_row *add_row(struct ledger *ledger, const struct numbered *item,
                                  struct map *symbols) {
    const uint32_t last = ledger->count > 0 ? ledger->rows[ledger->count - 1].id : 0;
    const char *symbol = item->symbol->text != NULL ? item->symbol->text : derive_symbol(item);
    const bool taken = map_find(symbols, symbol, strlen(symbol)) != NULL;
    if (taken || !is_symbol(symbol, strlen(symbol))) {
        diag_add(item->names->at, RULE_SYMBOL,
                 "the symbol '%s' is %s; choose another one with the key 'symbol'", symbol,
                 taken                         ? "taken"
                 : strlen(symbol) > MAX_SYMBOL ? "too long"
                 : strcmp(symbol, "NONE") == 0 ? "reserved"
                                               : "not in uppercase");
        return NULL;
    }
    if (last == MAX_ID) {
        diag_add(item->names->at, RULE_LEDGER_ID, "no id is left for '%s'", item->names->text);
        return NULL;
    }
    ARENA_PUSH(ledger->rows, ledger->count, ledger->capacity) = (struct ledger_row){.id = last + 1};
    struct ledger_row *row = &ledger->rows[ledger->count - 1];
    row->symbol = (struct text){symbol, strlen(symbol), item->names->at};
    map_add(symbols, symbol, strlen(symbol), symbols);
    return row;
}

const char *ledger_new_lines(struct ledger *ledger, struct catalog *catalog, size_t *count) {
    struct text_buffer lines = {0};
    buffer_put(&lines, "", 0);
    struct map symbols = {0};
    *count = 0;
    ledger->capacity = ledger->count;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct text *symbol = &ledger->rows[i].symbol;
        map_add(&symbols, symbol->text, symbol->len, &symbols);
    }
    for (size_t i = 0; i < catalog_numbered_count(catalog); i++) {
        const struct numbered item = catalog_numbered(catalog, i);
        const struct ledger_row *row =
            *item.id == 0 && item.names->text != NULL ? add_row(ledger, &item, &symbols) : NULL;
        if (row != NULL) {
            buffer_printf(&lines, "%u %s %s%s\n", row->id, row->symbol.text, item.prefix,
                          item.names->text);
            ++*count;
        }
    }
    return lines.ptr;
}

void ledger_check_since(const struct ledger *old, const struct ledger *ledger) {
    for (size_t i = 0, j = 0; i < old->count; i++) {
        const struct ledger_row *before = &old->rows[i];
        while (j < ledger->count && ledger->rows[j].id < before->id) { /* both are sorted */
            j++;
        }
        const struct ledger_row *here =
            j < ledger->count && ledger->rows[j].id == before->id ? &ledger->rows[j] : NULL;
        if (here == NULL) {
            diag_add((struct location){ledger->source, 0, 0, 0}, RULE_LEDGER_HISTORY,
                     "the line of id %u is missing; restore it: %u %s %s", before->id, before->id,
                     before->symbol.text, before->code.text);
            diag_note(before->at, "it was here");
        } else if (strcmp(here->symbol.text, before->symbol.text) != 0 ||
                   strcmp(here->code.text, before->code.text) != 0) {
            diag_add(here->at, RULE_LEDGER_HISTORY,
                     "id %u was '%s %s'; restore that: lines of the ledger never change",
                     before->id, before->symbol.text, before->code.text);
            diag_note(before->at, "it was here");
        }
    }
}
