/* SPDX-License-Identifier: MIT */
/* The catalog of COS, loaded from its image, answers byte for byte as the built-in one does. */
#include "images.h"

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
            snprintf(near, sizeof near, "%.*s%s", (int)name.len, name.ptr, &"\n x"[at % 3]);
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

int main(void) {
    Suite *suite = suite_create("loaded");
    TCase *tcase = add_case(suite, "the same answers");
    tcase_add_test(tcase, same_answers_for_every_name);
    tcase_add_test(tcase, same_answers_for_every_status);
    tcase_add_test(tcase, same_answers_for_near_misses);
    tcase_add_test(tcase, same_entries);
    tcase_add_test(tcase, same_client_errors);
    tcase_add_test(tcase, same_operations);
    tcase_add_test(tcase, same_details);
    return run_suite(suite);
}
