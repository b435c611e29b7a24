/* SPDX-License-Identifier: MIT */
/* What SDKs print in forms of their own. */
#include "sdks.h"

#include "pairs.h"
#include "unescape.h"

#include <string.h>

enum { MAX_CODE = 128, MAX_MESSAGE = 1024 };

/* What runtimes and libraries of Python, Java and JavaScript write. */
static const struct cause {
    const char *text;
    const char *client; /* or an errno */
    bool is_clear;      /* by itself, wherever it stands */
} causes[] = {
    {"blocked by CORS policy", "CorsBlocked", true},
    {"CORS blocked", "CorsBlocked", true},
    {"request:fail url not in domain list", "DomainNotAllowed", true},
    {"url not in domain list", "DomainNotAllowed", true},
    {"request:fail abort", "Cancelled", true},
    {"request:fail timeout", "ReadTimeout", true},
    {"curl: (6)", "NameResolutionFailed", true},
    {"curl: (7)", "ConnectionFailed", true},
    {"curl: (28)", "ReadTimeout", true},
    {"curl: (35)", "TlsFailed", true},
    {"curl: (52)", "ConnectionLost", true},
    {"curl: (56)", "ConnectionLost", true},
    {"curl: (60)", "CertificateRejected", true},
    {"Connection refused", "ECONNREFUSED", false},
    {"Connection reset", "ECONNRESET", false},
    {"Connection aborted", "ECONNRESET", false},
    {"Remote end closed", "ECONNRESET", false},
    {"Broken pipe", "EPIPE", false},
    {"connect ETIMEDOUT", "ConnectionTimeout", false},
    {"connect timed out", "ConnectionTimeout", false},
    {"connect timeout", "ConnectionTimeout", false},
    {"Read timed out", "ReadTimeout", false},
    {"timed out", "ETIMEDOUT", false},
    {"Name or service not known", "NameResolutionFailed", false},
    {"Failed to resolve", "NameResolutionFailed", false},
    {"getaddrinfo failed", "NameResolutionFailed", false},
    {"ENOTFOUND", "NameResolutionFailed", false},
    {"EAI_AGAIN", "NameResolutionFailed", false},
    {"UnknownHostException", "NameResolutionFailed", false},
    {"nodename nor servname", "NameResolutionFailed", false},
    {"name resolution", "NameResolutionFailed", false},
    {"unreachable", "ENETUNREACH", false},
    {"certificate", "CertificateRejected", false},
    {"SSLError", "TlsFailed", false},
    {"No such file", "ENOENT", false},
    {"Permission denied", "EACCES", false},
};

const char *sdk_client_cause(coserr_str text) {
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (text_contains(text, causes[i].text)) {
            return causes[i].client;
        }
    }
    return NULL;
}

bool sdk_begins_client_error(coserr_str text) {
    static const char *const names[] = {"CosClientError", "CosClientException"};
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (causes[i].is_clear && text_begins(text, causes[i].text)) {
            return true;
        }
    }
    return text_begins(text, names[0]) || text_begins(text, names[1]);
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
