#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real SDK in every scenario of the scripted server, and the tables of the READMEs.

usage: play.py [--update]

Fails when a table is not what the SDK and coserr do today; --update writes it anew.
"""

from __future__ import annotations

import concurrent.futures
import functools
import importlib.util
import logging
import re
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import coserr

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[2] / "src/bindings/python"
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "sdks")]

import server  # noqa: E402

READMES = {
    "en": (PACKAGE / "README.md", ("Scenario", "The SDK alone", "Requests, at s", "coserr")),
    "zh-CN": (PACKAGE / "README.zh-CN.md", ("场景", "只用 SDK", "请求数与时刻（秒）", "coserr")),
}


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

    def run(name: str) -> Played:
        error = None
        try:
            call(servers[name].host, server.SCENARIOS[name][0])
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


def of_sdk(error: BaseException | None) -> str:
    """What the user of the SDK alone has."""
    if error is None:
        return "–"
    kind = type(error).__name__
    if kind != "CosServiceError":
        text = re.sub(r"port=\d+", "port=80", str(error))
        return f"`{kind}`: {text[:60].rstrip()}…" if len(text) > 60 else f"`{kind}`: {text}"
    try:
        code = error.get_error_code()  # type: ignore[attr-defined]
    except Exception as failed:
        return f"`{kind}`; `get_error_code()` raises `{type(failed).__name__}`"
    return f"`{kind}`, `{code}`"


def cells(name: str, lang: str) -> list[str]:
    one, result = play()[name], explained(name)
    times = ", ".join(str(int(seconds + 0.25)) for seconds in one.times)
    count = f"{len(one.times)}: {times}" if one.times else "–"
    if result is None:
        return [name, of_sdk(one.error), count, "`None`"]
    text = result.text(lang)
    code = f"`{result.code}`: " if result.code else f"HTTP {result.status}: "
    return [name, of_sdk(one.error), count, f"{code}{text.message}"]


def table(lang: str) -> str:
    rows = [list(READMES[lang][1]), ["---", "---", "---:", "---"]]
    rows += [cells(name, lang) for name in play()]
    return "".join("| " + " | ".join(row).replace("\n", " ") + " |\n" for row in rows)


def begin_and_end(text: str) -> tuple[int, int]:
    """Where the table is: between two comments."""
    begin = text.index("<!-- scenarios -->\n") + len("<!-- scenarios -->\n")
    return begin, text.index("<!-- end -->", begin)


def written(lang: str) -> str:
    text = READMES[lang][0].read_text(encoding="utf-8")
    begin, end = begin_and_end(text)
    return text[begin:end]


def main() -> int:
    wrong = 0
    for lang, (path, _) in READMES.items():
        if written(lang) == table(lang):
            continue
        if "--update" in sys.argv[1:]:
            text = path.read_text(encoding="utf-8")
            begin, end = begin_and_end(text)
            path.write_text(text[:begin] + table(lang) + text[end:], encoding="utf-8")
            print(f"{path}: written")
        else:
            wrong += 1
            print(f"{path}: the table is not what is seen today; run play.py --update")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
