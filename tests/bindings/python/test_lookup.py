# SPDX-License-Identifier: MIT
"""Entries, codes, operations, languages, words."""

from __future__ import annotations

import copy
import http
import inspect
import json
import re
from pathlib import Path

import coserr
import pytest
from coserr import Code


def test_find() -> None:
    entry = coserr.find("NoSuchKey", 404)
    assert (entry.code, entry.status, entry.kind) == ("NoSuchKey", 404, "service")
    assert (entry.symbol, entry.case, entry.retired) == ("NO_SUCH_KEY", None, None)
    assert (entry.category, entry.retry) == ("not-found", "never")
    assert entry.id > 0
    assert coserr.find(" NoSuchKey\r\n", status=http.HTTPStatus.NOT_FOUND) is entry
    assert coserr.find(b"NoSuchKey") is entry


@pytest.mark.parametrize(
    "code", [None, "", "NoSuchThing", "nosuchkey", "\udc80", "a\0b", "x" * 10**6]
)
def test_find_always_answers(code: str | None) -> None:
    entry = coserr.find(code, 404)
    assert (entry.kind, entry.code, entry.symbol, entry.status) == ("family", None, None, 404)
    assert entry.id == 0


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ((), TypeError),
        ((7,), TypeError),
        (("a", "404"), TypeError),
        (("a", -1), ValueError),
        (("a", 2**32), ValueError),
        (("a", 10**30), ValueError),
        (("a", 4, 5), TypeError),
    ],
)
def test_find_refuses(args: tuple[object, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        coserr.find(*args)  # type: ignore[arg-type]


def test_names_of_arguments() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'stat'"):
        coserr.find("a", stat=4)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="multiple values for argument 'code'"):
        coserr.find("a", code="b")  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing required argument 'code'"):
        coserr.find(status=4)  # type: ignore[call-arg]


def test_entry_text() -> None:
    entry = coserr.find("SlowDown", 503)
    text = entry.text("zh-CN")
    assert text.lang == "zh-CN"
    assert text.message.endswith("。")
    assert text.advice
    assert text.detail is None
    assert all(link.startswith("https://cloud.tencent.com/") for link in text.docs)
    assert str(text) == text.message
    assert entry.text(None).lang == "en"


def test_words_of_an_entry() -> None:
    assert coserr.find("RequestTimeout", 400).hints[0] == "new-connection"
    assert "already-done" in coserr.find("BucketAlreadyOwnedByYou", 409).conditional


def test_nothing_can_be_made_or_changed() -> None:
    entry = coserr.find("NoSuchKey")
    for thing in (entry, entry.text("en"), coserr.resolve(), coserr.decide(None)):
        with pytest.raises(TypeError):
            type(thing)()
        with pytest.raises((AttributeError, TypeError)):
            thing.code = "x"  # type: ignore[union-attr]
        with pytest.raises(AttributeError):
            thing.new = "x"  # type: ignore[union-attr]


def test_codes_are_those_of_the_catalog(build: Path) -> None:
    catalog = json.loads((build / "generated/coserr/catalog.json").read_text(encoding="utf-8"))
    listed = {e["symbol"]: e["code"] for e in catalog["errors"] + catalog["client_errors"]}
    constants = {name: value for name, value in vars(Code).items() if not name.startswith("__")}
    assert constants == listed
    assert Code.NO_SUCH_KEY == "NoSuchKey"
    assert all(coserr.find(e["code"]).symbol == e["symbol"] for e in catalog["errors"])


def test_language() -> None:
    assert coserr.language("zh_CN.UTF-8") == "zh-CN"
    assert coserr.language("fr;q=0.9, zh;q=0.8") == "zh-CN"
    assert coserr.language("*") == "en"
    assert coserr.language(None) == coserr.language("") == "en"
    with pytest.raises(TypeError):
        coserr.language(7)  # type: ignore[arg-type]


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LANGUAGE", "LC_MESSAGES", "COSERR_LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")
    assert coserr.find("NoSuchKey").text(None).lang == "en"


def test_operation() -> None:
    copy = coserr.operation("put object - copy")
    assert copy is not None
    assert (copy.name, copy.title, copy.after_200) == (
        "PutObjectCopy",
        "PUT Object - Copy",
        "body",
    )
    assert ("name/cos:GetObject", "source") in copy.actions
    assert (copy.doc("zh") or "").startswith("https://cloud.tencent.com/")
    assert copy == coserr.operation("PutObjectCopy")
    assert copy != coserr.operation("PutObject")
    assert hash(copy) == hash(coserr.operation("PutObjectCopy"))
    assert coserr.operation("NoSuchOperation") is None


def test_operations_are_those_of_the_catalog(build: Path) -> None:
    catalog = json.loads((build / "generated/coserr/catalog.json").read_text(encoding="utf-8"))
    for listed in catalog["operations"]:
        found = coserr.operation(listed["name"])
        assert found is not None
        assert (found.id, found.title) == (listed["id"], listed["title"])
        assert found.idempotent is listed["idempotent"]
        assert found.actions == tuple((a["action"], a["side"]) for a in listed["actions"])


def test_operation_of_request() -> None:
    url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a"
    for headers in (
        {"x-cos-copy-source": "b"},
        [("x-cos-copy-source", "b")],
        [["X-Cos-Copy-Source", b"b"]],
    ):
        found = coserr.operation_of_request("PUT", url, headers)  # type: ignore[arg-type]
        assert found == coserr.operation("PutObjectCopy")
    assert coserr.operation_of_request("PUT", url) == coserr.operation("PutObject")
    assert coserr.operation_of_request("PUT", url + "?nonsense") is None


def test_word_text() -> None:
    assert coserr.word_text("retry", "never", "en")
    assert (coserr.word_text("hint", "once", "zh") or "").endswith("。")
    assert coserr.word_text("retry", "perhaps", "en") is None
    assert coserr.word_text("mood", "never", "en") is None


def test_signatures_are_shown() -> None:
    assert str(inspect.signature(coserr.find)) == "(code, status=None)"
    assert "received_at=None" in str(inspect.signature(coserr.decode))
    assert coserr.__doc__


def test_version() -> None:
    header = Path(__file__).resolve().parents[3] / "include/coserr/coserr.h"
    parts = [
        line.split()[2]
        for line in header.read_text().splitlines()
        if line.startswith("#define COSERR_VERSION_")
    ]
    assert coserr.__version__ == ".".join(parts)


def test_all_is_there() -> None:
    assert set(coserr.__all__) <= set(dir(coserr))
    assert all(getattr(coserr, name) is not None for name in coserr.__all__)
    assert set(coserr.__all__) <= set(vars(coserr))  # also what was not there at first
    with pytest.raises(AttributeError):
        coserr.nothing  # noqa: B018


def test_the_stub_has_the_words_of_the_library(build: Path) -> None:
    stub = (Path(coserr.__file__).parent / "_coserr.pyi").read_text(encoding="utf-8")
    known = json.loads((build / "generated/coserr/vocabulary.json").read_text(encoding="utf-8"))
    for name, words in (("_Retry", known["retry"]), ("_Action", known["actions"])):
        listed = re.search(rf"^{name} = Literal\[(.*?)\]", stub, re.S | re.M)
        assert listed is not None
        assert re.findall(r'"([a-z-]+)"', listed[1]) == [word["word"] for word in words]


def test_a_copy_is_the_same_object() -> None:
    result = coserr.resolve(code="SlowDown", status=503)
    things = [result, result.entry, result.text("en"), coserr.operation("PutObject")]
    for thing in (*things, coserr.decide(result)):
        assert copy.copy(thing) is thing
        assert copy.deepcopy({"x": thing})["x"] is thing
