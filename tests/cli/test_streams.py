#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command's streams and terminals: answers that come while input arrives, output that is lost,
colour, and lines wrapped to the width of a terminal.

usage: test_streams.py COMMAND
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import unicodedata
import unittest

COMMAND = None
CLEAN = {key: value for key, value in os.environ.items()
         if key not in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'COSERR_LANG', 'NO_COLOR',
                        'TERM', 'COLUMNS')}


def run(*args, stdin=b'', **more):
    return subprocess.run([COMMAND, *args], input=stdin, env=CLEAN, capture_output=True,
                          timeout=120, check=False, **more)


class Lines(unittest.TestCase):
    def test_answers_come_while_input_arrives(self):
        with subprocess.Popen([COMMAND, 'explain', '--json', '-'], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, env=CLEAN) as process:
            for code in (b'NoSuchKey', b'SlowDown', b'NoSuchKey'):
                process.stdin.write(code + b'\n')
                process.stdin.flush()
                self.assertTrue(select.select([process.stdout], [], [], 20)[0], code)
                self.assertIn(code, os.read(process.stdout.fileno(), 1 << 16))
            process.stdin.close()
            self.assertEqual(process.wait(20), 0)

    def test_many_lines(self):
        """More than any buffer, with and without repetition; lines and answers stay together."""
        lines = [f'NoSuchKey\t404\tmessage {i}' if i % 3 else 'SlowDown' for i in range(60000)]
        done = run('explain', '--json', '-', stdin='\n'.join(lines).encode())
        answers = done.stdout.decode().splitlines()
        self.assertEqual((done.returncode, len(answers)), (0, len(lines)))
        for line, answer in zip(lines, answers):
            if line == 'SlowDown':
                self.assertIn('"code":"SlowDown"', answer)
            else:
                self.assertIn(f'"message":"{line[14:]}"', answer)

    def peak(self, count):
        env = {**CLEAN, 'ASAN_OPTIONS': 'quarantine_size_mb=1'}
        with subprocess.Popen([COMMAND, 'explain', '-'], stdin=subprocess.PIPE, env=env,
                              stdout=subprocess.DEVNULL) as process:
            for start in range(0, count, 1000):
                process.stdin.write(b''.join(b'NoSuchKey\t404\tmessage %d\n' % i
                                             for i in range(start, start + 1000)))
            process.stdin.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            return usage.ru_maxrss

    def test_memory_does_not_grow(self):
        self.assertLess(self.peak(100000), self.peak(10000) + 4096)

    def test_long_line(self):
        limit = 1 << 16
        for size, status in ((limit, 1), (limit + 1, 2), (limit * 5, 2)):
            done = run('explain', '-', stdin=b'SlowDown\n' + b'x' * size + b'\nNoSuchKey\n')
            self.assertEqual(done.returncode, status)
            self.assertEqual(b'line 2: longer than 64 KiB' in done.stderr, status == 2)
            self.assertIn(b'\nNoSuchKey  404', done.stdout)
        done = run('explain', '-', stdin=b'SlowDown\n' + b'x' * limit * 3)
        self.assertEqual((done.returncode, done.stderr),
                         (2, b'coserr: line 2: longer than 64 KiB\n'))

    def test_invalid_line_at_the_end(self):
        done = run('explain', '-', stdin=b'NoSuchKey\nNoSuchKye\nNoSuchKey\t4040\nSlowDown')
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"line 3: invalid HTTP status '4040'", done.stderr)
        self.assertIn(b'\nSlowDown  503', done.stdout)


class Lost(unittest.TestCase):
    """Output that does not arrive."""

    def test_full(self):
        for args in (('list',), ('explain', 'NoSuchKey'), ('explain', '-'), ('--help',),
                     ('--version',), ('decode', '--status', '404', '-')):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([COMMAND, *args], input=b'NoSuchKey\n', stdout=full,
                                      stderr=subprocess.PIPE, env=CLEAN, check=False)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(b'coserr: standard output: ', done.stderr)

    def test_closed(self):
        done = subprocess.run([COMMAND, 'list'], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env=CLEAN, preexec_fn=lambda: os.close(1), check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'coserr: standard output: ', done.stderr)

    def test_reader_gone(self):
        """Quiet, whether or not the signal is ignored."""
        for restore, expected in ((True, -signal.SIGPIPE), (False, 2)):
            read, write = os.pipe()
            os.close(read)
            done = subprocess.run([COMMAND, 'list'], stdin=subprocess.DEVNULL, stdout=write,
                                  stderr=subprocess.PIPE, env=CLEAN, restore_signals=restore,
                                  check=False)
            os.close(write)
            self.assertEqual((done.returncode, done.stderr), (expected, b''))


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF'
               else 1 for c in text)


class Terminal(unittest.TestCase):
    def show(self, *args, columns=60, **env):
        """What a terminal of that width gets."""
        try:
            main, side = pty.openpty()
        except OSError as error:
            print(f'\nSKIPPED: {self.id()}: {error}', file=sys.stderr)  # counted by tests/run
            self.skipTest(str(error))
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        with subprocess.Popen([COMMAND, *args], stdin=subprocess.DEVNULL, stdout=side,
                              env={**CLEAN, 'TERM': 'xterm', **env}) as process:
            os.close(side)
            data = b''
            while True:
                try:
                    piece = os.read(main, 1 << 16)
                except OSError:
                    break
                if not piece:
                    break
                data += piece
            process.wait(20)
        os.close(main)
        return data.decode().replace('\r\n', '\n')

    def piped(self, *args):
        return run(*args).stdout.decode()

    def test_color(self):
        plain = self.piped('explain', 'NoSuchKey')
        self.assertNotIn('\x1b', plain)
        shown = self.show('explain', 'NoSuchKey', columns=1000)
        self.assertIn('\x1b[', shown)
        self.assertEqual(re.sub(r'\x1b\[[0-9;]*m', '', shown), plain)
        for env in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}, {'TERM': ''}):
            self.assertEqual(self.show('explain', 'NoSuchKey', columns=1000, **env), plain)
        self.assertEqual(self.show('explain', '--color', 'never', 'NoSuchKey', columns=1000),
                         plain)
        self.assertIn('\x1b[', self.show('explain', '--color', 'always', 'NoSuchKey',
                                         NO_COLOR='1'))
        self.assertIn('\x1b[', self.show('explain', 'NoSuchKey', NO_COLOR=''))
        self.assertNotIn('\x1b', self.show('explain', '--json', 'NoSuchKey'))

    def test_wrapping(self):
        """No line is wider than the terminal but for one that is a single word; nothing is lost,
        and no word is broken."""
        for lang in ('en', 'zh-CN'):
            for columns in (24, 40, 61, 100):
                for args in (('explain', 'AccessDenied', 'NoSuchKey', 'SlowDown'), ('list',)):
                    args = (*args, '--lang', lang)
                    shown = self.show(*args, '--color', 'never', columns=columns)
                    plain = self.piped(*args)
                    self.assertEqual(''.join(shown.split()), ''.join(plain.split()))
                    if lang == 'en':
                        self.assertEqual(shown.split(), plain.split())
                    for line in shown.splitlines():
                        if width(line) > columns and args[0] != 'list':
                            self.assertLessEqual(len(line.split()), 2, line)
                        self.assertNotIn((line.strip() or ' ')[0], '，。；：、）》」”')

    def test_lines_are_full(self):
        """A line ends only where the next word does not fit."""
        for columns in range(24, 80):
            lines = self.show('explain', 'AccessDenied', '--color', 'never',
                              columns=columns).splitlines()
            for line, following in zip(lines, lines[1:]):
                if following.startswith('    '):
                    self.assertGreater(len(f'{line.rstrip()} {following.split()[0]}'), columns)

    def test_wide_characters_fill_the_line(self):
        shown = self.show('explain', 'AccessDenied', '--lang', 'zh', '--color', 'never')
        widest = max(width(line) for line in shown.splitlines() if 'http' not in line)
        self.assertGreater(widest, 52)
        self.assertLessEqual(widest, 60)

    def test_columns(self):
        shown = self.show('explain', 'NoSuchKey', '--color', 'never', columns=100, COLUMNS='40')
        self.assertLessEqual(max(width(line) for line in shown.splitlines()
                                 if 'http' not in line), 40)
        plain = self.piped('explain', 'NoSuchKey')
        piped = subprocess.run([COMMAND, 'explain', 'NoSuchKey'], env={**CLEAN, 'COLUMNS': '40'},
                               capture_output=True, check=True)
        self.assertEqual(piped.stdout.decode(), plain)
        self.assertEqual(self.show('explain', 'NoSuchKey', '--color', 'never', columns=0), plain)
        self.assertEqual(self.show('explain', 'NoSuchKey', '--color', 'never', columns=5), plain)


if __name__ == '__main__':
    COMMAND = os.path.abspath(sys.argv.pop(1))
    unittest.main()
