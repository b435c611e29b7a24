/* SPDX-License-Identifier: MIT */
/* Writing files so that a reader, or a failure, never meets half of one. */
#include "out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
                return fail("cannot make the folder", copy);
            }
            *p = here;
        }
        if (here == '\0') {
            return true;
        }
    }
}

static bool is_current(const struct out_file *file) {
    FILE *old = fopen(file->path, "rb");
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

static bool write_temporary(struct out_file *file) {
    char *name = arena_printf("%s.XXXXXX", file->path);
    const int fd = mkstemp(name);
    if (fd < 0) {
        return fail("cannot create a file beside", file->path);
    }
    file->temporary = name;
    const mode_t mask = umask(0);
    umask(mask);
    const bool good = fchmod(fd, 0666 & ~mask) == 0 &&
                      write_all(fd, file->text.ptr, file->text.len) && fsync(fd) == 0;
    const bool kept = good || fail("cannot write", name);
    if (close(fd) != 0 && kept) {
        return fail("cannot write", name);
    }
    return kept;
}

void out_clean_up(void) {
    for (size_t i = 0; i < pending_count; i++) {
        if (pending[i].temporary != NULL) {
            unlink(pending[i].temporary);
            pending[i].temporary = NULL;
        }
    }
    pending_count = 0;
}

static bool write_temporaries(struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!is_current(&files[i]) && !write_temporary(&files[i])) {
            return false;
        }
    }
    return true;
}

static bool rename_all(struct out_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (files[i].temporary != NULL) {
            if (rename(files[i].temporary, files[i].path) != 0) {
                return fail("cannot replace", files[i].path);
            }
            files[i].temporary = NULL;
        }
    }
    return true;
}

bool out_write(struct out_file *files, size_t count) {
    pending = files;
    pending_count = count;
    const bool good = write_temporaries(files, count) && rename_all(files, count);
    out_clean_up();
    return good;
}
