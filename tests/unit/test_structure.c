/* SPDX-License-Identifier: MIT */
/* Images with the right checksum and a wrong structure: refused, or harmless. */
#include "sections.h"
#include "walk.h"

/* One field made wrong, at an offset from the head or from the start of a section. */
struct damage {
    const char *what;
    size_t offset;
    size_t section; /* offset of the member of the head that locates it; 0: the head itself */
    unsigned width;
    uint32_t value;
};

#define HEAD(field, value)                                                                         \
    { #field, offsetof(coserr_catalog, field), 0, 4, value }
#define IN(section, type, field, width, value)                                                     \
    {                                                                                              \
#section "." #field, offsetof(type, field), offsetof(coserr_catalog, section##_at), width, \
            value                                                                                  \
    }
#define FIRST(section, at, width, value)                                                           \
    { #section, at, offsetof(coserr_catalog, section##_at), width, value }

static const struct damage damages[] = {
    HEAD(name, 0xffffff),
    HEAD(version, 0xffffff),
    HEAD(diagnose, 0xffffff),
    HEAD(family_first, 1000),
    HEAD(family_first, 0),
    HEAD(name_min, 0),
    HEAD(name_max, 129),
    HEAD(name_min, 100),
    HEAD(stride, 0),
    HEAD(stride, 255),
    HEAD(entries_at, 0),
    HEAD(entries_count, 0x7fffffff),
    HEAD(pool_count, 0),
    HEAD(languages_count, 0),
    HEAD(shards_count, 0),
    HEAD(samples_count, 17),
    IN(entries, struct coserr_entry, at, 4, 0),
    IN(entries, struct coserr_entry, id, 4, 0),
    IN(entries, struct coserr_entry, id, 4, 0xffff),
    IN(entries, struct coserr_entry, base, 4, 1000),
    IN(entries, struct coserr_entry, code, 4, 0xffffff),
    IN(entries, struct coserr_entry, symbol, 4, 0xffffff),
    IN(entries, struct coserr_entry, retired, 4, 0xffffff),
    IN(entries, struct coserr_entry, case_name, 4, 0xffffff),
    IN(entries, struct coserr_entry, case_name, 4, 1),
    IN(entries, struct coserr_entry, texts, 4, 0xffffffff),
    IN(entries, struct coserr_entry, patterns, 4, 1000),
    IN(entries, struct coserr_entry, conditions, 4, 1000),
    IN(entries, struct coserr_entry, pattern_count, 2, 1000),
    IN(entries, struct coserr_entry, condition_count, 2, 1000),
    IN(entries, struct coserr_entry, kind, 1, 0),
    IN(entries, struct coserr_entry, kind, 1, COSERR_KIND_FAMILY),
    IN(entries, struct coserr_entry, detail_count, 1, 255),
    IN(entries, struct coserr_entry, doc_count, 1, 255),
    IN(slots, struct coserr__slot, name, 4, 0xffffff),
    IN(slots, struct coserr__slot, entry, 4, 1000),
    IN(samples, struct coserr__sample, scale, 2, 0x200),
    IN(samples, struct coserr__sample, offset, 2, 0x8000),
    FIRST(families, 0, 2, 1000),
    FIRST(families, 600, 2, 1000),
    IN(patterns, struct coserr__pattern, prefix, 4, 0xffffff),
    IN(patterns, struct coserr__pattern, suffix, 4, 0xffffff),
    IN(patterns, struct coserr__pattern, entry, 4, 1000),
    IN(operations, struct coserr_operation, at, 4, 0),
    IN(operations, struct coserr_operation, id, 4, 0xffff),
    IN(operations, struct coserr_operation, id, 4, 16), /* that of the second */
    IN(operations, struct coserr_operation, name, 4, 0xffffff),
    IN(operations, struct coserr_operation, title, 4, 0xffffff),
    IN(operations, struct coserr_operation, symbol, 4, 0xffffff),
    IN(operations, struct coserr_operation, texts, 4, 0xffffffff),
    IN(operations, struct coserr_operation, method, 4, 0xffffff),
    IN(operations, struct coserr_operation, header, 4, 0xffffff),
    IN(operations, struct coserr_operation, queries, 4, 1000),
    IN(operations, struct coserr_operation, actions, 4, 1000),
    IN(operations, struct coserr_operation, query_count, 1, 255),
    IN(operations, struct coserr_operation, action_count, 1, 255),
    IN(actions, struct coserr__action, name, 4, 0xffffff),
    FIRST(queries, 0, 4, 0xffffff),
    IN(hosts, struct coserr__host, middle, 4, 0xffffff),
    IN(hosts, struct coserr__host, tail, 4, 0xffffff),
    FIRST(languages, 0, 4, 0xffffff),
    FIRST(texts, 0, 4, 0xffffff),
    FIRST(strings, 0, 4, 1),
    FIRST(strings, 8, 4, 1),
    FIRST(strings, 4, 4, 2),
    FIRST(strings, 4, 4, 0xffffff),
    FIRST(pool, 0, 1, 'x'),
};

static void put(unsigned char *at, uint32_t value, unsigned width) {
    memcpy(at, &value, width); /* images load on little-endian machines alone */
}

START_TEST(damaged_structure) {
    const struct damage *damage = &damages[_i];
    struct image_file image = named_image("patterns");
    size_t at = damage->offset;
    if (damage->section != 0) {
        uint32_t begin;
        memcpy(&begin, image.bytes + damage->section, sizeof begin);
        at += begin;
    }
    put(image.bytes + at, damage->value, damage->width);
    repair_image(image);
    ck_assert_msg(load(image.bytes, image.size) == COSERR_LOAD_INVALID, "%s = %u", damage->what,
                  damage->value);
    free(image.bytes);
}
END_TEST

/* A literal that is longer than the ends of a message that are kept. */
START_TEST(long_literals) {
    for (int suffix = 0; suffix < 2; suffix++) {
        struct image_file image = built_in();
        const coserr_catalog *head = head_of(image);
        const uint32_t *strings = (const uint32_t *)(void *)(image.bytes + head->strings_at);
        struct coserr__pattern *patterns =
            (struct coserr__pattern *)(void *)(image.bytes + head->patterns_at);
        uint32_t index = 0;
        while (strings[index + 1] - strings[index] - 1 <= COSERR__MAX_LITERAL) {
            index++;
        }
        *(suffix ? &patterns->suffix : &patterns->prefix) = index;
        repair_image(image);
        ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_INVALID);
        free(image.bytes);
    }
}
END_TEST

/* Every byte with what is added to it has a value. */
START_TEST(added_to_bytes) {
    struct image_file old = named_image("patterns");
    ck_assert_uint_eq(head_of(old)->samples_count, 1);
    for (uint16_t plus = 0; plus < 3; plus++) {
        const uint16_t pluses[] = {plus, 0}; /* for the one sample */
        const struct section section = {SECTION_plus, pluses, 2};
        struct image_file image = with_sections(old, &section, 1);
        const uint32_t reason = load(image.bytes, image.size);
        ck_assert_uint_eq(reason, plus == 0 ? COSERR_LOAD_OK : COSERR_LOAD_INVALID);
        if (reason == COSERR_LOAD_OK) {
            walk_catalog(head_of(image));
        }
        free(image.bytes);
    }
    free(old.bytes);
}
END_TEST

/* Sections that follow one another as they should, with too much in them or too little. */
START_TEST(sections_of_wrong_size) {
    static const uint32_t zeros[1024];
    static const uint32_t strings[] = {0, 1};
    static const struct section wrong[][3] = {
        {{SECTION_samples, zeros, COSERR__MAX_SAMPLES + 1}},
        {{SECTION_shards, zeros, 0}, {SECTION_values, zeros, 0}},
        {{SECTION_plus, zeros, 4}},
        {{SECTION_families, zeros, COSERR__STATUSES + 3}},
        {{SECTION_languages, zeros, 0}},
        {{SECTION_strings, zeros, 1}},
        {{SECTION_strings, zeros, 0}, {SECTION_pool, zeros, 0}, {SECTION_queries, zeros, 0}},
        {{SECTION_strings, zeros, 0}, {SECTION_pool, zeros, 0}, {SECTION_queries, zeros, 1}},
        {{SECTION_pool, zeros, 0}, {SECTION_strings, strings, 2}, {SECTION_queries, zeros, 0}},
        {{SECTION_pool, zeros, 0}, {SECTION_strings, strings, 2}, {SECTION_queries, zeros, 1}},
    };
    struct image_file old = named_image("patterns");
    for (size_t i = 0; i < COUNT(wrong); i++) {
        size_t count = 1;
        while (count < COUNT(wrong[i]) && wrong[i][count].items != NULL) {
            count++;
        }
        struct image_file image = with_sections(old, wrong[i], count);
        ck_assert_msg(load(image.bytes, image.size) == COSERR_LOAD_INVALID, "section %zu", i);
        free(image.bytes);
    }
    struct image_file same = with_sections(old, NULL, 0);
    ck_assert_uint_eq(same.size, old.size);
    ck_assert_mem_eq(same.bytes, old.bytes, old.size);
    free(same.bytes);
    free(old.bytes);
}
END_TEST

/* A coserr_language has room for the number of the last. */
START_TEST(as_many_languages_as_there_are_numbers) {
    enum { MOST = 0xFFFF, COLUMNS = 12 };
    struct image_file old = named_image("patterns");
    const uint32_t count = (MOST + 1) * COLUMNS;
    uint32_t *texts = calloc(count, sizeof *texts);
    ck_assert_ptr_nonnull(texts);
    for (uint32_t languages = MOST; languages <= MOST + 1; languages++) {
        const struct section sections[] = {{SECTION_languages, texts, languages},
                                           {SECTION_texts, texts, count}};
        struct image_file image = with_sections(old, sections, COUNT(sections));
        ck_assert_uint_eq(load(image.bytes, image.size),
                          languages == MOST ? COSERR_LOAD_OK : COSERR_LOAD_INVALID);
        free(image.bytes);
    }
    free(texts);
    free(old.bytes);
}
END_TEST

/* A name that begins in the pool and would end after it. */
START_TEST(a_name_at_the_end_of_the_pool) {
    struct image_file image = named_image("patterns");
    struct coserr__slot *slot =
        (struct coserr__slot *)(void *)(image.bytes + head_of(image)->slots_at);
    while (slot->len == 0) {
        slot++;
    }
    slot->name = head_of(image)->pool_count - slot->len;
    repair_image(image);
    ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_INVALID);
    free(image.bytes);
}
END_TEST

/* Sections of two-byte elements with an odd count would leave the strings unaligned. */
START_TEST(unaligned_sections) {
    struct image_file image = named_image("patterns");
    coserr_catalog *head = head_of(image);
    const uint32_t old_count = head->plus_count;
    head->plus_count = old_count + 1;
    uint32_t *locations = &head->values_at;
    for (; locations <= &head->pool_at; locations += 2) {
        *locations += 2;
    }
    head->pool_count -= 2;
    repair_image(image);
    ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_INVALID);
    free(image.bytes);
}
END_TEST

/* A NUL inside of a host name or a tag ends no loop early, and none never. */
START_TEST(nul_inside_strings) {
    struct image_file image = named_image("older");
    replace_text(image, ".store.test", "\1store.test");
    *(unsigned char *)memmem(image.bytes, image.size, "\1store.test", 11) = '\0';
    replace_text(image, "zh-CN", "zh\1CN");
    *(unsigned char *)memmem(image.bytes, image.size, "\1CN", 3) = '\0';
    repair_image(image);
    walk_catalog(load_image(image));
    free(image.bytes);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("structure");
    TCase *tcase = add_case(suite, "structure");
    tcase_add_loop_test(tcase, damaged_structure, 0, (int)COUNT(damages));
    tcase_add_test(tcase, long_literals);
    tcase_add_test(tcase, added_to_bytes);
    tcase_add_test(tcase, sections_of_wrong_size);
    tcase_add_test(tcase, as_many_languages_as_there_are_numbers);
    tcase_add_test(tcase, a_name_at_the_end_of_the_pool);
    tcase_add_test(tcase, unaligned_sections);
    tcase_add_test(tcase, nul_inside_strings);
    return run_suite(suite);
}
