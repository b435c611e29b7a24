/* SPDX-License-Identifier: MIT */
/* Single elements of an error document, and the failed keys of a DeleteResult. */
#include "answer.h"

#define PROLOG "<?xml version='1.0' encoding='utf-8' ?>\n"

static const struct {
    const char *body;
    const char *name;
    const char *value; /* NULL: there is none */
} children[] = {
    {"<Error><StringToSign>a&amp;b\nc</StringToSign></Error>", "StringToSign", "a&b\nc"},
    {"<Error><Code>A</Code><HostId>h</HostId></Error>", "HostId", "h"},
    {"<Error><a>1</a><a>2</a></Error>", "a", "1"},
    {"<Error><b><a>1</a></b><a>2</a></Error>", "a", "2"},
    {"<Error xmlns='u'><p:a xmlns:p='v'>1</p:a><a>2</a></Error>", "a", "2"},
    {"<Error><a>1</a>", "a", "1"},
    {"<Error><a>1", "a", NULL},
    {"<Error><a/></Error>", "a", NULL},
    {"<Error><a>1</a></Error>", "A", NULL},
    {"<Error><a>1</a></Error>", "", NULL},
    {"text", "a", NULL},
    {"", "a", NULL},
};

START_TEST(child) {
    struct answer answer;
    coserr_str value = {NULL, 0};
    prepare(&answer, 403, 0, TEXT(children[_i].body));
    decode(&answer);
    const size_t room = strlen(children[_i].body);
    char *buffer = room_for(room);
    const int found =
        coserr_error_child(&answer.error, TEXT(children[_i].name), buffer, room, &value);
    ck_assert_int_eq(found, children[_i].value != NULL);
    if (found) {
        ck_assert_str_eq(value.ptr, children[_i].value);
        ck_assert_uint_eq(value.len, strlen(children[_i].value));
        ck_assert_int_eq(
            coserr_error_child(&answer.error, TEXT(children[_i].name), buffer, value.len, &value),
            0);
        ck_assert_int_eq(
            coserr_error_child(&answer.error, TEXT(children[_i].name), NULL, 9, &value), 0);
    }
    value.ptr = NULL;
    ck_assert_int_eq(coserr_error_child(NULL, TEXT("a"), buffer, room, &value), 0);
    ck_assert_str_eq(value.ptr, "");
    ck_assert_int_eq(coserr_error_child(&answer.error, TEXT("a"), buffer, room, NULL), 0);
    free(buffer);
    finish(&answer);
}
END_TEST

static const struct {
    const char *body;
    const char *visited; /* key/version/code/message of the entry's code, one after the other */
    int result;
} deletes[] = {
    {"<DeleteResult/>", "", 1},
    {"<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>", "", 1},
    {"<DeleteResult><Error><Key>a</Key><Code>NoSuchKey</Code><Message>m</Message></Error>"
     "</DeleteResult>",
     "[a//NoSuchKey/m/NoSuchKey]", 1},
    {PROLOG "<DeleteResult>\n<Error><Key>a&amp;b</Key><VersionId>v</VersionId>"
            "<Code>AccessDenied</Code><Message>Request has expired</Message></Error>\n"
            "<Deleted><Key>x</Key></Deleted>\n<Error><Key>c</Key><Code>New</Code></Error>"
            "</DeleteResult>",
     "[a&b/v/AccessDenied/Request has expired/Request has expired][c//New//]", 1},
    {"<DeleteResult xmlns='u'><Error><Key>a</Key></Error>"
     "<p:Error xmlns:p='v'><p:Key>b</p:Key></p:Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error><x><Key>b</Key></x><Key>a</Key><Key>c</Key></Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error/><Error> </Error></DeleteResult>", "[////][////]", 1},
    {"<DeleteResult><Error><p:Key xmlns:p='v'>x</p:Key><Key>a</Key></Error></DeleteResult>",
     "[a////]", 1},
    {"<DeleteResult><Error><Key>a</Key></Error><Error><Key>b</Key>", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error><Error><Key>b", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error><Deleted>", "[a////]", -1},
    {"<DeleteResult><Error><Key>a</Key></Error></DeleteResult>x", "[a////]", -1},
    {"<DeleteResult><Error><Key>stop</Key></Error><Error><Key>b</Key></Error></DeleteResult>",
     "[stop////]", 0},
    {"<Error><Code>A</Code></Error>", "", -1},
    {"<DeleteResult", "", -1},
    {"", "", -1},
};

static int visit(void *context, const coserr_deleted *item) {
    char *out = context;
    const coserr_str parts[] = {item->key, item->version_id, item->code, item->message};
    strcat(out, "[");
    for (size_t i = 0; i < COUNT(parts); i++) {
        ck_assert_uint_eq(strlen(parts[i].ptr), parts[i].len);
        strcat(out, parts[i].ptr);
        strcat(out, "/");
    }
    strcat(out, coserr_entry_code(item->entry));
    strcat(out, "]");
    ck_assert_uint_eq(item->size, sizeof *item);
    ck_assert_uint_ne(item->match, 0);
    return strcmp(item->key.ptr, "stop") != 0;
}

START_TEST(each_deleted) {
    char visited[512] = "";
    const size_t len = strlen(deletes[_i].body);
    char *text = exact(deletes[_i].body, len);
    char *buffer = room_for(len + 4);
    const int result = coserr_each_deleted(NULL, text, len, buffer, len + 4, visit, visited);
    ck_assert_int_eq(result, deletes[_i].result);
    ck_assert_str_eq(visited, deletes[_i].visited);
    ck_assert_int_eq(coserr_each_deleted(NULL, text, len, buffer, len + 4, NULL, NULL), -1);
    free(buffer);
    free(text);
}
END_TEST

START_TEST(each_deleted_without_room) {
    char visited[512] = "";
    const char *text =
        "<DeleteResult><Error><Key>a</Key><Code>NoSuchKey</Code></Error></DeleteResult>";
    ck_assert_int_eq(coserr_each_deleted(NULL, TEXT(text), NULL, 100, visit, visited), 1);
    ck_assert_str_eq(visited, "[////]");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("deleted");
    TCase *tcase = add_case(suite, "deleted");
    tcase_add_loop_test(tcase, child, 0, COUNT(children));
    tcase_add_loop_test(tcase, each_deleted, 0, COUNT(deletes));
    tcase_add_test(tcase, each_deleted_without_room);
    return run_suite(suite);
}
