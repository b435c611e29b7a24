# SPDX-License-Identifier: MIT
"""What a user writes, for mypy --strict; test_sample.py also runs it."""

from __future__ import annotations

import coserr
from coserr import Code
from coserr.requests import Session


def describe(error: BaseException, language: str | None) -> tuple[str, list[str]]:
    result = coserr.explain(error, operation="PutObject", received_at=1795273200)
    if result is None:
        return "", []
    if result == Code.NO_SUCH_KEY or result.retry == "never":
        text = result.text(language)
        return text.message + (text.detail or ""), list(text.docs)
    attributes: dict[str, str | int] = result.attributes()
    return str(result), sorted(attributes)


def classify(status: int, headers: dict[str, str], body: bytes) -> str:
    result = coserr.decode(status, headers, body)
    return "success" if result is None else result.entry.category


def fetch(renewed: list[int]) -> int:
    budget = coserr.Budget()
    session = Session(budget=budget, on_failure=lambda result, number: print(number, result))
    for attempt in coserr.retry(
        budget=budget, again=False, renew_credentials=lambda: renewed.append(1)
    ):
        with attempt:
            return session.max_redirects
    return 0


async def fetch_later() -> int:
    async for attempt in coserr.retry(correct_clock=print):
        with attempt:
            return attempt.number
    return 0


def loop_of_ones_own(result: coserr.Result) -> coserr.Decision:
    decision = coserr.decide(result, 1, replayable=True)
    return coserr.decide(None, 2, decision.state, tokens=500)
