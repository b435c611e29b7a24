// SPDX-License-Identifier: MIT
/* From a failure and the attempt that met it to what to do next: a pure function. */
import { MIN_SKEW, clockSkewOf, retryAfterOf } from './date';
import { SIGN_ONLY } from './data';
import { extrasOf, getRow, hintWords, wasNeverSent } from './lookup';
import { operation as findOperation } from './operation';
import type { Result } from './result';
import { naturalOf, secondsOf } from './value';
import type { Hint, RetryAction, RetryReason } from './vocabulary.data';

const DEFAULT_ATTEMPTS = 5;
const MAX_RETRY_AFTER = 300; /* seconds; a longer wait is the caller's decision */
const TRANSIENT_BASE = 200; /* milliseconds */
const TRANSIENT_CAP = 20000;
const THROTTLE_BASE = 1000;
const THROTTLE_CAP = 60000;
const THROTTLE_FLOOR = 500; /* a client that was told to slow down never returns at once */
const MAX_DOUBLINGS = 16;
const COST = 5; /* tokens of another attempt */
const COST_UNANSWERED = 10; /* after a failure without an answer, which holds resources longer */
const REFILL = 1; /* tokens for a first attempt that succeeded */
const UNAVAILABLE = 503;
const TWO_TO_32 = 4294967296;
const TWO_TO_64 = TWO_TO_32 * TWO_TO_32;

/** The attempt that met the failure. What is not given is 0 or false. */
export interface Attempt {
  /** 1, which is the default, for the first; the sends that an SDK makes inside one call count. */
  readonly number?: number | undefined;
  /** How many at most, the first included; 0: five. */
  readonly maxAttempts?: number | undefined;
  /** Any whole number, evenly distributed over 32 bits. Without one, delays are the longest. */
  readonly random?: number | undefined;
  /** Whether sending it twice equals sending it once. Undefined: as the operation says, and false
   * if the operation is unknown. */
  readonly idempotent?: boolean | null | undefined;
  /** The body can be sent from its start, or there is none. */
  readonly replayable?: boolean | undefined;
  /** The URL was signed by somebody else. */
  readonly presigned?: boolean | undefined;
  /** There is another domain to try; never for a custom or an accelerated one. */
  readonly backupDomain?: boolean | undefined;
  /** When the response came, by the clock that you sign with, earlier corrections included: seconds
   * since 1970. Undefined: as the result says. */
  readonly receivedAt?: number | Date | null | undefined;
  /** Milliseconds since the first attempt began, waiting included. */
  readonly spentMs?: number | undefined;
  /** Milliseconds within which the last attempt begins; 0: any time. */
  readonly budgetMs?: number | undefined;
  /** What is left of the client's retry budget; undefined when it keeps none. */
  readonly tokens?: number | null | undefined;
}

/** What was done about one request so far. Hand it on as it is. */
export interface RetryState {
  /** @internal */
  readonly done: number;
  /** @internal */
  readonly paid: number;
}

export interface Decision {
  readonly action: RetryAction;
  readonly reason: RetryReason;
  /** Milliseconds to wait before the action; 0 for all but `again`. */
  readonly delayMs: number;
  /** `correct-clock`: seconds to add to the clock, on top of earlier corrections; else 0. */
  readonly clockOffsetS: number;
  /** The request needs a new signature before it is sent. */
  readonly signAgain: boolean;
  readonly hints: readonly Hint[];
  /** What holds for other operations only. */
  readonly conditional: readonly Hint[];
  /** Tokens to take from the client's budget; negative: to give back. */
  readonly cost: number;
  /** For the next call about the same request. */
  readonly state: RetryState;
}

/** What a rule comes to; `done` is what it adds to the state. */
interface Verdict {
  readonly action: RetryAction;
  readonly reason: RetryReason;
  readonly delayMs?: number;
  readonly offset?: number;
  readonly done?: number;
}

const DONE_ONCE = 1;
const DONE_CLOCK = 2;
const DONE_CREDENTIALS = 4;
const DONE_ENDPOINT = 8;

/** Everything that a decision depends on. */
interface Situation {
  readonly result: Result;
  readonly attempt: Attempt;
  readonly number: number;
  readonly done: number;
  readonly receivedAt: number;
  readonly idempotent: boolean;
}

function stop(reason: RetryReason, done?: number): Verdict {
  return { action: 'stop', reason, done: done || 0 };
}

/* --------------------------------------------------------------------------------------- delays */

/** Full jitter: 0 to the bound. The product is below 2^53, hence exact. */
function backoff(now: Situation, base: number, cap: number): number {
  const before = Math.min(Math.max(now.number - 1, 0), MAX_DOUBLINGS);
  const bound = Math.min(base * Math.pow(2, before), cap);
  const given = now.attempt.random;
  const random = given === undefined ? TWO_TO_32 - 1 : naturalOf(given) % TWO_TO_32;
  return Math.floor((random * (bound + 1)) / TWO_TO_32);
}

function again(now: Situation, reason: RetryReason, done: number): Verdict {
  const delay =
    now.result.retry === 'throttle'
      ? THROTTLE_FLOOR + backoff(now, THROTTLE_BASE, THROTTLE_CAP)
      : backoff(now, TRANSIENT_BASE, TRANSIENT_CAP);
  const seconds = retryAfterOf(now.result, now.receivedAt);
  if (seconds === undefined) {
    return { action: 'again', reason, delayMs: delay, done };
  }
  if (seconds > MAX_RETRY_AFTER) {
    return stop('wait-too-long', done);
  }
  return seconds * 1000 > delay
    ? { action: 'again', reason: 'server-asked', delayMs: seconds * 1000, done }
    : { action: 'again', reason, delayMs: delay, done };
}

/* -------------------------------------------------------------------------------------- classes */

function onClock(now: Situation): Verdict {
  if (now.attempt.presigned) {
    return stop('presigned');
  }
  if ((now.done & DONE_CLOCK) !== 0) {
    return stop('tried-before');
  }
  const skew = clockSkewOf(now.result, now.receivedAt);
  if (skew !== undefined && Math.abs(skew) >= MIN_SKEW) {
    return { action: 'correct-clock', reason: 'clock-skew', offset: skew, done: DONE_CLOCK };
  }
  /* The clock is right, or nothing is known of it: then the signature may only be too old. */
  if (((extrasOf(getRow(now.result.entry.row)).flags || 0) & SIGN_ONLY) !== 0) {
    return { action: 'again', reason: 'signature-too-old', done: DONE_CLOCK };
  }
  return stop(skew !== undefined ? 'clock-is-right' : 'clock-unknown', DONE_CLOCK);
}

function onCredentials(now: Situation): Verdict {
  if (now.attempt.presigned) {
    return stop('presigned');
  }
  return (now.done & DONE_CREDENTIALS) !== 0
    ? stop('tried-before')
    : { action: 'fetch-credentials', reason: 'credentials', done: DONE_CREDENTIALS };
}

/** No request reached the server: sending one now is not sending it twice. */
function isUnsent(result: Result): boolean {
  return wasNeverSent(getRow(result.entry.row));
}

function onTransient(now: Situation): Verdict {
  if (!now.idempotent && !isUnsent(now.result)) {
    return stop('not-idempotent');
  }
  if (now.result.hints.indexOf('once') < 0) {
    return again(now, 'transient', 0);
  }
  return (now.done & DONE_ONCE) !== 0 ? stop('tried-before') : again(now, 'transient', DONE_ONCE);
}

/** A 503 of COS is a refusal. A gateway also answers so when it loses the server, which may have
 * processed the request by then. */
function wasRefused(result: Result): boolean {
  return (
    result.entry.kind !== 'family' ||
    result.status !== UNAVAILABLE ||
    result.requestId !== undefined
  );
}

function onThrottle(now: Situation): Verdict {
  return now.idempotent || wasRefused(now.result)
    ? again(now, 'throttle', 0)
    : stop('not-idempotent');
}

function onNever(now: Situation): Verdict {
  const hints = now.result.hints;
  if (hints.indexOf('already-done') >= 0) {
    return stop('already-done');
  }
  if (hints.indexOf('verify-first') >= 0 && now.number > 1) {
    return { action: 'read-state', reason: 'may-have-succeeded' };
  }
  return stop('never');
}

/** An answer without a request id is not from COS; nor is no answer. Another domain needs a new
 * signature, and a request that may have been processed needs to be idempotent. */
function mayChangeEndpoint(now: Situation): boolean {
  const result = now.result;
  const isReached =
    result.kind === 'service' ? result.verdict !== undefined : result.retry === 'transient';
  return (
    Boolean(now.attempt.backupDomain) &&
    result.requestId === undefined &&
    isReached &&
    !now.attempt.presigned &&
    (now.idempotent || isUnsent(result)) &&
    (now.done & DONE_ENDPOINT) === 0
  );
}

/* ------------------------------------------------------------------------------------- decision */

function withoutLimits(now: Situation): Verdict {
  if (mayChangeEndpoint(now)) {
    return { action: 'other-endpoint', reason: 'not-from-cos', done: DONE_ENDPOINT };
  }
  switch (now.result.retry) {
    case 'transient':
      return onTransient(now);
    case 'throttle':
      return onThrottle(now);
    case 'clock':
      return onClock(now);
    case 'credentials':
      return onCredentials(now);
    case 'conflict':
      return {
        action: 'read-state',
        reason: now.number > 1 ? 'may-have-succeeded' : 'conflict',
      };
    default:
      return onNever(now);
  }
}

/** The reason not to send again, if there is one. */
function limitOf(now: Situation, delay: number, cost: number): RetryReason | undefined {
  const attempt = now.attempt;
  const budget = naturalOf(attempt.budgetMs);
  const end = naturalOf(attempt.spentMs) + delay;
  if (!attempt.replayable) {
    return 'not-replayable';
  }
  if (now.number >= (naturalOf(attempt.maxAttempts) || DEFAULT_ATTEMPTS)) {
    return 'attempts-spent';
  }
  if (budget !== 0 && (end > budget || end >= TWO_TO_64)) {
    return 'time-spent';
  }
  if (typeof attempt.tokens === 'number' && naturalOf(attempt.tokens) < cost) {
    return 'budget-spent';
  }
  return undefined;
}

function makeDecision(
  result: Result | null,
  verdict: Verdict,
  cost: number,
  done: number,
): Decision {
  const action = verdict.action;
  return Object.freeze({
    action,
    reason: verdict.reason,
    delayMs: verdict.delayMs || 0,
    clockOffsetS: verdict.offset || 0,
    signAgain:
      action === 'correct-clock' ||
      action === 'fetch-credentials' ||
      action === 'other-endpoint' ||
      verdict.reason === 'signature-too-old',
    hints: result !== null ? result.hints : hintWords(0),
    conditional: result !== null ? result.conditional : hintWords(0),
    cost,
    state: Object.freeze({ done, paid: Math.max(cost, 0) }),
  });
}

/**
 * Decides what to do about a failure; null is a success, which gives tokens back to the budget.
 * The clock and the random number are the caller's; `state` is that of the decision before about
 * the same request.
 *
 * - throttle, clock and credentials were refused unprocessed: the request need not be idempotent.
 *   transient may have been processed: it must be, unless the request never left.
 * - Delays: full jitter below a bound that doubles with each attempt, from 200 ms to 20 s; for
 *   throttle from 1 s to 60 s with 500 ms on top. Retry-After is followed when it is longer; over
 *   five minutes, stop.
 * - The clock is corrected from 30 s of skew on, once. Credentials are fetched once, another domain
 *   is tried once.
 */
export function decide(
  result: Result | null,
  attempt?: Attempt | null,
  state?: RetryState | null,
): Decision {
  const given = attempt || {};
  const before = state ? naturalOf(state.done) : 0;
  if (result === null) {
    const paid = state ? naturalOf(state.paid) : 0;
    return makeDecision(null, stop('not-failed'), -(paid || REFILL), before);
  }
  const operation = findOperation(result.operation);
  const now: Situation = {
    result,
    attempt: given,
    number: given.number === undefined ? 1 : naturalOf(given.number),
    done: before,
    receivedAt: secondsOf(given.receivedAt) || result.receivedAt || 0,
    idempotent:
      typeof given.idempotent === 'boolean'
        ? given.idempotent
        : operation !== null && operation.idempotent,
  };
  const verdict = withoutLimits(now);
  const done = before | (verdict.done || 0);
  if (verdict.action === 'stop' || verdict.action === 'read-state') {
    return makeDecision(result, verdict, 0, done);
  }
  const cost = result.kind === 'client' ? COST_UNANSWERED : COST;
  const limit = limitOf(now, verdict.delayMs || 0, cost);
  return limit !== undefined
    ? makeDecision(result, stop(limit), 0, before) // none of it is going to be done
    : makeDecision(result, verdict, cost, done);
}
