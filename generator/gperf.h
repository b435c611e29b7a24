/* SPDX-License-Identifier: MIT */
/* Running gperf on a list of keys. */
#ifndef GENERATOR_GPERF_H
#define GENERATOR_GPERF_H

#include "arena.h"

/* Feeds the input to gperf and collects its output. False, with a message on standard error, when
 * there is no gperf, it fails, or it does not finish within five minutes. */
bool gperf_run(const char *input, size_t len, struct text_buffer *output);

#endif
