/* SPDX-License-Identifier: MIT */
/* UTF-8: every code point there and back, and every byte sequence that is not well-formed. */
#include "unit.h"

#include "base/utf8.h"

/* Where a code point's length changes, by Unicode's definition of the encoding form. */
static size_t length_of(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static bool round_trips(uint32_t c) {
    char bytes[4] = {0};
    const unsigned char *p = (const unsigned char *)bytes;
    const size_t len = coserr__utf8_encode(c, bytes);
    bool good =
        len == length_of(c) && coserr__utf8_len(p, 4) == len && coserr__utf8_decode(p, len) == c;
    for (size_t left = 0; left < len; left++) {
        good = good && coserr__utf8_len(p, left) == 0 && coserr__utf8_is_cut(p, left) == (left > 0);
    }
    return good;
}

START_TEST(every_scalar_value_round_trips) {
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if ((c < 0xD800 || c > 0xDFFF) && !round_trips(c)) {
            ck_abort_msg("U+%04X", (unsigned)c);
        }
    }
}
END_TEST

/* As many sequences are well-formed as there are scalar values of that length. */
START_TEST(nothing_else_is_well_formed) {
    unsigned long counts[5] = {0};
    for (uint32_t bits = 0; bits <= 0xFFFFFF; bits++) {
        const unsigned char p[4] = {(unsigned char)(bits >> 16), (unsigned char)(bits >> 8),
                                    (unsigned char)bits, 0x80};
        counts[coserr__utf8_len(p, 4)]++;
    }
    ck_assert_uint_eq(counts[1], 128ul << 16);
    ck_assert_uint_eq(counts[2], (0x800ul - 0x80) << 8);
    ck_assert_uint_eq(counts[3], 0x10000ul - 0x800 - 0x800);
    ck_assert_uint_eq(counts[4], 0x100000ul >> 6);
}
END_TEST

START_TEST(the_last_byte_of_four_is_checked) {
    for (unsigned last = 0; last < 256; last++) {
        const unsigned char p[4] = {0xF0, 0x9F, 0x98, (unsigned char)last};
        ck_assert_uint_eq(coserr__utf8_len(p, 4), last >= 0x80 && last <= 0xBF ? 4 : 0);
    }
}
END_TEST

START_TEST(broken_is_not_cut) {
    static const struct {
        const char *bytes;
        size_t len;
        bool cut;
    } cases[] = {
        {"", 0, false},          {"a", 1, false},
        {"\x80", 1, false},      {"\xC1", 1, false},
        {"\xC2", 1, true},       {"\xF4", 1, true},
        {"\xF5", 1, false},      {"\xE4\xB8", 2, true},
        {"\xE4(", 2, false},     {"\xF0\x9F\x98", 3, true},
        {"\xF0\x9F(", 3, false}, {"\xF0\x9F\x98\x80", 4, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert(coserr__utf8_is_cut((const unsigned char *)cases[i].bytes, cases[i].len) ==
                  cases[i].cut);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("utf8");
    TCase *tcase = add_case(suite, "utf8");
    tcase_add_test(tcase, every_scalar_value_round_trips);
    tcase_add_test(tcase, nothing_else_is_well_formed);
    tcase_add_test(tcase, the_last_byte_of_four_is_checked);
    tcase_add_test(tcase, broken_is_not_cut);
    return run_suite(suite);
}
