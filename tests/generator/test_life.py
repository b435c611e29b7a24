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
            lock.write_text('')
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
            'other_codes.h'])
        for path in (self.dir / 'out').iterdir():
            self.assertNotIn(b'small_', path.read_bytes())


# Edits of the small catalog that others need first: what it lacks.
NO_SUCH_KEY = 'category: not-found\n    hints: [verify-first]'
EXPIRED = 'hints: [once, {verify-first: [CopyThing]}]'
OWNER = "match: [Only the owner*, '*by the owner']"
CHANGES = (
    # what is replaced, the level, and the line that says so
    # rows
    (('retry: never\n    category: not-found\n    hints', 'retry: conflict\n    category: not-found\n    hints'),
     'major', 'NoSuchKey (404): class: never -> conflict'),
    (('status: 404\n    retry', 'status: 410\n    retry'), 'major',
     'NoSuchKey: status: 404 -> 410'),
    ((NO_SUCH_KEY, 'category: state\n    hints: [verify-first]'), 'major',
     'NoSuchKey (404): category: not-found -> state'),
    ((EXPIRED, EXPIRED.replace('once', 'wait')), 'major',
     'Request has expired (403): hint removed: once\n'
     '  Request has expired (403): hint added: wait'),
    ((EXPIRED, EXPIRED.replace('CopyThing', 'GetThing')), 'major',
     'Request has expired (403): operations of the hint verify-first: CopyThing -> GetThing'),
    ((EXPIRED, EXPIRED.replace('CopyThing', 'GetThing, CopyThing')), 'major',
     'Request has expired (403): operations of the hint verify-first: CopyThing -> '
     'GetThing, CopyThing'),
    ((EXPIRED, 'hints: [once, verify-first]'), 'major',
     'Request has expired (403): operations of the hint verify-first: CopyThing -> all'),
    ((EXPIRED, 'hints: [once]'), 'major', 'Request has expired (403): hint removed: verify-first'),
    ((EXPIRED, EXPIRED.replace('once', '{once: [GetThing]}')), 'major',
     'Request has expired (403): operations of the hint once: all -> GetThing'),
    (('flags: [sign-only]', 'flags: []'), 'major', 'Request has expired (403): flags'),
    (('flags: [unsent]', 'flags: [unsent, sign-only]'), 'major', 'client:NoAnswer: flags'),
    ((NO_SUCH_KEY, 'grpc: ABORTED\n    ' + NO_SUCH_KEY), 'patch',
     'NoSuchKey (404): gRPC code or errno'),
    ((NO_SUCH_KEY, 'errno: EIO\n    ' + NO_SUCH_KEY), 'patch',
     'NoSuchKey (404): gRPC code or errno'),
    (('      - status: 403\n', '      - status: 403\n        source: a mail\n'), 'patch',
     'InvalidState (403): source of a row'),
    (('    details:\n      - {en: \'Allow {cam_action}.\', zh-CN: \'授权 {cam_action}。\'}\n', ''),
     'patch', 'AccessDenied (403): detail removed'),
    (('    cases:\n', '      - {en: \'Of {key}.\', zh-CN: \'{key} 的。\'}\n    cases:\n'), 'patch',
     'AccessDenied (403): detail added'),
    (("'Allow {cam_action}.'", "'Grant {cam_action}.'"), 'patch',
     'AccessDenied (403): detail changed in en only'),
    (("'Key {key}.'", "'The key {key}.'"), 'patch',
     'NoSuchKey (404): detail changed in en only'),
    (('    message: {en: There was no answer.', '    message: {en: No answer came.'), 'patch',
     'client:NoAnswer: message changed in en only'),
    (('zh-CN: 没有收到回应。', 'zh-CN: 没有回应。'), 'patch',
     'client:NoAnswer: message changed in zh-CN only'),
    (('{en: Correct it., zh-CN: 改正它。}', '{en: Change it., zh-CN: 改掉它。}'), 'patch',
     'BadRquest (400): advice changed in en, zh-CN'),
    (('docs: [keys, limits]', 'docs: [limits]'), 'patch',
     'NoSuchKey (404): docs: keys, limits -> limits'),
    (('docs: [keys, limits]', 'docs: [GetThing, limits]'), 'patch',
     'NoSuchKey (404): docs: keys, limits -> GetThing, limits'),
    # errors
    (('    aliases: [BadRequest]\n', ''), 'major', 'BadRquest: alias removed: BadRequest'),
    (('aliases: [BadRequest]', 'aliases: [BadRequest, BadReq]'), 'minor',
     'BadRquest: alias added: BadReq'),
    (('match: Request has expired}', 'match: Request is old}'), 'major',
     'Request has expired: refinement: Request has expired -> Request is old'),
    (('match: Request has expired}', 'match: Request has expired, status: 403}'), 'major',
     'Request has expired: status of the refinement'),
    (('    refines: {code: AccessDenied, match: Request has expired}\n', ''), 'major',
     'Request has expired: refines another code: AccessDenied\n'
     '  Request has expired: refinement: Request has expired'),
    (('    s3: same\n', '    s3: COS only\n'), 'patch', 'NoSuchKey: relation to S3'),
    (('    s3: same\n', '    s3: same\n    source: a mail\n'), 'patch', 'NoSuchKey: source'),
    (('    s3: same\n', '    s3: same\n    wire: json\n'), 'patch', 'NoSuchKey: wire form'),
    (('    sample: No such key here.\n', ''), 'patch', 'NoSuchKey: sample'),
    (('    status: 400\n', "    status: 400\n    retired: {date: '2026-11-21', reason: Gone.}\n"),
     'minor', 'BadRquest: retirement: 2026-11-21'),
    (("    retired: {date: '2026-02-28', reason: The service has no such state any more.}\n", ''),
     'minor', 'InvalidState: retirement: 2026-02-28'),
    (('reason: The service has', 'reason: It has'), 'patch',
     'InvalidState: reason of the retirement'),
    (('code: NoAnswer', 'code: NoReply'), 'major',
     'client:NoAnswer: removed\nminor:\n  client:NoReply: added: transient'),
    # variants
    (('      - status: 409\n', '      - status: 412\n'), 'major',
     'InvalidState: default variant: 409 -> 412\n  InvalidState (409): status removed\n'
     'minor:\n  InvalidState (412): status added'),
    (('      - status: 403\n', '      - status: 404\n'), 'major',
     'InvalidState (403): status removed\nminor:\n  InvalidState (404): status added'),
    # cases
    (('- name: closed\n', '- name: shut\n'), 'major',
     'AccessDenied/closed: case removed\nminor:\n  AccessDenied/shut: case added'),
    ((OWNER, 'match: Only the owner*'), 'major', 'AccessDenied/owner: patterns of a case: '
     'Only the owner*, *by the owner -> Only the owner*'),
    (('match: The shop is closed', "match: ['The shop is closed', 'Closed']"), 'major',
     'AccessDenied/closed: patterns of a case: The shop is closed -> The shop is closed, Closed'),
    (('        retry: transient\n', '        retry: conflict\n'), 'major',
     'AccessDenied/closed (403): class: transient -> conflict'),
    (('        category: state\n        source: a sign', '        source: a sign'), 'major',
     'AccessDenied/closed (403): category: state -> permission'),
    (('hints: [operator]', 'hints: [wait]'), 'major',
     'AccessDenied/owner (403): hint removed: operator\n'
     '  AccessDenied/owner (403): hint added: wait'),
    (('en: Only the owner may.', 'en: The owner may.'), 'patch',
     'AccessDenied/owner (403): message changed in en only'),
    (('source: a sign', 'source: a mail'), 'patch', 'AccessDenied/closed (403): source of a row'),
    # families
    (('    retry: transient\n    category: server\n', '    retry: throttle\n    category: server\n'),
     'major', 'family 5xx: class: transient -> throttle'),
    (('  - for: 404\n', '  - for: 410\n'), 'major',
     'family 404: removed\nminor:\n  family 410: added: never'),
    # operations
    (('    idempotent: true\n', '    idempotent: false\n'), 'major', 'GetThing: idempotence'),
    (('    after-200: body\n', '    after-200: keys\n'), 'major', 'CopyThing: error after a 200'),
    (('    after-200: body\n', ''), 'major', 'CopyThing: error after a 200'),
    (("'small:PutThing', side: target}", "'small:PutThing', side: source}"), 'minor',
     'CopyThing: actions: small:PutThing, small:GetThing on the source -> '
     'small:PutThing on the source, small:GetThing on the source'),
    (('      - {action: \'small:GetThing\', side: source}\n', ''), 'minor',
     'CopyThing: actions: small:PutThing, small:GetThing on the source -> small:PutThing'),
    (('query: [v], ', 'query: [w], '), 'minor',
     'CopyThing: request: PUT object ?v x-copy -> PUT object ?w x-copy'),
    ((', header: x-copy', ''), 'minor', 'CopyThing: request: PUT object ?v x-copy -> PUT object ?v'),
    (('    request: {method: GET, level: object}\n', ''), 'minor',
     'GetThing: request: GET object'),
    (('{method: GET, level: object}', '{method: GET, level: bucket}'), 'minor',
     'GetThing: request: GET object -> GET bucket'),
    (('title: GET Thing', 'title: Get Thing'), 'patch', 'GetThing: title, page or source'),
    (('source: the guide', 'source: a mail'), 'patch', 'CopyThing: title, page or source'),
    (('    page: things/get\n', ''), 'patch', 'GetThing: title, page or source'),
    (('page: things/get\n', 'page: thing/get\n'), 'patch',
     'GetThing: page changed in en, zh-CN, fr'),
    (('- name: GetThing\n', '- name: ReadThing\n'), 'major',
     'GetThing: operation removed\nminor:\n  ReadThing: operation added'),
    # the head
    (('prefix: small', 'prefix: smaller'), 'major', 'catalog: prefix: small -> smaller'),
    (('name: small\n', 'name: smaller\n'), 'patch', 'catalog: name: small -> smaller'),
    (('source: https://example.com/errors', 'source: https://example.com/codes'), 'patch',
     'catalog: source: https://example.com/errors -> https://example.com/codes'),
    (('hosts:\n', 'diagnose: https://example.com/id\nhosts:\n'), 'patch',
     'catalog: diagnose: https://example.com/id'),
    (('  - service.small.example.com\n', ''), 'minor', 'catalog: hosts'),
    (("'1#a'", "'1#b'"), 'patch', 'keys: page changed in zh-CN'),
    (('docs: https://example.com/fr/', 'docs: https://example.com/f/'), 'patch',
     'fr: documentation address'),
    (('  - tag: fr\n', '  - tag: fr\n    required: false\n'), 'none', None),
    (('  - tag: zh-CN\n    required: true\n', '  - tag: zh-CN\n'), 'patch',
     'zh-CN: no longer required'),
)
NEXT = {'patch': '2.10.4', 'minor': '2.11.0', 'major': '3.0.0'}
EXIT = {'patch': 3, 'minor': 4, 'major': 5}


class Diff(Case):
    def test_each_change(self):
        for replacement, level, line in CHANGES:
            with self.subTest(line or replacement):
                path = self.write('new.yaml', replacement)
                if line is None:
                    self.assertEqual(run('diff', SMALL, path), (0, 'none: 2.10.3 -> 2.10.3\n', ''))
                    continue
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
                          (", fr: Cette clé n'existe pas.", ''), (", fr: 'Clé {key}.'", ''))
        self.assertEqual(run('diff', SMALL, path)[1],
                         'major:\n  fr: language removed\nminor:\n  de: language added\n'
                         'major: 2.10.3 -> 2.10.3; increase the version to 3.0.0\n')

    def test_the_base_of_a_refinement_is_renamed(self):
        path = self.write('new.yaml', ('- code: AccessDenied\n',
                                       '- code: AccessForbidden\n    aliases: [AccessDenied]\n'))
        self.assertEqual(run('diff', SMALL, path)[1].splitlines()[:2],
                         ['minor:', '  AccessForbidden: code renamed: AccessDenied -> AccessForbidden'])
        path = self.write('new.yaml', ('code: AccessDenied, match', 'code: NoSuchKey, match'))
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

    def test_nothing(self):
        self.assertEqual(run('diff', SMALL, SMALL, '--exit-code'), (0, 'none: 2.10.3 -> 2.10.3\n', ''))

    def test_formats(self):
        path = self.write('new.yaml', *(replacement for replacement, _, line in CHANGES if line in (
            'NoSuchKey (404): class: never -> conflict', 'BadRquest: alias added: BadReq',
            'BadRquest (400): advice changed in en, zh-CN')))
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


ADVICE_LINE = SMALL.read_text(encoding='utf-8').split('advice: {en: Correct it.')[0].count('\n') + 1


class Translation(Case):
    def test_a_text_changed_in_one_language(self):
        path = self.write('new.yaml', ('en: Correct it.', "en: 'Change it, then send it again.'"))
        line = ADVICE_LINE
        status, _, stderr = run('check', path, '--ledger', LOCK, '--since', SMALL)
        self.assertEqual(status, 0, stderr)
        self.assertEqual(stderr, f'''\
{path}:{line}:59: warning: the advice of 'BadRquest' changed in en but not here; does it still \
say the same? [stale-text]
{line:5} |     advice: {{en: 'Change it, then send it again.', zh-CN: 改正它。}}
      |                                                           ^~~~~~~~
coserr-gen: 1 warning
''')
        self.assertEqual(run('check', path, '--since', SMALL, '--werror')[0], 1)
        path = self.write('new.yaml', ('{en: Correct it., zh-CN: 改正它。}',
                                       '{en: Change it., zh-CN: 改掉它。}'))
        self.assertEqual(run('check', path, '--since', SMALL, '--werror')[0], 0)

    def test_where(self):
        path = self.write('new.yaml', ('zh-CN: 改正它。', 'zh-CN: 改正后重发。'))
        _, _, stderr = run('check', path, '--since', SMALL, '--format', 'json')
        item = json.loads(stderr)
        self.assertEqual((item['line'], item['column'], item['width']), (ADVICE_LINE, 18, 11))
        path = self.write('new.yaml', ('zh-CN: 改正它。', 'zh-CN: 改正后重发。'),
                          ('    symbol: BAD', '    allow: [stale-text]\n    symbol: BAD'))
        self.assertEqual(run('check', path, '--since', SMALL)[2], '')


if __name__ == '__main__':
    unittest.main()
