/* SPDX-License-Identifier: MIT */
/*
 * 1,000 clients meet a server that takes a tenth of what they send. Each wants one request done;
 * refused ones are told to slow down. What retrying at once, retrying after a fixed delay, and
 * coserr's decision make of it: how many requests are wasted, and how long it takes until all are
 * done. Deterministic: time is simulated, chance is a seeded generator.
 */
#include <coserr/coserr.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CLIENTS = 1000,
    ARRIVAL_MS = 1000, /* all begin within this time: 1,000 requests a second */
    SERVED_A_SECOND = 100,
    BURST = 10,
    ROUND_TRIP_MS = 20,
    FIXED_DELAY_MS = 1000
};

static uint64_t random_state;

static uint32_t next_random(void) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 32);
}

struct client {
    uint64_t due_ms;
    uint32_t attempts;
    bool done;
    coserr_retry_state state;
};

typedef uint64_t delay_fn(struct client *client);

static uint64_t at_once(struct client *client) {
    (void)client;
    return 0;
}

static uint64_t fixed_delay(struct client *client) {
    (void)client;
    return FIXED_DELAY_MS;
}

static uint64_t by_decision(struct client *client) {
    coserr_error error;
    coserr_attempt attempt;
    coserr_decision decision;
    error.size = sizeof error;
    decision.size = sizeof decision;
    memset(&attempt, 0, sizeof attempt);
    attempt.size = sizeof attempt;
    attempt.number = client->attempts;
    attempt.most_attempts = UINT32_MAX;
    attempt.random = next_random();
    attempt.replayable = 1;
    (void)coserr_explain(COSERR_STR("SlowDown"), 503, NULL, 0, &error);
    if (coserr_decide(&error, &attempt, &client->state, &decision) != COSERR_ACTION_AGAIN) {
        abort();
    }
    return decision.delay_ms;
}

/* A bucket of tokens, of which each request takes one; refused ones take none. */
struct server {
    uint64_t filled_ms;
    uint64_t thousandths;
};

static bool serves(struct server *server, uint64_t now_ms) {
    server->thousandths += (now_ms - server->filled_ms) * SERVED_A_SECOND;
    server->filled_ms = now_ms;
    if (server->thousandths > BURST * 1000) {
        server->thousandths = BURST * 1000;
    }
    const bool served = server->thousandths >= 1000;
    server->thousandths -= served ? 1000 : 0;
    return served;
}

struct outcome {
    unsigned long requests;
    uint64_t drained_ms;
    unsigned worst_second; /* most requests that met the server within a second */
};

static struct client *earliest(struct client *clients) {
    struct client *first = NULL;
    for (int i = 0; i < CLIENTS; i++) {
        if (!clients[i].done && (first == NULL || clients[i].due_ms < first->due_ms)) {
            first = &clients[i];
        }
    }
    return first;
}

static struct outcome simulate(delay_fn *delay) {
    static struct client clients[CLIENTS];
    struct server server = {0, BURST * 1000};
    struct outcome outcome = {0, 0, 0};
    uint64_t second = 0;
    unsigned in_second = 0;
    struct client *client;
    random_state = 20261121;
    memset(clients, 0, sizeof clients);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i].due_ms = next_random() % ARRIVAL_MS;
        clients[i].state.size = sizeof clients[i].state;
    }
    while ((client = earliest(clients)) != NULL) {
        const uint64_t now = client->due_ms;
        in_second = now / 1000 == second ? in_second + 1 : 1;
        second = now / 1000;
        outcome.worst_second = in_second > outcome.worst_second ? in_second : outcome.worst_second;
        outcome.requests++;
        outcome.drained_ms = now + ROUND_TRIP_MS;
        client->attempts++;
        client->done = serves(&server, now);
        if (!client->done) {
            client->due_ms = now + ROUND_TRIP_MS + delay(client);
        }
    }
    return outcome;
}

int main(void) {
    static const struct {
        const char *name;
        delay_fn *delay;
    } policies[] = {{"at once", at_once}, {"after 1 s", fixed_delay}, {"coserr", by_decision}};
    struct outcome outcomes[3];
    printf("%-10s %9s %9s %12s %14s\n", "retry", "requests", "wasted", "drained (s)",
           "worst second");
    for (size_t i = 0; i < 3; i++) {
        outcomes[i] = simulate(policies[i].delay);
        printf("%-10s %9lu %9lu %12.1f %14u\n", policies[i].name, outcomes[i].requests,
               outcomes[i].requests - CLIENTS, (double)outcomes[i].drained_ms / 1000,
               outcomes[i].worst_second);
    }
    const bool better = outcomes[2].requests < outcomes[0].requests / 10 &&
                        outcomes[2].requests < outcomes[1].requests &&
                        outcomes[2].drained_ms < 10 * outcomes[0].drained_ms;
    return better ? EXIT_SUCCESS : EXIT_FAILURE;
}
