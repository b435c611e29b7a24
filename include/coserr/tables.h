/* SPDX-License-Identifier: MIT */
/*
 * The contract between the tables that coserr-gen writes and the runtime that reads them. Not for
 * applications: they use <coserr/coserr.h>.
 *
 * A compiled catalog is one constant object: head, entries, names, references, string pool.
 * Everything in it is reached by its distance in bytes from the head or from the entry itself, so
 * that the object needs no relocation and an entry needs nothing but its own address. Distance 0
 * says that there is nothing.
 */
#ifndef COSERR_TABLES_H
#define COSERR_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* Raised whenever a struct or a list below changes: the tables refuse another runtime. */
#define COSERR_TABLES_FORMAT 2

/* X(NUMBER, word): COSERR_RETRY_*, COSERR_HINT_* (bit 1 << NUMBER) and their words in YAML and
 * JSON. Appended to, never renumbered. */
#define COSERR_RETRY_LIST(X)                                                                       \
    X(0, "never")                                                                                  \
    X(1, "transient")                                                                              \
    X(2, "throttle")                                                                               \
    X(3, "clock")                                                                                  \
    X(4, "credentials")                                                                            \
    X(5, "conflict")

#define COSERR_HINT_LIST(X)                                                                        \
    X(0, "once")                                                                                   \
    X(1, "new-connection")                                                                         \
    X(2, "replayable-body")                                                                        \
    X(3, "idempotent-only")                                                                        \
    X(4, "verify-first")                                                                           \
    X(5, "already-done")                                                                           \
    X(6, "restore-first")                                                                          \
    X(7, "smaller-part")                                                                           \
    X(8, "fewer-parallel")                                                                         \
    X(9, "operator")                                                                               \
    X(10, "wait")

/* What a retry decision can tell the caller to do. */
#define COSERR_ACTION_LIST(X)                                                                      \
    X(0, "stop")                                                                                   \
    X(1, "again")                                                                                  \
    X(2, "correct-clock")                                                                          \
    X(3, "fetch-credentials")                                                                      \
    X(4, "read-state")                                                                             \
    X(5, "other-endpoint")

/* Why it tells so. */
#define COSERR_REASON_LIST(X)                                                                      \
    X(0, "not-failed")                                                                             \
    X(1, "never")                                                                                  \
    X(2, "already-done")                                                                           \
    X(3, "attempts-spent")                                                                         \
    X(4, "time-spent")                                                                             \
    X(5, "not-idempotent")                                                                         \
    X(6, "not-replayable")                                                                         \
    X(7, "presigned")                                                                              \
    X(8, "tried-before")                                                                           \
    X(9, "clock-is-right")                                                                         \
    X(10, "clock-unknown")                                                                         \
    X(11, "wait-too-long")                                                                         \
    X(12, "transient")                                                                             \
    X(13, "throttle")                                                                              \
    X(14, "server-asked")                                                                          \
    X(15, "clock-skew")                                                                            \
    X(16, "signature-too-old")                                                                     \
    X(17, "credentials")                                                                           \
    X(18, "conflict")                                                                              \
    X(19, "may-have-succeeded")                                                                    \
    X(20, "not-from-cos")

/* Statuses from 300 to 599, and behind them one for all others. */
#define COSERR_STATUSES 301

struct coserr_catalog {
    uint32_t format;       /* COSERR_TABLES_FORMAT */
    uint32_t entry_count;  /* by (id, status); then the families, by status */
    uint32_t family_first; /* index of the first family */
    uint32_t refinement_count;
    uint32_t language_count; /* at least 1; the first is the fallback */
    uint32_t label_count;
    int32_t entries; /* all distances from here on are from the head */
    int32_t refinements;
    int32_t languages; /* int32_t[language_count]: tags */
    int32_t words;     /* int32_t[classes + hints + actions + reasons + labels]
                          [language_count] */
    int32_t labels;    /* int32_t[label_count]: names, sorted by byte */
    int32_t name;
    int32_t version;
    int32_t diagnose_url;
};

struct coserr_entry {
    uint32_t id;     /* 0: a family */
    uint32_t hints;  /* COSERR_HINT_* */
    int32_t catalog; /* all distances are from this entry: to the head */
    int32_t code;
    int32_t symbol;
    int32_t retired; /* date */
    int32_t texts;   /* int32_t[language_count][2 + doc_count]: message, advice, links */
    uint16_t status; /* of a family: 3, 4, 5 for a whole class, 0 for the last resort */
    uint8_t kind;    /* COSERR_KIND_* */
    uint8_t retry;   /* COSERR_RETRY_* */
    uint32_t doc_count;
};

/* Code `base` with this message from the server means entry number `entry`. */
struct coserr_refinement {
    uint32_t base;   /* id */
    uint32_t entry;  /* index */
    int32_t message; /* from the head */
    uint32_t message_len;
};

/* A slot of the hash table of codes and aliases. It says as much as a lookup has to know, so that
 * among many codes the entry itself need not be fetched. */
struct coserr_name {
    int32_t text;    /* from the head */
    uint32_t entry;  /* index of the one of the lowest status */
    uint16_t status; /* its status */
    uint8_t len;     /* 0: the slot is empty */
    uint8_t flags;
};

enum { COSERR_NAME_ALIAS = 1, COSERR_NAME_STATUSES = 2 /* there are entries for several */ };

#endif
