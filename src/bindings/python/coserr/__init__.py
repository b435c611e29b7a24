# SPDX-License-Identifier: MIT
"""What a failed request to Tencent Cloud COS means, and whether it may be sent again."""

from ._codes import Code
from ._coserr import (
    Decision,
    Entry,
    Operation,
    Result,
    Text,
    __version__,
    decide,
    decode,
    find,
    from_client,
    from_errno,
    language,
    operation,
    operation_of_request,
    resolve,
    word_text,
)
from ._explain import explain
from ._retry import Attempt, Attempts, Budget, retry

__all__ = [
    "Attempt",
    "Attempts",
    "Budget",
    "Code",
    "Decision",
    "Entry",
    "Operation",
    "Result",
    "Text",
    "__version__",
    "decide",
    "decode",
    "explain",
    "find",
    "from_client",
    "from_errno",
    "language",
    "operation",
    "operation_of_request",
    "resolve",
    "retry",
    "word_text",
]
