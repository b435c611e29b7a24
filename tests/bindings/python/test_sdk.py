# SPDX-License-Identifier: MIT
"""cos-python-sdk-v5 as it is, against the scripted server: what explain() makes of its errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import coserr
import pytest
import requests
from coserr.requests import Session
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_exception import CosClientError, CosServiceError
from scenarios import REQUEST_ID, cos, document

import play
from test_session import Serve

# Scenario: the code of the entry or None for a family, the class, how often the SDK asked.
EXPECTED: dict[str, tuple[str | None, str, int]] = {
    "no-such-key": ("NoSuchKey", "never", 1),
    "expired": ("Request has expired", "clock", 1),
    "clock-behind": ("RequestTimeTooSkewed", "clock", 1),
    "signature": ("SignatureDoesNotMatch", "never", 1),
    "slow-down": ("SlowDown", "throttle", 4),
    "slow-down-retry-after": ("SlowDown", "throttle", 4),
    "no-resource": ("ServiceUnavailable", "transient", 4),
    "request-timeout": ("RequestTimeout", "transient", 1),
    "not-implemented": ("NotImplemented", "never", 4),
    "head-404": (None, "never", 1),
    "head-403": (None, "never", 1),
    "empty-403": (None, "never", 1),
    "code-header": ("TooManyRequestsException", "throttle", 1),
    "copy-after-200": ("InternalError", "transient", 1),
    "copy-denied-after-200": ("AccessDenied", "never", 1),
    "proxy-page": (None, "transient", 4),
    "vector-bucket": ("ValidationException", "never", 1),
    "cut-in-tag": ("NoSuchKey", "never", 1),
    "cut-connection": ("ResponseTruncated", "transient", 1),
    "cut-download": ("ResponseTruncated", "transient", 1),
    "reset": ("ConnectionLost", "transient", 4),
    "silence": ("ReadTimeout", "transient", 4),
    "nobody": ("ConnectionFailed", "transient", 0),
}


def test_every_scenario_is_expected() -> None:
    assert {*EXPECTED, "success"} == set(play.play())


@pytest.mark.parametrize("name", EXPECTED)
def test_scenarios(name: str) -> None:
    result = play.explained(name)
    assert result is not None
    code, retry, requests = EXPECTED[name]
    assert (result.entry.code, result.retry) == (code, retry)
    assert len(play.play()[name].heads) == requests


def test_success() -> None:
    assert play.explained("success") is None
    assert play.play()["success"].error is None


def test_the_operation_is_found() -> None:
    for name, operation in (
        ("no-such-key", "GetObject"),
        ("head-404", "HeadObject"),
        ("copy-after-200", "PutObjectCopy"),
        ("reset", "GetObject"),
        ("nobody", "GetObject"),
    ):
        result = play.explained(name)
        assert result is not None
        assert result.operation == operation


def test_what_the_sdk_lets_fall() -> None:
    """Headers are in the response alone, which the traceback still holds."""
    busy = play.explained("slow-down-retry-after")
    assert busy is not None
    assert busy.retry_after == "7"
    for name in ("no-resource", "head-403", "copy-after-200", "cut-in-tag", "vector-bucket"):
        result = play.explained(name)
        assert result is not None
        assert result.request_id == REQUEST_ID, name
    skewed = play.explained("clock-behind")
    assert skewed is not None
    assert "360" in (skewed.text("en").detail or "") or "359" in (skewed.text("en").detail or "")


def test_without_the_frames() -> None:
    """The same exceptions as another process or a log has them."""
    for name, (code, retry, _) in EXPECTED.items():
        error = play.play()[name].error
        assert error is not None
        result = coserr.explain(without_traceback(error))
        assert result is not None, name
        assert (result.entry.code, result.retry) == (code, retry), name


def without_traceback(error: BaseException) -> BaseException:
    """A copy that lost its traceback."""
    if not isinstance(error, CosServiceError):
        return error
    message = error.get_origin_msg() or error.get_digest_msg()
    return CosServiceError("GET", message, error.get_status_code())


def config(host: str) -> CosConfig:
    return CosConfig(
        Region="ap-guangzhou", SecretId="id", SecretKey="key", Scheme="http", Domain=host
    )


class Fails(requests.adapters.HTTPAdapter):
    """Answers every request with a status and no body, or not at all."""

    def __init__(self, status: int | None) -> None:
        super().__init__()
        self.status = status

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        if self.status is None:
            raise requests.ReadTimeout
        response = requests.Response()
        response.status_code, response.request, response._content = self.status, request, b""
        return response


@pytest.mark.parametrize("status", [404, 503, None])
@pytest.mark.parametrize("call", ["get_object", "head_object", "delete_object_tagging"])
def test_the_place_is_that_of_the_request(status: int | None, call: str) -> None:
    """Where the answer does not name it."""
    own = requests.Session()
    own.mount("https://", Fails(status))
    conf = CosConfig(Region="ap-guangzhou", SecretId="id", SecretKey="key", EnableOldDomain=True)
    client = CosS3Client(conf, retry=0, session=own)
    with pytest.raises((CosServiceError, CosClientError)) as caught:
        getattr(client, call)(Bucket="examplebucket-1250000000", Key="a b/键")
    for given in ({}, {"key": "mine"}):
        result = coserr.explain(caught.value, **given)
        assert result is not None
        assert result.status == status
        assert (result.bucket, result.region) == ("examplebucket-1250000000", "ap-guangzhou")
        assert result.key == given.get("key", "a b/键")
        operations = {
            "get_object": "GetObject",
            "head_object": "HeadObject",
            "delete_object_tagging": "DeleteObjectTagging",
        }
        assert result.operation == operations[call]


def upload(serve: Serve, tmp_path: Path, session: Session | None) -> CosClientError:
    """An upload of three parts, each of which is denied."""
    denied = cos(403, document("AccessDenied", "Access Denied."))
    begun = cos(
        200, "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
    )
    none = cos(200, "<ListMultipartUploadsResult></ListMultipartUploadsResult>")

    def answer(connection: Any, head: str) -> Any:
        if head.startswith("GET"):
            return none(connection, head)
        return (begun if head.startswith("POST") else denied)(connection, head)

    path = tmp_path / "large"
    path.write_bytes(bytes(3 * 1024 * 1024))
    client = CosS3Client(config(serve(answer).host), retry=0, session=session)
    with pytest.raises(CosClientError) as caught:
        client.upload_file(
            Bucket="examplebucket-1250000000", Key="a", LocalFilePath=str(path), PartSize=1
        )
    return caught.value


def test_uploads_in_parts(serve: Serve, tmp_path: Path) -> None:
    """upload_file() says "some upload_part fail after max_retry" whatever happened."""
    error = upload(serve, tmp_path, None)
    assert "after max_retry" in str(error)
    result = coserr.explain(error)
    assert result is not None
    assert (result.code, result.request_id) == ("AccessDenied", REQUEST_ID)
    lost = CosClientError("some upload_part fail after max_retry, please upload_file again")
    result = coserr.explain(lost)
    assert result is not None
    assert (result.kind, result.code, result.match) == ("client", None, "family")


def test_a_session_hears_of_every_part(serve: Serve, tmp_path: Path) -> None:
    failures: list[tuple[str | None, str | None, int]] = []
    session = Session(
        on_failure=lambda result, number: failures.append((result.code, result.operation, number))
    )
    upload(serve, tmp_path, session)
    assert failures == [("AccessDenied", "UploadPart", 1)] * 3


def test_nothing_was_sent() -> None:
    client = CosS3Client(config("127.0.0.1:1"), retry=0)
    with pytest.raises(CosClientError) as caught:
        client.get_object(Bucket="examplebucket-1250000000", Key="")
    assert coserr.explain(caught.value) == "InvalidRequest"


def test_names_are_resolved() -> None:
    client = CosS3Client(config("examplebucket-1250000000.invalid"), retry=0)
    with pytest.raises(CosClientError) as caught:
        client.get_object(Bucket="examplebucket-1250000000", Key="a")
    assert coserr.explain(caught.value) == "NameResolutionFailed"
