/* SPDX-License-Identifier: MIT */
/* Loading an image: one pass that checks everything that memory safety and the end of every loop
 * depend on. */
#include "runtime/internal.h"

/* The image that is being checked. */
struct image {
    const coserr_catalog *head;
    const uint32_t *strings;
    const char *pool;
    uint32_t string_count; /* the table of offsets has one more */
};

static const struct {
    uint32_t size;
} section_sizes[] = {
#define SECTION_SIZE(section, type) {sizeof(type)},
    COSERR__SECTIONS(SECTION_SIZE)};

enum { SECTIONS = sizeof section_sizes / sizeof *section_sizes };

/* The sections follow one another to the end, each aligned for what is in it. */
static bool check_sections(const coserr_catalog *head) {
    const uint32_t *locations = &head->entries_at;
    uint64_t at = sizeof *head;
    for (size_t i = 0; i < SECTIONS; i++) {
        if (locations[2 * i] != at || at % sizeof(uint32_t) != 0) {
            return false;
        }
        at += (uint64_t)locations[2 * i + 1] * section_sizes[i].size;
        if (at > head->size) {
            return false;
        }
    }
    return at == head->size;
}

/* Offsets rise, and a NUL stands before each but the first. */
static bool check_strings(struct image *image) {
    const coserr_catalog *head = image->head;
    if (head->strings_count < 2) {
        return false;
    }
    image->strings = coserr__at(head, head->strings_at);
    image->pool = coserr__at(head, head->pool_at);
    image->string_count = head->strings_count - 1;
    if (image->strings[0] != 0 || image->strings[1] != 1) { /* "" */
        return false;
    }
    for (uint32_t i = 0; i < image->string_count; i++) {
        const uint32_t end = image->strings[i + 1];
        if (end <= image->strings[i] || end > head->pool_count || image->pool[end - 1] != '\0') {
            return false;
        }
    }
    return true;
}

static bool is_string(const struct image *image, uint32_t index) {
    return index < image->string_count;
}

static size_t string_len(const struct image *image, uint32_t index) {
    return image->strings[index + 1] - image->strings[index] - 1;
}

/* `count` items from `first` are in a section of `total`. */
static bool is_range(uint32_t first, uint64_t count, uint32_t total) {
    return first <= total && count <= total - first;
}

static bool check_strings_of(const struct image *image, uint32_t at, uint32_t first,
                             uint64_t count) {
    const uint32_t *items = coserr__at(image->head, at);
    for (uint64_t i = 0; i < count; i++) {
        if (!is_string(image, items[first + i])) {
            return false;
        }
    }
    return true;
}

/* ----------------------------------------------------------------------------------------- hash */

/* Each sample is inside of a name of every length that is looked up. */
static bool check_samples(const coserr_catalog *head) {
    const struct coserr__sample *samples = coserr__at(head, head->samples_at);
    if (head->samples_count > COSERR__MAX_SAMPLES || head->name_min < 1 ||
        head->name_min > head->name_max || head->name_max > COSERR__MAX_NAME) {
        return false;
    }
    for (uint32_t i = 0; i < head->samples_count; i++) {
        for (uint32_t len = head->name_min; len <= head->name_max; len++) {
            const int64_t place = (int64_t)(len * samples[i].scale >> 8) + samples[i].offset;
            if (place < 0 || place >= len) {
                return false;
            }
        }
    }
    return true;
}

/* A value for every byte and what is added to it. */
static bool check_shards(const coserr_catalog *head) {
    const uint16_t *plus = coserr__at(head, head->plus_at);
    const uint64_t pluses =
        head->plus_count > 0 ? (uint64_t)head->shards_count * head->samples_count : 0;
    if (head->shards_count < 1 || head->plus_count != pluses + pluses % 2 || head->stride < 256 ||
        head->stride % 2 != 0 ||
        (uint64_t)head->shards_count * head->stride != head->values_count) {
        return false;
    }
    for (uint64_t i = 0; i < pluses; i++) {
        if (plus[i] + 256u > head->stride) {
            return false;
        }
    }
    return true;
}

static bool check_slots(const struct image *image) {
    const coserr_catalog *head = image->head;
    const struct coserr__slot *slots = coserr__at(head, head->slots_at);
    const coserr_entry *entries = coserr__entries(head);
    for (uint32_t i = 0; i < head->slots_count; i++) {
        const struct coserr__slot *slot = &slots[i];
        if (slot->name > head->pool_count || head->pool_count - slot->name < slot->len + 1u ||
            image->pool[slot->name + slot->len] != '\0' || slot->entry >= head->entries_count ||
            (slot->len > 0 && entries[slot->entry].kind != COSERR_KIND_SERVICE)) {
            return false;
        }
    }
    return true;
}

/* -------------------------------------------------------------------------------------- entries */

static bool check_pattern(const struct image *image, const struct coserr__pattern *pattern) {
    return is_string(image, pattern->prefix) && is_string(image, pattern->suffix) &&
           string_len(image, pattern->prefix) <= COSERR__MAX_LITERAL &&
           string_len(image, pattern->suffix) <= COSERR__MAX_LITERAL &&
           pattern->entry < image->head->family_first;
}

/* Each once, however many entries share it. */
static bool check_patterns(const struct image *image) {
    const coserr_catalog *head = image->head;
    const struct coserr__pattern *patterns = coserr__at(head, head->patterns_at);
    for (uint32_t i = 0; i < head->patterns_count; i++) {
        if (!check_pattern(image, &patterns[i])) {
            return false;
        }
    }
    return true;
}

/* By id, client errors and codes alike; the families last. */
static bool check_order(const coserr_catalog *head, uint32_t index) {
    const coserr_entry *entry = &coserr__entries(head)[index];
    const coserr_entry *before = index > 0 ? entry - 1 : NULL;
    if (index >= head->family_first) {
        return entry->kind == COSERR_KIND_FAMILY && entry->id == 0;
    }
    return (entry->kind == COSERR_KIND_SERVICE || entry->kind == COSERR_KIND_CLIENT) &&
           entry->id > 0 && (before == NULL || before->id <= entry->id) &&
           (entry->case_name == 0 || (before != NULL && before->id == entry->id));
}

static bool check_entry(const struct image *image, uint32_t index) {
    const coserr_catalog *head = image->head;
    const coserr_entry *entry = &coserr__entries(head)[index];
    const uint64_t columns =
        (uint64_t)COSERR__FIRST_DETAIL + entry->detail_count + entry->doc_count;
    const uint64_t cells = columns * head->languages_count;
    return entry->at == head->entries_at + index * sizeof *entry && check_order(head, index) &&
           entry->base < head->entries_count && is_string(image, entry->code) &&
           is_string(image, entry->symbol) && is_string(image, entry->retired) &&
           is_string(image, entry->case_name) && is_range(entry->texts, cells, head->texts_count) &&
           is_range(entry->patterns, entry->pattern_count, head->patterns_count) &&
           is_range(entry->conditions, entry->condition_count, head->conditions_count);
}

static bool check_entries(const struct image *image) {
    const coserr_catalog *head = image->head;
    const uint16_t *families = coserr__at(head, head->families_at);
    if (head->family_first >= head->entries_count ||
        head->families_count != COSERR__STATUSES + COSERR__STATUSES % 2) {
        return false;
    }
    for (uint32_t i = 0; i < head->entries_count; i++) {
        if (!check_entry(image, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < COSERR__STATUSES; i++) {
        if (families[i] >= head->entries_count - head->family_first) {
            return false;
        }
    }
    return true;
}

/* ----------------------------------------------------------------------------------- operations */

static bool check_operation(const struct image *image, uint32_t index) {
    const coserr_catalog *head = image->head;
    const coserr_operation *operations = coserr__at(head, head->operations_at);
    const coserr_operation *operation = &operations[index];
    return operation->at == head->operations_at + index * sizeof *operation &&
           (index == 0 || operations[index - 1].id < operation->id) &&
           is_string(image, operation->name) && is_string(image, operation->title) &&
           is_string(image, operation->symbol) && is_string(image, operation->method) &&
           is_string(image, operation->header) &&
           is_range(operation->texts, head->languages_count, head->texts_count) &&
           is_range(operation->queries, operation->query_count, head->queries_count) &&
           is_range(operation->actions, operation->action_count, head->actions_count);
}

static bool check_operations(const struct image *image) {
    const coserr_catalog *head = image->head;
    const struct coserr__action *actions = coserr__at(head, head->actions_at);
    for (uint32_t i = 0; i < head->operations_count; i++) {
        if (!check_operation(image, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < head->actions_count; i++) {
        if (!is_string(image, actions[i].name)) {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------ the whole */

static bool check_hosts(const struct image *image) {
    const struct coserr__host *hosts = coserr__at(image->head, image->head->hosts_at);
    for (uint32_t i = 0; i < image->head->hosts_count; i++) {
        if (!is_string(image, hosts[i].middle) || !is_string(image, hosts[i].tail)) {
            return false;
        }
    }
    return true;
}

static bool check_lists(const struct image *image) {
    const coserr_catalog *head = image->head;
    return head->languages_count > 0 && head->languages_count < 1u << COSERR__WORDS_SHIFT &&
           is_string(image, head->name) && is_string(image, head->version) &&
           is_string(image, head->diagnose) &&
           check_strings_of(image, head->queries_at, 0, head->queries_count) &&
           check_hosts(image) &&
           check_strings_of(image, head->languages_at, 0, head->languages_count) &&
           check_strings_of(image, head->texts_at, 0, head->texts_count);
}

static bool is_big_endian(void) {
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

static uint32_t check(const coserr_catalog *head, size_t size) {
    struct image image = {head, NULL, NULL, 0};
    if (head->magic != COSERR__IMAGE_MAGIC) {
        static const uint32_t reasons[] = {COSERR_LOAD_NOT_IMAGE, COSERR_LOAD_HOST};
        return reasons[is_big_endian()];
    }
    if (head->format != COSERR__IMAGE_FORMAT) {
        return COSERR_LOAD_FORMAT;
    }
    if (head->size != size || size % 8 != 0) {
        return COSERR_LOAD_SIZE;
    }
    if (coserr__checksum((const unsigned char *)head, offsetof(struct coserr_catalog, identity),
                         size) != head->checksum) {
        return COSERR_LOAD_CHECKSUM;
    }
    const bool good = check_sections(head) && check_strings(&image) && check_samples(head) &&
                      check_shards(head) && check_lists(&image) && check_patterns(&image) &&
                      check_entries(&image) && check_slots(&image) && check_operations(&image);
    return good ? COSERR_LOAD_OK : COSERR_LOAD_INVALID;
}

uint32_t coserr_load_catalog(const void *bytes, size_t size, const coserr_catalog **catalog) {
    if (bytes == NULL || catalog == NULL || (uintptr_t)bytes % 8 != 0) {
        return COSERR_LOAD_ARGUMENT;
    }
    if (size < sizeof **catalog) {
        return size < sizeof(uint64_t) || memcmp(bytes, "coserr\x1a\n", 8) != 0
                   ? COSERR_LOAD_NOT_IMAGE
                   : COSERR_LOAD_SIZE;
    }
    const coserr_catalog *head = bytes;
    const uint32_t reason = check(head, size);
    if (reason == COSERR_LOAD_OK) {
        *catalog = head;
    }
    return reason;
}

const char *coserr_load_reason(uint32_t reason) {
    static const char reasons[][64] = {
        "the image is loaded",
        "no bytes, or bytes that are not aligned to eight",
        "not an image of a catalog",
        "an image for another version of this library",
        "images cannot be loaded on a big-endian machine",
        "the image is truncated, or has bytes after its end",
        "the image is damaged: its checksum is wrong",
        "the structure of the image is invalid",
    };
    return reason < sizeof reasons / sizeof *reasons ? reasons[reason] : "unknown reason";
}

/* --------------------------------------------------------------------------------- continuation */

static bool same_string(const coserr_catalog *a, uint32_t a_index, const coserr_catalog *b,
                        uint32_t b_index) {
    const coserr_str x = coserr__slice(a, a_index);
    const coserr_str y = coserr__slice(b, b_index);
    return coserr__equal(x.ptr, x.len, y.ptr, y.len);
}

int coserr_catalog_continues(const coserr_catalog *newer, const coserr_catalog *older) {
    newer = coserr__catalog(newer);
    older = coserr__catalog(older);
    const coserr_entry *entries = coserr__entries(older);
    for (uint32_t i = 0; i < older->family_first; i++) {
        const coserr_entry *same = coserr_get_entry(newer, entries[i].id, 0);
        if (same == NULL || same->kind != entries[i].kind ||
            !same_string(newer, same->symbol, older, entries[i].symbol)) {
            return 0;
        }
    }
    const coserr_operation *operation = NULL;
    while ((operation = coserr_next_operation(older, operation)) != NULL) {
        const coserr_operation *same = coserr_get_operation(newer, operation->id);
        if (same == NULL || !same_string(newer, same->symbol, older, operation->symbol)) {
            return 0;
        }
    }
    return 1;
}
