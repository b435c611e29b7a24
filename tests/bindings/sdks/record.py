#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds tests/vectors/by-hand/sdk-errors.jsonl to what the real SDKs give today.

usage: record.py BUILD_DIR [--update]

The lines of it whose `from` begins with 'recorded' have the shapes that `in` shows; what `out` says
of them is written by hand. --update rewrites `in` and leaves `out` alone.
"""
import json
import pathlib
import sys

import sdks

FILE = sdks.HERE.parents[1] / 'vectors/by-hand/sdk-errors.jsonl'


def versions(build):
    """{sdk: version}, as installed from the pinned manifests."""
    found = {}
    for line in (sdks.HERE / 'python/requirements.txt').read_text().splitlines():
        if '==' in line:
            name, version = line.split('==')
            found[name] = version
    manifest = json.loads((sdks.HERE / 'node/package.json').read_text())
    return {**found, **manifest['dependencies']}


def shapes(runs):
    """{id: in} of all that was run."""
    lines = {}
    for sdk, scenarios in runs.items():
        for name, got in scenarios.items():
            shape = {'sdk': sdk, 'error': got.get('uncaught') or got.get('error')}
            if got['operation'] != 'GetVectorBucket':       # no operation of the catalog
                shape['operation'] = got['operation']
            if got.get('data'):
                shape['data'] = got['data']['properties']
            lines[f'sdk-errors/{sdk}/{name}'] = shape
    return lines


def read():
    if not FILE.exists():
        return []
    return [json.loads(line) for line in FILE.read_text(encoding='utf-8').split('\n') if line]


def is_recorded(line):
    return line['from'].startswith('recorded')


def update(build, got, lines):
    version = versions(build)
    for line in lines:
        if is_recorded(line) and line['id'] in got:
            line['in'] = got.pop(line['id'])
            line['from'] = f'recorded: {line["in"]["sdk"]} {version[line["in"]["sdk"]]}'
    for name, shape in got.items():
        lines.append({'id': name, 'needs': ['sdk-errors'], 'in': shape, 'out': 'TODO',
                      'from': f'recorded: {shape["sdk"]} {version[shape["sdk"]]}'})
    FILE.write_text(''.join(json.dumps(line, ensure_ascii=False, separators=(',', ':')) + '\n'
                            for line in lines), encoding='utf-8')


def differences(got, lines):
    """What is to be printed; nothing where the records hold."""
    recorded = {line['id']: line['in'] for line in lines if is_recorded(line)}
    for name in sorted(got.keys() | recorded.keys()):
        if got.get(name) != recorded.get(name):
            yield f'{name}\n  recorded: {json.dumps(recorded.get(name))}\n' \
                  f'  now:      {json.dumps(got.get(name))}'


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    got, lines = shapes(sdks.run_all(build)), read()
    if '--update' in sys.argv[2:]:
        update(build, got, lines)
        return 0
    wrong = list(differences(got, lines))
    print('\n'.join(wrong) or f'{len(got)} shapes are as recorded')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
