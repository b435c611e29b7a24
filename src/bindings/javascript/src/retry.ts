// SPDX-License-Identifier: MIT
/* Calls again what failed, as decide() says. Nothing of the SDK is changed. */
import { decide, type Decision, type RetryState } from './decide';
import { explain } from './explain';
import { operation as findOperation } from './operation';
import type { Context, Result } from './result';
import { get, naturalOf, statusOf } from './value';

/** The usual retry budget of a client. */
const BUDGET_TOKENS = 500;

/** Tokens that all requests of a client share: in a long outage it sends one retry for every five
 * successes, instead of multiplying its load. Make one with `createBudget()`. */
export interface Budget {
  tokens: number;
  readonly capacity: number;
}

export function createBudget(tokens?: number): Budget {
  const capacity = tokens === undefined ? BUDGET_TOKENS : tokens;
  return { tokens: capacity, capacity };
}

/** The part of AbortSignal that `retry()` uses. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A failed call, for `onFailure`. */
export interface Failure {
  readonly result: Result;
  readonly decision: Decision;
  /** Requests sent so far, those inside the SDK included. */
  readonly sends: number;
  /** What the call was rejected with. */
  readonly error: unknown;
}

export interface RetryOptions extends Context {
  /** Whether sending it twice equals sending it once. Left out: as the operation says. */
  readonly idempotent?: boolean | undefined;
  /** false: the body is made outside of the call, and cannot be sent again. */
  readonly replayable?: boolean | undefined;
  /** true: the call sends a stream. The SDKs send a stream once, and anything else up to four
   * times. */
  readonly stream?: boolean | undefined;
  /** How many requests one failed call has sent; left out, what the SDKs of COS do. */
  readonly sends?: ((result: Result) => number) | undefined;
  /** After this many requests, those inside the SDK included, there is no further call; left out or
   * 0: five. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds within which the last attempt begins; left out, any time. */
  readonly timeLimitMs?: number | undefined;
  /** From `createBudget()`, shared by all requests of a client. */
  readonly budget?: Budget | undefined;
  /** true: the URL was signed by somebody else. */
  readonly presigned?: boolean | undefined;
  /** Fetches new credentials. Without it, expired ones end the attempts. */
  readonly renewCredentials?: (() => unknown) | undefined;
  /** Takes the seconds by which the server's clock is ahead of `now`, as in
   * `cos.options.SystemClockOffset = seconds * 1000`: not on top of earlier corrections, which the
   * SDKs make by themselves, too. */
  readonly correctClock?: ((seconds: number) => unknown) | undefined;
  /** Switches to the backup domain. */
  readonly otherEndpoint?: (() => unknown) | undefined;
  /** Called with each failed call, the last one included. */
  readonly onFailure?: ((failure: Failure) => void) | undefined;
  /** Ends the attempts when it is aborted. */
  readonly signal?: Signal | undefined;
  readonly sleep?: ((ms: number) => PromiseLike<unknown>) | undefined;
  /** Like `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Like `Date.now`. */
  readonly now?: (() => number) | undefined;
}

declare function setTimeout(callback: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

/* As the SDKs of COS are: after a 5xx, a failure of the network or an error after a 200, one call
 * has sent its request up to four times, and a stream once. */
const SENDS_OF_SDK = 4;

function sendsOf(result: Result, error: unknown, options: RetryOptions): number {
  if (options.sends) {
    return Math.max(1, naturalOf(options.sends(result)));
  }
  const isSdk = typeof get(error, 'url') === 'string' && typeof get(error, 'method') === 'string';
  const status = statusOf(get(error, 'statusCode'));
  const isRepeated = status < 300 || status >= 500;
  return isSdk && isRepeated && !options.stream ? SENDS_OF_SDK : 1;
}

/** A limit that has run out is 1 and not 0, which would be none. */
function limitOf(limit: number | undefined): number | undefined {
  return limit === undefined ? undefined : Math.max(1, naturalOf(limit));
}

/** Where prototypes are frozen, an assignment would throw. */
function setName(error: Error, name: string): void {
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
}

/** What a call is rejected with whose answer was taken for a success. */
function makeError(result: Result, data: unknown): Error {
  const error = new Error(String(result)) as Error & { result: Result; data: unknown };
  setName(error, 'CosError');
  error.result = result;
  error.data = data;
  return error;
}

function abortError(signal: Signal): unknown {
  if (signal.reason !== undefined) {
    return signal.reason;
  }
  const error = new Error('The operation was aborted');
  setName(error, 'AbortError');
  return error;
}

/** Waits, unless the signal ends it. */
function wait(ms: number, options: RetryOptions): Promise<unknown> {
  const signal = options.signal;
  let timer: unknown;
  const sleep =
    options.sleep ||
    ((delay: number) =>
      new Promise((done) => {
        timer = setTimeout(() => done(0), delay);
      }));
  if (!signal) {
    return Promise.resolve(ms > 0 ? sleep(ms) : undefined);
  }
  return new Promise((done, fail) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      fail(abortError(signal));
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    const end = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort);
    Promise.resolve(ms > 0 ? sleep(ms) : undefined).then(
      () => {
        end();
        done(undefined);
      },
      (error) => {
        end();
        fail(error);
      },
    );
  });
}

/** Does what the decision asks for; undefined when the caller gave no way to. */
function remedy(decision: Decision, options: RetryOptions): (() => unknown) | undefined {
  switch (decision.action) {
    case 'again':
      return () => undefined;
    case 'correct-clock': {
      const correct = options.correctClock;
      return correct && (() => correct(decision.clockOffsetS));
    }
    case 'fetch-credentials':
      return options.renewCredentials;
    case 'other-endpoint':
      return options.otherEndpoint;
    default:
      return undefined;
  }
}

/** One request, over all its attempts. */
class Driver<T> {
  private sends = 0;
  private offset = 0;
  private state: RetryState | undefined;
  private readonly begun: number;

  constructor(
    private readonly call: (attempt: number) => PromiseLike<T> | T,
    private readonly options: RetryOptions,
  ) {
    this.begun = this.now();
  }

  run(): Promise<T> {
    const signal = this.options.signal;
    if (signal && signal.aborted) {
      return Promise.reject(abortError(signal));
    }
    return new Promise<T>((done) => done(this.call(this.sends + 1))).then(
      (data) => this.onData(data),
      (error) => this.onError(error, explain(error, undefined, this.options)),
    );
  }

  private now(): number {
    return (this.options.now || Date.now)();
  }

  private onData(data: T): T | Promise<T> {
    const result = explain(null, data, this.options);
    if (result !== null) {
      return this.onError(makeError(result, data), result);
    }
    this.pay(decide(null, null, this.state));
    return data;
  }

  private onError(error: unknown, result: Result | null): Promise<T> {
    if (result === null) {
      return Promise.reject(error);
    }
    this.sends += sendsOf(result, error, this.options);
    const decision = this.decide(result);
    const act = remedy(decision, this.options);
    this.state = decision.state;
    if (this.options.onFailure) {
      this.options.onFailure({ result, decision, sends: this.sends, error });
    }
    if (act === undefined) {
      return Promise.reject(error);
    }
    this.pay(decision);
    return wait(decision.delayMs, this.options)
      .then(act)
      .then(() => {
        this.offset += decision.clockOffsetS;
        return this.run();
      });
  }

  private decide(result: Result): Decision {
    const { options } = this;
    const now = this.now();
    return decide(
      result,
      {
        number: this.sends,
        maxAttempts: limitOf(options.maxAttempts),
        random: Math.floor((options.random || Math.random)() * 4294967296),
        idempotent: options.idempotent,
        replayable: options.replayable !== false,
        presigned: options.presigned,
        backupDomain: options.otherEndpoint !== undefined,
        receivedAt: Math.floor(now / 1000) + this.offset,
        spentMs: now - this.begun,
        budgetMs: limitOf(options.timeLimitMs),
        tokens: options.budget && options.budget.tokens,
      },
      this.state,
    );
  }

  private pay(decision: Decision): void {
    const budget = this.options.budget;
    if (budget) {
      budget.tokens = Math.min(budget.tokens - decision.cost, budget.capacity);
    }
  }
}

/**
 * Calls a function that sends a request, and calls it again after a failure for as long as decide()
 * says so. The function is called again for each attempt: make a stream inside it. Resolves with
 * what the call resolves with; rejects with what the last call was rejected with, or with a
 * CosError (`result`) where the SDK took an error for a success.
 */
export function retry<T>(
  call: (attempt: number) => PromiseLike<T> | T,
  options?: RetryOptions | null,
): Promise<T> {
  const given = options || {};
  if (typeof given.operation === 'string' && findOperation(given.operation) === null) {
    return Promise.reject(new RangeError('unknown operation: ' + given.operation));
  }
  return new Driver(call, given).run();
}
