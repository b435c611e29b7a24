/* SPDX-License-Identifier: MIT */
/* A known name and its value, in any of the ways in which programs print them. */
#include "pairs.h"

#include "base/bytes.h"
#include "unescape.h"

#include <string.h>

enum { MAX_NAME = 32, MAX_TOKEN = 512, MAX_BACKSLASHES = 8, LOOK_BACK = 16 };

/* Names as they are compared: lowercase, without '-', '_' and spaces. */
static const struct {
    const char *name;
    enum field field;
} names[] = {
    {"code", FIELD_CODE},
    {"errorcode", FIELD_CODE},
    {"errcode", FIELD_CODE},
    {"message", FIELD_MESSAGE},
    {"errormessage", FIELD_MESSAGE},
    {"errormsg", FIELD_MESSAGE},
    {"errmsg", FIELD_MESSAGE},
    {"resource", FIELD_RESOURCE},
    {"requestid", FIELD_REQUEST_ID},
    {"reqid", FIELD_REQUEST_ID},
    {"traceid", FIELD_TRACE_ID},
    {"servertime", FIELD_SERVER_TIME},
    {"formatstring", FIELD_FORMAT_STRING},
    {"stringtosign", FIELD_STRING_TO_SIGN},
    {"status", FIELD_STATUS},
    {"statuscode", FIELD_STATUS},
    {"httpstatus", FIELD_STATUS},
    {"httpstatuscode", FIELD_STATUS},
    {"httpcode", FIELD_STATUS},
    {"xcoserrorcode", FIELD_HEADER_CODE},
    {"xcosrequestid", FIELD_HEADER_REQUEST_ID},
    {"xcirequestid", FIELD_HEADER_CI_REQUEST_ID},
    {"xcostraceid", FIELD_HEADER_TRACE_ID},
    {"date", FIELD_HEADER_DATE},
    {"retryafter", FIELD_HEADER_RETRY_AFTER},
};

const char *field_name(enum field field) {
    static const char *const texts[FIELD_COUNT] = {
        [FIELD_CODE] = "Code",
        [FIELD_MESSAGE] = "Message",
        [FIELD_SERVER_TIME] = "ServerTime",
        [FIELD_FORMAT_STRING] = "FormatString",
        [FIELD_STRING_TO_SIGN] = "StringToSign",
        [FIELD_RESOURCE] = "Resource",
        [FIELD_REQUEST_ID] = "RequestId",
        [FIELD_TRACE_ID] = "TraceId",
        [FIELD_HEADER_CODE] = "x-cos-error-code",
        [FIELD_HEADER_REQUEST_ID] = "x-cos-request-id",
        [FIELD_HEADER_CI_REQUEST_ID] = "x-ci-request-id",
        [FIELD_HEADER_TRACE_ID] = "x-cos-trace-id",
        [FIELD_HEADER_DATE] = "Date",
        [FIELD_HEADER_RETRY_AFTER] = "Retry-After",
    };
    return texts[field];
}

static bool is_letter(char c) {
    const unsigned char lower = coserr__lower((unsigned char)c);
    return lower >= 'a' && lower <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_char(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *p, const char *end) {
    while (p < end && is_blank(*p)) {
        p++;
    }
    return p;
}

/* Adds a word to a name, as names are compared. Returns what follows it; NULL when too long. */
static const char *add_word(const char *p, const char *end, char *name, size_t *len) {
    for (; p < end && is_word_char(*p); p++) {
        if (*p == '-' || *p == '_') {
            continue;
        }
        if (*len == MAX_NAME) {
            return NULL;
        }
        name[(*len)++] = (char)coserr__lower((unsigned char)*p);
    }
    return p;
}

static enum field find_field(const char *name, size_t len) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) == len && memcmp(names[i].name, name, len) == 0) {
            return names[i].field;
        }
    }
    return FIELD_NONE;
}

static bool is_quote(char c) {
    return c == '\'' || c == '"' || c == '`';
}

static const char *skip_backslashes(const char *p, const char *end) {
    const char *const start = p;
    while (p < end && *p == '\\' && p - start < MAX_BACKSLASHES) {
        p++;
    }
    return p;
}

/* What follows ':', '=', '=>' or a full-width colon, and the quote or bracket that ends a name;
 * NULL when there is none. */
static const char *after_separator(const char *p, const char *end) {
    const char *quote = skip_backslashes(p, end);
    if (quote < end && (is_quote(*quote) || *quote == ']')) {
        p = quote + 1;
    }
    p = skip_blanks(p, end);
    if (end - p >= 3 && memcmp(p, "\xEF\xBC\x9A", 3) == 0) {
        return p + 3;
    }
    if (p == end || (*p != ':' && *p != '=')) {
        return NULL;
    }
    p++;
    if (p < end && p[-1] == '=' && *p == '>') {
        p++;
    }
    return p < end && (*p == ':' || *p == '=') ? NULL : p;
}

/* A known name at `p`, of one word or two. Returns where its value begins; NULL for none. */
static const char *read_name(const char *p, const char *end, enum field *field) {
    char name[MAX_NAME];
    size_t len = 0;
    const char *first = add_word(p, end, name, &len);
    const char *value;
    if (first == NULL) {
        return NULL;
    }
    *field = find_field(name, len);
    if (*field != FIELD_NONE) {
        value = after_separator(first, end);
        if (value != NULL) {
            return value;
        }
    }
    if (end - first < 2 || *first != ' ' || !is_letter(first[1])) {
        return NULL;
    }
    const char *second = add_word(first + 1, end, name, &len);
    *field = second != NULL ? find_field(name, len) : FIELD_NONE;
    return *field != FIELD_NONE ? after_separator(second, end) : NULL;
}

/* --------------------------------------------------------------------------------------- values */

/* The closing quote: one with as many backslashes before it as the opening one, or fewer. Without
 * any, a backslash escapes the quote. NULL when there is none. */
static const char *find_quote(const struct pair_text *text, const char *p, char quote,
                              size_t depth) {
    size_t backslashes = 0;
    for (; p < text->end; p++) {
        if (*p == quote && (depth == 0 ? backslashes % 2 == 0 : backslashes <= depth)) {
            return p;
        }
        backslashes = *p == '\\' ? backslashes + 1 : 0;
    }
    return NULL;
}

/* One quoted string; `p` is at the quote, after `depth` backslashes. Returns what follows. */
static const char *read_string(const struct pair_text *text, const char *p, size_t depth,
                               struct buffer *value) {
    const char *const close = find_quote(text, p + 1, *p, depth);
    if (close == NULL) {
        return NULL;
    }
    const char *last = close;
    while (depth > 0 && last > p + 1 && last[-1] == '\\') {
        last--;
    }
    const coserr_str inside = {p + 1, (size_t)(last - p) - 1};
    if (depth == 0) {
        add_unquoted(value, inside);
    } else {
        struct buffer once = {0};
        add_unquoted(&once, inside);
        add_unquoted(value, (coserr_str){once.bytes, once.len});
        buffer_free(&once);
    }
    return close + 1;
}

/* A quoted string, and those that '+' joins to it. NULL when it is not one. */
static const char *read_quoted(const struct pair_text *text, const char *p, struct buffer *value) {
    const char *result = NULL;
    for (;;) {
        const char *quote = skip_backslashes(p, text->end);
        if (result == NULL && quote + 1 < text->end && (*quote == 'u' || *quote == 'b') &&
            is_quote(quote[1])) {
            quote++;
        }
        if (quote == text->end || !is_quote(*quote)) {
            return result;
        }
        p = read_string(text, quote, *p == '\\' ? (size_t)(quote - p) : 0, value);
        if (p == NULL) {
            return result;
        }
        result = p;
        while (p < text->end && coserr__is_space((unsigned char)*p)) {
            p++;
        }
        if (p == text->end || *p != '+') {
            return result;
        }
        for (p++; p < text->end && coserr__is_space((unsigned char)*p);) {
            p++;
        }
    }
}

/* Whether only marks of a list, a quotation or a tag are before `at` in its line. */
static bool begins_line(const struct pair_text *text, const char *at) {
    const char *p = at;
    while (p > text->start && at - p < LOOK_BACK) {
        if (p[-1] == '\n' || p[-1] == '>') {
            return true;
        }
        if (!is_blank(p[-1]) && strchr("*-|#`\"'\xE2\x80\xA2", p[-1]) == NULL) {
            return false;
        }
        p--;
    }
    return p == text->start;
}

/* A value without a space, such as a code, a number or an id. */
static const char *read_token(const char *p, const char *end, struct buffer *value) {
    const char *const start = p;
    while (p < end && p - start < MAX_TOKEN && !coserr__is_space((unsigned char)*p) &&
           strchr(",;(){}[]<>\"'`\\", *p) == NULL) {
        p++;
    }
    buffer_add(value, start, (size_t)(p - start));
    return p;
}

/* The rest of the line, as far as the next tag; inline, as far as the next name. */
static const char *read_text(const char *p, const char *end, bool is_inline, struct buffer *value) {
    const char *const start = p;
    enum field field;
    while (p < end && *p != '\n' && *p != '<' && !(is_inline && *p == ';')) {
        const char *name = p + is_quote(*p);
        if (is_inline && p > start && is_blank(p[-1]) && name < end && is_letter(*name) &&
            read_name(name, end, &field) != NULL) {
            break;
        }
        p++;
    }
    const char *last = p;
    while (last > start && (coserr__is_space((unsigned char)last[-1]) ||
                            (is_inline && (last[-1] == ',' || last[-1] == ')')))) {
        last--;
    }
    buffer_add(value, start, (size_t)(last - start));
    return p;
}

/* Words that stand for no value. */
static bool is_nothing(const struct buffer *value) {
    static const char *const words[] = {"null", "None", "undefined", "nil", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (value->len == strlen(words[i]) && memcmp(value->bytes, words[i], value->len) == 0) {
            return true;
        }
    }
    return value->len == 0;
}

static bool read_bare(const struct pair_text *text, const char *at, const char *p,
                      struct pair *pair) {
    const bool is_line = begins_line(text, at);
    const bool is_text = pair->field == FIELD_MESSAGE || pair->field == FIELD_RESOURCE ||
                         pair->field == FIELD_HEADER_DATE;
    if (p == text->end || strchr("[{(", *p) != NULL) {
        return false; /* an object */
    }
    pair->style = PAIR_BARE;
    if (is_text) {
        pair->end = read_text(p, text->end, !is_line, &pair->value);
    } else {
        pair->end = read_token(p, text->end, &pair->value);
    }
    /* Prose can say "code: none"; codes begin with a capital letter or are numbers. */
    const unsigned char first = pair->value.len > 0 ? (unsigned char)pair->value.bytes[0] : 0;
    return !is_nothing(&pair->value) &&
           !(pair->field == FIELD_CODE && first >= 'a' && first <= 'z');
}

bool pair_read(const struct pair_text *text, const char *at, struct pair *pair) {
    const char *const value = read_name(at, text->end, &pair->field);
    if (value == NULL) {
        return false;
    }
    const char *p = skip_blanks(value, text->end);
    const char *quote = p;
    while (quote < text->end && coserr__is_space((unsigned char)*quote)) {
        quote++; /* a long string can begin in a line of its own */
    }
    pair->value.len = 0;
    pair->end = read_quoted(text, quote, &pair->value);
    if (pair->end != NULL) {
        pair->style = PAIR_QUOTED;
        return pair->value.len > 0;
    }
    return read_bare(text, at, p, pair);
}

bool pair_read_xml(const struct pair_text *text, const char *at, struct pair *pair) {
    char name[MAX_NAME];
    size_t len = 0;
    const char *const start = at + 1;
    const char *p = add_word(start, text->end, name, &len);
    if (p == NULL || p == text->end || *p != '>' || *start < 'A' || *start > 'Z') {
        return false;
    }
    const size_t name_len = (size_t)(p - start);
    pair->field = find_field(name, len);
    const char *const value = p + 1;
    const char *const close = memchr(p, '<', (size_t)(text->end - p));
    if (pair->field >= FIELD_BODY_COUNT || close == NULL) {
        return false;
    }
    p = skip_backslashes(close + 1, text->end);
    if ((size_t)(text->end - p) < name_len + 2 || *p != '/' ||
        memcmp(p + 1, start, name_len) != 0 || p[name_len + 1] != '>') {
        return false;
    }
    pair->value.len = 0;
    pair->style = PAIR_XML;
    pair->end = p + name_len + 2;
    add_unreferenced(&pair->value, (coserr_str){value, (size_t)(close - value)});
    return pair->value.len > 0;
}
