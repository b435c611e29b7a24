// SPDX-License-Identifier: MIT
/* From the name of an errno to the name of a client error. */

/* ETIMEDOUT does not tell connecting from reading; only the latter is safe to assume. The last row
 * of each are names of getaddrinfo() and of JavaScript's own, which no errno has. */
const ERRNOS: Readonly<Record<string, string>> = {
  ConnectionFailed: 'ECONNREFUSED ENETUNREACH ENETDOWN EHOSTUNREACH EADDRNOTAVAIL',
  ReadTimeout: 'ETIMEDOUT ESOCKETTIMEDOUT',
  ConnectionLost: 'ECONNRESET ECONNABORTED EPIPE ENETRESET ENOTCONN',
  NameResolutionFailed: 'ENOTFOUND EAI_AGAIN EAI_NONAME EAI_FAIL',
  OutOfMemory: 'ENOMEM',
  Cancelled: 'ECANCELED',
  InvalidRequest: 'EINVAL',
  LocalFileError:
    'ENOENT EACCES EPERM EISDIR ENOTDIR EEXIST EIO ENOSPC EROFS EFBIG EMFILE ENFILE ' +
    'ENAMETOOLONG ENXIO EBADF',
};

/** The name of the client error for an errno; undefined for one that says nothing. */
export function clientNameOfErrno(name: unknown): string | undefined {
  if (typeof name !== 'string' || !/^E[A-Z_]+$/.test(name)) {
    return undefined;
  }
  for (const client in ERRNOS) {
    if ((' ' + ERRNOS[client] + ' ').indexOf(' ' + name + ' ') >= 0) {
      return client;
    }
  }
  return undefined;
}
