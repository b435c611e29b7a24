/* SPDX-License-Identifier: MIT */
/* What the server's message tells apart: which pattern wins; and a catalog with operations, client
 * errors and cases of its own. It is data/patterns.yaml. */
#include "unit.h"

#include <patterns_codes.h>

static char fill_room[256];

/* `count` times `c`; the room is shared. */
static const char *fill(char c, size_t count) {
    memset(fill_room, c, count);
    fill_room[count] = '\0';
    return fill_room;
}

/* "Code" or "Code/case" of the entry for a code, status and message. */
static const char *outcome(const coserr_catalog *catalog, const char *code, uint32_t status,
                           coserr_str message, uint32_t *match) {
    static char name[256];
    const coserr_entry *entry = coserr_find_entry(catalog, TEXT(code), status, match);
    entry = coserr_refine_entry(entry, message.ptr, message.len, match);
    const char *case_name = coserr_entry_case(entry);
    snprintf(name, sizeof name, "%s%s%s", coserr_entry_code(entry), *case_name != '\0' ? "/" : "",
             case_name);
    return name;
}

/* ----------------------------------------------------------------------------------- precedence */

static const struct {
    const char *code;
    const char *message;
    const char *outcome;
    uint32_t status;
} cases[] = {
    {"Split", "Disk full", "Split/exact", 400},
    {"Split", "Disk full.", "Split/begins", 400},
    {"Split", "Disk", "Split/begins", 400},
    {"Split", "Dis", "Split", 400},
    {"Split", "disk full", "Split", 400},
    {"Split", "A Disk full", "Split", 400},
    {"Split", "Disk is", "Split/begins-longer", 400},
    {"Split", "Disk is gone", "Split/begins-longer", 400},
    {"Split", "Disk i", "Split/begins", 400},
    {"Split", "Stopped by the quota", "Split/ends", 400},
    {"Split", "by the quota", "Split/ends", 400},
    {"Split", "Stopped by the quota.", "Split", 400},
    {"Split", "Write denied by the quota", "Split/ends-longer", 400},
    {"Split", "denied by the quota", "Split/ends-longer", 400},
    {"Split", "Disk write stopped by the quota", "Split/ends", 400},
    {"Split", "Disk is denied by the quota", "Split/ends-longer", 400},
    {"Split", "Node 7 is down", "Split/both", 400},
    {"Split", "Nodedown", "Split/both", 400},
    {"Split", "Node", "Split", 400},
    {"Split", "down", "Split", 400},
    {"Split", "Nodeown", "Split", 400},
    {"Split", "abcabcabxy", "Split/both-shared", 400},
    {"Split", "abcab cabxy", "Split/both-shared", 400},
    {"Split", "abcabxy", "Split", 400},   /* prefix and suffix would share "cab" */
    {"Split", "abcabcabx", "Split", 400}, /* a byte too few */
    {"Split", "Lost one", "Split/several", 400},
    {"Split", "Lost two", "Split/several", 400},
    {"Split", "Lost three", "Split", 400},
    {"Split", "Gone with it", "Split/several", 400},
    {"Split", "磁盘 7 已满", "Split/chinese", 400},
    {"Split", "磁盘已满", "Split/chinese", 400},
    {"Split", "磁盘已", "Split", 400},
    {"Split", "Disk is locked", "Refined", 400},
    {"Split", "Disk is locked!", "Split/begins-longer", 400},
    {"Split", "", "Split", 400},
    {"Split", "*", "Split", 400},
    {"Split", "Disk*", "Split/begins", 400},
    /* whitespace around a message is none of it, whitespace inside is */
    {"Split", "  Disk full", "Split/exact", 400},
    {"Split", "Disk full \t\r\n", "Split/exact", 400},
    {"Split", "\n Disk full\n", "Split/exact", 400},
    {"Split", "Disk  full", "Split/begins", 400},
    {"Split", " \t\n", "Split", 400},
    {"Split", "\vDisk full", "Split", 400},
    /* under any status the code is not listed with, and under none, the default variant decides */
    {"Split", "Disk full", "Split/exact", 0},
    {"Split", "Disk full", "Split/exact", 503},
    {"Stated", "Anywhere", "Stated/of-default", 403},
    {"Stated", "Anywhere", "Stated", 409}, /* of the default variant, as it names no status */
    {"Stated", "Anywhere", "Stated/of-default", 0},
    {"Stated", "Only here", "Stated", 403},
    {"Stated", "Only here", "Stated/only-409", 409},
    {"Stated", "Only here", "Stated", 0},
    {"Stated", "Only here", "Stated", 500},
    {"Stated", "Twice", "Stated/both-409", 409},
    {"Stated", "Refined so", "RefinedByStatus", 409},
    {"Stated", "Refined so", "Stated", 403},
    {"Stated", "Refined so", "Stated", 0},
    /* a refinement found by its own code, and a code without patterns */
    {"Refined", "Disk is locked", "Refined", 403},
    {"Plain", "Disk full", "Plain", 404},
    {"Unlisted", "Disk full", "", 400},
};

START_TEST(precedence) {
    uint32_t match = 0;
    const coserr_catalog *catalog = patterns_get_catalog();
    const size_t len = strlen(cases[_i].message);
    char *message = exact(cases[_i].message, len);
    ck_assert_str_eq(
        outcome(catalog, cases[_i].code, cases[_i].status, (coserr_str){message, len}, &match),
        cases[_i].outcome);
    const bool refined =
        strcmp(cases[_i].outcome, cases[_i].code) != 0 && *cases[_i].outcome != '\0';
    ck_assert_int_eq(match == COSERR_MATCH_REFINED, refined);
    free(message);
}
END_TEST

/* Literals of the greatest length. */
START_TEST(longest_literals) {
    const coserr_catalog *catalog = patterns_get_catalog();
    uint32_t match;
    char message[600];
    for (size_t middle = 0; middle < 300; middle += 23) {
        memset(message, 'p', 128);
        memset(message + 128, '-', middle);
        memset(message + 128 + middle, 's', 128);
        const coserr_str whole = {message, 256 + middle};
        ck_assert_str_eq(outcome(catalog, "Split", 400, whole, &match), "Split/longest");
        const coserr_str late = {message + 1, whole.len - 1};
        ck_assert_str_eq(outcome(catalog, "Split", 400, late, &match), "Split");
        const coserr_str early = {message, whole.len - 1};
        ck_assert_str_eq(outcome(catalog, "Split", 400, early, &match), "Split");
    }
    ck_assert_str_eq(outcome(catalog, "Split", 400, str(fill('e', 128)), &match),
                     "Split/exact-longest");
    ck_assert_str_eq(outcome(catalog, "Split", 400, str(fill('e', 127)), &match), "Split");
    ck_assert_str_eq(outcome(catalog, "Split", 400, str(fill('e', 129)), &match), "Split");
}
END_TEST

START_TEST(flags) {
    const coserr_catalog *catalog = patterns_get_catalog();
    uint32_t match = 0;
    (void)outcome(catalog, "Splitt", 400, str("Disk full"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_REFINED | COSERR_MATCH_ALIAS);
    (void)outcome(catalog, "Splitt", 400, str("other"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_EXACT | COSERR_MATCH_ALIAS);
    (void)outcome(catalog, "Split", 500, str("Disk full"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_REFINED);
    (void)outcome(catalog, "Split", 500, str("other"), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_OTHER_STATUS);
    ck_assert_str_eq(outcome(catalog, "Split", 400, str("Disk full"), NULL), "Split/exact");
    ck_assert_ptr_null(coserr_refine_entry(NULL, COSERR_STR("Disk full"), &match));
    const coserr_entry *split = coserr_find_entry(catalog, COSERR_STR("Split"), 400, NULL);
    ck_assert_ptr_eq(coserr_refine_entry(split, NULL, 0, &match), split);
}
END_TEST

/* A case has its base's number, a refinement its own. */
START_TEST(bases) {
    const coserr_catalog *catalog = patterns_get_catalog();
    const coserr_entry *split = coserr_find_entry(catalog, COSERR_STR("Split"), 400, NULL);
    const coserr_entry *full = coserr_refine_entry(split, COSERR_STR("Disk full"), NULL);
    const coserr_entry *locked = coserr_refine_entry(split, COSERR_STR("Disk is locked"), NULL);
    const coserr_entry *stated = coserr_find_entry(catalog, COSERR_STR("Stated"), 409, NULL);
    const coserr_entry *here = coserr_refine_entry(stated, COSERR_STR("Only here"), NULL);
    const coserr_entry *so = coserr_refine_entry(stated, COSERR_STR("Refined so"), NULL);
    ck_assert_ptr_eq(coserr_entry_base(split), split);
    ck_assert_str_eq(coserr_entry_case(split), "");
    ck_assert_ptr_eq(coserr_entry_base(full), split);
    ck_assert_str_eq(coserr_entry_case(full), "exact");
    ck_assert_uint_eq(coserr_entry_id(full), PATTERNS_CODE_SPLIT);
    ck_assert_uint_eq(coserr_entry_status(full), 400);
    ck_assert_ptr_eq(coserr_entry_base(locked), split);
    ck_assert_str_eq(coserr_entry_case(locked), "");
    ck_assert_uint_eq(coserr_entry_id(locked), PATTERNS_CODE_REFINED);
    ck_assert_ptr_eq(coserr_entry_base(here), stated);
    ck_assert_uint_eq(coserr_entry_status(here), 409);
    ck_assert_uint_eq(coserr_entry_retry_class(here), COSERR_RETRY_CONFLICT);
    ck_assert_uint_eq(coserr_entry_id(coserr_entry_base(so)), PATTERNS_CODE_STATED);
    ck_assert_uint_eq(coserr_entry_id(so), PATTERNS_CODE_REFINED_BY_STATUS);
    ck_assert_ptr_null(coserr_entry_base(NULL));
    ck_assert_str_eq(coserr_entry_case(NULL), "");
}
END_TEST

/* Rows are reached by number as well, cases are not. */
START_TEST(cases_have_no_number) {
    const coserr_catalog *catalog = patterns_get_catalog();
    ck_assert_str_eq(coserr_entry_case(coserr_get_entry(catalog, PATTERNS_CODE_SPLIT, 400)), "");
    ck_assert_str_eq(coserr_entry_case(coserr_get_entry(catalog, PATTERNS_CODE_STATED, 409)), "");
    ck_assert_str_eq(coserr_entry_case(coserr_get_entry(catalog, PATTERNS_CODE_SPLIT, 999)), "");
    size_t count = 0;
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(catalog, COSERR_KIND_SERVICE, entry)) != NULL) {
        count += *coserr_entry_case(entry) != '\0';
    }
    ck_assert_uint_ge(count, 14);
}
END_TEST

/* ------------------------------------------------------------------------------------ COS's own */

static const struct {
    uint32_t status;
    const char *code;
    const char *message;
    const char *outcome;
} cos_cases[] = {
    {403, "AccessDenied", "Request has expired", "Request has expired"},
    {403, "AccessDenied", "Request has expired.", "AccessDenied"},
    {403, "AccessDenied", "Access Denied.", "AccessDenied"},
    {403, "AccessDenied", "You are denied by bucket referer rule", "AccessDenied/referer"},
    {403, "AccessDenied", "Check auth failure because signature", "AccessDenied/unsigned"},
    {400, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule",
     "InvalidArgument/rule-id"},
    {400, "InvalidRequest", "Missing required header for this request: Appid",
     "InvalidRequest/appid"},
    {400, "MalformedXML", "delete key size is greater than 1000", "MalformedXML/too-many-keys"},
    {403, "InvalidAccessKeyId", "The access key Id format you provided is invalid.",
     "InvalidAccessKeyId/format"},
    {451, "UnavailableForLegalReasons", "Due to your account is arrears, ...",
     "UnavailableForLegalReasons/arrears"},
};

START_TEST(cases_of_cos) {
    uint32_t match = 0;
    ck_assert_str_eq(
        outcome(NULL, cos_cases[_i].code, cos_cases[_i].status, str(cos_cases[_i].message), &match),
        cos_cases[_i].outcome);
}
END_TEST

/* ------------------------------------------------------------------------- a catalog of its own */

START_TEST(own_operations) {
    static const char body[] = "<Error><Code>Split</Code><Message>Disk full</Message></Error>";
    const coserr_catalog *catalog = patterns_get_catalog();
    coserr_response response = {.size = sizeof response,
                                .http_status = 200,
                                .operation = PATTERNS_OPERATION_MOVE_THING,
                                .body = {body, sizeof body - 1}};
    coserr_error error = {.size = sizeof error};
    char buffer[sizeof body];
    ck_assert_int_eq(coserr_decode(catalog, &response, &error, buffer, sizeof buffer), 1);
    ck_assert_str_eq(coserr_entry_case(error.entry), "exact");
    ck_assert_ptr_eq(coserr_entry_catalog(error.entry), catalog);
    response.operation = PATTERNS_OPERATION_LIST_THINGS;
    ck_assert_int_eq(coserr_decode(catalog, &response, &error, buffer, sizeof buffer), 0);
    ck_assert_ptr_null(error.entry);
    /* The number is none of COS's operations. */
    response.operation = PATTERNS_OPERATION_MOVE_THING;
    ck_assert_int_eq(coserr_decode(NULL, &response, &error, buffer, sizeof buffer), 0);

    ck_assert_str_eq(
        coserr_operation_name(coserr_find_operation(catalog, COSERR_STR("move thing"))),
        "MoveThing");
    ck_assert_ptr_null(coserr_find_operation(catalog, COSERR_STR("PutObject")));
    ck_assert_ptr_null(coserr_find_operation(NULL, COSERR_STR("MoveThing")));
    static const coserr_header from = {{"X-From", 6}, {"b/k", 3}};
    const coserr_operation *moved = coserr_operation_of_request(
        catalog, COSERR_STR("PUT"), COSERR_STR("https://b.s.r.store.test/k"), &from, 1);
    ck_assert_uint_eq(coserr_operation_id(moved), PATTERNS_OPERATION_MOVE_THING);
    ck_assert_ptr_null(coserr_operation_of_request(
        catalog, COSERR_STR("PUT"), COSERR_STR("https://api.store.test/"), &from, 1));
}
END_TEST

START_TEST(own_client_errors) {
    const coserr_catalog *catalog = patterns_get_catalog();
    coserr_error error = {.size = sizeof error};
    ck_assert_int_eq(coserr_from_client(catalog, COSERR_STR("NoAnswer"), &error), 1);
    ck_assert_uint_eq(error.kind, COSERR_KIND_CLIENT);
    ck_assert_uint_eq(coserr_error_id(&error), PATTERNS_CODE_CLIENT_NO_ANSWER);
    ck_assert_int_eq(coserr_from_client(catalog, COSERR_STR("ConnectionTimeout"), &error), -1);
    ck_assert_int_eq(coserr_from_client(NULL, COSERR_STR("NoAnswer"), &error), -1);
    /* What a server sends is none of them. */
    uint32_t match;
    const coserr_entry *entry = coserr_find_entry(catalog, COSERR_STR("NoAnswer"), 500, &match);
    ck_assert_uint_eq(coserr_entry_kind(entry), COSERR_KIND_FAMILY);
    ck_assert_uint_eq(match, COSERR_MATCH_FAMILY);
}
END_TEST

START_TEST(own_hints) {
    const coserr_entry *entry =
        coserr_get_entry(patterns_get_catalog(), PATTERNS_CODE_WITH_CONDITION, 0);
    const uint32_t always = COSERR_HINT_VERIFY_FIRST;
    const uint32_t listing = COSERR_HINT_ALREADY_DONE;
    ck_assert_uint_eq(coserr_entry_hints(entry, 0), always);
    ck_assert_uint_eq(coserr_entry_conditional_hints(entry, 0), listing);
    ck_assert_uint_eq(coserr_entry_hints(entry, PATTERNS_OPERATION_LIST_THINGS), always | listing);
    ck_assert_uint_eq(coserr_entry_conditional_hints(entry, PATTERNS_OPERATION_LIST_THINGS), 0);
    ck_assert_uint_eq(coserr_entry_hints(entry, PATTERNS_OPERATION_MOVE_THING), always);
    ck_assert_uint_eq(coserr_entry_conditional_hints(entry, PATTERNS_OPERATION_MOVE_THING),
                      listing);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("pattern");
    TCase *tcase = add_case(suite, "precedence");
    tcase_add_loop_test(tcase, precedence, 0, (int)COUNT(cases));
    tcase_add_test(tcase, longest_literals);
    tcase_add_test(tcase, flags);
    tcase_add_test(tcase, bases);
    tcase_add_test(tcase, cases_have_no_number);
    tcase_add_loop_test(tcase, cases_of_cos, 0, (int)COUNT(cos_cases));
    tcase = add_case(suite, "a catalog of its own");
    tcase_add_test(tcase, own_operations);
    tcase_add_test(tcase, own_client_errors);
    tcase_add_test(tcase, own_hints);
    return run_suite(suite);
}
