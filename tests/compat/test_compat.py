# SPDX-License-Identifier: MIT
"""Programs compiled against an older and a newer header run with the library of today.

usage: test_compat.py SOURCE-DIR GENERATED-DIR LIBRARY COMPILER
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, GENERATED, LIBRARY = (Path(path) for path in sys.argv[1:4])
COMPILER = sys.argv[4]
HEADER = (SOURCE / 'include/coserr/coserr.h').read_text()
STRUCTS = ('coserr_response', 'coserr_attempt', 'coserr_retry_state', 'coserr_decision',
           'coserr_locale_env')


def changed(text, pattern, replacement):
    """The text with exactly one change, or the test would compare the same with itself."""
    new, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
    assert count == 1, (pattern, count)
    return new


def without(header, struct, *fields):
    for field in fields:
        header = changed(header, r'(typedef struct %s \{[^}]*?)\n[^\n]*\b%s;.*?(?=\n[^\n]*;|\n\})'
                         % (struct, field), r'\1')
    return header


def older():
    header = changed(HEADER, r' *\\\n    X\(KEY, 10, key\)', '')
    header = without(header, 'coserr_response', 'key')
    header = without(header, 'coserr_attempt', 'tokens', 'budgeted')
    header = without(header, 'coserr_retry_state', 'paid')
    return without(header, 'coserr_decision', 'reserved', 'cost')


def newer():
    header = changed(HEADER, r'X\(KEY, 10, key\)', r'X(KEY, 10, key) X(ADDED, 11, added)')
    for struct in STRUCTS:
        kind = 'coserr_str' if struct in ('coserr_response', 'coserr_locale_env') else 'uint64_t'
        header = changed(header, r'\n\} %s;' % struct, r'\n    %s added;\n} %s;' % (kind, struct))
    return header


class Compat(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dir = Path(folder.name)
        (self.dir / 'coserr').mkdir()

    def run_with(self, header, *flags):
        (self.dir / 'coserr/coserr.h').write_text(header)
        program = self.dir / 'program'
        subprocess.run([COMPILER, '-std=c11', '-Wall', '-Wextra', '-Werror', *flags,
                        '-I', self.dir, '-I', GENERATED, SOURCE / 'tests/compat/program.c', LIBRARY,
                        '-o', program], check=True)
        env = {**os.environ, 'LD_LIBRARY_PATH': str(LIBRARY.parent)}
        out = subprocess.run([program], check=True, env=env, capture_output=True, text=True).stdout
        lines = out.splitlines()
        return lines, json.loads(next(line for line in lines if line.startswith('{')))

    def test_same(self):
        lines, digest = self.run_with(HEADER)
        self.assertEqual(lines[0], 'failed 1')
        self.assertIn('bucket b-1, region r', lines)
        self.assertIn('cost 5, paid 5', lines)
        self.assertIn('delay 7000', lines)
        self.assertIn('language zh-CN', lines)
        self.assertEqual(lines[-1], 'sizes 0 0')
        self.assertEqual(digest['key'], 'k')

    def test_older(self):
        expected, whole = self.run_with(HEADER)
        lines, digest = self.run_with(older(), '-DOLDER')
        self.assertEqual(lines[-1], 'sizes 1 0')
        del whole['key'], whole['source']['key']
        self.assertEqual(digest, whole)
        skipped = ('cost', '{', 'sizes')
        self.assertEqual([line for line in lines if not line.startswith(skipped)],
                         [line for line in expected if not line.startswith(skipped)])

    def test_newer(self):
        expected, whole = self.run_with(HEADER)
        lines, digest = self.run_with(newer(), '-DNEWER')
        self.assertEqual(lines[-1], 'sizes 0 1')
        self.assertEqual(digest, whole)
        self.assertEqual(lines[:-1], expected[:-1])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
