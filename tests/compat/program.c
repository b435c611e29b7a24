/* SPDX-License-Identifier: MIT */
/* A program that is compiled against the header of this library, of an older and of a newer one,
 * and run with the library of today. It prints what it was told; bytes around its structs are
 * guarded. */
#include <coserr/coserr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GUARD = 96, FILL = 0xEE };

/* A struct of the program's size between bytes that nobody may change. */
#define GUARDED(type)                                                                              \
    struct {                                                                                       \
        unsigned char before[GUARD];                                                               \
        type value;                                                                                \
        unsigned char after[GUARD];                                                                \
    }

#define BEGIN(guarded)                                                                             \
    (memset(&(guarded), FILL, sizeof(guarded)), (guarded).value.size = sizeof(guarded).value)

#define CHECK(guarded) (check((guarded).before), check((guarded).after))

static void check(const unsigned char *guard) {
    for (size_t i = 0; i < GUARD; i++) {
        if (guard[i] != FILL) {
            fprintf(stderr, "written outside of a struct\n");
            exit(1);
        }
    }
}

#ifdef NEWER
static void check_unknown(size_t len, uint64_t number) {
    if (len != 0 || number != 0) {
        fprintf(stderr, "a field that the library does not know was not cleared\n");
        exit(1);
    }
}
#endif

static const char body[] = "<Error><Code>SlowDown</Code><Message>m</Message><RequestId>id"
                           "</RequestId></Error>";

static void decode(coserr_error *error, char *buffer, size_t size) {
    static const coserr_header header = {{"Retry-After", 11}, {"7", 1}};
    coserr_response response;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = 503;
    response.operation = COSERR_OPERATION_PUT_OBJECT;
    response.header_count = 1;
    response.headers = &header;
    response.body = (coserr_str){body, sizeof body - 1};
    response.bucket = (coserr_str){"b-1", 3};
    response.region = (coserr_str){"r", 1};
#ifndef OLDER
    response.key = (coserr_str){"k", 1};
#endif
#ifdef NEWER
    memset(&response.added, FILL, sizeof response.added);
#endif
    printf("failed %d\n", coserr_decode(NULL, &response, error, buffer, size));
}

static void decide(const coserr_error *error) {
    GUARDED(coserr_retry_state) state;
    GUARDED(coserr_decision) decision;
    coserr_attempt attempt;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    attempt.number = 1;
    attempt.replayable = 1;
#ifndef OLDER
    attempt.budgeted = 1;
    attempt.tokens = 100;
#endif
#ifdef NEWER
    attempt.added = 99;
#endif
    BEGIN(state);
    state.value.done = 0;
#ifndef OLDER
    state.value.paid = 0;
#endif
    BEGIN(decision);
    printf("action %d\n", coserr_decide(error, &attempt, &state.value, &decision.value));
    printf("delay %llu\n", (unsigned long long)decision.value.delay_ms);
#ifndef OLDER
    printf("cost %ld, paid %lu\n", (long)decision.value.cost, (unsigned long)state.value.paid);
#endif
#ifdef NEWER
    check_unknown(0, decision.value.added);
    check_unknown(0, state.value.added);
#endif
    CHECK(state);
    CHECK(decision);
}

static void print_language(void) {
    coserr_locale_env env;
    memset(&env, 0, sizeof env);
    env.size = sizeof env;
    env.lc_all = (coserr_str){"zh_CN.UTF-8", 11};
    printf("language %s\n", coserr_language_tag(NULL, coserr_locale_language(NULL, &env)));
}

int main(void) {
    GUARDED(coserr_error) error;
    char buffer[256];
    char json[8192];
    BEGIN(error);
    decode(&error.value, buffer, sizeof buffer);
    CHECK(error);
#ifdef NEWER
    check_unknown(error.value.added.len, 0);
#endif
    printf("bucket %.*s, region %.*s\n", (int)error.value.bucket.len, error.value.bucket.ptr,
           (int)error.value.region.len, error.value.region.ptr);
    decide(&error.value);
    print_language();
    coserr_error_json(&error.value, 0, json, sizeof json);
    printf("%s\n", json);
    printf("sizes %d %d\n", coserr_error_sizeof() > sizeof(coserr_error),
           coserr_error_sizeof() < sizeof(coserr_error));
    return 0;
}
