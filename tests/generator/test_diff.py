#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Releases of a catalog compared: what diff reports, and texts changed in one language only.

usage: test_diff.py GENERATOR
"""
import json
import unittest

from generator import LOCK, SMALL, Case, run

# Edits of the small catalog that others need first: what it lacks.
NO_SUCH_KEY = 'category: not-found\n    hints: [verify-first]'
EXPIRED = 'hints: [once, {verify-first: [CopyThing]}]'
OWNER = "match: [Only the owner*, '*by the owner']"
CHANGES = (
    # what is replaced, the level, and the line that says so
    # rows
    (('retry: never\n    ' + NO_SUCH_KEY, 'retry: conflict\n    ' + NO_SUCH_KEY), 'major',
     'NoSuchKey (404): class: never -> conflict'),
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
    (('retry: transient\n    category: server\n', 'retry: throttle\n    category: server\n'),
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
    ((', header: x-copy', ''), 'minor',
     'CopyThing: request: PUT object ?v x-copy -> PUT object ?v'),
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
# The same between two edits of it: the old one, the new one, and what diff says; None for nothing.
STATE = "    retired: {date: '2026-02-28', reason: The service has no such state any more.}\n"
CASE = (STATE + '    cases:\n      - {name: moved, match: It moved, status: 409,\n'
        '         message: {en: m., zh-CN: 甲。}, advice: {en: a., zh-CN: 乙。}}\n')
TEXT = SMALL.read_text(encoding='utf-8')
FRENCH = TEXT[TEXT.index('  - tag: fr\n'):TEXT.index('pages:\n')]
CHINESE = TEXT[TEXT.index('  - tag: zh-CN\n'):TEXT.index('  - tag: fr\n')]
CONFLICT = TEXT[TEXT.index('      - status: 409\n'):TEXT.index('      - status: 403\n')]
PAIRS = (
    ((OWNER, 'match: [Only, the owner]'), (OWNER, "match: 'Only, the owner'"),
     'major', 'AccessDenied/owner: patterns of a case: Only, the owner -> Only, the owner'),
    (('query: [v]', 'query: [v, w]'), ('query: [v]', "query: ['v, w']"),
     'minor', 'CopyThing: request: PUT object ?v, w x-copy -> PUT object ?v, w x-copy'),
    ((EXPIRED, EXPIRED.replace('CopyThing', 'GetThing, CopyThing')),
     (EXPIRED, EXPIRED.replace('CopyThing', 'CopyThing, GetThing')), None, None),
    ((EXPIRED, EXPIRED.replace('CopyThing', 'GetThing, CopyThing')),
     (EXPIRED, EXPIRED), 'major',
     'Request has expired (403): operations of the hint verify-first: GetThing, CopyThing -> '
     'CopyThing'),
    ((STATE, CASE), (STATE, CASE.replace('409', '403')), 'major',
     'InvalidState/moved: status of a case: 409 -> 403\n'
     '  InvalidState/moved (403): class: conflict -> never\n'
     '  InvalidState/moved (403): hint added: restore-first\n'
     '  InvalidState/moved (403): hint added: wait\npatch:\n'
     '  InvalidState/moved (403): docs: limits'),
    ((STATE, STATE), (CONFLICT, ''), 'major', 'InvalidState (409): status removed'),
    ((CONFLICT, ''), (STATE, STATE), 'major',
     'InvalidState: default variant: 403 -> 409\nminor:\n  InvalidState (409): status added'),
    ((STATE, STATE), (TEXT[TEXT.index(CONFLICT):], TEXT[TEXT.index(CONFLICT) + len(CONFLICT):]
                      + CONFLICT), 'major', 'InvalidState: default variant: 409 -> 403'),
    ((CHINESE + FRENCH, FRENCH + CHINESE), (STATE, STATE), 'patch',
     'fr: position in the list of languages\n  zh-CN: position in the list of languages'),
    (('  - tag: zh-CN\n    required: true\n', '  - tag: zh-CN\n'), (STATE, STATE), 'patch',
     'zh-CN: now required'),
    ((STATE, STATE.replace('02-28', '02-27')), (STATE, STATE), 'minor',
     'InvalidState: retirement: 2026-02-27 -> 2026-02-28'),
    (('- service.small', '- thing.small'), (STATE, STATE), 'minor', 'catalog: hosts'),
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
                expected = (f'{level}:\n  {line}\n{level}: 2.10.3 -> 2.10.3; increase the '
                            f'version to {NEXT[level]}\n')
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

    def test_each_change_between_others(self):
        for before, after, level, line in PAIRS:
            with self.subTest(line):
                old, new = self.write('old.yaml', before), self.write('new.yaml', after)
                expected = (f'{level}:\n  {line}\n{level}: 2.10.3 -> 2.10.3; increase the '
                            f'version to {NEXT[level]}\n' if level else 'none: 2.10.3 -> 2.10.3\n')
                self.assertEqual(run('diff', old, new), (0, expected, ''))

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
                         ['minor:', '  AccessForbidden: code renamed: AccessDenied -> '
                          'AccessForbidden'])
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
                         'major:\n  NoSuchKey: removed\nminor:\n'
                         '  BadRquest: alias added: NoSuchKey\nmajor: 2.10.3 -> 2.10.3; increase the version to 3.0.0\n')

    def test_nothing(self):
        self.assertEqual(run('diff', SMALL, SMALL, '--exit-code'),
                         (0, 'none: 2.10.3 -> 2.10.3\n', ''))

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
