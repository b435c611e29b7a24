# SPDX-License-Identifier: MIT
"""explain() for responses, exceptions of every kind, and objects that mean harm."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import subprocess
import sys
import urllib.error
from email.message import Message
from typing import Any, NoReturn

import coserr
import httpx
import pytest
import requests
import urllib3
from botocore.exceptions import ClientError
from qcloud_cos.cos_exception import CosClientError, CosServiceError

BODY = b"<Error><Code>NoSuchKey</Code><Message>gone</Message><RequestId>N1</RequestId></Error>"
URL = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a"


def of_requests(status: int = 404, body: Any = BODY, method: str = "GET") -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = body
    response.headers["x-cos-request-id"] = "N2"
    response.headers["Retry-After"] = "9"
    response.request = requests.Request(method, URL).prepare()
    return response


# ----------------------------------------------------------------------------------- responses


def test_a_response_of_requests() -> None:
    result = coserr.explain(of_requests())
    assert result == "NoSuchKey"
    assert result is not None
    assert (result.request_id, result.retry_after, result.operation) == ("N1", "9", "GetObject")


def test_an_error_that_carries_a_response() -> None:
    response = of_requests()
    with pytest.raises(requests.HTTPError) as caught:
        response.raise_for_status()
    assert coserr.explain(caught.value) == "NoSuchKey"
    assert coserr.explain(requests.HTTPError("no response")) is None


def test_a_response_of_httpx() -> None:
    request = httpx.Request("HEAD", URL)
    response = httpx.Response(404, content=BODY, request=request)
    result = coserr.explain(response)
    assert result is not None
    assert (result.code, result.operation) == ("NoSuchKey", "HeadObject")
    assert coserr.explain(httpx.HTTPStatusError("x", request=request, response=response)) == (
        "NoSuchKey"
    )


def test_a_response_of_urllib() -> None:
    headers = Message()
    headers["x-cos-error-code"] = "SlowDown"
    error = urllib.error.HTTPError(URL, 503, "x", headers, None)
    assert coserr.explain(error) == "SlowDown"


def test_a_tuple() -> None:
    assert coserr.explain((404, {}, BODY)) == "NoSuchKey"
    assert coserr.explain(("404", None, BODY.decode())) == "NoSuchKey"
    assert coserr.explain((200, {}, BODY)) is None
    assert coserr.explain((200, {}, BODY), operation="PutObjectCopy") == "NoSuchKey"


def test_anything_with_status_and_headers() -> None:
    class Answer:
        status = 503
        headers = {"x-cos-error-code": "SlowDown"}  # noqa: RUF012
        body = b""

    assert coserr.explain(Answer()) == "SlowDown"


def test_a_stream_of_a_success_is_left_alone() -> None:
    reads: list[int] = []

    class Stream:
        def read(self, size: int = -1, *_: object) -> bytes:
            reads.append(size)
            return b""

    for status, is_read in ((200, False), (404, True)):
        response = of_requests(status, False)
        response.raw = Stream()
        assert (coserr.explain(response) is not None) == is_read
        assert bool(reads) == is_read


def test_what_the_caller_knows() -> None:
    result = coserr.explain(
        (403, {}, b"<Error><Code>AccessDenied</Code></Error>"),
        operation="PutObject",
        bucket="examplebucket-1250000000",
        region="ap-guangzhou",
        key="a",
        received_at=1795273200,
    )
    assert result is not None
    assert (result.operation, result.bucket) == ("PutObject", "examplebucket-1250000000")
    assert (result.region, result.key) == ("ap-guangzhou", "a")
    skewed = coserr.explain(
        (
            403,
            {},
            b"<Error><Code>RequestTimeTooSkewed</Code>"
            b"<ServerTime>2026-11-21T15:00:00Z</ServerTime></Error>",
        ),
        received_at=1795273200 + 900,
    )
    assert skewed is not None
    assert "900" in (skewed.text("en").detail or "")


@pytest.mark.parametrize("bad", [7, "PutObjekt", b"x", [], float("nan"), float("inf"), 10**40])
def test_what_the_caller_does_not_know(bad: Any) -> None:
    """A bad argument costs no more than itself."""
    for name in ("operation", "bucket", "region", "key", "received_at"):
        result = coserr.explain((404, {}, BODY), **{name: bad})
        assert result == "NoSuchKey"
        assert result is not None
        assert result.operation is None


def test_a_result_is_its_own_explanation() -> None:
    result = coserr.resolve(status=404)
    assert coserr.explain(result) is result


@pytest.mark.parametrize(
    "nothing",
    [None, 0, 7, "404", b"", [], {}, (), (1, 2, 3), (404,), ("404",), object(), object, 404, print,
     ValueError("x"), KeyError("traceid"), Exception(), AssertionError(), StopIteration(),
     KeyboardInterrupt(), SystemExit(1), GeneratorExit(), of_requests(200), float("nan")],
)  # fmt: skip
def test_what_is_no_failure(nothing: object) -> None:
    assert coserr.explain(nothing) is None


# ------------------------------------------------------------------------------- client errors


def raised_from(outer: BaseException, inner: BaseException) -> BaseException:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ConnectionResetError(errno.ECONNRESET, "x"), "ConnectionLost"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "ConnectionFailed"),
        (BrokenPipeError(errno.EPIPE, "x"), "ConnectionLost"),
        (FileNotFoundError(errno.ENOENT, "x"), "LocalFileError"),
        (OSError("download failed with incomplete file"), "ResponseTruncated"),
        (OSError("something else"), None),
        (TimeoutError(), "ReadTimeout"),
        (socket.timeout(), "ReadTimeout"),
        (socket.gaierror(-2, "Name or service not known"), "NameResolutionFailed"),
        (ssl.SSLCertVerificationError(1, "x"), "CertificateRejected"),
        (ssl.SSLError(1, "x"), "TlsFailed"),
        (MemoryError(), "OutOfMemory"),
        (http.client.IncompleteRead(b""), "ResponseTruncated"),
        (http.client.RemoteDisconnected("x"), "ConnectionLost"),
        (http.client.BadStatusLine("x"), "ResponseUnparsable"),
        (urllib.error.URLError(ConnectionResetError(errno.ECONNRESET, "x")), "ConnectionLost"),
        (urllib.error.URLError("unknown url type: x"), None),
        (requests.ConnectTimeout(), "ConnectionTimeout"),
        (requests.ReadTimeout(), "ReadTimeout"),
        (requests.Timeout(), "ReadTimeout"),
        (requests.ConnectionError(), "ConnectionLost"),
        (requests.exceptions.SSLError(), "TlsFailed"),
        (requests.exceptions.ProxyError(), "ConnectionFailed"),
        (requests.exceptions.InvalidURL(), "InvalidRequest"),
        (requests.exceptions.ChunkedEncodingError(), "ResponseTruncated"),
        (requests.exceptions.ContentDecodingError(), "ResponseUnparsable"),
        (urllib3.exceptions.ProtocolError("x", ConnectionResetError(104, "x")), "ConnectionLost"),
        (urllib3.exceptions.MaxRetryError(None, "/", ssl.SSLError(1, "x")), "TlsFailed"),  # type: ignore[arg-type]
        (httpx.ConnectTimeout("x"), "ConnectionTimeout"),
        (httpx.ConnectError("x"), "ConnectionFailed"),
        (raised_from(httpx.ConnectError("x"), socket.gaierror(-2, "x")), "NameResolutionFailed"),
        (httpx.ReadError("x"), "ConnectionLost"),
        (httpx.RemoteProtocolError("Server disconnected without a response"), "ConnectionLost"),
        (
            httpx.RemoteProtocolError("peer closed without sending complete message body"),
            "ResponseTruncated",
        ),
        (httpx.UnsupportedProtocol("x"), "InvalidRequest"),
        (raised_from(ValueError("mine"), requests.ReadTimeout()), "ReadTimeout"),
        (CosClientError("Key is required not empty"), "InvalidRequest"),
        (CosClientError("crc of client: 1 is mismatch with cos: 2"), "IntegrityCheckFailed"),
        (CosClientError("HTTPSConnectionPool(...): Read timed out."), "ReadTimeout"),
    ],
)  # fmt: skip
def test_client_errors(error: BaseException, name: str | None) -> None:
    result = coserr.explain(error, operation="PutObject")
    if name is None:
        assert result is None
    else:
        assert result is not None
        assert (result.kind, result.code, result.operation) == ("client", name, "PutObject")


def test_what_else_was_handled_is_no_cause() -> None:
    """A ValueError raised while a broken connection is dealt with is a ValueError."""
    error = ValueError("mine")
    error.__context__ = ConnectionResetError(errno.ECONNRESET, "x")
    assert coserr.explain(error) is None
    lost = CosClientError("x")
    lost.__context__ = ConnectionResetError(errno.ECONNRESET, "x")
    assert coserr.explain(lost) == "ConnectionLost"


def test_a_cause_that_was_cut_off() -> None:
    """raise ... from None"""
    error = CosClientError("Key is required not empty")
    error.__context__ = ConnectionResetError(errno.ECONNRESET, "x")
    error.__suppress_context__ = True
    assert coserr.explain(error) == "InvalidRequest"


def test_botocore_makes_codes_of_statuses() -> None:
    response: Any = {
        "Error": {"Code": "404", "Message": "Not Found"},
        "ResponseMetadata": {"HTTPStatusCode": 404, "HTTPHeaders": {"retry-after": "3"}},
    }
    result = coserr.explain(ClientError(response, "HeadObject"))
    assert result is not None
    assert (result.code, result.server_message) == (None, None)
    assert (result.status, result.operation, result.retry_after) == (404, "HeadObject", "3")
    assert coserr.explain(ClientError({}, "HeadObject")) is None  # type: ignore[typeddict-item]


def test_chains_without_end() -> None:
    one, other = requests.ConnectionError(), requests.ConnectionError()
    one.__context__, other.__context__ = other, one
    assert coserr.explain(one) == "ConnectionLost"
    error: BaseException = requests.ConnectionError()
    for _ in range(10000):
        outer = requests.ConnectionError()
        outer.__context__ = error
        error = outer
    assert coserr.explain(error) == "ConnectionLost"


# ------------------------------------------------------------------------------------ the SDK's


def test_words_that_say_nothing() -> None:
    digest = {
        "code": "Unknown",
        "message": "Unknown",
        "resource": "Unknown",
        "requestid": "Unknown",
        "traceid": "Unknown",
    }
    result = coserr.explain(CosServiceError("GET", digest, 503))
    assert result is not None
    assert (result.code, result.request_id, result.server_message) == (None, None, None)
    assert result.resource is None
    invented = {"code": "NoSuchResource", "message": "The Resource You Head Not Exist"}
    result = coserr.explain(CosServiceError("HEAD", {**invented, "resource": URL + "?a=b"}, 404))
    assert result is not None
    assert (result.code, result.server_message, result.entry.status) == (None, None, 404)
    assert (result.bucket, result.key) == ("examplebucket-1250000000", "a")
    assert result.resource == URL.partition("://")[2]


def test_an_error_after_a_200() -> None:
    error = CosServiceError("PUT", BODY, 200)
    for operation in (None, "PutObjectCopy"):
        result = coserr.explain(error, operation=operation)
        assert result is not None
        assert (result.code, result.status, result.request_id) == ("NoSuchKey", 200, "N1")


def test_an_accessor_that_raises() -> None:
    class Hostile(CosServiceError):  # type: ignore[misc]
        def get_digest_msg(self) -> NoReturn:
            raise RuntimeError

    result = coserr.explain(Hostile("GET", BODY.decode(), 404))
    assert result == "NoSuchKey"


def test_no_package_is_imported() -> None:
    """Neither requests nor an SDK is needed, and none is loaded."""
    code = (
        "import sys, coserr;"
        "coserr.explain((404, {}, b'')); coserr.explain(OSError(104, 'x'));"
        "coserr.Code; coserr.retry();"
        "print(sorted({'requests', 'qcloud_cos', 'httpx', 'botocore', 'urllib3', 'typing',"
        " 're', 'enum', 'dataclasses', 'asyncio'} & set(sys.modules)))"
    )
    # -S: site of a virtual environment may import some of them.
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
