/* SPDX-License-Identifier: MIT */
/* From an error and the attempt that met it to what to do next: a pure function. */
#include "runtime/internal.h"

enum {
    DEFAULT_ATTEMPTS = 5,
    MIN_SKEW = 30,        /* seconds; below it the clock is not to blame */
    MAX_RETRY_AFTER = 300, /* seconds; who is asked to wait longer had better stop */
    TRANSIENT_BASE = 200,   /* milliseconds */
    TRANSIENT_CAP = 20000,
    THROTTLE_BASE = 1000,
    THROTTLE_CAP = 60000,
    THROTTLE_FLOOR = 500, /* nobody who was told to slow down comes back at once */
    MAX_DOUBLINGS = 16
};

/* What is known, in one place. */
struct situation {
    const coserr_error *error;
    const coserr_attempt *attempt;
    coserr_retry_state *state;
    uint32_t retry;
    uint32_t hints;
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

/* Retry-After as seconds from now; false when there is none, or it cannot be understood. */
static bool retry_after(const struct situation *now, int64_t *seconds) {
    int64_t until;
    int64_t server;
    if (coserr__parse_seconds(now->error->retry_after, seconds)) {
        return true;
    }
    if (!coserr__parse_date(now->error->retry_after, &until)) {
        return false;
    }
    if (!coserr__parse_date(now->error->date, &server)) {
        server = now->attempt->received_at;
    }
    *seconds = until > server ? until - server : 0;
    return server != 0;
}

static coserr_decision again(const struct situation *now, uint32_t reason) {
    const bool throttled = now->retry == COSERR_RETRY_THROTTLE;
    coserr_decision decision = decide(COSERR_ACTION_AGAIN, reason);
    decision.delay_ms = throttled
                            ? THROTTLE_FLOOR + backoff(now->attempt, THROTTLE_BASE, THROTTLE_CAP)
                            : backoff(now->attempt, TRANSIENT_BASE, TRANSIENT_CAP);
    int64_t seconds;
    if (retry_after(now, &seconds)) {
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

/* The server's clock less ours in seconds; false when one of the two is not known. */
static bool clock_skew(const struct situation *now, int64_t *skew) {
    int64_t server;
    if (now->attempt->received_at == 0 || (!coserr__parse_date(now->error->server_time, &server) &&
                                           !coserr__parse_date(now->error->date, &server))) {
        return false;
    }
    *skew = server - now->attempt->received_at;
    return true;
}

static coserr_decision on_clock(const struct situation *now) {
    int64_t skew;
    if (now->attempt->presigned) {
        return stop(COSERR_REASON_PRESIGNED);
    }
    if ((now->state->done & COSERR_DONE_CLOCK) != 0) {
        return stop(COSERR_REASON_TRIED_BEFORE);
    }
    now->state->done |= COSERR_DONE_CLOCK;
    const bool known = clock_skew(now, &skew);
    if (known && (skew >= MIN_SKEW || skew <= -MIN_SKEW)) {
        coserr_decision decision = decide(COSERR_ACTION_CORRECT_CLOCK, COSERR_REASON_CLOCK_SKEW);
        decision.clock_offset_s = skew;
        return decision;
    }
    /* The clock is right, or nobody knows: then a signature that expired was only too old. */
    if (coserr_entry_id(now->error->entry) == COSERR_CODE_REQUEST_HAS_EXPIRED) {
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
    switch (coserr_entry_id(error->entry)) {
    case COSERR_CODE_CLIENT_NAME_RESOLUTION_FAILED:
    case COSERR_CODE_CLIENT_CONNECTION_FAILED:
    case COSERR_CODE_CLIENT_CONNECTION_TIMEOUT:
        return true;
    default:
        return false;
    }
}

static coserr_decision on_transient(const struct situation *now) {
    if (!now->attempt->idempotent && !was_never_sent(now->error)) {
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

static coserr_decision on_never(const struct situation *now) {
    if ((now->hints & COSERR_HINT_ALREADY_DONE) != 0) {
        return stop(COSERR_REASON_ALREADY_DONE);
    }
    if ((now->hints & COSERR_HINT_VERIFY_FIRST) != 0 && now->attempt->number > 1) {
        return decide(COSERR_ACTION_READ_STATE, COSERR_REASON_MAY_HAVE_SUCCEEDED);
    }
    return stop(COSERR_REASON_NEVER);
}

/* An answer without a request id is not from COS; no answer at all is not either. Another domain
 * needs a new signature, and a request that may have been processed needs to be idempotent. */
static bool may_change_endpoint(const struct situation *now) {
    const coserr_error *error = now->error;
    const bool from_cos = error->source[COSERR_FIELD_REQUEST_ID] != COSERR_SOURCE_NONE;
    const bool reached = error->kind == COSERR_KIND_SERVICE
                             ? error->verdict != COSERR_VERDICT_NONE /* a real answer */
                             : now->retry == COSERR_RETRY_TRANSIENT;
    return now->attempt->backup_domain && !from_cos && reached && !now->attempt->presigned &&
           (now->attempt->idempotent || was_never_sent(error)) &&
           (now->state->done & COSERR_DONE_ENDPOINT) == 0;
}

/* ------------------------------------------------------------------------------------- decision */

static coserr_decision by_class(const struct situation *now) {
    switch (now->retry) {
    case COSERR_RETRY_TRANSIENT:
        return on_transient(now);
    case COSERR_RETRY_THROTTLE:
        return again(now, COSERR_REASON_THROTTLE);
    case COSERR_RETRY_CLOCK:
        return on_clock(now);
    case COSERR_RETRY_CREDENTIALS:
        return on_credentials(now);
    case COSERR_RETRY_CONFLICT:
        return decide(COSERR_ACTION_READ_STATE, now->attempt->number > 1
                                                    ? COSERR_REASON_MAY_HAVE_SUCCEEDED
                                                    : COSERR_REASON_CONFLICT);
    default: /* a class that this library does not know is taken for never */
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

static coserr_decision within_limits(const struct situation *now) {
    const coserr_attempt *attempt = now->attempt;
    const uint32_t before = now->state->done;
    const uint32_t most = attempt->most_attempts > 0 ? attempt->most_attempts : DEFAULT_ATTEMPTS;
    coserr_decision decision = without_limits(now);
    uint32_t reason = 0;
    if (sends_again(decision.action)) {
        const uint64_t end = attempt->spent_ms + decision.delay_ms;
        reason = !attempt->replayable       ? COSERR_REASON_NOT_REPLAYABLE
                 : attempt->number >= most  ? COSERR_REASON_ATTEMPTS_SPENT
                 : attempt->budget_ms == 0  ? 0
                 : end < attempt->spent_ms  ? COSERR_REASON_TIME_SPENT
                 : end > attempt->budget_ms ? COSERR_REASON_TIME_SPENT
                                            : 0;
    }
    if (reason != 0) {
        now->state->done = before; /* nothing of it is going to be done */
        return stop(reason);
    }
    decision.sign_anew = decision.action == COSERR_ACTION_CORRECT_CLOCK ||
                         decision.action == COSERR_ACTION_FETCH_CREDENTIALS ||
                         decision.action == COSERR_ACTION_OTHER_ENDPOINT ||
                         decision.reason == COSERR_REASON_SIGNATURE_TOO_OLD;
    return decision;
}

int coserr_decide(const coserr_error *error, const coserr_attempt *attempt,
                  coserr_retry_state *state, coserr_decision *decision) {
    if (error == NULL || error->size < sizeof *error || attempt == NULL ||
        attempt->size < sizeof *attempt || state == NULL || state->size < sizeof *state ||
        decision == NULL || decision->size < sizeof *decision) {
        return -1;
    }
    const uint32_t size = decision->size;
    if (!error->failed || error->entry == NULL) {
        *decision = stop(COSERR_REASON_NOT_FAILED);
    } else {
        const struct situation now = {error, attempt, state, coserr_entry_retry_class(error->entry),
                                      coserr_entry_hints(error->entry)};
        *decision = within_limits(&now);
        decision->hints = now.hints;
    }
    decision->size = size;
    return (int)decision->action;
}
