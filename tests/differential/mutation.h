/* SPDX-License-Identifier: MIT */
/* Runs a comparison of readers over the inputs of a folder and over mutations of them. */
#ifndef COSERR_MUTATION_H
#define COSERR_MUTATION_H

#include <stdbool.h>
#include <stddef.h>

enum { MAX_SIZE = 4096, MAX_REASONS = 16 };

struct tally {
    unsigned long compared;
    unsigned long accepted; /* by ours */
    unsigned long different;
    struct {
        const char *reason;
        unsigned long count;
    } excused[MAX_REASONS];
};

/* Counts a difference: under its reason, or as a failure when that is NULL. True when it is to be
 * shown; SHOW_EXCUSED in the environment shows those with a reason, too. */
bool count_difference(struct tally *tally, const char *reason);

/* The body in one line, bytes outside printable ASCII as \xHH. */
void show_body(const char *body, size_t len);

bool body_contains(const char *body, size_t len, const char *wanted);

/* Reads one body with every reader and counts how they compare. */
typedef void check_fn(const char *body, size_t len, struct tally *tally);

/* The main function: PROGRAM FOLDER [MUTATIONS [SEED]]. Mutations insert the tokens, among other
 * things. Returns the exit status. */
int run_comparison(int argc, char **argv, const char *const *tokens, size_t token_count,
                   check_fn *check);

#endif
