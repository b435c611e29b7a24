/* SPDX-License-Identifier: MIT */
/* A set of files that appears as a whole or not at all. */
#ifndef GENERATOR_OUT_H
#define GENERATOR_OUT_H

#include "base/arena.h"

struct out_file {
    const char *path;
    struct text_buffer text;
    const char *temporary; /* while it waits to be renamed */
    const char *old;       /* what was there before, until all is done */
    bool renamed;
};

/* Writes each file beside its place, then renames all; what would not change is left alone. False,
 * with a message on standard error, and the old files as they were, when something fails. */
bool out_write(struct out_file *files, size_t count);

/* Keeps other generators from writing into the file's folder until this process ends. out_write()
 * does it, too; earlier for what is read, changed and written back. Where the file system knows no
 * locks, nobody is kept from anything. */
void out_lock(const char *path);

/* True when the file is there already, byte for byte. */
bool out_is_current(const struct out_file *file);

/* Makes the folder and those above it. */
bool out_make_folder(const char *path);

/* Removes what is left of an interrupted out_write(). */
void out_clean_up(void);

#endif
