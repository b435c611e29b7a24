/* SPDX-License-Identifier: MIT */
/* What the command takes from outside: files and the environment. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *fail(const char *name, const char *why, char *data, FILE *file) {
    (void)complain("%s: %s", name, why);
    free(data);
    if (file != NULL && file != stdin) {
        fclose(file);
    }
    return NULL;
}

char *read_all(const char *name, size_t most, size_t *len) {
    const bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    char *data = NULL;
    size_t size = 0;
    *len = 0;
    if (file == NULL) {
        return fail(name, strerror(errno), NULL, NULL);
    }
    do {
        if (size - *len < 2) {
            size = size == 0 ? 65536 : size * 2;
            char *larger = realloc(data, size);
            if (larger == NULL) {
                return fail(name, "out of memory", data, file);
            }
            data = larger;
        }
        const size_t got = fread(data + *len, 1, size - *len - 1, file);
        *len += got;
        if (*len > most) {
            return fail(name, "is too long for an error response (at most 1 MiB of body)", data,
                        file);
        }
    } while (feof(file) == 0 && ferror(file) == 0);
    if (ferror(file) != 0) {
        return fail(name, strerror(errno), data, file);
    }
    if (!is_stdin) {
        fclose(file);
    }
    data[*len] = '\0';
    return data;
}

static coserr_str variable(const char *name) {
    const char *value = getenv(name);
    return (coserr_str){value != NULL ? value : "", value != NULL ? strlen(value) : 0};
}

unsigned char lower(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* The language itself, before region and script. */
static size_t primary_len(const char *tag) {
    return strcspn(tag, "-_.@");
}

static bool same_letters(const char *a, const char *b, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

const char *choose_language(const char *given) {
    const coserr_str ours = variable("COSERR_LANG");
    if (given != NULL) {
        const char *tag = coserr_match_language(NULL, given, strlen(given));
        const size_t len = primary_len(given);
        if (len != primary_len(tag) || !same_letters(given, tag, len)) {
            (void)complain("--lang: no texts in '%s'; using %s", given, tag);
        }
        return tag;
    }
    if (ours.len > 0) {
        return coserr_match_language(NULL, ours.ptr, ours.len);
    }
    const coserr_locale_env env = {
        sizeof env,       variable("LANGUAGE"), variable("LC_ALL"), variable("LC_MESSAGES"),
        variable("LANG"),
    };
    return coserr_locale_language(NULL, &env);
}
