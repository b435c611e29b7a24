# SPDX-License-Identifier: MIT
"""explain() raises nothing, whatever it is given."""

from __future__ import annotations

from typing import Any, NoReturn

import coserr
import pytest
from qcloud_cos.cos_exception import CosClientError, CosServiceError


class Raises:
    """Raises for whatever is asked of it."""

    def __getattribute__(self, name: str) -> NoReturn:
        raise RuntimeError(name)


class RaisesException(Exception):
    def __getattribute__(self, name: str) -> NoReturn:
        raise RuntimeError(name)


class Odd(str):
    """A text of which every method raises."""

    __slots__ = ()

    def __eq__(self, _: object) -> NoReturn:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> NoReturn:
        raise RuntimeError

    def startswith(self, *_: object) -> NoReturn:
        raise RuntimeError


class Answers:
    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


class Endless:
    """Has an attribute of every name."""

    def __getattr__(self, name: str) -> Endless:
        return self

    def __call__(self, *_: object) -> Endless:
        return self

    def __getitem__(self, _: object) -> Endless:
        return self


HOSTILE = [
    Raises(),
    RaisesException(),
    Endless(),
    Answers(status_code=404, headers=Raises(), content=Raises()),
    Answers(status_code=404, headers={Raises(): Raises()}, content=7),
    Answers(status_code=404, headers=[1, 2, 3], content=b"", request=Raises()),
    Answers(status_code=404, headers=7, content=b"", request=Endless()),
    Answers(status_code=Odd("404"), headers={}, content=Odd("x")),
    Answers(status_code=10**40, headers={}),
    Answers(status_code=True, headers={}),
    (404, Raises(), Raises()),
    (404, {"x": "\udc80"}, "\udc80"),
    (404, {"x-cos-request-id": Odd("N1")}, Odd("x")),
    CosServiceError("GET", {"code": Odd("x"), "message": Odd("y")}, 404),
    CosServiceError("GET", {}, Raises()),
    CosServiceError("GET", None, 404),
    CosClientError(Raises()),
    CosClientError(None),
]


@pytest.mark.parametrize("index", range(len(HOSTILE)))
def test_nothing_is_raised(index: int) -> None:
    thing = HOSTILE[index]
    result = coserr.explain(thing)
    assert result is None or isinstance(result, coserr.Result)
    for bad in (7, Raises(), Odd("x"), b"\xff", [], float("nan")):
        arguments: Any = dict.fromkeys(("operation", "bucket", "region", "key", "received_at"), bad)
        result = coserr.explain(thing, **arguments)
        assert result is None or isinstance(result, coserr.Result)


def test_an_answer_that_can_be_had_is_given() -> None:
    """What is broken costs no more than itself."""
    for broken in HOSTILE[3:7]:
        result = coserr.explain(broken)
        assert result is not None
        assert result.status == 404


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_passes(stop: type[BaseException]) -> None:
    class Interrupted:
        @property
        def status_code(self) -> NoReturn:
            raise stop

    with pytest.raises(stop):
        coserr.explain(Interrupted())


def test_headers_are_read_last() -> None:
    """A dict is read in place: no code may run between that and its use."""

    class Clears:
        def __float__(self) -> float:
            headers.clear()
            return 1.0

    headers = {"x-cos-request-id": "".join(["N1"] * 20)}
    result = coserr.decode(404, headers, b"", received_at=Clears())  # type: ignore[arg-type]
    assert result is not None
    assert result.request_id is None
