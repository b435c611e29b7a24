# SPDX-License-Identifier: MIT
"""What a failed request to Tencent Cloud COS means, and whether it may be sent again."""

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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._codes import Code
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

# What not every program needs is imported when it is first asked for.
_LATER = {
    "Attempt": "_retry",
    "Attempts": "_retry",
    "Budget": "_retry",
    "Code": "_codes",
    "retry": "_retry",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_LATER[name]}", fromlist=[name])
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
