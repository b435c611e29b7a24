/* SPDX-License-Identifier: MIT */
/* From the JSON of a vector to the structs of the library, and small parts of the way back. */
#ifndef TESTS_VECTORS_ANSWER_H
#define TESTS_VECTORS_ANSWER_H

#include <coserr/coserr.h>
#include <jansson.h>
#include <stddef.h>

/* Says what is wrong, and exits. */
_Noreturn void fail(const char *what, const char *which);
void *allocate(size_t size);

/* A member; "" or 0 when it is absent. */
coserr_str text_of(const json_t *in, const char *name);
json_int_t number_of(const json_t *in, const char *name);
uint32_t verdict_of(const json_t *in);

/* The members status, headers, body or body_b64, and what is known of the request. */
struct given {
    coserr_response response;
    coserr_header *headers;
    char *body;
};
void response_of(const json_t *in, struct given *given);
void free_response(struct given *given);

/* A member, unless it is empty, 0 or false. A list is taken over. */
void put_text(json_t *out, const char *name, const char *text);
void put_number(json_t *out, const char *name, json_int_t number);
void put_flag(json_t *out, const char *name, int flag);
void put_list(json_t *out, const char *name, json_t *list);

/* Writes a line to standard output, and frees it. */
void write_line(json_t *line);

/* "NoSuchKey:404": what vectors call an entry. */
json_t *key_of(const coserr_entry *entry);

/* Writes each text as a line; returns the exit status. */
int write_all_texts(void);

#endif
