#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Catalogs of other people: through coserr_add_catalog() in an outside project, with a language that
COS's does not have, with every nasty text and code that is accepted, and with many codes.

usage: test_catalogs.py BUILD_DIR CC CXX
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SMALL = ROOT / 'tests' / 'data' / 'small'
BUILD, CC, CXX = (sys.argv.pop(1) for _ in range(3))
BUILD = pathlib.Path(BUILD)
GENERATOR = BUILD / 'generator' / 'coserr-gen'


def run(*args, stdin=None, env=None):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, input=stdin,
                          env={**os.environ, **(env or {})}, timeout=300, check=False)
    if done.returncode != 0:
        raise AssertionError(f'{args}: {done.returncode}\n{done.stdout}\n{done.stderr}')
    return done.stdout


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)


class Outside(Case):
    """Another service's catalog in an outside project, linked beside COS's."""

    def build(self, *options, text=None):
        source = self.dir / 'source'
        shutil.rmtree(source, ignore_errors=True)
        shutil.copytree(HERE / 'catalogs', source)
        shutil.copy(SMALL.with_suffix('.yaml'), source / 'catalog.yaml')
        shutil.copy(SMALL.with_suffix('.lock'), source / 'catalog.lock')
        if text is not None:
            (source / 'catalog.yaml').write_text(text, encoding='utf-8')
        run('cmake', '-S', source, '-B', self.dir / 'b', '-G', 'Ninja', f'-DCMAKE_C_COMPILER={CC}',
            *options)
        run('cmake', '--build', self.dir / 'b')
        return self.dir / 'b' / 'both'

    def check(self, program):
        self.assertEqual(run(program, 'zh-CN').splitlines(), [
            'NoSuchKey 5 never zh-CN 存储桶中没有该对象键对应的对象。',
            'NoSuchKey 1 never zh-CN 没有这个键。',
            run(program, 'zh-CN').splitlines()[2],
            'InvalidState 5 conflict zh-CN 状态冲突。', '2026-02-28'])
        self.assertEqual(run(program, 'fr').splitlines()[1],
                         "NoSuchKey 1 never fr Cette clé n'existe pas.")

    def test_add_subdirectory(self):
        self.check(self.build(f'-DCOSERR_SOURCE={ROOT}'))

    def test_installed(self):
        prefix = self.dir / 'prefix'
        run('cmake', '--install', BUILD, '--prefix', prefix)
        program = self.build(f'-DCMAKE_PREFIX_PATH={prefix}')
        self.check(program)
        # A text is corrected: the tables follow.
        text = (self.dir / 'source' / 'catalog.yaml').read_text(encoding='utf-8')
        (self.dir / 'source' / 'catalog.yaml').write_text(
            text.replace('There is no such key.', 'No key.'), encoding='utf-8')
        run('cmake', '--build', self.dir / 'b')
        self.assertIn('NoSuchKey 1 never en No key.', run(program))
        # And when a symbol changes in the ledger alone, the constants do.
        ledger = self.dir / 'source' / 'catalog.lock'
        ledger.write_text(ledger.read_text().replace('INVALID_STATE', 'BAD_STATE'))
        with self.assertRaisesRegex(AssertionError, 'SMALL_CODE_INVALID_STATE'):
            run('cmake', '--build', self.dir / 'b')

    def refuse(self, message, old, new):
        """What the project is told when `old` is `new` in its CMakeLists.txt."""
        source = self.dir / 'source'
        shutil.rmtree(source, ignore_errors=True)
        shutil.copytree(HERE / 'catalogs', source)
        for suffix in ('yaml', 'lock'):
            shutil.copy(SMALL.with_suffix(f'.{suffix}'), source / f'catalog.{suffix}')
        lists = source / 'CMakeLists.txt'
        text = lists.read_text()
        self.assertIn(old, text)
        lists.write_text(text.replace(old, new))
        with self.assertRaisesRegex(AssertionError, message):
            run('cmake', '-S', source, '-B', self.dir / 'b', '-G', 'Ninja',
                f'-DCMAKE_C_COMPILER={CC}', f'-DCMAKE_CXX_COMPILER={CXX}',
                f'-DCMAKE_PREFIX_PATH={self.dir / "prefix"}')
        shutil.rmtree(self.dir / 'b', ignore_errors=True)

    def test_misuse(self):
        run('cmake', '--install', BUILD, '--prefix', self.dir / 'prefix')
        call = 'coserr_add_catalog(catalog catalog.yaml PREFIX small)'
        self.refuse("prefix 'coserr' is the library's own", 'PREFIX small', 'PREFIX coserr')
        self.refuse("another catalog has the prefix 'small'", call,
                    f'{call}\n{call.replace("(catalog", "(other")}')
        self.refuse('add C to the languages', 'LANGUAGES C)', 'LANGUAGES CXX)')
        self.refuse('no ledger yet', 'PREFIX small', 'PREFIX small LEDGER none.lock')
        self.refuse(r'--ledger\s+\S*/codes\.v2\.lock', 'catalog.yaml', 'codes.v2.yaml')
        self.refuse(r'coserr_add_catalog\(TARGET FILE PREFIX prefix', 'PREFIX small', '')
        self.refuse(r'coserr_add_catalog\(TARGET FILE PREFIX prefix', 'PREFIX small',
                    'PREFIX small TYPO x')

    def test_a_prefix_that_is_a_macro(self):
        """gcc and clang know 'linux' as 1, where extensions are allowed."""
        self.build(f'-DCOSERR_SOURCE={ROOT}')
        lists = self.dir / 'source' / 'CMakeLists.txt'
        lists.write_text(lists.read_text().replace('PREFIX small', 'PREFIX linux'))
        run('cmake', '--build', self.dir / 'b', '--target', 'catalog')

    def test_only_the_tables_are_compiled(self):
        self.build(f'-DCOSERR_SOURCE={ROOT}')
        objects = (self.dir / 'b' / 'CMakeFiles' / 'catalog.dir').rglob('*.o')
        self.assertEqual([path.name for path in objects], ['small_catalog.c.o'])

    def test_a_new_language(self):
        """German is added in the catalog alone, with two texts: they are found, the rest falls
        back, and the number of texts is reported."""
        text = SMALL.with_suffix('.yaml').read_text(encoding='utf-8')
        for old, new in (('pages:\n', '  - tag: de\n    docs: https://example.com/de/\npages:\n'),
                         ("fr: Cette clé n'existe pas.}", 'de: Diesen Schlüssel gibt es nicht.}'),
                         ('zh-CN: 状态冲突。}', 'zh-CN: 状态冲突。, de: Der Zustand steht im Weg.}')):
            self.assertEqual(text.count(old), 1)
            text = text.replace(old, new)
        program = self.build(f'-DCOSERR_SOURCE={ROOT}', text=text)
        lines = run(program, 'de-AT').splitlines()
        self.assertEqual(lines[1], 'NoSuchKey 1 never de Diesen Schlüssel gibt es nicht.')
        self.assertEqual(lines[3], 'InvalidState 5 conflict de Der Zustand steht im Weg.')
        self.assertIn(' en ', lines[0])             # COS's has no German
        self.assertEqual(run(program, 'fr').splitlines()[1],
                         'NoSuchKey 1 never en There is no such key.')
        told = run(GENERATOR, 'check', self.dir / 'source' / 'catalog.yaml')
        self.assertIn("de: 2 of 27 texts; the others are shown in 'en'\n", told)


NASTY_TEXTS = ['"quotes" and \'quotes\'', 'back\\slash \\n \\x41 \\101 \\', '%% %} %{ %s %n %d',
               '*/ /* // ', '??/ ??= ??( ???/ ?? ?', '# hash, comma, and semicolon;',
               '中1 文2 \u00e93', '\U0001f600 \uffee',
               '<b>&amp;</b> ]]>', '${x} $(x) `x`', '");} int main(void) {abort();} //',
               'x' * 1000, '字' * 333, '\ufffd \ue000', '\u00a0no-break', '{"json": null}', '~', 'no']
NASTY_CODES = ['#x', '%%', '%}', '%{', 'a, 7', 'a"b', '\\n', '\\', '"', "'", '??/', '*/', '/*',
               '</x>', '$(x)', '`', '{}', '-', '=', '0', 'A', '~', 'no', 'asso_values[]', '|',
               'wordlist[] =', '->stringpool_str3, 0}', 'str[0]', '\nhash ('.strip(), 'a b', '?']


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def nasty_catalog(codes, texts):
    """Lines of YAML, and what is to be read back: (code, aliases, message, advice) by symbol."""
    small = SMALL.with_suffix('.yaml').read_text(encoding='utf-8')
    lines = [small[:small.index('errors:\n  - code: NoSuchKey')].replace(
        'prefix: small', 'prefix: nasty'), 'errors:\n']
    rows = {}
    for i, (code, aliases) in enumerate(codes):
        message, advice, chinese = (texts[(i * 3 + j) % len(texts)].strip() for j in range(3))
        rows[f'S_{i}'] = (code, aliases, message, advice, chinese)
        lines.append(f'  - code: {quote(code)}\n    symbol: S_{i}\n    status: 400\n'
                     '    retry: never\n    category: request\n    docs: [limits]\n')
        if aliases:
            lines.append(f'    aliases: [{", ".join(map(quote, aliases))}]\n')
        lines.append(f'    message: {{en: {quote(message)}, zh-CN: {quote(chinese)}}}\n'
                     f'    advice: {{en: {quote(advice)}, zh-CN: {quote(chinese)}}}\n')
    return ''.join(lines), rows


class Nasty(Case):
    def compile(self, codes, texts):
        text, self.rows = nasty_catalog(codes, texts)
        self.catalog = self.dir / 'nasty.yaml'
        lock = self.dir / 'ids.lock'
        self.catalog.write_text(text, encoding='utf-8')
        lock.unlink(missing_ok=True)
        run(GENERATOR, 'assign', self.catalog, '--ledger', lock)
        self.ids = {line.split(' ')[1]: int(line.split(' ')[0])
                    for line in lock.read_text().splitlines() if line[0] != '#'}
        out = self.dir / 'out'
        run(GENERATOR, 'compile', self.catalog, '--ledger', lock, '--out', out)
        include = ['-I', out, '-I', ROOT / 'include', '-I', BUILD / 'generated']
        strict = ['-Wall', '-Wextra', '-Werror', '-pedantic', '-trigraphs', '-Wno-overlength-strings']
        header = self.dir / 'header.c'
        header.write_text('#include "nasty_codes.h"\n#define X(S, n, c) c,\n'
                          'extern const char *const codes[];\n'
                          'const char *const codes[] = {NASTY_CODE_LIST(X) 0};\n')
        run(CC, '-std=c99', *strict, '-c', *include, '-o', self.dir / 'header.o', header)
        run(CXX, '-std=c++11', *strict, '-x', 'c++', '-c', *include, '-o', self.dir / 'header.o',
            header)
        program = self.dir / 'dump'
        library = next(path for path in (BUILD / 'src').iterdir()
                       if path.name in ('libcoserr.so', 'libcoserr.a'))
        # Debian's clang comes without the runtime of its sanitizers.
        sanitizers = [] if 'clang' in CC else ['-fsanitize=address,undefined',
                                               '-fno-sanitize-recover=all']
        run(CC, '-std=c11', *strict, '-g', *sanitizers, *include, '-o', program,
            HERE / 'catalogs' / 'dump.c', out / 'nasty_catalog.c', library,
            f'-Wl,-rpath,{library.parent}')
        return program, json.loads((out / 'catalog.json').read_text(encoding='utf-8'))

    def check(self, codes, texts):
        program, catalog = self.compile(codes, texts)
        known = {name: self.ids[symbol] for symbol, (code, aliases, *_) in self.rows.items()
                 for name in [code, *aliases]}
        queries = [name.encode() for name in known]
        for name in list(known):            # one byte another, more, less; and bytes of all kinds
            data = name.encode()
            at = len(queries) % len(data)
            for other in (b'\x00', b'\xff', b'x', bytes([data[at] ^ 0x20])):
                queries.append(data[:at] + other + data[at + 1:])
            queries += [data[:-1], data + b'x', data + b'\x00', data * 2, b' ' + data + b'\t']
        queries += [b'', b'\xff' * 200]
        output = run(program, stdin=''.join(query.hex() + '\n' for query in queries)).split('\n')
        answers = output[-1 - len(queries):-1]
        for query, answer in zip(queries, answers):
            expected = known.get(query.strip(b' \t\r\n').decode('latin-1'), 0)
            self.assertEqual(int(answer.split()[0]), expected, query)
        told = {}
        for line in output[:-1 - len(queries)]:
            _, symbol, code, _, tag, message, used, advice, doc = line.split('\t')
            told[symbol, tag] = (code, message, used, advice, doc)
        for symbol, (code, aliases, message, advice, chinese) in self.rows.items():
            url = 'https://example.com/en/limits.html'
            self.assertEqual(told[symbol, 'en'], (code, message, 'en', advice, url))
            self.assertEqual(told[symbol, 'zh-CN'],
                             (code, chinese, 'zh-CN', chinese, url.replace('/en/', '/zh/')))
            self.assertEqual(told[symbol, 'fr'], (code, message, 'en', advice, url))
        for error in catalog['errors']:
            code, aliases, message, advice, chinese = self.rows[error['symbol']]
            self.assertEqual((error['code'], error['aliases']), (code, aliases))
            variant = error['variants'][0]
            self.assertEqual(variant['message'], {'en': message, 'zh-CN': chinese})
            self.assertEqual(variant['advice'], {'en': advice, 'zh-CN': chinese})
        return catalog

    def test_every_byte_comes_back(self):
        codes = [(code, NASTY_CODES[i + 1:i + 2] if i % 5 == 0 else [])
                 for i, code in enumerate(NASTY_CODES) if i % 5 != 1]
        self.check(codes, NASTY_TEXTS)

    def test_one_code(self):
        for code in ('A', 'NoSuchKey', 'x' * 128):
            self.check([(code, [])], ['A text.'])

    def test_every_length(self):
        letters = random.Random(1)
        codes = {''.join(letters.choices('ABCXYZabcxyz.', k=length)) for length in range(1, 129)}
        self.check([(code, []) for code in sorted(codes)], ['A text.', '文字。', 'Another.'])

    def test_one_length(self):
        """Where all names are of one length, gperf leaves it out of the hash."""
        for codes in (['E1001', 'E1002'], ['ab', 'ba'], list('ABCDEFGH'),
                      [f'E{i:04}' for i in range(200)], [f'E{i:04}' for i in range(600)]):
            self.check([(code, []) for code in codes], ['A text.', '文字。', 'Another.'])

    def test_many(self):
        """More than one table of gperf's holds: names of every length, dealt out to several."""
        letters = random.Random(2)
        words = ['Invalid', 'Parameter', 'Value', 'Not', 'Found', 'Resource', 'In', 'Use', 'Limit',
                 'Exceeded', 'Instance', 'Id', 'Unsupported', 'Operation', 'Internal', 'Error']
        names = {''.join(letters.choices(words, k=letters.randint(1, 6))) +
                 letters.choice(['', '.', '.Sub', '-1', '_x']) for _ in range(1500)}
        names |= {''.join(letters.choices('ABCXYZabcxyz.', k=length)) for length in range(1, 129)}
        names = sorted(name for name in names if len(name) <= 128)
        self.check([(name, []) for name in names], ['A text.', '文字。', 'Another.'])
        text = (self.dir / 'out' / 'nasty_catalog.c').read_text()
        slots = int(re.search(r'struct coserr__slot slots\[(\d+)\]', text)[1])
        shards = int(re.search(r'struct coserr__shard shards\[(\d+)\]', text)[1])
        self.assertGreater(shards, 1)
        self.assertLess(slots, 2.2 * len(names))


if __name__ == '__main__':
    unittest.main()
