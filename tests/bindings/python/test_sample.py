# SPDX-License-Identifier: MIT
"""The sample of typed code also runs."""

from __future__ import annotations

import asyncio

import coserr
from qcloud_cos.cos_exception import CosServiceError

import sample


def test_sample() -> None:
    error = CosServiceError("GET", "<Error><Code>NoSuchKey</Code></Error>", 404)
    message, docs = sample.describe(error, "zh-CN")
    assert message.endswith("。")
    assert docs
    assert sample.describe(ValueError(), None) == ("", [])
    assert sample.classify(200, {}, b"") == "success"
    assert sample.classify(404, {}, b"") == "not-found"
    assert sample.fetch([]) == 30
    assert asyncio.run(sample.fetch_later()) == 1
    assert sample.loop_of_ones_own(coserr.resolve(status=503)).cost == -1
