/* SPDX-License-Identifier: MIT */
/* Dates and waits as servers write them. */
#include "unit.h"

#include "runtime/internal.h"

static const struct {
    const char *text;
    int64_t seconds; /* negative: no date */
} dates[] = {
    {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
    {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
    {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
    {"Sun Nov  6 08:49:37 1994", 784111777},
    {"Wed Nov 16 08:49:37 1994", 784975777},
    {"Saturday, 21-Nov-26 08:00:00 GMT", 1795248000},
    {"Thursday, 01-Jan-70 00:00:00 GMT", 0},
    {"Tuesday, 31-Dec-69 23:59:59 GMT", 3155759999},
    {" \tSun, 06 Nov 1994 08:49:37 GMT\r\n", 784111777},
    {"Tue, 29 Feb 2000 12:00:00 GMT", 951825600},
    {"Thu, 29 Feb 2024 23:59:60 GMT", 1709251200},
    {"Fri, 31 Dec 9999 23:59:59 GMT", 253402300799},
    {"Mon, 01 Mar 2100 00:00:00 GMT", 4107542400},
    {"1970-01-01T00:00:00Z", 0},
    {"2020-01-02T03:04:05Z", 1577934245},
    {"2020-01-02T03:04:05.5Z", 1577934245},
    {"2020-01-02T03:04:05.123456789Z", 1577934245},
    {"2016-12-31T23:59:60Z", 1483228800},
    {"2020-12-31T00:00:00Z", 1609372800},
    /* none */
    {"", -1},
    {"Sun, 06 Nov 1994 08:49:37", -1},
    {"Sun, 06 Nov 1994 08:49:37 UTC", -1},
    {"Sun, 06 Nov 1994 08:49:37 GMT+1", -1},
    {"Sun, 6 Nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 Nov 94 08:49:37 GMT", -1},
    {"sun, 06 Nov 1994 08:49:37 GMT", -1},
    {"Sux, 06 Nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 nov 1994 08:49:37 GMT", -1},
    {"Sun, 06 Nov 1994 24:00:00 GMT", -1},
    {"Sun, 06 Nov 1994 08:60:37 GMT", -1},
    {"Sun, 06 Nov 1994 08:49:61 GMT", -1},
    {"Sun, 00 Nov 1994 08:49:37 GMT", -1},
    {"Sun, 31 Nov 1994 08:49:37 GMT", -1},
    {"Wed, 29 Feb 2023 00:00:00 GMT", -1},
    {"Mon, 29 Feb 2100 00:00:00 GMT", -1},
    {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
    {"Sunday, 06-Nov-1994 08:49:37 GMT", -1},
    {"Sun, 06-Nov-94 08:49:37 GMT", -1},
    {"Sunday, 06-Nov-94 08:49:37", -1},
    {"Sunday, 06-Nov-94 08:49 GMT", -1},
    {"Sun Nov 6 08:49:37 1994", -1},
    {"Sun Nov  6 08:49:37 1994 GMT", -1},
    {"Sun Nov  6 08:49:37", -1},
    {"2020-13-02T03:04:05Z", -1},
    {"2020-00-02T03:04:05Z", -1},
    {"2020-01-02 03:04:05Z", -1},
    {"2020-01-02T03:04:05", -1},
    {"2020-01-02T03:04:05+08:00", -1},
    {"2020-01-02T03:04:05.Z", -1},
    {"2020-01-02T03:04:05.5", -1},
    {"2020-01-02T03:04:05.5xZ", -1},
    {"2020-01-02T03:04Z", -1},
    {"2020-1-2T03:04:05Z", -1},
    {"1577934245", -1},
    {"never", -1},
};

START_TEST(date) {
    int64_t seconds = -1;
    const size_t len = strlen(dates[_i].text);
    char *text = exact(dates[_i].text, len);
    const bool good = coserr__parse_date((coserr_str){text, len}, &seconds);
    ck_assert_int_eq(good, dates[_i].seconds >= 0);
    if (good) {
        ck_assert_int_eq(seconds, dates[_i].seconds);
    }
    free(text);
}
END_TEST

/* A date that is cut short, or has any character replaced, is none: but for a digit, which makes
 * another date, and for the decimals of a second, which may be cut. */
START_TEST(every_character_counts) {
    int64_t seconds;
    char text[64];
    const size_t len = strlen(dates[_i].text);
    if (dates[_i].seconds < 0 || *dates[_i].text == ' ' || strchr(dates[_i].text, '.') != NULL) {
        return;
    }
    for (size_t i = 0; i < len; i++) {
        ck_assert(!coserr__parse_date((coserr_str){dates[_i].text, i}, &seconds));
        for (const char *other = "#/:~"; *other != '\0'; other++) {
            strcpy(text, dates[_i].text);
            if (text[i] != *other) {
                text[i] = *other;
                ck_assert(!coserr__parse_date(str(text), &seconds));
            }
        }
    }
}
END_TEST

/* Every day from 1970 to 2400, one second past noon, against a count of days. */
START_TEST(every_day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t expected = 12 * 3600 + 1;
    for (int year = 1970; year < 2400; year++) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days[month - 1] + (month == 2 && leap); day++) {
                char text[64];
                int64_t seconds;
                snprintf(text, sizeof text, "%04d-%02d-%02dT12:00:01Z", year, month, day);
                ck_assert(coserr__parse_date(str(text), &seconds));
                ck_assert_int_eq(seconds, expected);
                expected += 86400;
            }
        }
    }
}
END_TEST

static const struct {
    const char *text;
    int64_t seconds;
} waits[] = {
    {"0", 0},     {"1", 1},    {"120", 120},         {" 7 ", 7}, {"007", 7},
    {"", -1},     {"-1", -1},  {"1.5", -1},          {"1s", -1}, {"+1", -1},
    {"0x10", -1}, {"1 2", -1}, {"\xEF\xBC\x91", -1},
};

START_TEST(wait) {
    int64_t seconds = -1;
    const bool good = coserr__parse_seconds(str(waits[_i].text), &seconds);
    ck_assert_int_eq(good, waits[_i].seconds >= 0);
    if (good) {
        ck_assert_int_eq(seconds, waits[_i].seconds);
    }
}
END_TEST

START_TEST(long_waits_stay_long) {
    int64_t seconds;
    ck_assert(coserr__parse_seconds(str("99999999999999999999999999999999"), &seconds));
    ck_assert_int_gt(seconds, INT64_C(1000000000));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("date");
    TCase *tcase = add_case(suite, "date");
    tcase_add_loop_test(tcase, date, 0, COUNT(dates));
    tcase_add_loop_test(tcase, every_character_counts, 0, COUNT(dates));
    tcase_add_test(tcase, every_day);
    tcase_add_loop_test(tcase, wait, 0, COUNT(waits));
    tcase_add_test(tcase, long_waits_stay_long);
    return run_suite(suite);
}
