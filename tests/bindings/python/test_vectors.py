# SPDX-License-Identifier: MIT
"""The vectors, all of those that the package can run; and what runs them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import vectors

DIRECTORY = Path(os.environ.get("COSERR_VECTORS", Path(os.environ["COSERR_BUILD"]) / "vectors"))


@pytest.fixture(scope="module")
def runner() -> vectors.Runner:
    return vectors.Runner(DIRECTORY)


@pytest.mark.parametrize("name", vectors.FILES)
def test_vectors(runner: vectors.Runner, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    count, wrong = runner.run(name)
    with capfd.disabled():
        print(f"\n{name}.jsonl: {count} vectors", flush=True)
    assert wrong == []
    assert count > 0


def test_texts(runner: vectors.Runner) -> None:
    for name in vectors.FILES:
        runner.run(name)
    assert vectors.wrong_texts(runner) == []


def test_all_files_are_run() -> None:
    files = {path.stem for path in DIRECTORY.glob("*.jsonl")}
    assert files == {*vectors.FILES, "texts"}


def falsified(out: Any) -> Any:
    """The same answer with one member wrong."""
    if out is None:
        return {"kind": "service"}
    if "steps" in out:
        return {"steps": [{**out["steps"][0], "action": "wrong"}, *out["steps"][1:]]}
    name = next(iter(sorted(out)))
    return {**out, name: f"{out[name]}wrong"}


@pytest.mark.parametrize("name", vectors.FILES)
@pytest.mark.parametrize("which", [0, 1, -1])
def test_a_false_answer_is_named(tmp_path: Path, name: str, which: int) -> None:
    lines = [
        line
        for line in vectors.read_lines(DIRECTORY / f"{name}.jsonl")
        if set(line["needs"]) <= vectors.CAPABLE
        and line["in"].get("sdk", "botocore") in vectors.shapes.SDKS
    ]
    shutil.copy(DIRECTORY / "texts.jsonl", tmp_path)
    false = dict(lines[which], out=falsified(lines[which]["out"]))
    kept = [*lines[:50], false]
    text = "".join(json.dumps(line) + "\n" for line in kept)
    (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    _, wrong = vectors.Runner(tmp_path).run(name)
    assert [line.partition(": ")[0] for line in wrong] == [false["id"]]


def test_a_false_detail_is_named(tmp_path: Path) -> None:
    shutil.copy(DIRECTORY / "texts.jsonl", tmp_path)
    line = next(
        line
        for line in vectors.read_lines(DIRECTORY / "resolve.jsonl")
        if line["out"].get("detail", {}).get("values")
    )
    values = line["out"]["detail"]["values"]
    values[next(iter(values))] += "?"
    (tmp_path / "resolve.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    _, wrong = vectors.Runner(tmp_path).run("resolve")
    assert [line.partition(": ")[0] for line in wrong] == [line["id"]]


def test_a_vector_that_nobody_runs_is_named(tmp_path: Path) -> None:
    shutil.copy(DIRECTORY / "texts.jsonl", tmp_path)
    line = {"id": "find/new/1", "needs": ["find", "flight"], "in": {}, "out": {}}
    (tmp_path / "find.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    count, wrong = vectors.Runner(tmp_path).run("find")
    assert (count, len(wrong)) == (0, 1)
    assert "find/new/1" in wrong[0]
