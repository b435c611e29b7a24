# SPDX-License-Identifier: MIT
"""Errors of the SDKs, built again from their recorded shapes (tests/bindings/sdks/README.md)."""

from __future__ import annotations

import importlib
from typing import Any

SDKS = ("cos-python-sdk-v5", "botocore")


def rebuild(sdk: str, shape: dict[str, Any] | None) -> BaseException | None:
    if shape is None:
        return None
    if shape["class"] == "CosServiceError":
        return _service_error(shape)
    if shape["class"] == "ClientError" and sdk == "botocore":
        from botocore.exceptions import ClientError

        return ClientError(shape["response"], shape["operation_name"])
    error = _exception(shape)
    _chain(error, shape.get("cause", []))
    return error


def _service_error(shape: dict[str, Any]) -> BaseException:
    from qcloud_cos.cos_exception import CosServiceError
    from requests.structures import CaseInsensitiveDict

    message: Any = shape.get("digest")
    if "headers" in shape:
        message = CaseInsensitiveDict(shape["headers"])
    if "origin_msg" in shape:
        message = shape["origin_msg"]
        message = message.encode() if shape.get("origin_is_bytes") else message
    error = CosServiceError("GET", message, shape["status_code"])
    assert error.get_digest_msg() == shape.get("digest", error.get_digest_msg())
    return error


def _exception(shape: dict[str, Any]) -> BaseException:
    """One of its class with its text, without the arguments that its constructor wants."""
    module, _, name = shape["class"].rpartition(".")
    if name == "CosClientError":
        module = "qcloud_cos.cos_exception"
    kind = getattr(importlib.import_module(module or "builtins"), name)
    if name == "CosClientError":
        error: BaseException = kind(shape["message"])
        return error
    text = shape["message"]
    spoken = type(name, (kind,), {"__str__": lambda _: text, "__module__": kind.__module__})
    error = spoken.__new__(spoken)
    if "errno" in shape:
        error.errno = shape["errno"]  # type: ignore[attr-defined]
    return error


def _chain(error: BaseException, causes: list[dict[str, Any]]) -> None:
    for shape in causes:
        inner = _exception(shape)
        error.__context__ = inner
        error = inner
