#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Python package beside other ways to do the same: two tables for README.md.

usage: bindings_python.py [ROUNDS]

Wants coserr and the packages of tests/bindings/sdks/python/requirements.txt, as in the virtual
environment that tests/bindings/python/run makes.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import coserr
from qcloud_cos.cos_exception import CosServiceError, digest_xml

BODY = b"""<?xml version='1.0' encoding='utf-8' ?>
<Error>
\t<Code>NoSuchKey</Code>
\t<Message>The specified key does not exist.</Message>
\t<Resource>examplebucket-1250000000.cos.ap-beijing.myqcloud.com/notes/2026.txt</Resource>
\t<RequestId>NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==</RequestId>
\t<TraceId>OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBi</TraceId>
</Error>"""
TEXT = BODY.decode()
HEADERS = {
    "Content-Type": "application/xml",
    "Date": "Sat, 21 Nov 2026 15:00:00 GMT",
    "Server": "tencent-cos",
    "x-cos-request-id": "NWE3YzgxZmFfYWZhYzM1MGFfMzc3MF9iOGY5OQ==",
}
FIELDS = ("Code", "Message", "Resource", "RequestId", "TraceId")
ERROR = CosServiceError("GET", TEXT, 404)
RESULT = coserr.resolve(code="NoSuchKey", status=404)


def by_element_tree() -> list[str | None]:
    root = ElementTree.fromstring(BODY)
    return [root.findtext(name) for name in FIELDS]


def by_coserr() -> list[str | None]:
    """Every value as a str, as the others make them."""
    result = coserr.decode(404, None, BODY)
    assert result is not None
    return [
        result.code,
        result.server_message,
        result.resource,
        result.request_id,
        result.trace_id,
    ]


def raised() -> BaseException:
    """One that the SDK raised, with the frames that hold its response."""
    sys.path[:0] = [
        str(Path(__file__).resolve().parents[1]),
        str(Path(__file__).resolve().parents[1] / "bindings/sdks"),
    ]
    import logging

    import server
    from qcloud_cos import CosConfig, CosS3Client

    logging.disable(logging.CRITICAL)
    at = server.start(["no-such-key"])["no-such-key"]
    config = CosConfig(
        Region="ap-guangzhou", SecretId="id", SecretKey="key", Scheme="http", Domain=at.host
    )
    try:
        CosS3Client(config).get_object(Bucket="examplebucket-1250000000", Key="exampleobject")
    except CosServiceError as error:
        at.close()
        return error
    raise AssertionError


RAISED = raised()

# Name, what is timed, how often in a round.
PEERS: dict[str, tuple[Callable[[], object], int]] = {
    "SDK: digest_xml": (lambda: digest_xml(TEXT), 50),
    "ElementTree, five values": (by_element_tree, 200),
    "coserr.decode": (lambda: coserr.decode(404, None, BODY), 2000),
    "coserr.decode, five values": (by_coserr, 1000),
    "coserr.decode, with headers": (lambda: coserr.decode(404, HEADERS, BODY), 2000),
    "coserr.find": (lambda: coserr.find("NoSuchKey", 404), 5000),
    "coserr.explain, an SDK's error": (lambda: coserr.explain(ERROR), 1000),
    "coserr.explain, as raised": (lambda: coserr.explain(RAISED), 500),
    "Result.text": (lambda: RESULT.text("zh-CN"), 1000),
    "coserr.decide": (lambda: coserr.decide(RESULT, 1, tokens=500), 1000),
}


def check() -> None:
    values = by_coserr()
    assert values == by_element_tree()
    assert values == list(digest_xml(TEXT).values())[:5]
    assert coserr.explain(ERROR) == coserr.explain(RAISED).code == "NoSuchKey"


def time_one(call: Callable[[], object], count: int) -> float:
    """Nanoseconds a call, without those of an empty one."""
    begun = time.perf_counter_ns()
    for _ in range(count):
        call()
    middle = time.perf_counter_ns()
    for _ in range(count):
        nothing()
    return (2 * middle - begun - time.perf_counter_ns()) / count


nothing: Callable[[], object] = lambda: None  # noqa: E731


def rounds(count: int) -> dict[str, list[float]]:
    chance = random.Random(1)
    times: dict[str, list[float]] = {name: [] for name in PEERS}
    for _ in range(count):
        order = list(PEERS)
        chance.shuffle(order)
        for name in order:
            call, often = PEERS[name]
            time_one(call, often // 10)
            times[name].append(time_one(call, often))
    return times


def imports(count: int) -> float:
    """Milliseconds of `import coserr` after `import requests`, with compiled files."""
    code = "import requests, time; a = time.perf_counter(); import coserr;" \
        "print((time.perf_counter() - a) * 1000)"
    command = [sys.executable, "-c", code]
    environment = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
    runs = [
        float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
        for _ in range(count)
    ]
    return statistics.median(runs[1:])


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    check()
    times = rounds(count)

    def ratio(name: str, peer: str) -> float:
        return statistics.median(a / b for a, b in zip(times[name], times[peer]))

    print(f"Python {sys.version.split()[0]}, {count} rounds\n")
    print("| Python | ns | of the SDK's | of ElementTree |\n| --- | ---: | ---: | ---: |")
    for name in sorted(PEERS, key=lambda name: -statistics.median(times[name])):
        sdk, tree = ratio(name, "SDK: digest_xml"), ratio(name, "ElementTree, five values")
        is_body = name.startswith(("SDK", "Element", "coserr.decode"))
        shown = f"{sdk:.3g} | {tree:.3g}" if is_body else " | "
        print(f"| {name} | {statistics.median(times[name]):.0f} | {shown} |")
    print(f"\n`import coserr` after `import requests`: {imports(count):.2f} ms")


if __name__ == "__main__":
    main()
