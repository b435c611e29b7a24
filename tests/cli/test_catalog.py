#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command with a catalog that is loaded from a file.

usage: test_catalog.py COMMAND GENERATOR
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

COMMAND = None
GENERATOR = None
CATALOG = pathlib.Path(__file__).parents[2] / 'catalog'
CLEAN = {key: value for key, value in os.environ.items()
         if key not in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'COSERR_LANG')}
BODY = b'<Error><Code>NoSuchKey</Code><Message>x</Message></Error>'


def run(*args, stdin=b''):
    done = subprocess.run([COMMAND, *args], input=stdin, env=CLEAN, capture_output=True,
                          timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Catalog(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """An image of COS's catalog under another name, with another text for one code."""
        cls.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.folder.name)
        text = (CATALOG / 'cos.yaml').read_text(encoding='utf-8')
        text = re.sub(r'^name: cos$', 'name: other', text, flags=re.M)
        text = re.sub(r'^version: .*$', 'version: 7.8.9', text, flags=re.M)
        text, count = re.subn(r'(- code: NoSuchKey\n(?:    .*\n)*?      en: ).*',
                              r'\1Text of another catalog.', text, count=1)
        assert count == 1
        (folder / 'other.yaml').write_text(text, encoding='utf-8')
        subprocess.run([GENERATOR, 'compile', folder / 'other.yaml', '--ledger',
                        CATALOG / 'ids.lock', '--out', folder, '--prefix', 'coserr', '--only',
                        'image'], check=True, capture_output=True)
        cls.image, = folder.glob('*.image')

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_command_uses_it(self):
        self.assertEqual(run('--version', '--catalog', self.image)[1].split(', ')[1],
                         'catalog other 7.8.9\n')
        for args, stdin in ((('explain', 'NoSuchKey'), b''), (('explain', '-'), b'NoSuchKey\n'),
                            (('decode', '-'), BODY), (('decode', '-'), b'log: ' + BODY),
                            (('list',), b''), (('search', 'NoSuchKey'), b'')):
            for json in ((), ('--json',)):
                status, stdout, _ = run(*args, *json, '--catalog', self.image, stdin=stdin)
                self.assertEqual(status, 0, args)
                self.assertIn('Text of another catalog.', stdout, (args, json))
                self.assertNotIn('Text of another catalog.', run(*args, *json, stdin=stdin)[1])

    def test_only_that_text_differs(self):
        status, stdout, stderr = run('list', '--catalog', self.image)
        self.assertEqual((status, stderr), (0, ''))
        pairs = list(zip(stdout.splitlines(), run('list')[1].splitlines(), strict=True))
        self.assertEqual([one[:9] for one, other in pairs if one != other], ['NoSuchKey'])

    def test_operations_and_languages_are_its_own(self):
        status, stdout, _ = run('explain', '--catalog', self.image, '--lang', 'zh', '--operation',
                                'PutBucket', 'SlowDown')
        self.assertEqual(status, 0)
        self.assertIn('PutBucket', stdout)
        self.assertIn('处理方法：', stdout)

    def test_refused(self):
        """Truncated, damaged, empty, or not an image at all."""
        data = self.image.read_bytes()
        broken = pathlib.Path(self.folder.name) / 'broken'
        damaged = bytearray(data)
        damaged[len(data) // 2] ^= 1
        for content in (b'', b'x', data[:-8], data[:100], data + b'\0' * 8, bytes(damaged)):
            broken.write_bytes(content)
            for args in (('list',), ('explain', 'NoSuchKey'), ('--version',)):
                status, stdout, stderr = run(*args, '--catalog', broken)
                self.assertEqual((status, stdout), (2, ''))
                self.assertRegex(stderr, r'^coserr: .*/broken: .+\n$')
        self.assertEqual(run('list', '--catalog', self.folder.name)[0], 2)


if __name__ == '__main__':
    COMMAND, GENERATOR = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))
    unittest.main()
