#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command line, and files of every kind: arguments, exit statuses, standard output that is lost,
byte order marks, pipes and devices.

usage: test_usage.py GENERATOR
"""
import os
import re
import shutil
import subprocess
import time
import unittest

from generator import ENTRY, GENERATOR, LOCK, SMALL, Case, run


class Files(Case):
    def test_unreadable(self):
        """Exit status 2, for whichever file and command; root cannot read /proc/self/mem either."""
        for name, said in (('nowhere.yaml', 'No such file'), ('.', 'is a directory'),
                           ('/proc/self/mem', '')):
            for args in (('check', name), ('check', SMALL, '--ledger', name),
                         ('check', SMALL, '--since', name), ('diff', SMALL, name),
                         ('diff', name, SMALL), ('import', name, SMALL), ('import', SMALL, name),
                         ('compile', name, '--ledger', LOCK, '--out', 'out')):
                status, stdout, stderr = run(*args, cwd=self.dir)
                self.assertEqual((status, stdout), (2, ''), args)
                self.assertRegex(stderr, rf'^{name}: error: .*{said}.* \[file\]\n')

    def test_too_large(self):
        with open(self.dir / 'large.yaml', 'wb') as file:
            file.truncate(65 * 1024 * 1024)
        status, _, stderr = run('check', self.dir / 'large.yaml')
        self.assertEqual(status, 2)
        self.assertIn('64 MiB', stderr)

    def test_standard_input(self):
        status, stdout, _ = run('check', '-', stdin=SMALL.read_bytes())
        self.assertEqual(status, 0)
        self.assertIn('good: 5 codes in 8 rows', stdout)

    def test_deep_nesting_is_refused_at_once(self):
        status, _, stderr = run('check', '-', stdin=b'[' * 40000)
        self.assertEqual(status, 1)
        self.assertIn('[yaml-depth]', stderr)


    def test_byte_order_mark(self):
        """It is skipped, and kept where a file is written back."""
        mark = b'\xef\xbb\xbf'
        catalog, lock = self.dir / 'c.yaml', self.dir / 'c.lock'
        catalog.write_bytes(mark + SMALL.read_bytes())
        lock.write_bytes(mark + LOCK.read_bytes())
        self.assertEqual(self.compile(catalog, self.dir / 'a', lock),
                         self.compile(SMALL, self.dir / 'b'))
        for line_end in (b'\n', b'\r\n'):
            old = mark + b''.join(LOCK.read_bytes().replace(b'\n', line_end)
                                  .splitlines(keepends=True)[:3])
            lock.write_bytes(old)
            self.assertEqual(run('assign', catalog, '--ledger', lock)[0], 0)
            self.assertEqual(lock.read_bytes(),
                             mark + LOCK.read_bytes().replace(b'\n', line_end))
        catalog.write_bytes(mark + b'schema: 9\n')
        self.assertIn('c.yaml:1:9: error', run('check', catalog)[2])
        catalog.write_bytes(mark + SMALL.read_bytes().replace(b'Compare the', b'Compare \xef\xbb\xbf'))
        self.assertIn('control character U+FEFF', run('check', catalog)[2])

    def test_lone_carriage_return(self):
        """Other readers disagree on whether it ends a line."""
        for path, data in ((self.dir / 'c.yaml', SMALL.read_bytes()),
                           (self.dir / 'c.lock', LOCK.read_bytes())):
            for bad in (data.replace(b'\n', b'\r'), data.replace(b'\n', b'\r\r\n', 1),
                        data + b'# x\r'):
                (self.dir / 'c.yaml').write_bytes(SMALL.read_bytes())
                (self.dir / 'c.lock').write_bytes(LOCK.read_bytes())
                path.write_bytes(bad)
                status, _, stderr = run('check', self.dir / 'c.yaml', '--ledger',
                                        self.dir / 'c.lock')
                self.assertEqual(status, 1)
                self.assertRegex(stderr, rf'{path}:\d+:\d+: error: carriage return without a line '
                                         r'feed; .* \[control-character\]\n')

    def test_many_keys(self):
        """Duplicates are found among a hundred thousand keys, in less than quadratic time."""
        def keys(count):
            text = ''.join(f'key{i}: x\n' for i in range(count)) + 'key7: y\nschema: 1\n'
            start = os.times().children_user
            status, _, stderr = run('check', '-', stdin=text.encode())
            self.assertEqual(status, 1)
            self.assertEqual(stderr.count('[duplicate-key]'), 1)
            self.assertTrue(f"{count + 1}:1: error: duplicate key 'key7'" in stderr)
            return os.times().children_user - start
        self.assertLess(keys(100000), 10 * keys(25000))     # four times as many
        for count in (8, 31, 32, 33, 34):
            keys(count)


class Lost(Case):
    """Output that does not get where it should is an error, not a success."""

    def commands(self):
        page = self.write('page.md', text='| Code | Status |\n|---|---|\n| NoSuchKey | 404 |\n')
        return (('--help',), ('--version',), ('rules',), ('rules', '--format', 'json'),
                ('explain', 'file'), ('check', SMALL), ('diff', SMALL, SMALL),
                ('import', page, SMALL))

    def test_full_disk(self):
        for args in self.commands():
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([GENERATOR, *args], stdout=full, stderr=subprocess.PIPE,
                                      check=False)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(b'coserr-gen: error: standard output: ', done.stderr)

    def test_closed(self):
        for args in self.commands():
            done = subprocess.run(['sh', '-c', '"$@" >&-', 'sh', GENERATOR, *args],
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, 2, args)
            self.assertIn(b'coserr-gen: error: standard output: ', done.stderr)

    def test_large_output(self):
        """What is larger than a buffer is lost before the end; what is left then fits nowhere."""
        path = self.write('many.yaml', text=SMALL.read_text(encoding='utf-8') + ''.join(
            ENTRY.format(f'Code{i}') for i in range(3000)))
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([GENERATOR, 'diff', SMALL, path, '--exit-code'], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 2)


class Depfile(Case):
    def compile_with(self, depfile, *options, cwd=None, **how):
        return subprocess.run(
            [GENERATOR, 'compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out', '--only',
             'header', '--depfile', depfile, *options], cwd=cwd, timeout=120, check=False, **how)

    def test_plain(self):
        self.assertEqual(self.compile_with(self.dir / 'x.d').returncode, 0)
        self.assertEqual((self.dir / 'x.d').read_text(),
                         f'{self.dir}/out/small_codes.h: {SMALL} {LOCK}\n')

    ODD = r'a b#c:d$e\ f'

    def odd_files(self):
        """A catalog and a ledger in a folder whose name needs every escape."""
        folder = self.dir / self.ODD
        folder.mkdir()
        shutil.copy(SMALL, folder / 'c.yaml')
        shutil.copy(LOCK, folder / 'c.lock')
        return [GENERATOR, 'compile', f'{self.ODD}/c.yaml', '--ledger', f'{self.ODD}/c.lock',
                '--out', f'{self.ODD}/out', '--only', 'header', '--depfile', 'x.d']

    def test_make_reads_it(self):
        self.assertEqual(subprocess.run(self.odd_files(), cwd=self.dir, check=False).returncode, 0)
        (self.dir / 'Makefile').write_text(
            r'all: a\ b\#c\:d$$e\\\ f/out/small_codes.h' '\ninclude x.d\n'
            '%/small_codes.h:\n\t@echo "made"\n')

        def made():
            done = subprocess.run(['make', '-s'], cwd=self.dir, capture_output=True, text=True,
                                  check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ''))
            return 'made' in done.stdout
        os.utime(self.dir / self.ODD / 'out' / 'small_codes.h', (2000, 2000))
        for new, expected in (('neither', False), ('c.yaml', True), ('c.lock', True)):
            for name in ('c.yaml', 'c.lock'):
                seconds = 3000 if name == new else 1000
                os.utime(self.dir / self.ODD / name, (seconds, seconds))
            self.assertEqual(made(), expected, new)

    def test_ninja_reads_it(self):
        if shutil.which('ninja') is None:
            self.lacks('no ninja')
        command = ' '.join(f"'{arg}'" for arg in map(str, self.odd_files())).replace('$', '$$')
        output = self.ODD.replace('$', '$$').replace(' ', '$ ').replace(':', '$:') + '/out/small_codes.h'
        (self.dir / 'build.ninja').write_text(
            f'rule gen\n  command = {command}\n  depfile = x.d\n  deps = gcc\nbuild {output}: gen\n')
        done = subprocess.run(['ninja'], cwd=self.dir, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        done = subprocess.run(['ninja', '-t', 'deps'], cwd=self.dir, capture_output=True, text=True,
                              check=False)
        self.assertEqual([line.strip() for line in done.stdout.splitlines()[1:3]],
                         [f'{self.ODD}/c.yaml', f'{self.ODD}/c.lock'], done.stdout)

    def device(self, name, minor):
        path = self.dir / name
        try:
            os.mknod(path, 0o020666, os.makedev(1, minor))
        except PermissionError:
            self.lacks('may not create devices')
        return path

    def test_devices(self):
        """They are written to, and stay what they are; nothing is replaced if that fails."""
        null, full = self.device('null', 3), self.device('full', 7)
        self.assertEqual(self.compile_with(null).returncode, 0)
        self.assertTrue(null.is_char_device())
        shutil.rmtree(self.dir / 'out')
        done = self.compile_with(full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'cannot write', done.stderr)
        self.assertTrue(full.is_char_device())
        self.assertEqual(os.listdir(self.dir / 'out'), [])

    def test_link_to_a_device(self):
        null = self.device('null', 3)
        (self.dir / 'link').symlink_to('null')
        self.assertEqual(self.compile_with(self.dir / 'link').returncode, 0)
        self.assertTrue(null.is_char_device())
        self.assertTrue((self.dir / 'link').is_symlink())

    def test_standard_output(self):
        """As a pipe and as a file."""
        expected = f'{self.dir}/out/small_codes.h: {SMALL} {LOCK}\n'.encode()
        done = self.compile_with('/dev/stdout', stdout=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stdout), (0, expected))
        with open(self.dir / 'x.d', 'wb') as file:
            self.assertEqual(self.compile_with('/dev/stdout', stdout=file).returncode, 0)
        self.assertEqual((self.dir / 'x.d').read_bytes(), expected)

    def test_pipes(self):
        """One that somebody reads gets the rule; one that nobody reads is an error at once."""
        os.mkfifo(self.dir / 'pipe')
        done = self.compile_with(self.dir / 'pipe', stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'nobody reads the pipe', done.stderr)
        with subprocess.Popen(['cat', self.dir / 'pipe'], stdout=subprocess.PIPE) as reader:
            for _ in range(100):
                done = self.compile_with(self.dir / 'pipe', stderr=subprocess.PIPE)
                if done.returncode == 0:
                    break
                time.sleep(0.05)            # cat has not opened it yet
            self.assertEqual(reader.communicate()[0],
                             f'{self.dir}/out/small_codes.h: {SMALL} {LOCK}\n'.encode())
        os.mkfifo(self.dir / 'out' / 'catalog.json')
        done = subprocess.run([GENERATOR, 'compile', SMALL, '--ledger', LOCK, '--out',
                               self.dir / 'out', '--check'], timeout=120, check=False,
                              capture_output=True)
        self.assertEqual(done.returncode, 1)

    def test_files_that_are_written_back(self):
        """A pipe in their place would never end."""
        os.mkfifo(self.dir / 'pipe')
        for args in (('assign', SMALL, '--ledger', 'pipe'), ('import', SMALL, 'pipe', '--write'),
                     ('assign', SMALL, '--ledger', '.')):
            done = subprocess.run([GENERATOR, *args], cwd=self.dir, timeout=120, check=False,
                                  capture_output=True)
            self.assertEqual((done.returncode, done.stdout), (2, b''))
            self.assertRegex(done.stderr, rb"'(pipe|\.)' is not a file\n")

    def test_permissions_are_kept(self):
        """Those of a file that is replaced."""
        catalog = self.write('new.yaml', text=SMALL.read_text(encoding='utf-8') +
                             ENTRY.format('NewCode'))
        lock = self.dir / 'ids.lock'
        for mode in (0o600, 0o664):
            lock.write_text(LOCK.read_text())
            lock.chmod(mode)
            self.assertEqual(run('assign', catalog, '--ledger', lock)[0], 0)
            self.assertNotEqual(lock.read_text(), LOCK.read_text())
            self.assertEqual(lock.stat().st_mode & 0o777, mode)

    def test_other_things(self):
        (self.dir / 'folder').mkdir()
        done = self.compile_with(self.dir / 'folder', stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"folder' is not a file", done.stderr)


class Usage(Case):
    def test_usage(self):
        for args, said in (((), 'usage:'), (('frob',), "unknown command 'frob'"),
                           (('check',), 'check takes one argument, a catalog'),
                           (('compile', SMALL), 'compile requires --ledger'),
                           (('compile', SMALL, '--ledger', LOCK), 'compile requires --out'),
                           (('assign', SMALL), 'assign requires --ledger'),
                           (('check', SMALL, 'x'), 'check takes one argument, a catalog'),
                           (('diff', SMALL), 'diff takes two arguments'),
                           (('rules', 'x'), 'rules takes no argument'),
                           (('check', SMALL, 'x', 'y'), 'too many arguments: y'),
                           (('chek', SMALL), "did you mean 'check'?"),
                           (('check', SMALL, '--format', 'xml'), 'expected text, json or markdown'),
                           (('rules', '--format', 'markdown'), 'rules does not take --format markdown'),
                           (('check', SMALL, '--since-ledger', LOCK), 'requires --ledger'),
                           (('compile', SMALL, '--ledger', LOCK, '--out', 'x', '--prefix', 'X'),
                            "invalid prefix 'X'"),
                           (('explain', 'near-cod'),
                            "unknown rule 'near-cod'; did you mean 'near-code'? 'coserr-gen rules' lists"),
                           (('explain', 'nope'),
                            "unknown rule 'nope'; 'coserr-gen rules' lists them all\n"),
                           (('compile', SMALL, '--ledger', LOCK, '--out', 'x', '--only', 'foo'),
                            "--only: unknown kind 'foo'; expected header, tables, image, json, "
                            'words-header, words, vocabulary\n'),
                           (('diff', '-', '-'), 'only one of the two'),
                           (('import', '-', '-'), 'only one of the two'),
                           (('check', '--frob'), 'unknown option --frob'),
                           (('check', '-xy'), 'unknown option -x'),
                           (('check', '--werror=1'), '--werror takes no argument'),
                           (('check', SMALL, '--out'), 'missing argument for --out')):
            status, stdout, stderr = run(*args)
            self.assertEqual((status, stdout), (2, ''), args)
            self.assertIn(said, stderr)

    def test_options_that_do_not_apply(self):
        arguments = {'compile': 1, 'check': 1, 'assign': 1, 'diff': 2, 'import': 2, 'rules': 0,
                     'explain': 1}
        takers = {'--ledger': 'compile check assign', '--out': 'compile', '--only': 'compile',
                  '--depfile': 'compile', '--prefix': 'compile', '--since': 'check',
                  '--since-ledger': 'check assign'}
        flags = {'--check': 'compile', '--exit-code': 'diff import', '--write': 'import',
                 '--force': 'import', '--werror': 'compile check assign'}
        required = {'compile': ('--ledger', 'x', '--out', 'x'), 'assign': ('--ledger', 'x')}
        for command, count in arguments.items():
            for option in takers | flags:
                value = ['x'] if option in takers else []
                status, stdout, stderr = run(command, *['nowhere'] * count,
                                             *required.get(command, ()), option, *value,
                                             cwd=self.dir)
                self.assertEqual((status, stdout), (2, ''))
                self.assertEqual(f'{command} does not take {option}\n' in stderr,
                                 command not in (takers | flags)[option].split(),
                                 f'{command} {option}: {stderr}')
        self.assertEqual(set(re.findall(r'--[a-z-]+', run('--help')[1])),
                         {*takers, *flags, '--format', '--version', '--help'})
        self.assertIn('explain does not take --out', run('explain', 'x', '--out', 'y')[2])

    def test_arguments_anywhere(self):
        """Options may follow arguments, whatever the environment says; "--" ends them."""
        for args in (('check', SMALL, '--ledger', LOCK), ('--ledger', LOCK, 'check', SMALL),
                     ('--ledger', LOCK, '--', 'check', SMALL)):
            for posix in ({}, {'POSIXLY_CORRECT': '1'}):
                self.assertEqual(run(*args, env={**os.environ, **posix})[0], 0, args)
        status, _, stderr = run('check', '--', SMALL, '--ledger', LOCK)
        self.assertEqual(status, 2)
        self.assertIn('too many arguments', stderr)

    def test_help_and_version(self):
        status, stdout, _ = run('--help')
        self.assertEqual(status, 0)
        self.assertIn('usage: coserr-gen compile', stdout)
        self.assertEqual([line for line in stdout.splitlines() if len(line) > 92], [])
        kinds = ' '.join(re.search(r'--only KIND,... +writes only some of ((?s:.*?))\n  --',
                                   stdout)[1].split())
        self.assertIn(f"unknown kind 'x'; expected {kinds}\n", run(
            'compile', SMALL, '--ledger', LOCK, '--out', self.dir, '--only', 'x')[2])
        made = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out', '--only',
                   kinds.replace(' ', ''))
        self.assertEqual((made, len(os.listdir(self.dir / 'out'))), ((0, '', ''), 7))
        status, stdout, _ = run('--version')
        self.assertEqual(status, 0)
        self.assertRegex(stdout, r'^coserr-gen \d+\.\d+\.\d+\n$')


if __name__ == '__main__':
    unittest.main()
