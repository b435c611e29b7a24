/* SPDX-License-Identifier: MIT */
/* The operation of a request of which method, URL and headers are known. */
#include "runtime/image.h"
#include "unit.h"

#include <patterns_codes.h>

static const coserr_operation *by_name(const char *name) {
    return coserr_find_operation(NULL, TEXT(name));
}

#define HOST "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com"
#define SERVICE "https://service.cos.myqcloud.com"
#define REGION "https://cos.ap-guangzhou.myqcloud.com"
#define COPY "x-cos-copy-source"

static const struct {
    const char *method;
    const char *url;
    const char *headers; /* "name: value", lines; NULL: none */
    const char *name;    /* NULL: no operation */
} requests[] = {
    /* virtual-hosted */
    {"GET", HOST "/", NULL, "GetBucket"},
    {"GET", HOST, NULL, "GetBucket"},
    {"GET", HOST "?prefix=a&max-keys=10", NULL, "GetBucket"},
    {"HEAD", HOST "/", NULL, "HeadBucket"},
    {"PUT", HOST "/", NULL, "PutBucket"},
    {"DELETE", HOST "/", NULL, "DeleteBucket"},
    {"POST", HOST "/", NULL, "PostObject"},
    {"GET", HOST "/key", NULL, "GetObject"},
    {"GET", HOST "/a/b/c.txt", NULL, "GetObject"},
    {"GET", HOST "//", NULL, "GetObject"},
    {"HEAD", HOST "/key", NULL, "HeadObject"},
    {"PUT", HOST "/key", NULL, "PutObject"},
    {"DELETE", HOST "/key", NULL, "DeleteObject"},
    {"DELETE", HOST "/key?versionId=v", NULL, "DeleteObject"},
    {"OPTIONS", HOST "/key", NULL, "OptionsObject"},
    {"POST", HOST "/key", NULL, NULL},
    {"OPTIONS", HOST "/", NULL, NULL},
    {"PATCH", HOST "/key", NULL, NULL},
    /* subresources of a bucket */
    {"GET", HOST "/?acl", NULL, "GetBucketAcl"},
    {"GET", HOST "/?acl=", NULL, "GetBucketAcl"},
    {"GET", HOST "?acl", NULL, "GetBucketAcl"},
    {"GET", HOST "/?aclx", NULL, ""},
    {"GET", HOST "/?xacl", NULL, ""},
    {"GET", HOST "/?ACL", NULL, ""},
    {"GET", HOST "/?prefix=acl", NULL, "GetBucket"},
    {"PUT", HOST "/?acl", NULL, "PutBucketAcl"},
    {"GET", HOST "/?versions&prefix=a", NULL, "GetBucketObjectVersions"},
    {"GET", HOST "/?prefix=a&versions", NULL, "GetBucketObjectVersions"},
    {"GET", HOST "/?uploads", NULL, "ListMultipartUploads"},
    {"POST", HOST "/?delete", NULL, "DeleteMultipleObjects"},
    {"PUT", HOST "/?lifecycle", NULL, "PutBucketLifecycle"},
    {"DELETE", HOST "/?tagging", NULL, "DeleteBucketTagging"},
    {"GET", HOST "/?inventory&id=1", NULL, "GetBucketInventory"},
    {"GET", HOST "/?id=1&inventory", NULL, "GetBucketInventory"},
    {"GET", HOST "/?inventory", NULL, "ListBucketInventoryConfigurations"},
    {"GET", HOST "/?inventory&continuation-token=t", NULL, "ListBucketInventoryConfigurations"},
    {"POST", HOST "/?inventory&id=1", NULL, "PostBucketInventory"},
    {"POST", HOST "/?inventory", NULL, ""},
    {"GET", HOST "/?object-lock", NULL, "GetBucketObjectLockConfiguration"},
    {"PUT", HOST "/?intelligenttiering", NULL, "PutBucketIntelligentTiering"},
    {"DELETE", HOST "/?acl", NULL, ""},
    {"PUT", HOST "/?acl&unheard-of", NULL, ""},
    {"GET", HOST "/a?imageMogr2/thumbnail/50x", NULL, "GetObject"},
    {"GET", HOST "/a?sign=x&", NULL, "GetObject"},
    /* subresources of an object */
    {"GET", HOST "/key?acl", NULL, "GetObjectAcl"},
    {"GET", HOST "/key?retention", NULL, "GetObjectRetention"},
    {"PUT", HOST "/key?tagging&versionId=v", NULL, "PutObjectTagging"},
    {"POST", HOST "/key?restore", NULL, "PostObjectRestore"},
    {"POST", HOST "/key?restore&versionId=v", NULL, "PostObjectRestore"},
    {"POST", HOST "/key?select&select-type=2", NULL, "SelectObjectContent"},
    {"POST", HOST "/key?append&position=0", NULL, "AppendObject"},
    {"POST", HOST "/key?position=0&append", NULL, "AppendObject"},
    {"POST", HOST "/key?uploads", NULL, "InitiateMultipartUpload"},
    {"POST", HOST "/key?uploadId=u", NULL, "CompleteMultipartUpload"},
    {"PUT", HOST "/key?partNumber=1&uploadId=u", NULL, "UploadPart"},
    {"PUT", HOST "/key?uploadId=u&partNumber=1", NULL, "UploadPart"},
    {"PUT", HOST "/key?uploadId=u&x=&&partNumber=1", NULL, "UploadPart"},
    {"PUT", HOST "/key?uploadId=u", NULL, "PutObject"},
    {"DELETE", HOST "/key?uploadId=u", NULL, "AbortMultipartUpload"},
    {"GET", HOST "/key?uploadId=u&max-parts=5", NULL, "ListParts"},
    {"GET", HOST "/key?response-content-type=text%2Fplain", NULL, "GetObject"},
    /* the source of a copy */
    {"PUT", HOST "/key", COPY ": b-1.cos.r.myqcloud.com/k", "PutObjectCopy"},
    {"PUT", HOST "/key", "X-COS-Copy-Source: b-1.cos.r.myqcloud.com/k", "PutObjectCopy"},
    {"PUT", HOST "/key", COPY ": ", "PutObject"},
    {"PUT", HOST "/key", COPY "-range: bytes=0-1", "PutObject"},
    {"PUT", HOST "/key?partNumber=1&uploadId=u", COPY ": s", "UploadPartCopy"},
    {"GET", HOST "/key", COPY ": s", "GetObject"},
    /* path-style: the endpoint without its bucket */
    {"GET", REGION "/examplebucket-1250000000/key", NULL, "GetObject"},
    {"GET", REGION "/examplebucket-1250000000/", NULL, "GetBucket"},
    {"GET", REGION "/examplebucket-1250000000", NULL, "GetBucket"},
    {"PUT", REGION "/examplebucket-1250000000?acl", NULL, "PutBucketAcl"},
    {"PUT", REGION "/examplebucket-1250000000/a/b?acl", NULL, "PutObjectAcl"},
    {"GET", REGION "/", NULL, "GetService"},
    {"GET", "https://cos.accelerate.myqcloud.com/examplebucket-1250000000/key", NULL, "GetObject"},
    {"GET", "https://cos.accelerate.myqcloud.com/examplebucket-1250000000", NULL, "GetBucket"},
    {"GET", "https://cos.accelerate.myqcloud.com/", NULL, "GetService"},
    /* the service */
    {"GET", SERVICE "/", NULL, "GetService"},
    {"GET", SERVICE, NULL, "GetService"},
    {"GET", "https://SERVICE.cos.myqcloud.com/", NULL, "GetService"},
    {"GET", SERVICE "/?region=ap-guangzhou", NULL, "GetService"},
    {"PUT", SERVICE "/", NULL, NULL},
    /* other domains */
    {"GET", "https://examplebucket-1250000000.cos.accelerate.myqcloud.com/key", NULL, "GetObject"},
    {"GET", "https://examplebucket-1250000000.cos.ap-guangzhou.tencentcos.cn/", NULL, "GetBucket"},
    {"GET", "https://examplebucket-1250000000.cos-website.ap-guangzhou.myqcloud.com/a", NULL,
     "GetObject"},
    {"GET", "https://img.example.com/", NULL, "GetBucket"},
    {"PUT", "https://img.example.com/a/b", NULL, "PutObject"},
    {"GET", "https://img.example.com?acl", NULL, "GetBucketAcl"},
    {"GET", "http://127.0.0.1:8080/key", NULL, "GetObject"},
    {"GET", "https://xservice.cos.myqcloud.com/", NULL, "GetBucket"},
    /* port, fragment, scheme, case of the host */
    {"GET", HOST ":443/key", NULL, "GetObject"},
    {"GET", HOST ":443/", NULL, "GetBucket"},
    {"GET", SERVICE ":80/", NULL, "GetService"},
    {"GET", REGION ":80/b-1/", NULL, "GetBucket"},
    {"GET", HOST "/#acl", NULL, "GetBucket"},
    {"GET", HOST "/?acl#uploads", NULL, "GetBucketAcl"},
    {"GET", HOST "#/key", NULL, "GetBucket"},
    {"GET", HOST "/?prefix=https://a/b?c", NULL, "GetBucket"},
    {"GET", "HTTP://EXAMPLEBUCKET-1.COS.AP-GUANGZHOU.MYQCLOUD.COM/k", NULL, "GetObject"},
    /* a path and the Host header */
    {"GET", "/key", "Host: examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com", "GetObject"},
    {"GET", "/?acl", "host: examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com",
     "GetBucketAcl"},
    {"GET", "/", "Host: service.cos.myqcloud.com", "GetService"},
    {"GET", "/b-1/k", "HOST: cos.ap-guangzhou.myqcloud.com:443", "GetObject"},
    {"GET", "/b-1", "Host: cos.ap-guangzhou.myqcloud.com", "GetBucket"},
    {"GET", HOST "/key", "Host: service.cos.myqcloud.com", "GetObject"},
    {"GET", "/key", NULL, "GetObject"},
    /* the method is case-sensitive, as in HTTP */
    {"get", HOST "/key", NULL, NULL},
    {"Put", HOST "/key", NULL, NULL},
    {"", HOST "/key", NULL, NULL},
    {"GETX", HOST "/key", NULL, NULL},
    {"GE", HOST "/key", NULL, NULL},
};

static uint32_t split_headers(const char *lines, coserr_header *headers) {
    uint32_t count = 0;
    while (lines != NULL && *lines != '\0') {
        const size_t name = strcspn(lines, ":");
        const size_t len = strcspn(lines, "\n");
        headers[count++] = (coserr_header){{lines, name}, {lines + name + 2, len - name - 2}};
        lines += len + (lines[len] == '\n');
    }
    return count;
}

START_TEST(request) {
    coserr_header headers[4];
    const uint32_t count = split_headers(requests[_i].headers, headers);
    const size_t len = strlen(requests[_i].url);
    char *url = exact(requests[_i].url, len);
    const coserr_operation *operation =
        coserr_operation_of_request(NULL, TEXT(requests[_i].method), url, len, headers, count);
    const char *name = requests[_i].name != NULL ? requests[_i].name : "";
    ck_assert_msg(strcmp(coserr_operation_name(operation), name) == 0, "%s %s: '%s'",
                  requests[_i].method, requests[_i].url, coserr_operation_name(operation));
    free(url);
}
END_TEST

/* A request made from the form in the catalog, at its level of two kinds of host. */
static const coserr_operation *from_own_form(const coserr_operation *operation, bool path_style) {
    const coserr_catalog *catalog = coserr_get_catalog();
    const char *image = (const char *)catalog;
    const uint32_t *strings = (const uint32_t *)(const void *)(image + catalog->strings_at);
    const char *pool = image + catalog->pool_at;
    const uint32_t *queries =
        (const uint32_t *)(const void *)(image + catalog->queries_at) + operation->queries;
    const char *header = pool + strings[operation->header];
    const coserr_header headers[] = {{str(header), str("x")}};
    static const char *const paths[2][4] = {{"", SERVICE "/", HOST "/", HOST "/key"},
                                            {"", REGION "/", REGION "/b-1/", REGION "/b-1/key"}};
    char url[512];
    snprintf(url, sizeof url, "%s", paths[path_style][operation->level]);
    for (uint32_t i = 0; i < operation->query_count; i++) {
        const size_t len = strlen(url);
        snprintf(url + len, sizeof url - len, "%c%s", i > 0 ? '&' : '?',
                 pool + strings[queries[i]]);
    }
    return coserr_operation_of_request(catalog, TEXT(pool + strings[operation->method]), TEXT(url),
                                       headers, *header != '\0');
}

START_TEST(every_form_leads_back) {
    const coserr_operation *operation = NULL;
    size_t count = 0;
    while ((operation = coserr_next_operation(NULL, operation)) != NULL) {
        if (operation->level != COSERR__LEVEL_NONE) {
            for (int path_style = 0; path_style < 2; path_style++) {
                ck_assert_str_eq(coserr_operation_name(from_own_form(operation, path_style != 0)),
                                 coserr_operation_name(operation));
            }
            count++;
        }
    }
    ck_assert_uint_gt(count, 60);
}
END_TEST

static const char *const garbage[] = {
    "",         "?",          "#",     "/",        "//",    "://",         "https://",
    "https:",   "https:/",    ":",     "a",        "a:b",   "https://?",   "https://#",
    "\xff\xfe", "https://:/", "[::1]", "http://[", "?&=&&", "https://h?&", "%",
};

/* No answer is wrong here but one that reads too far. */
START_TEST(garbage_url) {
    const size_t len = strlen(garbage[_i]);
    char *url = exact(garbage[_i], len);
    for (size_t cut = 0; cut <= len; cut++) {
        (void)coserr_operation_of_request(NULL, COSERR_STR("GET"), url + cut, len - cut, NULL, 0);
    }
    free(url);
}
END_TEST

START_TEST(missing_arguments) {
    static const coserr_header empty = {{NULL, 0}, {NULL, 0}};
    ck_assert_ptr_null(coserr_operation_of_request(NULL, COSERR_STR("GET"), NULL, 0, NULL, 0));
    ck_assert_ptr_null(coserr_operation_of_request(NULL, NULL, 0, TEXT(HOST "/k"), NULL, 0));
    /* Headers that are missing are not read, whatever their count. */
    ck_assert_ptr_eq(coserr_operation_of_request(NULL, COSERR_STR("PUT"), TEXT(HOST "/k"), NULL, 9),
                     by_name("PutObject"));
    ck_assert_ptr_eq(
        coserr_operation_of_request(NULL, COSERR_STR("PUT"), TEXT(HOST "/k"), &empty, 1),
        by_name("PutObject"));
}
END_TEST

/* A NUL is a byte like any other: it ends neither path nor query. */
START_TEST(nul_in_url) {
    static const char path[] = HOST "/a\0b?acl";
    static const char query[] = HOST "/?a\0&acl";
    static const char key[] = HOST "/?a\0acl";
    ck_assert_ptr_eq(
        coserr_operation_of_request(NULL, COSERR_STR("GET"), path, sizeof path - 1, NULL, 0),
        by_name("GetObjectAcl"));
    ck_assert_ptr_eq(
        coserr_operation_of_request(NULL, COSERR_STR("GET"), query, sizeof query - 1, NULL, 0),
        by_name("GetBucketAcl"));
    ck_assert_ptr_eq(
        coserr_operation_of_request(NULL, COSERR_STR("GET"), key, sizeof key - 1, NULL, 0),
        by_name("GetBucket"));
}
END_TEST

/* Path-style, where a host name has a bucket and no region. */
START_TEST(path_style_without_region) {
    static const char *const urls[] = {"https://fast.store.test/b?things",
                                       "https://s.r1.store.test/b?things",
                                       "https://b.fast.store.test/?things"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        ck_assert_str_eq(coserr_operation_name(coserr_operation_of_request(
                             patterns_get_catalog(), COSERR_STR("GET"), TEXT(urls[i]), NULL, 0)),
                         "ListThings");
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("request");
    TCase *tcase = add_case(suite, "request");
    tcase_add_loop_test(tcase, request, 0, (int)COUNT(requests));
    tcase_add_test(tcase, every_form_leads_back);
    tcase_add_loop_test(tcase, garbage_url, 0, (int)COUNT(garbage));
    tcase_add_test(tcase, missing_arguments);
    tcase_add_test(tcase, nul_in_url);
    tcase_add_test(tcase, path_style_without_region);
    return run_suite(suite);
}
