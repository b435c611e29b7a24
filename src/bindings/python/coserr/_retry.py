# SPDX-License-Identifier: MIT
"""Attempts around a call, and the budget that they share."""

from __future__ import annotations

import math
import os
import threading
import time
from copy import copy
from random import random

from ._coserr import decide
from ._coserr import operation as find_operation
from ._explain import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Any

    from ._coserr import Decision, Operation, Result

_lock = threading.Lock()  # of all budgets: it is held for an addition


def _after_fork() -> None:
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class Budget:
    """What a client may spend on retries, shared by all its requests and threads. Another attempt
    takes from it, a success gives back; while it is empty, nothing is tried again."""

    __slots__ = ("_full", "_tokens")

    def __init__(self, tokens: int = 500) -> None:
        if not isinstance(tokens, int) or tokens < 0:
            raise ValueError(f"tokens: expected an int from 0 on, got {tokens!r}")
        self._full = self._tokens = tokens

    @property
    def tokens(self) -> int:
        """What is left."""
        return self._tokens

    def pay(self, cost: int) -> None:
        """Takes the cost of a decision; a negative one is given back."""
        with _lock:
            self._tokens = min(self._full, max(0, self._tokens - cost))

    def __repr__(self) -> str:
        return f"<coserr.Budget {self._tokens} of {self._full}>"


class Attempt:
    """One attempt: a context manager that keeps an exception back when another is to follow."""

    __slots__ = ("_attempts", "decision", "number", "result")

    def __init__(self, attempts: Attempts, number: int) -> None:
        self._attempts = attempts
        self.number = number
        self.result: Result | None = None  # what failed
        self.decision: Decision | None = None  # what is done about it

    def __enter__(self) -> Attempt:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        return self._attempts._end(self, error)

    def __repr__(self) -> str:
        return f"<coserr.Attempt {self.number}: {self.decision}>"


def limits(max_attempts: int, time_limit: float) -> dict[str, int]:
    """What decide() wants of them; what cannot be meant is said at once."""
    if not isinstance(max_attempts, int) or max_attempts < 1:
        raise ValueError(f"max_attempts: expected an int from 1 on, got {max_attempts!r}")
    if not 0 <= time_limit < 1e9:
        raise ValueError(f"time_limit: expected seconds from 0 on, got {time_limit!r}")
    return {"max_attempts": max_attempts, "budget_ms": math.ceil(time_limit * 1000)}


class Attempts:
    """The attempts at one call: an iterator, and an asynchronous one. Each loop has its own."""

    def __init__(
        self,
        *,
        operation: str | Operation | None,
        max_attempts: int,
        time_limit: float,
        idempotent: bool | None,
        replayable: bool,
        again: bool,
        budget: Budget,
        renew_credentials: Callable[[], object] | None,
        correct_clock: Callable[[int], object] | None,
        on_failure: Callable[[Result, int], object] | None,
        sleep: Callable[[float], Any] | None,
        random: Callable[[], float],
        clock: Callable[[], float],
        stopwatch: Callable[[], float],
    ) -> None:
        self._operation = operation
        self._request: dict[str, Any] = {
            **limits(max_attempts, time_limit),
            "idempotent": idempotent,
            "replayable": replayable,
        }
        self._again = again
        self._budget = budget
        self._renew_credentials = renew_credentials
        self._correct_clock = correct_clock
        self._on_failure = on_failure
        self._sleep = sleep
        self._random = random
        self._clock = clock
        self._stopwatch = stopwatch
        self._began: float | None = None
        self._number = 0
        self._offset = 0
        self._state: tuple[int, int] | None = None
        self._pending: Decision | None = None

    def __iter__(self) -> Attempts:
        return copy(self)

    def __next__(self) -> Attempt:
        decision = self._take_pending()
        if decision is None:
            if self._number:
                raise StopIteration
        elif decision.action == "again":
            (self._sleep or time.sleep)(decision.delay_ms / 1000)
        else:
            self._remedy(decision)
        return self._begin()

    def __aiter__(self) -> Attempts:
        return copy(self)

    async def __anext__(self) -> Attempt:
        decision = self._take_pending()
        if decision is None:
            if self._number:
                raise StopAsyncIteration
        elif decision.action == "again":
            import asyncio  # noqa: PLC0415

            await (self._sleep or asyncio.sleep)(decision.delay_ms / 1000)
        else:
            remedied = self._remedy(decision)
            if hasattr(remedied, "__await__"):
                awaitable: Awaitable[object] = remedied
                await awaitable
        return self._begin()

    def _take_pending(self) -> Decision | None:
        decision, self._pending = self._pending, None
        return decision

    def _remedy(self, decision: Decision) -> object:
        """Corrects the clock or renews the credentials."""
        if decision.action == "correct-clock" and self._correct_clock is not None:
            self._offset += decision.clock_offset_s
            return self._correct_clock(decision.clock_offset_s)
        return self._renew_credentials() if self._renew_credentials is not None else None

    def _begin(self) -> Attempt:
        if self._began is None:
            self._began = self._stopwatch()
        self._number += 1
        return Attempt(self, self._number)

    def _can(self, action: str) -> bool:
        return (
            (action == "again" and self._again)
            or (action == "correct-clock" and self._correct_clock is not None)
            or (action == "fetch-credentials" and self._renew_credentials is not None)
        )

    def _now(self) -> float:
        """By the clock that signs."""
        return self._clock() + self._offset

    def _decide(self, result: Result | None) -> Decision:
        return decide(
            result,
            self._number,
            self._state,
            random=int(self._random() * 0x1_0000_0000),
            received_at=self._now(),
            spent_ms=int((self._stopwatch() - (self._began or 0.0)) * 1000),
            tokens=self._budget.tokens,
            **self._request,
        )

    def _end(self, attempt: Attempt, error: BaseException | None) -> bool:
        """What becomes of the exception that an attempt ended with: True keeps it back."""
        if error is None:
            self._budget.pay(self._decide(None).cost)
            return False
        result = explain(error, operation=self._operation, received_at=self._now())
        if result is None or not isinstance(error, Exception):
            return False
        decision = self._decide(result)
        attempt.result, attempt.decision = result, decision
        if self._on_failure is not None:
            self._on_failure(result, attempt.number)
        if not self._can(decision.action):
            return False
        self._budget.pay(decision.cost)
        self._state = decision.state
        self._pending = decision
        return True


def retry(
    *,
    operation: str | Operation | None = None,
    max_attempts: int = 5,
    time_limit: float = 0,
    idempotent: bool | None = None,
    replayable: bool = True,
    again: bool = True,
    budget: Budget | None = None,
    renew_credentials: Callable[[], object] | None = None,
    correct_clock: Callable[[int], object] | None = None,
    on_failure: Callable[[Result, int], object] | None = None,
    sleep: Callable[[float], Any] | None = None,
    random: Callable[[], float] = random,
    clock: Callable[[], float] = time.time,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Attempts:
    """Attempts around a call, for as long as decide() says so:

        for attempt in coserr.retry(operation="PutObject"):
            with attempt:
                client.put_object(...)

    With `async for`, waiting does not block, and the callables may be asynchronous.

    operation: its name; it says whether the call may be repeated, unless `idempotent` does.
    max_attempts, time_limit: how many at most; seconds within which the last one begins, 0 for any.
    replayable: False if the body of the block cannot send the same content again.
    again: False to leave waiting and sending again to coserr.requests.Session.
    budget: one that is shared with other calls.
    renew_credentials: called when credentials were refused; the next attempt has to use new ones.
    correct_clock: called with the seconds by which the server's clock is ahead of time.time().
    on_failure: called with each failure, and the number of the attempt.
    sleep, random, clock, stopwatch: for tests.

    The exception of the last attempt is raised, and so is one that has nothing to do with COS.
    Where its result has the hint "already-done", the service had done before what was asked.
    """
    if isinstance(operation, str) and find_operation(operation) is None:
        raise ValueError(f"unknown operation: {operation!r}")
    return Attempts(
        operation=operation,
        max_attempts=max_attempts,
        time_limit=time_limit,
        idempotent=idempotent,
        replayable=replayable,
        again=again,
        budget=budget if budget is not None else Budget(),
        renew_credentials=renew_credentials,
        correct_clock=correct_clock,
        on_failure=on_failure,
        sleep=sleep,
        random=random,
        clock=clock,
        stopwatch=stopwatch,
    )
