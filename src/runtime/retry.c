/* SPDX-License-Identifier: MIT */
/* From an error and the attempt that met it to what to do next: a pure function. */
#include "runtime/internal.h"

enum {
    DEFAULT_ATTEMPTS = 5,
    MAX_RETRY_AFTER = 300, /* seconds; a longer wait is the caller's decision */
    TRANSIENT_BASE = 200,  /* milliseconds */
    TRANSIENT_CAP = 20000,
    THROTTLE_BASE = 1000,
    THROTTLE_CAP = 60000,
    THROTTLE_FLOOR = 500, /* a client that was told to slow down never returns at once */
    MAX_DOUBLINGS = 16,
    COST = 5,             /* tokens of another attempt */
    COST_UNANSWERED = 10, /* after a timeout or a lost connection, which hold resources longer */
    REFILL = 1            /* tokens for a first attempt that succeeded */
};

/* Everything a decision depends on. */
struct situation {
    const coserr_error *error;
    const coserr_attempt *attempt;
    coserr_retry_state *state;
    int64_t received_at;
    uint32_t retry;
    uint32_t hints;
    bool idempotent;
};

static coserr_decision decide(uint32_t action, uint32_t reason) {
    coserr_decision decision;
    memset(&decision, 0, sizeof decision);
    decision.action = action;
    decision.reason = reason;
    return decision;
}

static coserr_decision stop(uint32_t reason) {
    return decide(COSERR_ACTION_STOP, reason);
}

/* --------------------------------------------------------------------------------------- delays */

static uint64_t backoff(const coserr_attempt *attempt, uint64_t base, uint64_t cap) {
    const uint32_t before = attempt->number > 0 ? attempt->number - 1 : 0;
    const uint64_t limit = base << (before < MAX_DOUBLINGS ? before : MAX_DOUBLINGS);
    const uint64_t bounded = limit < cap ? limit : cap;
    return ((uint64_t)attempt->random * (bounded + 1)) >> 32; /* full jitter: 0 to the bound */
}

static coserr_decision again(const struct situation *now, uint32_t reason) {
    const bool throttled = now->retry == COSERR_RETRY_THROTTLE;
    coserr_decision decision = decide(COSERR_ACTION_AGAIN, reason);
    decision.delay_ms = throttled
                            ? THROTTLE_FLOOR + backoff(now->attempt, THROTTLE_BASE, THROTTLE_CAP)
                            : backoff(now->attempt, TRANSIENT_BASE, TRANSIENT_CAP);
    int64_t seconds;
    if (coserr__retry_after(now->error, now->received_at, &seconds)) {
        if (seconds > MAX_RETRY_AFTER) {
            return stop(COSERR_REASON_WAIT_TOO_LONG);
        }
        if ((uint64_t)seconds * 1000 > decision.delay_ms) {
            decision.delay_ms = (uint64_t)seconds * 1000;
            decision.reason = COSERR_REASON_SERVER_ASKED;
        }
    }
    return decision;
}

/* -------------------------------------------------------------------------------------- classes */

static coserr_decision on_clock(const struct situation *now) {
    int64_t skew;
    if (now->attempt->presigned) {
        return stop(COSERR_REASON_PRESIGNED);
    }
    if ((now->state->done & COSERR_DONE_CLOCK) != 0) {
        return stop(COSERR_REASON_TRIED_BEFORE);
    }
    now->state->done |= COSERR_DONE_CLOCK;
    const bool known = coserr__clock_skew(now->error, now->received_at, &skew);
    if (known && (skew >= COSERR__MIN_SKEW || skew <= -COSERR__MIN_SKEW)) {
        coserr_decision decision = decide(COSERR_ACTION_CORRECT_CLOCK, COSERR_REASON_CLOCK_SKEW);
        decision.clock_offset_s = skew;
        return decision;
    }
    /* The clock is right, or nothing is known of it: then the signature may only be too old. */
    if ((now->error->entry->flags & COSERR__ENTRY_SIGN_ONLY) != 0) {
        return decide(COSERR_ACTION_AGAIN, COSERR_REASON_SIGNATURE_TOO_OLD);
    }
    return stop(known ? COSERR_REASON_CLOCK_IS_RIGHT : COSERR_REASON_CLOCK_UNKNOWN);
}

static coserr_decision on_credentials(const struct situation *now) {
    if (now->attempt->presigned) {
        return stop(COSERR_REASON_PRESIGNED);
    }
    if ((now->state->done & COSERR_DONE_CREDENTIALS) != 0) {
        return stop(COSERR_REASON_TRIED_BEFORE);
    }
    now->state->done |= COSERR_DONE_CREDENTIALS;
    return decide(COSERR_ACTION_FETCH_CREDENTIALS, COSERR_REASON_CREDENTIALS);
}

/* No request reached the server: sending one now is not sending it twice. */
static bool was_never_sent(const coserr_error *error) {
    return (error->entry->flags & COSERR__ENTRY_UNSENT) != 0;
}

static coserr_decision on_transient(const struct situation *now) {
    if (!now->idempotent && !was_never_sent(now->error)) {
        return stop(COSERR_REASON_NOT_IDEMPOTENT);
    }
    if ((now->hints & COSERR_HINT_ONCE) != 0) {
        if ((now->state->done & COSERR_DONE_ONCE) != 0) {
            return stop(COSERR_REASON_TRIED_BEFORE);
        }
        now->state->done |= COSERR_DONE_ONCE;
    }
    return again(now, COSERR_REASON_TRANSIENT);
}

/* A 503 of COS is a refusal. A gateway also answers so when it loses the server, which may have
 * processed the request by then. */
static bool was_refused(const coserr_error *error) {
    enum { UNAVAILABLE = 503 };
    return coserr_entry_kind(error->entry) != COSERR_KIND_FAMILY ||
           error->http_status != UNAVAILABLE ||
           error->source[COSERR_FIELD_REQUEST_ID] != COSERR_SOURCE_NONE;
}

static coserr_decision on_throttle(const struct situation *now) {
    return now->idempotent || was_refused(now->error) ? again(now, COSERR_REASON_THROTTLE)
                                                      : stop(COSERR_REASON_NOT_IDEMPOTENT);
}

static coserr_decision on_never(const struct situation *now) {
    if ((now->hints & COSERR_HINT_ALREADY_DONE) != 0) {
        return stop(COSERR_REASON_ALREADY_DONE);
    }
    if ((now->hints & COSERR_HINT_VERIFY_FIRST) != 0 && now->attempt->number > 1) {
        return decide(COSERR_ACTION_READ_STATE, COSERR_REASON_MAY_HAVE_SUCCEEDED);
    }
    return stop(COSERR_REASON_NEVER);
}

/* An answer without a request id is not from COS; nor is no answer. Another domain
 * needs a new signature, and a request that may have been processed needs to be idempotent. */
static bool may_change_endpoint(const struct situation *now) {
    const coserr_error *error = now->error;
    const bool from_cos = error->source[COSERR_FIELD_REQUEST_ID] != COSERR_SOURCE_NONE;
    const bool reached = error->kind == COSERR_KIND_SERVICE
                             ? error->verdict != COSERR_VERDICT_NONE /* a real answer */
                             : now->retry == COSERR_RETRY_TRANSIENT;
    return now->attempt->backup_domain && !from_cos && reached && !now->attempt->presigned &&
           (now->idempotent || was_never_sent(error)) &&
           (now->state->done & COSERR_DONE_ENDPOINT) == 0;
}

/* ------------------------------------------------------------------------------------- decision */

static coserr_decision by_class(const struct situation *now) {
    switch (now->retry) {
    case COSERR_RETRY_TRANSIENT:
        return on_transient(now);
    case COSERR_RETRY_THROTTLE:
        return on_throttle(now);
    case COSERR_RETRY_CLOCK:
        return on_clock(now);
    case COSERR_RETRY_CREDENTIALS:
        return on_credentials(now);
    case COSERR_RETRY_CONFLICT:
        return decide(COSERR_ACTION_READ_STATE, now->attempt->number > 1
                                                    ? COSERR_REASON_MAY_HAVE_SUCCEEDED
                                                    : COSERR_REASON_CONFLICT);
    default: /* a class that this library does not know */
        return on_never(now);
    }
}

static coserr_decision without_limits(const struct situation *now) {
    if (may_change_endpoint(now)) {
        now->state->done |= COSERR_DONE_ENDPOINT;
        return decide(COSERR_ACTION_OTHER_ENDPOINT, COSERR_REASON_NOT_FROM_COS);
    }
    return by_class(now);
}

static bool sends_again(uint32_t action) {
    return action != COSERR_ACTION_STOP && action != COSERR_ACTION_READ_STATE;
}

static int32_t cost_of(const coserr_error *error) {
    return error->kind == COSERR_KIND_CLIENT ? COST_UNANSWERED : COST;
}

/* The reason not to send again, or 0. */
static uint32_t limit_of(const struct situation *now, uint64_t delay_ms) {
    const coserr_attempt *attempt = now->attempt;
    const uint32_t max_attempts =
        attempt->max_attempts > 0 ? attempt->max_attempts : DEFAULT_ATTEMPTS;
    const uint64_t end = attempt->spent_ms + delay_ms;
    if (!attempt->replayable) {
        return COSERR_REASON_NOT_REPLAYABLE;
    }
    if (attempt->number >= max_attempts) {
        return COSERR_REASON_ATTEMPTS_SPENT;
    }
    if (attempt->budget_ms != 0 && (end < attempt->spent_ms || end > attempt->budget_ms)) {
        return COSERR_REASON_TIME_SPENT;
    }
    if (attempt->budgeted && attempt->tokens < (uint32_t)cost_of(now->error)) {
        return COSERR_REASON_BUDGET_SPENT;
    }
    return 0;
}

static coserr_decision within_limits(const struct situation *now) {
    const uint32_t before = now->state->done;
    coserr_decision decision = without_limits(now);
    if (!sends_again(decision.action)) {
        return decision;
    }
    const uint32_t reason = limit_of(now, decision.delay_ms);
    if (reason != 0) {
        now->state->done = before; /* none of it is going to be done */
        return stop(reason);
    }
    decision.cost = cost_of(now->error);
    decision.sign_again = decision.action == COSERR_ACTION_CORRECT_CLOCK ||
                          decision.action == COSERR_ACTION_FETCH_CREDENTIALS ||
                          decision.action == COSERR_ACTION_OTHER_ENDPOINT ||
                          decision.reason == COSERR_REASON_SIGNATURE_TOO_OLD;
    return decision;
}

/* A success gives back what the attempt that brought it had cost. */
static coserr_decision succeed(coserr_retry_state *state) {
    coserr_decision decision = stop(COSERR_REASON_NOT_FAILED);
    decision.cost = state->paid > 0 ? -(int32_t)state->paid : -(int32_t)REFILL;
    return decision;
}

static bool is_idempotent(const coserr_error *error, const coserr_attempt *attempt) {
    return attempt->idempotent == 0
               ? coserr_operation_idempotent(coserr_get_operation(
                     coserr_entry_catalog(error->entry), error->operation)) != 0
               : attempt->idempotent == 1;
}

static coserr_decision decide_on(const coserr_error *error, const coserr_attempt *attempt,
                                 coserr_retry_state *state) {
    if (!error->failed) {
        return succeed(state);
    }
    if (error->entry == NULL) { /* it was not resolved: nothing is known of it */
        return stop(COSERR_REASON_NEVER);
    }
    const struct situation now = {
        error,
        attempt,
        state,
        attempt->received_at != 0 ? attempt->received_at : error->received_at,
        coserr_entry_retry_class(error->entry),
        coserr_entry_hints(error->entry, error->operation),
        is_idempotent(error, attempt),
    };
    coserr_decision decision = within_limits(&now);
    decision.hints = now.hints;
    decision.conditional = coserr_entry_conditional_hints(error->entry, error->operation);
    return decision;
}

int coserr_decide(const coserr_error *error, const coserr_attempt *attempt,
                  coserr_retry_state *state, coserr_decision *decision) {
    coserr_error full;
    coserr_attempt given;
    coserr_retry_state kept;
    if (!coserr__is_sized(error) || !coserr__is_sized(attempt) || !coserr__is_sized(state) ||
        !coserr__is_sized(decision)) {
        return -1;
    }
    coserr__take_error(&full, error);
    coserr__take(&given, sizeof given, attempt);
    coserr__take(&kept, sizeof kept, state);
    const coserr_decision decided = decide_on(&full, &given, &kept);
    kept.paid = decided.cost > 0 ? (uint32_t)decided.cost : 0;
    coserr__give(state, &kept, sizeof kept);
    coserr__give(decision, &decided, sizeof decided);
    return (int)decided.action;
}
