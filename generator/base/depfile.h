/* SPDX-License-Identifier: MIT */
/* Makefile rules that say what outputs depend on, as make and ninja read them. */
#ifndef GENERATOR_DEPFILE_H
#define GENERATOR_DEPFILE_H

#include "base/buffer.h"

/* Appends "TARGET...: SOURCE...", with the paths escaped. */
void put_depfile_rule(struct text_buffer *to, const char *const *targets, size_t target_count,
                      const char *const *sources, size_t source_count);

#endif
