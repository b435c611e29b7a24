/* SPDX-License-Identifier: MIT */
/* What the command takes from outside: files and the environment. */
#include "cli.h"

#include "base/bytes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CATALOG = 1 << 28 };

/* Reads up to `max` bytes and one more. Returns NULL or why it failed. */
static const char *read_stream(FILE *file, size_t max, struct buffer *data) {
    do {
        const size_t size = 65536;
        char *const free_bytes = buffer_reserve(data, size);
        data->len += fread(free_bytes, 1, size, file);
    } while (data->len <= max && feof(file) == 0 && ferror(file) == 0);
    return ferror(file) != 0 ? strerror(errno) : NULL;
}

char *read_all(const char *name, size_t max, const char *too_long, size_t *len) {
    const bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    struct buffer data = {0};
    *len = 0;
    if (file == NULL) {
        (void)complain("%s: %s", name, strerror(errno));
        return NULL;
    }
    const char *why = read_stream(file, max, &data);
    if (!is_stdin) {
        fclose(file);
    }
    if (why == NULL && data.len > max) {
        why = too_long;
    }
    if (why != NULL) {
        (void)complain("%s: %s", name, why);
        buffer_free(&data);
        return NULL;
    }
    *len = data.len;
    return data.bytes;
}

/* What the catalog and all its texts point into, until the program ends. */
static char *loaded_image;

const coserr_catalog *load_catalog(const char *name) {
    size_t len;
    char *image = read_all(name, MAX_CATALOG, "too long for a catalog", &len);
    const coserr_catalog *catalog = NULL;
    if (image == NULL) {
        return NULL;
    }
    const uint32_t reason = coserr_load_catalog(image, len, &catalog);
    if (reason != COSERR_LOAD_OK) {
        (void)complain("%s: %s", name, coserr_load_reason(reason));
        free(image);
        return NULL;
    }
    loaded_image = image;
    return catalog;
}

static coserr_str variable(const char *name) {
    return str_of(getenv(name));
}

/* The language itself, before region and script. */
static size_t primary_len(const char *tag) {
    return strcspn(tag, "-_.@");
}

static bool is_same_language(const char *a, const char *b) {
    const size_t len = primary_len(a);
    if (len != primary_len(b)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (coserr__lower((unsigned char)a[i]) != coserr__lower((unsigned char)b[i])) {
            return false;
        }
    }
    return true;
}

coserr_language choose_language(const coserr_catalog *catalog, const char *tag) {
    const coserr_str ours = variable("COSERR_LANG");
    if (tag != NULL) {
        const coserr_language language = coserr_match_language(catalog, tag, strlen(tag));
        const char *found = coserr_language_tag(catalog, language);
        if (!is_same_language(tag, found)) {
            (void)complain("--lang: no texts in '%s'; using %s", tag, found);
        }
        return language;
    }
    if (ours.len > 0) {
        return coserr_match_language(catalog, ours.ptr, ours.len);
    }
    const coserr_locale_env env = {
        sizeof env,       variable("LANGUAGE"), variable("LC_ALL"), variable("LC_MESSAGES"),
        variable("LANG"),
    };
    return coserr_locale_language(catalog, &env);
}
