/* SPDX-License-Identifier: MIT */
/* What SDKs print in forms of their own. */
#include "sdks.h"

#include "pairs.h"
#include "unescape.h"

#include <string.h>

enum { MAX_CODE = 128, MAX_MESSAGE = 1024 };

const char *sdk_client_cause(coserr_str text) {
    /* What the libraries of Python, Java and JavaScript write. */
    static const char *const causes[][2] = {
        {"Connection refused", "ECONNREFUSED"},
        {"Connection reset", "ECONNRESET"},
        {"Connection aborted", "ECONNRESET"},
        {"Remote end closed", "ECONNRESET"},
        {"Broken pipe", "EPIPE"},
        {"connect ETIMEDOUT", "ConnectionTimeout"},
        {"connect timed out", "ConnectionTimeout"},
        {"connect timeout", "ConnectionTimeout"},
        {"Read timed out", "ReadTimeout"},
        {"timed out", "ETIMEDOUT"},
        {"Name or service not known", "NameResolutionFailed"},
        {"Failed to resolve", "NameResolutionFailed"},
        {"getaddrinfo failed", "NameResolutionFailed"},
        {"ENOTFOUND", "NameResolutionFailed"},
        {"EAI_AGAIN", "NameResolutionFailed"},
        {"UnknownHostException", "NameResolutionFailed"},
        {"nodename nor servname", "NameResolutionFailed"},
        {"name resolution", "NameResolutionFailed"},
        {"unreachable", "ENETUNREACH"},
        {"certificate", "TlsFailed"},
        {"SSLError", "TlsFailed"},
        {"No such file", "ENOENT"},
        {"Permission denied", "EACCES"},
    };
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (text_contains(text, causes[i][0])) {
            return causes[i][1];
        }
    }
    return NULL;
}

bool sdk_go_code(const char *start, const char *at, coserr_str *status, coserr_str *code) {
    if (at == start || at[-1] != '(') {
        return false;
    }
    const char *const end = at - 1;
    const char *p = end;
    while (p > start && end - p < MAX_CODE && (is_word_char(p[-1]) || p[-1] == '.')) {
        p--;
    }
    if (p == end || p - start < 4 || p[-1] != ' ') {
        return false;
    }
    *code = (coserr_str){p, (size_t)(end - p)};
    *status = (coserr_str){p - 4, 3};
    return true;
}

coserr_str sdk_java_message(const char *start, const char *at) {
    if (at - start < 3 || at[-1] != '(' || at[-2] != ' ') {
        return (coserr_str){"", 0};
    }
    const char *const end = at - 2;
    const char *const limit = end - start > MAX_MESSAGE ? end - MAX_MESSAGE : start;
    const char *p = end;
    while (p > limit && p[-1] != '\n') {
        if (end - p >= 2 && p[0] == ' ' && p[-1] == ':') {
            return (coserr_str){p + 1, (size_t)(end - p) - 1};
        }
        p--;
    }
    return (coserr_str){p, (size_t)(end - p)};
}

bool sdk_boto_error(coserr_str line, coserr_str *code, coserr_str *message) {
    static const char start[] = "occurred (";
    static const char middle[] = "operation: ";
    const char *const end = line.ptr + line.len;
    if (line.len < sizeof start || memcmp(line.ptr, start, sizeof start - 1) != 0) {
        return false;
    }
    const char *p = line.ptr + sizeof start - 1;
    code->ptr = p;
    while (p < end && is_word_char(*p)) {
        p++;
    }
    code->len = (size_t)(p - code->ptr);
    while (p < end &&
           ((size_t)(end - p) < sizeof middle - 1 || memcmp(p, middle, sizeof middle - 1) != 0)) {
        p++;
    }
    p += p < end ? sizeof middle - 1 : 0;
    *message = (coserr_str){p, (size_t)(end - p)};
    return code->len > 0 && message->len > 0;
}
