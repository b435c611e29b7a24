/* SPDX-License-Identifier: MIT */
/* Loading an image: what is refused, and why; what is loaded, by every bit of a small image; and
 * that what is loaded answers as the built-in catalog does. */
#include "images.h"
#include "walk.h"

/* A pointer that no load makes. */
static const char marker[8];
#define UNTOUCHED ((const coserr_catalog *)(const void *)marker)

static struct image_file built_in(void) {
    return read_image(TEST_IMAGE);
}

static struct image_file named_image(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.image", TEST_IMAGES, name);
    return read_image(path);
}

/* The reason, and that a refusal leaves the caller's variable alone. */
static uint32_t load(const void *bytes, size_t size) {
    const coserr_catalog *catalog = UNTOUCHED;
    const uint32_t reason = coserr_load_catalog(bytes, size, &catalog);
    if (reason == COSERR_LOAD_OK) {
        ck_assert_ptr_eq(catalog, bytes);
    } else {
        ck_assert_ptr_eq(catalog, UNTOUCHED);
    }
    return reason;
}

/* ------------------------------------------------------------------------------------- refusals */

START_TEST(whole_image) {
    struct image_file image = built_in();
    struct image_file before = copy_image(image);
    ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_OK);
    ck_assert_mem_eq(image.bytes, before.bytes, image.size);
    free(image.bytes);
    free(before.bytes);
}
END_TEST

START_TEST(bad_arguments) {
    struct image_file image = named_image("older");
    char *room = room_for(image.size + 8);
    const coserr_catalog *catalog;
    ck_assert_uint_eq(load(NULL, 0), COSERR_LOAD_ARGUMENT);
    ck_assert_uint_eq(load(NULL, image.size), COSERR_LOAD_ARGUMENT);
    ck_assert_uint_eq(coserr_load_catalog(image.bytes, image.size, NULL), COSERR_LOAD_ARGUMENT);
    for (size_t i = 0; i < 8; i++) {
        memcpy(room + i, image.bytes, image.size);
        catalog = UNTOUCHED;
        ck_assert_uint_eq(coserr_load_catalog(room + i, image.size, &catalog),
                          i == 0 ? COSERR_LOAD_OK : COSERR_LOAD_ARGUMENT);
    }
    free(room);
    free(image.bytes);
}
END_TEST

/* Of a whole that is cut at `size`. */
static uint32_t reason_for_size(size_t size) {
    return size < 8 ? COSERR_LOAD_NOT_IMAGE : COSERR_LOAD_SIZE;
}

START_TEST(every_truncation) {
    struct image_file image = named_image("older");
    for (size_t size = 0; size < image.size; size++) {
        char *cut = exact((const char *)image.bytes, size);
        ck_assert_uint_eq(load(cut, size), reason_for_size(size));
        free(cut);
    }
    char *longer = room_for(image.size + 16);
    memset(longer, 0, image.size + 16);
    memcpy(longer, image.bytes, image.size);
    for (size_t more = 1; more <= 16; more++) {
        ck_assert_uint_eq(load(longer, image.size + more), COSERR_LOAD_SIZE);
    }
    free(longer);
    free(image.bytes);
}
END_TEST

START_TEST(truncations_of_the_whole_catalog) {
    struct image_file image = built_in();
    for (size_t size = 0; size < image.size; size += size < 1024 ? 1 : 509) {
        char *cut = exact((const char *)image.bytes, size);
        ck_assert_uint_eq(load(cut, size), reason_for_size(size));
        free(cut);
    }
    free(image.bytes);
}
END_TEST

START_TEST(other_files) {
    static const char text[512] = "# a text file\n";
    char *bytes = exact(text, sizeof text);
    ck_assert_uint_eq(load(bytes, sizeof text), COSERR_LOAD_NOT_IMAGE);
    ck_assert_uint_eq(load(bytes, 9), COSERR_LOAD_NOT_IMAGE);
    free(bytes);
}
END_TEST

START_TEST(other_formats) {
    struct image_file image = named_image("older");
    for (uint32_t step = 1; step <= 2; step++) {
        head_of(image)->format = (uint32_t)COSERR__IMAGE_FORMAT + (step == 1 ? 1u : -1u);
        ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_FORMAT);
        repair_image(image);
        ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_FORMAT);
    }
    free(image.bytes);
}
END_TEST

/* As a file written on a big-endian machine would look here. */
START_TEST(bytes_the_other_way_round) {
    struct image_file image = named_image("older");
    for (size_t i = 0; i < 4; i++) {
        const unsigned char swapped = image.bytes[i];
        image.bytes[i] = image.bytes[7 - i];
        image.bytes[7 - i] = swapped;
    }
    ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_NOT_IMAGE);
    free(image.bytes);
}
END_TEST

START_TEST(reasons_have_sentences) {
    for (uint32_t reason = 0; reason <= COSERR_LOAD_INVALID; reason++) {
        ck_assert_uint_gt(strlen(coserr_load_reason(reason)), 10);
        for (uint32_t other = 0; other < reason; other++) {
            ck_assert_str_ne(coserr_load_reason(reason), coserr_load_reason(other));
        }
    }
    ck_assert_str_eq(coserr_load_reason(COSERR_LOAD_INVALID + 1), "unknown reason");
    ck_assert_str_eq(coserr_load_reason(UINT32_MAX), "unknown reason");
}
END_TEST

/* -------------------------------------------------------------------------------- every bit */

static uint32_t reason_for_bit(size_t at) {
    if (at < offsetof(coserr_catalog, checksum)) {
        return COSERR_LOAD_NOT_IMAGE;
    }
    const size_t format = offsetof(coserr_catalog, format);
    const size_t size = offsetof(coserr_catalog, size);
    if (at >= format && at < format + sizeof(uint32_t)) {
        return COSERR_LOAD_FORMAT;
    }
    return at >= size && at < size + sizeof(uint32_t) ? COSERR_LOAD_SIZE : COSERR_LOAD_CHECKSUM;
}

START_TEST(every_flipped_bit_is_noticed) {
    struct image_file image = named_image("older");
    for (size_t bit = 0; bit < image.size * 8; bit++) {
        image.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        ck_assert_msg(load(image.bytes, image.size) == reason_for_bit(bit / 8), "bit %zu", bit);
        image.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    ck_assert_uint_eq(load(image.bytes, image.size), COSERR_LOAD_OK);
    free(image.bytes);
}
END_TEST

/* With the right checksum: refused, or harmless in every function. */
START_TEST(every_flipped_bit_is_harmless) {
    struct image_file image = named_image("older");
    size_t refused = 0;
    size_t loaded = 0;
    for (size_t bit = 8 * offsetof(coserr_catalog, identity); bit < image.size * 8; bit++) {
        image.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        repair_image(image);
        const uint32_t reason = load(image.bytes, image.size);
        if (reason == COSERR_LOAD_OK) {
            walk_catalog(head_of(image));
            loaded++;
        } else {
            refused += reason == COSERR_LOAD_INVALID;
        }
        image.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    ck_assert_uint_gt(refused, 1000);
    ck_assert_uint_gt(loaded, 1000);
    free(image.bytes);
}
END_TEST

/* ---------------------------------------------------------------------------- invalid structure */

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
    FIRST(plus, 0, 2, 0xffff),
    FIRST(families, 0, 2, 1000),
    FIRST(families, 600, 2, 1000),
    IN(patterns, struct coserr__pattern, prefix, 4, 0xffffff),
    IN(patterns, struct coserr__pattern, suffix, 4, 0xffffff),
    IN(patterns, struct coserr__pattern, entry, 4, 1000),
    IN(operations, struct coserr_operation, at, 4, 0),
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
    FIRST(hosts, 0, 4, 0xffffff),
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

/* ---------------------------------------------------------------------------- the same answers */

struct twins {
    const coserr_catalog *loaded;
    struct image_file image;
    char *json[2];
};

enum { MAX_JSON = 16384 };

static struct twins begin_twins(void) {
    struct twins twins = {NULL, built_in(), {room_for(MAX_JSON), room_for(MAX_JSON)}};
    twins.loaded = load_image(twins.image);
    return twins;
}

static void end_twins(struct twins *twins) {
    free(twins->image.bytes);
    free(twins->json[0]);
    free(twins->json[1]);
}

static void compare_errors(struct twins *twins, const coserr_error *loaded,
                           const coserr_error *compiled, coserr_language language) {
    const size_t len = coserr_error_json(loaded, language, twins->json[0], MAX_JSON);
    const size_t other = coserr_error_json(compiled, language, twins->json[1], MAX_JSON);
    ck_assert_uint_lt(len, MAX_JSON);
    ck_assert_uint_eq(len, other);
    ck_assert_str_eq(twins->json[0], twins->json[1]);
    ck_assert_ptr_eq(coserr_entry_catalog(coserr_error_entry(loaded)), twins->loaded);
    ck_assert_ptr_eq(coserr_entry_catalog(coserr_error_entry(compiled)), coserr_get_catalog());
}

static void compare_code(struct twins *twins, coserr_str code, uint32_t status, const char *message,
                         coserr_language language) {
    coserr_error errors[2] = {{.size = sizeof *errors}, {.size = sizeof *errors}};
    const coserr_catalog *catalogs[] = {twins->loaded, NULL};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            coserr_explain(catalogs[i], code.ptr, code.len, status, TEXT(message), &errors[i]), 1);
    }
    compare_errors(twins, &errors[0], &errors[1], language);
}

/* Of every name the hash has: codes and aliases. */
static coserr_str name_of_slot(const struct image_file *image, uint32_t index) {
    const coserr_catalog *head = (const coserr_catalog *)(const void *)image->bytes;
    const struct coserr__slot *slots =
        (const struct coserr__slot *)(const void *)(image->bytes + head->slots_at);
    return (coserr_str){(const char *)image->bytes + head->pool_at + slots[index].name,
                        slots[index].len};
}

START_TEST(same_answers_for_every_name) {
    struct twins twins = begin_twins();
    size_t names = 0;
    for (uint32_t i = 0; i < head_of(twins.image)->slots_count; i++) {
        const coserr_str name = name_of_slot(&twins.image, i);
        if (name.len == 0) {
            continue;
        }
        names++;
        compare_code(&twins, name, 0, "", 0);
        for (uint32_t status = 300; status <= 599; status++) {
            uint32_t match[2] = {0, 0};
            const coserr_entry *a =
                coserr_find_entry(twins.loaded, name.ptr, name.len, status, &match[0]);
            const coserr_entry *b = coserr_find_entry(NULL, name.ptr, name.len, status, &match[1]);
            ck_assert_uint_eq(match[0], match[1]);
            ck_assert_uint_eq(coserr_entry_id(a), coserr_entry_id(b));
            ck_assert_uint_eq(coserr_entry_status(a), coserr_entry_status(b));
            if (status == coserr_entry_status(b)) {
                compare_code(&twins, name, status, "", 1);
            }
        }
    }
    ck_assert_uint_gt(names, 150);
    end_twins(&twins);
}
END_TEST

START_TEST(same_answers_for_every_status) {
    struct twins twins = begin_twins();
    for (uint32_t status = 0; status < 700; status++) {
        for (coserr_language language = 0; language < 2; language++) {
            compare_code(&twins, (coserr_str){NULL, 0}, status, "", language);
            compare_code(&twins, str("NoSuchKey"), status, "", language);
            compare_code(&twins, str("AccessDenied"), status, "Request has expired", language);
        }
    }
    end_twins(&twins);
}
END_TEST

/* One byte changed, dropped or doubled at each position, and whitespace around. */
START_TEST(same_answers_for_near_misses) {
    struct twins twins = begin_twins();
    char near[COSERR__MAX_NAME + 8];
    for (uint32_t i = 0; i < head_of(twins.image)->slots_count; i++) {
        const coserr_str name = name_of_slot(&twins.image, i);
        for (size_t at = 0; at < name.len; at += 1 + name.len / 5) {
            memcpy(near, name.ptr, name.len);
            near[at] ^= 1;
            compare_code(&twins, (coserr_str){near, name.len}, 404, "", 0);
            memcpy(near, name.ptr, at);
            memcpy(near + at, name.ptr + at + 1, name.len - at - 1);
            compare_code(&twins, (coserr_str){near, name.len - 1}, 0, "", 1);
            snprintf(near, sizeof near, "%.*s%s", (int)name.len, name.ptr, "\n x" + at % 3);
            compare_code(&twins, str(near), 400, "", 0);
        }
    }
    end_twins(&twins);
}
END_TEST

static void compare_docs(const coserr_entry *a, const coserr_entry *b, coserr_language language) {
    for (size_t i = 0;; i++) {
        const char *x = coserr_entry_doc(a, i, language, NULL);
        const char *y = coserr_entry_doc(b, i, language, NULL);
        if (x == NULL || y == NULL) {
            ck_assert_ptr_eq(x, y);
            return;
        }
        ck_assert_str_eq(x, y);
    }
}

static void compare_entries(const coserr_entry *a, const coserr_entry *b) {
    ck_assert_str_eq(coserr_entry_code(a), coserr_entry_code(b));
    ck_assert_str_eq(coserr_entry_symbol(a), coserr_entry_symbol(b));
    ck_assert_str_eq(coserr_entry_case(a), coserr_entry_case(b));
    ck_assert_str_eq(coserr_entry_retired(a), coserr_entry_retired(b));
    ck_assert_str_eq(coserr_entry_code(coserr_entry_base(a)),
                     coserr_entry_code(coserr_entry_base(b)));
    ck_assert_uint_eq(coserr_entry_id(a), coserr_entry_id(b));
    ck_assert_uint_eq(coserr_entry_status(a), coserr_entry_status(b));
    ck_assert_uint_eq(coserr_entry_retry_class(a), coserr_entry_retry_class(b));
    ck_assert_uint_eq(coserr_entry_category(a), coserr_entry_category(b));
    for (uint32_t operation = 0; operation < 400; operation += 7) {
        ck_assert_uint_eq(coserr_entry_hints(a, operation), coserr_entry_hints(b, operation));
        ck_assert_uint_eq(coserr_entry_conditional_hints(a, operation),
                          coserr_entry_conditional_hints(b, operation));
    }
    for (coserr_language language = 0; language < 3; language++) {
        ck_assert_str_eq(coserr_entry_message(a, language, NULL),
                         coserr_entry_message(b, language, NULL));
        ck_assert_str_eq(coserr_entry_advice(a, language, NULL),
                         coserr_entry_advice(b, language, NULL));
        compare_docs(a, b, language);
    }
}

START_TEST(same_entries) {
    struct twins twins = begin_twins();
    for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_FAMILY; kind++) {
        const coserr_entry *a = NULL;
        const coserr_entry *b = NULL;
        size_t count = 0;
        do {
            a = coserr_next_entry(twins.loaded, kind, a);
            b = coserr_next_entry(NULL, kind, b);
            ck_assert_int_eq(a != NULL, b != NULL);
            if (a != NULL) {
                compare_entries(a, b);
                count++;
            }
        } while (a != NULL);
        ck_assert_uint_gt(count, 4);
    }
    end_twins(&twins);
}
END_TEST

START_TEST(same_client_errors) {
    struct twins twins = begin_twins();
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(NULL, COSERR_KIND_CLIENT, entry)) != NULL) {
        coserr_error errors[2] = {{.size = sizeof *errors}, {.size = sizeof *errors}};
        const char *name = coserr_entry_code(entry);
        ck_assert_int_eq(coserr_from_client(twins.loaded, TEXT(name), &errors[0]), 1);
        ck_assert_int_eq(coserr_from_client(NULL, TEXT(name), &errors[1]), 1);
        compare_errors(&twins, &errors[0], &errors[1], 1);
    }
    end_twins(&twins);
}
END_TEST

START_TEST(same_operations) {
    struct twins twins = begin_twins();
    const coserr_operation *a = NULL;
    const coserr_operation *b = NULL;
    size_t count = 0;
    while ((b = coserr_next_operation(NULL, b)) != NULL) {
        a = coserr_next_operation(twins.loaded, a);
        ck_assert_uint_eq(coserr_operation_id(a), coserr_operation_id(b));
        ck_assert_str_eq(coserr_operation_name(a), coserr_operation_name(b));
        ck_assert_str_eq(coserr_operation_title(a), coserr_operation_title(b));
        ck_assert_uint_eq(coserr_operation_idempotent(a), coserr_operation_idempotent(b));
        ck_assert_uint_eq(coserr_operation_after_200(a), coserr_operation_after_200(b));
        for (coserr_language language = 0; language < 2; language++) {
            ck_assert_str_eq(coserr_operation_doc(a, language), coserr_operation_doc(b, language));
        }
        count++;
    }
    ck_assert_ptr_null(coserr_next_operation(twins.loaded, a));
    ck_assert_uint_gt(count, 60);
    end_twins(&twins);
}
END_TEST

/* The whole of decoding: operation, detail, values, case. */
START_TEST(same_details) {
    static const char body[] =
        "<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>"
        "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a/b.txt</Resource></Error>";
    struct twins twins = begin_twins();
    const coserr_operation *operation = NULL;
    while ((operation = coserr_next_operation(NULL, operation)) != NULL) {
        const coserr_response response = {.size = sizeof response,
                                          .http_status = 403,
                                          .operation = coserr_operation_id(operation),
                                          .body = {body, sizeof body - 1}};
        coserr_error errors[2] = {{.size = sizeof *errors}, {.size = sizeof *errors}};
        char buffers[2][sizeof body];
        (void)coserr_decode(twins.loaded, &response, &errors[0], buffers[0], sizeof body);
        (void)coserr_decode(NULL, &response, &errors[1], buffers[1], sizeof body);
        compare_errors(&twins, &errors[0], &errors[1], 0);
    }
    end_twins(&twins);
}
END_TEST

/* -------------------------------------------------------------------------------- continuation */

START_TEST(continuation) {
    struct image_file files[] = {named_image("older"), named_image("newer"), built_in()};
    const coserr_catalog *older = load_image(files[0]);
    const coserr_catalog *newer = load_image(files[1]);
    const coserr_catalog *cos = load_image(files[2]);
    ck_assert_int_eq(coserr_catalog_continues(newer, older), 1);
    ck_assert_int_eq(coserr_catalog_continues(older, newer), 0);
    ck_assert_int_eq(coserr_catalog_continues(older, older), 1);
    ck_assert_int_eq(coserr_catalog_continues(cos, NULL), 1);
    ck_assert_int_eq(coserr_catalog_continues(NULL, cos), 1);
    ck_assert_int_eq(coserr_catalog_continues(NULL, older), 0);
    ck_assert_int_eq(coserr_catalog_continues(older, NULL), 0);
    for (size_t i = 0; i < COUNT(files); i++) {
        free(files[i].bytes);
    }
}
END_TEST

/* A symbol, a kind, or an operation that is another one breaks it. */
START_TEST(broken_continuation) {
    static const char *const changes[][2] = {{"GONE", "LOST"},
                                             {"CLIENT_NO_ANSWER", "CLIENT_NO_ANSWEX"},
                                             {"OPERATION_GET_IT", "OPERATION_GOT_IT"}};
    struct image_file older = named_image("older");
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct image_file newer = named_image("newer");
        replace_text(newer, changes[i][0], changes[i][1]);
        repair_image(newer);
        ck_assert_int_eq(coserr_catalog_continues(load_image(newer), load_image(older)), 0);
        free(newer.bytes);
    }
    struct image_file newer = named_image("newer");
    coserr_entry *entries = (coserr_entry *)(void *)(newer.bytes + head_of(newer)->entries_at);
    while (entries->kind != COSERR_KIND_CLIENT) {
        entries++;
    }
    entries->kind = COSERR_KIND_SERVICE;
    repair_image(newer);
    ck_assert_int_eq(coserr_catalog_continues(load_image(newer), load_image(older)), 0);
    free(newer.bytes);
    free(older.bytes);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("load");
    TCase *tcase = add_case(suite, "refusals");
    tcase_add_test(tcase, whole_image);
    tcase_add_test(tcase, bad_arguments);
    tcase_add_test(tcase, every_truncation);
    tcase_add_test(tcase, truncations_of_the_whole_catalog);
    tcase_add_test(tcase, other_files);
    tcase_add_test(tcase, other_formats);
    tcase_add_test(tcase, bytes_the_other_way_round);
    tcase_add_test(tcase, reasons_have_sentences);
    tcase = add_case(suite, "every bit");
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, every_flipped_bit_is_noticed);
    tcase_add_test(tcase, every_flipped_bit_is_harmless);
    tcase = add_case(suite, "structure");
    tcase_add_loop_test(tcase, damaged_structure, 0, (int)COUNT(damages));
    tcase_add_test(tcase, unaligned_sections);
    tcase_add_test(tcase, nul_inside_strings);
    tcase = add_case(suite, "the same answers");
    tcase_add_test(tcase, same_answers_for_every_name);
    tcase_add_test(tcase, same_answers_for_every_status);
    tcase_add_test(tcase, same_answers_for_near_misses);
    tcase_add_test(tcase, same_entries);
    tcase_add_test(tcase, same_client_errors);
    tcase_add_test(tcase, same_operations);
    tcase_add_test(tcase, same_details);
    tcase = add_case(suite, "continuation");
    tcase_add_test(tcase, continuation);
    tcase_add_test(tcase, broken_continuation);
    return run_suite(suite);
}
