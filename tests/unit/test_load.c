/* SPDX-License-Identifier: MIT */
/* Loading an image: what is refused, and why, by every bit of a small image; and which catalog
 * continues which. */
#include "images.h"
#include "walk.h"

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

/* Though the head says so. */
START_TEST(no_multiple_of_eight) {
    struct image_file image = named_image("older");
    for (size_t less = 1; less <= 8; less++) {
        struct image_file cut = {(unsigned char *)exact((const char *)image.bytes, image.size),
                                 image.size - less};
        head_of(cut)->size = (uint32_t)cut.size;
        ck_assert_uint_eq(load(cut.bytes, cut.size),
                          less < 8 ? COSERR_LOAD_SIZE : COSERR_LOAD_CHECKSUM);
        free(cut.bytes);
    }
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

/* ------------------------------------------------------------------------------------ every bit */

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

/* --------------------------------------------------------------------------------- continuation */

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

/* So does an operation whose number is gone. */
START_TEST(an_operation_less) {
    struct image_file older = named_image("older");
    struct image_file newer = copy_image(older);
    ck_assert_int_eq(coserr_catalog_continues(load_image(newer), load_image(older)), 1);
    coserr_operation *operation =
        (coserr_operation *)(void *)(newer.bytes + head_of(newer)->operations_at);
    operation->id += 1000;
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
    tcase_add_test(tcase, no_multiple_of_eight);
    tcase_add_test(tcase, truncations_of_the_whole_catalog);
    tcase_add_test(tcase, other_files);
    tcase_add_test(tcase, other_formats);
    tcase_add_test(tcase, bytes_the_other_way_round);
    tcase_add_test(tcase, reasons_have_sentences);
    tcase = add_case(suite, "every bit");
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, every_flipped_bit_is_noticed);
    tcase_add_test(tcase, every_flipped_bit_is_harmless);
    tcase = add_case(suite, "continuation");
    tcase_add_test(tcase, continuation);
    tcase_add_test(tcase, broken_continuation);
    tcase_add_test(tcase, an_operation_less);
    return run_suite(suite);
}
