/* SPDX-License-Identifier: MIT */
/* The retry budget: what attempts cost and successes give back, through whole sequences. */
#include "unit.h"

/* A client with one budget for all of its requests. */
struct client {
    uint32_t tokens;
    uint32_t budgeted;
    coserr_retry_state state; /* of the request under way */
    coserr_decision last;
};

static struct client new_client(uint32_t tokens) {
    struct client client = {.tokens = tokens, .budgeted = 1};
    client.state.size = sizeof client.state;
    return client;
}

static void next_request(struct client *client) {
    client->state = (coserr_retry_state){.size = sizeof client->state};
}

static coserr_attempt attempt_of(const struct client *client, uint32_t number) {
    const coserr_attempt attempt = {.size = sizeof attempt,
                                    .number = number,
                                    .max_attempts = 1000,
                                    .idempotent = 1,
                                    .replayable = 1,
                                    .budgeted = client->budgeted,
                                    .tokens = client->tokens};
    return attempt;
}

/* As the header says: the cost is taken before the action; what is given back, up to the full
 * budget. */
static int settle(struct client *client, const coserr_error *error, const coserr_attempt *attempt) {
    client->last = (coserr_decision){.size = sizeof client->last};
    const int action = coserr_decide(error, attempt, &client->state, &client->last);
    const int64_t left = (int64_t)client->tokens - client->last.cost;
    if (client->budgeted != 0) {
        ck_assert_int_ge(left, 0);
    }
    client->tokens = (uint32_t)(left < COSERR_BUDGET_TOKENS ? left : COSERR_BUDGET_TOKENS);
    return action;
}

static coserr_error service(const char *code, uint32_t status) {
    coserr_error error = {.size = sizeof error};
    ck_assert_int_eq(coserr_explain(NULL, TEXT(code), status, NULL, 0, &error), 1);
    return error;
}

static coserr_error unanswered(const char *name) {
    coserr_error error = {.size = sizeof error};
    ck_assert_int_eq(coserr_from_client(NULL, TEXT(name), &error), 1);
    return error;
}

static int meet(struct client *client, const coserr_error *error, uint32_t number) {
    const coserr_attempt attempt = attempt_of(client, number);
    return settle(client, error, &attempt);
}

static void succeed(struct client *client, uint32_t number) {
    const coserr_error error = {.size = sizeof error};
    const coserr_attempt attempt = attempt_of(client, number);
    ck_assert_int_eq(settle(client, &error, &attempt), COSERR_ACTION_STOP);
    ck_assert_uint_eq(client->last.reason, COSERR_REASON_NOT_FAILED);
}

/* ------------------------------------------------------------------------------------ sequences */

/* Letters: S a failure with an answer, C one without, N one that is final, + a success, / the next
 * request. Numbers: the tokens after each letter. */
static const struct {
    const char *events;
    uint32_t begin;
    uint32_t after[12];
} sequences[] = {
    {"+", 100, {101}},
    {"+/+/+", 498, {499, 499, 500, 500, 500}},
    {"S+", 100, {95, 100}},
    {"SSS+", 100, {95, 90, 85, 90}},
    {"C+", 100, {90, 100}},
    {"SC+", 100, {95, 85, 95}},
    {"CS+", 100, {90, 85, 90}},
    {"S+/+", 100, {95, 100, 100, 101}},
    {"SN", 100, {95, 95}},
    {"N", 100, {100}},
    {"SN/+", 100, {95, 95, 95, 96}},
    {"S/+", 100, {95, 95, 96}}, /* another request paid nothing */
    {"S++", 100, {95, 100, 101}},
    {"S+", 500, {495, 500}},
    {"S", 5, {0}},
    {"S", 4, {4}},
    {"C", 10, {0}},
    {"C", 9, {9}},
    {"CS", 14, {4, 4}},
    {"SS+", 9, {4, 4, 5}}, /* the second was stopped, so that the success paid nothing */
    {"+/+/+/+/+/S", 0, {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0}},
};

static void play(struct client *client, char event, uint32_t *number) {
    const coserr_error answered = service("InternalError", 500);
    const coserr_error lost = unanswered("ReadTimeout");
    const coserr_error final = service("NoSuchKey", 404);
    switch (event) {
    case '/':
        next_request(client);
        *number = 1;
        return;
    case '+':
        succeed(client, *number);
        return;
    default:
        (void)meet(client, event == 'S' ? &answered : event == 'C' ? &lost : &final, *number);
        ++*number;
    }
}

START_TEST(sequence) {
    struct client client = new_client(sequences[_i].begin);
    uint32_t number = 1;
    for (size_t i = 0; sequences[_i].events[i] != '\0'; i++) {
        play(&client, sequences[_i].events[i], &number);
        ck_assert_msg(client.tokens == sequences[_i].after[i], "'%s': %u tokens after %zu",
                      sequences[_i].events, client.tokens, i + 1);
    }
}
END_TEST

/* ------------------------------------------------------------------------------------ the limit */

START_TEST(limit) {
    const coserr_error answered = service("SlowDown", 503);
    const coserr_error lost = unanswered("ConnectionTimeout");
    for (uint32_t tokens = 0; tokens < 20; tokens++) {
        struct client client = new_client(tokens);
        const int action = meet(&client, &answered, 1);
        ck_assert_int_eq(action, tokens >= 5 ? COSERR_ACTION_AGAIN : COSERR_ACTION_STOP);
        ck_assert_int_eq(client.last.reason == COSERR_REASON_BUDGET_SPENT, tokens < 5);
        ck_assert_int_eq(client.last.cost, tokens >= 5 ? 5 : 0);
        ck_assert_uint_eq(client.state.paid, tokens >= 5 ? 5 : 0);
        client = new_client(tokens);
        (void)meet(&client, &lost, 1);
        ck_assert_int_eq(client.last.reason == COSERR_REASON_BUDGET_SPENT, tokens < 10);
        ck_assert_int_eq(client.last.cost, tokens >= 10 ? 10 : 0);
    }
}
END_TEST

/* Who keeps no budget is told the cost, and is never stopped by it. */
START_TEST(no_budget) {
    const coserr_error error = service("InternalError", 500);
    struct client client = new_client(0);
    client.budgeted = 0;
    const coserr_attempt attempt = attempt_of(&client, 1);
    client.last.size = sizeof client.last;
    ck_assert_int_eq(coserr_decide(&error, &attempt, &client.state, &client.last),
                     COSERR_ACTION_AGAIN);
    ck_assert_int_eq(client.last.cost, 5);
}
END_TEST

/* A full budget is a hundred retries in a row. */
START_TEST(long_outage) {
    const coserr_error error = service("ServiceUnavailable", 503);
    struct client client = new_client(COSERR_BUDGET_TOKENS);
    unsigned retries = 0;
    while (meet(&client, &error, 1) == COSERR_ACTION_AGAIN) {
        retries++;
        next_request(&client);
    }
    ck_assert_uint_eq(retries, 100);
    ck_assert_uint_eq(client.last.reason, COSERR_REASON_BUDGET_SPENT);
    /* From then on one retry for every five successes. */
    for (unsigned round = 0; round < 20; round++) {
        for (unsigned i = 0; i < 5; i++) {
            ck_assert_int_eq(meet(&client, &error, 1), COSERR_ACTION_STOP);
            next_request(&client);
            succeed(&client, 1);
        }
        ck_assert_int_eq(meet(&client, &error, 1), COSERR_ACTION_AGAIN);
        next_request(&client);
    }
}
END_TEST

/* ----------------------------------------------------------------------------------- what costs */

static const struct {
    const char *code;
    uint32_t status;
    int action;
    int32_t cost;
} actions[] = {
    {"SlowDown", 503, COSERR_ACTION_AGAIN, 5},
    {"InternalError", 500, COSERR_ACTION_AGAIN, 5},
    {"RequestTimeTooSkewed", 403, COSERR_ACTION_CORRECT_CLOCK, 5},
    {"ExpiredToken", 403, COSERR_ACTION_FETCH_CREDENTIALS, 5},
    {"NoSuchKey", 404, COSERR_ACTION_STOP, 0},
    {"AppendPositionErr", 409, COSERR_ACTION_READ_STATE, 0},
};

START_TEST(costs) {
    coserr_error error = service(actions[_i].code, actions[_i].status);
    error.server_time = str("2026-01-31T12:00:00Z");
    error.received_at = 1;
    for (uint32_t tokens = 4; tokens <= 5; tokens++) {
        struct client client = new_client(tokens);
        const int action = meet(&client, &error, 1);
        if (actions[_i].cost == 0 || tokens == 5) {
            ck_assert_int_eq(action, actions[_i].action);
            ck_assert_int_eq(client.last.cost, actions[_i].cost);
        } else {
            ck_assert_int_eq(action, COSERR_ACTION_STOP);
            ck_assert_uint_eq(client.last.reason, COSERR_REASON_BUDGET_SPENT);
            ck_assert_uint_eq(client.state.done, 0); /* the remedy is still there */
        }
    }
}
END_TEST

START_TEST(another_domain) {
    coserr_error error = unanswered("ConnectionTimeout");
    for (uint32_t tokens = 9; tokens <= 10; tokens++) {
        struct client client = new_client(tokens);
        coserr_attempt attempt = attempt_of(&client, 1);
        attempt.backup_domain = 1;
        const int action = settle(&client, &error, &attempt);
        ck_assert_int_eq(action, tokens == 10 ? COSERR_ACTION_OTHER_ENDPOINT : COSERR_ACTION_STOP);
        ck_assert_uint_eq(client.state.done, tokens == 10 ? COSERR_DONE_ENDPOINT : 0);
        ck_assert_uint_eq(client.tokens, tokens == 10 ? 0 : 9);
    }
}
END_TEST

/* Other limits are named first: they hold with a full budget, too. */
START_TEST(other_limits_first) {
    const coserr_error error = service("InternalError", 500);
    static const uint32_t reasons[] = {COSERR_REASON_NOT_REPLAYABLE, COSERR_REASON_ATTEMPTS_SPENT,
                                       COSERR_REASON_TIME_SPENT, COSERR_REASON_BUDGET_SPENT};
    for (size_t i = 0; i < COUNT(reasons); i++) {
        struct client client = new_client(0);
        coserr_attempt attempt = attempt_of(&client, 3);
        attempt.replayable = i != 0;
        attempt.max_attempts = i <= 1 ? 3 : 4;
        attempt.spent_ms = 11;
        attempt.budget_ms = i <= 2 ? 10 : 0;
        (void)settle(&client, &error, &attempt);
        ck_assert_uint_eq(client.last.reason, reasons[i]);
        ck_assert_int_eq(client.last.cost, 0);
    }
}
END_TEST

/* Whatever happens, a budget is never overdrawn and never overfull; settle() looks. */
START_TEST(any_sequence) {
    static const char events[] = "SSCN++/";
    uint32_t random = 1;
    for (unsigned run = 0; run < 200; run++) {
        struct client client = new_client(random % 40);
        uint32_t number = 1;
        for (unsigned i = 0; i < 200; i++) {
            random = random * 1664525u + 1013904223u;
            const uint32_t before = client.tokens;
            const char event = events[(random >> 16) % (sizeof events - 1)];
            play(&client, event, &number);
            ck_assert_uint_le(client.tokens, COSERR_BUDGET_TOKENS);
            ck_assert_uint_le(client.tokens, before + 10);
            ck_assert_uint_le(before, client.tokens + 10);
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("budget");
    TCase *tcase = add_case(suite, "sequences");
    tcase_add_loop_test(tcase, sequence, 0, (int)COUNT(sequences));
    tcase_add_test(tcase, any_sequence);
    tcase = add_case(suite, "the limit");
    tcase_add_test(tcase, limit);
    tcase_add_test(tcase, no_budget);
    tcase_add_test(tcase, long_outage);
    tcase_add_test(tcase, other_limits_first);
    tcase = add_case(suite, "costs");
    tcase_add_loop_test(tcase, costs, 0, (int)COUNT(actions));
    tcase_add_test(tcase, another_domain);
    return run_suite(suite);
}
