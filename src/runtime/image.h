/* SPDX-License-Identifier: MIT */
/*
 * The layout of a compiled catalog: the contract between coserr-gen and the runtime.
 *
 * A catalog is one image: a head, then its sections in the order below, without padding and without
 * pointers. A string is named by its index; `strings` has where each begins in `pool`, in ascending
 * order, so that its length follows from the next one. String 0 is "" and means that there is none.
 * Only a slot of the hash has the offset of its name itself: a lookup must not wait for a second
 * load.
 *
 * Each struct is declared from its list of fields. coserr-gen walks the same lists to write an
 * image as C and as a little-endian file.
 */
#ifndef COSERR_IMAGE_H
#define COSERR_IMAGE_H

#include <stddef.h>
#include <stdint.h>

/* Part of the SONAME: raised whenever a list below or the meaning of a field changes. */
#define COSERR__IMAGE_FORMAT 3

/* "coserr\x1a\n" in a little-endian file. */
#define COSERR__IMAGE_MAGIC UINT64_C(0x0a1a727265736f63)

enum {
    COSERR__MAX_SAMPLES = 16,  /* bytes of a name that its hash depends on */
    COSERR__MAX_NAME = 128,    /* bytes of a code or alias */
    COSERR__MAX_LITERAL = 128, /* bytes of a pattern before its '*', and after it */
    COSERR__STATUSES = 301     /* families: statuses 300 to 599, then one for all others */
};

/* X(section, type of its elements). Those of two bytes have an even count. */
#define COSERR__SECTIONS(X)                                                                        \
    X(entries, struct coserr_entry)     /* codes and client errors by id, then families */         \
    X(slots, struct coserr__slot)       /* of all hash tables */                                   \
    X(samples, struct coserr__sample)   /* */                                                      \
    X(shards, struct coserr__shard)     /* one for each hash table */                              \
    X(plus, uint16_t)                   /* [shard][sample]: added to the byte; or none */          \
    X(values, uint16_t)                 /* [shard][stride]: gperf's associated values */           \
    X(families, uint16_t)               /* for each status, counted from the first family */       \
    X(patterns, struct coserr__pattern) /* of each entry in order of precedence */                 \
    X(conditions, struct coserr__condition)                                                        \
    X(operations, struct coserr_operation) /* by id */                                             \
    X(actions, struct coserr__action)                                                              \
    X(queries, uint32_t) /* strings: keys that a request's query must have */                      \
    X(hosts, struct coserr__host)                                                                  \
    X(languages, uint32_t) /* strings: tags; the first is the fallback */                          \
    X(texts, uint32_t)     /* strings, [language][column] for each entry and operation */          \
    X(strings, uint32_t)   /* offsets into the pool, one more than there are strings */            \
    X(pool, char)

/* X(type, field). `checksum` covers everything after itself. */
#define COSERR__HEAD_FIELDS(X)                                                                     \
    X(uint64_t, magic)                                                                             \
    X(uint64_t, checksum)                                                                          \
    X(uint64_t, identity) /* digest of ids, symbols and codes */                                   \
    X(uint64_t, content)  /* digest of the whole model */                                          \
    X(uint32_t, format)                                                                            \
    X(uint32_t, size) /* bytes, a multiple of eight */                                             \
    X(uint32_t, name)                                                                              \
    X(uint32_t, version)                                                                           \
    X(uint32_t, diagnose)                                                                          \
    X(uint32_t, family_first) /* index of the first family */                                      \
    X(uint32_t, name_min)     /* bytes */                                                          \
    X(uint32_t, name_max)                                                                          \
    X(uint32_t, seed)                                                                              \
    X(uint32_t, stride) /* associated values of a shard */

#define COSERR__ENTRY_FIELDS(X)                                                                    \
    X(uint32_t, at)   /* bytes from the head to this entry */                                      \
    X(uint32_t, id)   /* 0: a family */                                                            \
    X(uint32_t, base) /* index of the entry that a pattern leads from; else its own */             \
    X(uint32_t, hints)                                                                             \
    X(uint32_t, code)                                                                              \
    X(uint32_t, symbol)                                                                            \
    X(uint32_t, retired)                                                                           \
    X(uint32_t, case_name)                                                                         \
    X(uint32_t, texts)    /* index: message, advice, details, links of the first language */       \
    X(uint32_t, patterns) /* index of the first */                                                 \
    X(uint32_t, conditions)                                                                        \
    X(uint16_t, pattern_count)                                                                     \
    X(uint16_t, condition_count)                                                                   \
    X(uint16_t, status) /* of a family: 3, 4, 5 for a class, 0 for the last resort */              \
    X(uint8_t, kind)                                                                               \
    X(uint8_t, retry)                                                                              \
    X(uint8_t, category)                                                                           \
    X(uint8_t, flags)                                                                              \
    X(uint8_t, detail_count)                                                                       \
    X(uint8_t, doc_count)

/* A slot says as much as a usual lookup has to know, so that among many codes the entry itself need
 * not be fetched. */
#define COSERR__SLOT_FIELDS(X)                                                                     \
    X(uint32_t, name)  /* offset into the pool */                                                  \
    X(uint32_t, entry) /* index of the default variant */                                          \
    X(uint16_t, status)                                                                            \
    X(uint8_t, len) /* 0: the slot is empty */                                                     \
    X(uint8_t, flags)

/* A byte of a name, of any length: that at len * scale / 256 + offset. */
#define COSERR__SAMPLE_FIELDS(X)                                                                   \
    X(uint16_t, scale)                                                                             \
    X(int16_t, offset)

#define COSERR__SHARD_FIELDS(X)                                                                    \
    X(uint32_t, base)  /* added to the sum, modulo 2^32, for the number of a slot */               \
    X(uint32_t, slots) /* the number of slots before this shard */

/* The server's message: all of it, or what stands before and after the '*'. */
#define COSERR__PATTERN_FIELDS(X)                                                                  \
    X(uint32_t, prefix)                                                                            \
    X(uint32_t, suffix)                                                                            \
    X(uint32_t, entry) /* index */                                                                 \
    X(uint32_t, exact) /* 1: `prefix` is the whole message */

/* Hints that hold for one operation. */
#define COSERR__CONDITION_FIELDS(X)                                                                \
    X(uint32_t, hints)                                                                             \
    X(uint32_t, operation) /* id */

#define COSERR__OPERATION_FIELDS(X)                                                                \
    X(uint32_t, at) /* bytes from the head to this operation */                                    \
    X(uint32_t, id)                                                                                \
    X(uint32_t, name)                                                                              \
    X(uint32_t, title)                                                                             \
    X(uint32_t, symbol)                                                                            \
    X(uint32_t, texts) /* index: its page in each language */                                      \
    X(uint32_t, method)                                                                            \
    X(uint32_t, header)                                                                            \
    X(uint32_t, queries) /* index of the first */                                                  \
    X(uint32_t, actions)                                                                           \
    X(uint8_t, query_count)                                                                        \
    X(uint8_t, action_count)                                                                       \
    X(uint8_t, level)                                                                              \
    X(uint8_t, idempotent)                                                                         \
    X(uint8_t, after_200)                                                                          \
    X(uint8_t, reserved1)                                                                          \
    X(uint16_t, reserved2)

#define COSERR__ACTION_FIELDS(X)                                                                   \
    X(uint32_t, name)                                                                              \
    X(uint32_t, side)

/* A host name: a label for the bucket, `middle`, a label for the region, `tail`. */
#define COSERR__HOST_FIELDS(X)                                                                     \
    X(uint32_t, middle)                                                                            \
    X(uint32_t, tail)                                                                              \
    X(uint16_t, has_bucket)                                                                        \
    X(uint16_t, has_region)

#define COSERR__MEMBER(type, field) type field;
#define COSERR__SECTION_MEMBER(section, type) uint32_t section##_at, section##_count;

struct coserr_catalog {
    COSERR__HEAD_FIELDS(COSERR__MEMBER)
    COSERR__SECTIONS(COSERR__SECTION_MEMBER) /* bytes from the head; elements */
};
struct coserr_entry {
    COSERR__ENTRY_FIELDS(COSERR__MEMBER)
};
struct coserr__slot {
    COSERR__SLOT_FIELDS(COSERR__MEMBER)
};
struct coserr__sample {
    COSERR__SAMPLE_FIELDS(COSERR__MEMBER)
};
struct coserr__shard {
    COSERR__SHARD_FIELDS(COSERR__MEMBER)
};
struct coserr__pattern {
    COSERR__PATTERN_FIELDS(COSERR__MEMBER)
};
struct coserr__condition {
    COSERR__CONDITION_FIELDS(COSERR__MEMBER)
};
struct coserr_operation {
    COSERR__OPERATION_FIELDS(COSERR__MEMBER)
};
struct coserr__action {
    COSERR__ACTION_FIELDS(COSERR__MEMBER)
};
struct coserr__host {
    COSERR__HOST_FIELDS(COSERR__MEMBER)
};

/* Flags of a slot. */
enum { COSERR__SLOT_ALIAS = 1, COSERR__SLOT_VARIANTS = 2 /* the code has several */ };

/* Flags of an entry. */
enum {
    COSERR__ENTRY_UNSENT = 1,   /* no request reached the server */
    COSERR__ENTRY_SIGN_ONLY = 2 /* if the clock is right, a new signature is all it takes */
};

/* Columns of an entry's texts. */
enum { COSERR__MESSAGE, COSERR__ADVICE, COSERR__FIRST_DETAIL };

/* Levels of a request. */
enum {
    COSERR__LEVEL_NONE = 0,
    COSERR__LEVEL_SERVICE = 1,
    COSERR__LEVEL_BUCKET = 2,
    COSERR__LEVEL_OBJECT = 3
};

/* The 64-bit checksum over words of eight bytes, from `from` to the end of the image. Each step is
 * a bijection, so that no change of a single word goes unnoticed. */
static inline uint64_t coserr__checksum(const unsigned char *bytes, size_t from, size_t size) {
    uint64_t sum = size;
    for (size_t i = from; i < size; i += 8) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 8; j++) {
            word |= (uint64_t)bytes[i + j] << (8 * j);
        }
        sum = ((sum << 29 | sum >> 35) ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    }
    return sum;
}

#endif
