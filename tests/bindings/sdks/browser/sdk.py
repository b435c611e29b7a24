#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cos-js-sdk-v5 in Chromium gives its user what it gives over the stand-in of node/xhr.cjs, after
as many requests.

usage: sdk.py BUILD_DIR
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import chromium  # noqa: E402
import record  # noqa: E402
import sdks  # noqa: E402
import server  # noqa: E402

SDK = 'cos-js-sdk-v5'
ANYWHERE = "default-src 'none'; script-src 'self'; connect-src *"


def in_chromium(build):
    """{scenario: outcome}"""
    servers = server.start()
    addresses = server.addresses(servers)
    files = {'/index.html': HERE / 'sdk.html', '/sdk.mjs': HERE / 'sdk.mjs',
             '/calls.mjs': HERE.parent / 'node/calls.mjs',
             '/shape.mjs': HERE.parent / 'node/shape.mjs',
             f'/{SDK}.js': build / f'node/node_modules/{SDK}/dist/{SDK}.js'}
    pages = {path: file.read_bytes() for path, file in files.items()}
    pages['/addresses.json'] = json.dumps(addresses).encode()
    lines = chromium.visit(pages, ANYWHERE)
    return {name: sdks.outcome(addresses[name]['operation'], got, servers[name])
            for name, got in lines.items()}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    real, stand_in = in_chromium(build), sdks.run(SDK, build)
    shapes, recorded = record.shapes({SDK: real}), record.shapes({SDK: stand_in})
    wrong = [f'{name}\n  Chromium: {json.dumps(shape)}\n  stand-in: {json.dumps(recorded[name])}'
             for name, shape in shapes.items() if shape != recorded[name]]
    for name in real:
        counts = [len(of[name]['requests']) for of in (real, stand_in)]
        if counts[0] != counts[1]:
            wrong.append(f'{name}: {counts[0]} requests by Chromium, {counts[1]} by the stand-in')
    print('\n'.join(wrong) or f'{len(real)} scenarios in Chromium as over the stand-in')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
