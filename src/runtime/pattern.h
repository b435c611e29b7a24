/* SPDX-License-Identifier: MIT */
/* Matching a server's message of which only both ends may be at hand. */
#ifndef COSERR_PATTERN_H
#define COSERR_PATTERN_H

#include "runtime/internal.h"

/* `head` and `tail` have at least COSERR__MAX_LITERAL bytes of the message each, or all of it. */
struct coserr__message {
    coserr_str head;
    coserr_str tail;
    size_t len; /* of the whole */
};

const coserr_entry *coserr__refine(const coserr_entry *entry, const struct coserr__message *message,
                                   uint32_t *match);

#endif
