#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The package coserr, as it is installed, in Chromium. Under a strict Content-Security-Policy every
vector is answered but those of coserr/decode, which throws its documented error; with
'wasm-unsafe-eval' those as well.

usage: policy.py BUILD_DIR VECTORS_DIR
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import chromium  # noqa: E402

WASM = chromium.STRICT.replace("'self'", "'self' 'wasm-unsafe-eval'", 1)
RUNNER = HERE.parents[1] / 'javascript/vectors.mjs'
REFUSED = 'ERR_COSERR_NO_WEBASSEMBLY'
EXPECTED = {'evalIsRefused': True, 'attempts': 3, 'text': '存储桶中没有该对象键对应的对象。',
            'worker': 'Requests arrive faster than COS accepts.'}


def module(package, name):
    """The path of the ES module that a page's import of the package finds."""
    found = json.loads((package / 'package.json').read_text())['exports'][name]
    while isinstance(found, dict):
        found = next(found[key] for key in ('browser', 'import', 'default') if key in found)
    return '/coserr/' + found.removeprefix('./')


def pages(build, vectors):
    """{path: bytes} of all that the page loads."""
    package = build / 'node/node_modules/coserr'
    files = {f'/coserr/{file.relative_to(package).as_posix()}': file
             for file in package.rglob('*') if file.is_file()}
    lines = {f'/vectors/{file.name}': file for file in vectors.glob('*.jsonl')}
    own = {'/' + name: HERE / name for name in ('policy.mjs', 'modules.mjs', 'worker.mjs')}
    read = {path: file.read_bytes() for path, file in {**files, **lines, **own}.items()}
    for name, entry in (('/coserr.mjs', '.'), ('/coserr-decode.mjs', './decode')):
        read[name] = f"export * from '{module(package, entry)}';\n".encode()
    runner = RUNNER.read_text()
    for name in ("'node:fs'", "'node:path'", "'./paths.mjs'"):
        runner = runner.replace(f'from {name}', "from '/modules.mjs'")
    read['/vectors.mjs'] = runner.encode()
    read['/vectors.json'] = json.dumps(list(lines)).encode()
    read['/index.html'] = (HERE / 'policy.html').read_bytes()
    return read


def faults(report, decodes):
    """What is not as it has to be."""
    for file, answered in report['vectors'].items():
        if answered['wrong'] or not answered['run']:
            yield (f'{file}: {len(answered["wrong"])} of {answered["run"]} answered otherwise, '
                   f'such as {answered["wrong"][:5]}')
    code = 'NoSuchKey' if decodes else REFUSED
    expected = {**EXPECTED, 'decodeAtOnce': code, 'decodeWhenReady': code}
    for name, value in expected.items():
        if report[name] != value:
            yield f'{name}: {report[name]}'
    if ('read' in report['vectors']) != decodes:
        yield 'the vectors of read'


def main():
    build, vectors = (pathlib.Path(name).resolve() for name in sys.argv[1:3])
    files = pages(build, vectors)
    failed = 0
    for policy, decodes in ((chromium.STRICT, False), (WASM, True)):
        report = chromium.visit(files, policy)
        wrong = list(faults(report, decodes))
        failed |= bool(wrong)
        counts = {file: answered['run'] for file, answered in report['vectors'].items()}
        print(f'{policy}\n  {sum(counts.values())} vectors: {counts}, '
              f'decode: {report["decodeWhenReady"]}')
        print(''.join(f'  {line}\n' for line in wrong), end='')
    return int(failed)


if __name__ == '__main__':
    sys.exit(main())
