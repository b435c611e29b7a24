/* SPDX-License-Identifier: MIT */
/* Markdown as far as such pages need it: headings, tables, links, emphasis. Tables are told by the
 * words in their header row, so that columns may stand in any order. */
#include "upkeep/page.h"

#include "base/encoding.h"

#include <string.h>

enum { MAX_CELLS = 16, MAX_CODE = 128, MAX_LINK = 4096 };

struct span {
    const char *ptr;
    size_t len;
};

/* ---------------------------------------------------------------------------------------- blanks
 */

/* Bytes of the blank at `p`: ASCII ones, no-break, zero-width and ideographic ones; 0 for none. */
static size_t blank_len(const char *p, size_t left) {
    static const char *const wide[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF"};
    if (left > 0 && (*p == ' ' || *p == '\t' || *p == '\r')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        const size_t len = strlen(wide[i]);
        if (left >= len && memcmp(p, wide[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* Without blanks around it, and with one space for each run of them inside. */
static const char *squeeze(const char *text, size_t len) {
    struct text_buffer out = {0};
    bool gap = false;
    buffer_put(&out, "", 0);
    for (size_t i = 0; i < len;) {
        const size_t blank = blank_len(text + i, len - i);
        if (blank == 0) {
            buffer_puts(&out, gap && out.len > 0 ? " " : "");
            buffer_put(&out, text + i, 1);
            i++;
        }
        gap = blank > 0;
        i += blank;
    }
    return out.ptr;
}

/* ---------------------------------------------------------------------------------------- inline
 */

/* "[text](address)" at `p`: the text goes on being read, the address is kept. Returns where the
 * address's parenthesis ends, NULL when it is no link. */
static const char *link_end(const char *p, const char *end, struct span *text,
                            struct span *address) {
    end = end - p > MAX_LINK ? p + MAX_LINK : end;
    const char *close = memchr(p, ']', (size_t)(end - p));
    if (close == NULL || close + 1 >= end || close[1] != '(') {
        return NULL;
    }
    const char *paren = memchr(close, ')', (size_t)(end - close));
    if (paren == NULL) {
        return NULL;
    }
    *text = (struct span){p + 1, (size_t)(close - p) - 1};
    *address = (struct span){close + 2, (size_t)(paren - close) - 2};
    return paren + 1;
}

/* A cell's text: without emphasis, code marks, tags of HTML, backslashes. */
static const char *plain_text(struct span cell, struct page_row *row) {
    struct text_buffer out = {0};
    const char *const end = cell.ptr + cell.len;
    buffer_put(&out, "", 0);
    for (const char *p = cell.ptr; p < end;) {
        struct span text;
        struct span address;
        const char *after = *p == '[' ? link_end(p, end, &text, &address) : NULL;
        const size_t left = end - p > MAX_LINK ? MAX_LINK : (size_t)(end - p);
        if (after != NULL) {
            buffer_puts(&out, plain_text(text, NULL)); /* which has no link in it */
            if (row != NULL) {
                ARENA_PUSH(row->links, row->link_count, row->link_capacity) =
                    squeeze(address.ptr, address.len);
            }
            p = after;
        } else if (*p == '<' && memchr(p, '>', left) != NULL) {
            p = (const char *)memchr(p, '>', left) + 1;
            buffer_puts(&out, " ");
        } else if (*p == '\\' && p + 1 < end) {
            buffer_put(&out, p + 1, 1);
            p += 2;
        } else {
            buffer_put(&out, p, *p != '*' && *p != '`');
            p++;
        }
    }
    return squeeze(out.ptr, out.len);
}

/* ---------------------------------------------------------------------------------------- status
 */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A status at `p`, three digits and no more; 0 for none. */
static unsigned status_at(const char *p) {
    if (*p < '3' || *p > '5' || !is_digit(p[1]) || !is_digit(p[2]) || is_digit(p[3])) {
        return 0;
    }
    return (unsigned)(p[0] - '0') * 100 + (unsigned)(p[1] - '0') * 10 + (unsigned)(p[2] - '0');
}

struct section {
    unsigned status;
    unsigned status_class;
    size_t level; /* of the heading that said so: how many marks, or more for a bold line */
};

/* "### 404 Not Found", "**4XX errors**". What says nothing of a status ends the section only if it
 * is a heading as high as the section's, or higher. */
static void take_heading(const char *heading, struct section *section) {
    const size_t hashes = strspn(heading, "#");
    const size_t level = hashes > 0 ? hashes : 7;
    for (const char *p = heading; *p != '\0'; p++) {
        const bool begins = p == heading || (!is_digit(p[-1]) && p[-1] != '.');
        const unsigned status = begins ? status_at(p) : 0;
        if (status != 0) {
            *section = (struct section){status, status / 100, level};
            return;
        }
        if (begins && *p >= '3' && *p <= '5' && (p[1] == 'X' || p[1] == 'x') &&
            (p[2] == 'X' || p[2] == 'x')) {
            *section = (struct section){0, (unsigned)(*p - '0'), level};
            return;
        }
    }
    if (level <= section->level) {
        *section = (struct section){0, 0, 0};
    }
}

/* The first status at or behind `*p`, which is then behind it; 0 for none. When it is not the first
 * one, only what stands between the items of a list may stand before it. */
static unsigned next_status(const char **p, bool first) {
    static const char *const between[] = {" ", "/", ",", ";", "or ", "\xE3\x80\x81"};
    while (**p != '\0') {
        const unsigned status = status_at(*p);
        size_t step = first ? 1 : 0;
        if (status != 0) {
            *p += 3;
            return status;
        }
        for (size_t i = 0; i < sizeof between / sizeof *between && !first; i++) {
            if (strncmp(*p, between[i], strlen(between[i])) == 0) {
                step = strlen(between[i]);
            }
        }
        if (step == 0) {
            return 0;
        }
        *p += step;
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------- tables
 */

enum column { COLUMN_CODE, COLUMN_STATUS, COLUMN_DESCRIPTION, COLUMNS };

struct table {
    bool open;
    size_t columns[COLUMNS]; /* MAX_CELLS where the table has no such column */
};

/* The cells of a row between its bars; a bar behind a backslash is none. */
static size_t split(struct span line, struct span cells[MAX_CELLS]) {
    const char *p = line.ptr;
    const char *const end = line.ptr + line.len;
    size_t count = 0;
    p += p < end && *p == '|';
    while (p < end && count < MAX_CELLS) {
        const char *bar = p;
        while (bar < end && *bar != '|') {
            bar += *bar == '\\' && bar + 1 < end ? 2 : 1;
        }
        cells[count++] = (struct span){p, (size_t)(bar - p)};
        p = bar + 1;
    }
    return count;
}

static bool is_separator(struct span line) {
    bool dash = false;
    for (size_t i = 0; i < line.len; i++) {
        dash = dash || line.ptr[i] == '-';
        if (strchr("|-: \t", line.ptr[i]) == NULL) {
            return false;
        }
    }
    return dash && memchr(line.ptr, '|', line.len) != NULL;
}

static enum column column_of(const char *title) {
    struct text_buffer key = {0};
    buffer_put(&key, "", 0);
    for (; *title != '\0'; title++) {
        const char lower = (char)(*title >= 'A' && *title <= 'Z' ? *title + ('a' - 'A') : *title);
        buffer_put(&key, &lower, *title != ' ');
    }
    static const struct {
        const char *word;
        bool whole;
        enum column column;
    } words[] = {
        {"\xE7\x8A\xB6\xE6\x80\x81\xE7\xA0\x81", false, COLUMN_STATUS}, /* zhuangtai ma */
        {"status", false, COLUMN_STATUS},
        {"\xE9\x94\x99\xE8\xAF\xAF\xE7\xA0\x81", true, COLUMN_CODE},             /* cuowu ma */
        {"\xE9\x94\x99\xE8\xAF\xAF\xE4\xBB\xA3\xE7\xA0\x81", true, COLUMN_CODE}, /* cuowu daima */
        {"errorcode", true, COLUMN_CODE},
        {"code", true, COLUMN_CODE},
        {"\xE6\x8F\x8F\xE8\xBF\xB0", false, COLUMN_DESCRIPTION}, /* miaoshu */
        {"\xE8\xAF\xB4\xE6\x98\x8E", false, COLUMN_DESCRIPTION}, /* shuoming */
        {"\xE5\x90\xAB\xE4\xB9\x89", false, COLUMN_DESCRIPTION}, /* hanyi */
        {"description", false, COLUMN_DESCRIPTION},
        {"meaning", false, COLUMN_DESCRIPTION},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].whole ? strcmp(key.ptr, words[i].word) == 0
                           : strstr(key.ptr, words[i].word) != NULL) {
            return words[i].column;
        }
    }
    return COLUMNS;
}

static struct table read_header(struct span line) {
    struct span cells[MAX_CELLS];
    struct table table = {false, {MAX_CELLS, MAX_CELLS, MAX_CELLS}};
    const size_t count = split(line, cells);
    for (size_t i = 0; i < count; i++) {
        const enum column column = column_of(plain_text(cells[i], NULL));
        if (column < COLUMNS && table.columns[column] == MAX_CELLS) {
            table.columns[column] = i;
        }
    }
    table.open = table.columns[COLUMN_CODE] < MAX_CELLS;
    return table;
}

static bool is_code(const char *code) {
    const size_t len = strlen(code);
    for (size_t i = 0; i < len; i++) {
        if (code[i] < 0x20 || code[i] > 0x7E) {
            return false;
        }
    }
    return len >= 1 && len <= MAX_CODE;
}

static struct span cell_of(const struct table *table, enum column column, const struct span *cells,
                           size_t count) {
    const size_t index = table->columns[column];
    return index < count ? cells[index] : (struct span){"", 0};
}

static void read_row(const struct table *table, struct section section, struct span line,
                     struct location at, struct page_rows *rows) {
    struct span cells[MAX_CELLS];
    const size_t count = split(line, cells);
    const char *status = plain_text(cell_of(table, COLUMN_STATUS, cells, count), NULL);
    struct page_row row = {
        .at = at, .status = section.status, .status_class = section.status_class};
    row.code = plain_text(cell_of(table, COLUMN_CODE, cells, count), NULL);
    row.description = plain_text(cell_of(table, COLUMN_DESCRIPTION, cells, count), &row);
    if (*row.code == '\0') {
        return; /* a row that only keeps others apart */
    }
    if (!is_code(row.code)) {
        diag_add(at, RULE_PAGE_TABLE,
                 "'%.40s' is no code; a code is 1 to %d printable ASCII characters", row.code,
                 MAX_CODE);
        return;
    }
    bool first = true;
    do { /* "403 Forbidden", or "403/409" */
        const unsigned found = next_status(&status, first);
        if (found == 0 && !first) {
            return;
        }
        row.status = found != 0 ? found : row.status;
        row.status_class = found != 0 ? found / 100 : row.status_class;
        ARENA_PUSH(rows->items, rows->count, rows->capacity) = row;
        first = false;
    } while (*status != '\0');
}

/* ----------------------------------------------------------------------------------------- lines
 */

static struct span next_line(const char **p, const char *end) {
    const char *feed = memchr(*p, '\n', (size_t)(end - *p));
    struct span line = {*p, (size_t)((feed != NULL ? feed : end) - *p)};
    *p = feed != NULL ? feed + 1 : end;
    size_t blank;
    while (line.len > 0 && (blank = blank_len(line.ptr, line.len)) > 0) {
        line.ptr += blank;
        line.len -= blank;
    }
    while (line.len > 0 && strchr(" \t\r", line.ptr[line.len - 1]) != NULL) {
        line.len--;
    }
    return line;
}

static bool is_heading(struct span line) {
    return (line.len > 0 && *line.ptr == '#') || (line.len > 4 && memcmp(line.ptr, "**", 2) == 0 &&
                                                  memcmp(line.ptr + line.len - 2, "**", 2) == 0);
}

/* Three marks or more, and no such mark behind them: else it is code in a line. */
static size_t fence_len(struct span line) {
    size_t len = 0;
    const char mark = (char)(line.len > 0 ? *line.ptr : ' ');
    if (mark != '`' && mark != '~') {
        return 0;
    }
    while (len < line.len && line.ptr[len] == mark) {
        len++;
    }
    return len >= 3 && memchr(line.ptr + len, mark, line.len - len) == NULL ? len : 0;
}

struct fence {
    char mark;
    size_t len; /* 0: outside */
};

/* True for the lines of a fenced block, the fences themselves among them. */
static bool in_fence(struct fence *fence, struct span line) {
    const size_t len = fence_len(line);
    if (fence->len == 0) {
        *fence = (struct fence){(char)(len > 0 ? *line.ptr : ' '), len};
        return len > 0;
    }
    if (len >= fence->len && *line.ptr == fence->mark && len == line.len) {
        fence->len = 0;
    }
    return true;
}

struct page_rows page_read(const struct source *source) {
    struct page_rows rows = {0};
    struct table table = {0};
    struct section section = {0, 0, 0};
    struct fence fence = {' ', 0};
    const char *p = source->text;
    const char *const end = source->text + source->len;
    if (!check_encoding(source)) {
        return rows;
    }
    for (uint32_t number = 1; p < end; number++) {
        const struct span line = next_line(&p, end);
        const char *ahead = p;
        if (in_fence(&fence, line)) {
            table.open = false;
        } else if (is_heading(line)) {
            take_heading(arena_copy(line.ptr, line.len), &section);
            table.open = false;
        } else if (memchr(line.ptr, '|', line.len) == NULL) {
            table.open = table.open && line.len > 0;
        } else if (table.open) {
            read_row(&table, section, line, (struct location){source, number, 1, 1}, &rows);
        } else if (ahead < end && is_separator(next_line(&ahead, end))) {
            table = read_header(line);
            p = table.open ? ahead : p;
            number += table.open;
        }
    }
    if (rows.count == 0 && diag_errors() == 0) {
        diag_add((struct location){source, 0, 0, 0}, RULE_PAGE_TABLE,
                 "no table of codes found; one of the titles in its header row is 'Error Code', "
                 "'Code' or the Chinese for it");
    }
    return rows;
}
