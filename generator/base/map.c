/* SPDX-License-Identifier: MIT */
/* A hash table with open addressing. */
#include "base/map.h"

#include "base/arena.h"

#include <string.h>

struct map_slot {
    const char *key;
    size_t len;
    void *value;
};

unsigned long long fnv1a(unsigned long long hash, const void *data, size_t len) {
    const unsigned char *p = data;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ p[i]) * 0x100000001b3u;
    }
    return hash;
}

/* The slot of the key, or the free one where it belongs. */
static struct map_slot *slot_of(const struct map *map, const char *key, size_t len) {
    size_t at = (size_t)fnv1a(FNV_START, key, len) & (map->capacity - 1);
    for (;;) {
        struct map_slot *slot = &map->slots[at];
        if (slot->value == NULL || (slot->len == len && memcmp(slot->key, key, len) == 0)) {
            return slot;
        }
        at = (at + 1) & (map->capacity - 1);
    }
}

void *map_find(const struct map *map, const char *key, size_t len) {
    return map->capacity == 0 ? NULL : slot_of(map, key, len)->value;
}

static void map_enlarge(struct map *map) {
    struct map larger = {NULL, map->count, map->capacity == 0 ? 64 : map->capacity * 2};
    larger.slots = arena_alloc(larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].value != NULL) {
            *slot_of(&larger, map->slots[i].key, map->slots[i].len) = map->slots[i];
        }
    }
    *map = larger;
}

void *map_add(struct map *map, const char *key, size_t len, void *value) {
    if (map->count * 2 >= map->capacity) {
        map_enlarge(map);
    }
    struct map_slot *slot = slot_of(map, key, len);
    if (slot->value == NULL) {
        *slot = (struct map_slot){key, len, value};
        map->count++;
    }
    return slot->value;
}
