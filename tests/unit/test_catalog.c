/* SPDX-License-Identifier: MIT */
/* The whole catalog, row by row, against the list of rows that is kept beside the tests: a row that
 * is lost, added or changed fails here. Every text of every language is looked at. */
#include "unit.h"

enum { MAX_ROWS = 512 };

struct row {
    uint32_t status;
    uint32_t retry;
    uint32_t hints;
    char name[64];
    char code[64]; /* differs from the name where that is an alias */
};

static struct row rows[MAX_ROWS];
static int row_count;

static uint32_t number_of(const char *word, const char *(*name)(uint32_t), bool bits) {
    for (uint32_t i = 0; i < 32; i++) {
        const uint32_t number = bits ? 1u << i : i;
        if (strcmp(word, name(number)) == 0) {
            return number;
        }
    }
    ck_abort_msg("unknown word '%s' in the list of rows", word);
    return 0;
}

static uint32_t hints_of(char *list) {
    uint32_t hints = 0;
    while (*list != '\0' && strcmp(list, "-") != 0) {
        const size_t len = strcspn(list, ",");
        const bool last = list[len] == '\0';
        list[len] = '\0';
        hints |= number_of(list, coserr_hint_name, true);
        list += len + !last;
    }
    return hints;
}

/* Lines of: status TAB class TAB hints TAB name TAB code. */
static void read_rows(void) {
    FILE *file = fopen(TEST_DATA "/rows.tsv", "r");
    char line[512], class[32], hints[128];
    ck_assert_ptr_nonnull(file);
    row_count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        struct row *row = &rows[row_count];
        if (*line == '#') {
            continue;
        }
        ck_assert_int_lt(row_count, MAX_ROWS);
        ck_assert_int_eq(sscanf(line, "%u\t%31[^\t]\t%127[^\t]\t%63[^\t]\t%63[^\n]", &row->status,
                                class, hints, row->name, row->code),
                         5);
        row->retry = number_of(class, coserr_retry_class_name, false);
        row->hints = hints_of(hints);
        row_count++;
    }
    fclose(file);
    ck_assert_int_gt(row_count, 5);
}

/* One line of something, not empty, in the script of its language. */
static void check_text(const char *text, bool chinese) {
    bool has_chinese = false;
    for (const char *p = text; *p != '\0'; p++) {
        ck_assert_int_ge((unsigned char)*p, 0x20);
        has_chinese = has_chinese || (unsigned char)*p >= 0xE4;
    }
    ck_assert_int_gt((int)strlen(text), 12);
    ck_assert_int_eq(has_chinese, chinese);
    const char *end = chinese ? "\xE3\x80\x82" : ".";
    ck_assert_str_eq(text + strlen(text) - strlen(end), end);
}

static void check_texts(const coserr_entry *entry) {
    static const char *const languages[] = {"en", "zh-CN"};
    for (size_t i = 0; i < COUNT(languages); i++) {
        const char *used = NULL;
        check_text(coserr_entry_message(entry, TEXT(languages[i]), &used), i == 1);
        ck_assert_str_eq(used, languages[i]);
        check_text(coserr_entry_advice(entry, TEXT(languages[i]), &used), i == 1);
        ck_assert_str_eq(used, languages[i]);
        const char *doc;
        const char *base = i == 1 ? "https://cloud.tencent.com/document/product/436/"
                                  : "https://intl.cloud.tencent.com/document/product/436/";
        for (size_t d = 0; (doc = coserr_entry_doc(entry, d, TEXT(languages[i]))) != NULL; d++) {
            ck_assert_int_eq(strncmp(doc, base, strlen(base)), 0);
        }
    }
}

START_TEST(each_row_is_found_by_name) {
    read_rows();
    for (int i = 0; i < row_count; i++) {
        const struct row *row = &rows[i];
        uint32_t match = 0;
        const bool alias = strcmp(row->name, row->code) != 0;
        const coserr_entry *entry = coserr_find_entry(TEXT(row->name), row->status, &match);
        ck_assert_str_eq(coserr_entry_code(entry), row->code);
        ck_assert_uint_eq(coserr_entry_status(entry), row->status);
        ck_assert_uint_eq(coserr_entry_retry_class(entry), row->retry);
        ck_assert_uint_eq(coserr_entry_hints(entry), row->hints);
        ck_assert_uint_eq(match, (uint32_t)COSERR_MATCH_EXACT | (alias ? COSERR_MATCH_ALIAS : 0u));
        ck_assert_ptr_eq(coserr_get_entry(coserr_entry_id(entry), row->status), entry);
        ck_assert_str_eq(coserr_entry_retired(entry), "");
    }
}
END_TEST

static bool is_expected(const coserr_entry *entry) {
    for (int i = 0; i < row_count; i++) {
        if (rows[i].status == coserr_entry_status(entry) &&
            strcmp(rows[i].name, coserr_entry_code(entry)) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(iteration_finds_each_row_and_no_other) {
    int expected = 0;
    int found = 0;
    read_rows();
    for (int i = 0; i < row_count; i++) {
        expected += strcmp(rows[i].name, rows[i].code) == 0;
    }
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(COSERR_KIND_SERVICE, entry)) != NULL) {
        ck_assert_msg(is_expected(entry), "%u %s", (unsigned)coserr_entry_status(entry),
                      coserr_entry_code(entry));
        found++;
    }
    ck_assert_int_eq(found, expected);
}
END_TEST

START_TEST(every_text_of_every_entry) {
    static const uint32_t kinds[] = {COSERR_KIND_SERVICE, COSERR_KIND_CLIENT, COSERR_KIND_FAMILY};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(kinds[i], entry)) != NULL) {
            check_texts(entry);
        }
    }
}
END_TEST

/* The header's list says the same as the tables, symbol by symbol. */
static const struct {
    const char *symbol;
    coserr_code id;
    const char *code;
    coserr_code constant;
} codes[] = {
#define CODE(SYMBOL, number, name) {#SYMBOL, number, name, COSERR_CODE_##SYMBOL},
    COSERR_CODE_LIST(CODE)};

static const struct {
    const char *symbol;
    coserr_code id;
    const char *code;
    coserr_code constant;
} clients[] = {COSERR_CLIENT_LIST(CODE)};

START_TEST(each_constant_is_found_by_number) {
    for (size_t i = 0; i < COUNT(codes); i++) {
        const coserr_entry *entry = coserr_get_entry(codes[i].id, 0);
        ck_assert_uint_eq(codes[i].constant, codes[i].id);
        ck_assert_str_eq(coserr_entry_symbol(entry), codes[i].symbol);
        ck_assert_str_eq(coserr_entry_code(entry), codes[i].code);
        ck_assert_uint_eq(coserr_entry_kind(entry), COSERR_KIND_SERVICE);
    }
    for (size_t i = 0; i < COUNT(clients); i++) {
        const coserr_entry *entry = coserr_find_client(TEXT(clients[i].code));
        ck_assert_ptr_nonnull(entry);
        ck_assert_ptr_eq(coserr_get_entry(clients[i].constant, 0), entry);
        ck_assert_uint_eq(coserr_entry_id(entry), clients[i].id);
        ck_assert_str_eq(coserr_entry_symbol(entry), clients[i].symbol);
    }
}
END_TEST

START_TEST(client_errors_are_of_their_classes) {
    static const struct {
        const char *name;
        uint32_t retry;
        uint32_t hints;
    } expected[] = {
        {"NameResolutionFailed", COSERR_RETRY_TRANSIENT, 0},
        {"ConnectionFailed", COSERR_RETRY_TRANSIENT, 0},
        {"TlsFailed", COSERR_RETRY_NEVER, 0},
        {"ConnectionTimeout", COSERR_RETRY_TRANSIENT, 0},
        {"ReadTimeout", COSERR_RETRY_TRANSIENT, COSERR_HINT_REPLAYABLE_BODY},
        {"ConnectionLost", COSERR_RETRY_TRANSIENT, COSERR_HINT_REPLAYABLE_BODY},
        {"ResponseTruncated", COSERR_RETRY_TRANSIENT, COSERR_HINT_REPLAYABLE_BODY},
        {"ResponseUnparsable", COSERR_RETRY_TRANSIENT,
         COSERR_HINT_ONCE | COSERR_HINT_REPLAYABLE_BODY},
        {"IntegrityCheckFailed", COSERR_RETRY_TRANSIENT,
         COSERR_HINT_ONCE | COSERR_HINT_REPLAYABLE_BODY},
        {"LocalFileError", COSERR_RETRY_NEVER, 0},
        {"OutOfMemory", COSERR_RETRY_NEVER, 0},
        {"Cancelled", COSERR_RETRY_NEVER, 0},
        {"InvalidRequest", COSERR_RETRY_NEVER, 0},
    };
    ck_assert_uint_eq(COUNT(clients), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const coserr_entry *entry = coserr_find_client(TEXT(expected[i].name));
        ck_assert_ptr_nonnull(entry);
        ck_assert_uint_eq(coserr_entry_retry_class(entry), expected[i].retry);
        ck_assert_uint_eq(coserr_entry_hints(entry), expected[i].hints);
    }
    /* The same name, and yet another error. */
    ck_assert_uint_ne(coserr_entry_id(coserr_find_client(TEXT("InvalidRequest"))),
                      coserr_entry_id(coserr_find_entry(TEXT("InvalidRequest"), 400, NULL)));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("catalog");
    TCase *tcase = add_case(suite, "catalog");
    tcase_add_test(tcase, each_row_is_found_by_name);
    tcase_add_test(tcase, iteration_finds_each_row_and_no_other);
    tcase_add_test(tcase, every_text_of_every_entry);
    tcase_add_test(tcase, each_constant_is_found_by_number);
    tcase_add_test(tcase, client_errors_are_of_their_classes);
    return run_suite(suite);
}
