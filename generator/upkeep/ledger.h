/* SPDX-License-Identifier: MIT */
/* The ledger of ids and symbols: one line for each error, only ever appended to. */
#ifndef GENERATOR_LEDGER_H
#define GENERATOR_LEDGER_H

#include "read/model.h"

struct ledger_row {
    uint32_t id;
    struct text symbol;
    struct text code; /* "client:NAME" for a client error */
    struct location at;
};

struct ledger {
    const struct source *source;
    struct ledger_row *rows;
    size_t count;
    size_t capacity;
};

/* Reads and checks the lines, adding errors. */
struct ledger *ledger_read(const struct source *source);

/* Gives every error of the catalog the id and the symbol of its row. An error without a row is
 * reported unless `may_lack`. */
void ledger_bind(struct ledger *ledger, struct catalog *catalog, bool may_lack);

/* Adds an error for each line of an older ledger that is missing or has changed. */
void ledger_check_since(const struct ledger *old, const struct ledger *ledger);

/* Lines for the errors that have no row yet, with the ids after the last one; `*count` of them. */
const char *ledger_new_lines(struct ledger *ledger, struct catalog *catalog, size_t *count);

#endif
