# SPDX-License-Identifier: MIT
"""The real SDK in every scenario of the scripted server."""

from __future__ import annotations

import concurrent.futures
import functools
import logging
import sys
import time
from pathlib import Path
from typing import NamedTuple

import coserr

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "sdks"), str(HERE.parent / "sdks/python")]

import driver  # noqa: E402
import server  # noqa: E402


class Played(NamedTuple):
    error: BaseException | None
    received_at: float
    heads: list[str]


@functools.lru_cache(maxsize=1)
def play() -> dict[str, Played]:
    """What the SDK did in each scenario; most of the time it waits."""
    logging.disable(logging.CRITICAL)
    servers = server.start()
    addresses = server.addresses(servers)

    def run(name: str) -> Played:
        at, error = addresses[name], None
        try:
            driver.cos_sdk(at["host"], at["operation"], at["timeout_ms"] / 1000)
        except Exception as caught:
            error = caught
        now = time.time()
        servers[name].close()
        return Played(error, now, servers[name].requests)

    with concurrent.futures.ThreadPoolExecutor(len(servers)) as pool:
        played = dict(zip(servers, pool.map(run, servers)))
    logging.disable(logging.NOTSET)
    return played


def explained(name: str) -> coserr.Result | None:
    one = play()[name]
    return coserr.explain(one.error, received_at=one.received_at)
