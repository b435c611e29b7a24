#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A catalog over the years: corrected spellings, retired codes, releases compared, outputs that are
out of date.

usage: test_life.py GENERATOR
"""
import json
import os
import re
import unittest

from generator import LOCK, SMALL, Case, run

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
        self.assertIn("id 2 is of 'BadRquest', which is neither a code nor an alias in the catalog",
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
        self.assertIn('the line of id 6 is missing; restore it: 6 CLIENT_NO_ANSWER client:NoAnswer',
                      stderr)

    def test_symbols_differ(self):
        """Two new codes with one symbol."""
        text = SMALL.read_text(encoding='utf-8')
        entry = ("  - code: {}\n    status: 400\n    retry: never\n"
                 "    message: {{en: m., zh-CN: 甲。}}\n    advice: {{en: a., zh-CN: 乙。}}\n")
        path = self.write('new.yaml', text=text + entry.format('New.Code') + entry.format('NewCode'))
        lock = self.dir / 'ids.lock'
        lock.write_text(LOCK.read_text())
        status, _, stderr = run('assign', path, '--ledger', lock)
        self.assertEqual(status, 1)
        line = path.read_text(encoding='utf-8').split('code: NewCode')[0].count('\n') + 1
        self.assertIn(f"new.yaml:{line}:11: error: the symbol 'NEW_CODE' is taken", stderr)
        self.assertEqual(lock.read_text(), LOCK.read_text())


    def test_a_code_without_letters(self):
        for code in ('!!!', '??', '-'):
            path = self.write('new.yaml', ('code: BadRquest', f"code: '{code}'"),
                              ('    symbol: BAD_REQUEST\n', ''))
            lock = self.dir / 'ids.lock'
            lock.write_text('')
            status, _, stderr = run('assign', path, '--ledger', lock)
            self.assertEqual(status, 1)
            self.assertIn("the symbol '' is not in capitals; set another one", stderr)


class Allowed(Case):
    def test_a_warning_is_not_given_where_it_is_allowed(self):
        status_400 = '    status: 400\n    retry: never\n    message: {en: The request is bad.'
        for rule, old, new in (
                ('retried-501', status_400, status_400.replace('400', '501').replace(
                    'never', 'transient')),
                ('status-class', status_400, status_400.replace('400', '503')),
                ('near-code', 'code: BadRquest', 'code: NoSuchKey2'),
                ('equal-text', 'zh-CN: 请求有误。', 'zh-CN: The request is bad.'),
                ('repeated-message', 'en: Mend it.', 'en: The request is bad. Mend it.')):
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
            f"  - code: '{i}'\n    status: {status}\n    retry: {name}\n"
            '    message: {en: m., zh-CN: 甲。}\n    advice: {en: a., zh-CN: 乙。}\n'
            for i, (name, status) in enumerate(pairs)))
        warned = re.findall(r"class '(\w+)' is unusual for the status (\d+)", run('check', path)[2])
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
        for case in (('status: 404', 'status: 0404'), ('hints: [once]', 'hints: [onec]'),
                     ('zh-CN: 没有这个键。, fr:', 'zh-CN: 没有这个键。, rf:'),
                     ('aliases: [BadRequest]', 'aliases: [NoSuchKey]'), ('schema: 1', 'schema: 2')):
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
        entry = ("  - code: '{}'\n    status: 400\n    retry: never\n"
                 "    message: {{en: m., zh-CN: 甲。}}\n    advice: {{en: a., zh-CN: 乙。}}\n")
        codes = [''.join(c.upper() if i >> j % 9 & 1 else c for j, c in enumerate('a' * 128))
                 for i in range(300)]
        path = self.write('alike.yaml', text=small + ''.join(map(entry.format, codes)))
        self.assertIn('[near-code]', run('check', path)[2])
        page = self.write('page.md', text='| Code |\n|---|\n| NoSuchKey |\n' + ''.join(
            f'| Another{i}Code |\n' for i in range(5000)))
        path = self.write('many.yaml', text=small + ''.join(
            entry.format(f'Some{i}Thing') for i in range(5000)))
        self.assertIn('5000 new', run('import', page, path)[1])
        page = self.write('marks.md', text='| Code |\n|---|\n| NoSuchKey | ' + '[](' * 300000 + '<' * 300000)
        self.assertEqual(run('import', page, SMALL)[0], 0)

    def test_many_errors_take_no_longer(self):
        text = SMALL.read_text(encoding='utf-8')
        entry = '  - code: Same\n    status: 9\n'
        path = self.write('many.yaml', text=text + entry * 20000)
        status, _, stderr = run('check', path)
        self.assertEqual(status, 1)
        self.assertTrue(stderr.endswith('coserr-gen: 99999 errors\n'), stderr[-100:])

    def test_coverage(self):
        _, stdout, _ = run('check', SMALL)
        self.assertEqual(stdout.splitlines()[1],
                         "fr: 2 of 69 texts; the others are shown in 'en'")


class Current(Case):
    def compile_check(self, *options):
        return run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out', '--check',
                   *options)

    def test_check(self):
        files = self.compile(SMALL, self.dir / 'out')
        self.assertEqual(self.compile_check(), (0, '', ''))
        (self.dir / 'out' / 'small_tables.inc').write_text('old')
        (self.dir / 'out' / 'catalog.json').unlink()
        status, stdout, stderr = self.compile_check()
        self.assertEqual((status, stdout), (1, ''))
        out = self.dir / 'out'
        self.assertEqual(stderr, f"coserr-gen: '{out}/small_tables.inc' is not current\n"
                                 f"coserr-gen: '{out}/catalog.json' is not current\n"
                                 f'coserr-gen: to renew: coserr-gen compile {SMALL} --ledger {LOCK} '
                                 f'--out {out}\n')
        self.assertEqual((out / 'small_tables.inc').read_text(), 'old')
        self.assertEqual(self.compile_check('--only', 'header,names')[0], 0)
        self.assertEqual(self.compile(SMALL, out), files)

    def test_prefix(self):
        status, _, stderr = run('compile', SMALL, '--ledger', LOCK, '--out', self.dir / 'out',
                                '--prefix', 'other')
        self.assertEqual((status, stderr), (0, ''))
        self.assertEqual(sorted(os.listdir(self.dir / 'out')), [
            'catalog.json', 'other_codes.h', 'other_names.inc', 'other_tables.inc'])
        for name in os.listdir(self.dir / 'out'):
            self.assertNotIn('small_', (self.dir / 'out' / name).read_text(encoding='utf-8'))


CHANGES = (
    # what is replaced, the level, and the line that says so
    (('retry: never\n    hints: [verify-first]\n    docs: [keys, limits]',
      'retry: conflict\n    hints: [verify-first]\n    docs: [keys, limits]'),
     'major', 'NoSuchKey (404): class: never -> conflict'),
    (('status: 404\n    retry', 'status: 410\n    retry'), 'major',
     'NoSuchKey: status: 404 -> 410'),
    (('hints: [once]', 'hints: [wait]'), 'major',
     'Request has expired (403): hint removed: once\n'
     '  Request has expired (403): hint added: wait'),
    (('    aliases: [BadRequest]\n', ''), 'major', 'BadRquest: alias removed: BadRequest'),
    (('message: Request has expired}', 'message: Request is old}'), 'major',
     'Request has expired: refinement: Request has expired -> Request is old'),
    (('prefix: small', 'prefix: smaller'), 'major', 'catalog: prefix: small -> smaller'),
    (('    retry: transient\n    message: {en: Family 5xx.',
      '    retry: throttle\n    message: {en: Family 5xx.'), 'major',
     'family 5xx: class: transient -> throttle'),
    (('aliases: [BadRequest]', 'aliases: [BadRequest, BadReq]'), 'minor',
     'BadRquest: alias added: BadReq'),
    (('    status: 400\n', "    status: 400\n    retired: {date: '2026-11-21', reason: Gone.}\n"),
     'minor', 'BadRquest: retirement: 2026-11-21'),
    (('  - for: 404\n', '  - for: 410\n'), 'major',
     'family 404: removed\nminor:\n  family 410: added: never'),
    (('    message: {en: There was no answer.', '    message: {en: No answer came.'), 'patch',
     'client:NoAnswer: message changed in en only'),
    (('zh-CN: 没有收到回应。', 'zh-CN: 没有回应。'), 'patch',
     'client:NoAnswer: message changed in zh-CN only'),
    (('{en: Mend it., zh-CN: 改正它。}', '{en: Correct it., zh-CN: 改掉它。}'), 'patch',
     'BadRquest (400): advice changed in en, zh-CN'),
    (('docs: [keys, limits]', 'docs: [limits]'), 'patch',
     'NoSuchKey (404): docs: keys, limits -> limits'),
    (("'1#a'", "'1#b'"), 'patch', 'keys: page changed in zh-CN'),
    (("en: 'Message:'", "en: 'Text:'"), 'patch', 'message: label changed in en only'),
    (('en: Wait of hints.', 'en: Wait.'), 'patch', 'wait: hint words changed in en only'),
    (('source: https://example.com/errors', 'source: https://example.com/codes'), 'patch',
     'catalog: source: https://example.com/errors -> https://example.com/codes'),
    (('      - status: 409\n', '      - status: 412\n'), 'major',
     'InvalidState (409): status removed\nminor:\n  InvalidState (412): status added'),
)
NEXT = {'patch': '2.10.4', 'minor': '2.11.0', 'major': '3.0.0'}
EXIT = {'patch': 3, 'minor': 4, 'major': 5}


class Diff(Case):
    def test_each_change(self):
        for replacement, level, line in CHANGES:
            with self.subTest(line):
                path = self.write('new.yaml', replacement)
                expected = (f'{level}:\n  {line}\n{level}: 2.10.3 -> 2.10.3; increase the version to '
                            f'{NEXT[level]}\n')
                self.assertEqual(run('diff', SMALL, path), (0, expected, ''))
                self.assertEqual(run('diff', SMALL, path, '--exit-code')[0], EXIT[level])
                verdict = json.loads(run('diff', SMALL, path, '--format', 'json')[1]
                                     .splitlines()[-1])
                self.assertEqual(verdict, {'verdict': level, 'old': '2.10.3', 'new': '2.10.3',
                                           'least': NEXT[level], 'enough': False})
                raised = self.write('raised.yaml', ('version: 2.10.3', f'version: {NEXT[level]}'),
                                    text=path.read_text(encoding='utf-8'))
                self.assertTrue(run('diff', SMALL, raised)[1].endswith(
                    f'\n{level}: 2.10.3 -> {NEXT[level]}\n'))

    def test_the_other_way_round(self):
        """An addition in one direction breaks users in the other."""
        text = SMALL.read_text(encoding='utf-8')
        entry = text[text.index('  - code: AccessDenied\n'):text.index('  - code: InvalidState')]
        path = self.write('less.yaml', (entry, ''))
        self.assertEqual(run('diff', path, SMALL)[1],
                         'minor:\n  AccessDenied (403): added: never\n'
                         '  Request has expired (403): added: clock\n'
                         'minor: 2.10.3 -> 2.10.3; increase the version to 2.11.0\n')
        self.assertTrue(run('diff', SMALL, path)[1].startswith(
            'major:\n  AccessDenied: removed\n  Request has expired: removed\n'))

    def test_languages(self):
        path = self.write('new.yaml', ('  - tag: fr\n', '  - tag: de\n'),
                          ("en: 1, zh-CN: '1#a', fr: 1", "en: 1, zh-CN: '1#a'"),
                          (", fr: Cette clé n'existe pas.", ''), (", fr: 'Message :'", ''))
        self.assertEqual(run('diff', SMALL, path)[1],
                         'major:\n  fr: language removed\nminor:\n  de: language added\n'
                         'major: 2.10.3 -> 2.10.3; increase the version to 3.0.0\n')

    def test_the_base_of_a_refinement_is_renamed(self):
        path = self.write('new.yaml', ('- code: AccessDenied\n',
                                       '- code: AccessForbidden\n    aliases: [AccessDenied]\n'))
        self.assertEqual(run('diff', SMALL, path)[1].splitlines()[:2],
                         ['minor:', '  AccessForbidden: code renamed: AccessDenied -> AccessForbidden'])
        path = self.write('new.yaml', ('code: AccessDenied, message', 'code: NoSuchKey, message'))
        self.assertIn('Request has expired: refines another code: AccessDenied -> NoSuchKey\n',
                      run('diff', SMALL, path)[1])

    def test_equal_codes_are_paired_first(self):
        """An error that becomes an alias of another one was removed; the other one was not."""
        text = SMALL.read_text(encoding='utf-8')
        entry = text[text.index('  - code: NoSuchKey\n'):text.index('  - code: BadRquest')]
        path = self.write('new.yaml', (entry, ''), ('aliases: [BadRequest]',
                                                    'aliases: [BadRequest, NoSuchKey]'))
        self.assertEqual(run('diff', SMALL, path)[1],
                         'major:\n  NoSuchKey: removed\nminor:\n  BadRquest: alias added: NoSuchKey\n'
                         'major: 2.10.3 -> 2.10.3; increase the version to 3.0.0\n')

    def test_what_only_other_tools_see(self):
        path = self.write('new.yaml', ('reason: The service has', 'reason: It has'),
                          ('  - tag: fr\n', '  - tag: fr\n    required: false\n'))
        self.assertEqual(run('diff', SMALL, path)[1].splitlines()[:2],
                         ['patch:', '  InvalidState: reason of the retirement'])
        path = self.write('new.yaml', ("  message: {en: 'Message:', zh-CN: 消息：, fr: 'Message :'}\n",
                                       "  other: {en: 'Other:', zh-CN: 其他：}\n"))
        self.assertEqual(run('diff', SMALL, path)[1].splitlines()[:4],
                         ['major:', '  message: label removed', 'minor:', '  other: label added'])

    def test_nothing(self):
        self.assertEqual(run('diff', SMALL, SMALL, '--exit-code'), (0, 'none: 2.10.3 -> 2.10.3\n', ''))

    def test_formats(self):
        path = self.write('new.yaml', CHANGES[0][0], CHANGES[7][0], CHANGES[12][0])
        self.assertEqual(run('diff', SMALL, path, '--format', 'markdown')[1], '''\
### Breaking changes

- `NoSuchKey` (404): class: `never` -> `conflict`

### Additions

- `BadRquest`: alias added: `BadReq`

### Texts

- `BadRquest` (400): advice changed in en, zh-CN

Catalog version, major: 2.10.3 -> 2.10.3; increase the version to 3.0.0
''')
        lines = [json.loads(line) for line in
                 run('diff', SMALL, path, '--format', 'json')[1].splitlines()]
        self.assertEqual(lines[:3], [
            {'level': 'major', 'change': 'class', 'subject': 'NoSuchKey', 'status': 404,
             'from': 'never', 'to': 'conflict'},
            {'level': 'minor', 'change': 'alias added', 'subject': 'BadRquest', 'to': 'BadReq'},
            {'level': 'patch', 'change': 'advice', 'subject': 'BadRquest', 'status': 400,
             'languages': 'en, zh-CN', 'alone': False}])

    def test_standard_input(self):
        """As git show prints an older one."""
        path = self.write('new.yaml', CHANGES[0][0])
        self.assertEqual(run('diff', '-', path, stdin=SMALL.read_bytes()), run('diff', SMALL, path))
        self.assertEqual(run('diff', SMALL, '-', stdin=path.read_bytes()), run('diff', SMALL, path))

    def test_errors(self):
        path = self.write('bad.yaml', ('status: 404', 'status: 999'))
        for args in ((SMALL, path), (path, SMALL)):
            status, stdout, stderr = run('diff', *args)
            self.assertEqual((status, stdout), (1, ''))
            self.assertIn('[status]', stderr)

    def test_an_old_one_may_lack_words(self):
        """Classes and reasons added later are not missing from an old release."""
        path = self.write('old.yaml', (
            '    not-from-cos: {en: Not-from-cos of reasons., zh-CN: 原因 not-from-cos。}\n', ''))
        self.assertEqual(run('diff', path, SMALL)[1],
                         'patch:\n  not-from-cos: reason words added\n'
                         'patch: 2.10.3 -> 2.10.3; increase the version to 2.10.4\n')
        self.assertEqual(run('diff', SMALL, path)[0], 1)


ADVICE_LINE = SMALL.read_text(encoding='utf-8').split('advice: {en: Mend it.')[0].count('\n') + 1


class Translation(Case):
    def test_a_text_changed_in_one_language(self):
        path = self.write('new.yaml', ('en: Mend it.', "en: 'Correct it, then send it again.'"))
        line = ADVICE_LINE
        status, _, stderr = run('check', path, '--ledger', LOCK, '--since', SMALL)
        self.assertEqual(status, 0, stderr)
        self.assertEqual(stderr, f'''\
{path}:{line}:60: warning: the advice of 'BadRquest' changed in en but not here; does it still \
say the same? [stale-text]
{line:5} |     advice: {{en: 'Correct it, then send it again.', zh-CN: 改正它。}}
      |                                                            ^~~~~~~~
coserr-gen: 1 warning
''')
        self.assertEqual(run('check', path, '--since', SMALL, '--werror')[0], 1)
        path = self.write('new.yaml', ('{en: Mend it., zh-CN: 改正它。}',
                                       '{en: Correct it., zh-CN: 改掉它。}'))
        self.assertEqual(run('check', path, '--since', SMALL, '--werror')[0], 0)

    def test_where(self):
        path = self.write('new.yaml', ('zh-CN: 改正它。', 'zh-CN: 改正后重发。'))
        _, _, stderr = run('check', path, '--since', SMALL, '--format', 'json')
        item = json.loads(stderr)
        self.assertEqual((item['line'], item['column'], item['width']), (ADVICE_LINE, 18, 8))
        path = self.write('new.yaml', ('zh-CN: 改正它。', 'zh-CN: 改正后重发。'),
                          ('    symbol: BAD', '    allow: [stale-text]\n    symbol: BAD'))
        self.assertEqual(run('check', path, '--since', SMALL)[2], '')


if __name__ == '__main__':
    unittest.main()
