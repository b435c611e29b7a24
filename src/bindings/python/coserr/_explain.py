# SPDX-License-Identifier: MIT
"""explain(): from what SDKs and HTTP clients give to a result."""

from __future__ import annotations

from ._coserr import Operation, Result, decode, from_client, operation_of_request, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeVar

    from typing_extensions import TypeIs

    _T = TypeVar("_T")


def explain(
    x: object,
    /,
    *,
    operation: str | Operation | None = None,
    bucket: str | None = None,
    region: str | None = None,
    key: str | None = None,
    received_at: float | None = None,
) -> Result | None:
    """Explains an exception of an SDK or an HTTP client, an HTTP response, or a tuple of status,
    headers and body. None for a success, and for an error that has nothing to do with COS. It never
    raises.

    operation, bucket, region, key: what is known of the request; `operation` is a name, such as
        "PutObject". With it, the result names the missing permission and says whether the request
        may be sent twice.
    received_at: when the response came, in seconds since 1970.
    """
    try:
        request: dict[str, Any] = {}
        if bucket is not None and is_a(bucket, str):
            request["bucket"] = bucket
        if region is not None and is_a(region, str):
            request["region"] = region
        if key is not None and is_a(key, str):
            request["key"] = key
        if operation is not None and (is_a(operation, str) or is_a(operation, Operation)):
            request["operation"] = operation
        if is_a(received_at, float) or is_a(received_at, int):
            request["received_at"] = received_at if abs(received_at) < 1e15 else None
        return _explain(x, request)
    except Exception:
        return None


def _explain(x: object, request: dict[str, Any]) -> Result | None:
    if is_a(x, BaseException):
        return _from_any_exception(x, request)
    if x is None or is_a(x, Result):
        return x
    return _from_tuple(x, request) if is_a(x, tuple) else _from_response(x, request)


def _from_any_exception(x: BaseException, request: dict[str, Any]) -> Result | None:
    if callable(get(x, "get_digest_msg")):
        return _from_service_error(x, request)
    response = get(x, "response")
    if is_a(response, dict):
        return _from_botocore(x, response, request)
    return (
        _from_response(response, request)
        or _from_response(x, request)
        or _from_exception(x, request)
    )


# ----------------------------------------------------------------------------- unknown objects


def get(x: object, name: str) -> object:
    """An attribute of something unknown; None if there is none, or it cannot be had."""
    try:
        return getattr(x, name, None)
    except Exception:
        return None


def is_a(x: object, kind: type[_T] | tuple[type[_T], ...]) -> TypeIs[_T]:
    """isinstance() without asking the object, which may lie or raise."""
    return issubclass(type(x), kind)


def text_of(x: object) -> str:
    try:
        return str(x)
    except Exception:
        return ""


# ------------------------------------------------------------------------------------- responses


def _status(value: object) -> int | None:
    """An HTTP status; the SDK's documentation shows it as a text."""
    text = _text(value)
    if text is not None and len(text) == 3 and text.isascii() and text.isdigit():
        return int(text)
    return int(value) if is_a(value, int) and 100 <= value <= 599 else None


def _text(value: object) -> str | None:
    """A text that says something: the SDK writes "Unknown" where it knows nothing."""
    text = str.__str__(value) if is_a(value, str) else ""  # a subclass may have methods of its own
    return text if text not in ("", "Unknown") else None


def _items(headers: object) -> Any:
    """Headers as the extension reads them. Those of requests keep what they hold as pairs."""
    store = get(headers, "_store")
    return list(store.values()) if is_a(store, dict) else headers


def _decode(
    status: int | None, headers: object, body: object, request: dict[str, Any]
) -> Result | None:
    content: Any = body if is_a(body, (bytes, bytearray, memoryview, str)) else None
    try:
        return decode(status, _items(headers), content, **request)
    except Exception:
        return decode(status, None, content, **request)


def _from_tuple(x: tuple[object, ...], request: dict[str, Any]) -> Result | None:
    if len(x) != 3 or _status(x[0]) is None:
        return None
    return _decode(_status(x[0]), x[1], x[2], request)


def _body(response: object, status: int) -> object:
    """What has been read of a body. That of a failure is read from requests, which keeps it; of a
    success nothing is, since it may be a stream that somebody else wants."""
    if get(response, "_content") is False and status < 300:
        return None
    for name in ("_content", "_body", "content", "body", "text"):
        body = get(response, name)
        if is_a(body, (bytes, bytearray, str)):
            return body
    return None


def _from_response(x: object, request: dict[str, Any]) -> Result | None:
    status = _status(get(x, "status_code")) or _status(get(x, "status"))
    headers = get(x, "headers")
    if status is None or headers is None:
        return None
    known = _with_operation(get(x, "request"), request)
    return _decode(status, headers, _body(x, status), known)


def _from_requests(x: Any, request: dict[str, Any]) -> Result | None:
    """The same, quickly, for one of requests that was read; it raises for any other."""
    sent = x.request
    if "operation" not in request:
        headers = sent.headers if sent.method == "PUT" else None
        request = {**request, "operation": operation_of_request(sent.method, sent.url, headers)}
    return decode(x.status_code, list(x.headers._store.values()), x._content, **request)


def _with_operation(sent: object, request: dict[str, Any]) -> dict[str, Any]:
    """With the operation that a request was, unless the caller named it."""
    if "operation" in request or sent is None:
        return request
    method = get(sent, "method")
    headers = get(sent, "headers") if method == "PUT" else None  # where they tell copies apart
    return _with_operation_of(method, str(get(sent, "url")), headers, request)


def _with_operation_of(
    method: object, url: str, headers: object, request: dict[str, Any]
) -> dict[str, Any]:
    if not is_a(method, str):
        return request
    found = operation_of_request(method, url, _items(headers))
    return request if found is None else {**request, "operation": found}


# ----------------------------------------------------------------------- exceptions of the COS SDK


def _sdk_locals(error: BaseException) -> Iterator[dict[str, Any]]:
    """The variables of the SDK's functions that an exception came through, innermost first."""
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    for frame in reversed(frames):
        if frame.f_globals.get("__package__") == "qcloud_cos":
            yield frame.f_locals


def _answer(error: BaseException, status: int | None) -> object:
    """The response, which the SDK drops; it is still in the frames that raised."""
    for variables in _sdk_locals(error):
        for name in ("res", "rt"):
            answer = variables.get(name)
            if answer is not None and get(answer, "status_code") == status:
                return answer
    return None


def _place(url: str) -> dict[str, Any]:
    """Bucket, region and key of a URL, as far as it tells them."""
    from urllib.parse import unquote  # noqa: PLC0415

    found = resolve(resource=_address(url))
    place = {"bucket": found.bucket, "region": found.region, "key": unquote(found.key or "")}
    return {name: value for name, value in place.items() if value} if found.bucket else {}


def _placed(result: Result, answer: object, request: dict[str, Any]) -> Result:
    """With the place from the request, for an answer that does not name it."""
    place = _place(str(get(get(answer, "request"), "url")))
    if not place.keys() - request.keys():
        return result
    return _from_response(answer, {**place, **request}) or result


def _call(x: object, name: str) -> object:
    method: Any = get(x, name)
    try:
        return method()
    except Exception:
        return None


def _from_service_error(x: BaseException, request: dict[str, Any]) -> Result | None:
    status = _status(_call(x, "get_status_code"))
    answer = _answer(x, status)
    if answer is not None:
        try:
            result = _from_requests(answer, request)
        except Exception:
            result = _from_response(answer, request)
        if result is not None:
            return result if result.resource else _placed(result, answer, request)
    digest = _call(x, "get_digest_msg")
    origin = _call(x, "get_origin_msg")
    if (is_a(origin, str) or is_a(origin, bytes)) and origin:
        return _from_document(status, origin, request)
    if is_a(_get_item(digest, "code"), str):
        return _from_digest(status, digest, request)
    return _decode(status, digest, None, request) or resolve(status=status, **request)


def _from_document(status: int | None, body: str | bytes, request: dict[str, Any]) -> Result:
    """The SDK says that it failed. Where the status does not, the body is asked alone."""
    result = _decode(status, None, body, request)
    if result is not None:
        return result
    inner = _decode(None, None, body, request)
    if inner is None:
        return resolve(status=status, **request)
    return resolve(
        status=status,
        code=inner.code,
        message=inner.server_message,
        resource=inner.resource,
        request_id=inner.request_id,
        trace_id=inner.trace_id,
        server_time=inner.server_time,
        verdict=inner.verdict,
        **request,
    )


def _get_item(x: object, name: str) -> object:
    try:
        return x[name]  # type: ignore[index]
    except Exception:
        return None


def _from_digest(status: int | None, digest: object, request: dict[str, Any]) -> Result | None:
    """What the SDK wrote itself: for a HEAD it invents a code and a message, and for a vector
    bucket the message is the JSON document."""
    code = _text(_get_item(digest, "code"))
    message = _text(_get_item(digest, "message"))
    request_id = _text(_get_item(digest, "requestid"))
    if message is not None and message.startswith("{"):
        headers = {"x-cos-error-code": code or "", "x-cos-request-id": request_id or ""}
        return _decode(status, headers, message, request)
    if code == "NoSuchResource":
        code = message = None
    return resolve(
        status=status,
        code=code,
        message=message,
        resource=_address(_text(_get_item(digest, "resource"))),
        request_id=request_id,
        trace_id=_text(_get_item(digest, "traceid")),
        **request,
    )


def _address(url: str | None) -> str | None:
    """Host and path of a URL, as the service itself writes a resource."""
    if url is None:
        return None
    return url.partition("?")[0].rpartition("://")[2]


# -------------------------------------------------------------------------------- other exceptions


def _from_botocore(
    x: BaseException, response: dict[str, Any], request: dict[str, Any]
) -> Result | None:
    error = response.get("Error")
    about = response.get("ResponseMetadata")
    headers = _get_item(about, "HTTPHeaders")
    status = _status(_get_item(about, "HTTPStatusCode"))
    if error is None and status is None:
        return None
    code = _text(_get_item(error, "Code"))
    is_made = code is not None and code.isdigit()  # "404", for a body without a code
    name = get(x, "operation_name")
    if "operation" not in request and is_a(name, str):
        request = {**request, "operation": name}
    return resolve(
        status=status,
        code=_text(_get_item(headers, "x-cos-error-code")) if is_made else code,
        message=None if is_made else _text(_get_item(error, "Message")),
        resource=_text(_get_item(error, "Resource")),
        request_id=_text(_get_item(error, "RequestId"))
        or _text(_get_item(headers, "x-cos-request-id"))
        or _text(_get_item(about, "RequestId")),
        trace_id=_text(_get_item(error, "TraceId")) or _text(_get_item(headers, "x-cos-trace-id")),
        server_time=_text(_get_item(error, "ServerTime")),
        date=_text(_get_item(headers, "date")),
        retry_after=_text(_get_item(headers, "retry-after")),
        **request,
    )


def _from_exception(x: BaseException, request: dict[str, Any]) -> Result | None:
    from ._client import name_of_exception  # noqa: PLC0415

    name = name_of_exception(x)
    is_sdk = any(kind.__name__ == "CosClientError" for kind in type(x).__mro__)
    if is_sdk:
        request = _with_request_of_frames(x, request)
    if name is not None:
        return from_client(name, **request)
    return _from_client_error(x, request) if is_sdk else None


def _with_request_of_frames(x: BaseException, request: dict[str, Any]) -> dict[str, Any]:
    from ._client import with_query  # noqa: PLC0415

    for variables in _sdk_locals(x):
        url, options = variables.get("url"), variables.get("kwargs")
        if is_a(url, str) and is_a(options, dict):
            whole = with_query(url, options.get("params"))
            method, headers = variables.get("method"), options.get("headers")
            return {**_place(url), **_with_operation_of(method, whole, headers, request)}
    return request


def _from_client_error(x: BaseException, request: dict[str, Any]) -> Result | None:
    """One without a cause: the SDK's own words. Those about parts leave the parts' errors in
    the frame that counted them; what else it says is that an argument is wrong."""
    from ._client import name_of_sentence  # noqa: PLC0415

    text = text_of(x)
    if "after max_retry" in text:
        return _from_parts(x, request) or resolve(kind="client", **request)
    return from_client(name_of_sentence(text) or "InvalidRequest", **request)


def _from_parts(x: BaseException, request: dict[str, Any]) -> Result | None:
    for variables in _sdk_locals(x):
        detail = _get_item(variables.get("result"), "detail")
        for thread in detail if is_a(detail, list) else ():
            messages = _get_item(thread, 2)  # type: ignore[arg-type]
            for message in messages if is_a(messages, list) else ():
                result = _from_part(message, request)
                if result is not None:
                    return result
    return None


def _from_part(message: object, request: dict[str, Any]) -> Result | None:
    if is_a(message, (str, bytes)):
        from ._client import name_of_sentence  # noqa: PLC0415

        result = _decode(None, None, message, request)
        name = name_of_sentence(str(message))
        return result or (from_client(name, **request) if name is not None else None)
    if is_a(_get_item(message, "code"), str):
        return _from_digest(None, message, request)
    return None
