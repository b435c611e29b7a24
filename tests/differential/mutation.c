/* SPDX-License-Identifier: MIT */
/* Inputs, mutations and the tally of a differential test. */
#include "mutation.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_INPUTS = 1024 };

struct input {
    char *data;
    size_t len;
};

static struct input inputs[MAX_INPUTS];
static size_t input_count;

static uint64_t random_state;

/* ---------------------------------------------------------------------------------------- tally */

bool count_difference(struct tally *tally, const char *reason) {
    if (reason == NULL) {
        return tally->different++ < 20;
    }
    size_t i = 0;
    while (tally->excused[i].reason != NULL && tally->excused[i].reason != reason) {
        i++;
    }
    tally->excused[i].reason = reason;
    tally->excused[i].count++;
    if (getenv("SHOW_EXCUSED") == NULL) {
        return false;
    }
    printf("%s: ", reason);
    return true;
}

void show_body(const char *body, size_t len) {
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)body[i];
        printf(c >= 0x20 && c < 0x7F && c != '\\' ? "%c" : "\\x%02X", c);
    }
    putchar('\n');
}

bool body_contains(const char *body, size_t len, const char *wanted) {
    const size_t size = strlen(wanted);
    for (size_t i = 0; i + size <= len; i++) {
        if (memcmp(body + i, wanted, size) == 0) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------------------------ mutations */

static uint32_t random_below(size_t bound) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return bound > 0 ? (uint32_t)((random_state >> 16) % bound) : 0;
}

static void insert(char *body, size_t *len, size_t at, const char *text, size_t size) {
    if (*len + size <= MAX_SIZE) {
        memmove(body + at + size, body + at, *len - at);
        memcpy(body + at, text, size);
        *len += size;
    }
}

static void mutate(char *body, size_t *len, const char *token) {
    const size_t at = random_below(*len + 1);
    char copy[64];
    size_t size = 1 + random_below(8);
    switch (random_below(6)) {
    case 0:
        if (at < *len) {
            body[at] = (char)(body[at] ^ 1 << random_below(8));
        }
        break;
    case 1:
        size = size < *len - at ? size : *len - at;
        memmove(body + at, body + at + size, *len - at - size);
        *len -= size;
        break;
    case 2:
        size = 1 + random_below(sizeof copy);
        size = size < *len - at ? size : *len - at;
        memcpy(copy, body + at, size);
        insert(body, len, random_below(*len + 1), copy, size);
        break;
    case 3:
        if (random_below(8) == 0) {
            *len = at;
        }
        break;
    default:
        insert(body, len, at, token, strlen(token));
    }
}

static void check_mutation(const char *const *tokens, size_t token_count, check_fn *check,
                           struct tally *tally) {
    static char body[MAX_SIZE];
    const struct input *input = &inputs[random_below(input_count)];
    size_t len = input->len < MAX_SIZE / 2 ? input->len : MAX_SIZE / 2;
    memcpy(body, input->data, len);
    for (uint32_t i = random_below(4) + 1; i > 0; i--) {
        mutate(body, &len, tokens[random_below(token_count)]);
    }
    /* A block of exactly its size, for the sanitizer. */
    char *exact = malloc(len > 0 ? len : 1);
    memcpy(exact, body, len);
    check(exact, len, tally);
    free(exact);
}

/* --------------------------------------------------------------------------------------- inputs */

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name); /* the same order in any locale */
}

static void read_inputs(const char *folder) {
    struct dirent **names;
    const int count = scandir(folder, &names, NULL, by_name);
    for (int i = 0; i < count; i++) {
        char path[4096];
        char data[MAX_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        FILE *file = names[i]->d_name[0] != '.' ? fopen(path, "rb") : NULL;
        if (file != NULL && input_count < MAX_INPUTS) {
            struct input *input = &inputs[input_count++];
            input->len = fread(data, 1, sizeof data, file);
            input->data = malloc(input->len > 0 ? input->len : 1);
            memcpy(input->data, data, input->len);
        }
        if (file != NULL) {
            fclose(file);
        }
        free(names[i]);
    }
    free(count >= 0 ? names : NULL);
}

int run_comparison(int argc, char **argv, const char *const *tokens, size_t token_count,
                   check_fn *check) {
    struct tally tally;
    memset(&tally, 0, sizeof tally);
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [MUTATIONS [SEED]]\n", argv[0]);
        return 2;
    }
    const unsigned long mutations = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
    random_state = argc > 3 ? strtoull(argv[3], NULL, 10) : 20261121;
    read_inputs(argv[1]);
    for (size_t i = 0; i < input_count; i++) {
        check(inputs[i].data, inputs[i].len, &tally);
    }
    for (unsigned long i = 0; i < mutations && input_count > 0; i++) {
        check_mutation(tokens, token_count, check, &tally);
    }
    printf("%zu inputs and %lu mutations: %lu comparisons, %lu accepted, %lu different\n",
           input_count, mutations, tally.compared, tally.accepted, tally.different);
    for (size_t i = 0; i < MAX_REASONS && tally.excused[i].reason != NULL; i++) {
        printf("%8lu excused: %s\n", tally.excused[i].count, tally.excused[i].reason);
    }
    for (size_t i = 0; i < input_count; i++) {
        free(inputs[i].data);
    }
    return tally.different > 0 || input_count == 0 || tally.accepted == 0 ? 1 : 0;
}
