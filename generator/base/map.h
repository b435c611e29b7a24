/* SPDX-License-Identifier: MIT */
/* From strings of bytes to pointers. */
#ifndef GENERATOR_MAP_H
#define GENERATOR_MAP_H

#include <stddef.h>

/* Empty when zeroed. */
struct map {
    struct map_slot *slots;
    size_t count;
    size_t capacity;
};

/* NULL if the key is not in the map. */
void *map_find(const struct map *map, const char *key, size_t len);

/* Keeps the pointer `key`, and `value`, which must not be NULL, unless the key is in the map
 * already. Returns the value of the key after that. */
void *map_add(struct map *map, const char *key, size_t len, void *value);

/* FNV-1a, 64 bits, continued from `hash`. */
#define FNV_START 0xcbf29ce484222325u
unsigned long long fnv1a(unsigned long long hash, const void *data, size_t len);

#endif
