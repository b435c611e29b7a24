/* SPDX-License-Identifier: MIT */
/*
 * What policies of retrying cost, counted. Deterministic: time is simulated, chance is a seeded
 * generator.
 *
 * Overload: 1,000 clients meet a server that takes a tenth of what they send. Each wants one
 * request done; refused ones are told to slow down. Retrying at once, after a fixed delay, and as
 * coserr decides: how many requests are wasted, and how long it takes until all are done.
 *
 * Outage: 100 clients begin a request each second, and the server fails for a while. Without
 * retries, as coserr decides, and the same with a retry budget for each client: how much is sent
 * while nothing can succeed, and how many requests fail in the end.
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
    attempt.max_attempts = UINT32_MAX;
    attempt.random = next_random();
    attempt.replayable = 1;
    (void)coserr_explain(NULL, COSERR_STR("SlowDown"), 503, NULL, 0, &error);
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

static bool overload(void) {
    static const struct {
        const char *name;
        delay_fn *delay;
    } policies[] = {{"at once", at_once}, {"after 1 s", fixed_delay}, {"coserr", by_decision}};
    struct outcome outcomes[3];
    printf("%-10s %9s %9s %12s %14s\n", "overload", "requests", "wasted", "drained (s)",
           "worst second");
    for (size_t i = 0; i < 3; i++) {
        outcomes[i] = simulate(policies[i].delay);
        printf("%-10s %9lu %9lu %12.1f %14u\n", policies[i].name, outcomes[i].requests,
               outcomes[i].requests - CLIENTS, (double)outcomes[i].drained_ms / 1000,
               outcomes[i].worst_second);
    }
    return outcomes[2].requests < outcomes[0].requests / 10 &&
           outcomes[2].requests < outcomes[1].requests &&
           outcomes[2].drained_ms < 10 * outcomes[0].drained_ms;
}

/* --------------------------------------------------------------------------------------- outage */

enum {
    SENDERS = 100,
    JOBS = 200, /* of each sender, one a second */
    JOB_MS = 1000,
    DOWN_MS = 30000, /* when the server begins to fail */
    COST = 5         /* tokens of a retry */
};

enum policy { NO_RETRY, RETRY, BUDGET };

/* A request and its attempts. */
struct job {
    uint64_t due_ms;
    uint32_t attempts;
    bool over;
    coserr_retry_state state;
};

struct sender {
    struct job jobs[JOBS];
    uint32_t tokens;
};

struct damage {
    unsigned long wasted; /* attempts while the server failed */
    unsigned long failed; /* requests */
    unsigned long after;  /* of them, begun when the server worked again */
};

static struct job *next_job(struct sender *sender) {
    struct job *first = NULL;
    for (int i = 0; i < JOBS; i++) {
        struct job *job = &sender->jobs[i];
        if (!job->over && (first == NULL || job->due_ms < first->due_ms)) {
            first = job;
        }
    }
    return first;
}

static int32_t pay(struct sender *sender, int32_t cost) {
    const int32_t left = (int32_t)sender->tokens - cost;
    sender->tokens = left < (int32_t)COSERR_BUDGET_TOKENS ? (uint32_t)left : COSERR_BUDGET_TOKENS;
    return left;
}

/* One attempt. False when the request has failed for good. */
static bool attempt_job(struct sender *sender, struct job *job, bool down, enum policy policy) {
    coserr_error error = {.size = sizeof error};
    coserr_decision decision = {.size = sizeof decision};
    const coserr_attempt attempt = {.size = sizeof attempt,
                                    .number = ++job->attempts,
                                    .max_attempts = policy == NO_RETRY ? 1 : 0,
                                    .random = next_random(),
                                    .idempotent = 1,
                                    .replayable = 1,
                                    .budgeted = policy == BUDGET,
                                    .tokens = sender->tokens};
    if (down) {
        (void)coserr_explain(NULL, COSERR_STR("InternalError"), 500, NULL, 0, &error);
    }
    const int action = coserr_decide(&error, &attempt, &job->state, &decision);
    if (policy == BUDGET && pay(sender, decision.cost) < 0) {
        abort();
    }
    job->due_ms += ROUND_TRIP_MS + decision.delay_ms;
    job->over = action != COSERR_ACTION_AGAIN;
    return !down || !job->over;
}

static struct damage suffer(uint64_t down_for_ms, enum policy policy) {
    static struct sender sender;
    struct damage damage = {0, 0, 0};
    random_state = 20261121;
    for (int s = 0; s < SENDERS; s++) {
        struct job *job;
        memset(&sender, 0, sizeof sender);
        sender.tokens = COSERR_BUDGET_TOKENS;
        for (uint64_t i = 0; i < JOBS; i++) {
            sender.jobs[i].due_ms = i * JOB_MS + next_random() % JOB_MS;
            sender.jobs[i].state.size = sizeof sender.jobs[i].state;
        }
        while ((job = next_job(&sender)) != NULL) {
            const bool down = job->due_ms >= DOWN_MS && job->due_ms < DOWN_MS + down_for_ms;
            const bool begun_after =
                (uint64_t)(job - sender.jobs) * JOB_MS >= DOWN_MS + down_for_ms;
            damage.wasted += down;
            if (!attempt_job(&sender, job, down, policy)) {
                damage.failed++;
                damage.after += begun_after;
            }
        }
    }
    return damage;
}

static bool outage(uint64_t down_for_ms, struct damage damages[3]) {
    static const char *const names[] = {"never", "coserr", "budget"};
    char title[32];
    snprintf(title, sizeof title, "%us outage", (unsigned)(down_for_ms / 1000));
    printf("%-10s %9s %9s\n", title, "wasted", "failed");
    for (int i = 0; i < 3; i++) {
        damages[i] = suffer(down_for_ms, (enum policy)i);
        printf("%-10s %9lu %9lu\n", names[i], damages[i].wasted, damages[i].failed);
    }
    return damages[0].after + damages[1].after + damages[2].after == 0;
}

/* A short outage is bridged all the same; in a long one each client retries until its budget is
 * spent, and no more. */
static bool outages(void) {
    struct damage brief[3];
    struct damage lasting[3];
    return outage(1000, brief) && outage(120000, lasting) &&
           brief[BUDGET].failed == brief[RETRY].failed &&
           brief[BUDGET].failed * 5 < brief[NO_RETRY].failed &&
           lasting[RETRY].wasted > 4 * lasting[NO_RETRY].wasted &&
           lasting[BUDGET].wasted ==
               lasting[NO_RETRY].wasted + SENDERS * (COSERR_BUDGET_TOKENS / COST) &&
           lasting[BUDGET].failed <= lasting[NO_RETRY].failed;
}

int main(void) {
    const bool gentle = overload();
    return outages() && gentle ? EXIT_SUCCESS : EXIT_FAILURE;
}
