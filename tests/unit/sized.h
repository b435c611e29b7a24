/* SPDX-License-Identifier: MIT */
/* Structs of programs older and newer than the library: whatever `size` says, nothing is read or
 * written past it, fields that are not there are unknown, and fields that the library does not know
 * are cleared. Each struct lies in a heap block of exactly its size, for the sanitizers. */
#ifndef COSERR_UNIT_SIZED_H
#define COSERR_UNIT_SIZED_H

#include "unit.h"

enum { FILL = 0xEE, MORE = 64 };

#define END(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))

/* A block of exactly `size` bytes that begins like `full`, with `size` in it; at least the four
 * bytes of that. */
static inline void *sized(const void *full, size_t full_size, size_t size) {
    const uint32_t number = (uint32_t)size;
    const size_t room = size > sizeof number ? size : sizeof number;
    unsigned char *block = (unsigned char *)room_for(room);
    memset(block, FILL, room);
    memcpy(block, full, size < full_size ? size : full_size);
    memcpy(block, &number, sizeof number);
    return block;
}

/* What the library should make of a struct that ends early: the rest is 0. */
static inline void zero_after(void *full, size_t full_size, size_t size) {
    if (size < full_size) {
        memset((char *)full + size, 0, full_size - size);
    }
}

/* A struct that was written: as much of `expected` as fits, then zeros. */
static inline void assert_written(const void *block, const void *expected, size_t full_size,
                                  size_t size) {
    const unsigned char *bytes = block;
    uint32_t number;
    memcpy(&number, block, sizeof number);
    ck_assert_uint_eq(number, size);
    const size_t known = size < full_size ? size : full_size;
    ck_assert_mem_eq(bytes + sizeof number, (const char *)expected + sizeof number,
                     known - sizeof number);
    for (size_t i = full_size; i < size; i++) {
        ck_assert_msg(bytes[i] == 0, "byte %zu of %zu is not cleared", i, size);
    }
}

/* A struct without a size is refused and left alone. */
static inline void assert_untouched(const void *block, size_t size) {
    const unsigned char *bytes = block;
    for (size_t i = sizeof(uint32_t); i < size; i++) {
        ck_assert_uint_eq(bytes[i], FILL);
    }
}

/* ------------------------------------------------------------------------------- the occurrence */

static const char body[] = "<Error><Code>RequestTimeTooSkewed</Code><Message>m</Message><Resource>"
                           "b-1.cos.r1.myqcloud.com/k</Resource><RequestId>id</RequestId>"
                           "<ServerTime>2026-01-31T12:00:00Z</ServerTime></Error>";
static const coserr_header headers[] = {{{"Retry-After", 11}, {"7", 1}},
                                        {{"x-cos-trace-id", 14}, {"t", 1}}};
static char buffer[512];

static inline coserr_response whole_response(void) {
    const coserr_response response = {.size = sizeof response,
                                      .http_status = 403,
                                      .operation = COSERR_OPERATION_PUT_OBJECT,
                                      .header_count = 2,
                                      .headers = headers,
                                      .body = {body, sizeof body - 1},
                                      .received_at = INT64_C(1769860800) + 90,
                                      .bucket = {"c-2", 3},
                                      .region = {"r2", 2},
                                      .key = {"k2", 2}};
    return response;
}

/* Bytes of padding included, so that structs compare as bytes. */
static inline coserr_error whole_error(void) {
    const coserr_response response = whole_response();
    coserr_error error;
    memset(&error, 0, sizeof error);
    error.size = sizeof error;
    ck_assert_int_eq(coserr_decode(NULL, &response, &error, buffer, sizeof buffer), 1);
    return error;
}

#endif
