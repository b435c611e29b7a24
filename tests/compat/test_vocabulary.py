# SPDX-License-Identifier: MIT
"""A new hint is one entry of vocabulary.yaml: nothing else has to change, and no catalog notices.

usage: test_vocabulary.py SOURCE-DIR COSERR-GEN COMPILER
"""
import ctypes
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, GENERATOR = (Path(path).resolve() for path in sys.argv[1:3])
COMPILER = sys.argv[3]
DATA = SOURCE / 'tests/unit/data'
PARTS = ('CMakeLists.txt', 'LICENSE', 'README.md', 'catalog', 'generator', 'include', 'src')
HINT = '''  - number: 11
    word: sing-loudly
    doc: Only with a song.
    text:
      en: Sing first.
      zh-CN: 先唱歌。

actions:
'''
HINTS = 1  # COSERR_WORDS_HINTS


class Vocabulary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.dir = Path(folder.name)
        cls.tree = cls.dir / 'tree'
        cls.tree.mkdir()
        for part in PARTS:
            copy = shutil.copytree if (SOURCE / part).is_dir() else shutil.copy
            copy(SOURCE / part, cls.tree / part)
        words = cls.tree / 'catalog/vocabulary.yaml'
        text = words.read_text()
        assert text.count('\nactions:\n') == 1 and '- number: 11\n' not in text.split('actions:')[0]
        words.write_text(text.replace('\nactions:\n', HINT, 1))
        cls.build = cls.dir / 'build'
        cls.run_quietly('cmake', '-S', cls.tree, '-B', cls.build, '-G', 'Ninja',
                        f'-DCMAKE_C_COMPILER={COMPILER}', '-DCMAKE_BUILD_TYPE=Debug',
                        '-DCOSERR_BUILD_TESTS=OFF', '-DCOSERR_BUILD_CLI=OFF', '-DCOSERR_WERROR=ON')
        cls.run_quietly('cmake', '--build', cls.build, '--target', 'coserr')
        cls.generator = cls.build / 'generator/coserr-gen'
        cls.library = ctypes.CDLL(str(cls.build / 'src/libcoserr.so'))
        cls.library.coserr_word.restype = ctypes.c_char_p
        cls.library.coserr_word_text.restype = ctypes.c_char_p
        cls.library.coserr_find_word.restype = ctypes.c_uint32

    @staticmethod
    def run_quietly(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def compile(self, generator, catalog, ledger):
        out = self.dir / 'out'
        self.run_quietly(generator, 'compile', catalog, '--ledger', ledger, '--out', out,
                         '--prefix', 'x', '--only', 'image,tables,header')
        return [(out / name).read_bytes() for name in ('x.image', 'x_catalog.c', 'x_codes.h')]

    def test_known_to_the_library(self):
        header = (self.build / 'generated/coserr/coserr_words.h').read_text()
        self.assertIn('COSERR_HINT_SING_LOUDLY = 1 << 11', header)
        self.assertEqual(self.library.coserr_word(HINTS, 1 << 11, None), b'sing-loudly')
        self.assertEqual(self.library.coserr_word(HINTS, 1 << 12, None), b'')
        self.assertEqual(self.library.coserr_find_word(HINTS, b'sing-loudly', ctypes.c_size_t(11)),
                         1 << 11)
        self.assertEqual(self.library.coserr_word_text(HINTS, 1 << 11, 0, None), b'Sing first.')
        chinese = self.library.coserr_match_language(None, b'zh-CN', ctypes.c_size_t(5))
        self.assertEqual(self.library.coserr_word_text(HINTS, 1 << 11, chinese, None).decode(),
                         '先唱歌。')

    def test_no_catalog_notices(self):
        for catalog, ledger in ((SOURCE / 'catalog/cos.yaml', SOURCE / 'catalog/ids.lock'),
                                (DATA / 'patterns.yaml', DATA / 'patterns.lock')):
            self.assertEqual(self.compile(self.generator, catalog, ledger),
                             self.compile(GENERATOR, catalog, ledger))

    def test_catalogs_can_use_it(self):
        catalog = self.dir / 'patterns.yaml'
        text = (DATA / 'patterns.yaml').read_text()
        self.assertEqual(text.count('hints: [replayable-body]'), 1)
        catalog.write_text(text.replace('[replayable-body]', '[sing-loudly]'))
        self.compile(self.generator, catalog, DATA / 'patterns.lock')
        with self.assertRaisesRegex(AssertionError, 'sing-loudly'):
            self.compile(GENERATOR, catalog, DATA / 'patterns.lock')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
