/* SPDX-License-Identifier: MIT */
/* What the suites share. One suite a file: tables of cases, and loop tests over them. */
#ifndef COSERR_UNIT_H
#define COSERR_UNIT_H

#include <check.h>
#include <coserr/coserr.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A string as (pointer, length). */
#define TEXT(string) (string), strlen(string)

static inline coserr_str str(const char *text) {
    return (coserr_str){text, strlen(text)};
}

/* Of the built-in catalog. */
static inline coserr_language language_of(const char *tag) {
    return coserr_match_language(NULL, TEXT(tag));
}

static inline char *room_for(size_t len) {
    char *room = malloc(len > 0 ? len : 1);
    ck_assert_ptr_nonnull(room);
    return room;
}

/* A copy in a heap block of exactly its size: the sanitizer sees one byte read too many. */
static inline char *exact(const char *text, size_t len) {
    char *copy = room_for(len);
    memcpy(copy, text, len);
    return copy;
}

static inline TCase *add_case(Suite *suite, const char *name) {
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return tcase;
}

/* In the locale of the environment, which must be there when the test says so. */
static inline void enter_locale(void) {
    const char *wanted = getenv("REQUIRE_LOCALE");
    const char *entered = setlocale(LC_ALL, "");
    if (wanted != NULL && (entered == NULL || strcmp(entered, wanted) != 0)) {
        fprintf(stderr, "no locale %s here\n", wanted);
        exit(EXIT_FAILURE);
    }
}

static inline int run_suite(Suite *suite) {
    enter_locale();
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
