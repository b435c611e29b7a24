# SPDX-License-Identifier: MIT
"""What the tests of the generator share: running it, and a folder to do so in."""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SMALL = HERE / 'good' / 'small.yaml'
LOCK = HERE / 'good' / 'small.lock'
# An error without a warning, for a list of many.
ENTRY = ("  - code: '{}'\n    status: 400\n    retry: never\n    category: request\n"
         "    message: {{en: m., zh-CN: 甲。}}\n    advice: {{en: a., zh-CN: 乙。}}\n")
# The outputs that are the library's, whatever the catalog.
OF_LIBRARY = {'coserr_words.h', 'coserr_words.inc', 'vocabulary.json'}
GENERATOR = os.path.abspath(sys.argv.pop(1))


def run(*args, cwd=None, env=None, stdin=None, command=()):
    """Status, standard output, standard error. `command` stands before the generator."""
    done = subprocess.run([*command, GENERATOR, *map(str, args)], cwd=cwd, env=env, input=stdin,
                          capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def dump(document):
    """A document read by BaseLoader as a catalog again: all values in quotes, but for numbers and
    truth values."""
    text = yaml.dump(document, allow_unicode=True, sort_keys=False, default_style="'", width=1000)
    return re.sub(r"^(\s*(?:- )?'(?:status|for|required|schema|idempotent)': )'(\w+)'", r'\1\2',
                  text, flags=re.M)


class Case(unittest.TestCase):
    def lacks(self, what):
        """Skips a test for what this machine cannot have; tests/run names and counts it."""
        print(f'\nSKIPPED: {self.id()}: {what}', file=sys.stderr)
        self.skipTest(what)

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)

    def same(self, expected, got, what):
        if expected != got:
            self.fail(what + '\n' + '\n'.join(
                difflib.unified_diff(expected.split('\n'), got.split('\n'), 'expected', 'got',
                                     lineterm='')))

    def write(self, name, *replacements, text=None):
        """The small catalog, or `text`, with replacements, each of which is there once."""
        text = SMALL.read_text(encoding='utf-8') if text is None else text
        for old, new in replacements:
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        path = self.dir / name
        path.write_text(text, encoding='utf-8')
        return path

    def compile(self, catalog, out, lock=LOCK, **how):
        status, stdout, stderr = run('compile', catalog, '--ledger', lock, '--out', out, **how)
        self.assertEqual((status, stdout, stderr), (0, '', ''))
        return {path.name: path.read_bytes() for path in pathlib.Path(out).iterdir()}
