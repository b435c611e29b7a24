/* SPDX-License-Identifier: MIT */
/* Does one thing some number of times, for callgrind to count its instructions: the difference of
 * two runs is that of their operations.
 *
 * usage: count hit|miss|decode TIMES BODIES */
#include <coserr/coserr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 512, ROOM = 4096 };

/* Every code under each of its statuses; for a miss with the next letter in its middle. */
struct key {
    char code[64];
    size_t len;
    uint32_t status;
};

static size_t take_keys(struct key *keys, int miss) {
    size_t count = 0;
    const coserr_entry *entry = NULL;
    while ((entry = coserr_next_entry(NULL, COSERR_KIND_SERVICE, entry)) != NULL && count < MAX) {
        struct key *key = &keys[count++];
        key->len = (size_t)snprintf(key->code, sizeof key->code, "%s", coserr_entry_code(entry));
        key->status = coserr_entry_status(entry);
        if (miss) {
            key->code[key->len / 2]++;
        }
    }
    return count;
}

static void find(const struct key *keys, size_t count, long times) {
    for (long i = 0; i < times; i++) {
        for (size_t j = 0; j < count; j++) {
            uint32_t match;
            coserr_find_entry(NULL, keys[j].code, keys[j].len, keys[j].status, &match);
        }
    }
}

static void decode(const char *body, uint32_t status, long times) {
    char buffer[ROOM];
    const coserr_response response = {
        .size = sizeof response, .http_status = status, .body = {body, strlen(body)}};
    for (long i = 0; i < times; i++) {
        coserr_error error;
        error.size = sizeof error;
        coserr_decode(NULL, &response, &error, buffer, sizeof buffer);
    }
}

int main(int argc, char **argv) {
    static struct key keys[MAX];
    static char file[ROOM];
    if (argc != 4) {
        fputs("usage: count hit|miss|decode TIMES BODIES\n", stderr);
        return 2;
    }
    const long times = strtol(argv[2], NULL, 10);
    const size_t count = take_keys(keys, strcmp(argv[1], "miss") == 0);
    if (strcmp(argv[1], "decode") == 0) {
        FILE *bodies = fopen(argv[3], "rb");
        if (bodies == NULL || fread(file, 1, sizeof file - 1, bodies) == 0) {
            return 2;
        }
        fclose(bodies);
        /* The first record: set, status, body. */
        const char *status = file + strlen(file) + 1;
        decode(status + strlen(status) + 1, (uint32_t)strtoul(status, NULL, 10), times);
    } else {
        find(keys, count, times);
    }
    printf("%zu\n", count);
    return 0;
}
