/* SPDX-License-Identifier: MIT */
/* The whole catalog, row by row, against the list of rows that is kept with the tests: a row that
 * is lost, added or changed fails here. Every text of every language is looked at. */
#include "unit.h"

enum { MAX_ROWS = 1024 };

struct row {
    uint32_t status;
    uint32_t retry;
    uint32_t hints;
    char conditional[96];
    char name[64];
    char code[64]; /* differs from the name where that is an alias */
    char case_name[32];
    char message[192]; /* "" for what the message does not decide */
};

static struct row rows[MAX_ROWS];
static int row_count;

static uint32_t number_of(uint32_t list, const char *word) {
    const uint32_t number = coserr_find_word(list, TEXT(word));
    if (number == COSERR_WORD_NONE) {
        ck_abort_msg("unknown word '%s' in the list of rows", word);
    }
    return number;
}

/* Calls `item` for each part between commas; "-" is the empty list. */
static uint32_t for_each(const char *list, uint32_t (*item)(char *part)) {
    char copy[128];
    uint32_t result = 0;
    snprintf(copy, sizeof copy, "%s", list);
    char *next = strcmp(copy, "-") != 0 ? copy : NULL;
    while (next != NULL) {
        char *part = next;
        next = strchr(part, ',');
        if (next != NULL) {
            *next++ = '\0';
        }
        result |= item(part);
    }
    return result;
}

static uint32_t hint_of(char *word) {
    return number_of(COSERR_WORDS_HINTS, word);
}

static void copy_column(char *out, size_t size, const char *column) {
    ck_assert_uint_lt(strlen(column), size);
    strcpy(out, strcmp(column, "-") != 0 ? column : "");
}

/* The eight columns that rows.py writes. */
static void read_row(char *line, struct row *row) {
    const char *columns[8];
    char *next = line;
    for (size_t i = 0; i < COUNT(columns); i++) {
        columns[i] = next;
        next += strcspn(next, i + 1 < COUNT(columns) ? "\t" : "\n");
        ck_assert_int_ne(*next, '\0');
        *next++ = '\0';
    }
    row->status = (uint32_t)strtoul(columns[0], NULL, 10);
    row->retry = number_of(COSERR_WORDS_RETRY, columns[1]);
    row->hints = for_each(columns[2], hint_of);
    strcpy(row->conditional, "-");
    if (strcmp(columns[3], "-") != 0) {
        copy_column(row->conditional, sizeof row->conditional, columns[3]);
    }
    copy_column(row->name, sizeof row->name, columns[4]);
    copy_column(row->code, sizeof row->code, columns[5]);
    copy_column(row->case_name, sizeof row->case_name, columns[6]);
    copy_column(row->message, sizeof row->message, columns[7]);
}

static void read_rows(void) {
    FILE *file = fopen(TEST_DATA "/rows.tsv", "r");
    char line[512];
    ck_assert_ptr_nonnull(file);
    row_count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (*line != '#') {
            ck_assert_int_lt(row_count, MAX_ROWS);
            read_row(line, &rows[row_count++]);
        }
    }
    fclose(file);
    ck_assert_int_gt(row_count, 5);
}

/* ----------------------------------------------------------------------------------------- rows */

static const coserr_entry *current;

/* "hint@Operation" holds for that operation, and for no other. */
static uint32_t check_condition(char *part) {
    char *name = strchr(part, '@');
    *name++ = '\0';
    const uint32_t hint = hint_of(part);
    const coserr_operation *named = coserr_find_operation(NULL, TEXT(name));
    ck_assert_ptr_nonnull(named);
    const coserr_operation *operation = NULL;
    while ((operation = coserr_next_operation(NULL, operation)) != NULL) {
        const uint32_t id = coserr_operation_id(operation);
        const bool holds = operation == named;
        ck_assert_int_eq((coserr_entry_hints(current, id) & hint) != 0, holds);
        ck_assert_int_eq((coserr_entry_conditional_hints(current, id) & hint) != 0, !holds);
    }
    return hint;
}

static void check_entry(const coserr_entry *entry, const struct row *row) {
    ck_assert_str_eq(coserr_entry_code(entry), row->code);
    ck_assert_str_eq(coserr_entry_case(entry), row->case_name);
    ck_assert_uint_eq(coserr_entry_kind(entry), COSERR_KIND_SERVICE);
    ck_assert_uint_eq(coserr_entry_status(entry), row->status);
    ck_assert_uint_eq(coserr_entry_retry_class(entry), row->retry);
    ck_assert_uint_eq(coserr_entry_hints(entry, 0), row->hints);
    ck_assert_uint_ne(coserr_entry_category(entry), COSERR_CATEGORY_UNKNOWN);
    ck_assert_str_eq(coserr_entry_retired(entry), "");
    ck_assert_ptr_eq(coserr_entry_catalog(entry), coserr_get_catalog());
    current = entry;
    ck_assert_uint_eq(for_each(row->conditional, check_condition),
                      coserr_entry_conditional_hints(entry, 0));
}

/* The server's message that leads to a case: "x" for the '*' of its pattern. */
static void message_of(const struct row *row, char *out) {
    for (const char *p = row->message; *p != '\0'; p++) {
        *out++ = (char)(*p == '*' ? 'x' : *p);
    }
    *out = '\0';
}

/* A case: by code, and then by message. */
static void check_case(const coserr_entry *plain, const struct row *row) {
    char message[sizeof row->message];
    uint32_t match = COSERR_MATCH_EXACT;
    message_of(row, message);
    const coserr_entry *entry = coserr_refine_entry(plain, TEXT(message), &match);
    ck_assert_uint_eq(match, COSERR_MATCH_REFINED);
    ck_assert_uint_eq(coserr_entry_id(entry), coserr_entry_id(plain));
    ck_assert_ptr_eq(coserr_entry_base(entry), plain);
    check_entry(entry, row);
}

START_TEST(each_row_is_found_by_name) {
    read_rows();
    for (int i = 0; i < row_count; i++) {
        const struct row *row = &rows[i];
        uint32_t match = 0;
        const bool alias = strcmp(row->name, row->code) != 0;
        const coserr_entry *entry = coserr_find_entry(NULL, TEXT(row->name), row->status, &match);
        ck_assert_uint_eq(match, (uint32_t)COSERR_MATCH_EXACT | (alias ? COSERR_MATCH_ALIAS : 0u));
        ck_assert_ptr_eq(coserr_get_entry(NULL, coserr_entry_id(entry), row->status), entry);
        if (*row->case_name != '\0') {
            check_case(entry, row);
        } else {
            check_entry(entry, row);
        }
    }
}
END_TEST

/* The first row of a code is what it means under an unknown status. */
START_TEST(the_first_variant_is_the_default) {
    read_rows();
    for (int i = 0; i < row_count; i++) {
        const bool first = i == 0 || strcmp(rows[i - 1].code, rows[i].code) != 0;
        if (first) {
            uint32_t match = 0;
            const coserr_entry *entry = coserr_find_entry(NULL, TEXT(rows[i].name), 0, &match);
            ck_assert_uint_eq(coserr_entry_status(entry), rows[i].status);
            ck_assert_uint_eq(match, COSERR_MATCH_EXACT);
            ck_assert_ptr_eq(coserr_get_entry(NULL, coserr_entry_id(entry), 0), entry);
        }
    }
}
END_TEST

static bool is_expected(const coserr_entry *entry) {
    for (int i = 0; i < row_count; i++) {
        if (rows[i].status == coserr_entry_status(entry) &&
            strcmp(rows[i].name, coserr_entry_code(entry)) == 0 &&
            strcmp(rows[i].case_name, coserr_entry_case(entry)) == 0) {
            return true;
        }
    }
    return false;
}

/* Several messages may lead to one case. */
static bool is_another_message(const struct row *row) {
    return row > rows && *row->case_name != '\0' &&
           strcmp(row[-1].case_name, row->case_name) == 0 && strcmp(row[-1].code, row->code) == 0;
}

START_TEST(iteration_finds_each_row_and_no_other) {
    int expected = 0;
    int found = 0;
    read_rows();
    for (int i = 0; i < row_count; i++) {
        expected += strcmp(rows[i].name, rows[i].code) == 0 && !is_another_message(&rows[i]);
    }
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(NULL, COSERR_KIND_SERVICE, entry)) != NULL) {
        ck_assert_msg(is_expected(entry), "%u %s", (unsigned)coserr_entry_status(entry),
                      coserr_entry_code(entry));
        found++;
    }
    ck_assert_int_eq(found, expected);
}
END_TEST

/* ---------------------------------------------------------------------------------------- texts */

/* One line of something, not empty, in the script of its language. An English text may quote a
 * word: tags must not begin with that for "project". */
static void check_text(const char *text, bool chinese) {
    int characters = 0;
    for (const char *p = text; *p != '\0'; p++) {
        ck_assert_int_ge((unsigned char)*p, 0x20);
        characters += (unsigned char)*p >= 0xE4;
    }
    ck_assert_int_gt((int)strlen(text), 12);
    ck_assert_msg(chinese ? characters > 0 : characters <= 2, "%d Chinese characters: %s",
                  characters, text);
    const char *end = chinese ? "\xE3\x80\x82" : ".";
    ck_assert_str_eq(text + strlen(text) - strlen(end), end);
}

static void check_texts(const coserr_entry *entry) {
    static const char *const languages[] = {"en", "zh-CN"};
    for (size_t i = 0; i < COUNT(languages); i++) {
        const coserr_language language = language_of(languages[i]);
        size_t len = 0;
        const char *text = coserr_entry_message(entry, language, &len);
        check_text(text, i == 1);
        ck_assert_uint_eq(len, strlen(text));
        text = coserr_entry_advice(entry, language, &len);
        check_text(text, i == 1);
        ck_assert_uint_eq(len, strlen(text));
        ck_assert_str_eq(coserr_entry_language(entry, language), languages[i]);
        const char *doc;
        const char *base = i == 1 ? "https://cloud.tencent.com/document/product/436/"
                                  : "https://intl.cloud.tencent.com/document/product/436/";
        for (size_t d = 0; (doc = coserr_entry_doc(entry, d, language, &len)) != NULL; d++) {
            ck_assert_int_eq(strncmp(doc, base, strlen(base)), 0);
            ck_assert_uint_eq(len, strlen(doc));
        }
    }
}

START_TEST(every_text_of_every_entry) {
    static const uint32_t kinds[] = {COSERR_KIND_SERVICE, COSERR_KIND_CLIENT, COSERR_KIND_FAMILY};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(NULL, kinds[i], entry)) != NULL) {
            check_texts(entry);
        }
    }
}
END_TEST

/* ------------------------------------------------------------------------------------ constants */

/* The header's lists say the same as the catalog, symbol by symbol. */
struct constant {
    const char *symbol;
    coserr_code id;
    const char *name;
    coserr_code constant;
};

#define CODE(SYMBOL, number, name) {#SYMBOL, number, name, COSERR_CODE_##SYMBOL},
#define OPERATION(SYMBOL, number, name) {#SYMBOL, number, name, COSERR_##SYMBOL},

static const struct constant codes[] = {COSERR_CODE_LIST(CODE)};
static const struct constant clients[] = {COSERR_CLIENT_LIST(CODE)};
static const struct constant operations[] = {COSERR_OPERATION_LIST(OPERATION)};

START_TEST(each_constant_is_found_by_number) {
    for (size_t i = 0; i < COUNT(codes); i++) {
        const coserr_entry *entry = coserr_get_entry(NULL, codes[i].id, 0);
        ck_assert_uint_eq(codes[i].constant, codes[i].id);
        ck_assert_str_eq(coserr_entry_symbol(entry), codes[i].symbol);
        ck_assert_str_eq(coserr_entry_code(entry), codes[i].name);
        ck_assert_uint_eq(coserr_entry_kind(entry), COSERR_KIND_SERVICE);
    }
    for (size_t i = 0; i < COUNT(clients); i++) {
        const coserr_entry *entry = coserr_find_client(NULL, TEXT(clients[i].name));
        ck_assert_ptr_nonnull(entry);
        ck_assert_ptr_eq(coserr_get_entry(NULL, clients[i].constant, 0), entry);
        ck_assert_uint_eq(coserr_entry_id(entry), clients[i].id);
        ck_assert_str_eq(coserr_entry_symbol(entry), clients[i].symbol);
    }
    for (size_t i = 0; i < COUNT(operations); i++) {
        const coserr_operation *operation = coserr_find_operation(NULL, TEXT(operations[i].name));
        ck_assert_ptr_nonnull(operation);
        ck_assert_ptr_eq(coserr_get_operation(NULL, operations[i].constant), operation);
        ck_assert_uint_eq(coserr_operation_id(operation), operations[i].id);
        ck_assert_str_eq(coserr_operation_name(operation), operations[i].name);
        ck_assert_ptr_null(coserr_get_entry(NULL, operations[i].id, 0));
    }
}
END_TEST

START_TEST(every_operation_has_a_page_and_an_action) {
    size_t count = 0;
    const coserr_operation *operation = NULL;
    while ((operation = coserr_next_operation(NULL, operation)) != NULL) {
        ck_assert_int_gt((int)strlen(coserr_operation_title(operation)), 3);
        for (coserr_language language = 0; language < 2; language++) {
            ck_assert_int_eq(strncmp(coserr_operation_doc(operation, language), "https://", 8), 0);
        }
        count++;
    }
    ck_assert_uint_eq(count, COUNT(operations));
}
END_TEST

START_TEST(client_errors_are_of_their_classes) {
    enum { REPLAYABLE = COSERR_HINT_REPLAYABLE_BODY, ONCE = COSERR_HINT_ONCE };
    static const struct {
        const char *name;
        uint32_t retry;
        uint32_t hints;
    } expected[] = {
        {"NameResolutionFailed", COSERR_RETRY_TRANSIENT, 0},
        {"ConnectionFailed", COSERR_RETRY_TRANSIENT, 0},
        {"TlsFailed", COSERR_RETRY_NEVER, 0},
        {"CertificateRejected", COSERR_RETRY_NEVER, 0},
        {"ConnectionTimeout", COSERR_RETRY_TRANSIENT, 0},
        {"ReadTimeout", COSERR_RETRY_TRANSIENT, REPLAYABLE},
        {"ConnectionLost", COSERR_RETRY_TRANSIENT, REPLAYABLE},
        {"ResponseTruncated", COSERR_RETRY_TRANSIENT, REPLAYABLE},
        {"ResponseUnparsable", COSERR_RETRY_TRANSIENT, ONCE | REPLAYABLE},
        {"IntegrityCheckFailed", COSERR_RETRY_TRANSIENT, ONCE | REPLAYABLE},
        {"LocalFileError", COSERR_RETRY_NEVER, 0},
        {"OutOfMemory", COSERR_RETRY_NEVER, 0},
        {"Cancelled", COSERR_RETRY_NEVER, 0},
        {"InvalidRequest", COSERR_RETRY_NEVER, 0},
        {"CorsBlocked", COSERR_RETRY_TRANSIENT, ONCE | REPLAYABLE},
        {"DomainNotAllowed", COSERR_RETRY_NEVER, 0},
    };
    ck_assert_uint_eq(COUNT(clients), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const coserr_entry *entry = coserr_find_client(NULL, TEXT(expected[i].name));
        ck_assert_ptr_nonnull(entry);
        ck_assert_msg(coserr_entry_retry_class(entry) == expected[i].retry, "class of %s",
                      expected[i].name);
        ck_assert_msg(coserr_entry_hints(entry, 0) == expected[i].hints, "hints of %s",
                      expected[i].name);
    }
    /* The same name, and yet another error. */
    ck_assert_uint_ne(coserr_entry_id(coserr_find_client(NULL, TEXT("InvalidRequest"))),
                      coserr_entry_id(coserr_find_entry(NULL, TEXT("InvalidRequest"), 400, NULL)));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("catalog");
    TCase *tcase = add_case(suite, "catalog");
    tcase_add_test(tcase, each_row_is_found_by_name);
    tcase_add_test(tcase, the_first_variant_is_the_default);
    tcase_add_test(tcase, iteration_finds_each_row_and_no_other);
    tcase_add_test(tcase, every_text_of_every_entry);
    tcase_add_test(tcase, each_constant_is_found_by_number);
    tcase_add_test(tcase, every_operation_has_a_page_and_an_action);
    tcase_add_test(tcase, client_errors_are_of_their_classes);
    return run_suite(suite);
}
