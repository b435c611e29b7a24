/* SPDX-License-Identifier: MIT */
/* Neither the form of an answer nor the size of the caller's buffer changes what its message means.
 * The catalog is data/patterns.yaml. */
#include "unit.h"

#include <patterns_codes.h>

enum { FORM_XML, FORM_CDATA, FORM_JSON, FORM_HEADER, FORMS };

struct answer {
    coserr_response response;
    coserr_header headers[2];
    char *body;
};

static size_t append(char *to, size_t len, const char *text) {
    memcpy(to + len, text, strlen(text));
    return len + strlen(text);
}

/* References and CDATA sections in turn. */
static size_t write_pieces(char *to, size_t len, coserr_str message) {
    for (size_t i = 0; i < message.len; i++) {
        const unsigned char c = (unsigned char)message.ptr[i];
        char piece[32] = {(char)c, '\0'};
        if (i % 5 == 1 && c < 0x80) {
            snprintf(piece, sizeof piece, "&#x%X;", (unsigned)c);
        } else if (i % 11 == 3 && c < 0x80) {
            snprintf(piece, sizeof piece, "<![CDATA[%c]]>", (char)c);
        }
        len = append(to, len, piece);
    }
    return len;
}

static size_t write_json(char *to, size_t len, coserr_str message) {
    for (size_t i = 0; i < message.len; i++) {
        const unsigned char c = (unsigned char)message.ptr[i];
        char piece[16] = {(char)c, '\0'};
        if (c < ' ' || (c < 0x80 && i % 3 == 0)) {
            snprintf(piece, sizeof piece, "\\u%04x", (unsigned)c);
        }
        len = append(to, len, piece);
    }
    return len;
}

static struct answer make_answer(int form, const char *code, uint32_t status, coserr_str message) {
    struct answer answer = {.response = {.size = sizeof answer.response, .http_status = status}};
    char *body = room_for(message.len * 16 + 256);
    size_t len = 0;
    if (form == FORM_HEADER) {
        answer.headers[0] = (coserr_header){str("x-cos-error-code"), str(code)};
        answer.headers[1] = (coserr_header){str("X-Cos-Error-Message"), message};
    } else if (form == FORM_JSON) {
        len = append(body, len, "{\"code\": \"");
        len = append(body, len, code);
        len = append(body, len, "\", \"message\": \"");
        len = write_json(body, len, message);
        len = append(body, len, "\"}");
    } else {
        len = append(body, len, "<Error><Message>");
        if (form == FORM_CDATA) {
            len = write_pieces(body, len, message);
        } else {
            memcpy(body + len, message.ptr, message.len);
            len += message.len;
        }
        len = append(body, len, "</Message><Code> ");
        len = append(body, len, code);
        len = append(body, len, "\n</Code></Error>");
    }
    answer.body = exact(body, len);
    answer.response.body = (coserr_str){answer.body, len};
    answer.response.header_count = form == FORM_HEADER ? 2 : 0;
    free(body);
    return answer;
}

static void decode_with(struct answer *answer, size_t size, const coserr_entry *entry,
                        uint32_t match) {
    char *buffer = room_for(size);
    coserr_error error = {.size = sizeof error};
    answer->response.headers = answer->headers;
    ck_assert_int_eq(coserr_decode(patterns_get_catalog(), &answer->response, &error, buffer, size),
                     1);
    ck_assert_msg(error.entry == entry && error.match == match,
                  "%zu bytes: '%s/%s' instead of '%s/%s'", size, coserr_entry_code(error.entry),
                  coserr_entry_case(error.entry), coserr_entry_code(entry),
                  coserr_entry_case(entry));
    free(buffer);
}

/* The expected entry is that of coserr_refine_entry() over the plain message. */
static void decode_all(int form, const char *code, uint32_t status, coserr_str message,
                       size_t step) {
    struct answer answer = make_answer(form, code, status, message);
    const size_t bound = coserr_decode_bound(&answer.response);
    uint32_t match = 0;
    const coserr_entry *entry =
        coserr_find_entry(patterns_get_catalog(), TEXT(code), status, &match);
    entry = coserr_refine_entry(entry, message.ptr, message.len, &match);
    for (size_t size = 0; size <= bound; size += step) {
        decode_with(&answer, size, entry, match);
    }
    decode_with(&answer, bound, entry, match);
    free(answer.body);
}

/* Short messages, with every buffer. */
static const char *const messages[] = {
    "Disk full",
    "Disk full.",
    "Disk",
    "Dis",
    "Disk is",
    "Disk is gone",
    "by the quota",
    "denied by the quota",
    "Disk is denied by the quota",
    "Nodedown",
    "Nodeown",
    "abcabcabxy",
    "abcabxy",
    "Lost two",
    "Gone with it",
    "磁盘 7 已满",
    "磁盘已",
    "Disk is locked",
    "other",
    "",
    "  Disk full",
    "Disk full \t\r\n",
    " \n Disk is locked\n",
    " \t\n",
};

START_TEST(every_buffer) {
    for (size_t i = 0; i < COUNT(messages); i++) {
        decode_all(_i, "Split", 400, str(messages[i]), 1);
        decode_all(_i, "Splitt", 503, str(messages[i]), 1);
        decode_all(_i, "Stated", 409, str(messages[i]), 1);
    }
    decode_all(_i, "Stated", 409, str("Only here"), 1);
    decode_all(_i, "Stated", 403, str("Only here"), 1);
    decode_all(_i, "Stated", 409, str("Refined so"), 1);
    decode_all(_i, "Unlisted", 409, str("Disk full"), 1);
}
END_TEST

/* A beginning, an end, both or neither, and what is between them; whitespace around or not. */
static coserr_str long_message(char *room, size_t len, size_t kind) {
    static const char *const edges[][2] = {{"Disk is ", ""}, {"", " denied by the quota"},
                                           {"Node", "down"}, {"abcab", "cabxy"},
                                           {"磁盘", "已满"}, {" \n Disk", " \t\n "}};
    const char *begin = edges[kind][0];
    const char *end = edges[kind][1];
    memset(room, 'x', len);
    memcpy(room, begin, strlen(begin) < len ? strlen(begin) : len);
    if (len >= strlen(begin) + strlen(end)) {
        memcpy(room + len - strlen(end), end, strlen(end));
    }
    return (coserr_str){room, len};
}

START_TEST(every_length) {
    char room[401];
    for (size_t len = 0; len <= 400; len++) {
        for (size_t kind = 0; kind < 6; kind++) {
            const coserr_str message = long_message(room, len, kind);
            const bool cut = kind == 4 && len < 12; /* inside of a character */
            if (!cut) {
                decode_all(_i, "Split", 400, message, len % 100 == 3 ? 1 : 1 + len / 5);
            }
        }
    }
}
END_TEST

START_TEST(very_long_message) {
    enum { LONG = 100000 };
    char *room = room_for(LONG);
    for (size_t kind = 0; kind < 6; kind++) {
        decode_all(_i, "Split", 400, long_message(room, LONG, kind), LONG / 9);
    }
    memset(room, 'p', LONG);
    memset(room + LONG - 128, 's', 128);
    decode_all(_i, "Split", 400, (coserr_str){room, LONG}, LONG / 9);
    memset(room + LONG - 129, ' ', 129);
    memset(room, ' ', 1000);
    memcpy(room + 1000, "Disk is", 7);
    decode_all(_i, "Split", 400, (coserr_str){room, LONG}, LONG / 9);
    free(room);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("buffer");
    TCase *tcase = add_case(suite, "every size");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, every_buffer, 0, FORMS);
    tcase_add_loop_test(tcase, every_length, 0, FORMS);
    tcase_add_loop_test(tcase, very_long_message, 0, FORMS);
    return run_suite(suite);
}
