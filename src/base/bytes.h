/* SPDX-License-Identifier: MIT */
/* Bytes: ASCII rules that do not depend on the locale, and loads that do not depend on the host. */
#ifndef COSERR_BASE_BYTES_H
#define COSERR_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A function that is rarely called, kept out of the hot path. */
#if defined(__GNUC__)
#define COSERR__COLD __attribute__((noinline))
#else
#define COSERR__COLD
#endif

static inline bool coserr__is_space(unsigned char c) {
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static inline unsigned char coserr__lower(unsigned char c) {
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

static inline uint32_t coserr__load32(const unsigned char *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Eight bytes as a little-endian machine reads them; on such a one it is a single load. */
static inline uint64_t coserr__load(const unsigned char *p) {
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* Up to 32 bytes in four overlapping loads: names have many lengths, and a branch on the length, or
 * a call, costs more than the comparison. */
static inline bool coserr__same_bytes(const unsigned char *a, const unsigned char *b, size_t len) {
    uint64_t differ = 0;
    if (len < 4) {
        for (size_t i = 0; i < len; i++) {
            differ |= a[i] ^ b[i];
        }
        return differ == 0;
    }
    if (len < 8) {
        return ((coserr__load32(a) ^ coserr__load32(b)) |
                (coserr__load32(a + len - 4) ^ coserr__load32(b + len - 4))) == 0;
    }
    const size_t last = len - 8;
    const size_t second = last < 8 ? last : 8;
    const size_t third = last < 16 ? last : 16;
    differ = (coserr__load(a) ^ coserr__load(b)) |
             (coserr__load(a + second) ^ coserr__load(b + second)) |
             (coserr__load(a + third) ^ coserr__load(b + third)) |
             (coserr__load(a + last) ^ coserr__load(b + last));
    for (size_t at = 24; at < last; at += 8) {
        differ |= coserr__load(a + at) ^ coserr__load(b + at);
    }
    return differ == 0;
}

/* The first hash of a large catalog, which selects a shard. Every byte has an influence. */
static inline uint32_t coserr__spread(const unsigned char *name, size_t len, uint32_t seed) {
    const uint64_t factor = 0x9E3779B97F4A7C15u;
    uint64_t hash = (len + ((uint64_t)seed << 32)) * factor;
    if (len < 8) {
        for (size_t i = 0; i < len; i++) {
            hash = (hash ^ name[i]) * factor;
        }
        return (uint32_t)(hash >> 32);
    }
    for (size_t at = 0; at + 8 < len; at += 8) {
        hash = (hash ^ coserr__load(name + at)) * factor;
    }
    hash = (hash ^ coserr__load(name + len - 8)) * factor;
    return (uint32_t)(hash >> 32);
}

#endif
