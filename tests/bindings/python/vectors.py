# SPDX-License-Identifier: MIT
"""Runs the vectors against the package.

usage: vectors.py DIRECTORY [FILE...]

Prints the id of each vector that fails, with both answers, and the counts.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import coserr

import shapes

FILES = ["find", "resolve", "read", "language", "client", "operation", "decide", "sdk-errors"]
CAPABLE = {
    "find",
    "texts",
    "cases",
    "details",
    "client",
    "operation",
    "language",
    "decide",
    "read",
    "sdk-errors",
}
OTHERS = {"locale"}  # what only the library in C can do
LANGUAGES = ("en", "zh-CN")
REQUEST = ["operation", "received_at", "bucket", "region", "key"]
Answer = dict[str, Any]


class Runner:
    """Asks the package, and answers in the words of the vectors."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.texts = {
            (line["id"], line["lang"]): line for line in read_lines(directory / "texts.jsonl")
        }
        self.families = families()
        self.seen: dict[str, coserr.Entry] = {}

    # --------------------------------------------------------------------------------- answers

    def find(self, asked: Answer) -> Answer:
        # The entry alone has no match; a result of the same code and status has.
        entry = coserr.find(asked.get("code"), asked.get("status"))
        result = coserr.resolve(code=asked.get("code"), status=asked.get("status"))
        found = {
            "entry": self.key(entry),
            "match": result.match,
            "alias": result.alias,
            "class": entry.retry,
            "category": entry.category,
            "hints": list(entry.hints),
            "conditional": list(entry.conditional),
        }
        assert result.entry is entry
        return found

    def resolve(self, asked: Answer) -> Answer:
        return self.failure(coserr.resolve(**asked))

    def read(self, asked: Answer) -> Answer | None:
        body = asked.get("body")
        if "body_b64" in asked:
            body = base64.b64decode(asked["body_b64"])
        headers = [tuple(pair) for pair in asked.get("headers", ())]
        known = {name: asked[name] for name in REQUEST if name in asked}
        result = coserr.decode(asked.get("status"), headers, body, **known)
        if result is None:
            return None
        where = {"fault_offset": result.fault_offset or 0, "source": result.source}
        return {**self.failure(result), **where}

    def language(self, asked: Answer) -> Answer:
        return {"tag": coserr.language(asked["lang"])}

    def client(self, asked: Answer) -> Answer | None:
        if "errno" in asked:
            result = coserr.from_errno(asked["errno"])
        else:
            result = coserr.from_client(asked["name"])
        return None if result is None else self.failure(result)

    def operation(self, asked: Answer) -> Answer | None:
        if "request" in asked:
            sent = asked["request"]
            headers = [tuple(pair) for pair in sent.get("headers", ())]
            found = coserr.operation_of_request(sent.get("method"), sent.get("url"), headers)
        else:
            found = coserr.operation(asked["name"])
        if found is None:
            return None
        return {
            "name": found.name,
            "id": found.id,
            "title": found.title,
            "idempotent": found.idempotent,
            "after_200": found.after_200,
            "actions": [{"action": action, "side": side} for action, side in found.actions],
        }

    def decide(self, asked: Answer) -> Answer:
        state = None
        steps = []
        for step in asked["steps"]:
            attempt = dict(step["attempt"])
            number = attempt.pop("number", 0)
            decision = coserr.decide(
                failure_of(step.get("error")), number, state, **{"random": 0, **attempt}
            )
            state = decision.state
            steps.append(
                {
                    "action": decision.action,
                    "reason": decision.reason,
                    "delay_ms": decision.delay_ms,
                    "clock_offset_s": decision.clock_offset_s,
                    "sign_again": decision.sign_again,
                    "hints": list(decision.hints),
                    "conditional": list(decision.conditional),
                    "cost": decision.cost,
                }
            )
        return {"steps": steps}

    def sdk_errors(self, asked: Answer) -> Answer | None:
        error = shapes.rebuild(asked["sdk"], asked["error"])
        result = coserr.explain(error, operation=asked.get("operation"))
        return None if result is None else self.failure(result)

    # --------------------------------------------------------------------------------- results

    def failure(self, result: coserr.Result) -> Answer:
        return {
            "kind": result.kind,
            "entry": self.key(result.entry),
            "match": result.match,
            "alias": result.alias,
            "class": result.retry,
            "category": result.category,
            "hints": list(result.hints),
            "conditional": list(result.conditional),
            "code": result.code,
            "status": result.status,
            "message": result.server_message,
            "resource": result.resource,
            "request_id": result.request_id,
            "trace_id": result.trace_id,
            "server_time": result.server_time,
            "date": result.date,
            "retry_after": result.retry_after,
            "bucket": result.bucket,
            "region": result.region,
            "key": result.key,
            "operation": result.operation,
            "verdict": result.verdict,
            "fault": result.fault,
            "detail": {lang: result.text(lang).detail for lang in LANGUAGES},
        }

    def is_detail(self, got: Answer, wanted: Answer) -> bool:
        """Whether the detail is the sentence with the values, in every language."""
        meant = wanted.get("detail")
        values = meant["values"] if meant else {}
        for lang, shown in got["detail"].items():
            sentence = None
            if meant is not None:
                written = self.texts[wanted["entry"], lang]["details"][meant["sentence"]]
                sentence = re.sub(r"\{(.*?)\}", lambda m: values[m[1]], written)
            if shown != sentence:
                return False
        return True

    def key(self, entry: coserr.Entry) -> str:
        key = self.name(entry)
        self.seen[key] = entry
        return key

    def name(self, entry: coserr.Entry) -> str:
        if entry.kind == "family":
            return self.families[entry]
        if entry.kind == "client":
            return f"client:{entry.code}"
        return f"{entry.code}:{entry.status}" + (f":{entry.case}" if entry.case else "")

    # --------------------------------------------------------------------------------- running

    def check(self, name: str, vector: Answer) -> str | None:
        """What is wrong with the answer to a vector."""
        got = getattr(self, name.replace("-", "_"))(vector["in"])
        wanted = vector["out"]
        if got is None or wanted is None:
            return None if got is wanted else f"{vector['id']}: {got}, not {wanted}"
        # Those of SDKs are written by hand, and say what they compare.
        members = wanted if name == "sdk-errors" else got.keys() | wanted.keys()
        for member in sorted(members):
            if member == "detail":
                if not self.is_detail(got, wanted):
                    return f"{vector['id']}: {got['detail']}, not {wanted.get('detail')}"
                continue
            left, right = settled(got.get(member)), settled(wanted.get(member))
            if left != right:
                return f"{vector['id']}: {member} is {left!r}, not {right!r}"
        return None

    def run(self, name: str) -> tuple[int, list[str]]:
        """How many vectors of a file were run, and what failed."""
        count, wrong = 0, []
        for vector in read_lines(self.directory / f"{name}.jsonl"):
            needs = set(vector["needs"])
            if not needs <= CAPABLE:
                if not needs & OTHERS:
                    wrong.append(f"{vector['id']}: not run, it needs {sorted(needs - CAPABLE)}")
                continue
            if name == "sdk-errors" and vector["in"]["sdk"] not in shapes.SDKS:
                continue
            count += 1
            failed = self.check(name, vector)
            if failed is not None:
                wrong.append(failed)
        return count, wrong


def wrong_texts(runner: Runner) -> list[str]:
    """Where a text of the package is not that of texts.jsonl, after all vectors were run; an entry
    that no vector leads to counts as wrong."""
    wrong = []
    for (key, lang), line in runner.texts.items():
        kind, _, word = key.partition(":")
        if kind in ("retry", "hint", "action", "reason", "category"):
            got: Answer = {"text": coserr.word_text(kind, word, lang)}
        elif key in runner.seen:
            text = runner.seen[key].text(lang)
            got = {"message": text.message, "advice": text.advice, "docs": list(text.docs)}
        else:
            got = {"message": None}
        if any(settled(got[name]) != settled(line.get(name)) for name in got):
            wrong.append(f"{key} {lang}")
    return wrong


def read_lines(path: Path) -> list[Answer]:
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def families() -> dict[coserr.Entry, str]:
    """The names of families: they answer for a status, for its class, or for neither."""
    names = {coserr.find(None): "family:unknown"}
    for status in range(300, 600):
        entry = coserr.find(None, status)
        name = f"family:{entry.status}" if entry.status else f"family:{status // 100}xx"
        names.setdefault(entry, name)
    return names


def failure_of(error: Answer | None) -> coserr.Result | None:
    if error is None:
        return None
    if "client" in error:
        known = {name: value for name, value in error.items() if name != "client"}
        return coserr.from_client(error["client"], **known)
    return coserr.resolve(**error)


def settled(value: Any) -> Any:
    """What is absent, empty, false or 0 is the same."""
    if isinstance(value, dict):
        return {name: settled(inner) for name, inner in value.items() if settled(inner)} or None
    if isinstance(value, list):
        return [settled(inner) for inner in value] or None
    return value or None


def main() -> int:
    runner = Runner(Path(sys.argv[1]))
    total = 0
    wrong: list[str] = []
    names = sys.argv[2:] or FILES
    for name in names:
        count, failed = runner.run(name)
        print(f"{name}: {count} run, {len(failed)} failed")
        total += count
        wrong += failed
    if names == FILES:
        wrong += wrong_texts(runner)
    print("".join(f"{line}\n" for line in wrong), end="")
    print(f"{total} vectors, {len(wrong)} failed")
    return 1 if wrong or not total else 0


if __name__ == "__main__":
    sys.exit(main())
