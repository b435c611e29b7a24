# SPDX-License-Identifier: MIT
"""decide(), which is pure; its answers are held by the vectors."""

from __future__ import annotations

import coserr
import pytest

SLOW = coserr.resolve(code="SlowDown", status=503, request_id="N1")


def test_again() -> None:
    decision = coserr.decide(SLOW, 1, random=2**31, replayable=True, tokens=500)
    assert (decision.action, decision.reason) == ("again", "throttle")
    assert decision.delay_ms >= 500
    assert decision.cost == 5
    assert isinstance(decision.sign_again, bool)
    assert (decision.hints, decision.conditional) == ((), ())
    assert decision.clock_offset_s == 0


def test_the_state_goes_on() -> None:
    first = coserr.decide(SLOW, 1, replayable=True, tokens=500)
    assert first.state != (0, 0)
    assert coserr.decide(None, 2, first.state, tokens=495).cost == -5
    assert coserr.decide(None, 1, tokens=495).cost == -1


def test_it_is_pure() -> None:
    one, other = (coserr.decide(SLOW, 2, random=7, replayable=True) for _ in range(2))
    assert (one.delay_ms, one.state) == (other.delay_ms, other.state)


def test_idempotent_has_three_values() -> None:
    failed = coserr.resolve(
        code="InternalError", status=500, request_id="N1", operation="GetObject"
    )
    actions = {
        value: coserr.decide(failed, replayable=True, idempotent=value).action
        for value in (None, True, False)
    }
    assert actions == {None: "again", True: "again", False: "stop"}


def test_clock() -> None:
    skewed = coserr.resolve(
        code="RequestTimeTooSkewed", status=403, server_time="2026-11-21T15:00:00Z", request_id="N1"
    )
    decision = coserr.decide(skewed, replayable=True, received_at=1795273200.9 + 3600)
    assert decision.action == "correct-clock"
    assert decision.clock_offset_s == -3600


@pytest.mark.parametrize(
    "kwargs",
    [
        {"result": 7},
        {"result": SLOW, "state": 7},
        {"result": SLOW, "state": (1,)},
        {"result": SLOW, "state": ("a", "b")},
        {"result": SLOW, "attempt": "one"},
        {"result": SLOW, "received_at": "now"},
    ],
)
def test_what_is_asked_wrongly(kwargs: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        coserr.decide(**kwargs)  # type: ignore[arg-type]


def test_numbers_out_of_range() -> None:
    for name in ("attempt", "max_attempts", "random", "tokens", "spent_ms", "budget_ms"):
        with pytest.raises(ValueError, match=name):
            coserr.decide(SLOW, **{name: -1})  # type: ignore[arg-type]


def test_hostile_flags_raise() -> None:
    class Hostile:
        def __bool__(self) -> bool:
            raise RuntimeError

    for name in ("replayable", "idempotent", "presigned", "backup_domain"):
        with pytest.raises(RuntimeError):
            coserr.decide(SLOW, **{name: Hostile()})  # type: ignore[arg-type]


def test_without_a_random_number_it_waits_longest() -> None:
    waits = [coserr.decide(SLOW, n, replayable=True).delay_ms for n in (1, 2, 3)]
    assert waits == [1500, 2500, 4500]
