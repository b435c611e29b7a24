/* SPDX-License-Identifier: MIT */
/* The head of an HTTP response: its status line and headers. */
#include "head.h"

#include "base/bytes.h"

#include <string.h>

coserr_str take_line(coserr_str *rest) {
    const char *feed = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t taken = feed != NULL ? (size_t)(feed - rest->ptr) + 1 : rest->len;
    coserr_str line = {rest->ptr, taken - (feed != NULL)};
    line.len -= line.len > 0 && line.ptr[line.len - 1] == '\r';
    rest->ptr += taken;
    rest->len -= taken;
    return line;
}

uint32_t parse_status(coserr_str text, uint32_t min) {
    uint32_t status = 0;
    if (text.len != 3) {
        return 0;
    }
    for (size_t i = 0; i < 3; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return 0;
        }
        status = status * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return status >= min && status <= 599 ? status : 0;
}

uint32_t status_of_line(coserr_str line) {
    const char *space = line.len > 0 ? memchr(line.ptr, ' ', line.len) : NULL;
    const size_t after = space != NULL ? (size_t)(line.ptr + line.len - space) - 1 : 0;
    if (line.len < 5 || memcmp(line.ptr, "HTTP/", 5) != 0 || after < 3 ||
        (after > 3 && space[4] != ' ')) {
        return 0;
    }
    return parse_status((coserr_str){space + 1, 3}, 100);
}

static bool begins_with(coserr_str name, const char *lowercase) {
    size_t i = 0;
    while (i < name.len && lowercase[i] != '\0' &&
           coserr__lower((unsigned char)name.ptr[i]) == (unsigned char)lowercase[i]) {
        i++;
    }
    return lowercase[i] == '\0';
}

/* The headers that the library reads; the others would only fill the list. */
static bool is_read(coserr_str name) {
    static const char *const names[] = {"x-cos-",           "x-ci-", "content-type",
                                        "content-encoding", "date",  "retry-after"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (begins_with(name, names[i])) {
            return true;
        }
    }
    return false;
}

void head_add(struct head *head, coserr_str name, coserr_str value) {
    if (head->header_count < MAX_HEADERS) {
        head->headers[head->header_count++] = (coserr_header){name, value};
    }
}

bool head_add_line(struct head *head, coserr_str line) {
    const char *colon = line.len > 0 ? memchr(line.ptr, ':', line.len) : NULL;
    if (colon == NULL) {
        return false;
    }
    const coserr_str name = {line.ptr, (size_t)(colon - line.ptr)};
    if (is_read(name)) {
        head_add(head, name, (coserr_str){colon + 1, line.len - name.len - 1});
    }
    return true;
}

coserr_str read_head(struct head *head, coserr_str text) {
    for (;;) {
        coserr_str rest = text;
        const uint32_t status = status_of_line(take_line(&rest));
        if (status == 0) {
            return text;
        }
        head->status = status;
        head->header_count = 0;
        for (;;) {
            const coserr_str line = take_line(&rest);
            if (line.len == 0) {
                break;
            }
            (void)head_add_line(head, line);
        }
        text = rest;
    }
}
