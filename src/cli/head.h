/* SPDX-License-Identifier: MIT */
/* The head of an HTTP response: its status line and headers. */
#ifndef COSERR_CLI_HEAD_H
#define COSERR_CLI_HEAD_H

#include <coserr/coserr.h>
#include <stdbool.h>

enum { MAX_HEADERS = 256 };

struct head {
    uint32_t status; /* 0: there is none */
    uint32_t header_count;
    coserr_header headers[MAX_HEADERS]; /* those that an error can be read from */
};

/* The number from `min` to 599 that the text is; 0 when it is not one. */
uint32_t parse_status(coserr_str text, uint32_t min);

/* Takes a line off the front, without its line end. */
coserr_str take_line(coserr_str *rest);

/* "HTTP/1.1 404 Not Found", "HTTP/2 404"; 0 when it is not a status line. */
uint32_t status_of_line(coserr_str line);

/* Adds the header of a line, if it is one of those. False when the line is not a header. */
bool head_add_line(struct head *head, coserr_str line);
void head_add(struct head *head, coserr_str name, coserr_str value);

/* Reads one header block after another, as redirects and interim answers leave them; the last one
 * counts. Returns what follows it: all of `text` when it has no status line. */
coserr_str read_head(struct head *head, coserr_str text);

#endif
