/* SPDX-License-Identifier: MIT */
/*
 * A small client as an SDK has one: libcurl sends, coserr says what a failure means and what to do
 * about it, and the client does it. Its clock is virtual: it says how long it would wait, and goes
 * on at once.
 *
 *   client METHOD URL [copy|complete] [backup URL] [presigned]
 */
#include <coserr/coserr.h>
#include <coserr/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_HEADERS = 64, MAX_TEXT = 65536, TIMEOUT_MS = 400 };

/* What libcurl delivers of one answer. */
struct answer {
    char head[MAX_TEXT];
    size_t head_len;
    char body[MAX_TEXT];
    size_t body_len;
    coserr_header headers[MAX_HEADERS];
    uint32_t header_count;
};

/* What the client signs with, and its retry budget. */
struct signer {
    int64_t clock_offset_s;
    unsigned credentials; /* how many it has fetched */
    uint32_t tokens;
};

static size_t take_body(char *data, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    const size_t len = size * count;
    if (len > sizeof answer->body - answer->body_len) {
        return 0;
    }
    memcpy(answer->body + answer->body_len, data, len);
    answer->body_len += len;
    return len;
}

static size_t take_header(char *data, size_t size, size_t count, void *context) {
    struct answer *answer = context;
    const size_t len = size * count;
    char *line = answer->head + answer->head_len;
    if (len > sizeof answer->head - answer->head_len || answer->header_count == MAX_HEADERS) {
        return len;
    }
    memcpy(line, data, len);
    answer->head_len += len;
    const char *colon = memchr(line, ':', len);
    if (colon != NULL) {
        const size_t name = (size_t)(colon - line);
        coserr_header *header = &answer->headers[answer->header_count++];
        header->name = (coserr_str){line, name};
        header->value =
            (coserr_str){colon + 1, len - name - 1}; /* whitespace around it is ignored */
    }
    return len;
}

/* Sends once. What comes back is an error, or none, in terms of coserr. */
static void attempt_once(const char *method, const char *url, uint32_t operation,
                         const struct signer *signer, struct answer *answer, coserr_error *error,
                         char *buffer, size_t size) {
    char signature[128];
    long status = 0;
    curl_off_t connected = 0;
    CURL *curl = curl_easy_init();
    snprintf(signature, sizeof signature, "x-signed: %lld %u",
             (long long)(time(NULL) + signer->clock_offset_s), signer->credentials);
    struct curl_slist *headers = curl_slist_append(NULL, signature);
    memset(answer, 0, sizeof *answer);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOBODY, strcmp(method, "HEAD") == 0 ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    const CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONNECT_TIME_T, &connected);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);

    const char *name = coserr_client_from_curl(result, connected > 0);
    error->size = sizeof *error;
    if (name != NULL) {
        coserr_from_client(NULL, name, strlen(name), error);
        return;
    }
    const coserr_response response = {
        .size = sizeof response,
        .http_status = (uint32_t)status,
        .operation = operation,
        .header_count = answer->header_count,
        .headers = answer->headers,
        .body = {answer->body, answer->body_len},
    };
    coserr_decode(NULL, &response, error, buffer, size);
}

static void report(const coserr_error *error, const coserr_decision *decision) {
    const coserr_language language = coserr_match_language(NULL, COSERR_STR("zh-CN"));
    printf("%u %s | %s | %s | delay %llu\n", (unsigned)error->http_status,
           error->code.len > 0 ? error->code.ptr : "-", coserr_entry_code(error->entry),
           coserr_word(COSERR_WORDS_ACTIONS, decision->action, NULL),
           (unsigned long long)decision->delay_ms);
    fprintf(stderr, "%s\n", coserr_entry_message(error->entry, language, NULL));
}

/* What the attempt costs, or gives back. */
static void pay(struct signer *signer, int32_t cost) {
    signer->tokens -= (uint32_t)cost; /* modulo 2^32: negative costs are added */
    if (signer->tokens > COSERR_BUDGET_TOKENS) {
        signer->tokens = COSERR_BUDGET_TOKENS;
    }
}

/* Does what was decided. False when that is the end of it. */
static bool act(const coserr_decision *decision, struct signer *signer, const char **url,
                const char *backup) {
    switch (decision->action) {
    case COSERR_ACTION_AGAIN:
        return true;
    case COSERR_ACTION_CORRECT_CLOCK:
        signer->clock_offset_s += decision->clock_offset_s;
        return true;
    case COSERR_ACTION_FETCH_CREDENTIALS:
        signer->credentials++;
        return true;
    case COSERR_ACTION_OTHER_ENDPOINT:
        *url = backup;
        return true;
    default: /* stop, or read the state: that is the caller's business */
        return false;
    }
}

static int run(const char *method, const char *url, uint32_t operation, const char *backup,
               bool presigned) {
    static struct answer answer;
    static char buffer[2 * MAX_TEXT];
    struct signer signer = {0, 0, COSERR_BUDGET_TOKENS};
    coserr_retry_state state = {.size = sizeof state};
    coserr_attempt attempt = {.size = sizeof attempt,
                              .random = 0x80000000u, /* the tests want to know it */
                              .idempotent = strcmp(method, "POST") != 0 ? 1 : 2,
                              .replayable = 1,
                              .presigned = presigned,
                              .backup_domain = backup != NULL,
                              .budgeted = 1};
    for (attempt.number = 1;; attempt.number++) {
        coserr_error error;
        coserr_decision decision = {.size = sizeof decision};
        attempt_once(method, url, operation, &signer, &answer, &error, buffer, sizeof buffer);
        attempt.received_at = time(NULL) + signer.clock_offset_s;
        attempt.tokens = signer.tokens;
        coserr_decide(&error, &attempt, &state, &decision);
        pay(&signer, decision.cost);
        if (!error.failed) {
            fprintf(stderr, "tokens %u\n", (unsigned)signer.tokens);
            printf("success %.*s\n", (int)answer.body_len, answer.body);
            return EXIT_SUCCESS;
        }
        report(&error, &decision);
        if (!act(&decision, &signer, &url, backup)) {
            fprintf(stderr, "tokens %u\n", (unsigned)signer.tokens);
            printf("failed %s\n", error.request_id.ptr);
            return EXIT_FAILURE;
        }
        attempt.spent_ms += decision.delay_ms; /* here a real client waits, and reads its clock */
    }
}

int main(int argc, char **argv) {
    uint32_t operation = 0;
    const char *backup = NULL;
    bool presigned = false;
    if (argc < 3) {
        fputs("usage: client METHOD URL [copy|complete] [backup URL] [presigned]\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        operation = strcmp(argv[i], "complete") == 0
                        ? (uint32_t)COSERR_OPERATION_COMPLETE_MULTIPART_UPLOAD
                    : strcmp(argv[i], "copy") == 0 ? (uint32_t)COSERR_OPERATION_PUT_OBJECT_COPY
                                                   : operation;
        presigned = presigned || strcmp(argv[i], "presigned") == 0;
        backup = strcmp(argv[i], "backup") == 0 && i + 1 < argc ? argv[i + 1] : backup;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const int status = run(argv[1], argv[2], operation, backup, presigned);
    curl_global_cleanup();
    return status;
}
