# SPDX-License-Identifier: MIT
"""The READMEs: their examples are run. Their table of scenarios is held by ../sdks."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import coserr
import pytest
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_exception import CosClientError, CosServiceError
from scenarios import cos, document

from test_session import Serve

PACKAGE = Path(__file__).resolve().parents[3] / "src/bindings/python"
README = {"en": PACKAGE / "README.md", "zh-CN": PACKAGE / "README.zh-CN.md"}
BUCKET = "examplebucket-1250000000"
BODY = (
    "<Error><Code>NoSuchKey</Code><Resource>examplebucket-1250000000.cos.ap-guangzhou."
    "myqcloud.com/notes/2026.txt</Resource><RequestId>NWQx</RequestId></Error>"
)
MARKED = re.compile(r"<!-- (test|output|shown): (\w+) -->\n```\w*\n(.*?)```\n", re.DOTALL)


def blocks(lang: str) -> dict[tuple[str, str], str]:
    text = README[lang].read_text(encoding="utf-8")
    return {(kind, name): block for kind, name, block in MARKED.findall(text)}


ENGLISH, CHINESE = blocks("en"), blocks("zh-CN")
BOTH = pytest.mark.parametrize("written", [ENGLISH, CHINESE], ids=["en", "zh-CN"])


def run(code: str, **names: Any) -> str:
    """What an example prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"coserr": coserr, **names})
    return out.getvalue()


def sdk(host: str, **options: Any) -> CosS3Client:
    config = CosConfig(
        Region="ap-guangzhou", SecretId="id", SecretKey="key", Scheme="http", Domain=host
    )
    return CosS3Client(config, **options)


def test_every_example_is_tested() -> None:
    names = {("test", name) for name in ("after", "result", "session", "retry", "else")}
    for written in (ENGLISH, CHINESE):
        assert names < set(written)
        assert ("output", "result") in written


@BOTH
def test_after(
    written: dict[tuple[str, str], str], serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    denied = "<Error><Code>AccessDenied</Code><RequestId>NWQx</RequestId></Error>"
    shown: list[str] = []
    run(
        written["test", "after"],
        CosServiceError=CosServiceError,
        CosClientError=CosClientError,
        client=sdk(serve(cos(403, denied)).host),
        bucket=BUCKET,
        key="a",
        body=b"x",
        log=logging.getLogger("example"),
        request=SimpleNamespace(headers={"Accept-Language": "zh-CN,zh;q=0.9"}),
        create_bucket=None,
        show=lambda message, _: shown.append(message),
    )
    record = next(record for record in caplog.records if record.name == "example")
    if ("output", "after") in written:
        assert record.getMessage() + "\n" == written["output", "after"]
    assert record.__dict__["coserr.operation"] == "PutObject"
    assert [message + "\n" for message in shown] == [CHINESE["shown", "after"]]


@BOTH
def test_result(written: dict[tuple[str, str], str]) -> None:
    assert run(written["test", "result"], body=BODY) == written["output", "result"]


@BOTH
def test_session(
    written: dict[tuple[str, str], str],
    serve: Serve,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = serve(cos(503, document("SlowDown", "x")), cos(200, "hello"))
    slept: list[float] = []
    code = re.sub(r"Session\(\s*on", "Session(sleep=slept.append, on", written["test", "session"])
    monkeypatch.setattr(sys, "argv", ["example"])
    run(
        code,
        CosS3Client=CosS3Client,
        config=sdk(server.host).get_conf(),
        bucket=BUCKET,
        key="a",
        log=logging.getLogger("example"),
        slept=slept,
    )
    assert (len(server.requests), len(slept)) == (2, 1)
    assert any("SlowDown (HTTP 503" in record.getMessage() for record in caplog.records)


@BOTH
def test_retry(written: dict[tuple[str, str], str], serve: Serve) -> None:
    server = serve(cos(403, document("ExpiredToken", "x")), cos(200, "hello"))
    renewed: list[None] = []
    run(
        written["test", "retry"],
        new_client=lambda: sdk(server.host, retry=0),
        renew=lambda: renewed.append(None),
        bucket=BUCKET,
        key="a",
    )
    assert (len(server.requests), len(renewed)) == (2, 1)


@BOTH
def test_else(written: dict[tuple[str, str], str]) -> None:
    code = written["test", "else"]
    run(code, status=404, headers={}, body=BODY)
    lines = [line.partition("  #")[0] for line in code.splitlines()]
    values = [
        eval(line, {"coserr": coserr, "status": 404, "headers": {}, "body": BODY}) for line in lines
    ]
    assert all(values)
    assert values[1:4] == ["NoSuchKey", "SlowDown", "ConnectionLost"]


@BOTH
def test_attributes_are_all_listed(written: dict[tuple[str, str], str]) -> None:
    path = README["en" if written is ENGLISH else "zh-CN"]
    rows = [
        line.split("|")[1]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    listed = {re.sub(r"\(.*", "", name) for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert {name for name in dir(coserr.Result) if not name.startswith("_")} == listed
