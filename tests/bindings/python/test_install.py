# SPDX-License-Identifier: MIT
"""Installing from nothing: sdist and wheel, each into an empty environment, by every Python that is
here; and the command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import coserr
import pytest

import vectors
from conftest import deep, skipped
from test_vectors import DIRECTORY

HERE = Path(__file__).resolve().parent
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13")
RARE = ("3.13t", "3.14", "3.14t")
USE = (
    "import coserr, sys; assert coserr.find('NoSuchKey', 404).text('zh').lang == 'zh-CN';"
    "assert coserr.explain((404, {}, b'')).status == 404; assert coserr.Code.NO_SUCH_KEY;"
    "assert not getattr(sys, '_is_gil_enabled', lambda: False)() or not sys.version.count('free');"
    "print(coserr.__file__)"
)


# In an interpreter of its own, which from 3.12 on has its own GIL.
INTERPRETER = f"""
try:
    import _interpreters as module
except ImportError:
    import _xxsubinterpreters as module
which = module.create()
assert module.run_string(which, {USE!r}) is None
"""


@pytest.fixture(scope="module")
def packages(build: Path) -> Path:
    return build / "packages"


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    (found,) = packages.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def sdist(packages: Path) -> Path:
    (found,) = packages.glob("*.tar.gz")
    return found


def pythons() -> dict[str, str]:
    """The Pythons of this machine by their versions."""
    found = {}
    for version in (*VERSIONS, *RARE):
        places = [shutil.which(f"python{version}")]
        pyenv = Path.home() / ".pyenv/versions"
        places += sorted(str(path) for path in pyenv.glob(f"{version}.*/bin/python{version}"))
        for place in places:
            if place and answers(place, version):
                found[version] = place
                break
    return found


def answers(place: str, version: str) -> bool:
    code = (
        "import sys, sysconfig; free = bool(sysconfig.get_config_var('Py_GIL_DISABLED'));"
        "print('%d.%d' % sys.version_info[:2] + 't' * free)"
    )
    done = subprocess.run([place, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


PYTHONS = pythons()


def run(*command: str | Path, cwd: Path) -> str:
    """In an empty environment: no tools of this one on the path, no settings."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd)}
    for name in (
        "PIP_INDEX_URL",
        "PIP_CONFIG_FILE",
        "PIP_CERT",
        "HTTPS_PROXY",
        "https_proxy",
        "NO_PROXY",
    ):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(python: str, what: Path, folder: Path) -> Path:
    """python -m venv venv; venv/bin/pip install PACKAGE"""
    run(python, "-m", "venv", "venv", cwd=folder)
    own = folder / "venv/bin/python"
    run(own, "-m", "pip", "--disable-pip-version-check", "install", "-q", what, cwd=folder)
    assert str(folder) in run(own, "-c", USE, cwd=folder)
    return own


@pytest.mark.parametrize("version", [*VERSIONS, *deep(RARE)])
def test_sdist(sdist: Path, tmp_path: Path, version: str) -> None:
    if version not in PYTHONS:
        skipped(f"the package under Python {version}: it is not on this machine")
        return
    own = install(PYTHONS[version], sdist, tmp_path)
    # Every vector but those that take the SDKs.
    files = [name for name in vectors.FILES if name != "sdk-errors"]
    counts = run(own, HERE / "vectors.py", DIRECTORY, *files, cwd=tmp_path)
    assert counts.endswith(" 0 failed\n")


@pytest.mark.parametrize(
    "version", [*VERSIONS[VERSIONS.index("3.11") :], *deep(v for v in RARE if "t" not in v)]
)
def test_wheel(wheel: Path, tmp_path: Path, version: str) -> None:
    """One wheel for all of them."""
    if version not in PYTHONS:
        skipped(f"the wheel under Python {version}: it is not on this machine")
        return
    own = install(PYTHONS[version], wheel, tmp_path)
    run(own, "-c", INTERPRETER, cwd=tmp_path)
    shown = run(own, "-m", "coserr", "explain", "--lang", "zh-CN", "NoSuchKey", cwd=tmp_path)
    assert coserr.find("NoSuchKey", 404).text("zh-CN").message in shown


def test_names(wheel: Path, sdist: Path) -> None:
    assert sdist.name == f"coserr-{coserr.__version__}.tar.gz"
    pattern = rf"coserr-{re.escape(coserr.__version__)}-cp311-abi3-manylinux_2_\d+_\w+\.whl"
    assert re.fullmatch(pattern, wheel.name), wheel.name


def test_what_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(f"coserr-{coserr.__version__}.dist-info/METADATA").decode()
    inside = {name.partition("/")[2] for name in names if name.startswith("coserr/")} - {""}
    assert inside == {
        "__init__.py", "__main__.py", "_client.py", "_codes.py", "_coserr.abi3.so", "_coserr.pyi",
        "_explain.py", "_retry.py", "requests.py", "py.typed", "coserr-command",
    }  # fmt: skip
    assert any(name.endswith("/LICENSE") for name in names)
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.9" in metadata
    assert "Requires-Dist" not in metadata


def test_what_is_in_the_sdist(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "LICENSE",
        "coserr/_codes.py",
        "core/generated/coserr/coserr_catalog.c",
        "PKG-INFO",
    ):
        assert name in names
    assert not [name for name in names if name.endswith((".pyc", ".o", ".so", ".yaml"))]


def test_the_command() -> None:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "-m", "coserr", *arguments]
        return subprocess.run(whole, capture_output=True, text=True, check=False, input="")

    assert coserr.__version__ in command("--version").stdout
    assert "NoSuchKey  404  never" in command("explain", "NoSuchKey").stdout
    assert command("explain", "--nonsense").returncode == 2
    assert "Usage" in command("--help").stdout or "usage" in command("--help").stdout


def test_a_package_without_the_command(tmp_path: Path) -> None:
    """As on systems without POSIX."""
    package = Path(coserr.__file__).parent
    shutil.copytree(package, tmp_path / "coserr", ignore=shutil.ignore_patterns("coserr-command"))
    whole = [sys.executable, "-m", "coserr", "explain", "NoSuchKey"]
    done = subprocess.run(whole, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "coserr: the command is not part of the package on this system\n"
