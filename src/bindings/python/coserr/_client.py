# SPDX-License-Identifier: MIT
"""From exceptions of Python and its HTTP clients to the names of client errors."""

from __future__ import annotations

from ._coserr import from_errno
from ._explain import get, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# By the package of a class and its name. These say what happened.
_SURE = {
    "requests.ConnectTimeout": "ConnectionTimeout",
    "requests.ReadTimeout": "ReadTimeout",
    "requests.ChunkedEncodingError": "ResponseTruncated",
    "requests.ContentDecodingError": "ResponseUnparsable",
    "requests.InvalidHeader": "InvalidRequest",
    "requests.InvalidSchema": "InvalidRequest",
    "requests.InvalidURL": "InvalidRequest",
    "requests.MissingSchema": "InvalidRequest",
    "requests.UnrewindableBodyError": "LocalFileError",
    "urllib3.ConnectTimeoutError": "ConnectionTimeout",
    "urllib3.DecodeError": "ResponseUnparsable",
    "urllib3.IncompleteRead": "ResponseTruncated",
    "urllib3.InvalidChunkLength": "ResponseTruncated",
    "urllib3.LocationValueError": "InvalidRequest",
    "urllib3.NameResolutionError": "NameResolutionFailed",
    "urllib3.ReadTimeoutError": "ReadTimeout",
    "http.IncompleteRead": "ResponseTruncated",
    "http.InvalidURL": "InvalidRequest",
    "http.RemoteDisconnected": "ConnectionLost",
    "socket.gaierror": "NameResolutionFailed",
    "socket.herror": "NameResolutionFailed",
    "ssl.SSLCertVerificationError": "CertificateRejected",
    "httpx.ConnectTimeout": "ConnectionTimeout",
    "httpx.DecodingError": "ResponseUnparsable",
    "httpx.InvalidURL": "InvalidRequest",
    "httpx.LocalProtocolError": "InvalidRequest",
    "httpx.PoolTimeout": "ConnectionTimeout",
    "httpx.ReadTimeout": "ReadTimeout",
    "httpx.UnsupportedProtocol": "InvalidRequest",
    "httpx.WriteTimeout": "ReadTimeout",
    "aiohttp.ClientPayloadError": "ResponseTruncated",
    "aiohttp.ConnectionTimeoutError": "ConnectionTimeout",
    "aiohttp.InvalidURL": "InvalidRequest",
    "aiohttp.ServerDisconnectedError": "ConnectionLost",
    "aiohttp.ServerTimeoutError": "ReadTimeout",
    "botocore.ConnectTimeoutError": "ConnectionTimeout",
    "botocore.FlexibleChecksumError": "IntegrityCheckFailed",
    "botocore.IncompleteReadError": "ResponseTruncated",
    "botocore.NoCredentialsError": "InvalidRequest",
    "botocore.ParamValidationError": "InvalidRequest",
    "botocore.ReadTimeoutError": "ReadTimeout",
    "asyncio.CancelledError": "Cancelled",
    "concurrent.CancelledError": "Cancelled",
    "builtins.MemoryError": "OutOfMemory",
}

# Their cause says more; without one, this.
_UNSURE = {
    "requests.ConnectionError": "ConnectionLost",
    "requests.ProxyError": "ConnectionFailed",
    "requests.SSLError": "TlsFailed",
    "requests.Timeout": "ReadTimeout",
    "urllib.URLError": "",
    "urllib3.MaxRetryError": "",
    "urllib3.NewConnectionError": "ConnectionFailed",
    "urllib3.ProtocolError": "ConnectionLost",
    "urllib3.ProxyError": "ConnectionFailed",
    "urllib3.SSLError": "TlsFailed",
    "urllib3.TimeoutError": "ReadTimeout",
    "http.HTTPException": "ResponseUnparsable",
    "ssl.SSLError": "TlsFailed",
    "httpx.CloseError": "ConnectionLost",
    "httpx.ConnectError": "ConnectionFailed",
    "httpx.ProxyError": "ConnectionFailed",
    "httpx.ReadError": "ConnectionLost",
    "httpx.RemoteProtocolError": "ConnectionLost",
    "httpx.WriteError": "ConnectionLost",
    "httpcore.ConnectError": "ConnectionFailed",
    "aiohttp.ClientConnectorError": "ConnectionFailed",
    "aiohttp.ClientOSError": "ConnectionLost",
    "botocore.ConnectionClosedError": "ConnectionLost",
    "botocore.EndpointConnectionError": "ConnectionFailed",
    "botocore.HTTPClientError": "ConnectionLost",
    "botocore.ProxyConnectionError": "ConnectionFailed",
    "botocore.SSLError": "TlsFailed",
    "socket.timeout": "ReadTimeout",
    "asyncio.TimeoutError": "ReadTimeout",
    "builtins.TimeoutError": "ReadTimeout",
}

_NAMES = {key.partition(".")[2] for key in (*_SURE, *_UNSURE)}

# Sentences of HTTP clients and of the SDK, for where nothing else is left of an exception.
_SENTENCES = (
    ("CERTIFICATE_VERIFY_FAILED", "CertificateRejected"),
    ("download failed with incomplete file", "ResponseTruncated"),
    ("without sending complete message body", "ResponseTruncated"),
    ("IncompleteRead(", "ResponseTruncated"),
    ("crc of client:", "IntegrityCheckFailed"),
    ("Failed to resolve", "NameResolutionFailed"),
    ("Name or service not known", "NameResolutionFailed"),
    ("Temporary failure in name resolution", "NameResolutionFailed"),
    ("ConnectTimeoutError(", "ConnectionTimeout"),
    ("Read timed out", "ReadTimeout"),
    ("RemoteDisconnected(", "ConnectionLost"),
    ("Connection reset by peer", "ConnectionLost"),
    ("Connection aborted", "ConnectionLost"),
    ("Broken pipe", "ConnectionLost"),
    ("SSLError(", "TlsFailed"),
    ("[SSL: ", "TlsFailed"),
    ("Failed to establish a new connection", "ConnectionFailed"),
)

_MOST = 32  # exceptions of a chain that are looked at


def name_of_sentence(text: str) -> str | None:
    """The client error that a sentence tells of."""
    for part, name in _SENTENCES:
        if part in text:
            return name
    return None


def name_of_exception(error: BaseException) -> str | None:
    """The client error that an exception is, or was caused by."""
    best, said_by = None, error
    for inner in _chain(error):
        name, is_sure = _name_of_one(inner)
        if not name:
            continue
        if best == "ConnectionFailed" and name == "ReadTimeout":
            name = "ConnectionTimeout"  # the operating system's own limit ran out
        if is_sure:
            return name
        best, said_by = name, inner
    if best == "ConnectionLost" and name_of_sentence(text_of(said_by)) == "ResponseTruncated":
        return "ResponseTruncated"
    return best


def _known(error: BaseException) -> tuple[str | None, bool]:
    for kind in type(error).__mro__:
        if kind.__name__ not in _NAMES:
            continue
        key = f"{kind.__module__.partition('.')[0]}.{kind.__name__}"
        if key in _SURE:
            return _SURE[key], True
        if key in _UNSURE:
            return _UNSURE[key], False
    return None, False


def _name_of_one(error: BaseException) -> tuple[str | None, bool]:
    name, is_sure = _known(error)
    if name is not None or not isinstance(error, OSError):
        return name, is_sure
    number = get(error, "errno")
    result = from_errno(number) if type(number) is int else None
    if result is not None:
        return result.code, True
    sentence = name_of_sentence(text_of(error))
    return sentence, sentence is not None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and its causes, nearest first, each once."""
    waiting = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST:
        inner = waiting.pop(0)
        if id(inner) in seen:
            continue
        seen.add(id(inner))
        yield inner
        waiting += [x for x in _behind(inner) if isinstance(x, BaseException)]


def _behind(error: BaseException) -> list[object]:
    if error.__cause__ is not None:
        return [error.__cause__]
    # Whatever happened to be handled when it was raised is its cause only where that is known.
    if _known(error)[0] is None and type(error).__name__ != "CosClientError":
        return []
    found = [] if error.__suppress_context__ else [error.__context__]
    reason = get(error, "reason")
    args = get(error, "args")
    return [*found, reason, *(args if isinstance(args, tuple) else ())]


def with_query(url: str, params: Any) -> str:
    """The URL with the names of its parameters, in the forms that requests takes them."""
    if isinstance(params, (bytes, str)):
        query = params if isinstance(params, str) else params.decode("latin-1")
    else:
        names = params if hasattr(params, "keys") else [pair[0] for pair in params or ()]
        query = "&".join(map(str, names))
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
