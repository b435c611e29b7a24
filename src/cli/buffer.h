/* SPDX-License-Identifier: MIT */
/* A growing run of bytes. */
#ifndef COSERR_CLI_BUFFER_H
#define COSERR_CLI_BUFFER_H

#include <stddef.h>

/* Zeroed, it is empty. `bytes` may move with every addition. */
struct buffer {
    char *bytes;
    size_t len;
    size_t size;
};

/* Where `len` bytes may be written, after the last one. Ends the program when memory is out. */
char *buffer_reserve(struct buffer *buffer, size_t len);

void buffer_add(struct buffer *buffer, const char *bytes, size_t len);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_number(struct buffer *buffer, size_t number);
void buffer_add_spaces(struct buffer *buffer, size_t count);
void buffer_free(struct buffer *buffer);

#endif
