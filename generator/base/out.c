/* SPDX-License-Identifier: MIT */
/* Writes files so that no reader and no failure leaves half of one. */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct out_file *pending;
static size_t pending_count;

static bool fail(const char *what, const char *path) {
    fprintf(stderr, "coserr-gen: error: %s '%s': %s\n", what, path, strerror(errno));
    return false;
}

bool out_make_folder(const char *path) {
    char *copy = arena_copy(path, strlen(path));
    for (char *p = copy + 1;; p++) {
        const char here = *p;
        if (here == '/' || here == '\0') {
            *p = '\0';
            if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
                return fail("cannot create the folder", copy);
            }
            *p = here;
        }
        if (here == '\0') {
            return true;
        }
    }
}

bool out_is_current(const struct out_file *file) {
    struct stat info;
    FILE *old =
        stat(file->path, &info) == 0 && S_ISREG(info.st_mode) ? fopen(file->path, "rb") : NULL;
    if (old == NULL) {
        return false;
    }
    struct text_buffer text = {0};
    char chunk[16384];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, old)) > 0 && text.len <= file->text.len) {
        buffer_put(&text, chunk, got);
    }
    fclose(old);
    return text.len == file->text.len &&
           (text.len == 0 || memcmp(text.ptr, file->text.ptr, text.len) == 0);
}

static bool write_all(int fd, const char *text, size_t len) {
    while (len > 0) {
        const ssize_t wrote = write(fd, text, len);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        text += wrote > 0 ? wrote : 0;
        len -= wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

static const char *temporary_name(const struct out_file *file) {
    return arena_printf("%s.coserr-gen.new", file->path);
}

static const char *old_name(const struct out_file *file) {
    return arena_printf("%s.coserr-gen.old", file->path);
}

static bool write_temporary(struct out_file *file) {
    const char *name = temporary_name(file);
    const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        return fail("cannot create", name);
    }
    file->temporary = name;
    struct stat old;
    if (stat(file->path, &old) == 0) {
        (void)fchmod(fd, old.st_mode & 0777);
    }
    const bool good = write_all(fd, file->text.ptr, file->text.len) && fsync(fd) == 0;
    const bool kept = good || fail("cannot write", name);
    if (close(fd) != 0 && kept) {
        return fail("cannot write", name);
    }
    return kept;
}

/* A second name for the old file, to restore it from. Some file systems have no links. */
static bool keep_old(struct out_file *file) {
    const char *name = old_name(file);
    if (link(file->path, name) == 0) {
        file->old = name;
        return true;
    }
    return errno == ENOENT || errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP ||
           fail("cannot keep", file->path);
}

void out_clean_up(void) {
    for (size_t i = 0; i < pending_count; i++) {
        struct out_file *file = &pending[i];
        if (file->temporary != NULL) {
            unlink(file->temporary);
            file->temporary = NULL;
        }
        if (file->old != NULL) {
            unlink(file->old);
            file->old = NULL;
        }
    }
    pending_count = 0;
}

static bool prepare(struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (files[i].is_stream) {
            continue;
        }
        unlink(temporary_name(&files[i])); /* of a run that was killed */
        unlink(old_name(&files[i]));
        if (!out_is_current(&files[i]) && !(write_temporary(&files[i]) && keep_old(&files[i]))) {
            return false;
        }
    }
    return true;
}

static void rollback(struct out_file *file) {
    if (!file->renamed) {
        return;
    }
    if (file->old == NULL) {
        unlink(file->path);
    } else if (rename(file->old, file->path) == 0) {
        file->old = NULL;
    }
}

static bool rename_all(struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (files[i].temporary == NULL) {
            continue;
        }
        if (rename(files[i].temporary, files[i].path) != 0) {
            fail("cannot replace", files[i].path);
            while (i-- > 0) {
                rollback(&files[i]);
            }
            return false;
        }
        files[i].renamed = true;
        files[i].temporary = NULL;
    }
    return true;
}

/* Opening a pipe would wait for a reader; O_NONBLOCK makes it an error that there is none. */
static bool write_stream(const struct out_file *file) {
    const int fd = open(file->path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return fail(errno == ENXIO ? "nobody reads the pipe" : "cannot open", file->path);
    }
    const int flags = fcntl(fd, F_GETFL);
    const bool good = flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0 &&
                      write_all(fd, file->text.ptr, file->text.len);
    const bool wrote = good || fail("cannot write", file->path);
    if (close(fd) != 0 && wrote) {
        return fail("cannot write", file->path);
    }
    return wrote;
}

static bool write_streams(const struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (files[i].is_stream && !write_stream(&files[i])) {
            return false;
        }
    }
    return true;
}

/* The path of the file that a symbolic link points to, even if that file does not exist yet. Pipes
 * and devices keep the path by which they can be opened. */
static const char *real_path(const char *path) {
    char target[4096];
    struct stat info;
    const ssize_t len = readlink(path, target, sizeof target);
    if (len <= 0 || (size_t)len == sizeof target) {
        return path;
    }
    if (stat(path, &info) != 0) {
        const char *slash = strrchr(path, '/');
        const size_t folder = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - path) + 1;
        return errno != ENOENT
                   ? path
                   : real_path(arena_printf("%.*s%.*s", (int)folder, path, (int)len, target));
    }
    char *found = S_ISREG(info.st_mode) ? realpath(path, NULL) : NULL;
    if (found != NULL) {
        path = arena_copy(found, strlen(found));
        free(found);
    }
    return path;
}

void out_lock(const char *path) {
    static int locked = -1;
    path = real_path(path);
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL   ? "."
                         : slash == path ? "/"
                                         : arena_copy(path, (size_t)(slash - path));
    if (locked < 0) {
        locked = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        while (locked >= 0 && flock(locked, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
}

bool out_can_replace(const char *path) {
    struct stat info;
    const bool can = stat(path, &info) != 0 || S_ISREG(info.st_mode);
    if (!can) {
        fprintf(stderr, "coserr-gen: error: '%s' is not a file\n", path);
    }
    return can;
}

/* Finds out what each path names. False if it is neither a file nor a stream. */
static bool resolve_paths(struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        files[i].path = real_path(files[i].path);
        files[i].is_stream =
            stat(files[i].path, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode));
        if (!files[i].is_stream && !out_can_replace(files[i].path)) {
            return false;
        }
    }
    return true;
}

bool out_write(struct out_file *files, size_t count) {
    if (!resolve_paths(files, count)) {
        return false;
    }
    out_lock(files->path);
    /* Exceeding a limit on file size, and a reader that is gone, are reported as errors. */
    void (*before_size)(int) = signal(SIGXFSZ, SIG_IGN);
    void (*before_pipe)(int) = signal(SIGPIPE, SIG_IGN);
    pending = files;
    pending_count = count;
    const bool good =
        prepare(files, count) && write_streams(files, count) && rename_all(files, count);
    out_clean_up();
    signal(SIGPIPE, before_pipe);
    signal(SIGXFSZ, before_size);
    return good;
}
