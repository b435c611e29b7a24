/* SPDX-License-Identifier: MIT */
/* From an errno, by number or by name, to the name of a client error. */
#include "runtime/internal.h"

#include <errno.h>

/* X(errno, index of a name). ETIMEDOUT does not tell connecting from reading; only the latter is
 * safe to assume. */
#define ERRNOS(X)                                                                                  \
    X(ECONNREFUSED, CONNECTION_FAILED)                                                             \
    X(ENETUNREACH, CONNECTION_FAILED)                                                              \
    X(ENETDOWN, CONNECTION_FAILED)                                                                 \
    X(EHOSTUNREACH, CONNECTION_FAILED)                                                             \
    X(EADDRNOTAVAIL, CONNECTION_FAILED)                                                            \
    X(ETIMEDOUT, READ_TIMEOUT)                                                                     \
    X(ECONNRESET, CONNECTION_LOST)                                                                 \
    X(ECONNABORTED, CONNECTION_LOST)                                                               \
    X(EPIPE, CONNECTION_LOST)                                                                      \
    X(ENETRESET, CONNECTION_LOST)                                                                  \
    X(ENOTCONN, CONNECTION_LOST)                                                                   \
    X(ENOMEM, OUT_OF_MEMORY)                                                                       \
    X(ECANCELED, CANCELLED)                                                                        \
    X(EINVAL, INVALID_REQUEST)                                                                     \
    X(ENOENT, LOCAL_FILE_ERROR)                                                                    \
    X(EACCES, LOCAL_FILE_ERROR)                                                                    \
    X(EPERM, LOCAL_FILE_ERROR)                                                                     \
    X(EISDIR, LOCAL_FILE_ERROR)                                                                    \
    X(ENOTDIR, LOCAL_FILE_ERROR)                                                                   \
    X(EEXIST, LOCAL_FILE_ERROR)                                                                    \
    X(EIO, LOCAL_FILE_ERROR)                                                                       \
    X(ENOSPC, LOCAL_FILE_ERROR)                                                                    \
    X(EROFS, LOCAL_FILE_ERROR)                                                                     \
    X(EFBIG, LOCAL_FILE_ERROR)                                                                     \
    X(EMFILE, LOCAL_FILE_ERROR)                                                                    \
    X(ENFILE, LOCAL_FILE_ERROR)                                                                    \
    X(ENAMETOOLONG, LOCAL_FILE_ERROR)                                                              \
    X(ENXIO, LOCAL_FILE_ERROR)                                                                     \
    X(EBADF, LOCAL_FILE_ERROR)

/* Names of getaddrinfo()'s results and of JavaScript's runtime, which no errno has. */
#define OTHER_NAMES(X)                                                                             \
    X(ENOTFOUND, NAME_RESOLUTION_FAILED)                                                           \
    X(EAI_AGAIN, NAME_RESOLUTION_FAILED)                                                           \
    X(EAI_NONAME, NAME_RESOLUTION_FAILED)                                                          \
    X(EAI_FAIL, NAME_RESOLUTION_FAILED)                                                            \
    X(ESOCKETTIMEDOUT, READ_TIMEOUT)

enum client {
    NAME_RESOLUTION_FAILED,
    CONNECTION_FAILED,
    READ_TIMEOUT,
    CONNECTION_LOST,
    OUT_OF_MEMORY,
    CANCELLED,
    INVALID_REQUEST,
    LOCAL_FILE_ERROR
};

static const char names[][24] = {
    "NameResolutionFailed", "ConnectionFailed", "ReadTimeout",    "ConnectionLost",
    "OutOfMemory",          "Cancelled",        "InvalidRequest", "LocalFileError",
};

const char *coserr_client_from_errno(int number) {
#define NUMBER(name, client)                                                                       \
    case name:                                                                                     \
        return names[client];
    switch (number) {
        ERRNOS(NUMBER)
    default:
        return NULL;
    }
}

const char *coserr_client_from_errno_name(const char *name, size_t name_len) {
    static const struct {
        char name[20];
        unsigned char client;
    } known[] = {
#define ROW(name, client) {#name, client},
        ERRNOS(ROW) OTHER_NAMES(ROW)};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (coserr__equal(name, name_len, known[i].name, strlen(known[i].name))) {
            return names[known[i].client];
        }
    }
    return NULL;
}
