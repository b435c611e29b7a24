# SPDX-License-Identifier: MIT
"""The real SDK in every scenario of the scripted server, with its exceptions alive."""

from __future__ import annotations

import concurrent.futures
import functools
import importlib.util
import logging
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import coserr

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "sdks")]

import server  # noqa: E402


class Played(NamedTuple):
    error: BaseException | None
    received_at: float
    heads: list[str]
    times: list[float]


def driver() -> Any:
    path = HERE.parent / "sdks/python/driver.py"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("driver", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.lru_cache(maxsize=1)
def play() -> dict[str, Played]:
    """What the SDK did in each scenario; most of the time it waits."""
    logging.disable(logging.CRITICAL)
    call = driver().cos_sdk
    servers = server.start()
    addresses = server.addresses(servers)

    def run(name: str) -> Played:
        at, error = addresses[name], None
        try:
            call(at["host"], at["operation"], at["timeout_ms"] / 1000)
        except Exception as caught:
            error = caught
        now = time.time()
        servers[name].close()
        return Played(error, now, servers[name].requests, servers[name].times)

    with concurrent.futures.ThreadPoolExecutor(len(servers)) as pool:
        played = dict(zip(servers, pool.map(run, servers)))
    logging.disable(logging.NOTSET)
    return played


def explained(name: str) -> coserr.Result | None:
    one = play()[name]
    return coserr.explain(one.error, received_at=one.received_at)
