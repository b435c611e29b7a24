#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command from outside. Each case file has a command line, what stands on standard input, and
what is expected on standard output, on standard error and as exit status.

usage: test_cli.py COMMAND [--update]      --update writes the expectations anew
"""
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

import yaml

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent / 'data'
COMMAND = None
UPDATE = False
CLEAN = {key: value for key, value in os.environ.items()
         if key not in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'COSERR_LANG')}


def run(*args, stdin=b'', env=None):
    done = subprocess.run([COMMAND, *args], input=stdin, env={**CLEAN, **(env or {})}, cwd=DATA,
                          capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Cases(unittest.TestCase):
    maxDiff = None

    def check(self, path):
        parts = re.split(r'^--- (.*)\n', path.read_text(encoding='utf-8'), flags=re.M)
        words = shlex.split(parts[0].strip().removeprefix('$ coserr'))
        sections = dict(zip(parts[1::2], parts[2::2]))
        # \xHH, \t, \r in the input are what they are in C; a backslash at the end joins lines.
        stdin = sections.get('stdin', '').replace('\\\n', '').encode('utf-8')
        stdin = re.sub(rb'\\(?:x([0-9A-F]{2})|([tr]))',
                       lambda m: bytes([int(m[1], 16)]) if m[1] else
                       {b't': b'\t', b'r': b'\r'}[m[2]], stdin)
        env = dict(pair.split('=', 1) for pair in sections.get('env', '').split())
        status, stdout, stderr = run(*words, stdin=stdin, env=env)
        got = {'stdout': stdout, 'stderr': stderr, 'status': f'{status}\n'}
        if UPDATE:
            kept = {key: text for key, text in sections.items() if key in ('stdin', 'env')}
            path.write_text(parts[0] + ''.join(f'--- {key}\n{text}'
                                               for key, text in {**kept, **got}.items()),
                            encoding='utf-8')
            return
        for key, text in got.items():
            if sections[key] != text:
                self.fail(f'{path.name}: {key}\n' + '\n'.join(difflib.unified_diff(
                    sections[key].split('\n'), text.split('\n'), 'expected', 'got',
                    lineterm='')))

    def test_cases(self):
        paths = sorted((HERE / 'cases').glob('*.case'))
        self.assertGreater(len(paths), 30)
        for path in paths:
            with self.subTest(path.stem):
                self.check(path)


class Readme(unittest.TestCase):
    def answer(self, line):
        words = shlex.split(line.replace('tests/data/', ''))
        return run(*words, env={'LANG': 'en_US.UTF-8'})[1]

    def test_sessions(self):
        """What the README shows of the command is what the command prints."""
        path = HERE.parent.parent / 'README.md'
        text = path.read_text(encoding='utf-8')
        form = re.compile(r'^\$ coserr (.*)\n((?:(?!\$ |```).*\n)*)', re.M)
        self.assertGreater(len(form.findall(text)), 1)
        fresh = form.sub(lambda m: f'$ coserr {m[1]}\n{self.answer(m[1])}', text)
        if UPDATE:
            path.write_text(fresh, encoding='utf-8')
        self.assertEqual(text if not UPDATE else fresh, fresh)


class Whole(unittest.TestCase):
    """What no golden file shows."""

    @classmethod
    def setUpClass(cls):
        """The catalog as it is written: (status, class, hints, code, name of a case, aliases)."""
        cls.rows = []
        text = (HERE.parents[1] / 'catalog' / 'cos.yaml').read_text(encoding='utf-8')
        for error in yaml.safe_load(text)['errors']:
            for base in error.get('variants', [error]):
                cls.rows.append((base['status'], base['retry'], base.get('hints', []),
                                 error['code'], '', error.get('aliases', [])))
            first = error.get('variants', [error])[0]
            for case in error.get('cases', []):
                row = {**first, **case}
                cls.rows.append((row['status'], row['retry'], row.get('hints', []),
                                 error['code'], case['name'], []))

    def test_list_has_every_row(self):
        status, stdout, stderr = run('list')
        self.assertEqual((status, stderr), (0, ''))
        listed = [re.fullmatch(r'(\S.*?) +([345]\d\d)  ([a-z]+) +\S.*', line).groups()
                  for line in stdout.splitlines()]
        expected = [(f'{code} ({case})' if case else code, str(status), retry)
                    for status, retry, _, code, case, _ in self.rows]
        self.assertEqual(sorted(listed), sorted(expected))

    def test_list_as_json(self):
        for lang in ('en', 'zh-CN'):
            status, stdout, _ = run('list', '--json', '--lang', lang)
            self.assertEqual(status, 0)
            expected = {(row[3], row[0], row[4]): row for row in self.rows}
            for line in stdout.splitlines():
                answer = json.loads(line)
                entry = answer['entry']
                _, retry, hints, _, case, _ = expected.pop(
                    (entry['code'], entry['http_status'], entry.get('case', '')))
                self.assertEqual(answer['match'], 'refined' if case else 'exact')
                self.assertEqual(answer['retry']['class'], retry)
                self.assertEqual(sorted(answer['retry']['hints']),
                                 sorted(hint for hint in hints if isinstance(hint, str)))
                self.assertEqual(sorted(answer['retry'].get('conditional', [])),
                                 sorted(word for hint in hints if isinstance(hint, dict)
                                        for word in hint))
                self.assertEqual(answer['explanation']['lang'], lang)
            self.assertEqual(expected, {})

    def test_list_filters(self):
        for args, expect in ((('--status', '503'), lambda row: row[0] == 503),
                             (('--status', '4xx'), lambda row: row[0] // 100 == 4),
                             (('--retry', 'transient'), lambda row: row[1] == 'transient'),
                             (('--retry', 'throttle', '--status', '5xx'),
                              lambda row: row[1] == 'throttle' and row[0] // 100 == 5)):
            status, stdout, _ = run('list', *args)
            self.assertEqual(status, 0)
            self.assertEqual(len(stdout.splitlines()), sum(map(expect, self.rows)), args)

    def test_every_name_is_explained(self):
        names = [(name, row) for row in self.rows if not row[4] for name in (row[3], *row[5])]
        lines = ''.join(f'{name}\t{row[0]}\n' for name, row in names)
        status, stdout, stderr = run('explain', '--json', '-', stdin=lines.encode())
        self.assertEqual((status, stderr), (0, ''))
        for (name, row), line in zip(names, stdout.splitlines(), strict=True):
            answer = json.loads(line)
            self.assertEqual(answer['entry']['code'], row[3])
            self.assertEqual(answer['alias'], name != row[3])

    def test_former_misprints_are_suggested(self):
        """How the service's page once misspelt its codes."""
        for wrong, right in (('InternalErrror', 'InternalError'),
                             ('ImcompleteBoady', 'IncompleteBody'),
                             ('ImcompleteBody', 'IncompleteBody'),
                             ('IncorrectNumberOfFilesInPsotRequest',
                              'IncorrectNumberOfFilesInPostRequest'),
                             ('InvaildAccessKeyId', 'InvalidAccessKeyId'),
                             ('InvalidPolicyDocunment', 'InvalidPolicyDocument'),
                             ('MethodMotAllowed', 'MethodNotAllowed'),
                             ('TooManyBucket', 'TooManyBuckets'),
                             ('nosuchkey', 'NoSuchKey')):
            status, _, stderr = run('explain', wrong)
            self.assertEqual(status, 1)
            self.assertIn(f"did you mean '{right}'?", stderr)

    def test_body_limit(self):
        head = b'HTTP/1.1 404 Not Found\r\n\r\n'
        status, _, _ = run('decode', '-', stdin=head + b'x' * (1 << 20))
        self.assertEqual(status, 1)
        for size in ((1 << 20) + 1, 3 << 20):
            status, stdout, stderr = run('decode', '-', stdin=head + b'x' * size)
            self.assertEqual((status, stdout), (2, ''))
            self.assertIn('1 MiB', stderr)

    def test_full_disk(self):
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([COMMAND, 'list'], stdout=full, stderr=subprocess.PIPE,
                                  check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'standard output', done.stderr)

    def test_terminal_controls_do_not_pass(self):
        body = b'<Error><Code>A&#x9B;31m</Code><Message>\xC2\x9B2J&#x9;x</Message></Error>'
        _, stdout, _ = run('decode', '--status', '404', '-', stdin=body)
        self.assertNotIn('\x9b', stdout)
        self.assertNotIn('\t', stdout)

    def test_pasted_text_takes_linear_time(self):
        """What repeats without end, for a reader that would look too far for what never comes."""
        head = b'log: '
        for part in (b'<Error>', b'<Code>', b"'code': '", b'message: a a ', b'message:{', b'code:\n',
                     b'HTTP/1.1 404\n', b'CosClientError ', b'\\', b'Message(', b'{', b'&lt;Error',
                     b'&amp;lt;Error', b'u003cError', b"'code':'a'+", b'<Error></Error><Code>'):
            # Quadratic time would take hours, and run() stops waiting long before.
            run('decode', '--status', '400', '-', stdin=head + part * ((1 << 20) // len(part) - 1))


if __name__ == '__main__':
    COMMAND = os.path.abspath(sys.argv.pop(1))
    UPDATE = '--update' in sys.argv
    if UPDATE:
        sys.argv.remove('--update')
    unittest.main()
