/* SPDX-License-Identifier: MIT */
/* Lookups, texts, decoding and decisions from many threads at once; built for ThreadSanitizer. */
#include <coserr/coserr.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 2000 };

static const char body[] = "<Error><Code>SlowDown</Code><Message>a &amp; b</Message>"
                           "<RequestId>N1</RequestId></Error>";

static int decode_once(unsigned round) {
    char buffer[256];
    char json[2048];
    coserr_response response;
    coserr_error error;
    coserr_attempt attempt;
    coserr_retry_state state = {.size = sizeof state};
    coserr_decision decision;
    memset(&response, 0, sizeof response);
    response.size = sizeof response;
    response.http_status = 503;
    response.body = (coserr_str){body, sizeof body - 1};
    error.size = sizeof error;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    attempt.replayable = 1;
    attempt.random = round * 2654435761u;
    decision.size = sizeof decision;
    return coserr_decode(NULL, &response, &error, buffer, sizeof buffer) == 1 &&
           coserr_error_id(&error) == COSERR_CODE_SLOW_DOWN &&
           strcmp(error.message.ptr, "a & b") == 0 &&
           coserr_error_json(&error, coserr_match_language(NULL, COSERR_STR("zh-CN")), json,
                             sizeof json) > 100 &&
           coserr_decide(&error, &attempt, &state, &decision) == COSERR_ACTION_AGAIN;
}

static void *work(void *argument) {
    const coserr_language language = coserr_accept_language(NULL, COSERR_STR("zh-CN,en;q=0.5"));
    for (unsigned round = 0; round < ROUNDS; round++) {
        const coserr_entry *entry = NULL;
        while (round % 50 == 0 &&
               (entry = coserr_next_entry(NULL, COSERR_KIND_SERVICE, entry)) != NULL) {
            const char *code = coserr_entry_code(entry);
            const coserr_entry *plain =
                *coserr_entry_case(entry) != '\0' ? coserr_entry_base(entry) : entry;
            if (coserr_find_entry(NULL, code, strlen(code), coserr_entry_status(entry), NULL) !=
                    plain ||
                *coserr_entry_message(entry, language, NULL) == '\0') {
                return argument;
            }
        }
        if (!decode_once(round)) {
            return argument;
        }
    }
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    int failed = 0;
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, work, (void *)(uintptr_t)body) != 0) {
            perror("pthread_create");
            return EXIT_FAILURE;
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        failed += result != NULL;
    }
    printf("%d threads, %d rounds each, %d failed\n", THREADS, ROUNDS, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
