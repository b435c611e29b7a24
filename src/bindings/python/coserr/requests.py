# SPDX-License-Identifier: MIT
"""A session for cos-python-sdk-v5 that repeats what coserr.decide() says can be repeated."""

from __future__ import annotations

import inspect
import os
import re
import time
from collections.abc import Mapping
from random import random as _random

import requests
from requests.adapters import HTTPAdapter

from ._client import with_query
from ._coserr import decide, operation_of_request
from ._explain import explain
from ._retry import Budget, limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._coserr import Decision, Operation, Result

# The default domains, which have a second one; a custom or an accelerated one has none.
_DEFAULT_HOST = re.compile(
    r"^(https?://[a-z0-9-]+-[0-9]+\.cos\.[a-z]+(?:-[a-z]+){1,2}(?:-1)?)\.myqcloud\.com(?=[:/?]|$)"
)

# The parameters of request() after method and URL, which may be given without their names.
_PARAMETERS = tuple(inspect.signature(requests.Session.request).parameters)[3:]


class Session(requests.Session):
    """A session to pass to CosS3Client, together with retry=0:

        from coserr.requests import Session
        client = CosS3Client(config, retry=0, session=Session())

    Each attempt is signed again, because the SDK signs when a request is prepared. When the last
    attempt has failed, its response is returned or its exception raised, as by any session.

    max_attempts, time_limit: how many at most; seconds within which the last one begins, 0 for any.
    switch_domain: try the backup domain of a default one, as AutoSwitchDomainOnRetry of the SDK.
    on_failure: called with each failure, a Result, and the number of the attempt.
    budget: one that is shared with other sessions.
    pool_connections, pool_maxsize: as PoolConnections and PoolMaxSize of the SDK.
    sleep, random, clock, stopwatch: for tests.
    """

    def __init__(
        self,
        *,
        max_attempts: int = 5,
        time_limit: float = 0,
        switch_domain: bool = False,
        on_failure: Callable[[Result, int], object] | None = None,
        budget: Budget | None = None,
        pool_connections: int = 10,
        pool_maxsize: int = 10,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = _random,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.budget = budget if budget is not None else Budget()
        self._limits = limits(max_attempts, time_limit)
        self._switch_domain = switch_domain
        self._on_failure = on_failure
        self._pool_connections = pool_connections
        self._pool_maxsize = pool_maxsize
        self._sleep = sleep
        self._random = random
        self._clock = clock
        self._stopwatch = stopwatch
        self._process = os.getpid()
        self._own = HTTPAdapter(pool_connections, pool_maxsize)
        self.mount("http://", self._own)
        self.mount("https://", self._own)

    # What pickles and copies keep.
    __attrs__ = [  # noqa: RUF012
        *requests.Session.__attrs__,
        *("budget", "_limits", "_switch_domain", "_on_failure", "_pool_connections"),
        *("_pool_maxsize", "_sleep", "_random", "_clock", "_stopwatch", "_process", "_own"),
    ]

    def _leave_parent(self) -> None:
        """Connections are not shared with the process that this one was forked from."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        shared, self._own = self._own, HTTPAdapter(self._pool_connections, self._pool_maxsize)
        for prefix, adapter in list(self.adapters.items()):
            if adapter is shared:
                self.mount(prefix, self._own)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        self._leave_parent()
        call = _Call(self, str(method), str(url), **dict(zip(_PARAMETERS, args)), **kwargs)
        while True:
            response = error = None
            try:
                response = super().request(method, call.url, **call.arguments())
                _read_failure(response)
            except (requests.RequestException, OSError) as caught:
                error = caught
            if not call.goes_on(response, error):
                break
        if error is not None:
            raise error
        assert response is not None
        return response


def _read_failure(response: requests.Response) -> None:
    """The body of a failure, while one that breaks off can still be told; it also frees the
    connection."""
    if response.status_code >= 300:
        _ = response.content


class _Call:
    """One call of request(), and its attempts."""

    def __init__(self, session: Session, method: str, url: str, /, **kwargs: Any) -> None:
        self._session = session
        self._kwargs = kwargs
        self.url = url
        self._operation = self._find_operation(method)
        self._body, self._position = kwargs.get("data"), _position(kwargs.get("data"))
        is_safe = method.upper() in ("GET", "HEAD", "OPTIONS")
        self._request: dict[str, Any] = {
            **session._limits,
            "idempotent": True if is_safe else None,
            "replayable": _is_replayable(self._body, self._position) and not kwargs.get("files"),
            "presigned": kwargs.get("auth") is None and self._is_signed(),
        }
        self._number = 0
        self._state: tuple[int, int] | None = None
        self._began = session._stopwatch()

    def _whole_url(self) -> str:
        return with_query(self.url, self._kwargs.get("params"))

    def _is_signed(self) -> bool:
        headers = self._kwargs.get("headers") or {}
        return "q-signature" in self._whole_url() or "authorization" in map(str.lower, headers)

    def _find_operation(self, method: str) -> Operation | None:
        return operation_of_request(method, self._whole_url(), self._kwargs.get("headers"))

    def arguments(self) -> dict[str, Any]:
        """Those of the next attempt. The header is the SDK's own mark of a repeated request."""
        self._number += 1
        if self._number == 1:
            return self._kwargs
        if self._position is not None:
            self._body.seek(self._position)  # type: ignore[union-attr]
        headers = self._kwargs.get("headers")
        if headers is None or self._request["presigned"]:
            return self._kwargs
        return {**self._kwargs, "headers": {**headers, "x-cos-sdk-retry": "true"}}

    def goes_on(self, response: requests.Response | None, error: Exception | None) -> bool:
        """Whether there is another attempt; returns when it is time for it."""
        session = self._session
        met = response if error is None else error
        result = explain(met, operation=self._operation, received_at=session._clock())
        if result is None and error is not None:
            return False
        decision = self._decide(result)
        if result is not None and session._on_failure is not None:
            session._on_failure(result, self._number)
        if result is None:
            session.budget.pay(decision.cost)
            return False
        return self._follow(decision)

    def _decide(self, result: Result | None) -> Decision:
        session = self._session
        return decide(
            result,
            self._number,
            self._state,
            random=int(session._random() * 0x1_0000_0000),
            backup_domain=self._other_url() is not None,
            received_at=session._clock(),
            spent_ms=int((session._stopwatch() - self._began) * 1000),
            tokens=session.budget.tokens,
            **self._request,
        )

    def _follow(self, decision: Decision) -> bool:
        """Clock and credentials were taken before request(): coserr.retry() renews them."""
        if decision.action == "other-endpoint":
            self.url = self._other_url() or self.url
        elif decision.action != "again":
            return False
        self._session.budget.pay(decision.cost)
        self._state = decision.state
        self._session._sleep(decision.delay_ms / 1000)
        return True

    def _other_url(self) -> str | None:
        """The same on the second domain, if it has one and the request does not name the first."""
        headers = self._kwargs.get("headers") or {}
        if not self._session._switch_domain or any(str(name).lower() == "host" for name in headers):
            return None
        url = _DEFAULT_HOST.sub(r"\1.tencentcos.cn", self.url, count=1)
        return url if url != self.url else None


def _position(body: object) -> int | None:
    """Where a file stands that can be put back there."""
    if isinstance(body, (bytes, str)) or not hasattr(body, "seek") or not hasattr(body, "read"):
        return None
    try:
        position: int = body.tell()  # type: ignore[attr-defined]
        body.seek(position)
    except Exception:
        return None
    return position


def _is_replayable(body: object, position: int | None) -> bool:
    return (
        body is None
        or position is not None
        or isinstance(body, (bytes, bytearray, str))
        or (isinstance(body, Mapping) and all(map(_is_simple, body.values())))
        or (isinstance(body, list) and all(map(_is_simple_pair, body)))
    )


def _is_simple(value: object) -> bool:
    """Of a form: not something that is read and then empty."""
    return isinstance(value, (bytes, str, int, float))


def _is_simple_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and _is_simple(pair[1])
