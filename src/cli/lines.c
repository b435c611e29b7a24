/* SPDX-License-Identifier: MIT */
/* coserr explain -: answers for the lines of standard input, as they arrive. */
#include "cli.h"

#include "base/bytes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINE = 1 << 16, READ_SIZE = 1 << 16 };

/* Lines repeat. An answer is kept for the next line that is the same, in one of the slots of its
 * set. */
enum { SETS = 256, SLOTS = 4, MAX_KEPT_LINE = 256, MAX_KEPT_ANSWER = 1 << 12 };

struct kept {
    int status;
    size_t line_len; /* 0 in a slot that is free */
    size_t len;
    char line[MAX_KEPT_LINE];
    char answer[MAX_KEPT_ANSWER];
};

struct lines {
    const struct options *options;
    struct kept kept[SETS][SLOTS];
    unsigned next_slot; /* to be replaced */
    struct buffer out;
    int worst;
    unsigned long number;
    bool skipping; /* the rest of a line that is too long */
    size_t len;
    char bytes[MAX_LINE + READ_SIZE];
};

static coserr_str take_field(coserr_str *rest) {
    const char *tab = memchr(rest->ptr, '\t', rest->len);
    const coserr_str field = {rest->ptr, tab != NULL ? (size_t)(tab - rest->ptr) : rest->len};
    rest->ptr += field.len + (tab != NULL);
    rest->len -= field.len + (tab != NULL);
    return field;
}

/* CODE [TAB STATUS [TAB MESSAGE]]; an empty status is one that is not known. */
static int answer(struct lines *lines, coserr_str line) {
    uint32_t status = lines->options->status;
    coserr_str rest = line;
    const coserr_str code = take_field(&rest);
    const bool has_status = code.len < line.len;
    const coserr_str digits = take_field(&rest);
    if (has_status && digits.len > 0) {
        status = parse_status(digits, 300);
        if (status == 0) {
            return complain("line %lu: invalid HTTP status '%.*s'", lines->number,
                            (int)(digits.len < 40 ? digits.len : 40), digits.ptr);
        }
    }
    return explain_code(&lines->out, lines->options, code, status, rest);
}

static struct kept *set_of(struct lines *lines, coserr_str line) {
    return lines->kept[coserr__spread((const unsigned char *)line.ptr, line.len, 0) % SETS];
}

static const struct kept *find_kept(struct lines *lines, coserr_str line) {
    const struct kept *const set = set_of(lines, line);
    for (size_t i = 0; i < SLOTS; i++) {
        if (set[i].line_len == line.len && memcmp(set[i].line, line.ptr, line.len) == 0) {
            return &set[i];
        }
    }
    return NULL;
}

static void keep(struct lines *lines, coserr_str line, coserr_str text, int status) {
    if (line.len > MAX_KEPT_LINE || text.len > MAX_KEPT_ANSWER) {
        return;
    }
    struct kept *const set = set_of(lines, line);
    size_t slot = 0;
    while (slot < SLOTS && set[slot].line_len > 0) {
        slot++;
    }
    if (slot == SLOTS) {
        slot = lines->next_slot++ % SLOTS;
    }
    set[slot].status = status;
    set[slot].line_len = line.len;
    set[slot].len = text.len;
    memcpy(set[slot].line, line.ptr, line.len);
    memcpy(set[slot].answer, text.ptr, text.len);
}

/* The answer to a line, from the kept ones when it is there; then a suggestion is not repeated. */
static void answer_line(struct lines *lines, coserr_str line) {
    const struct kept *kept = find_kept(lines, line);
    int status;
    if (kept != NULL) {
        buffer_add(&lines->out, kept->answer, kept->len);
        status = kept->status;
    } else {
        const size_t start = lines->out.len;
        status = answer(lines, line);
        if (status != EXIT_USAGE) {
            keep(lines, line, (coserr_str){lines->out.bytes + start, lines->out.len - start},
                 status);
        }
        if (status == EXIT_UNANSWERED) {
            term_write(&lines->out);
            suggest(lines->options, take_field(&line));
        }
    }
    lines->worst = status > lines->worst ? status : lines->worst;
    if (lines->out.len > READ_SIZE) {
        term_write(&lines->out);
    }
}

static void answer_bytes(struct lines *lines, const char *bytes, size_t len) {
    lines->number++;
    if (lines->skipping) {
        lines->skipping = false;
        return;
    }
    len -= len > 0 && bytes[len - 1] == '\r';
    if (len > MAX_LINE) {
        lines->worst = complain("line %lu: longer than 64 KiB", lines->number);
    } else if (len > 0) {
        answer_line(lines, (coserr_str){bytes, len});
    }
}

/* Answers the lines that are complete, and keeps what is left for the next bytes. */
static void take_lines(struct lines *lines) {
    const char *at = lines->bytes;
    const char *const end = at + lines->len;
    const char *feed;
    while (at < end && (feed = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        answer_bytes(lines, at, (size_t)(feed - at));
        at = feed + 1;
    }
    lines->len = (size_t)(end - at);
    if (lines->len > MAX_LINE) {
        if (!lines->skipping) {
            lines->worst = complain("line %lu: longer than 64 KiB", lines->number + 1);
        }
        lines->skipping = true;
        lines->len = 0;
    }
    memmove(lines->bytes, at, lines->len);
}

/* What was answered goes out before the next read, which may have to wait. */
static bool read_more(struct lines *lines) {
    ssize_t got;
    term_write(&lines->out);
    if (term_is_lost()) {
        return false;
    }
    do {
        got = read(0, lines->bytes + lines->len, READ_SIZE);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        lines->worst = complain("-: %s", strerror(errno));
    }
    lines->len += got > 0 ? (size_t)got : 0;
    return got > 0;
}

int explain_lines(const struct options *options) {
    struct lines *lines = calloc(1, sizeof *lines);
    if (lines == NULL) {
        return complain("out of memory");
    }
    lines->options = options;
    while (read_more(lines)) {
        take_lines(lines);
    }
    if (lines->len > 0) {
        answer_bytes(lines, lines->bytes, lines->len);
    }
    term_write(&lines->out);
    const int worst = lines->worst;
    buffer_free(&lines->out);
    free(lines);
    return worst;
}
