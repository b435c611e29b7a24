/* SPDX-License-Identifier: MIT */
/* The fields of a coserr_error as functions, for callers that have no C struct. */
#include "runtime/internal.h"

size_t coserr_error_sizeof(void) {
    return sizeof(coserr_error);
}

uint32_t coserr_error_verdict(const coserr_error *error) {
    return error != NULL ? error->verdict : (uint32_t)COSERR_VERDICT_NONE;
}

uint32_t coserr_error_failed(const coserr_error *error) {
    return error != NULL ? error->failed : 0;
}

uint32_t coserr_error_kind(const coserr_error *error) {
    return error != NULL ? error->kind : (uint32_t)COSERR_KIND_NONE;
}

uint32_t coserr_error_http_status(const coserr_error *error) {
    return error != NULL ? error->http_status : 0;
}

uint32_t coserr_error_match(const coserr_error *error) {
    return error != NULL ? error->match : 0;
}

uint32_t coserr_error_missing(const coserr_error *error) {
    return error != NULL ? error->missing : 0;
}

uint32_t coserr_error_fault(const coserr_error *error) {
    return error != NULL ? error->fault : (uint32_t)COSERR_FAULT_NONE;
}

size_t coserr_error_fault_offset(const coserr_error *error) {
    return error != NULL ? error->fault_offset : 0;
}

const coserr_entry *coserr_error_entry(const coserr_error *error) {
    return error != NULL ? error->entry : NULL;
}

coserr_code coserr_error_id(const coserr_error *error) {
    return error != NULL ? coserr_entry_id(error->entry) : COSERR_CODE_NONE;
}

static coserr_str value_of(const coserr_error *error, uint32_t field) {
    switch (error != NULL ? field : COSERR_FIELD_SLOTS) {
    case COSERR_FIELD_CODE:
        return error->code;
    case COSERR_FIELD_MESSAGE:
        return error->message;
    case COSERR_FIELD_RESOURCE:
        return error->resource;
    case COSERR_FIELD_REQUEST_ID:
        return error->request_id;
    case COSERR_FIELD_TRACE_ID:
        return error->trace_id;
    case COSERR_FIELD_SERVER_TIME:
        return error->server_time;
    case COSERR_FIELD_DATE:
        return error->date;
    case COSERR_FIELD_RETRY_AFTER:
        return error->retry_after;
    default:
        return (coserr_str){"", 0};
    }
}

const char *coserr_error_field(const coserr_error *error, uint32_t field, size_t *len) {
    const coserr_str value = value_of(error, field);
    if (len != NULL) {
        *len = value.len;
    }
    return value.ptr;
}

uint32_t coserr_error_source(const coserr_error *error, uint32_t field) {
    return error != NULL && field < COSERR_FIELD_SLOTS ? error->source[field]
                                                       : (uint32_t)COSERR_SOURCE_NONE;
}

const char *coserr_error_body(const coserr_error *error, size_t *len) {
    if (len != NULL) {
        *len = error != NULL ? error->body.len : 0;
    }
    return error != NULL ? error->body.ptr : "";
}
