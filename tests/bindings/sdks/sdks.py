# SPDX-License-Identifier: MIT
"""Every SDK in every scenario: what it gave its user, and what requests it made."""
import concurrent.futures
import json
import pathlib
import re
import subprocess

import server

HERE = pathlib.Path(__file__).resolve().parent
PYTHON_SDKS = ('cos-python-sdk-v5', 'botocore')
NODE_SDKS = ('cos-nodejs-sdk-v5', 'cos-js-sdk-v5', 'cos-wx-sdk-v5')
SDKS = PYTHON_SDKS + NODE_SDKS

# What differs from run to run, and what stands for it in a record.
VOLATILE = [
    (r'127\.0\.0\.1:\d+', '127.0.0.1:8080'),
    (r'port=\d+', 'port=8080'),
    (r'[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT', 'Sat, 21 Nov 2026 15:00:00 GMT'),
    (r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ', '2026-11-21T15:00:00Z'),
]


def settled(value):
    """The value with everything volatile replaced."""
    if isinstance(value, dict):
        return {name: settled(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [settled(inner) for inner in value]
    if isinstance(value, str):
        for pattern, constant in VOLATILE:
            value = re.sub(pattern, constant, value)
    return value


def command(sdk, build, folder):
    """`folder` has another copy of the SDK."""
    if sdk in PYTHON_SDKS:
        return [str(build / 'venv/bin/python'), '-B', str(HERE / 'python/driver.py'), sdk]
    return ['node', str(HERE / 'node/driver.mjs'), str(folder or build / 'node/node_modules' / sdk)]


def run(sdk, build, names=(), folder=None, options=()):
    """{scenario: outcome}"""
    servers = server.start(names)
    addresses = server.addresses(servers)
    done = subprocess.run([*command(sdk, build, folder), *options], text=True,
                          input=json.dumps(addresses), capture_output=True, timeout=120,
                          check=False)
    if done.returncode:
        raise RuntimeError(f'{sdk}: {done.stderr}')
    lines = {got.pop('scenario'): got for got in map(json.loads, done.stdout.splitlines())}
    return {name: outcome(addresses[name]['operation'], got, servers[name])
            for name, got in lines.items()}


def outcome(operation, got, at):
    """What the driver printed, with the operation and the requests: [(method, seconds)]. Ends the
    scenario's server."""
    at.close()
    requests = [(head.split(' ', 1)[0], seconds) for head, seconds in zip(at.requests, at.times)]
    return {'operation': operation, **settled(got), 'requests': requests}


def run_all(build, sdks=SDKS):
    """{sdk: run(sdk)}; most of their time they wait."""
    with concurrent.futures.ThreadPoolExecutor(len(sdks)) as pool:
        futures = {sdk: pool.submit(run, sdk, build) for sdk in sdks}
        return {sdk: future.result() for sdk, future in futures.items()}
