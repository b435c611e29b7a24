/* SPDX-License-Identifier: MIT */
/* The ledger of ids and symbols: one line for each error, appended and never changed. */
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

/* Reads the lines and checks them, each by itself and against the others. */
struct ledger *ledger_read(const struct source *source);

/* Gives every error of the catalog the id and the symbol of its row. What has no row is an error
 * unless `may_lack`. */
void ledger_bind(struct ledger *ledger, struct catalog *catalog, bool may_lack);

/* Every line of an older ledger is still there, word for word. */
void ledger_check_since(const struct ledger *old, const struct ledger *ledger);

/* Lines for the errors that have no row yet, numbered on from the last; `*count` of them. */
const char *ledger_new_lines(struct ledger *ledger, struct catalog *catalog, size_t *count);

#endif
