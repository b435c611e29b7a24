#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Forces every branch of the runtime the other way, once each, and asks whether the unit tests
notice: each condition of if, while, for, do and ?:, and each operand of && and ||, is negated where
it stands. Survivors are listed; those below are equivalent to the original, for the reason given.

usage: mutation.py [FILE...]        those in FILES when none is named
"""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
subprocess.run([ROOT / 'tests/install', 'python3-clang-14', 'gcc'], check=True)

from clang import cindex  # noqa: E402

FILES = ['xml.c', 'xml_chars.c', 'xml_tags.c', 'xml_tokens.c', 'json_reader.c', 'sink.c',
         'fields.c', 'read.c', 'resolve.c', 'deleted.c', 'pattern.c', 'lookup.c', 'language.c', 'retry.c']
TESTS = ['xml', 'json_reader', 'sink', 'body', 'decode', 'room', 'deleted', 'lookup', 'lang',
         'retry', 'retry_limits', 'text', 'catalog', 'date', 'json']
# The test of a file, where it has another name.
OWN = {'read': 'body', 'resolve': 'decode', 'fields': 'room', 'language': 'lang'}
TIMEOUT = 20

# (file, the expression as it stands): why none of these tests can tell the difference.
ONE_BY_ONE = 'characters are then decoded one by one'
SMALL = 'test_small notices, which needs a catalog of its own'
EQUIVALENT = {
    ('language.c', 'catalog != NULL'): SMALL,
    ('resolve.c', 'message.len < EDGE'): SMALL,
    ('resolve.c', 'message.tail.len < edge'): SMALL,
    ('json_reader.c', 'len + 4 <= sizeof decoded'): ONE_BY_ONE,
    ('xml.c', 'len + 4 <= sizeof x->decoded'): ONE_BY_ONE,
    ('xml.c', '*p < 0x80'): ONE_BY_ONE,
    ('xml.c', 'p < end && *p < 0x80'): ONE_BY_ONE,
}

CONDITIONED = {cindex.CursorKind.IF_STMT: 0, cindex.CursorKind.WHILE_STMT: 0,
               cindex.CursorKind.CONDITIONAL_OPERATOR: 0}


def text_of(source, cursor):
    return source[cursor.extent.start.offset:cursor.extent.end.offset].decode()


def operator_of(source, cursor):
    """The operator of a binary expression: what stands between its operands."""
    left, right = cursor.get_children()
    return source[left.extent.end.offset:right.extent.start.offset].decode().strip()


def conditions(unit, source, path):
    """Ranges of bytes, each a condition."""
    found = set()

    def add(cursor):
        found.add((cursor.extent.start.offset, cursor.extent.end.offset))

    def walk(cursor):
        children = list(cursor.get_children())
        if cursor.kind in CONDITIONED and children:
            add(children[0])
        elif cursor.kind == cindex.CursorKind.DO_STMT:
            add(children[1])
        elif cursor.kind == cindex.CursorKind.FOR_STMT and len(children) > 2:
            for child in children[:-1]:
                if child.type.spelling in ('int', 'bool', '_Bool') and \
                        child.kind == cindex.CursorKind.BINARY_OPERATOR and \
                        operator_of(source, child) not in ('=', ','):
                    add(child)
        elif cursor.kind == cindex.CursorKind.BINARY_OPERATOR and len(children) == 2 and \
                operator_of(source, cursor) in ('&&', '||'):
            add(children[0])
            add(children[1])
        for child in children:
            if child.location.file and child.location.file.name == str(path):
                walk(child)
    for cursor in unit.cursor.get_children():
        if cursor.location.file and cursor.location.file.name == str(path):
            walk(cursor)
    return sorted(found)


class Workshop:
    """The tests as objects, to be linked with one mutated file each time."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.generated = self.folder / 'build' / 'generated'
        subprocess.run(['cmake', '-S', ROOT, '-B', self.folder / 'build', '-G', 'Ninja',
                        '-DCOSERR_BUILD_TESTS=OFF'], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(['cmake', '--build', self.folder / 'build'], check=True,
                       stdout=subprocess.DEVNULL)
        self.flags = ['-std=c11', '-O0', '-w', '-D_GNU_SOURCE', f'-I{ROOT}/src',
                      f'-I{ROOT}/include', f'-I{self.generated}', f'-I{self.generated}/coserr',
                      f'-I{ROOT}/tests/unit', f'-DTEST_DATA="{ROOT}/tests/data"']
        self.objects = {}
        for path in sorted([*(ROOT / 'src' / 'base').glob('*.c'),
                            *(ROOT / 'src' / 'runtime').glob('*.c')]):
            self.objects[path.name] = self.compile(path, self.folder / f'{path.stem}.o')
        for test in TESTS:
            self.compile(ROOT / 'tests' / 'unit' / f'test_{test}.c', self.folder / f'test_{test}.o')
        self.libs = subprocess.run(['pkg-config', '--libs', 'check'], check=True, text=True,
                                   capture_output=True).stdout.split()

    def compile(self, source, target):
        subprocess.run(['gcc', *self.flags, '-c', '-o', target, source], check=True)
        return target

    def order(self, name):
        """The tests of the file first."""
        stem = name.removesuffix('.c')
        own = 'xml' if stem.startswith('xml_') else OWN.get(stem, stem)
        return sorted(TESTS, key=lambda test: test != own)

    def notices(self, name, source, number):
        """Which test notices the mutant; None when none does."""
        work = self.folder / f'mutant-{number}'
        work.mkdir()
        try:
            (work / name).write_bytes(source)
            try:
                mutant = self.compile(work / name, work / 'mutant.o')
            except subprocess.CalledProcessError:
                return 'the compiler'
            objects = [mutant] + [path for key, path in self.objects.items() if key != name]
            for test in self.order(name):
                program = work / test
                subprocess.run(['gcc', '-o', program, self.folder / f'test_{test}.o', *objects,
                                *self.libs], check=True)
                try:
                    done = subprocess.run([program], capture_output=True, timeout=TIMEOUT,
                                          check=False, env={**os.environ, 'CK_FORK': 'no'})
                except subprocess.TimeoutExpired:
                    return f'{test} (hangs)'
                if done.returncode != 0:
                    return test
            return None
        finally:
            shutil.rmtree(work)


def main(names):
    survivors, killed = [], 0
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(folder)
        jobs = []
        for name in names:
            path = ROOT / 'src' / 'runtime' / name
            source = path.read_bytes()
            unit = cindex.Index.create().parse(str(path), args=shop.flags)
            for begin, end in conditions(unit, source, path):
                expression = source[begin:end]
                mutant = source[:begin] + b'(!(' + expression + b'))' + source[end:]
                line = source[:begin].count(b'\n') + 1
                jobs.append((name, line, expression.decode(), mutant))
        print(f'{len(jobs)} branches', flush=True)
        with concurrent.futures.ThreadPoolExecutor(int(os.environ.get('JOBS', '2'))) as pool:
            results = pool.map(lambda job: shop.notices(job[1][0], job[1][3], job[0]),
                               enumerate(jobs))
            for number, ((name, line, expression, _), who) in enumerate(zip(jobs, results), 1):
                if who is None:
                    reason = EQUIVALENT.get((name, ' '.join(expression.split())))
                    survivors.append((name, line, expression, reason))
                    print(f'survived: {name}:{line}: {expression}'
                          f'{" (" + reason + ")" if reason else ""}', flush=True)
                killed += who is not None
                if number % 50 == 0:
                    print(f'... {number} of {len(jobs)}', flush=True)
    unexplained = [survivor for survivor in survivors if survivor[3] is None]
    print(f'{len(jobs)} branches forced, {killed} noticed, {len(survivors)} survived, '
          f'{len(unexplained)} of them without a reason')
    return 1 if unexplained else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:] or FILES))
