# SPDX-License-Identifier: MIT
"""coserr.requests.Session inside the real SDK, against a scripted server."""

from __future__ import annotations

import io
import os
import pickle
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import coserr
import pytest
import requests
from coserr.requests import Session
from qcloud_cos import CosClientError, CosConfig, CosS3Client, CosServiceError
from scenarios import SLOW_DOWN, cos, document, proxy_page
from scripted import Server, answer, header, reset

BUCKET, KEY = "examplebucket-1250000000", "exampleobject"
OK = cos(200, "hello", 'ETag: "x"', kind="text/plain")
SLOW = cos(503, SLOW_DOWN)
BROKEN = answer(500, document("InternalError", "Sorry."), ["x-cos-request-id: N1"])
Serve = Callable[..., Server]


class Failures(list["tuple[str | None, int]"]):
    def __call__(self, result: coserr.Result, number: int) -> None:
        self.append((result.code, number))


def session(**options: Any) -> Session:
    """One that does not wait."""
    return Session(sleep=lambda _: None, random=lambda: 0.0, **options)


def client(server: Server, own: Session) -> CosS3Client:
    config = CosConfig(
        Region="ap-guangzhou", SecretId="id", SecretKey="key", Scheme="http", Domain=server.host,
        Timeout=2,
    )  # fmt: skip
    return CosS3Client(config, retry=0, session=own)


def signature(head: str) -> str:
    return header(head, "Authorization")


def test_a_success(serve: Serve) -> None:
    server, failures = serve(OK), Failures()
    got = client(server, session(on_failure=failures)).get_object(Bucket=BUCKET, Key=KEY)
    assert got["Body"].get_raw_stream().read() == b"hello"
    assert (len(server.requests), failures) == (1, [])


def test_again_and_throttled(serve: Serve) -> None:
    server, failures, slept = serve(SLOW, SLOW, OK), Failures(), []
    own = Session(sleep=slept.append, random=lambda: 0.5, on_failure=failures)
    client(server, own).get_object(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 3
    assert failures == [("SlowDown", 1), ("SlowDown", 2)]
    assert slept == [1.0, 1.5]


def test_retry_after_is_followed(serve: Serve) -> None:
    server, slept = serve(cos(503, SLOW_DOWN, "Retry-After: 7"), OK), []
    client(server, Session(sleep=slept.append, random=lambda: 0.0)).get_object(
        Bucket=BUCKET, Key=KEY
    )
    assert slept[0] >= 7


def test_every_attempt_is_signed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(SLOW, SLOW, OK)
    clock = iter(range(1000, 9000, 100))
    monkeypatch.setattr("qcloud_cos.cos_auth.time.time", lambda: next(clock))
    client(server, session()).put_object(Bucket=BUCKET, Key=KEY, Body=b"x")
    times = [re.findall(r"q-sign-time=(\d+)", signature(head)) for head in server.requests]
    assert len({time[0] for time in times}) == 3
    marks = [header(head, "x-cos-sdk-retry") for head in server.requests]
    assert marks == ["", "true", "true"]
    assert "x-cos-sdk-retry" in signature(server.requests[1])


def test_the_last_answer_reaches_the_sdk(serve: Serve) -> None:
    server = serve(SLOW)
    with pytest.raises(CosServiceError) as caught:
        client(server, session(max_attempts=3)).get_object(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 3
    assert caught.value.get_error_code() == "SlowDown"
    assert coserr.explain(caught.value) == "SlowDown"


def test_no_attempt_for_what_stays_wrong(serve: Serve) -> None:
    server = serve(cos(404, document("NoSuchKey", "gone")))
    with pytest.raises(CosServiceError):
        client(server, session()).get_object(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 1


def test_what_may_not_be_repeated(serve: Serve) -> None:
    server = serve(BROKEN)
    with pytest.raises(CosServiceError):
        client(server, session()).create_multipart_upload(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 1


def test_a_get_is_safe_whatever_it_asks_for(serve: Serve) -> None:
    for method, count in (("GET", 2), ("POST", 1)):
        server = serve(BROKEN, OK)
        session().request(method, f"{server.url}?nonsense")
        assert len(server.requests) == count


def test_broken_connections(serve: Serve) -> None:
    server, failures = serve(reset, proxy_page, OK), Failures()
    client(server, session(on_failure=failures)).get_object(Bucket=BUCKET, Key=KEY)
    assert failures == [("ConnectionLost", 1), (None, 2)]
    server = serve(reset)
    with pytest.raises(CosClientError) as caught:
        client(server, session(max_attempts=2)).get_object(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 2
    assert coserr.explain(caught.value) == "ConnectionLost"


def test_a_failure_cut_in_its_body(serve: Serve) -> None:
    cut = cos(404, document("NoSuchKey", "gone")[:60], length=500)
    server = serve(cut)
    with pytest.raises(CosClientError) as caught:
        client(server, session(max_attempts=2)).get_object(Bucket=BUCKET, Key=KEY)
    assert len(server.requests) == 2
    assert coserr.explain(caught.value) == "ResponseTruncated"


def test_an_error_after_a_200(serve: Serve) -> None:
    """A copy that is idempotent by its operation."""
    server = serve(
        cos(200, document("InternalError", "Sorry.")),
        cos(200, "<CopyObjectResult><ETag>x</ETag></CopyObjectResult>"),
    )
    source = {"Bucket": BUCKET, "Region": "ap-guangzhou", "Key": "source"}
    got = client(server, session()).copy_object(Bucket=BUCKET, Key=KEY, CopySource=source)
    assert got["ETag"] == "x"
    assert len(server.requests) == 2


# ------------------------------------------------------------------------------------------ bodies


class Receiver:
    """A server that keeps the bodies of requests; each answer is that of the script."""

    def __init__(self, *script: bytes) -> None:
        import http.server

        bodies = self.bodies = []
        answers = iter(script)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.wfile.write(next(answers))
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


SLOW_BYTES = answer(503, SLOW_DOWN, ["Content-Type: application/xml", "x-cos-request-id: N1"])
OK_BYTES = answer(200, "", ['ETag: "x"', "x-cos-request-id: N1"])


def test_files_are_sent_from_where_they_stood() -> None:
    server: Any = Receiver(SLOW_BYTES, SLOW_BYTES, OK_BYTES)
    body = io.BytesIO(b"not this" + b"hello")
    body.seek(8)
    client(server, session()).put_object(Bucket=BUCKET, Key=KEY, Body=body)
    assert server.bodies == [b"hello"] * 3


def test_bodies_that_are_gone_are_not_sent_again() -> None:
    class Pipe:
        """It has a length, and no way back."""

        def __init__(self, content: bytes) -> None:
            self.content = content

        def read(self, _: int = -1) -> bytes:
            content, self.content = self.content, b""
            return content

        def __iter__(self) -> Iterator[bytes]:
            return iter(self.read, b"")

        def __len__(self) -> int:
            return 5

    server: Any = Receiver(SLOW_BYTES, OK_BYTES)
    with pytest.raises(CosServiceError):
        client(server, session()).put_object(Bucket=BUCKET, Key=KEY, Body=Pipe(b"hello"))
    assert server.bodies == [b"hello"]


def test_generators_are_not_sent_again(serve: Serve) -> None:
    server = serve(SLOW, OK)
    response = session().put(server.url, data=(part for part in (b"a", b"b")))
    assert (response.status_code, len(server.requests)) == (503, 1)
    for gone in ({"files": {"a": b"b"}}, {"data": {"a": io.BytesIO(b"b")}}):
        assert session().put(serve(SLOW, OK).url, **gone).status_code == 503  # type: ignore[arg-type]
    for form in ({"a": "b"}, [("a", "b")]):
        assert session().put(serve(SLOW, OK).url, data=form).status_code == 200


def test_bodies_without_their_name_are_known() -> None:
    server: Any = Receiver(SLOW_BYTES, OK_BYTES)
    session().request("PUT", f"http://{server.host}/a", None, io.BytesIO(b"hello"))
    assert server.bodies == [b"hello", b"hello"]
    with pytest.raises(TypeError, match="multiple values for keyword argument 'data'"):
        session().request("PUT", "http://a/", None, b"x", data=b"y")


# ------------------------------------------------------------------------------- domains, budgets


def sent_to(own: Session, url: str, *script: Any, **kwargs: Any) -> list[str]:
    """The URLs that a request goes to, where each is answered by the script."""
    urls: list[str] = []
    steps = iter(script)

    class Adapter(requests.adapters.HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
            urls.append(str(request.url))
            step = next(steps)
            if isinstance(step, Exception):
                raise step
            response = requests.Response()
            response.status_code, response._content = step, b""
            response.request, response.raw = request, io.BytesIO()
            return response

    own.mount("https://", Adapter())
    own.get(url, **kwargs)
    return urls


DEFAULT = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a?b=myqcloud.com"
SECOND = "https://examplebucket-1250000000.cos.ap-guangzhou.tencentcos.cn/a?b=myqcloud.com"


def test_the_second_domain() -> None:
    lost = requests.ConnectionError("x")
    urls = sent_to(session(switch_domain=True), DEFAULT, lost, 502, 200)
    assert urls == [DEFAULT, SECOND, SECOND]


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example.com/a",
        "https://examplebucket-1250000000.cos.accelerate.myqcloud.com/a",
        "https://examplebucket-1250000000.cos-internal.ap-guangzhou.tencentcos.cn/a",
        "https://examplebucket-1250000000.ci.ap-guangzhou.myqcloud.com/a",
        "https://service.cos.myqcloud.com/",
        "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com.example.com/a",
        "https://example.com/?u=https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a",
    ],
)
def test_only_default_domains_have_another(url: str) -> None:
    lost = requests.ConnectionError("x")
    assert set(sent_to(session(switch_domain=True), url, lost, 200)) == {url}


def test_a_signature_of_somebody_else_goes_nowhere_else() -> None:
    lost = requests.ConnectionError("x")
    headers = {"Authorization": "q-sign-algorithm=sha1"}
    urls = sent_to(session(switch_domain=True), DEFAULT, lost, 200, headers=headers)
    assert set(urls) == {DEFAULT}


def test_a_copy_of_a_session_works(serve: Serve) -> None:
    own = pickle.loads(pickle.dumps(Session(max_attempts=2, budget=coserr.Budget(10))))
    assert own.get(serve(OK).url).status_code == 200
    assert own.budget.tokens == 10


def test_domains_stay_unless_asked_for() -> None:
    lost = requests.ConnectionError("x")
    assert set(sent_to(session(), DEFAULT, lost, 200)) == {DEFAULT}
    named = {"Host": "files.example.com"}
    own = session(switch_domain=True)
    assert set(sent_to(own, DEFAULT, lost, 200, headers=named)) == {DEFAULT}


def test_a_budget_for_all(serve: Serve) -> None:
    server, budget = serve(SLOW), coserr.Budget(20)
    one, other = (client(server, session(budget=budget)) for _ in range(2))
    for own in (one, other):
        with pytest.raises(CosServiceError):
            own.get_object(Bucket=BUCKET, Key=KEY)
    assert (len(server.requests), budget.tokens) == (6, 0)  # two, and four retries of 5 tokens


def test_eight_threads(serve: Serve) -> None:
    server = serve(SLOW, *[OK] * 400)
    own = session()
    sdk = client(server, own)
    got: list[bytes] = []

    def fetch() -> None:
        for _ in range(10):
            response = sdk.get_object(Bucket=BUCKET, Key=KEY)
            got.append(response["Body"].get_raw_stream().read())

    threads = [threading.Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [b"hello"] * 80
    assert own.budget.tokens == 500


# ---------------------------------------------------------------------------------- connections


def test_pools_are_those_of_the_sdk() -> None:
    from qcloud_cos.cos_client import CosConfig as Config

    conf = Config(Region="ap-guangzhou", SecretId="id", SecretKey="key")
    adapter: Any = Session().get_adapter("https://a")
    assert adapter._pool_connections == conf._pool_connections
    assert adapter._pool_maxsize == conf._pool_maxsize
    adapter = Session(pool_connections=3, pool_maxsize=99).get_adapter("http://a")
    assert (adapter._pool_connections, adapter._pool_maxsize) == (3, 99)
    assert adapter.max_retries.total == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_fork_has_connections_of_its_own(serve: Serve) -> None:
    server, own = serve(OK), session()
    adapter = own.get_adapter(server.url)
    child = os.fork()
    if child == 0:
        status = own.get(server.url).status_code
        os._exit(0 if status == 200 and own.get_adapter(server.url) is not adapter else 1)
    assert os.waitpid(child, 0)[1] == 0
    own.get(server.url)
    assert own.get_adapter(server.url) is adapter


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_fork_keeps_the_adapters_of_others(serve: Serve) -> None:
    server, own = serve(OK), session()
    theirs = requests.adapters.HTTPAdapter()
    own.mount("https://", theirs)
    child = os.fork()
    if child == 0:
        status = own.get(server.url).status_code
        os._exit(0 if status == 200 and own.get_adapter("https://a") is theirs else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_presigned_urls_are_not_changed(serve: Serve) -> None:
    server = serve(SLOW, OK)
    own = session()
    own.get(server.url, params={"q-signature": "s"}, headers={"a": "b"})
    assert [header(head, "x-cos-sdk-retry") for head in server.requests] == ["", ""]


def test_what_is_no_failure_of_cos_is_raised() -> None:
    with pytest.raises(requests.exceptions.InvalidURL):
        session().get("http://")
    with pytest.raises(TypeError):
        session().get("http://a/", nonsense=1)  # type: ignore[call-arg]


def test_credentials_are_renewed_outside(serve: Serve) -> None:
    expired = cos(403, document("ExpiredToken", "The token has expired."))
    server = serve(SLOW, expired, OK)
    renewed: list[str] = []
    for attempt in coserr.retry(
        operation="GetObject", again=False, renew_credentials=lambda: renewed.append("now")
    ):
        with attempt:
            client(server, session()).get_object(Bucket=BUCKET, Key=KEY)
    assert (len(server.requests), renewed) == (3, ["now"])


@pytest.mark.parametrize("params", [{"acl": ""}, [("acl", "")], "acl", b"acl"])
def test_parameters_tell_the_operation(serve: Serve, params: Any) -> None:
    called: list[str | None] = []
    own = session(on_failure=lambda result, _: called.append(result.operation), max_attempts=1)
    own.put(serve(SLOW).url, params=params)
    assert called == ["PutObjectAcl"]
