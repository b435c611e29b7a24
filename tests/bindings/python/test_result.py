# SPDX-License-Identifier: MIT
"""Results of decode(), resolve(), from_client(), from_errno()."""

from __future__ import annotations

import sys

import coserr
import pytest
from coserr import Code

BODY = b"""<?xml version='1.0' encoding='utf-8' ?>
<Error>
\t<Code>NoSuchKey</Code>
\t<Message>The specified key does not exist.</Message>
\t<Resource>examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b</Resource>
\t<RequestId>NjU5YzJhMWQ=</RequestId>
\t<TraceId>OGVmYzZiMmQ=</TraceId>
</Error>"""
HEADERS = {
    "Content-Type": "application/xml",
    "Date": "Sat, 21 Nov 2026 15:00:00 GMT",
    "Retry-After": "7",
}


def decoded() -> coserr.Result:
    result = coserr.decode(404, HEADERS, BODY, operation="GetObject")
    assert result is not None
    return result


def test_decode() -> None:
    result = decoded()
    assert (result.kind, result.code, result.status) == ("service", "NoSuchKey", 404)
    assert result.entry is coserr.find("NoSuchKey", 404)
    assert (result.match, result.alias) == ("exact", False)
    assert (result.category, result.retry) == ("not-found", "never")
    assert result.server_message == "The specified key does not exist."
    assert (result.request_id, result.trace_id) == ("NjU5YzJhMWQ=", "OGVmYzZiMmQ=")
    assert (result.bucket, result.region) == ("examplebucket-1250000000", "ap-guangzhou")
    assert result.key == "a%20b"
    assert (result.date, result.retry_after) == (HEADERS["Date"], "7")
    assert (result.operation, result.verdict, result.fault) == ("GetObject", "error", None)
    assert result.server_time is None
    assert result.source["bucket"] == "resource"
    assert result.source["date"] == "header"


def test_success_is_none() -> None:
    assert coserr.decode(200, HEADERS, b"") is None
    assert coserr.decode(304) is None


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, lambda body: body.decode()])
def test_bodies_of_every_kind(kind: type) -> None:
    result = coserr.decode(404, None, kind(BODY))
    assert result is not None
    assert result.request_id == "NjU5YzJhMWQ="


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Cos-Request-Id": "N1"},
        {b"x-cos-request-id": b"N1"},
        [("x-cos-request-id", "N1")],
        [["x-cos-request-id", b"N1"]],
        (pair for pair in [("x-cos-request-id", "N1")]),
        {"x-cos-request-id": "N1", "Content-Length": 5, 7: None},
        [("x-" + str(i), "y") for i in range(1000)] + [("x-cos-request-id", "N1")],
    ],
)
def test_headers_of_every_kind(headers: object) -> None:
    result = coserr.decode(404, headers)  # type: ignore[arg-type]
    assert result is not None
    assert result.request_id == "N1"


@pytest.mark.parametrize("headers", [7, "x-cos-request-id", [("a",)], [("a", "b", "c")], [7]])
def test_headers_that_are_none(headers: object) -> None:
    with pytest.raises(TypeError):
        coserr.decode(404, headers)  # type: ignore[arg-type]


def test_headers_that_raise() -> None:
    class Hostile:
        @property
        def items(self) -> object:
            raise RuntimeError("no")

        def __iter__(self) -> object:
            raise AssertionError("asked after it raised")

    with pytest.raises(RuntimeError, match="no"):
        coserr.decode(404, Hostile())  # type: ignore[arg-type]


def test_what_is_asked_wrongly() -> None:
    with pytest.raises(TypeError):
        coserr.decode(404, None, 7)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        coserr.decode(404, None, b"", "PutObject")  # type: ignore[misc]
    with pytest.raises(TypeError):
        coserr.decode(404, operation=7)  # type: ignore[arg-type]
    for received_at in (float("nan"), float("inf"), 1e300):
        with pytest.raises(ValueError, match="received_at"):
            coserr.decode(404, received_at=received_at)
    with pytest.raises(ValueError, match="verdict"):
        coserr.resolve(verdict="perhaps")
    with pytest.raises(ValueError, match="kind"):
        coserr.resolve(kind="family")  # type: ignore[arg-type]


def test_values_outlive_what_they_were_read_from() -> None:
    body = bytearray(BODY)
    result = coserr.decode(404, {"x-cos-trace-id": "t" * 100}, body)
    assert result is not None
    body[:] = b"x" * len(body) * 2  # nothing holds on to it
    del body
    assert result.server_message == "The specified key does not exist."


def test_detail() -> None:
    text = decoded().text("zh_CN")
    assert text.detail == "本次请求在存储桶 examplebucket-1250000000 中查找 a%20b。"
    long = coserr.resolve(code="NoSuchKey", status=404, bucket="b" * 150, key="键" * 500)
    detail = long.text("zh-CN").detail or ""
    assert 250 < len(detail.encode()) < 600


def test_resolve() -> None:
    result = coserr.resolve(code="AccessDenied", status=403, message="Request has expired")
    assert (result.match, result.entry.code) == ("refined", "Request has expired")
    assert result.code == "AccessDenied"
    nothing = coserr.resolve()
    assert (nothing.code, nothing.status, nothing.match) == (None, None, "family")
    assert str(nothing).startswith("unknown: ")
    assert coserr.resolve(kind="client").kind == "client"
    with pytest.raises(TypeError):
        coserr.resolve("NoSuchKey")  # type: ignore[misc]


def test_client_errors() -> None:
    lost = coserr.from_errno("ECONNRESET", operation="PutObject")
    assert lost is not None
    assert (lost.kind, lost.code, lost.status) == ("client", "ConnectionLost", None)
    assert lost == Code.CLIENT_CONNECTION_LOST
    assert lost.operation == "PutObject"
    assert coserr.from_errno(lost_number()) == "ConnectionLost"
    assert coserr.from_client("ReadTimeout", bucket="b", key="k") == "ReadTimeout"
    assert coserr.from_client("NoSuchKey") is None
    for nothing in ("EWHAT", None, 0, -1, 10**30):
        assert coserr.from_errno(nothing) is None


def lost_number() -> int:
    import errno

    return errno.ECONNRESET


@pytest.mark.skipif(sys.version_info < (3, 10), reason="types can be changed")
def test_types_do_not_change() -> None:
    result = coserr.resolve(code="NoSuchKey", status=404)
    decision = coserr.decide(result)
    operation = coserr.operation("PutObject")
    for thing in (result, result.entry, result.text("en"), decision, operation):
        with pytest.raises(TypeError, match="immutable type"):
            type(thing).hints = ()  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------ equality


def test_equals_its_code() -> None:
    result = decoded()
    assert result == "NoSuchKey"
    assert result == Code.NO_SUCH_KEY
    assert "NoSuchKey" == result  # noqa: SIM300
    assert result != "NoSuchBucket"
    assert not result != "NoSuchKey"  # noqa: SIM202
    assert hash(result) == hash("NoSuchKey")
    assert {Code.NO_SUCH_KEY: 1}[result] == 1  # type: ignore[index]
    assert result in ("NoSuchBucket", "NoSuchKey")


def test_spellings_are_one_code() -> None:
    result = coserr.resolve(code="BadRequest", status=400)
    assert (result.code, result.alias) == ("BadRequest", True)
    assert result == Code.BAD_REQUEST
    assert hash(result) == hash(Code.BAD_REQUEST)


def test_an_unlisted_code_equals_itself() -> None:
    result = coserr.resolve(code="BrandNew", status=404)
    assert result == "BrandNew"
    assert hash(result) == hash("BrandNew")


def test_results_are_told_apart_by_identity() -> None:
    one, other = decoded(), decoded()
    assert one == one  # noqa: PLR0124
    assert one != other
    assert len({one, other}) == 2
    assert one != 7
    assert coserr.resolve(status=404) != ""
    assert hash(coserr.resolve(status=404)) == hash("")
    assert one != "\udc80"
    with pytest.raises(TypeError):
        one < other  # type: ignore[operator]  # noqa: B015


# ---------------------------------------------------------------------------------------- logs

SECRET = "q-signature=5ecret"
HOSTILE = [
    {"message": f"StringToSign {SECRET}"},
    {"resource": f"https://user@host/key?{SECRET}&x-cos-security-token=t"},
    {"resource": f"/key#{SECRET}"},
    {"request_id": f"N1?{SECRET}"},
    {"request_id": "N1\r\nSet-Cookie: " + SECRET},
    {"code": f"A?{SECRET}"},
    {"code": f"A\n{SECRET}"},
    {"code": "A\x1b[31m" + SECRET},
    {"code": "x" * 129 + SECRET},
]


@pytest.mark.parametrize("values", HOSTILE)
@pytest.mark.parametrize("status", [None, 404, 503])
def test_no_secret_is_shown(values: dict[str, str], status: int | None) -> None:
    result = coserr.resolve(status=status, **values)  # type: ignore[arg-type]
    shown = [str(result), repr(result), *map(str, result.attributes().values())]
    for text in shown:
        assert "5ecret" not in text
        assert text.isprintable()


def test_string() -> None:
    assert str(decoded()) == (
        "NoSuchKey (HTTP 404, request NjU5YzJhMWQ=): The bucket holds no object under this key."
    )
    assert str(coserr.resolve(status=404)).startswith("HTTP 404: The server found")
    assert str(coserr.resolve(status=404, request_id="N1")).startswith("HTTP 404, request N1: ")
    assert str(coserr.resolve(code="NoSuchKey", request_id="N1")).startswith(
        "NoSuchKey (request N1): "
    )
    assert str(coserr.from_client("ReadTimeout")).startswith("ReadTimeout: ")
    spaced = coserr.resolve(code=" NoSuchKey\r\n", status=404)
    assert str(spaced).startswith("NoSuchKey (HTTP 404): ")
    assert spaced.attributes()["error.type"] == "NoSuchKey"
    expired = coserr.resolve(code="Request has expired", status=403)
    assert str(expired).startswith("Request has expired (HTTP 403): ")


def test_attributes() -> None:
    assert decoded().attributes() == {
        "error.type": "NoSuchKey",
        "http.response.status_code": 404,
        "coserr.kind": "service",
        "coserr.category": "not-found",
        "coserr.retry": "never",
        "coserr.match": "exact",
        "coserr.operation": "GetObject",
        "coserr.request_id": "NjU5YzJhMWQ=",
        "coserr.resource": "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b",
    }
    case = coserr.resolve(
        code="AccessDenied", status=403, message="You are denied by bucket referer rule"
    )
    assert case.attributes()["coserr.case"] == "referer"
    assert coserr.resolve(status=404).attributes()["error.type"] == "404"
    assert coserr.resolve().attributes()["error.type"] == "_OTHER"
    assert "http.response.status_code" not in coserr.resolve().attributes()


def test_attributes_go_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    result = decoded()
    logging.getLogger("test").error("upload failed: %s", result, extra=result.attributes())
    assert caplog.records[0].__dict__["error.type"] == "NoSuchKey"


def test_malformed_bodies() -> None:
    result = coserr.decode(404, None, BODY[:80])
    assert result is not None
    assert (result.code, result.verdict, result.fault) == ("NoSuchKey", "malformed", "truncated")
    assert result.fault_offset == 80
    not_utf8 = coserr.decode(404, [(b"x-cos-request-id", b"\xff\xfe")], b"\xff")
    assert not_utf8 is not None
    assert not_utf8.request_id == "\ufffd\ufffd"
