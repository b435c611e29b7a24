/* SPDX-License-Identifier: MIT */
/* Finds the tables of error codes in a page, and in each row the code, the status and the
 * description. */
#include "upkeep/page.h"

#include "base/encoding.h"

#include <string.h>

enum { MAX_CODE = 128 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

/* --------------------------------------------------------------------------------------- status */

/* A status at `p`, three digits and no more; 0 if there is none. */
static unsigned status_at(const char *p) {
    if (*p < '3' || *p > '5' || !is_digit(p[1]) || !is_digit(p[2]) || is_digit(p[3])) {
        return 0;
    }
    return (unsigned)(p[0] - '0') * 100 + (unsigned)(p[1] - '0') * 10 + (unsigned)(p[2] - '0');
}

struct section {
    unsigned status;
    unsigned status_class;
    size_t level; /* of the heading that says so: the number of marks, or 7 for a bold line */
};

/* "### 404 Not Found", "**4XX errors**". A heading without a status ends the section only if its
 * level is that of the section or higher. */
static void read_heading(const char *heading, struct section *section) {
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

/* The first status at or after `*p`, which moves past it; 0 if there is none. If it is not the
 * first of the cell, only separators of a list may come before it. */
static unsigned next_status(const char **p, bool first) {
    static const char *const separators[] = {" ", "/", ",", ";", "or ", "、"};
    while (**p != '\0') {
        const unsigned status = status_at(*p);
        size_t step = first ? 1 : 0;
        if (status != 0) {
            *p += 3;
            return status;
        }
        for (size_t i = 0; i < sizeof separators / sizeof *separators && !first; i++) {
            if (strncmp(*p, separators[i], strlen(separators[i])) == 0) {
                step = strlen(separators[i]);
            }
        }
        if (step == 0) {
            return 0;
        }
        *p += step;
    }
    return 0;
}

static bool has_status(const char *text) {
    return next_status(&text, true) != 0;
}

/* --------------------------------------------------------------------------------------- titles */

enum column { COLUMN_CODE, COLUMN_STATUS, COLUMN_DESCRIPTION, COLUMNS };

static const struct title {
    const char *word; /* lowercase, without spaces */
    bool whole;       /* the title is the word, not only contains it */
    enum column column;
} titles[] = {
    {"status", false, COLUMN_STATUS},
    {"状态码", false, COLUMN_STATUS},
    {"狀態碼", false, COLUMN_STATUS},
    {"ステータス", false, COLUMN_STATUS},
    {"상태코드", false, COLUMN_STATUS},
    {"errorcode", true, COLUMN_CODE},
    {"code", true, COLUMN_CODE},
    {"错误码", true, COLUMN_CODE},
    {"错误代码", true, COLUMN_CODE},
    {"錯誤碼", true, COLUMN_CODE},
    {"エラーコード", true, COLUMN_CODE},
    {"오류코드", true, COLUMN_CODE},
    {"에러코드", true, COLUMN_CODE},
    {"description", false, COLUMN_DESCRIPTION},
    {"meaning", false, COLUMN_DESCRIPTION},
    {"描述", false, COLUMN_DESCRIPTION},
    {"说明", false, COLUMN_DESCRIPTION},
    {"說明", false, COLUMN_DESCRIPTION},
    {"含义", false, COLUMN_DESCRIPTION},
    {"説明", false, COLUMN_DESCRIPTION},
    {"意味", false, COLUMN_DESCRIPTION},
    {"설명", false, COLUMN_DESCRIPTION},
    {"의미", false, COLUMN_DESCRIPTION},
};

static enum column column_of(const char *title) {
    struct text_buffer key = {0};
    buffer_put(&key, "", 0);
    for (; *title != '\0'; title++) {
        const char lower = (char)(is_upper(*title) ? *title + ('a' - 'A') : *title);
        buffer_put(&key, &lower, *title != ' ');
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        const char *word = titles[i].word;
        if (titles[i].whole ? strcmp(key.ptr, word) == 0 : strstr(key.ptr, word) != NULL) {
            return titles[i].column;
        }
    }
    return COLUMNS;
}

struct table {
    bool open;
    size_t columns[COLUMNS]; /* MAX_CELLS if the table has no such column */
};

static struct table read_header(struct span line) {
    struct span cells[MAX_CELLS];
    struct table table = {false, {MAX_CELLS, MAX_CELLS, MAX_CELLS}};
    const size_t count = markdown_cells(line, cells);
    for (size_t i = 0; i < count; i++) {
        const enum column column = column_of(markdown_text(cells[i], NULL));
        if (column < COLUMNS && table.columns[column] == MAX_CELLS) {
            table.columns[column] = i;
        }
    }
    table.open = table.columns[COLUMN_CODE] < MAX_CELLS;
    return table;
}

/* ---------------------------------------------------------------------------------------- codes */

static bool is_known(const struct map *known, const char *text) {
    return map_find(known, text, strlen(text)) != NULL;
}

static bool is_number(const char *text) {
    text += *text == '-';
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* Words in the place of a code that stand for all codes that are not listed. */
static bool is_placeholder(const char *text) {
    static const char *const words[] = {"Other", "Others", "other", "others", "None", "N/A", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Printable ASCII without spaces. "client:" is kept for errors that no service sends. */
static bool is_code(const char *text) {
    const size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        if (text[i] <= ' ' || text[i] > '~') {
            return false;
        }
    }
    return len >= 1 && len <= MAX_CODE && strncmp(text, "client:", 7) != 0 && !is_placeholder(text);
}

/* A capital, then letters and digits with another capital among them: not a word of a sentence. */
static bool is_camel_case(const char *text) {
    bool hump = false;
    for (const char *p = text; *p != '\0'; p++) {
        hump = hump || (p > text && is_upper(*p));
        if (!is_letter(*p) && !is_digit(*p) && *p != '.' && *p != '_') {
            return false;
        }
    }
    return hump && is_upper(*text) && is_code(text);
}

/* How much a text looks like a code. */
enum likeness { NO_CODE, ANY_CODE, CAMEL_CASE, KNOWN_CODE };

static enum likeness likeness_of(const struct map *known, const char *text) {
    return is_known(known, text)               ? KNOWN_CODE
           : is_camel_case(text)               ? CAMEL_CASE
           : is_code(text) && !is_number(text) ? ANY_CODE
                                               : NO_CODE;
}

/* ----------------------------------------------------------------------------------------- rows */

/* Corrects the columns for a row whose cells are swapped: the code is where the header row says
 * unless it looks less like one than another cell does; the same goes for the status. */
static void unswap(const char *const texts[COLUMNS], const struct map *known,
                   enum column order[COLUMNS]) {
    enum column code = COLUMN_CODE;
    enum column status = COLUMN_STATUS;
    for (enum column i = 0; i < COLUMNS; i++) {
        const enum likeness here = likeness_of(known, texts[i]);
        if (here >= CAMEL_CASE && likeness_of(known, texts[code]) < CAMEL_CASE) {
            code = i;
        }
    }
    for (enum column i = 0; i < COLUMNS; i++) {
        if (i != code && status_at(texts[i]) != 0 &&
            (status == code || status_at(texts[status]) == 0)) {
            status = i;
        }
    }
    if (status == code) { /* the row has no status */
        status = COLUMN_DESCRIPTION;
    }
    order[COLUMN_CODE] = code;
    order[COLUMN_STATUS] = status;
    order[COLUMN_DESCRIPTION] =
        (enum column)(COLUMN_CODE + COLUMN_STATUS + COLUMN_DESCRIPTION - (int)code - (int)status);
}

static void skip_row(struct code_page *page, const char *text, struct location at) {
    ARENA_PUSH(page->skips, page->skip_count, page->skip_capacity) = (struct page_skip){text, at};
}

/* "403 Forbidden" is one row, "403/409" are two. */
static void add_rows(struct code_page *page, struct page_row row, const char *status) {
    for (bool first = true; first || *status != '\0'; first = false) {
        const unsigned found = next_status(&status, first);
        if (found == 0 && !first) {
            return;
        }
        row.status = found != 0 ? found : row.status;
        row.status_class = found != 0 ? found / 100 : row.status_class;
        ARENA_PUSH(page->rows, page->count, page->capacity) = row;
    }
}

static void read_row(const struct table *table, struct section section, struct span line,
                     struct location at, const struct map *known, struct code_page *page) {
    struct span cells[MAX_CELLS];
    struct span columns[COLUMNS] = {{"", 0}, {"", 0}, {"", 0}};
    const char *texts[COLUMNS];
    enum column order[COLUMNS];
    const size_t count = markdown_cells(line, cells);
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = table->columns[i] < count ? cells[table->columns[i]] : columns[i];
        texts[i] = markdown_text(columns[i], NULL);
    }
    unswap(texts, known, order);
    struct page_row row = {.code = texts[order[COLUMN_CODE]],
                           .at = at,
                           .status = section.status,
                           .status_class = section.status_class};
    const char *status = texts[order[COLUMN_STATUS]];
    if (order[COLUMN_STATUS] != COLUMN_STATUS && status_at(status) == 0) {
        status = "";
    }
    const bool is_new = !is_known(known, row.code);
    row.description = markdown_text(columns[order[COLUMN_DESCRIPTION]], &row.links);
    if (*row.code == '\0') {
        return; /* a row that only separates others */
    }
    if (is_new && !is_code(row.code)) {
        skip_row(page, row.code, at);
    } else if (is_new && is_number(row.code) && !has_status(status)) {
        map_add(&page->numbers, row.code, strlen(row.code), page);
    } else {
        add_rows(page, row, status);
    }
}

struct code_page page_read(const struct source *source, const struct map *known) {
    struct code_page page = {.source = source};
    struct table table = {0};
    struct section section = {0, 0, 0};
    struct fence fence = {' ', 0};
    const char *p = source->text;
    const char *const end = source->text + source->len;
    if (!check_page_encoding(source)) {
        return page;
    }
    for (uint32_t number = 1; p < end; number++) {
        const struct span line = markdown_line(&p, end);
        const char *ahead = p;
        if (markdown_in_fence(&fence, line)) {
            table.open = false;
        } else if (markdown_is_heading(line)) {
            read_heading(arena_copy(line.ptr, line.len), &section);
            table.open = false;
        } else if (memchr(line.ptr, '|', line.len) == NULL) {
            table.open = table.open && line.len > 0;
        } else if (table.open) {
            read_row(&table, section, line, (struct location){source, number, 1, 1}, known, &page);
        } else if (ahead < end && markdown_is_separator(markdown_line(&ahead, end))) {
            table = read_header(line);
            p = table.open ? ahead : p;
            number += table.open;
        }
    }
    if (page.count == 0 && diag_errors() == 0) {
        diag_add(
            (struct location){source, 0, 0, 0}, RULE_PAGE_TABLE,
            "no table of codes found; expected a title such as 'Error Code', 'Code' or '错误码' "
            "in its header row");
    }
    return page;
}
