/* SPDX-License-Identifier: MIT */
/* Operations: found by name and number, and what they say about themselves. */
#include "unit.h"

/* ------------------------------------------------------------------------------ by name, number */

static const coserr_operation *by_name(const char *name) {
    return coserr_find_operation(NULL, TEXT(name));
}

static const struct {
    const char *spelling;
    const char *name; /* NULL: there is none */
} names[] = {
    {"PutObject", "PutObject"},
    {"putobject", "PutObject"},
    {"PUTOBJECT", "PutObject"},
    {"put-object", "PutObject"},
    {"put_object", "PutObject"},
    {"PUT Object", "PutObject"},
    {"  put\tobject\r\n", "PutObject"},
    {"p-u_t o-b_j e-c_t", "PutObject"},
    {"PUT Object - Copy", "PutObjectCopy"},
    {"Upload Part - Copy", "UploadPartCopy"},
    {"DELETE Multiple Objects", "DeleteMultipleObjects"},
    {"put_bucket_acl", "PutBucketAcl"},
    {"GET Bucket Object versions", "GetBucketObjectVersions"},
    {"list-bucket-inventory-configurations", "ListBucketInventoryConfigurations"},
    {"", NULL},
    {" - _ ", NULL},
    {"PutObjec", NULL},
    {"PutObjects", NULL},
    {"Put.Object", NULL},
    {"Put/Object", NULL},
    {"PutObjeco", NULL},
    {"name/cos:PutObject", NULL},
};

START_TEST(found_by_name) {
    const size_t len = strlen(names[_i].spelling);
    char *spelling = exact(names[_i].spelling, len);
    const coserr_operation *operation = coserr_find_operation(NULL, spelling, len);
    if (names[_i].name == NULL) {
        ck_assert_ptr_null(operation);
    } else {
        ck_assert_str_eq(coserr_operation_name(operation), names[_i].name);
    }
    free(spelling);
}
END_TEST

START_TEST(odd_names) {
    ck_assert_ptr_null(coserr_find_operation(NULL, NULL, 0));
    ck_assert_ptr_null(coserr_find_operation(NULL, "PutObject\0", 10));
    ck_assert_str_eq(coserr_operation_name(coserr_find_operation(NULL, "PutObjectX", 9)),
                     "PutObject");
}
END_TEST

/* Iterating meets each once, in the order of the numbers; name and title lead back to it. */
START_TEST(iteration) {
    const coserr_operation *operation = NULL;
    uint32_t before = 0;
    size_t count = 0;
    while ((operation = coserr_next_operation(NULL, operation)) != NULL) {
        const uint32_t id = coserr_operation_id(operation);
        ck_assert_uint_gt(id, before);
        for (uint32_t gap = before + 1; gap < id; gap++) {
            ck_assert_ptr_null(coserr_get_operation(NULL, gap));
        }
        ck_assert_ptr_eq(coserr_get_operation(NULL, id), operation);
        ck_assert_ptr_eq(by_name(coserr_operation_name(operation)), operation);
        ck_assert_ptr_eq(by_name(coserr_operation_title(operation)), operation);
        before = id;
        count++;
    }
    ck_assert_uint_gt(count, 70);
    ck_assert_ptr_null(coserr_get_operation(NULL, 0));
    ck_assert_ptr_null(coserr_get_operation(NULL, before + 1));
    ck_assert_ptr_null(coserr_get_operation(NULL, UINT32_MAX));
}
END_TEST

START_TEST(constants) {
#define SAME(SYMBOL, number, name)                                                                 \
    ck_assert_ptr_nonnull(coserr_get_operation(NULL, COSERR_##SYMBOL));                            \
    ck_assert_str_eq(coserr_operation_name(coserr_get_operation(NULL, number)), name);
    COSERR_OPERATION_LIST(SAME)
#undef SAME
    /* An error's number is none of an operation. */
    ck_assert_ptr_null(coserr_get_operation(NULL, COSERR_CODE_NO_SUCH_KEY));
    ck_assert_ptr_null(coserr_get_entry(NULL, COSERR_OPERATION_PUT_OBJECT, 0));
}
END_TEST

START_TEST(nothing) {
    uint32_t source = 7;
    ck_assert_uint_eq(coserr_operation_id(NULL), 0);
    ck_assert_str_eq(coserr_operation_name(NULL), "");
    ck_assert_str_eq(coserr_operation_title(NULL), "");
    ck_assert_str_eq(coserr_operation_doc(NULL, 0), "");
    ck_assert_uint_eq(coserr_operation_idempotent(NULL), 0);
    ck_assert_uint_eq(coserr_operation_after_200(NULL), COSERR_AFTER_200_NOWHERE);
    ck_assert_ptr_null(coserr_operation_action(NULL, 0, &source));
}
END_TEST

/* -------------------------------------------------------------------------------- what they say */

static const struct {
    const char *name;
    const char *title;
    const char *target;
    const char *source; /* "": no permission on a source */
    uint32_t idempotent;
    uint32_t after_200;
} facts[] = {
    {"PutObject", "PUT Object", "name/cos:PutObject", "", 1, COSERR_AFTER_200_NOWHERE},
    {"PutObjectCopy", "PUT Object - Copy", "name/cos:PutObject", "name/cos:GetObject", 1,
     COSERR_AFTER_200_BODY},
    {"UploadPartCopy", "Upload Part - Copy", "name/cos:PutObject", "name/cos:GetObject", 1,
     COSERR_AFTER_200_BODY},
    {"CompleteMultipartUpload", "Complete Multipart Upload", "name/cos:CompleteMultipartUpload", "",
     0, COSERR_AFTER_200_BODY},
    {"DeleteMultipleObjects", "DELETE Multiple Objects", "name/cos:DeleteObject", "", 1,
     COSERR_AFTER_200_KEYS},
    {"SelectObjectContent", "SELECT Object Content", "name/cos:GetObject", "", 1,
     COSERR_AFTER_200_STREAM},
    {"AppendObject", "APPEND Object", "name/cos:AppendObject", "", 0, COSERR_AFTER_200_NOWHERE},
    {"InitiateMultipartUpload", "Initiate Multipart Upload", "name/cos:InitiateMultipartUpload", "",
     0, COSERR_AFTER_200_NOWHERE},
    {"PostObjectRestore", "POST Object restore", "name/cos:PostObjectRestore", "", 0,
     COSERR_AFTER_200_NOWHERE},
    {"GetService", "GET Service", "name/cos:GetService", "", 1, COSERR_AFTER_200_NOWHERE},
    {"DeleteBucket", "DELETE Bucket", "name/cos:DeleteBucket", "", 1, COSERR_AFTER_200_NOWHERE},
    {"GetBucketAcl", "GET Bucket acl", "name/cos:GetBucketACL", "", 1, COSERR_AFTER_200_NOWHERE},
};

START_TEST(fact) {
    const coserr_operation *operation = by_name(facts[_i].name);
    uint32_t source = 7;
    ck_assert_str_eq(coserr_operation_title(operation), facts[_i].title);
    ck_assert_uint_eq(coserr_operation_idempotent(operation), facts[_i].idempotent);
    ck_assert_uint_eq(coserr_operation_after_200(operation), facts[_i].after_200);
    ck_assert_str_eq(coserr_operation_action(operation, 0, &source), facts[_i].target);
    ck_assert_uint_eq(source, 0);
    const char *second = coserr_operation_action(operation, 1, &source);
    if (facts[_i].source[0] == '\0') {
        ck_assert_ptr_null(second);
    } else {
        ck_assert_str_eq(second, facts[_i].source);
        ck_assert_uint_eq(source, 1);
        ck_assert_str_eq(coserr_operation_action(operation, 1, NULL), second);
        ck_assert_ptr_null(coserr_operation_action(operation, 2, &source));
    }
    ck_assert_ptr_null(coserr_operation_action(operation, SIZE_MAX, NULL));
}
END_TEST

START_TEST(pages) {
    const coserr_operation *operation = by_name("GetBucket");
    ck_assert_str_eq(coserr_operation_doc(operation, 0),
                     "https://intl.cloud.tencent.com/document/product/436/30614");
    ck_assert_str_eq(
        coserr_operation_doc(operation, coserr_match_language(NULL, COSERR_STR("zh-CN"))),
        "https://cloud.tencent.com/document/product/436/7734");
    /* A language that the catalog does not have is the fallback. */
    ck_assert_str_eq(coserr_operation_doc(operation, 999), coserr_operation_doc(operation, 0));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("operation");
    TCase *tcase = add_case(suite, "name and number");
    tcase_add_loop_test(tcase, found_by_name, 0, (int)COUNT(names));
    tcase_add_test(tcase, odd_names);
    tcase_add_test(tcase, iteration);
    tcase_add_test(tcase, constants);
    tcase_add_test(tcase, nothing);
    tcase = add_case(suite, "facts");
    tcase_add_loop_test(tcase, fact, 0, (int)COUNT(facts));
    tcase_add_test(tcase, pages);
    return run_suite(suite);
}
