#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The check of the vectors notices a false answer and names it; the README's runner runs.

usage: test_vectors.py VECTORS
"""
import contextlib
import io
import json
import pathlib
import re
import shutil
import sys
import tempfile
import types
import unittest

import vectors

BUILT = pathlib.Path(sys.argv.pop(1)).absolute()


class Check(unittest.TestCase):
    def setUp(self):
        self.out = pathlib.Path(tempfile.mkdtemp()) / 'vectors'
        self.addCleanup(shutil.rmtree, self.out.parent)
        shutil.copytree(BUILT, self.out)

    def falsify(self, file, found):
        """Changes the answer of the first vector that is `found`; returns its id."""
        lines = vectors.lines_of(self.out / f'{file}.jsonl')
        vector = next(line for line in lines if found(line))
        vector['out'] = {'tag': 'x'} if vector['out'] is None else None
        vectors.write(self.out / f'{file}.jsonl', lines)
        return vector['id']

    def check(self):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            failures = (vectors.unique(self.out) + vectors.held_to_hand(self.out)
                        + vectors.held_to_digests(self.out, False))
        return failures, said.getvalue()

    def test_as_built(self):
        failures, said = self.check()
        self.assertEqual(failures, 0, said)
        made = sum(len(vectors.lines_of(self.out / f'{file}.jsonl')) for file in vectors.FILES)
        hand = [line for path in (vectors.HERE / 'by-hand').iterdir()
                for line in vectors.lines_of(path)]
        self.assertGreaterEqual(made, 5000)
        self.assertGreaterEqual(len(hand), 300)
        self.assertEqual([line['id'] for line in hand if not line.get('from')], [])

    def test_by_hand(self):
        for file in vectors.FILES:
            name = self.falsify(file, lambda line: '/hand-' in line['id'])
            self.assertRegex(self.check()[1], rf'(?m)^{re.escape(name)} \(')

    def test_made(self):
        for file in vectors.FILES:
            name = self.falsify(file, lambda line: '/hand-' not in line['id'])
            rule = '/'.join(name.split('/')[:2])
            failures, said = self.check()
            self.assertEqual(failures, vectors.FILES.index(file) + 1)
            self.assertRegex(said, rf'(?m)^{rule}: 1 of \d+ answers changed, such as {re.escape(name)}$')

    def test_removed(self):
        path = self.out / 'client.jsonl'
        vectors.write(path, vectors.lines_of(path)[1:])
        self.assertRegex(self.check()[1], r'client/name: \d+ of 15 answers changed, 16 before')

    def test_twice(self):
        path = self.out / 'client.jsonl'
        lines = vectors.lines_of(path)
        vectors.write(path, [*lines, lines[0]])
        self.assertIn(f"{lines[0]['id']}: more than one vector has this id", self.check()[1])


class Runner(unittest.TestCase):
    def run_it(self, find):
        """The program in the README, with that function and our vectors."""
        text = (vectors.HERE / 'README.md').read_text(encoding='utf-8')
        program = re.search(r'```python\n(.*?)```', text, re.S)[1]
        program = program.replace('share/coserr/vectors', str(BUILT))
        with contextlib.redirect_stdout(io.StringIO()) as said, \
                self.assertRaises(SystemExit) as status:
            exec(compile(program, 'README.md', 'exec'), {'find': find})   # pylint: disable=exec-used
        return status.exception.code, said.getvalue()

    def test_the_example(self):
        lines = vectors.lines_of(BUILT / 'find.jsonl')
        known = {json.dumps(line['in']): line['out'] for line in lines}

        def find(code, status, wrong=None):
            question = next(q for q in ({'code': code, 'status': status}, {'code': code},
                                        {'status': status}, {}) if json.dumps(q) in known)
            answer = known[json.dumps(question)]
            return types.SimpleNamespace(key=answer['entry'],
                                         retry=wrong if code == 'SlowDown' and wrong
                                         else answer['class'])
        self.assertEqual(self.run_it(find), (False, f'{len(lines)} run, 0 failed\n'))
        status, said = self.run_it(lambda code, status: find(code, status, 'never'))
        self.assertTrue(status)
        self.assertIn('find/listed/SlowDown/503 class never instead of throttle\n', said)


if __name__ == '__main__':
    unittest.main()
