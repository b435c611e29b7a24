/* SPDX-License-Identifier: MIT */
/* The sink: values in a caller's buffer, trimmed, too long, and read through a window. */
#include "unit.h"

#include "runtime/sink.h"

/* In pieces of `step` bytes: where a value is cut makes no difference. */
static void put(struct coserr__sink *sink, const char *text, size_t step) {
    const size_t len = strlen(text);
    for (size_t at = 0; at < len; at += step) {
        char *piece = exact(text + at, len - at < step ? len - at : step);
        coserr__sink_put(sink, piece, len - at < step ? len - at : step);
        free(piece);
    }
}

static const struct {
    const char *text;
    bool trimmed;
    const char *value;
    size_t text_begin;
    size_t text_end;
} cases[] = {
    {"", false, "", 0, 0},
    {"a", false, "a", 0, 1},
    {"abc", false, "abc", 0, 3},
    {" a b \n", false, " a b \n", 1, 4},
    {" a b \n", true, "a b", 1, 4},
    {"a b", true, "a b", 0, 3},
    {"\t\r\n abc", true, "abc", 4, 7},
    {"abc\t\r\n ", true, "abc", 0, 3},
    {" \n\t\r", false, "", 4, 0},
    {" \n\t\r", true, "", 4, 0},
    {"", true, "", 0, 0},
};

START_TEST(a_value_is_stored_when_it_fits) {
    const size_t needed = strlen(cases[_i].value) + 1;
    const bool none = needed == 1;
    for (size_t size = 0; size < 12; size++) {
        for (size_t step = 1; step < 8; step++) {
            char *room = room_for(size);
            struct coserr__sink sink = coserr__sink_over(room, size);
            coserr_str value;
            sink.trimmed = cases[_i].trimmed;
            put(&sink, cases[_i].text, step);
            ck_assert_uint_eq(sink.total, strlen(cases[_i].text));
            ck_assert_uint_eq(sink.text_begin, cases[_i].text_begin);
            ck_assert_uint_eq(sink.text_end, cases[_i].text_end);
            ck_assert(coserr__sink_end(&sink, &value) == (none || size >= needed));
            ck_assert_str_eq(value.ptr, size >= needed ? cases[_i].value : "");
            ck_assert_uint_eq(value.len, size >= needed ? needed - 1 : 0);
            ck_assert_uint_eq(sink.len, none || size < needed ? 0 : needed);
            free(room);
        }
    }
}
END_TEST

START_TEST(values_follow_each_other) {
    char room[12];
    struct coserr__sink sink = coserr__sink_over(room, sizeof room);
    coserr_str first, blank, large, last;
    coserr__sink_put(&sink, COSERR_STR("abc"));
    ck_assert(coserr__sink_end(&sink, &first));
    coserr__sink_begin(&sink);
    coserr__sink_put(&sink, COSERR_STR("       "));
    ck_assert(coserr__sink_end(&sink, &blank));
    coserr__sink_begin(&sink);
    coserr__sink_put(&sink, COSERR_STR("12345678"));
    ck_assert(!coserr__sink_end(&sink, &large));
    coserr__sink_begin(&sink);
    coserr__sink_put(&sink, COSERR_STR("1234567"));
    ck_assert(coserr__sink_end(&sink, &last));
    ck_assert_uint_eq(sink.len, sizeof room);
    coserr__sink_begin(&sink);
    ck_assert(coserr__sink_end(&sink, &blank));
    ck_assert_str_eq(first.ptr, "abc");
    ck_assert_str_eq(blank.ptr, "");
    ck_assert_str_eq(large.ptr, "");
    ck_assert_str_eq(last.ptr, "1234567");
}
END_TEST

START_TEST(no_buffer_has_no_room) {
    struct coserr__sink sink = coserr__sink_over(NULL, 7);
    coserr_str value;
    coserr__sink_put(&sink, COSERR_STR("a"));
    ck_assert(!coserr__sink_end(&sink, &value));
    ck_assert_uint_eq(sink.total, 1);
}
END_TEST

/* Any part of a value that is longer than the buffer. */
START_TEST(a_window_shows_part_of_a_value) {
    static const char text[] = " 0123456789abcdef ";
    const size_t len = sizeof text - 1;
    for (size_t skip = 0; skip <= len + 1; skip++) {
        for (size_t size = 0; size < 6; size++) {
            for (size_t step = 1; step <= len; step++) {
                char *room = room_for(size);
                struct coserr__sink sink = coserr__sink_over(room, size);
                sink.skip = skip;
                put(&sink, text, step);
                const size_t left = skip < len ? len - skip : 0;
                ck_assert_uint_eq(sink.len - sink.begin, left < size ? left : size);
                ck_assert_mem_eq(room, text + (skip < len ? skip : 0), sink.len);
                ck_assert_uint_eq(sink.total, len);
                ck_assert_uint_eq(sink.text_begin, 1);
                ck_assert_uint_eq(sink.text_end, len - 1);
                free(room);
            }
        }
    }
}
END_TEST

/* How a caller reads the first and the last bytes of a long value without its whitespace. */
START_TEST(both_ends_of_a_long_value) {
    static const char text[] = "\n  Request has expired: 2026-11-21T08:00:00Z \n";
    char head[4];
    char tail[4];
    struct coserr__sink sink = coserr__sink_over(head, sizeof head);
    sink.trimmed = true;
    put(&sink, text, 5);
    ck_assert_uint_eq(sink.len, 4);
    ck_assert_mem_eq(head, "Requ", 4);
    const size_t end = sink.text_end;
    sink = coserr__sink_over(tail, sizeof tail);
    sink.skip = end - sizeof tail;
    put(&sink, text, 5);
    ck_assert_uint_eq(sink.len, 4);
    ck_assert_mem_eq(tail, ":00Z", 4);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sink");
    TCase *tcase = add_case(suite, "sink");
    tcase_add_loop_test(tcase, a_value_is_stored_when_it_fits, 0, COUNT(cases));
    tcase_add_test(tcase, values_follow_each_other);
    tcase_add_test(tcase, no_buffer_has_no_room);
    tcase_add_test(tcase, a_window_shows_part_of_a_value);
    tcase_add_test(tcase, both_ends_of_a_long_value);
    return run_suite(suite);
}
