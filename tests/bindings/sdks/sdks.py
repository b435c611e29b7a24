# SPDX-License-Identifier: MIT
"""Every SDK in every scenario: what it gave its user, and what requests it made."""
import concurrent.futures
import json
import os
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
    (r'[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT', 'Sat, 21 Nov 2026 15:00:00 GMT'),
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


def command(sdk, build):
    if sdk in PYTHON_SDKS:
        return [str(build / 'venv/bin/python'), '-B', str(HERE / 'python/driver.py'), sdk]
    return ['node', str(HERE / 'node/driver.js'), sdk]


def run(sdk, build, names=()):
    """{scenario: {'operation', 'error', 'data', 'uncaught', 'requests': [(method, seconds)]}}"""
    servers = server.start(names)
    addresses = server.addresses(servers)
    done = subprocess.run(command(sdk, build), input=json.dumps(addresses), text=True,
                          capture_output=True, timeout=120, check=False,
                          env={**os.environ, 'SDK_MODULES': str(build / 'node/node_modules')})
    if done.returncode:
        raise RuntimeError(f'{sdk}: {done.stderr}')
    runs = {}
    for line in done.stdout.splitlines():
        got = json.loads(line)
        name = got.pop('scenario')
        at = servers[name]
        at.close()
        requests = [(head.split(' ', 1)[0], seconds)
                    for head, seconds in zip(at.requests, at.times)]
        runs[name] = {'operation': addresses[name]['operation'], **settled(got),
                      'requests': requests}
    return runs


def run_all(build, sdks=SDKS):
    """{sdk: run(sdk)}; most of their time they wait."""
    with concurrent.futures.ThreadPoolExecutor(len(sdks)) as pool:
        futures = {sdk: pool.submit(run, sdk, build) for sdk in sdks}
        return {sdk: future.result() for sdk, future in futures.items()}
