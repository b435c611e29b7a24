#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Node SDK with its submitRequest() asking coserr, in a copy: requests before and after.

usage: patched.py BUILD_DIR
"""
import pathlib
import shutil
import subprocess
import sys

import sdks
from table import requests

SDK = 'cos-nodejs-sdk-v5'
# Requests that the server gets: from the SDK as it is, and from the copy.
COUNTS = {
    'slow-down': (4, 4),                 # at once; then each time later
    'not-implemented': (4, 1),           # never succeeds
    'request-timeout': (1, 4),           # worth another attempt
    'no-such-key': (1, 1),
    'clock-behind': (2, 2),              # the clock is corrected once
    'success': (1, 1),
}


def patched(build):
    """The folder of the copy."""
    folder = build / 'node/patched' / SDK
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(build / 'node/node_modules' / SDK, folder)
    subprocess.run(['node', str(sdks.HERE / 'node/patch.mjs'), str(folder)], check=True)
    return folder


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    runs = [sdks.run(SDK, build, list(COUNTS), folder=folder)
            for folder in (None, patched(build))]
    wrong = 0
    for name, expected in COUNTS.items():
        before, after = (run[name] for run in runs)
        made = len(before['requests']), len(after['requests'])
        same = all(before.get(key) == after.get(key) for key in ('error', 'data', 'uncaught'))
        wrong |= made != expected or not same
        print(f'{name}: {requests(before["requests"], False)}; with coserr '
              f'{requests(after["requests"], False)}'
              f'{"" if made == expected else f", expected {expected}"}'
              f'{"" if same else "; another error than before"}')
    return int(wrong)


if __name__ == '__main__':
    sys.exit(main())
