/* SPDX-License-Identifier: MIT */
/* An answer under test: what it is made of, decoded, and freed. */
#ifndef COSERR_ANSWER_H
#define COSERR_ANSWER_H

#include "unit.h"

/* As COS sends it. */
#define REAL_BODY                                                                                  \
    "<?xml version='1.0' encoding='utf-8' ?>\n"                                                    \
    "<Error>\n"                                                                                    \
    "\t<Code>NoSuchKey</Code>\n"                                                                   \
    "\t<Message>The specified key does not exist.</Message>\n"                                     \
    "\t<Resource>examplebucket-1250000000.cos.ap-beijing.myqcloud.com/a.txt</Resource>\n"          \
    "\t<RequestId>NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==</RequestId>\n"                          \
    "\t<TraceId>OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBi</TraceId>\n"                                      \
    "</Error>"

struct answer {
    coserr_response response;
    coserr_header headers[8];
    coserr_error error;
    char *body;
    char *buffer;
    size_t bound;
    int result;
};

static inline void add_header(struct answer *answer, const char *name, const char *value) {
    const uint32_t at = answer->response.header_count++;
    answer->headers[at] = (coserr_header){str(name), str(value)};
}

/* "Name: value|Name: value" */
static inline void add_headers(struct answer *answer, char *list) {
    char *rest = list;
    while (rest != NULL && *rest != '\0') {
        char *line = rest;
        rest = strchr(rest, '|');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        char *colon = strchr(line, ':');
        *colon = '\0';
        add_header(answer, line, colon + 1);
    }
}

static inline void prepare(struct answer *answer, uint32_t status, uint32_t operation,
                           const char *body, size_t len) {
    memset(answer, 0, sizeof *answer);
    answer->body = exact(body, len);
    answer->response.size = sizeof answer->response;
    answer->response.http_status = status;
    answer->response.operation = operation;
    answer->response.headers = answer->headers;
    answer->response.body = (coserr_str){answer->body, len};
    memset(&answer->error, 0xAA, sizeof answer->error);
    answer->error.size = sizeof answer->error;
}

static inline void decode_with(struct answer *answer, size_t room) {
    answer->bound = coserr_decode_bound(&answer->response);
    answer->buffer = room_for(room);
    answer->result = coserr_decode(NULL, &answer->response, &answer->error,
                                   room > 0 ? answer->buffer : NULL, room);
    ck_assert_int_eq(answer->result, (int)answer->error.failed);
}

static inline void decode(struct answer *answer) {
    decode_with(answer, coserr_decode_bound(&answer->response));
    ck_assert_uint_eq(answer->error.missing, 0);
}

static inline void finish(struct answer *answer) {
    free(answer->body);
    free(answer->buffer);
}

#endif
