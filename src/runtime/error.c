/* SPDX-License-Identifier: MIT */
/* The fields of a coserr_error as functions, for callers that have no C struct; and the names of
 * the numbers in it. */
#include "runtime/internal.h"

#define OFFSET(NAME, number, member) [number] = offsetof(coserr_error, member),
static const uint16_t offsets[] = {COSERR_FIELD_LIST(OFFSET)};

enum { FIELDS = sizeof offsets / sizeof *offsets };

coserr_str *coserr__field(coserr_error *error, uint32_t field) {
    return (coserr_str *)(void *)((char *)error + offsets[field]);
}

/* Field by field: compilers make a slow loop of a memset of this size. */
void coserr__clear(coserr_error *error) {
    const coserr_str none = {"", 0};
    error->verdict = COSERR_VERDICT_NONE;
    error->failed = 0;
    error->kind = COSERR_KIND_NONE;
    error->http_status = 0;
    error->match = 0;
    error->missing = 0;
    error->fault = COSERR_FAULT_NONE;
    error->operation = 0;
    error->header_count = 0;
    error->fault_offset = 0;
    error->entry = NULL;
    error->headers = NULL;
    error->body = none;
    error->received_at = 0;
    memset(error->source, COSERR_SOURCE_NONE, sizeof error->source);
#define CLEAR(NAME, number, member) error->member = none;
    COSERR_FIELD_LIST(CLEAR)
}

void coserr__end_error(coserr_error *error, const coserr_error *full) {
    if (full != error) {
        coserr__give(error, full, sizeof *full);
    } else if (error->size > sizeof *error) {
        memset((char *)error + sizeof *error, 0, error->size - sizeof *error);
    }
}

void coserr__take_error(coserr_error *full, const coserr_error *given) {
    coserr__take(full, sizeof *full, given);
#define REPAIR(NAME, number, member)                                                               \
    if (full->member.ptr == NULL) {                                                                \
        full->member = (coserr_str){"", 0};                                                        \
    }
    COSERR_FIELD_LIST(REPAIR)
    if (full->body.ptr == NULL) {
        full->body = (coserr_str){"", 0};
    }
}

size_t coserr_error_sizeof(void) {
    return sizeof(coserr_error);
}

/* ------------------------------------------------------------------------------------ accessors */

/* Each reads one member of a struct that may be older, and then shorter, than ours. */
#define GET(type, name, fallback)                                                                  \
    type coserr_error_##name(const coserr_error *error) {                                          \
        const bool there =                                                                         \
            error != NULL && error->size >= offsetof(coserr_error, name) + sizeof error->name;     \
        return there ? error->name : (fallback);                                                   \
    }

GET(uint32_t, verdict, COSERR_VERDICT_NONE)
GET(uint32_t, failed, 0)
GET(uint32_t, kind, COSERR_KIND_NONE)
GET(uint32_t, http_status, 0)
GET(uint32_t, match, 0)
GET(uint32_t, missing, 0)
GET(uint32_t, fault, COSERR_FAULT_NONE)
GET(size_t, fault_offset, 0)
GET(const coserr_entry *, entry, NULL)

coserr_code coserr_error_id(const coserr_error *error) {
    return coserr_entry_id(coserr_error_entry(error));
}

const char *coserr_error_field(const coserr_error *error, uint32_t field, size_t *len) {
    coserr_str value = {"", 0};
    if (error != NULL && field < FIELDS && error->size >= offsets[field] + sizeof value) {
        memcpy(&value, (const char *)error + offsets[field], sizeof value);
    }
    if (len != NULL) {
        *len = value.ptr != NULL ? value.len : 0;
    }
    return value.ptr != NULL ? value.ptr : "";
}

uint32_t coserr_error_source(const coserr_error *error, uint32_t field) {
    const bool there = error != NULL && field < sizeof error->source &&
                       error->size >= offsetof(coserr_error, source) + sizeof error->source;
    return there ? error->source[field] : (uint32_t)COSERR_SOURCE_NONE;
}

const char *coserr_error_body(const coserr_error *error, size_t *len) {
    const bool there = error != NULL &&
                       error->size >= offsetof(coserr_error, body) + sizeof error->body &&
                       error->body.ptr != NULL;
    if (len != NULL) {
        *len = there ? error->body.len : 0;
    }
    return there ? error->body.ptr : "";
}

/* ---------------------------------------------------------------------------------------- names */

/* A row of NAME_SIZE bytes for each: no pointers, hence no relocations. A name that leaves no room
 * for its NUL does not compile. */
enum { NAME_SIZE = 16 };

#define VERDICTS(X) X("") X("error") X("not_an_error") X("malformed") X("empty")
#define SOURCES(X) X("") X("body") X("header") X("status") X("argument") X("resource")
#define FAULTS(X)                                                                                  \
    X("")                                                                                          \
    X("truncated") X("syntax") X("encoding") X("doctype") X("limit") X("compressed") X("chunked")
#define NAME(text) text,
#define FITS(text) &&sizeof text <= NAME_SIZE

static const char verdicts[][NAME_SIZE] = {VERDICTS(NAME)};
static const char sources[][NAME_SIZE] = {SOURCES(NAME)};
static const char faults[][NAME_SIZE] = {FAULTS(NAME)};
_Static_assert(1 VERDICTS(FITS) SOURCES(FITS) FAULTS(FITS), "a name is too long");

#define LOOK_UP(names, index) ((index) < sizeof(names) / sizeof *(names) ? (names)[index] : "")

const char *coserr_verdict_name(uint32_t verdict) {
    return LOOK_UP(verdicts, verdict);
}

const char *coserr_source_name(uint32_t source) {
    return LOOK_UP(sources, source);
}

const char *coserr_fault_name(uint32_t fault) {
    return LOOK_UP(faults, fault);
}
