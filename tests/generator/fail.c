/* SPDX-License-Identifier: MIT */
/* Preloaded into the generator: makes a call fail, or kills the process before it. The environment
 * says which:
 *
 *   FAIL_WHAT=calls     counts system calls
 *   FAIL_WHAT=pipes     counts those that wait for gperf, whose number varies
 *   FAIL_WHAT=memory    counts allocations
 *   FAIL_AT=N           the Nth fails
 *   FAIL_FROM=N         the Nth and all after it fail
 *   FAIL_KILL=N         the process is killed before the Nth
 *   FAIL_SHORT=1        write() takes 100 bytes at a time, and every third is interrupted
 *   FAIL_TIME=SECONDS   time() advances by so many seconds at each call
 *   FAIL_REPORT=FILE    gets the count, the name of the last call that failed, and the number of
 *                       blocks that the program or libyaml allocated and never freed */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static long counted;
static const char *failed = "none";

static long number(const char *name) {
    const char *value = getenv(name);
    return value != NULL ? atol(value) : 0;
}

/* gperf inherits LD_PRELOAD, and is left alone. */
static int is_generator(void) {
    return strcmp(program_invocation_short_name, "coserr-gen") == 0;
}

/* Counts a call; true if it has to fail. */
static int due(const char *what, const char *name) {
    const char *wanted = getenv("FAIL_WHAT");
    if (wanted == NULL || strcmp(wanted, what) != 0 || !is_generator()) {
        return 0;
    }
    counted++;
    if (counted == number("FAIL_KILL")) {
        kill(getpid(), SIGKILL);
    }
    const long from = number("FAIL_FROM");
    if (counted != number("FAIL_AT") && (from == 0 || counted < from)) {
        return 0;
    }
    failed = name;
    errno = strcmp(what, "memory") == 0 ? ENOMEM : EIO;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CALL(what, type, name, parameters, arguments, failure)                                     \
    type name parameters {                                                                         \
        return due(what, #name) ? (failure) : REAL(name) arguments;                                \
    }

CALL("calls", int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
CALL("calls", int, link, (const char *from, const char *to), (from, to), -1)
CALL("calls", int, unlink, (const char *path), (path), -1)
CALL("calls", int, rename, (const char *from, const char *to), (from, to), -1)
CALL("calls", int, fsync, (int fd), (fd), -1)
CALL("calls", int, pipe, (int fds[2]), (fds), -1)
CALL("calls", int, fstat, (int fd, struct stat *info), (fd, info), -1)
CALL("calls", int, flock, (int fd, int how), (fd, how), -1)
CALL("pipes", int, poll, (struct pollfd * fds, nfds_t count, int wait), (fds, count, wait), -1)
CALL("calls", FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
CALL("pipes", ssize_t, read, (int fd, void *to, size_t size), (fd, to, size), -1)
CALL("calls", int, posix_spawnp,
     (pid_t * pid, const char *file, const posix_spawn_file_actions_t *actions,
      const posix_spawnattr_t *attr, char *const args[], char *const env[]),
     (pid, file, actions, attr, args, env), EAGAIN)

int open(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return due("calls", "open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t write(int fd, const void *from, size_t size) {
    static unsigned calls;
    if (due("calls", "write")) {
        return -1;
    }
    if (number("FAIL_SHORT") != 0) {
        size = size > 100 ? 100 : size;
        if (++calls % 3 == 0) {
            errno = EINTR;
            return -1;
        }
    }
    return syscall(SYS_write, fd, from, size);
}

/* Closes, and then reports that the data was lost. */
int close(int fd) {
    const int result = (int)syscall(SYS_close, fd);
    return due("calls", "close") ? -1 : result;
}

time_t time(time_t *to) {
    static time_t later;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    later += number("FAIL_TIME");
    if (to != NULL) {
        *to = now.tv_sec + later;
    }
    return now.tv_sec + later;
}

/* --------------------------------------------------------------------------------------- memory */

static void *blocks[1 << 16];

/* libc never frees some blocks, such as the buffer of standard output. */
static int is_libc(const void *caller) {
    Dl_info info;
    return dladdr(caller, &info) != 0 && strstr(info.dli_fname, "libc.so") != NULL;
}

static size_t slot_of(const void *block) {
    size_t at = ((uintptr_t)block >> 4) * 0x9E3779B1u % (1 << 16);
    while (blocks[at] != NULL && blocks[at] != block) {
        at = (at + 1) % (1 << 16);
    }
    return at;
}

static void *keep(void *block, const void *caller) {
    if (block != NULL && !is_libc(caller)) {
        blocks[slot_of(block)] = block;
    }
    return block;
}

static void forget(void *block) {
    size_t at = slot_of(block);
    if (blocks[at] == NULL) {
        return;
    }
    blocks[at] = NULL;
    /* Those after it may be there because this slot was taken. */
    for (at = (at + 1) % (1 << 16); blocks[at] != NULL; at = (at + 1) % (1 << 16)) {
        void *moved = blocks[at];
        blocks[at] = NULL;
        blocks[slot_of(moved)] = moved;
    }
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) {
    if (!is_libc(CALLER) && due("memory", "malloc")) {
        return NULL;
    }
    return keep(__libc_malloc(size), CALLER);
}

void *calloc(size_t count, size_t size) {
    if (!is_libc(CALLER) && due("memory", "calloc")) {
        return NULL;
    }
    return keep(__libc_calloc(count, size), CALLER);
}

void *realloc(void *block, size_t size) {
    if (!is_libc(CALLER) && due("memory", "realloc")) {
        return NULL;
    }
    forget(block);
    return keep(__libc_realloc(block, size), CALLER);
}

void free(void *block) {
    forget(block);
    __libc_free(block);
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("FAIL_REPORT");
    long left = 0;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        left += blocks[i] != NULL;
    }
    const int fd = path != NULL && is_generator() ? (int)syscall(SYS_openat, AT_FDCWD, path,
                                                                 O_WRONLY | O_CREAT | O_TRUNC, 0644)
                                                  : -1;
    char line[100];
    const int len = snprintf(line, sizeof line, "%ld %s %ld\n", counted, failed, left);
    if (fd >= 0) {
        syscall(SYS_write, fd, line, (size_t)len);
        syscall(SYS_close, fd);
    }
}
