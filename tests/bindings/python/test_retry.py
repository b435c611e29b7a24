# SPDX-License-Identifier: MIT
"""retry(): attempts around a call, and the budget."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import coserr
import pytest
import requests
from qcloud_cos.cos_exception import CosServiceError


def failure(code: str, status: int) -> CosServiceError:
    body = f"<Error><Code>{code}</Code><RequestId>N1</RequestId></Error>"
    return CosServiceError("GET", body, status)


SLOW = ("SlowDown", 503)
EXPIRED = ("ExpiredToken", 403)


class Bench:
    """A call that fails as scripted, and what was done about it."""

    def __init__(self, *script: tuple[str, int] | BaseException) -> None:
        self.script = list(script)
        self.calls = 0
        self.slept: list[float] = []
        self.failures: list[tuple[str | None, int]] = []
        self.now = 1000.0

    def call(self) -> str:
        self.calls += 1
        if self.calls <= len(self.script):
            step = self.script[self.calls - 1]
            raise step if isinstance(step, BaseException) else failure(*step)
        return "done"

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def retry(self, **options: Any) -> coserr.Attempts:
        return coserr.retry(
            operation=options.pop("operation", "GetObject"),
            sleep=self.sleep,
            random=lambda: 0.5,
            clock=lambda: 1795273200.0,
            stopwatch=lambda: self.now,
            on_failure=lambda result, number: self.failures.append((result.code, number)),
            **options,
        )

    def run(self, **options: Any) -> str | None:
        got = None
        for attempt in self.retry(**options):
            with attempt:
                got = self.call()
        return got


def test_a_success_is_one_attempt() -> None:
    bench = Bench()
    assert bench.run() == "done"
    assert (bench.calls, bench.slept, bench.failures) == (1, [], [])


def test_again_after_a_delay() -> None:
    bench = Bench(SLOW, SLOW)
    assert bench.run() == "done"
    assert bench.calls == 3
    assert bench.failures == [("SlowDown", 1), ("SlowDown", 2)]
    assert bench.slept == [1.0, 1.5]  # 500 ms, and half of 1 s, 2 s


def test_the_last_failure_is_raised() -> None:
    bench = Bench(*[SLOW] * 9)
    with pytest.raises(CosServiceError):
        bench.run(max_attempts=3)
    assert (bench.calls, len(bench.slept)) == (3, 2)


def test_what_is_not_to_be_repeated_is_not() -> None:
    bench = Bench(("NoSuchKey", 404))
    with pytest.raises(CosServiceError):
        bench.run()
    assert (bench.calls, bench.slept) == (1, [])


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt()])
def test_what_is_not_of_cos_passes(error: BaseException) -> None:
    bench = Bench(error)
    with pytest.raises(type(error)):
        bench.run()
    assert (bench.calls, bench.failures) == (1, [])


def test_idempotence() -> None:
    lost = ("InternalError", 500)
    operation = "InitiateMultipartUpload"
    for options, calls in (
        ({"operation": operation}, 1),
        ({"operation": operation, "idempotent": True}, 2),
        ({"operation": "GetObject"}, 2),
        ({"operation": "GetObject", "idempotent": False}, 1),
        ({"operation": "GetObject", "replayable": False}, 1),
    ):
        bench = Bench(lost)
        try:
            bench.run(**options)
        except CosServiceError:
            assert calls == 1
        assert bench.calls == calls, options


def test_time_limit() -> None:
    bench = Bench(*[SLOW] * 9)
    with pytest.raises(CosServiceError):
        bench.run(time_limit=2)
    assert sum(bench.slept) <= 2
    assert bench.calls == 2


def test_credentials_are_renewed_once() -> None:
    bench = Bench(EXPIRED, EXPIRED)
    renewed: list[int] = []
    with pytest.raises(CosServiceError):
        bench.run(renew_credentials=lambda: renewed.append(bench.calls))
    assert (renewed, bench.calls, bench.slept) == ([1], 2, [])
    bench = Bench(EXPIRED)
    with pytest.raises(CosServiceError):
        bench.run()
    assert bench.calls == 1


def test_the_clock_is_corrected() -> None:
    body = (
        "<Error><Code>RequestTimeTooSkewed</Code><RequestId>N1</RequestId>"
        "<ServerTime>2026-11-21T14:00:00Z</ServerTime></Error>"
    )
    offsets: list[int] = []
    bench = Bench(CosServiceError("GET", body, 403))
    assert bench.run(correct_clock=offsets.append) == "done"
    assert offsets == [-3600]


def test_after_that_the_corrected_clock_counts() -> None:
    skewed = (
        "<Error><Code>RequestTimeTooSkewed</Code><RequestId>N1</RequestId>"
        "<ServerTime>2026-11-21T14:00:00Z</ServerTime></Error>"
    )
    asked = requests.Response()
    asked.status_code = 503
    asked.headers["Retry-After"] = "Sat, 21 Nov 2026 14:00:30 GMT"
    bench = Bench(CosServiceError("GET", skewed, 403), requests.HTTPError(response=asked))
    assert bench.run(correct_clock=lambda _: None) == "done"
    assert bench.slept == [30.0]  # 14:00:00 by the server, 15:00:00 by the clock


def test_sending_again_is_left_to_others() -> None:
    bench = Bench(SLOW)
    with pytest.raises(CosServiceError):
        bench.run(again=False)
    bench = Bench(EXPIRED)
    assert bench.run(again=False, renew_credentials=lambda: None) == "done"


def test_what_had_been_done_before_is_raised() -> None:
    """A block that would end without its value would be worse."""
    bench = Bench(("BucketAlreadyOwnedByYou", 409))
    with pytest.raises(CosServiceError):
        for attempt in bench.retry(operation="PutBucket"):
            with attempt:
                bench.call()
    assert bench.calls == 1
    assert attempt.decision is not None
    assert (attempt.decision.reason, attempt.result) == ("already-done", "BucketAlreadyOwnedByYou")


def test_a_loop_without_with() -> None:
    bench = Bench()
    assert [bench.call() for _ in bench.retry()] == ["done"]
    bench = Bench(SLOW)
    with pytest.raises(CosServiceError):
        [bench.call() for _ in bench.retry()]


def test_attempts_serve_several_loops() -> None:
    bench = Bench(SLOW)
    attempts = bench.retry(max_attempts=2)
    numbers: list[int] = []
    for _ in range(2):
        bench.calls = 0
        for attempt in attempts:
            numbers.append(attempt.number)
            with attempt:
                bench.call()
    assert numbers == [1, 2, 1, 2]


def test_return_from_the_loop() -> None:
    bench = Bench(SLOW)

    def fetch() -> str:
        for attempt in bench.retry():
            with attempt:
                return bench.call()
        raise AssertionError

    assert fetch() == "done"


def test_the_budget_is_shared_and_given_back() -> None:
    budget = coserr.Budget(20)
    bench = Bench(SLOW)
    assert bench.run(budget=budget) == "done"
    assert budget.tokens == 20
    with pytest.raises(CosServiceError):
        Bench(*[SLOW] * 9).run(budget=budget)
    assert budget.tokens == 0
    bench = Bench(SLOW)
    with pytest.raises(CosServiceError):
        bench.run(budget=budget)
    assert (bench.calls, budget.tokens) == (1, 0)
    Bench().run(budget=budget)
    assert budget.tokens == 1
    budget.pay(1000)
    assert budget.tokens == 0
    budget.pay(-1000)
    assert budget.tokens == 20
    budget.pay(19)
    assert repr(budget) == "<coserr.Budget 1 of 20>"


def test_the_budget_is_kept_by_threads() -> None:
    budget = coserr.Budget(10**6)

    def pay() -> None:
        for _ in range(20000):
            budget.pay(3)
            budget.pay(-1)

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert budget.tokens == 10**6 - 8 * 20000 * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_fork_leaves_no_lock_behind() -> None:
    import coserr._retry as module

    with module._lock:
        child = os.fork()
        if child == 0:
            coserr.Budget(1).pay(1)
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


# ---------------------------------------------------------------------------------- asynchronous


def test_async() -> None:
    bench = Bench(SLOW, EXPIRED)
    did: list[str] = []

    async def sleep(seconds: float) -> None:
        did.append(f"slept {seconds}")

    async def renew() -> None:
        did.append("renewed")

    async def run() -> str | None:
        got = None
        attempts = coserr.retry(
            operation="GetObject", sleep=sleep, random=lambda: 0.0, renew_credentials=renew
        )
        async for attempt in attempts:
            with attempt:
                got = bench.call()
        return got

    assert asyncio.run(run()) == "done"
    assert did == ["slept 0.5", "renewed"]


def test_async_waits_without_blocking() -> None:
    bench = Bench(SLOW)

    async def other() -> int:
        turns = 0
        while bench.calls < 2:
            turns += 1
            await asyncio.sleep(0.05)
        return turns

    async def run() -> None:
        async for attempt in coserr.retry(operation="GetObject", random=lambda: 0.0):
            with attempt:
                bench.call()

    async def both() -> int:
        return (await asyncio.gather(run(), other()))[1]

    assert asyncio.run(both()) > 3


def test_cancelling_passes() -> None:
    failures: list[object] = []

    async def run() -> None:
        async for attempt in coserr.retry(on_failure=lambda *failure: failures.append(failure)):
            with attempt:
                raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    assert failures == []


def test_other_clients_than_the_sdk() -> None:
    bench = Bench(requests.ConnectTimeout("x"))
    assert bench.run(operation="PutObject") == "done"
    assert bench.failures == [("ConnectionTimeout", 1)]


@pytest.mark.parametrize(
    "wrong",
    [{"operation": "PutObjekt"}, {"max_attempts": 0}, {"max_attempts": 1.5}, {"time_limit": -1}],
)
def test_what_cannot_be_meant_is_said_before_the_call(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        coserr.retry(**wrong)


def test_loops_over_one_object_at_once() -> None:
    attempts = coserr.retry(operation="GetObject", sleep=lambda _: None)
    one, other = iter(attempts), iter(attempts)
    assert [next(one).number, next(other).number] == [1, 1]
