#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is repeated: by the SDKs alone, and with coserr. The Node SDK also in a copy whose
submitRequest() asks coserr.

usage: retried.py BUILD_DIR
"""
import concurrent.futures
import pathlib
import shutil
import subprocess
import sys

import sdks
from table import requests

NODE, PYTHON = 'cos-nodejs-sdk-v5', 'cos-python-sdk-v5'
WAYS = (f'{PYTHON}', f'{PYTHON}, coserr.requests.Session', f'{NODE}', f'{NODE}, coserr.retry()',
        f'{NODE}, patched')
# Requests that the server gets, in each of these ways.
COUNTS = {
    'slow-down': (4, 4, 4, 8, 4),             # alone: Node at once, Python a second later
    'not-implemented': (4, 1, 4, 4, 1),       # never succeeds
    'request-timeout': (1, 4, 1, 5, 4),       # worth another attempt
    'no-such-key': (1, 1, 1, 1, 1),
    'success': (1, 1, 1, 1, 1),
}


def patched(build):
    """The folder of the copy."""
    folder = build / 'node/patched' / NODE
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(build / 'node/node_modules' / NODE, folder)
    subprocess.run(['node', str(sdks.HERE / 'node/patch.mjs'), str(folder)], check=True)
    return folder


def run_all(build):
    """[{scenario: outcome}] in the order of WAYS."""
    ways = ((PYTHON, {}), (PYTHON, {'options': ['--retry']}), (NODE, {}),
            (NODE, {'options': ['--retry']}), (NODE, {'folder': patched(build)}))
    with concurrent.futures.ThreadPoolExecutor(len(ways)) as pool:
        futures = [pool.submit(sdks.run, sdk, build, list(COUNTS), **more) for sdk, more in ways]
        return [future.result() for future in futures]


def shape(outcome):
    return [outcome.get(name) for name in ('error', 'data', 'uncaught')]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    runs = run_all(build)
    wrong = 0
    for name, counts in COUNTS.items():
        print(name)
        for way, expected, run in zip(WAYS, counts, runs):
            alone = runs[WAYS.index(way.partition(',')[0])]
            faults = []
            if len(run[name]['requests']) != expected:
                faults.append(f'expected {expected}')
            if shape(run[name]) != shape(alone[name]):
                faults.append('another outcome than without coserr')
            wrong += len(faults)
            print('; '.join([f'  {way}: {requests(run[name]["requests"], False)}', *faults]))
    return int(wrong > 0)


if __name__ == '__main__':
    sys.exit(main())
