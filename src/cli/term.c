/* SPDX-License-Identifier: MIT */
/* Standard output and standard error: what a terminal may be sent, and what it can show. */
#include "term.h"

#include "base/utf8.h"
#include "chars.h"
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if !defined(_WIN32)
#include <sys/ioctl.h>
#endif

enum { MIN_WIDTH = 24, MAX_WIDTH = 10000, CHUNK = 1 << 20 };

/* The errno of the first write that failed. */
static int lost;

bool term_has_color(enum color wanted) {
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (wanted != COLOR_AUTO) {
        return wanted == COLOR_ALWAYS;
    }
    return isatty(1) != 0 && (no_color == NULL || *no_color == '\0') && term != NULL &&
           *term != '\0' && strcmp(term, "dumb") != 0;
}

static size_t limit_width(unsigned long width) {
    return width >= MIN_WIDTH && width <= MAX_WIDTH ? (size_t)width : 0;
}

size_t term_width(void) {
    if (isatty(1) == 0) {
        return 0;
    }
    const char *columns = getenv("COLUMNS");
    if (columns != NULL && *columns >= '1' && *columns <= '9') {
        return limit_width(strtoul(columns, NULL, 10));
    }
#if defined(TIOCGWINSZ)
    struct winsize size;
    if (ioctl(1, TIOCGWINSZ, &size) == 0) {
        return limit_width(size.ws_col);
    }
#endif
    return 0;
}

/* Adds runs of harmless characters at once; `escape` tells the two ways with the others. */
static void put_checked(struct buffer *out, const char *text, size_t len, bool escape) {
    const unsigned char *p = (const unsigned char *)text;
    const unsigned char *const end = p + len;
    const unsigned char *run = p;
    while (p < end) {
        if (*p >= ' ' && *p < 0x7F && *p != '\\') {
            p++;
            continue;
        }
        const size_t step = coserr__utf8_len(p, (size_t)(end - p));
        if (step > 0 && !char_is_dangerous(p, step) && !(escape && *p == '\\')) {
            p += step;
            continue;
        }
        buffer_add(out, (const char *)run, (size_t)(p - run));
        const unsigned char *const next = p + (step > 0 ? step : 1);
        if (escape && *p == '\\') {
            buffer_add_text(out, "\\\\");
        } else if (!escape) {
            buffer_add_char(out, step == 0 ? '?' : ' ');
        } else {
            for (; p < next; p++) {
                char code[8];
                snprintf(code, sizeof code, "\\x%02X", *p);
                buffer_add_text(out, code);
            }
        }
        p = run = next;
    }
    buffer_add(out, (const char *)run, (size_t)(end - run));
}

void put_safely(struct buffer *out, const char *text, size_t len) {
    put_checked(out, text, len, false);
}

void put_escaped(struct buffer *out, const char *text, size_t len) {
    put_checked(out, text, len, true);
}

void term_write(struct buffer *out) {
    size_t done = 0;
    while (done < out->len && lost == 0) {
        /* Windows counts in unsigned int. */
        const size_t rest = out->len - done;
        const ssize_t size = write(1, out->bytes + done, (unsigned)(rest < CHUNK ? rest : CHUNK));
        if (size > 0) {
            done += (size_t)size;
        } else if (size == 0 || errno != EINTR) {
            lost = size < 0 ? errno : EIO;
        }
    }
    out->len = 0;
}

bool term_is_lost(void) {
    return lost != 0;
}

int term_close(void) {
    if (lost == 0) {
        return 0;
    }
    return lost == EPIPE ? EXIT_USAGE : complain("standard output: %s", strerror(lost));
}

int complain(const char *format, ...) {
    char text[1024];
    struct buffer line = {0};
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buffer_add_text(&line, "coserr: ");
    put_safely(&line, text, strlen(text));
    buffer_add_char(&line, '\n');
    fwrite(line.bytes, 1, line.len, stderr);
    buffer_free(&line);
    return EXIT_USAGE;
}
