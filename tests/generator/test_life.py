#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A catalog over the years: corrected spellings, allowed warnings, outputs that are out of date.

usage: test_life.py GENERATOR
"""
import json
import os
import re
import unittest

from generator import ENTRY, LOCK, SMALL, Case, run

RULES = [json.loads(line) for line in run('rules', '--format', 'json')[1].splitlines()]


class Ledger(Case):
    def check(self, catalog, lock=LOCK, *options):
        return run('check', catalog, '--ledger', lock, *options)

    def test_a_corrected_spelling_keeps_its_id(self):
        before = json.loads(self.compile(SMALL, self.dir / 'a')['catalog.json'])
        path = self.write('new.yaml', ('code: BadRquest', 'code: BadRequest'),
                          ('aliases: [BadRequest]', 'aliases: [BadRquest]'))
        after = json.loads(self.compile(path, self.dir / 'b')['catalog.json'])
        ids = [{error['symbol']: error['id'] for error in catalog['errors']}
               for catalog in (before, after)]
        self.assertEqual(ids[0], ids[1])
        status, stdout, _ = run('diff', SMALL, path)
        self.assertEqual(status, 0)
        self.assertEqual(stdout, 'minor:\n  BadRequest: code renamed: BadRquest -> BadRequest\n'
                                 'minor: 2.10.3 -> 2.10.3; increase the version to 2.11.0\n')

    def test_a_corrected_spelling_without_alias(self):
        path = self.write('new.yaml', ('code: BadRquest', 'code: BadRequest'),
                          ('    aliases: [BadRequest]\n', ''))
        status, _, stderr = self.check(path)
        self.assertEqual(status, 1)
        self.assertIn("id 2 belongs to 'BadRquest', which is neither a name nor an alias in the catalog",
                      stderr)

    def test_case_matters(self):
        """A name that differs only in case is another name."""
        path = self.write('new.yaml', ('aliases: [BadRequest]', 'aliases: [BadRequest, nosuchkey]'))
        self.assertEqual(self.check(path)[0], 0)

    def test_history(self):
        """What only an older ledger reveals: swapped ids, a last line that is missing."""
        lines = LOCK.read_text(encoding='utf-8').splitlines(keepends=True)
        new = self.dir / 'new.lock'
        new.write_text(''.join(lines))
        self.assertEqual(self.check(SMALL, new, '--since-ledger', LOCK)[0], 0)
        new.write_text(''.join(lines).replace('NO_SUCH_KEY NoSuchKey', 'X').replace(
            'ACCESS_DENIED AccessDenied', 'NO_SUCH_KEY NoSuchKey').replace(
            '1 X', '1 ACCESS_DENIED AccessDenied'))
        self.assertEqual(self.check(SMALL, new)[0], 0)
        status, _, stderr = self.check(SMALL, new, '--since-ledger', LOCK)
        self.assertEqual(status, 1)
        self.assertIn("new.lock:2:1: error: id 1 was 'NO_SUCH_KEY NoSuchKey'; restore that", stderr)
        self.assertIn(f'{LOCK}:2:1: note: it was here', stderr)
        self.assertEqual(stderr.count('[ledger-history]'), 2)
        new.write_text(''.join(lines[:-1]))
        _, _, stderr = self.check(self.write('less.yaml'), new, '--since-ledger', LOCK)
        self.assertIn('the line of id 8 is missing; restore it: 8 OPERATION_COPY_THING '
                      'operation:CopyThing', stderr)

    def test_history_of_new_ids(self):
        """Ids are appended to a ledger only if it continues the older one."""
        lines = LOCK.read_text(encoding='utf-8').splitlines(keepends=True)
        new = self.dir / 'new.lock'
        new.write_text(''.join(lines[:-1]))
        status, stdout, stderr = run('assign', SMALL, '--ledger', new, '--since-ledger', LOCK)
        self.assertEqual((status, stdout), (1, ''))
        self.assertIn('new.lock: error: the line of id 8 is missing; restore it', stderr)
        self.assertEqual(new.read_text(), ''.join(lines[:-1]))
        new.write_text(''.join(lines))
        path = self.write('more.yaml', text=SMALL.read_text(encoding='utf-8') + ENTRY.format('New'))
        status, stdout, stderr = run('assign', path, '--ledger', new, '--since-ledger', LOCK)
        self.assertEqual((status, stderr), (0, ''))
        self.assertIn('1 new id\n9 NEW New\n', stdout)

    def test_an_emptied_ledger(self):
        """It would give all codes new ids."""
        lock = self.dir / 'ids.lock'
        for text in ('', '\n', '# The ledger\n'):
            lock.write_text(text)
            for args in (('assign', SMALL, '--ledger', lock), ('check', SMALL, '--ledger', lock),
                         ('compile', SMALL, '--ledger', lock, '--out', self.dir / 'out'),
                         ('check', SMALL, '--ledger', LOCK, '--since-ledger', lock)):
                status, stdout, stderr = run(*args)
                self.assertEqual((status, stdout), (1, ''))
                self.assertRegex(stderr, '^.*ids.lock: error: the ledger has no lines; restore it, or, '
                                         'to begin a new one, delete the file .* \\[ledger\\]\n'
                                         'coserr-gen: 1 error\n$')
            self.assertEqual(lock.read_text(), text)
        lock.unlink()
        self.assertEqual(run('assign', SMALL, '--ledger', lock)[0], 0)

    def test_symbols_differ(self):
        """Two new codes with one symbol."""
        text = SMALL.read_text(encoding='utf-8')
        path = self.write('new.yaml', text=text + ENTRY.format('New.Code') + ENTRY.format('NewCode'))
        lock = self.dir / 'ids.lock'
        lock.write_text(LOCK.read_text())
        status, _, stderr = run('assign', path, '--ledger', lock)
        self.assertEqual(status, 1)
        line = path.read_text(encoding='utf-8').split("code: 'NewCode'")[0].count('\n') + 1
        self.assertIn(f"new.yaml:{line}:11: error: the symbol 'NEW_CODE' is taken", stderr)
        self.assertEqual(lock.read_text(), LOCK.read_text())

    def test_a_code_without_letters(self):
        for code in ('!!!', '??', '-'):
            path = self.write('new.yaml', ('code: BadRquest', f"code: '{code}'"),
                              ('    symbol: BAD_REQUEST\n', ''))
            lock = self.dir / 'ids.lock'
            status, _, stderr = run('assign', path, '--ledger', lock)
            self.assertEqual(status, 1)
            self.assertIn("the symbol '' is not in uppercase; choose another one", stderr)


class Allowed(Case):
    def test_a_warning_is_not_given_where_it_is_allowed(self):
        status_400 = '    status: 400\n    retry: never\n'
        for rule, old, new in (
                ('retried-501', status_400, status_400.replace('400', '501').replace(
                    'never', 'transient')),
                ('status-class', status_400, status_400.replace('400', '503')),
                ('near-code', 'code: BadRquest', 'code: NoSuchKey2'),
                ('equal-text', 'zh-CN: 请求有误。', 'zh-CN: The request is bad.'),
                ('repeated-message', 'en: Correct it.', 'en: The request is bad. Correct it.')):
            path = self.write('new.yaml', (old, new))
            if rule == 'near-code':
                path = self.write('new.yaml', (old, 'code: NoSuchKeys'),
                                  ('aliases: [BadRequest]', 'aliases: [BadRequest, BadRquest]'))
            _, _, stderr = run('check', path, '--ledger', LOCK)
            self.assertIn(f'[{rule}]', stderr)
            self.assertIn('1 warning\n', stderr)
            path = self.write('new.yaml', ('    symbol: BAD', f'    allow: [{rule}]\n    symbol: BAD'),
                              text=path.read_text(encoding='utf-8'))
            self.assertEqual(run('check', path, '--ledger', LOCK, '--werror')[::2], (0, ''))

    def test_digits_make_another_code(self):
        path = self.write('new.yaml', ('code: BadRquest', 'code: NoSuchKey2'),
                          ('aliases: [BadRequest]', 'aliases: [BadRquest]'))
        self.assertEqual(run('check', path, '--ledger', LOCK, '--werror')[::2], (0, ''))


class StatusAndClass(Case):
    def test_the_rule_explains_every_warning(self):
        """Every status under every class, against the text of the rule."""
        why = next(rule['why'] for rule in RULES if rule['rule'] == 'status-class')
        told = {}
        for part in why.split('. '):
            classes, colon, statuses = part.partition(': ')
            if colon and 'allow' not in part:
                named = {int(word) for word in re.findall(r'\b\d{3}\b', statuses)}
                if '5xx' in statuses:
                    named |= set(range(500, 600))
                if statuses.startswith('not '):
                    named = set(range(300, 600)) - named
                told |= {name: named for name in classes.split(', ')}
        self.assertEqual(len(told), 6)
        small = SMALL.read_text(encoding='utf-8')
        pairs = [(name, status) for name in told for status in range(300, 600) if status != 501]
        path = self.write('all.yaml', text=small + ''.join(
            ENTRY.format(i).replace('status: 400\n    retry: never',
                                    f'status: {status}\n    retry: {name}')
            for i, (name, status) in enumerate(pairs)))
        warned = re.findall(r"class '(\w+)' is unusual for status (\d+)", run('check', path)[2])
        self.assertEqual({(name, int(status)) for name, status in warned},
                         {(name, status) for name, status in pairs if status not in told[name]})


class Shown(Case):
    def test_rules(self):
        status, stdout, _ = run('rules')
        self.assertEqual(status, 0)
        self.assertEqual([line.split()[:2] for line in stdout.splitlines()],
                         [[rule['rule'], rule['level']] for rule in RULES])
        for rule in RULES:
            status, stdout, _ = run('explain', rule['rule'])
            self.assertEqual((status, stdout), (
                0, f"{rule['rule']} ({rule['level']}): {rule['summary']}.\n{rule['why']}\n"))
            self.assertEqual(json.loads(run('explain', rule['rule'], '--format', 'json')[1]), rule)

    def test_crlf(self):
        """The same lines, columns and marks in a file with CR LF."""
        for case in (('status: 404', 'status: 0404'), ('hints: [restore-first, wait]', 'hints: [restore-frist, wait]'),
                     ('zh-CN: 没有这个键。, fr:', 'zh-CN: 没有这个键。, rf:'),
                     ('aliases: [BadRequest]', 'aliases: [NoSuchKey]'), ('schema: 2', 'schema: 3')):
            path = self.write('c.yaml', case)
            expected = run('check', path)
            path.write_bytes(path.read_bytes().replace(b'\n', b'\r\n'))
            self.assertEqual(run('check', path), expected)
        path = self.write('c.yaml')
        path.write_bytes(path.read_bytes().replace(b'\n', b'\r\n'))
        (self.dir / 'c.lock').write_bytes(LOCK.read_bytes().replace(b'\n', b'\r\n'))
        self.assertEqual(self.compile(SMALL, self.dir / 'a'),
                         self.compile(path, self.dir / 'b', self.dir / 'c.lock'))

    def test_what_could_take_long(self):
        """Many codes that are nearly equal, many pages, many new codes."""
        small = SMALL.read_text(encoding='utf-8')
        codes = [''.join(c.upper() if i >> j % 9 & 1 else c for j, c in enumerate('a' * 128))
                 for i in range(300)]
        path = self.write('alike.yaml', text=small + ''.join(map(ENTRY.format, codes)))
        self.assertIn('[near-code]', run('check', path)[2])
        page = self.write('page.md', text='| Code |\n|---|\n| NoSuchKey |\n' + ''.join(
            f'| Another{i}Code |\n' for i in range(5000)))
        path = self.write('many.yaml', text=small + ''.join(
            ENTRY.format(f'Some{i}Thing') for i in range(5000)))
        self.assertIn('5000 new', run('import', page, path)[1])
        page = self.write('marks.md', text='| Code |\n|---|\n| NoSuchKey | ' + '[](' * 300000 + '<' * 300000)
        self.assertEqual(run('import', page, SMALL)[0], 0)

    def test_many_errors_take_no_longer(self):
        text = SMALL.read_text(encoding='utf-8')
        entry = '  - code: Same\n    status: 9\n'
        path = self.write('many.yaml', text=text + entry * 20000)
        status, _, stderr = run('check', path)
        self.assertEqual(status, 1)
        self.assertTrue(stderr.endswith('coserr-gen: 119999 errors\n'), stderr[-100:])

    def test_coverage(self):
        _, stdout, _ = run('check', SMALL)
        self.assertEqual(stdout.splitlines()[1],
                         "fr: 2 of 31 texts; the others are shown in 'en'")


class Current(Case):
    def compile_check(self, *options):
        return run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out', '--check',
                   *options)

    def test_check(self):
        files = self.compile(SMALL, self.dir / 'out')
        self.assertEqual(self.compile_check(), (0, '', ''))
        (self.dir / 'out' / 'small_catalog.c').write_text('old')
        (self.dir / 'out' / 'catalog.json').unlink()
        status, stdout, stderr = self.compile_check()
        self.assertEqual((status, stdout), (1, ''))
        out = self.dir / 'out'
        self.assertEqual(stderr, f"coserr-gen: '{out}/small_catalog.c' is not current\n"
                                 f"coserr-gen: '{out}/catalog.json' is not current\n"
                                 f'coserr-gen: to renew: coserr-gen compile {SMALL} --ledger {LOCK} '
                                 f'--out {out}\n')
        self.assertEqual((out / 'small_catalog.c').read_text(), 'old')
        self.assertEqual(self.compile_check('--only', 'header,image')[0], 0)
        self.assertEqual(self.compile(SMALL, out), files)

    def test_prefix(self):
        status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out',
                                '--prefix', 'other')
        self.assertEqual((status, stderr), (0, ''))
        self.assertEqual(sorted(os.listdir(self.dir / 'out')), [
            'catalog.json', 'coserr_words.h', 'coserr_words.inc', 'other.image', 'other_catalog.c',
            'other_codes.h', 'vocabulary.json'])
        for path in (self.dir / 'out').iterdir():
            self.assertNotIn(b'small_', path.read_bytes())


if __name__ == '__main__':
    unittest.main()
