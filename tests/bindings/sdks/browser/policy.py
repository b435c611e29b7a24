#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The package coserr, as it is installed, in Chromium: under a strict Content-Security-Policy
everything works but coserr/decode, which says so; with 'wasm-unsafe-eval' that works as well.

usage: policy.py BUILD_DIR VECTORS_DIR
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import chromium  # noqa: E402

WASM = chromium.STRICT.replace("'self'", "'self' 'wasm-unsafe-eval'", 1)


def module(package, name):
    """The path of the ES module that an import of the package finds."""
    found = json.loads((package / 'package.json').read_text())['exports'][name]
    while isinstance(found, dict):
        found = next(found[key] for key in ('browser', 'import', 'default') if key in found)
    return '/coserr/' + found.removeprefix('./')


def pages(build, vectors):
    package = build / 'node/node_modules/coserr'
    files = {'/' + file.relative_to(package.parent).as_posix(): file.read_bytes()
             for file in package.rglob('*') if file.is_file()}
    for name, entry in (('/coserr.mjs', '.'), ('/coserr-decode.mjs', './decode')):
        files[name] = f"export * from '{module(package, entry)}';\n".encode()
    for name in ('find', 'sdk-errors'):
        files[f'/vectors/{name}.jsonl'] = (vectors / f'{name}.jsonl').read_bytes()
    files['/index.html'] = (HERE / 'policy.html').read_bytes()
    files['/policy.mjs'] = (HERE / 'policy.mjs').read_bytes()
    return files


def faults(report, decodes):
    """What is not as it has to be."""
    for name in ('findWrong', 'errorsWrong'):
        if report[name]:
            yield f'{len(report[name])} vectors answered otherwise, such as {report[name][:5]}'
    if not (report['find'] > 100 and report['errors'] > 100):
        yield f'{report["find"]} and {report["errors"]} vectors: too few'
    if not report['evalIsRefused']:
        yield 'the policy allows eval'
    if report['attempts'] != 3:
        yield f'{report["attempts"]} attempts'
    if not re.search('[\u4e00-\u9fff]', report['text']):
        yield f'text: {report["text"]}'
    for name in ('decodeAtOnce', 'decodeWhenReady'):
        if (report[name].get('code') == 'NoSuchKey') != decodes:
            yield f'{name}: {report[name]}'


def main():
    build, vectors = (pathlib.Path(name).resolve() for name in sys.argv[1:3])
    files = pages(build, vectors)
    failed = 0
    for policy, decodes in ((chromium.STRICT, False), (WASM, True)):
        report = chromium.visit(files, policy)
        wrong = list(faults(report, decodes))
        failed |= bool(wrong)
        print(policy)
        print('\n'.join(f'  {line}' for line in wrong or [
            f'{report["find"]} + {report["errors"]} vectors as they have to be, '
            f'decode: {report["decodeWhenReady"]}']))
    return int(failed)


if __name__ == '__main__':
    sys.exit(main())
