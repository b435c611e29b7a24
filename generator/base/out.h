/* SPDX-License-Identifier: MIT */
/* Writes a set of files all together or not at all. */
#ifndef GENERATOR_OUT_H
#define GENERATOR_OUT_H

#include "base/buffer.h"

struct out_file {
    const char *path;
    struct text_buffer text;
    const char *temporary; /* the new file, until it is renamed */
    const char *old;       /* a second name of the old file, until all files are renamed */
    bool is_stream;        /* a pipe or a character device */
    bool renamed;
};

/* Writes every file under a temporary name, then renames them all. Files that would not change are
 * not touched, and a symbolic link keeps pointing to its file. On failure, false, with a message on
 * standard error and the old files restored.
 *
 * A path that names a pipe or a character device (/dev/null, /dev/stdout) is written to, before any
 * file is replaced. A pipe that nobody reads, and a path that names anything else than a file, are
 * errors. */
bool out_write(struct out_file *files, size_t count);

/* Keeps other generators from writing into the folder of the file, or of the file that a symbolic
 * link points to, until this process ends. out_write() calls it; call it earlier for a file that is
 * read, changed and written back. Has no effect on file systems without locks. */
void out_lock(const char *path);

/* Whether the path names a file, or nothing yet: reading a pipe in order to change it would wait
 * for a writer. False with a message on standard error. */
bool out_can_replace(const char *path);

/* Whether the file exists with exactly this content. */
bool out_is_current(const struct out_file *file);

/* Creates the folder and those above it. */
bool out_make_folder(const char *path);

/* Removes what is left of an interrupted out_write(). */
void out_clean_up(void);

#endif
