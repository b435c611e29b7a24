# SPDX-License-Identifier: MIT
"""What the tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "sdks")]

from scripted import Server  # noqa: E402


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers that play a script; they are closed when the test ends."""
    servers: list[Server] = []

    def start(*script: object, repeat: bool = True) -> Server:
        servers.append(Server(script, repeat=repeat))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def build() -> Path:
    """The build tree; tests/bindings/python/run names it."""
    return Path(os.environ["COSERR_BUILD"])


def deep(values: Iterable[str]) -> list[object]:
    """Parameters that only --deep runs."""
    return [pytest.param(value, marks=pytest.mark.deep) for value in values]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="run what few machines can")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "deep: left out without --deep")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--deep"):
        items[:] = [item for item in items if item.get_closest_marker("deep") is None]


SKIPPED: list[str] = []


def skipped(what: str) -> None:
    """Notes what this machine cannot do; the test passes without it."""
    SKIPPED.append(what)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what in SKIPPED:
        terminalreporter.write_line(f"SKIPPED: {what}")
