#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A word is appended to the vocabulary of a copy of the project: nothing else has to change.

usage: test_vocabulary.py GENERATOR
"""
import json
import os
import shutil
import subprocess
import unittest

from generator import LOCK, OF_LIBRARY, ROOT, SMALL, Case, run


class Vocabulary(Case):
    def setUp(self):
        super().setUp()
        self.copy = self.dir / 'copy'
        self.copy.mkdir()
        shutil.copy(ROOT / 'CMakeLists.txt', self.copy)
        for name in ('catalog', 'generator', 'include', 'src'):
            shutil.copytree(ROOT / name, self.copy / name)
        self.command('cmake', '-S', self.copy, '-B', self.dir / 'build', '-DCOSERR_BUILD_TESTS=OFF',
                     '-DCOSERR_BUILD_CLI=OFF', '-DCMAKE_BUILD_TYPE=Debug')

    def command(self, *args):
        done = subprocess.run(args, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def compiled(self, catalog, out):
        """By the generator of the copy, built again if it has to be."""
        self.command('cmake', '--build', self.dir / 'build', '--target', 'coserr-gen', '--parallel',
                     str(os.cpu_count()))
        self.command(self.dir / 'build' / 'generator' / 'coserr-gen', 'compile', catalog,
                     '--ledger', LOCK, '--out', out)
        return {path.name: path.read_bytes() for path in out.iterdir()}

    def test_a_new_hint(self):
        before = self.compile(SMALL, self.dir / 'before')
        self.assertEqual(self.compiled(SMALL, self.dir / 'copied'), before)
        path = self.copy / 'catalog' / 'vocabulary.yaml'
        text = path.read_text(encoding='utf-8')
        hints = text[text.index('\nhints:'):text.index('\nactions:')]
        number = hints.count('- number:')
        path.write_text(text.replace('\nactions:', f'''\
  - number: {number}
    word: brand-new
    doc: It is new.
    text:
      en: Do the new thing.
      zh-CN: 做新的事。

actions:''', 1), encoding='utf-8')
        after = self.compiled(SMALL, self.dir / 'after')
        self.assertEqual({name for name in after if after[name] != before[name]},
                         OF_LIBRARY)
        constant = f'    /** It is new. */\n    COSERR_HINT_BRAND_NEW = 1 << {number}\n'
        self.assertIn(constant.encode(), after['coserr_words.h'])
        self.assertIn(b'"Do the new thing."', after['coserr_words.inc'])
        self.assertEqual(json.loads(after['vocabulary.json'])['hints'][number],
                         {'number': number, 'word': 'brand-new',
                          'text': {'en': 'Do the new thing.', 'zh-CN': '做新的事。'}})
        self.assertEqual(before['coserr_words.h'].count(b'COSERR_'),
                         after['coserr_words.h'].count(b'COSERR_') - 1)
        catalog = self.write('new.yaml', ('[restore-first, wait]', '[restore-first, brand-new]'))
        self.assertIn(b'["restore-first","brand-new"]',
                      self.compiled(catalog, self.dir / 'used')['catalog.json'])
        self.assertIn("unknown hint 'brand-new'", run('check', catalog)[2])


if __name__ == '__main__':
    unittest.main()
