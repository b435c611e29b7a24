/* SPDX-License-Identifier: MIT */
/* Failures without a usable answer: from their number, or from errno. */
#include "runtime/internal.h"

#include <errno.h>

int coserr_from_client(coserr_code code, coserr_error *error) {
    const coserr_entry *entry = coserr_get_entry(code, 0);
    if (error == NULL || error->size < sizeof *error ||
        coserr_entry_kind(entry) != COSERR_KIND_CLIENT) {
        return -1;
    }
    const char *name = coserr_entry_code(entry);
    coserr__clear(error);
    error->failed = 1;
    error->kind = COSERR_KIND_CLIENT;
    error->match = COSERR_MATCH_EXACT;
    error->entry = entry;
    error->code = (coserr_str){name, strlen(name)};
    error->source[COSERR_FIELD_CODE] = COSERR_SOURCE_ARGUMENT;
    return 1;
}

/* ETIMEDOUT does not tell connecting from reading; only the latter is safe to assume. */
coserr_code coserr_client_from_errno(int number) {
    switch (number) {
    case ECONNREFUSED:
    case ENETUNREACH:
    case ENETDOWN:
    case EHOSTUNREACH:
    case EADDRNOTAVAIL:
        return COSERR_CODE_CLIENT_CONNECTION_FAILED;
    case ETIMEDOUT:
        return COSERR_CODE_CLIENT_READ_TIMEOUT;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
    case ENETRESET:
    case ENOTCONN:
        return COSERR_CODE_CLIENT_CONNECTION_LOST;
    case ENOMEM:
        return COSERR_CODE_CLIENT_OUT_OF_MEMORY;
    case ECANCELED:
        return COSERR_CODE_CLIENT_CANCELLED;
    case EINVAL:
        return COSERR_CODE_CLIENT_INVALID_REQUEST;
    case ENOENT:
    case EACCES:
    case EPERM:
    case EISDIR:
    case ENOTDIR:
    case EEXIST:
    case EIO:
    case ENOSPC:
    case EROFS:
    case EFBIG:
    case EMFILE:
    case ENFILE:
    case ENAMETOOLONG:
    case ENXIO:
    case EBADF:
        return COSERR_CODE_CLIENT_LOCAL_FILE_ERROR;
    default:
        return COSERR_CODE_NONE;
    }
}
