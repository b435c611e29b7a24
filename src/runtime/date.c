/* SPDX-License-Identifier: MIT */
/* Dates as HTTP and COS write them, as seconds since 1970-01-01T00:00:00Z. */
#include "runtime/internal.h"

/* The rest of a text that is parsed from its front. */
struct scan {
    const char *ptr;
    size_t len;
};

static bool take(struct scan *scan, char c) {
    if (scan->len == 0 || *scan->ptr != c) {
        return false;
    }
    scan->ptr++;
    scan->len--;
    return true;
}

static bool take_text(struct scan *scan, const char *text, size_t len) {
    if (scan->len < len || memcmp(scan->ptr, text, len) != 0) {
        return false;
    }
    scan->ptr += len;
    scan->len -= len;
    return true;
}

/* Exactly `count` digits. */
static bool take_number(struct scan *scan, size_t digits, int *value) {
    *value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (scan->len == 0 || *scan->ptr < '0' || *scan->ptr > '9') {
            return false;
        }
        *value = *value * 10 + (*scan->ptr - '0');
        scan->ptr++;
        scan->len--;
    }
    return true;
}

static bool take_month(struct scan *scan, int *month) {
    static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (int i = 0; i < 12; i++) {
        if (take_text(scan, names[i], 3)) {
            *month = i + 1;
            return true;
        }
    }
    return false;
}

/* The name of a day, in full or its first three letters; not checked against the date. */
static bool take_day_name(struct scan *scan, bool full) {
    static const char names[7][10] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
    for (size_t i = 0; i < 7; i++) {
        if (take_text(scan, names[i], full ? strlen(names[i]) : 3)) {
            return true;
        }
    }
    return false;
}

struct date {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
};

static bool take_time(struct scan *scan, struct date *date) {
    return take_number(scan, 2, &date->hour) && take(scan, ':') &&
           take_number(scan, 2, &date->minute) && take(scan, ':') &&
           take_number(scan, 2, &date->second);
}

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* A second of 60 is a leap second; it is treated as the next one. */
static bool is_date(const struct date *date) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date->year < 1970 || date->month < 1 || date->month > 12 || date->day < 1) {
        return false;
    }
    const int last = days[date->month - 1] + (date->month == 2 && is_leap(date->year));
    return date->day <= last && date->hour <= 23 && date->minute <= 59 && date->second <= 60;
}

static int64_t to_seconds(const struct date *date) {
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const int past = date->year - 1;
    const int64_t leaps = past / 4 - past / 100 + past / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
    const int64_t days = (int64_t)(date->year - 1970) * 365 + leaps + before[date->month - 1] +
                         (date->month > 2 && is_leap(date->year)) + date->day - 1;
    return ((days * 24 + date->hour) * 60 + date->minute) * 60 + date->second;
}

static bool finish(const struct scan *scan, const struct date *date, int64_t *seconds) {
    if (scan->len > 0 || !is_date(date)) {
        return false;
    }
    *seconds = to_seconds(date);
    return true;
}

/* Sun, 06 Nov 1994 08:49:37 GMT */
static bool parse_fixdate(struct scan scan, int64_t *seconds) {
    struct date date = {0, 0, 0, 0, 0, 0};
    return take_day_name(&scan, false) && take_text(&scan, COSERR_STR(", ")) &&
           take_number(&scan, 2, &date.day) && take(&scan, ' ') && take_month(&scan, &date.month) &&
           take(&scan, ' ') && take_number(&scan, 4, &date.year) && take(&scan, ' ') &&
           take_time(&scan, &date) && take_text(&scan, COSERR_STR(" GMT")) &&
           finish(&scan, &date, seconds);
}

/* Sunday, 06-Nov-94 08:49:37 GMT; years 70 to 99 are 1970 to 1999. */
static bool parse_rfc850(struct scan scan, int64_t *seconds) {
    struct date date = {0, 0, 0, 0, 0, 0};
    if (!(take_day_name(&scan, true) && take_text(&scan, COSERR_STR(", ")) &&
          take_number(&scan, 2, &date.day) && take(&scan, '-') && take_month(&scan, &date.month) &&
          take(&scan, '-') && take_number(&scan, 2, &date.year) && take(&scan, ' ') &&
          take_time(&scan, &date) && take_text(&scan, COSERR_STR(" GMT")))) {
        return false;
    }
    date.year += date.year < 70 ? 2000 : 1900;
    return finish(&scan, &date, seconds);
}

/* Sun Nov  6 08:49:37 1994 */
static bool parse_asctime(struct scan scan, int64_t *seconds) {
    struct date date = {0, 0, 0, 0, 0, 0};
    return take_day_name(&scan, false) && take(&scan, ' ') && take_month(&scan, &date.month) &&
           take(&scan, ' ') &&
           (take(&scan, ' ') ? take_number(&scan, 1, &date.day)
                             : take_number(&scan, 2, &date.day)) &&
           take(&scan, ' ') && take_time(&scan, &date) && take(&scan, ' ') &&
           take_number(&scan, 4, &date.year) && finish(&scan, &date, seconds);
}

/* 2020-01-02T03:04:05Z, decimals of the second are ignored. */
static bool parse_iso(struct scan scan, int64_t *seconds) {
    struct date date = {0, 0, 0, 0, 0, 0};
    if (!(take_number(&scan, 4, &date.year) && take(&scan, '-') &&
          take_number(&scan, 2, &date.month) && take(&scan, '-') &&
          take_number(&scan, 2, &date.day) && take(&scan, 'T') && take_time(&scan, &date))) {
        return false;
    }
    int digit;
    if (take(&scan, '.')) {
        if (!take_number(&scan, 1, &digit)) {
            return false;
        }
        while (scan.len > 0 && *scan.ptr != 'Z') {
            if (!take_number(&scan, 1, &digit)) {
                return false;
            }
        }
    }
    return take(&scan, 'Z') && finish(&scan, &date, seconds);
}

bool coserr__parse_date(coserr_str text, int64_t *seconds) {
    const coserr_str trimmed = coserr__trim(text.ptr, text.len);
    const struct scan scan = {trimmed.ptr, trimmed.len};
    return parse_fixdate(scan, seconds) || parse_iso(scan, seconds) ||
           parse_rfc850(scan, seconds) || parse_asctime(scan, seconds);
}

bool coserr__parse_seconds(coserr_str text, int64_t *seconds) {
    const coserr_str trimmed = coserr__trim(text.ptr, text.len);
    const int64_t most = INT64_C(1000000000000);
    *seconds = 0;
    for (size_t i = 0; i < trimmed.len; i++) {
        if (trimmed.ptr[i] < '0' || trimmed.ptr[i] > '9') {
            return false;
        }
        *seconds = *seconds < most ? *seconds * 10 + (trimmed.ptr[i] - '0') : most;
    }
    return trimmed.len > 0;
}

/* ---------------------------------------------------------------------------- dates of an error */

bool coserr__retry_after(const coserr_error *error, int64_t received_at, int64_t *seconds) {
    int64_t until;
    int64_t server;
    if (coserr__parse_seconds(error->retry_after, seconds)) {
        return true;
    }
    if (!coserr__parse_date(error->retry_after, &until)) {
        return false;
    }
    if (!coserr__parse_date(error->date, &server)) {
        server = received_at;
    }
    if (server <= 0) {
        return false;
    }
    *seconds = until > server ? until - server : 0;
    return true;
}

bool coserr__clock_skew(const coserr_error *error, int64_t received_at, int64_t *seconds) {
    int64_t server;
    if (received_at <= 0 || (!coserr__parse_date(error->server_time, &server) &&
                             !coserr__parse_date(error->date, &server))) {
        return false;
    }
    *seconds = server - received_at;
    return true;
}
