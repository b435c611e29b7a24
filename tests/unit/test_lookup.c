/* SPDX-License-Identifier: MIT */
/* From names, numbers and statuses to entries. */
#include "unit.h"

enum {
    EXACT = COSERR_MATCH_EXACT,
    OTHER = COSERR_MATCH_OTHER_STATUS,
    REFINED = COSERR_MATCH_REFINED,
    FAMILY = COSERR_MATCH_FAMILY,
    ALIAS = COSERR_MATCH_ALIAS
};

static const struct {
    const char *name;
    uint32_t status;
    const char *code; /* "" for a family */
    uint32_t row;
    uint32_t match;
} finds[] = {
    {"NoSuchKey", 404, "NoSuchKey", 404, EXACT},
    {"NoSuchKey", 0, "NoSuchKey", 404, EXACT},
    {"NoSuchKey", 400, "NoSuchKey", 404, OTHER},
    {"NoSuchKey", 200, "NoSuchKey", 404, OTHER},
    {"InvalidObjectState", 403, "InvalidObjectState", 403, EXACT},
    {"InvalidObjectState", 409, "InvalidObjectState", 409, EXACT},
    {"InvalidObjectState", 0, "InvalidObjectState", 403, EXACT},
    {"InvalidObjectState", 500, "InvalidObjectState", 403, OTHER},
    {"Request has expired", 403, "Request has expired", 403, EXACT},
    /* The default variant is the first that the catalog lists, not the lowest status. */
    {"SlowDown", 0, "SlowDown", 503, EXACT},
    {"SlowDown", 429, "SlowDown", 429, EXACT},
    {"SlowDown", 400, "SlowDown", 503, OTHER},
    {"AccessDenied", 401, "AccessDenied", 401, EXACT},
    {"AccessDenied", 404, "AccessDenied", 403, OTHER},
    {"BadRquest", 400, "BadRquest", 400, EXACT},
    {"BadRequest", 400, "BadRquest", 400, EXACT | ALIAS},
    {"BadRequest", 403, "BadRquest", 400, OTHER | ALIAS},
    {"BadRequest", 0, "BadRquest", 400, EXACT | ALIAS},
    {" BadRequest\n", 400, "BadRquest", 400, EXACT | ALIAS},
    {" \t\r\nNoSuchKey \t\r\n", 404, "NoSuchKey", 404, EXACT},
    {"nosuchkey", 404, "", 404, FAMILY},
    {"NoSuchKey.", 404, "", 404, FAMILY},
    {"NoSuchKe", 404, "", 404, FAMILY},
    {"NoSuch Key", 404, "", 404, FAMILY},
    {"", 404, "", 404, FAMILY},
    {"   ", 404, "", 404, FAMILY},
    {"NoSuchThing", 429, "", 429, FAMILY},
    {"NoSuchThing", 418, "", 0, FAMILY},
    {"NoSuchThing", 0, "", 0, FAMILY},
    {"\xE5\xAF\xB9\xE8\xB1\xA1", 404, "", 404, FAMILY},
    {"\xFF\xFE\xFD", 404, "", 404, FAMILY},
    {"ConnectionTimeout", 0, "", 0, FAMILY}, /* a client error, which no server sends */
};

START_TEST(find_entry) {
    const size_t len = strlen(finds[_i].name);
    char *name = exact(finds[_i].name, len);
    uint32_t match = 0xFFFF;
    const coserr_entry *entry = coserr_find_entry(NULL, name, len, finds[_i].status, &match);
    ck_assert_ptr_nonnull(entry);
    ck_assert_str_eq(coserr_entry_code(entry), finds[_i].code);
    ck_assert_uint_eq(coserr_entry_status(entry), finds[_i].row);
    ck_assert_uint_eq(match, finds[_i].match);
    ck_assert_ptr_eq(coserr_find_entry(NULL, name, len, finds[_i].status, NULL), entry);
    ck_assert_ptr_eq(coserr_find_entry(coserr_get_catalog(), name, len, finds[_i].status, NULL),
                     entry);
    free(name);
}
END_TEST

START_TEST(find_takes_nothing_for_the_empty_name) {
    uint32_t match;
    ck_assert_ptr_eq(coserr_find_entry(NULL, NULL, 0, 404, &match), coserr_get_family(NULL, 404));
    ck_assert_uint_eq(match, FAMILY);
}
END_TEST

START_TEST(find_compares_every_byte) {
    uint32_t match;
    ck_assert_str_eq(coserr_entry_code(coserr_find_entry(NULL, "NoSuchKey\0", 10, 0, &match)), "");
    char name[] = "NoSuchKey";
    for (size_t i = 0; i < sizeof name - 1; i++) {
        for (int bit = 0; bit < 8; bit++) {
            name[i] = (char)(name[i] ^ 1 << bit);
            coserr_find_entry(NULL, name, sizeof name - 1, 0, &match);
            ck_assert_uint_eq(match, FAMILY);
            name[i] = (char)(name[i] ^ 1 << bit);
        }
    }
}
END_TEST

START_TEST(find_takes_any_length) {
    char name[1024];
    memset(name, 'N', sizeof name);
    for (size_t len = 0; len <= sizeof name; len++) {
        uint32_t match;
        char *copy = exact(name, len);
        coserr_find_entry(NULL, copy, len, 0, &match);
        ck_assert_uint_eq(match, FAMILY);
        free(copy);
    }
}
END_TEST

static const struct {
    const char *code;
    const char *message;
    const char *refined; /* NULL: stays as it is */
} refines[] = {
    {"AccessDenied", "Request has expired", "Request has expired"},
    {"AccessDenied", "\n Request has expired\t", "Request has expired"},
    {"AccessDenied", "Request has expired.", NULL},
    {"AccessDenied", "You are denied by bucket referer rule", "AccessDenied/referer"},
    {"AccessDenied", "You are denied by bucket referer rules", NULL},
    {"AccessDenied", "Check auth failure because sign", "AccessDenied/unsigned"},
    {"AccessDenied", "Check auth failure because signature is empty", "AccessDenied/unsigned"},
    {"AccessDenied", "Check auth failure because sig", NULL},
    /* the exact message precedes the pattern that it fits as well */
    {"InvalidRequest", "Missing required header for this request: Appid", "InvalidRequest/appid"},
    {"InvalidRequest", "Missing required header for this request: Date",
     "InvalidRequest/missing-header"},
    {"InvalidRequest", "Missing required header for this request:", NULL},
    {"AccessDenied", "request has expired", NULL},
    {"AccessDenied", "Access Denied", NULL},
    {"AccessDenied", "", NULL},
    {"NoSuchKey", "Request has expired", NULL},
    {"Request has expired", "Request has expired", NULL},
    {"NotListed", "Request has expired", NULL},
};

START_TEST(refine_entry) {
    uint32_t match = 0;
    const coserr_entry *plain = coserr_find_entry(NULL, TEXT(refines[_i].code), 403, &match);
    const uint32_t before = match;
    const coserr_entry *entry = coserr_refine_entry(plain, TEXT(refines[_i].message), &match);
    if (refines[_i].refined == NULL) {
        ck_assert_ptr_eq(entry, plain);
        ck_assert_uint_eq(match, before);
    } else {
        char name[64];
        const char *case_name = coserr_entry_case(entry);
        snprintf(name, sizeof name, "%s%s%s", coserr_entry_code(entry), *case_name ? "/" : "",
                 case_name);
        ck_assert_str_eq(name, refines[_i].refined);
        ck_assert_uint_eq(match, REFINED);
        ck_assert_ptr_eq(coserr_entry_base(entry), plain);
    }
    ck_assert_ptr_eq(coserr_refine_entry(plain, TEXT(refines[_i].message), NULL), entry);
}
END_TEST

START_TEST(base_of_what_is_no_case) {
    const coserr_entry *denied = coserr_get_entry(NULL, COSERR_CODE_ACCESS_DENIED, 0);
    ck_assert_ptr_eq(coserr_entry_base(denied), denied);
    ck_assert_ptr_eq(coserr_entry_base(coserr_get_family(NULL, 404)), coserr_get_family(NULL, 404));
    /* A refinement has one by whatever way it was found. */
    ck_assert_ptr_eq(coserr_entry_base(coserr_get_entry(NULL, COSERR_CODE_REQUEST_HAS_EXPIRED, 0)),
                     denied);
}
END_TEST

/* The flag of an alias outlives the message. */
START_TEST(refine_keeps_the_alias) {
    uint32_t match = OTHER | ALIAS;
    const coserr_entry *plain = coserr_find_entry(NULL, TEXT("AccessDenied"), 403, NULL);
    (void)coserr_refine_entry(plain, TEXT("Request has expired"), &match);
    ck_assert_uint_eq(match, REFINED | ALIAS);
}
END_TEST

START_TEST(refine_passes_nothing_on) {
    ck_assert_ptr_null(coserr_refine_entry(NULL, TEXT("Request has expired"), NULL));
}
END_TEST

static const struct {
    uint32_t status;
    uint32_t of; /* 0: of a class, or the last resort */
    uint32_t retry;
} families[] = {
    {304, 304, COSERR_RETRY_NEVER},     {301, 0, COSERR_RETRY_NEVER},
    {400, 400, COSERR_RETRY_NEVER},     {404, 404, COSERR_RETRY_NEVER},
    {408, 408, COSERR_RETRY_TRANSIENT}, {418, 0, COSERR_RETRY_NEVER},
    {429, 429, COSERR_RETRY_THROTTLE},  {500, 500, COSERR_RETRY_TRANSIENT},
    {501, 501, COSERR_RETRY_NEVER},     {502, 502, COSERR_RETRY_TRANSIENT},
    {503, 503, COSERR_RETRY_THROTTLE},  {504, 504, COSERR_RETRY_TRANSIENT},
    {505, 505, COSERR_RETRY_NEVER},     {509, 509, COSERR_RETRY_THROTTLE},
    {520, 520, COSERR_RETRY_TRANSIENT}, {599, 0, COSERR_RETRY_TRANSIENT},
    {0, 0, COSERR_RETRY_NEVER},         {200, 0, COSERR_RETRY_NEVER},
    {3, 0, COSERR_RETRY_NEVER},         {5, 0, COSERR_RETRY_NEVER},
    {600, 0, COSERR_RETRY_NEVER},       {4000000000, 0, COSERR_RETRY_NEVER},
};

START_TEST(get_family) {
    const coserr_entry *family = coserr_get_family(NULL, families[_i].status);
    ck_assert_uint_eq(coserr_entry_kind(family), COSERR_KIND_FAMILY);
    ck_assert_uint_eq(coserr_entry_status(family), families[_i].of);
    ck_assert_uint_eq(coserr_entry_retry_class(family), families[_i].retry);
    ck_assert_uint_eq(coserr_entry_id(family), COSERR_CODE_NONE);
    ck_assert_str_eq(coserr_entry_code(family), "");
    ck_assert_str_eq(coserr_entry_symbol(family), "");
}
END_TEST

START_TEST(families_of_classes_are_their_own) {
    const coserr_entry *unknown = coserr_get_family(NULL, 0);
    ck_assert_ptr_ne(coserr_get_family(NULL, 399), unknown);
    ck_assert_ptr_ne(coserr_get_family(NULL, 499), unknown);
    ck_assert_ptr_ne(coserr_get_family(NULL, 599), unknown);
    ck_assert_ptr_ne(coserr_get_family(NULL, 499), coserr_get_family(NULL, 599));
    ck_assert_ptr_ne(coserr_get_family(NULL, 399), coserr_get_family(NULL, 499));
    ck_assert_ptr_eq(coserr_get_family(NULL, 600), unknown);
}
END_TEST

START_TEST(get_entry) {
    const coserr_code id = COSERR_CODE_INVALID_OBJECT_STATE;
    ck_assert_uint_eq(coserr_entry_status(coserr_get_entry(NULL, id, 409)), 409);
    ck_assert_uint_eq(coserr_entry_status(coserr_get_entry(NULL, id, 403)), 403);
    ck_assert_uint_eq(coserr_entry_status(coserr_get_entry(NULL, id, 0)), 403);
    ck_assert_uint_eq(coserr_entry_status(coserr_get_entry(NULL, id, 500)), 403);
    ck_assert_str_eq(coserr_entry_code(coserr_get_entry(NULL, COSERR_CODE_BAD_REQUEST, 0)),
                     "BadRquest");
    ck_assert_ptr_null(coserr_get_entry(NULL, COSERR_CODE_NONE, 404));
    ck_assert_ptr_null(coserr_get_entry(NULL, 100000, 0));
    ck_assert_ptr_null(coserr_get_entry(NULL, UINT32_MAX, 0));
}
END_TEST

START_TEST(find_client) {
    const coserr_entry *client = coserr_find_client(NULL, TEXT("ConnectionTimeout"));
    ck_assert_ptr_nonnull(client);
    ck_assert_uint_eq(coserr_entry_kind(client), COSERR_KIND_CLIENT);
    ck_assert_uint_eq(coserr_entry_id(client), COSERR_CODE_CLIENT_CONNECTION_TIMEOUT);
    ck_assert_uint_eq(coserr_entry_status(client), 0);
    ck_assert_ptr_eq(coserr_find_client(NULL, TEXT(" ConnectionTimeout\n")), client);
    ck_assert_ptr_null(coserr_find_client(NULL, TEXT("NoSuchKey")));
    ck_assert_ptr_null(coserr_find_client(NULL, TEXT("connectiontimeout")));
    ck_assert_ptr_null(coserr_find_client(NULL, NULL, 0));
}
END_TEST

START_TEST(next_entry) {
    static const uint32_t kinds[] = {COSERR_KIND_SERVICE, COSERR_KIND_CLIENT, COSERR_KIND_FAMILY};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t count = 0;
        coserr_code last = 0;
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(NULL, kinds[i], entry)) != NULL) {
            ck_assert_uint_eq(coserr_entry_kind(entry), kinds[i]);
            ck_assert_uint_ge(coserr_entry_id(entry), last);
            last = coserr_entry_id(entry);
            count++;
        }
        ck_assert_uint_gt(count, 4);
    }
    ck_assert_ptr_null(coserr_next_entry(NULL, COSERR_KIND_NONE, NULL));
    ck_assert_ptr_null(coserr_next_entry(NULL, 99, NULL));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lookup");
    TCase *tcase = add_case(suite, "lookup");
    tcase_add_loop_test(tcase, find_entry, 0, COUNT(finds));
    tcase_add_test(tcase, find_takes_nothing_for_the_empty_name);
    tcase_add_test(tcase, find_compares_every_byte);
    tcase_add_test(tcase, find_takes_any_length);
    tcase_add_loop_test(tcase, refine_entry, 0, COUNT(refines));
    tcase_add_test(tcase, base_of_what_is_no_case);
    tcase_add_test(tcase, refine_keeps_the_alias);
    tcase_add_test(tcase, refine_passes_nothing_on);
    tcase_add_loop_test(tcase, get_family, 0, COUNT(families));
    tcase_add_test(tcase, families_of_classes_are_their_own);
    tcase_add_test(tcase, get_entry);
    tcase_add_test(tcase, find_client);
    tcase_add_test(tcase, next_entry);
    return run_suite(suite);
}
