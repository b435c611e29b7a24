#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The generator from outside: the errors that it reports, and the outputs that it writes, which do
not depend on the environment.

usage: test_generator.py GENERATOR [--update]      --update rewrites golden/ and the cases
"""
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import jsonschema
import yaml

from generator import ENTRY, GENERATOR, HERE, LOCK, OF_LIBRARY, ROOT, SMALL, Case, run

UPDATE = False
RULES = []


def read_case(path):
    """Sections begin with '== NAME' lines; the text of a section is the lines after that, without
    the last line end."""
    sections = {}
    name = None
    for line in path.read_text(encoding='utf-8').split('\n'):
        if line.startswith('== '):
            name = line[3:]
            sections[name] = []
        elif name is not None:
            sections[name].append(line)
    return {key: '\n'.join(lines[:-1] if lines and lines[-1] == '' else lines)
            for key, lines in sections.items()}


def lines_from_edit(text, name, first):
    """Diagnostics with the line numbers of file `name` relative to line `first`, where the case's
    edit begins, so that a case does not depend on the rest of the small catalog."""
    result = []
    inside = False
    for line in text.split('\n'):
        location = re.match(r'(\S+?):(\d+):(\d+: .*)', line)
        gutter = re.match(r' *(\d+) \| (.*)', line)
        if location:
            inside = location[1] == name
        if location and inside:
            line = f'{name}:@{int(location[2]) - first:+}:{location[3]}'
        elif gutter and inside:
            line = f'{f"@{int(gutter[1]) - first:+}":>5} | {gutter[2]}'
        result.append(line)
    return '\n'.join(result)


def write_case(path, sections):
    path.write_text(''.join(f'== {key}\n{text}\n' for key, text in sections.items()),
                    encoding='utf-8')


class Refused(Case):
    """Each case replaces one thing in the small catalog or its ledger, and expects exact diagnostics.
    'refused by' says whether the schema for editors refuses it too."""

    def check_case(self, path):
        case = read_case(path)
        edit_lock = 'ledger' in case
        lock = LOCK.read_text(encoding='utf-8')
        text = SMALL.read_text(encoding='utf-8')
        target = lock if edit_lock else text
        find = case['find']
        first = None
        if find == '(all)':
            target = case['replace by']
        else:
            self.assertEqual(target.count(find), 1, f'{path.name}: not once: {find!r}')
            first = target[:target.index(find)].count('\n') + 1
            target = target.replace(find, case['replace by'])
        data = target.encode('utf-8')
        if 'bytes' in case:                     # \xHH for what a text file can't hold
            data = re.sub(rb'\\x([0-9A-F]{2})', lambda m: bytes([int(m[1], 16)]), data)
        (self.dir / 'bad.lock').write_bytes(data if edit_lock else lock.encode())
        (self.dir / 'bad.yaml').write_bytes(text.encode() if edit_lock else data)
        status, stdout, stderr = run('check', 'bad.yaml', '--ledger', 'bad.lock', cwd=self.dir)
        only_warned = 'warning: ' in stderr and 'error: ' not in stderr
        self.assertEqual(status, 0 if only_warned else 1, f'{path.name}: {stderr}')
        if not only_warned:
            self.assertEqual(stdout, '')
        told = stderr.rstrip('\n')
        if first is not None:
            told = lines_from_edit(told, 'bad.lock' if edit_lock else 'bad.yaml', first)
        if UPDATE:
            case['expect'] = told
            write_case(path, case)
        self.same(case['expect'], told, path.name)
        status, _, stderr2 = run('compile', 'bad.yaml', '--ledger', 'bad.lock', '--out', 'out',
                                 cwd=self.dir)
        self.assertEqual((status, stderr2), (0 if only_warned else 1, stderr))
        self.assertEqual((self.dir / 'out').exists(), only_warned)
        shutil.rmtree(self.dir / 'out', ignore_errors=True)
        *strict, stderr2 = run('check', 'bad.yaml', '--ledger', 'bad.lock', '--werror',
                               cwd=self.dir)
        self.assertEqual(strict, [1, ''])
        everything = stderr.count(' error: ') + stderr.count(' warning: ')
        self.assertEqual(stderr2, re.sub(
            r'coserr-gen: .*\n$', f'coserr-gen: {everything} error{"s"[:everything > 1]}\n',
            stderr.replace(' warning: ', ' error: ')))
        self.check_json(stderr)
        if not edit_lock:
            self.assertEqual(case['refused by'], self.who_refuses(data), path.name)
        return re.findall(r' (?:error|warning): .*\[([a-z0-9-]+)\]$', stderr, re.M)

    def check_json(self, text):
        """The same in JSON: each error or warning an object, with its notes."""
        _, _, stderr = run('check', 'bad.yaml', '--ledger', 'bad.lock', '--format', 'json',
                           cwd=self.dir)
        told = []
        for line in stderr.splitlines():
            item = json.loads(line)
            rule = f' [{item["rule"]}]'
            for one, level in [(item, item['level'])] + [(note, 'note') for note in item['notes']]:
                location = f':{one["line"]}:{one["column"]}' if one['line'] else ''
                told.append(f'{one["file"]}{location}: {level}: {one["message"]}{rule}')
                rule = ''
        self.assertEqual(told, re.findall(r'^bad\.(?:yaml|lock)(?::\d+:\d+)?: .*$', text, re.M))

    def who_refuses(self, data):
        try:
            document = yaml.safe_load(data)
        except (yaml.YAMLError, UnicodeDecodeError, ValueError):
            return 'YAML'
        schema = json.loads((ROOT / 'catalog' / 'schema.json').read_text())
        valid = jsonschema.Draft7Validator(schema).is_valid(document)
        return 'the generator' if valid else 'the schema and the generator'

    def test_cases(self):
        seen = set()
        paths = sorted((HERE / 'bad').glob('*.case'))
        self.assertGreater(len(paths), 40)
        for path in paths:
            with self.subTest(path.stem):
                seen.update(self.check_case(path))
        # These have tests of their own below.
        elsewhere = {'file', 'ledger-history', 'page-table', 'stale-text', 'vocabulary'}
        self.assertEqual(sorted(set(RULES) - seen), sorted(elsewhere), 'rules without a case')

    def test_control_characters(self):
        """Written as escapes they are refused in every text, and never printed as they are."""
        escapes = {r'\0': 0x00, r'\a': 0x07, r'\e': 0x1B, r'\x1f': 0x1F, r'\x7f': 0x7F, r'\x9b': 0x9B,
                   r'\N': 0x85, r'\L': 0x2028, r'\P': 0x2029, r'\uFEFF': 0xFEFF,
                   r'\uFFFE': 0xFFFE, r'\uFFFF': 0xFFFF, r'\u200b': 0x200B, r'\u200F': 0x200F, r'\u202A': 0x202A,
                   r'\u202E': 0x202E, r'\u2060': 0x2060, r'\u2069': 0x2069}
        texts = (('name: small', 'name: "small{}"'), ('reason: The service has', 'reason: "The{}",'),
                 ('en: There is no such key.', 'en: "There is no such key.{}"'),
                 ("en: 'Key {key}.'", 'en: "Key{} {{key}}."'), ('code: InvalidState', 'code: "State{}"'),
                 ('hints: [restore-first,', 'hints: ["once{}",'), ('symbol: BAD', '"sym{}bol": BAD'),
                 ('source: https://example.com/', 'source: "https://example.com/{}" #'))
        for escape, code in escapes.items():
            for old, new in texts:
                path = self.write('bad.yaml', (old, new.format(escape)))
                for form in ('text', 'json'):
                    status, _, stderr = run('check', path, '--format', form)
                    self.assertEqual(status, 1, (new, escape))
                    kind = 'invisible' if 0x2028 != code != 0x2029 and 0x2000 < code < 0x3000 else 'control'
                    self.assertIn(f'text with the {kind} character U+{code:04X}; remove it', stderr)
                    self.assertNotRegex(stderr, '[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')

    def test_all_at_once(self):
        text = SMALL.read_text(encoding='utf-8')
        text = text.replace('hints: [restore-first,', 'hints: [onec,')
        text = text.replace('status: 404', 'status: 0404').replace('symbol: BAD', 'symbl: BAD')
        (self.dir / 'bad.yaml').write_text(text, encoding='utf-8')
        status, _, stderr = run('check', self.dir / 'bad.yaml')
        self.assertEqual(status, 1)
        lines = [int(m) for m in re.findall(r'bad\.yaml:(\d+):\d+: error', stderr)]
        self.assertEqual(len(lines), 3)
        self.assertEqual(lines, sorted(lines))
        self.assertTrue(stderr.endswith('coserr-gen: 3 errors\n'))


class Outputs(Case):
    def test_golden(self):
        """The same bytes from every build. The hash is that of gperf 3.1; others may find another."""
        files = self.compile(SMALL, self.dir / 'out')
        self.assertEqual(sorted(files), ['catalog.json', 'coserr_words.h', 'coserr_words.inc',
                                         'small.image', 'small_catalog.c', 'small_codes.h',
                                         'vocabulary.json'])
        if ' 3.1\n' not in subprocess.run(['gperf', '--version'], capture_output=True, text=True,
                                          check=True).stdout:
            del files['small.image'], files['small_catalog.c']
        for name, data in files.items():
            if name not in OF_LIBRARY:
                golden = HERE / 'golden' / name
                if UPDATE:
                    golden.write_bytes(data)
                self.same(golden.read_bytes().decode('latin-1'), data.decode('latin-1'), name)

    def test_same_bytes_everywhere(self):
        first = self.compile(SMALL, self.dir / 'a')
        other = self.dir / 'deep' / 'er'
        other.mkdir(parents=True)
        shutil.copy(SMALL, other / 'renamed.yaml')
        env = dict(os.environ, LC_ALL='C.UTF-8', LANG='tr_TR.UTF-8', TZ='Asia/Shanghai')

        run('compile', 'renamed.yaml', '--ledger', LOCK, '--out', 'b', cwd=other, env=env)
        second = {path.name: path.read_bytes() for path in (other / 'b').iterdir()}
        self.assertEqual(first, second)
        for data in first.values():
            self.assertNotIn(str(self.dir).encode(), data)
            self.assertNotIn(b'/usr', data)

    def test_unchanged_outputs_are_not_touched(self):
        out = self.dir / 'out'
        self.compile(SMALL, out)
        for path in out.iterdir():
            os.utime(path, (1, 1))
        self.compile(SMALL, out)
        self.assertEqual({path.stat().st_mtime for path in out.iterdir()}, {1})
        text = SMALL.read_text(encoding='utf-8').replace('Compare the key.', 'Compare it.')
        (self.dir / 'edited.yaml').write_text(text, encoding='utf-8')
        self.compile(self.dir / 'edited.yaml', out)
        unchanged = {path.name for path in out.iterdir() if path.stat().st_mtime == 1}
        self.assertEqual(unchanged, {'small_codes.h', *OF_LIBRARY})

    def test_only(self):
        status, _, _ = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'o',
                           '--only', 'json,header')
        self.assertEqual(status, 0)
        self.assertEqual(sorted(os.listdir(self.dir / 'o')), ['catalog.json', 'small_codes.h'])
        status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'p',
                                '--only', 'jsn')
        self.assertEqual(status, 2)
        self.assertIn("unknown kind 'jsn'", stderr)
        for none in ('', ','):
            status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'p',
                                    '--only', none)
            self.assertEqual(status, 2)
            self.assertIn('no kind given', stderr)
        self.assertFalse((self.dir / 'p').exists())

    def test_old_files_stay_on_error(self):
        out = self.dir / 'out'
        before = self.compile(SMALL, out)
        bad = SMALL.read_text(encoding='utf-8').replace('status: 404', 'status: 999')
        (self.dir / 'bad.yaml').write_text(bad, encoding='utf-8')
        self.assertEqual(run('compile', self.dir / 'bad.yaml', '--ledger', LOCK, '--out', out)[0],
                         1)
        env = dict(os.environ, PATH=str(self.dir))            # no gperf
        status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', out, env=env)
        self.assertEqual(status, 2)
        self.assertIn('gperf is not installed', stderr)
        for script, said in (('exit 1', 'exit status 1'), ('echo rubbish', 'gperf 3.1'),
                             ('cat >/dev/null', 'gperf 3.1'), ('kill -9 $$', 'signal 9')):
            (self.dir / 'gperf').write_text(f'#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n')
            (self.dir / 'gperf').chmod(0o755)
            status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', out, env=env)
            self.assertEqual(status, 2, script)
            self.assertIn(said, stderr)
        after = {path.name: path.read_bytes() for path in out.iterdir()}
        self.assertEqual(before, after)

    def test_sets_do_not_mix(self):
        """Header and tables of two sets of codes do not compile together."""
        out = self.dir / 'out'
        first = self.compile(SMALL, out)
        text = SMALL.read_text(encoding='utf-8').replace('Compare the key.', 'Compare it.')
        (self.dir / 'edited.yaml').write_text(text, encoding='utf-8')
        self.compile(self.dir / 'edited.yaml', out)
        with_new_code = SMALL.read_text(encoding='utf-8').replace('code: NoSuchKey',
                                                                  'code: NoSuchKeys', 1)
        (self.dir / 'other.yaml').write_text(with_new_code, encoding='utf-8')
        lock = LOCK.read_text().replace(' NoSuchKey\n', ' NoSuchKeys\n')
        (self.dir / 'other.lock').write_text(lock)
        third = self.compile(self.dir / 'other.yaml', self.dir / 'third', self.dir / 'other.lock')
        generated = self.dir / 'include' / 'coserr'
        self.compile(ROOT / 'catalog' / 'cos.yaml', generated, ROOT / 'catalog' / 'ids.lock')

        def compiles():
            return subprocess.run(['cc', '-std=c11', '-c', '-I', out, '-I', ROOT / 'include', '-I',
                                   self.dir / 'include', '-o', self.dir / 'probe.o',
                                   out / 'small_catalog.c'],
                                  capture_output=True, check=False).returncode == 0
        self.assertTrue(compiles())
        (out / 'small_catalog.c').write_bytes(first['small_catalog.c'])
        self.assertTrue(compiles())             # another text is no other set of codes
        (out / 'small_catalog.c').write_bytes(third['small_catalog.c'])
        self.assertFalse(compiles())


class Assign(Case):
    def setUp(self):
        super().setUp()
        self.lock = self.dir / 'ids.lock'

    def test_numbers_go_on(self):
        lines = LOCK.read_text(encoding='utf-8').splitlines(keepends=True)
        self.lock.write_text(''.join(lines[:3]), encoding='utf-8')
        status, stdout, stderr = run('assign', SMALL, '--ledger', self.lock)
        self.assertEqual((status, stderr), (0, ''))
        self.assertIn('6 new ids', stdout)
        self.assertEqual(self.lock.read_text(encoding='utf-8'), ''.join(lines))
        status, stdout, _ = run('assign', SMALL, '--ledger', self.lock)
        self.assertIn('0 new ids', stdout)
        self.assertEqual(self.lock.read_text(encoding='utf-8'), ''.join(lines))

    def test_line_without_end(self):
        self.lock.write_text('# x\n1 NO_SUCH_KEY NoSuchKey')
        self.assertEqual(run('assign', SMALL, '--ledger', self.lock)[0], 0)
        self.assertTrue(self.lock.read_text().startswith(
            '# x\n1 NO_SUCH_KEY NoSuchKey\n2 BAD_REQUEST BadRquest\n'))

    def test_a_ledger_is_begun(self):
        status, stdout, stderr = run('assign', SMALL, '--ledger', self.lock)
        self.assertEqual((status, stderr), (0, ''))
        self.assertIn('8 new ids', stdout)
        self.assertEqual([line for line in self.lock.read_text().splitlines()
                          if not line.startswith('#')],
                         LOCK.read_text().splitlines()[1:])
        status, _, stderr = run('check', SMALL, '--ledger', self.dir / 'nowhere.lock')
        self.assertEqual(status, 2)
        self.assertIn('No such file', stderr)

    def test_through_a_link(self):
        real = self.dir / 'real.lock'
        real.write_text('1 NO_SUCH_KEY NoSuchKey\n')
        real.chmod(0o600)
        self.lock.symlink_to('real.lock')
        self.assertEqual(run('assign', SMALL, '--ledger', self.lock)[0], 0)
        self.assertTrue(self.lock.is_symlink())
        self.assertIn('AccessDenied', real.read_text())
        self.assertEqual(real.stat().st_mode & 0o777, 0o600)

    def test_nothing_beside_it_is_touched(self):
        for name in ('ids.lock.old', 'ids.lock.tmp', 'ids.lock.new'):
            (self.dir / name).write_text('mine')
        self.assertEqual(run('assign', SMALL, '--ledger', self.lock)[0], 0)
        self.assertEqual(len(list(self.dir.iterdir())), 4)

    def test_two_at_once(self):
        """Neither loses the lines of the other."""
        runs = [subprocess.Popen([GENERATOR, 'assign', SMALL, '--ledger', self.lock],
                                 stdout=subprocess.DEVNULL) for _ in range(8)]
        self.assertEqual([process.wait() for process in runs], [0] * 8)
        self.assertEqual(len(self.lock.read_text().splitlines()), 10)

    def test_a_lock_holds_through_a_link(self):
        """Whoever holds the lock on the real folder keeps out those who come through a link."""
        (self.dir / 'links').mkdir()
        link = self.dir / 'links' / 'ids.lock'
        link.symlink_to('../ids.lock')
        for exists in (True, False):
            self.lock.unlink(missing_ok=True)
            if exists:
                self.lock.write_text('1 NO_SUCH_KEY NoSuchKey\n')
            folder = os.open(self.dir, os.O_RDONLY)
            fcntl.flock(folder, fcntl.LOCK_EX)
            with subprocess.Popen([GENERATOR, 'assign', SMALL, '--ledger', link],
                                  stdout=subprocess.DEVNULL) as process:
                with self.assertRaises(subprocess.TimeoutExpired):
                    process.wait(0.3)
                os.close(folder)
                self.assertEqual(process.wait(20), 0)
            self.assertTrue(link.is_symlink())
            self.assertEqual(self.lock.read_text().count('NoSuchKey'), 1)

    def test_ids_begin_with_1(self):
        self.lock.write_text('999999999 NO_SUCH_KEY NoSuchKey\n')
        status, _, stderr = run('assign', SMALL, '--ledger', self.lock)
        self.assertEqual(status, 1)
        self.assertIn('the first id is 999999999, expected 1', stderr)

    def test_a_ledger_is_a_file(self):
        status, _, stderr = run('assign', SMALL, '--ledger', '-', stdin=b'')
        self.assertEqual(status, 2)
        self.assertIn('assign requires a file', stderr)

    def test_nothing_without_a_good_catalog(self):
        self.lock.write_text('# x\n')
        (self.dir / 'bad.yaml').write_text('schema: 2\n')
        self.assertEqual(run('assign', self.dir / 'bad.yaml', '--ledger', self.lock)[0], 1)
        self.assertEqual(self.lock.read_text(), '# x\n')

    def test_symbols(self):
        symbols = {
            'NoSuchKey': 'NO_SUCH_KEY', 'InvalidSHA1Digest': 'INVALID_SHA1_DIGEST',
            'DNSRecordVerifyFailed': 'DNS_RECORD_VERIFY_FAILED',
            'JsonAPINotSupportOnMAZBucket': 'JSON_API_NOT_SUPPORT_ON_MAZ_BUCKET',
            'Request has expired': 'REQUEST_HAS_EXPIRED', 'Limit.Exceeded': 'LIMIT_EXCEEDED',
            'XML': 'XML', 'a.b-c_d': 'A_B_C_D', '4XX.Odd': 'CODE_4XX_ODD', 'A..B': 'A_B',
        }
        text = SMALL.read_text(encoding='utf-8')
        head = text[:text.index('errors:\n  - code: NoSuchKey')]
        (self.dir / 'c.yaml').write_text(head + 'errors:\n' + ''.join(
            ENTRY.format(code) for code in symbols), encoding='utf-8')
        status, _, stderr = run('assign', self.dir / 'c.yaml', '--ledger', self.lock)
        self.assertEqual((status, stderr), (0, ''))
        rows = [line.split(' ', 2) for line in self.lock.read_text().splitlines()[2:]]
        self.assertEqual({code: symbol for _, symbol, code in rows
                          if not code.startswith(('client:', 'operation:'))}, symbols)

    def test_symbols_that_collide(self):
        for old, new, symbol in (
                ('code: InvalidState', 'code: noSuchKey', 'NO_SUCH_KEY'),
                ('code: NoAnswer', 'code: no_answer\n    symbol: NO_SUCH_KEY', 'NO_SUCH_KEY'),
                ('code: InvalidState', 'code: OperationGetThing', 'OPERATION_GET_THING')):
            path = self.write('c.yaml', (old, new))
            status, _, stderr = run('assign', path, '--ledger', self.lock)
            self.assertEqual(status, 1)
            self.assertIn(f"the symbol '{symbol}' is taken; choose another one", stderr)
            self.assertFalse(self.lock.exists())


class Catalog(Case):
    def test_it_is_good(self):
        """Without a warning."""
        self.assertEqual(run('check', ROOT / 'catalog' / 'cos.yaml', '--ledger',
                             ROOT / 'catalog' / 'ids.lock', '--werror')[::2], (0, ''))

    def test_aliases(self):
        """Exactly the aliases of the catalog have a row in the list."""
        files = self.compile(ROOT / 'catalog' / 'cos.yaml', self.dir / 'out',
                             ROOT / 'catalog' / 'ids.lock')
        catalog = json.loads(files['catalog.json'])
        aliases = {(alias, error['code'], variant['status']) for error in catalog['errors']
                   for alias in error['aliases'] for variant in error['variants']}
        rows = [line.split('\t') for line in
                (HERE.parent / 'data' / 'rows.tsv').read_text(encoding='utf-8').splitlines()
                if not line.startswith('#')]
        self.assertEqual(aliases, {(row[4], row[5], int(row[0])) for row in rows
                                   if row[4] != row[5]})

    def figures(self, text):
        """The numbers in a text, whole words of it: 30,000 is 30000, and 2.5 亿 is 250 million."""
        units = {' million': 1e6, ' 万': 1e4, ' 亿': 1e8, '': 1}
        return {float(number.replace(',', '')) * units[unit] for number, unit in
                re.findall(r'(?<![A-Za-z0-9])(\d[\d,]*(?:\.\d+)?)( million| 万| 亿|)',
                           re.sub(r'\{\w+\}', '', text))}

    def test_figures(self):
        """Limits and sizes are the same in every language."""
        def walk(node):
            if isinstance(node, dict) and isinstance(node.get('en'), str):
                for text in node.values():
                    self.assertEqual(self.figures(text), self.figures(node['en']), node)
            elif isinstance(node, (dict, list)):
                for inner in node.values() if isinstance(node, dict) else node:
                    walk(inner)
        catalog = yaml.safe_load((ROOT / 'catalog' / 'cos.yaml').read_text(encoding='utf-8'))
        for part in ('errors', 'families', 'client-errors'):
            walk(catalog[part])


class Schema(Case):
    """The schema refuses nothing that the generator accepts, and both know the same words."""

    def setUp(self):
        super().setUp()
        self.schema = json.loads((ROOT / 'catalog' / 'schema.json').read_text())

    def test_it_is_a_schema(self):
        jsonschema.Draft7Validator.check_schema(self.schema)

    def test_it_accepts_what_is_valid(self):
        for path in (SMALL, ROOT / 'catalog' / 'cos.yaml'):
            document = yaml.safe_load(path.read_text(encoding='utf-8'))
            jsonschema.validate(document, self.schema, jsonschema.Draft7Validator)
            first = path.read_text(encoding='utf-8').split('\n')[0]
            self.assertRegex(first, r'^# yaml-language-server: \$schema=\S*schema\.json$')

    def test_the_words_are_the_same(self):
        """The lists in the schema are those of the vocabulary; --update writes them."""
        vocabulary = yaml.safe_load((ROOT / 'catalog' / 'vocabulary.yaml').read_text('utf-8'))
        before = json.dumps(self.schema)
        for name, definition in (('retry', 'class'), ('hints', 'hint'), ('categories', 'category'),
                                 ('values', 'value')):
            words = [word['word'] for word in vocabulary[name]]
            if UPDATE:
                self.schema['definitions'][definition]['enum'] = words
            self.assertEqual(words, self.schema['definitions'][definition]['enum'])
        if UPDATE and json.dumps(self.schema) != before:
            (ROOT / 'catalog' / 'schema.json').write_text(
                json.dumps(self.schema, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')

    def test_the_warnings_are_the_same(self):
        rules = [json.loads(line) for line in run('rules', '--format', 'json')[1].splitlines()]
        self.assertEqual(self.schema['definitions']['allow']['items']['enum'],
                         [rule['rule'] for rule in rules if rule['level'] == 'warning'])

    def keys_in_generator(self):
        """The lists of keys, as the readers have them."""
        macros = {}
        found = set()
        sources = sorted((ROOT / 'generator' / 'read').glob('*.[ch]'))
        text = '\n'.join(path.read_text() for path in sources if path.name != 'vocabulary.c')
        for name, body in re.findall(r'#define (\w+_KEYS)\s*\\\n((?:.*\\\n)*.*)\n', text):
            macros[name] = re.findall(r'"([a-z0-9-]+)"', body)
        for block in re.findall(r'KEYS\(([^)]*)\)', text):
            keys = re.findall(r'"([a-z0-9-]+)"', block)
            for name, more in macros.items():
                keys += more if name in block else []
            found.add(frozenset(keys))
        return found - {frozenset()}

    def keys_in_schema(self):
        found = set()

        def walk(node):
            if isinstance(node, dict):
                if node.get('additionalProperties') is False:
                    found.add(frozenset(node['properties']))
                for value in node.values():
                    walk(value)
        walk(self.schema)
        return found

    def test_the_keys_are_the_same(self):
        # An error with variants has fewer keys, which the schema says in another way.
        with_variants = {keys for keys in self.keys_in_generator()
                         if 'variants' in keys and 'status' not in keys}
        self.assertEqual(len(with_variants), 1)
        self.assertEqual(self.keys_in_generator() - with_variants, self.keys_in_schema())


if __name__ == '__main__':
    RULES = [json.loads(line)['rule'] for line in run('rules', '--format', 'json')[1].splitlines()]
    UPDATE = '--update' in sys.argv
    if UPDATE:
        sys.argv.remove('--update')
    unittest.main()
