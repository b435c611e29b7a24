#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Nothing is lost or half-written, whatever fails: each system call in turn, each allocation, gperf,
the disk; or if the process is killed at any point.

usage: test_safety.py GENERATOR FAIL_LIBRARY [--every]     --every: each allocation, not a sample
"""
import os
import shutil
import signal
import subprocess
import sys
import unittest

from generator import LOCK, OF_LIBRARY, ROOT, SMALL, Case, run

PRELOAD = os.path.abspath(sys.argv.pop(1))
EVERY = '--every' in sys.argv and not sys.argv.remove('--every')
TOTALS = []


class Outputs(Case):
    """An old set of outputs, and a catalog that changes every one of them but for the library's words,
    which no catalog changes."""

    def setUp(self):
        super().setUp()
        self.out = self.dir / 'out'
        self.old = self.compile(SMALL, self.out)
        self.catalog = self.write('new.yaml', ('Compare the key.', 'Compare it.'),
                                  ('code: BadRquest', 'code: BadRequest'),
                                  ('aliases: [BadRequest]', 'aliases: [BadRquest, BadReq]'))
        self.new = self.compile(self.catalog, self.dir / 'new')
        self.assertEqual({name for name in self.old if self.old[name] == self.new[name]},
                         OF_LIBRARY)
        self.report = self.dir / 'report'

    def restore(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        for name, data in self.old.items():
            (self.out / name).write_bytes(data)

    def compile_new(self, env=None, **how):
        return run('compile', self.catalog, '--ledger', LOCK, '--out', self.out,
                   env={**os.environ, **(env or {})}, **how)

    def failing(self, what, mode, point, **more):
        return self.compile_new({'LD_PRELOAD': PRELOAD, 'FAIL_WHAT': what, mode: str(point),
                                 'FAIL_REPORT': str(self.report), **more})

    def read_report(self):
        count, failed, left = self.report.read_text().split()
        return int(count), failed, int(left)

    def files(self):
        return {path.name: path.read_bytes() for path in self.out.iterdir()}

    def count(self, what):
        self.restore()
        self.assertEqual(self.failing(what, 'FAIL_AT', 0)[0], 0)
        self.assertEqual(self.files(), self.new)
        return self.read_report()[0]


class Calls(Outputs):
    def test_each_call_fails_once(self):
        total = self.count('calls')
        self.assertGreater(total, 40)
        names = set()
        refused = 0
        for point in range(1, total + 1):
            self.restore()
            status, stdout, stderr = self.failing('calls', 'FAIL_AT', point)
            _, failed, left = self.read_report()
            what = f'{point}: {failed}: {status} {stderr}'
            names.add(failed)
            self.assertEqual(stdout, '', what)
            self.assertEqual(left, 0, what)
            files = self.files()
            if failed == 'unlink':          # a second name that could not be removed
                for name in list(files):
                    if name.endswith(('.tmp', '.old')):
                        del files[name]
            if status == 0:
                self.assertEqual((files, stderr), (self.new, ''), what)
            else:
                refused += 1
                self.assertIn(status, (1, 2), what)
                self.assertEqual(files, self.old, what)
                self.assertRegex(stderr, r'(?m)^(coserr-gen: error: |\S+: error: )', what)
            self.assertEqual(self.compile_new()[0], 0, what)
            self.assertEqual(self.files(), self.new, what)
        self.assertLessEqual({'open', 'write', 'fsync', 'close', 'rename', 'link', 'mkdir', 'pipe',
                              'posix_spawnp', 'fopen'}, names)
        TOTALS.append(f'{total} system calls failed in turn, {refused} of them reported as errors')

    def test_talking_to_gperf_fails(self):
        """How many of these calls there are depends on the moment."""
        for point in range(1, self.count('pipes') + 3):
            self.restore()
            status, _, stderr = self.failing('pipes', 'FAIL_AT', point)
            self.assertIn((status, self.files()), ((0, self.new), (2, self.old)), stderr)
            self.assertEqual(status == 0, stderr == '')

    def test_a_kill_at_each(self):
        total = self.count('calls')
        mixed = {}
        for point in range(1, total + 1):
            self.restore()
            status, _, _ = self.failing('calls', 'FAIL_KILL', point)
            self.assertEqual(status, -signal.SIGKILL, point)
            files = self.files()
            for name, data in self.old.items():
                self.assertIn(files[name], (data, self.new[name]), f'{point}: {name}')
            state = tuple(files[name] == self.new[name] for name in sorted(self.old))
            if state not in mixed:
                mixed[state] = self.compiles()
            self.assertEqual(self.compile_new()[0], 0, point)
            self.assertEqual(self.files(), self.new, point)
        for state, compiled in mixed.items():
            # Header and tables are compiled together.
            is_new = dict(zip(sorted(self.old), state))
            self.assertEqual(compiled, is_new['small_codes.h'] == is_new['small_catalog.c'], state)
        self.assertGreater(len(mixed), 2)
        TOTALS.append(f'killed at {total} points; {len(mixed)} states of the outputs')

    def compiles(self):
        """With the headers of the library, some of which are generated."""
        folder = self.dir / 'include'
        if not folder.exists():
            self.compile(ROOT / 'catalog' / 'cos.yaml', folder / 'coserr',
                         ROOT / 'catalog' / 'ids.lock')
        return subprocess.run(
            ['cc', '-std=c11', '-fsyntax-only', '-I', self.out, '-I', ROOT / 'include', '-I', folder,
             self.out / 'small_catalog.c'], capture_output=True, check=False).returncode == 0

    def test_short_and_interrupted_writes(self):
        self.restore()
        self.assertEqual(self.failing('none', 'FAIL_SHORT', 1), (0, '', ''))
        self.assertEqual(self.files(), self.new)

    def test_import(self):
        """The catalog: each call fails, and it is the old one or the new one."""
        page = self.write('page.md', text='| Code | Status |\n|---|---|\n| NoSuchKey | 404 |\n'
                                          '| EntirelyNew | 400 |\n')
        catalog = self.write('c.yaml')
        old = catalog.read_bytes()
        env = {**os.environ, 'LD_PRELOAD': PRELOAD, 'FAIL_REPORT': str(self.report)}
        for what in ('calls', 'memory'):
            env['FAIL_WHAT'] = what
            catalog.write_bytes(old)
            self.assertEqual(run('import', page, catalog, '--write', env=env)[0], 0)
            new = catalog.read_bytes()
            self.assertIn(b'EntirelyNew', new)
            total = self.read_report()[0]
            points = range(1, total + 1) if what == 'calls' else range(1, total + 1, total // 40)
            for mode in ('FAIL_AT', 'FAIL_KILL'):
                for point in points:
                    catalog.write_bytes(old)
                    status, _, stderr = run('import', page, catalog, '--write',
                                            env={**env, mode: str(point)})
                    self.assertIn(catalog.read_bytes(), (old, new))
                    self.assertEqual(status == 0, catalog.read_bytes() == new and
                                     mode == 'FAIL_AT', f'{what} {point} {stderr}')
                    catalog.write_bytes(old)
                    self.assertEqual(run('import', page, catalog, '--write')[0], 0)
                    self.assertEqual(catalog.read_bytes(), new)

    def test_depfile_device(self):
        """With a stream among the outputs, too, each call that fails leaves the old ones."""
        self.restore()
        pipe = self.dir / 'null'
        try:
            os.mknod(pipe, 0o020666, os.makedev(1, 3))
        except PermissionError:
            self.lacks('may not create devices')
        args = ('compile', self.catalog, '--ledger', LOCK, '--out', self.out, '--depfile', pipe)
        env = {**os.environ, 'LD_PRELOAD': PRELOAD, 'FAIL_WHAT': 'calls',
               'FAIL_REPORT': str(self.report)}
        self.assertEqual(run(*args, env=env)[0], 0)
        for point in range(1, self.read_report()[0] + 1):
            self.restore()
            status, _, stderr = run(*args, env={**env, 'FAIL_AT': str(point)})
            files = {name: data for name, data in self.files().items()
                     if not name.endswith(('.new', '.old'))}
            self.assertEqual(files, self.new if status == 0 else self.old, f'{point} {stderr}')
            self.assertTrue(pipe.is_char_device())

    def test_assign(self):
        """The ledger: each call fails, and it is the old one or the new one."""
        lock = self.dir / 'ids.lock'
        old = ''.join(LOCK.read_text().splitlines(keepends=True)[:4])
        lock.write_text(old)
        env = {**os.environ, 'LD_PRELOAD': PRELOAD, 'FAIL_WHAT': 'calls',
               'FAIL_REPORT': str(self.report)}
        self.assertEqual(run('assign', SMALL, '--ledger', lock, env=env)[0], 0)
        new = lock.read_text()
        total = self.read_report()[0]
        for mode in ('FAIL_AT', 'FAIL_KILL'):
            for point in range(1, total + 1):
                lock.write_text(old)
                status, _, stderr = run('assign', SMALL, '--ledger', lock,
                                        env={**env, mode: str(point)})
                self.assertIn(lock.read_text(), (old, new))
                self.assertEqual(status == 0, lock.read_text() == new and mode == 'FAIL_AT'
                                 if mode == 'FAIL_AT' else False, f'{point} {stderr}')
                lock.write_text(old)
                self.assertEqual(run('assign', SMALL, '--ledger', lock)[0], 0)
                self.assertEqual(lock.read_text(), new)
                self.assertEqual([path.name for path in self.dir.glob('ids.lock*')], ['ids.lock'])
        TOTALS.append(f'assign: {total} points')


class Memory(Outputs):
    def sweep(self, mode):
        total = self.count('memory')
        step = 1 if EVERY else 29
        points = list(range(1, total + 1, step))
        for point in points:
            self.restore()
            status, stdout, stderr = self.failing('memory', mode, point)
            left = self.read_report()[2]
            self.assertEqual((status in (1, 2), stdout), (True, ''), f'{point}: {status} {stderr}')
            self.assertIn('out of memory', stderr, point)
            self.assertEqual(self.files(), self.old, point)
            self.assertEqual(left, 0, f'{point}: {left} blocks left')
        TOTALS.append(f'{mode}: {len(points)} of {total} allocations')

    def test_one_fails(self):
        self.sweep('FAIL_AT')

    def test_all_from_one_on_fail(self):
        self.sweep('FAIL_FROM')


class Disk(Outputs):
    def check_refused(self, status, stderr, said):
        self.assertEqual(status, 2, stderr)
        self.assertRegex(stderr, said)
        self.assertEqual(self.files(), self.old)

    def test_read_only_folder(self):
        self.restore()
        os.chmod(self.dir, 0o755)
        self.out.chmod(0o555)
        # Root may write everywhere.
        command = ['setpriv', '--reuid=65534', '--clear-groups'] if os.getuid() == 0 else []
        program = self.dir / 'coserr-gen'
        shutil.copy(self.command()[0], program)
        lock = self.dir / 'copy.lock'
        shutil.copy(LOCK, lock)
        for path in (program, lock, self.catalog):
            path.chmod(0o755)
        done = subprocess.run([*command, program, 'compile', self.catalog, '--ledger', lock, '--out',
                               self.out], capture_output=True, text=True, check=False)
        status, stderr = done.returncode, done.stderr
        self.check_refused(status, stderr, "cannot create .*Permission denied")
        self.out.chmod(0o755)

    def test_limit_on_file_size(self):
        self.restore()
        limit = 4096
        done = subprocess.run(
            [sys.executable, '-c', 'import os, resource, sys; resource.setrlimit('
             f'resource.RLIMIT_FSIZE, ({limit}, {limit})); os.execv(sys.argv[1], sys.argv[1:])',
             *self.command()], capture_output=True, text=True, check=False)
        self.check_refused(done.returncode, done.stderr, 'cannot write .*File too large')

    def command(self):
        import generator
        return [generator.GENERATOR, 'compile', str(self.catalog), '--ledger', str(LOCK), '--out',
                str(self.out)]

    def test_full_disk(self):
        """A file system with room for half of the set. Needs leave to mount one."""
        script = ('set -e; mount -t tmpfs -o size=24k none "$1"; cp "$2"/* "$1"/; shift 2; '
                  'set +e; "$@"; status=$?; ls "$OUT"; exit $status')
        self.restore()
        full = self.dir / 'full'
        full.mkdir()
        small = self.dir / 'part'
        small.mkdir()
        (small / 'catalog.json').write_bytes(self.old['catalog.json'])
        command = self.command()
        command[-1] = str(full)
        done = subprocess.run(['unshare', '-m', 'sh', '-c', script, 'sh', full, small, *command],
                              capture_output=True, text=True, check=False,
                              env={**os.environ, 'OUT': str(full)})
        if 'unshare' in done.stderr or 'mount:' in done.stderr:
            self.lacks('may not mount')
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn('No space left on device', done.stderr)
        self.assertEqual(done.stdout, 'catalog.json\n')

    def test_things_in_the_way(self):
        self.restore()
        (self.out / 'small_catalog.c').unlink()
        (self.out / 'small_catalog.c').mkdir()
        status, _, stderr = self.compile_new()
        self.assertEqual(status, 2, stderr)
        self.assertIn('small_catalog.c', stderr)
        for name in set(self.old) - {'small_catalog.c'}:
            self.assertEqual((self.out / name).read_bytes(), self.old[name])
        self.assertEqual(sorted(os.listdir(self.out)), sorted(self.old))
        status, _, stderr = run('compile', self.catalog, '--ledger', LOCK, '--out',
                                self.catalog / 'x')
        self.assertEqual(status, 2)
        self.assertIn('cannot create the folder', stderr)

    def test_standard_output_is_full(self):
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([self.command()[0], 'explain', 'file'], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'No space left on device', done.stderr)

    def test_two_at_once(self):
        """They wait for each other, and the result is one of the two, whole."""
        self.restore()
        for _ in range(5):
            runs = [subprocess.Popen(self.command()),
                    subprocess.Popen([*self.command()[:2], SMALL, *self.command()[3:]])]
            self.assertEqual([process.wait() for process in runs], [0, 0])
            self.assertIn(self.files(), (self.old, self.new))


class Gperf(Outputs):
    def with_gperf(self, script, **env):
        """Runs with a gperf that is this script; REAL_GPERF is the true one."""
        folder = self.dir / 'bin'
        folder.mkdir(exist_ok=True)
        if script is not None:
            (folder / 'gperf').write_text(f'#!/bin/sh\nPATH={os.environ["PATH"]}\n{script}\n')
            (folder / 'gperf').chmod(0o755)
        self.restore()
        status, stdout, stderr = self.compile_new({
            'PATH': str(folder), 'REAL_GPERF': shutil.which('gperf'), **env})
        if status != 0:
            self.assertEqual(self.files(), self.old)
        self.assertEqual(stdout, '')
        return status, stderr

    def test_missing(self):
        status, stderr = self.with_gperf(None)
        self.assertEqual((status, stderr), (2, 'coserr-gen: error: gperf is not installed; get it '
                                               '(Debian: apt-get install gperf)\n'))

    def test_fails(self):
        for script, said in (('exit 1', 'gperf failed (exit status 1)'),
                             ('cat >/dev/null; exit 3', 'gperf failed (exit status 3)'),
                             ('kill -9 $$', 'gperf failed (signal 9)')):
            status, stderr = self.with_gperf(script)
            self.assertEqual((status, stderr), (2, f'coserr-gen: error: {said}\n'), script)

    def test_prints_rubbish(self):
        real = '"$REAL_GPERF" "$@"'
        for script in ('true', 'cat', 'echo rubbish', 'head -c 1000000 /dev/zero',
                       'head -c 1000000 /dev/urandom', f'{real} | head -c 2000',
                       # One number of its tables is another one, or a position, or a slot.
                       f'{real} | sed "0,/  *0, /s//  1, /"',
                       f'{real} | sed "s/str\\\\[[0-9]*\\\\]/str[1]/"',
                       f'{real} | sed "0,/->stringpool_str[0-9]*,/s//->stringpool_str9999,/"',
                       f'{real} | sed "s/, 0}}/, 99}}/"', f'{real} | sed "s/, 1}}/, 0}}/"',
                       f'{real} | grep -v asso_values', f'{real} | sed s/wordlist/list/'):
            status, stderr = self.with_gperf(script)
            self.assertEqual(status, 2, script)
            self.assertTrue(stderr.endswith(
                'coserr-gen: error: gperf printed something other than a table of the keys it '
                'was given; is it gperf 3.1 or newer?\n'), f'{script}: {stderr}')

    def test_an_old_one(self):
        """gperf 3.0 knows no size_t; its tables are the same."""
        status, stderr = self.with_gperf('"$REAL_GPERF" "$@" | sed "s/size_t len/unsigned int len/"')
        self.assertEqual((status, stderr), (0, ''))

    def test_hangs(self):
        for script in ('exec sleep 1000', 'exec >&-; exec sleep 1000',
                       'cat >/dev/null; exec sleep 1000'):
            status, stderr = self.with_gperf(script, LD_PRELOAD=PRELOAD, FAIL_TIME='61')
            self.assertEqual((status, stderr), (
                2, 'coserr-gen: error: gperf did not finish within a minute\n'), script)
        self.assertEqual(subprocess.run(['pgrep', '-x', '-f', 'sleep 1000'], check=False,
                                        capture_output=True).stdout, b'')

    def test_what_it_is_told(self):
        """Names in quotes and plain numbers, whatever the codes are."""
        catalog = self.write('nasty.yaml', (
            'aliases: [BadRequest]', '''aliases: ['#x', '%%', '%}', 'a, 7', 'a"b', '\\n', '??/']'''))
        log = self.dir / 'log'
        self.catalog = catalog
        status, stderr = self.with_gperf(f'tee {log} | "$REAL_GPERF" "$@"')
        self.assertEqual((status, stderr), (0, ''))
        head, keys = log.read_text().split('%%\n', 1)
        self.assertNotIn('"', head)
        for line in keys.splitlines():
            self.assertRegex(line, r'^"([A-Za-z0-9]|\\[0-7]{3})+", [0-9]+$')
        self.assertEqual(len(keys.splitlines()), 12)


if __name__ == '__main__':
    program = unittest.main(exit=False)
    print('\n'.join(TOTALS))
    sys.exit(not program.result.wasSuccessful())
