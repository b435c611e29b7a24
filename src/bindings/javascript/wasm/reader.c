/* SPDX-License-Identifier: MIT */
/* The reader as a WebAssembly module without imports. All that goes in and out lies in one block of
 * its memory: first numbers, then bytes.
 *
 *   in   numbers: for each header, the lengths of name and value (the next is ignored)
 *        bytes: name and value of each header, then the body
 *   out  numbers: enum slot, then for each field its source, where its value begins, its length
 *        bytes: the values, from BEGIN to END */
#include <coserr/coserr.h>
#include <string.h>

enum { MAX_HEADERS = 32, FIELDS = COSERR_FIELD_RETRY_AFTER + 1, PAGE = 65536 };

enum slot { FAILED, VERDICT, FAULT, FAULT_OFFSET, BEGIN, END, FIRST_FIELD };

extern unsigned char __heap_base;

static uint32_t numbers[FIRST_FIELD + 3 * FIELDS + 2 * MAX_HEADERS + 1];

/* Where the numbers are. */
uint32_t *coserr_numbers(void) {
    return numbers;
}

/* Where `size` bytes can be written that coserr_run() reads; NULL when there is no such room. Twice
 * as much is needed, for the values. */
unsigned char *coserr_room(uint32_t size) {
    const uint32_t begin = (uint32_t)(uintptr_t)&__heap_base;
    const uint64_t end = (uint64_t)begin + 2 * (uint64_t)size + PAGE;
    const uint32_t pages = (uint32_t)((end + PAGE - 1) / PAGE);
    const uint32_t present = (uint32_t)__builtin_wasm_memory_size(0);
    if (end > INT32_MAX - PAGE || /* Node writes no text into 2 GiB or more */
        (pages > present && __builtin_wasm_memory_grow(0, pages - present) == (size_t)-1)) {
        return NULL;
    }
    return &__heap_base;
}

static void put_fields(const coserr_error *error, const char *begin) {
    const coserr_str values[FIELDS] = {
        error->code,     error->message,     error->resource, error->request_id,
        error->trace_id, error->server_time, error->date,     error->retry_after,
    };
    uint32_t *out = numbers + FIRST_FIELD;
    const char *end = begin;
    for (uint32_t field = 0; field < FIELDS; field++) {
        const coserr_str value = values[field];
        *out++ = error->source[field];
        *out++ = (uint32_t)(uintptr_t)value.ptr;
        *out++ = (uint32_t)value.len;
        end = value.len > 0 && value.ptr + value.len > end ? value.ptr + value.len : end;
    }
    numbers[BEGIN] = (uint32_t)(uintptr_t)begin;
    numbers[END] = (uint32_t)(uintptr_t)end;
}

/* Reads what was written at coserr_room(), `size` bytes; the body is what follows the headers. */
void coserr_run(uint32_t status, uint32_t after_200, uint32_t header_count, uint32_t size) {
    coserr_header headers[MAX_HEADERS];
    const char *p = (const char *)&__heap_base;
    const char *const end = p + size;
    coserr_error error;
    error.size = sizeof error;
    for (uint32_t i = 0; i < header_count; i++) {
        const uint32_t *len = numbers + 2 * (size_t)i;
        headers[i].name = (coserr_str){p, len[0]};
        headers[i].value = (coserr_str){p + len[0], len[1]};
        p += len[0] + len[1];
    }
    const coserr_response response = {
        .size = sizeof response,
        .http_status = status,
        .after_200 = after_200,
        .header_count = header_count,
        .headers = headers,
        .body = {p, (size_t)(end - p)},
    };
    char *values = (char *)((uintptr_t)(end + 15) & ~(uintptr_t)15);
    (void)coserr_read(&response, &error, values, size + PAGE / 2);
    numbers[FAILED] = error.failed;
    numbers[VERDICT] = error.verdict;
    numbers[FAULT] = error.fault;
    numbers[FAULT_OFFSET] = (uint32_t)error.fault_offset;
    put_fields(&error, values);
}
