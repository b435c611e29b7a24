/* SPDX-License-Identifier: MIT */
/* Errors in what people paste: finds where each begins and ends. */
#include "paste.h"

#include "base/bytes.h"
#include "cli.h"
#include "found.h"
#include "sdks.h"
#include "unescape.h"

#include <string.h>

enum { MAX_PREFIX = 8, MAX_UNDONE = 3, MAX_DECLARATION = 160 };

struct scan {
    struct pair_text text;
    const char *at;
    const char *counted; /* up to here, `line` is known */
    size_t line;
    size_t depth;            /* of braces */
    const char *declaration; /* the last "<?xml"; NULL for none */
    size_t declaration_line;
    struct pair pair;
    struct found found;
};

static size_t left(const struct scan *scan, const char *p) {
    return (size_t)(scan->text.end - p);
}

static bool has(const struct scan *scan, const char *p, const char *word) {
    return text_begins((coserr_str){p, left(scan, p)}, word);
}

/* Counts on to `p`, which is never before where it was counted to last. */
static size_t line_of(struct scan *scan, const char *p) {
    const char *feed;
    while (scan->counted < p &&
           (feed = memchr(scan->counted, '\n', (size_t)(p - scan->counted))) != NULL) {
        scan->line++;
        scan->counted = feed + 1;
    }
    scan->counted = p;
    return scan->line;
}

/* -------------------------------------------------------------------------------- XML documents */

/* The name of the root that begins at `p`, a '<'; NULL when none does. */
static const char *root_at(const struct scan *scan, const char *p) {
    static const char *const roots[] = {"Error", "DeleteResult"};
    for (size_t i = 0; i < 2; i++) {
        const char *after = p + 1 + strlen(roots[i]);
        if (has(scan, p + 1, roots[i]) && after < scan->text.end && !is_word_char(*after)) {
            return roots[i];
        }
    }
    return NULL;
}

/* The end of the document, where its root is closed or, when it breaks off, the next begins. */
static const char *document_end(const struct scan *scan, const char *root, bool *whole) {
    const char *p = scan->at + 1;
    const bool nests = strcmp(root, "Error") != 0;
    *whole = false;
    while (p < scan->text.end && (p = memchr(p, '<', left(scan, p))) != NULL) {
        const char *slash = p + 1;
        while (slash < scan->text.end && *slash == '\\') {
            slash++;
        }
        if (slash < scan->text.end && *slash == '/' && has(scan, slash + 1, root)) {
            const char *end = slash + 1 + strlen(root);
            end += end < scan->text.end && *end == '>';
            *whole = end[-1] == '>';
            return end;
        }
        if (!nests && root_at(scan, p) != NULL) {
            return p;
        }
        p++;
    }
    return scan->text.end;
}

/* Whether a backslash stands where XML has markup. */
static bool is_escaped(coserr_str text) {
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == '\\' && strchr("<>=", text.ptr[i - 1]) != NULL) {
            return true;
        }
    }
    return false;
}

/* Whether a backtick stands before the document and its XML declaration. */
static bool follows_backtick(const struct scan *scan, const char *p) {
    const char *const start = left(scan, scan->text.start) - left(scan, p) > MAX_DECLARATION
                                  ? p - MAX_DECLARATION
                                  : scan->text.start;
    while (p > start && (coserr__is_space((unsigned char)p[-1]) || p[-1] == 'n' || p[-1] == '\\')) {
        p--;
    }
    if (p - start > 2 && p[-1] == '>' && p[-2] == '?') {
        while (p > start && *p != '<') {
            p--;
        }
    }
    while (p > start && coserr__is_space((unsigned char)p[-1])) {
        p--;
    }
    return p > start && p[-1] == '`';
}

static void take_document(struct scan *scan, const char *root) {
    struct found *found = &scan->found;
    bool whole;
    const char *const end = document_end(scan, root, &whole);
    coserr_str body = {scan->at, (size_t)(end - scan->at)};
    const size_t line = line_of(scan, scan->at);
    found_open_xml(found, scan->at, line, scan->depth);
    if (scan->declaration != NULL && scan->at - scan->declaration < MAX_DECLARATION) {
        found->line = scan->declaration_line;
    }
    found->cut = !whole;
    found->backticks = follows_backtick(scan, scan->at);
    for (int i = 0; i < MAX_UNDONE && is_escaped(body); i++) {
        struct buffer undone = {0};
        add_unescaped(&undone, body);
        buffer_free(&found->body);
        found->body = undone;
        found->escaped = true;
        body = (coserr_str){undone.bytes, undone.len};
    }
    found->xml = body;
    found->end = end;
    scan->at = end;
    found->last_line = line_of(scan, end);
}

/* ------------------------------------------------------------------------- heads, titles, pairs */

/* A status line, after the marks that curl and mailers put before a line; and its headers. */
static bool take_head(struct scan *scan) {
    const char *p = scan->at;
    while (p < scan->text.end && p - scan->at < MAX_PREFIX && strchr("<>|* \t", *p) != NULL &&
           *p != '\0') {
        p++;
    }
    if (!has(scan, p, "HTTP/")) {
        return false;
    }
    const size_t prefix = (size_t)(p - scan->at);
    coserr_str rest = {p, left(scan, p)};
    const uint32_t status = status_of_line(take_line(&rest));
    if (status == 0) {
        return false;
    }
    found_open_head(&scan->found, status, scan->at, line_of(scan, scan->at));
    while (rest.len > 0) {
        coserr_str after = rest;
        coserr_str line = take_line(&after);
        const size_t skipped = prefix < line.len ? prefix : line.len;
        line.ptr += skipped;
        line.len -= skipped;
        if (line.len > 0 && (!is_word_char(*line.ptr) || !head_add_line(&scan->found.head, line))) {
            break;
        }
        rest = after;
        if (line.len == 0) {
            break;
        }
    }
    scan->at = rest.ptr;
    scan->found.head_end = line_of(scan, rest.ptr);
    return true;
}

/* "451 Unavailable For Legal Reasons", as a line or a heading. */
static bool note_title(struct scan *scan, const char *p) {
    while (p < scan->text.end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    if (left(scan, p) > 4 && p[3] == ' ' && p[4] >= 'A' && p[4] <= 'Z') {
        const uint32_t status = parse_status((coserr_str){p, 3}, 300);
        if (status != 0) {
            scan->found.title_status = status;
            scan->found.title_line = line_of(scan, scan->at);
            return true;
        }
    }
    return false;
}

static void take_tag(struct scan *scan) {
    const char *root = root_at(scan, scan->at);
    if (root != NULL) {
        take_document(scan, root);
    } else if (pair_read_xml(&scan->text, scan->at, &scan->pair)) {
        found_add(&scan->found, &scan->pair, scan->at, line_of(scan, scan->at), scan->depth);
        scan->at = scan->pair.end;
    } else {
        const char *const end = scan->at + 1;
        if (has(scan, end, "?xml")) {
            scan->declaration = scan->at;
            scan->declaration_line = line_of(scan, scan->at);
        }
        if ((has(scan, end, "h1>") || has(scan, end, "title>")) &&
            note_title(scan, end + (*end == 'h' ? 3 : 6))) {
            scan->found.page = scan->at;
        }
        scan->at = end;
    }
}

/* "CosClientError: Connection refused": the rest of the line says what failed. */
static bool take_client_error(struct scan *scan) {
    coserr_str rest = {scan->at, left(scan, scan->at)};
    if (!sdk_begins_client_error(rest)) {
        return false;
    }
    coserr_str line = take_line(&rest);
    const char *const before = scan->at > scan->text.start ? scan->at - 1 : "";
    const char *const quote =
        *before == '"' || *before == '\'' ? memchr(line.ptr, *before, line.len) : NULL;
    if (quote != NULL) {
        line.len = (size_t)(quote - line.ptr);
    }
    const char *cause = sdk_client_cause(line);
    if (cause != NULL) {
        found_client(&scan->found, cause, line, line_of(scan, scan->at));
    }
    scan->at = line.ptr + line.len;
    return true;
}

static void add_field(struct scan *scan, enum field field, coserr_str value) {
    struct pair pair = {.field = field, .style = PAIR_BARE, .end = value.ptr + value.len};
    if (value.len > 0) {
        buffer_add(&pair.value, value.ptr, value.len);
        found_add(&scan->found, &pair, scan->at, line_of(scan, scan->at), scan->depth);
        buffer_free(&pair.value);
    }
}

/* Values that SDKs print before the first pair, without a name. */
static void take_unnamed(struct scan *scan) {
    coserr_str status;
    coserr_str code;
    if (scan->pair.field == FIELD_STATUS) {
        const coserr_str message = sdk_java_message(scan->text.start, scan->at);
        if (message.len > 0) {
            found_close(&scan->found);
            add_field(scan, FIELD_MESSAGE, message);
        }
    } else if (scan->pair.field == FIELD_MESSAGE &&
               sdk_go_code(scan->text.start, scan->at, &status, &code)) {
        found_close(&scan->found);
        add_field(scan, FIELD_CODE, code);
        add_field(scan, FIELD_STATUS, status);
    }
}

static bool take_boto_error(struct scan *scan) {
    coserr_str rest = {scan->at, left(scan, scan->at)};
    coserr_str code;
    coserr_str message;
    if (!has(scan, scan->at, "occurred (")) {
        return false;
    }
    const coserr_str line = take_line(&rest);
    if (sdk_boto_error(line, &code, &message)) {
        found_close(&scan->found);
        add_field(scan, FIELD_CODE, code);
        add_field(scan, FIELD_MESSAGE, message);
    }
    scan->at = line.ptr + line.len;
    return true;
}

/* A string can hold a document or a client error, which are read by themselves. */
static bool holds_error(const struct pair *pair) {
    const coserr_str value = {pair->value.bytes, pair->value.len};
    return pair->style == PAIR_QUOTED &&
           (text_contains(value, "<Error") || text_contains(value, "<Code>") ||
            sdk_begins_client_error(value));
}

static void take_word(struct scan *scan) {
    if (take_client_error(scan) || take_boto_error(scan)) {
        return;
    }
    if (pair_read(&scan->text, scan->at, &scan->pair) && !holds_error(&scan->pair)) {
        take_unnamed(scan);
        found_add(&scan->found, &scan->pair, scan->at, line_of(scan, scan->at), scan->depth);
        scan->at = scan->pair.end;
        return;
    }
    while (scan->at < scan->text.end && is_word_char(*scan->at)) {
        scan->at++;
    }
}

static void take_brace(struct scan *scan) {
    if (*scan->at == '{') {
        scan->depth++;
    } else if (scan->depth > 0) {
        /* One in the first column ends an object, also when a log has a brace too many. */
        scan->depth = scan->at == scan->text.start || scan->at[-1] == '\n' ? 0 : scan->depth - 1;
        if (scan->depth == 0 && scan->found.in_braces) {
            found_close(&scan->found);
        }
    }
    scan->at++;
}

/* An empty line ends what braces hold together, so that one brace in a log joins no errors. */
static bool take_line_start(struct scan *scan) {
    if ((*scan->at == '\n' || has(scan, scan->at, "\r\n")) && scan->depth > 0) {
        scan->depth = 0;
        found_close(&scan->found);
    }
    if (take_head(scan)) {
        return true;
    }
    (void)note_title(scan, scan->at);
    return false;
}

static void scan_text(struct scan *scan) {
    while (scan->at < scan->text.end && !scan->found.stopped) {
        const char c = *scan->at;
        if ((scan->at == scan->text.start || scan->at[-1] == '\n') && take_line_start(scan)) {
            continue;
        }
        if (c == '<') {
            take_tag(scan);
        } else if (c == '{' || c == '}') {
            take_brace(scan);
        } else if (is_word_char(c)) {
            take_word(scan);
        } else {
            scan->at++;
        }
    }
    found_finish(&scan->found);
}

size_t paste_each(coserr_str text, paste_fn *visit, void *context) {
    struct scan scan = {.line = 1, .found = {.visit = visit, .context = context}};
    struct buffer undone = {0};
    for (int i = 0; i < MAX_UNDONE; i++) {
        struct buffer once = {0};
        if (!add_unhidden(&once, text)) {
            break;
        }
        buffer_free(&undone);
        undone = once;
        text = (coserr_str){undone.bytes, undone.len};
        scan.found.unhidden = true;
    }
    scan.text = (struct pair_text){.start = text.ptr, .end = text.ptr + text.len};
    scan.at = scan.counted = text.ptr;
    scan_text(&scan);
    const size_t count = scan.found.count;
    found_free(&scan.found);
    buffer_free(&scan.pair.value);
    buffer_free(&undone);
    return count;
}
