#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The service's page of codes, compared with the catalog.

usage: test_import.py GENERATOR
"""
import itertools
import json
import re
import signal
import subprocess
import unittest

from generator import GENERATOR, LOCK, SMALL, Case, run

PAGE = '''\
# Codes of the small service

Some words, and a table that is none of ours:

| Node | Parent | Description |
| ---- | ------ | ----------- |
| Error | none | everything |

## 4XX

| HTTP Status Code | Error Code | Description |
| --- | :-- | --- |
|404 Not Found| NoSuchKey | There is none |
| 400 Bad Request | BadRquest  | bad |
| 403 Forbidden | **AccessDenied** | see [the page](https://example.com/acl) |
| 403 Forbidden | `Request has expired` | old |
| 403/409 | InvalidState | the state |

```
| HTTP Status Code | Error Code |
| --- | --- |
| 404 | InAFence |
```
'''


class Import(Case):
    def page(self, *replacements, text=PAGE):
        return self.write('page.md', *replacements, text=text)

    def imported(self, page, *options, catalog=SMALL):
        return run('import', page, catalog, *options)

    def test_nothing_to_do(self):
        page = self.page(('| 403/409 | InvalidState | the state |\n', ''))
        status, stdout, stderr = self.imported(page, '--exit-code')
        self.assertEqual((status, stdout, stderr), (
            0, f'{page}: 4 codes in 4 rows: nothing to do\n', ''))

    def test_invisible_characters_in_the_page(self):
        """They are no part of a code, and do not get into the catalog."""
        catalog = self.write('small.yaml')
        page = self.page(('NoSuchKey | There', 'NoSuch\u200bKey\u2060 | There'),
                         ('| 403/409', '| 404 | NewCode | It is\u202e new\u200b |\n| 403/409'))
        status, stdout, stderr = self.imported(page, '--write', catalog=catalog)
        self.assertEqual((status, stderr), (0, ''))
        self.assertNotIn('NoSuchKey', stdout)
        self.assertIn('# The page: It is new\n', catalog.read_text(encoding='utf-8'))

    def test_retired_and_listed_again(self):
        status, stdout, _ = self.imported(self.page(), '--exit-code')
        self.assertEqual(status, 3)
        self.assertIn('listed again: InvalidState, retired 2026-02-28\n', stdout)

    def test_columns_in_any_order_and_language(self):
        rows = ((404, 'NoSuchKey', '没有'), (400, 'BadRequest', '错'), (403, 'AccessDenied', '拒绝'),
                (403, 'Request has expired', '过期'))
        for titles in (('错误码', '描述', 'HTTP 状态码'), ('描述', '错误码', '状态码'),
                       ('HTTP ステータスコード', 'エラーコード', '説明'), ('説明', 'ステータス', 'エラーコード'),
                       ('HTTP 상태 코드', '오류 코드', '설명'), ('에러 코드', '의미', '상태 코드'),
                       ('HTTP 狀態碼', '錯誤碼', '說明'),
                       ('HTTP Status', 'Meaning', 'Code'), ('Error code', 'HTTP status code', '说明')):
            lines = ['|'.join(titles), '|'.join('---' for _ in titles)]
            for status, code, text in rows:
                cells = []
                for title in titles:
                    is_status = re.search('状态码|狀態碼|tatus|ステータス|상태', title)
                    is_code = title in ('错误码', '錯誤碼', 'Code', 'Error code', 'エラーコード',
                                        '오류 코드', '에러 코드')
                    cells.append(f'{status} X' if is_status else code if is_code else text)
                lines.append('\u3000| '.join(cells) + '\u00a0')
            page = self.page(text='\r\n'.join(lines) + '\r\n')
            self.assertEqual(self.imported(page)[1],
                             f'{page}: 4 codes in 4 rows: nothing to do\n', titles)

    def test_the_first_of_two_columns(self):
        """Of two columns with titles of one kind, the first is meant."""
        page = self.page(text='| Error code | HTTP status | Description | Code |\n'
                              '| --- | --- | --- | --- |\n'
                              '| NoSuchKey | 404 | none | Missing |\n'
                              '| BadRequest | 400 | bad | Bad |\n'
                              '| AccessDenied | 403 | denied | Denied |\n'
                              '| Request has expired | 403 | old | Old |\n')
        self.assertEqual(self.imported(page)[1], f'{page}: 4 codes in 4 rows: nothing to do\n')

    def test_status_from_the_section(self):
        page = self.page(text='''\
### 404 Not Found

| Error Code | Description |
|---|---|
| NoSuchKey | x |

**403 Forbidden**

| Error Code | Description |
|---|---|
| AccessDenied | x |
| Request has expired | x |

#### 4XX

| Error Code |
|---|
| BadRquest |

## Others

| Error Code |
|---|
| InvalidState |
''')
        self.assertEqual(self.imported(page)[1].splitlines()[-1],
                         f'{page}: 5 codes in 5 rows: 0 new, 1 changed, 0 not on the page')
        page = self.page(('#### 4XX', '#### 5XX'), ('### 404', '### 405'),
                         text=page.read_text())
        stdout = self.imported(page)[1]
        self.assertIn(f'changed: NoSuchKey: 404 in the catalog, 405 on the page, {page}:5\n', stdout)
        self.assertIn('changed: BadRquest: 400 in the catalog, 5xx on the page', stdout)

    def test_new_gone_changed(self):
        page = self.page(('|404 Not Found| NoSuchKey | There is none |',
                          '| 404 Not Found | NoSuchKeys | There is no [key](https://example.com/b) \\| c<br>d |'),
                         ('| 400 Bad', '| 409 Bad'),
                         ('| 403/409 | InvalidState | the state |',
                          '| 500 | EntirelyNew | x |\n| 503 | EntirelyNew | y |'))
        status, stdout, stderr = self.imported(page)
        self.assertEqual((status, stderr), (0, ''))
        self.assertEqual(stdout, f'''\
new: NoSuchKeys (404), {page}:13: There is no key | c d
     perhaps a new spelling of 'NoSuchKey' (score 88); if so, keep the old one as an alias
     see https://example.com/b
new: EntirelyNew (500, 503), {page}:17: x
changed: BadRquest: 400 in the catalog, 409 on the page, {page}:14
not on the page: NoSuchKey
{page}: 5 codes in 6 rows: 2 new, 1 changed, 1 not on the page
''')
        lines = [json.loads(line) for line in self.imported(page, '--format', 'json')[1].splitlines()]
        self.assertEqual(lines, [
            {'import': 'new', 'code': 'NoSuchKeys', 'status': '404', 'line': 13,
             'description': 'There is no key | c d', 'may_rename': 'NoSuchKey', 'score': 88,
             'links': ['https://example.com/b']},
            {'import': 'new', 'code': 'EntirelyNew', 'status': '500, 503', 'line': 17,
             'description': 'x', 'links': []},
            {'import': 'changed', 'code': 'BadRquest', 'from': '400', 'to': '409', 'line': 14},
            {'import': 'not on the page', 'code': 'NoSuchKey'},
            {'rows': 6, 'codes': 5, 'new': 2, 'changed': 1, 'gone': 1, 'stubs': 0, 'skipped': 0,
             'numbers': 0}])

    def test_write(self):
        """Entries that are refused until somebody has added what the page does not say."""
        page = self.page(('| 403/409 | InvalidState | the state |',
                          "| 404 | It's'new' | see [b](https://example.com/b) |\n"
                          '| 500 | EntirelyNew | x |\n| 503 | EntirelyNew | y |'))
        for text in (SMALL.read_text(encoding='utf-8'),
                     SMALL.read_text(encoding='utf-8').replace('pages:\n', '# of pages\npages:\n')):
            if '# of pages' in text:            # the errors before another key
                head, errors = text.split('errors:\n  - code: NoSuchKey')
                pages = head[head.index('# of pages'):head.index('operations:')]
                text = head.replace(pages, '') + 'errors:\n  - code: NoSuchKey' + errors + '\n' + pages
            catalog = self.write('catalog.yaml', text=text)
            lock = self.dir / 'ids.lock'
            lock.write_text(LOCK.read_text())
            status, stdout, stderr = self.imported(page, '--write', catalog=catalog)
            self.assertEqual((status, stderr), (0, ''))
            self.assertIn('2 new', stdout)
            after = catalog.read_text(encoding='utf-8')
            status, _, stderr = run('check', catalog)
            self.assertEqual(status, 1)
            self.assertEqual(stderr.count('[retry-class]'), 3)
            self.assertEqual(stderr.count('is empty [text]'), 12)
            self.assertEqual(stderr.count('[category]'), 3)
            self.assertEqual(stderr.count(' error: '), 18)
            filled = after.replace('retry: TODO', 'retry: never') \
                .replace('category: TODO', 'category: server').replace("en: ''", 'en: A text.') \
                .replace("zh-CN: ''", 'zh-CN: 文字。')
            catalog.write_text(filled, encoding='utf-8')
            self.assertEqual(run('assign', catalog, '--ledger', lock)[0], 0)
            self.assertIn(" IT_S_NEW It's'new'\n", lock.read_text())
            self.assertEqual(run('check', catalog, '--ledger', lock)[0], 0)
            self.assertIn('6 codes in 7 rows: nothing to do', self.imported(
                page, catalog=catalog)[1])
            self.assertEqual(run('diff', '-', catalog, stdin=text.encode())[1].count(': added: '), 3)

    def test_write_into_brackets(self):
        text = SMALL.read_text(encoding='utf-8')
        head = text[:text.index('errors:\n  - code: NoSuchKey')]
        catalog = self.write('c.yaml', text=head + '''\
errors: [{code: NoSuchKey, status: 404, retry: never, category: server, \
message: {en: a., zh-CN: 甲。}, \
advice: {en: b., zh-CN: 乙。}}]
''')
        status, _, stderr = self.imported(self.page(), '--write', catalog=catalog)
        self.assertEqual(status, 1)
        self.assertIn('one hyphen a line', stderr)

    def test_marks(self):
        """Links, code marks and emphasis, nested; fences; headings; lists of statuses."""
        page = self.page(text='''\
### 403 Forbidden

**A note.**

#### More of them

| Error Code |
|---|
| [`AccessDenied`](#a) |
| [**Request has expired**](#b) |
| |

```x``` is code in a line

````
```
| Code |
|---|
| InFence |
````

~~~
| Code | Status |
|---|---|
| InFence | 404 |
~~~

## Version 5.4.321

| Code | Status | Description |
|---|---|---|
| NoSuchKey | HTTP 404 | [a `b` **c**](https://example.com/d) |
| NoSuchKey | 404 | again |
| BadRquest | 400 Bad Request | at most 500 of them |
| InvalidState | 403 or 409 | x |
| More | 400、403; 404 | x |
| Short |
''')
        stdout = self.imported(page, '--format', 'json')[1]
        lines = [json.loads(line) for line in stdout.splitlines()]
        self.assertEqual(lines, [
            {'import': 'new', 'code': 'More', 'status': '400, 403, 404', 'line': 36,
             'description': 'x', 'links': []},
            {'import': 'new', 'code': 'Short', 'line': 37, 'description': '', 'links': []},
            {'import': 'listed again', 'code': 'InvalidState', 'from': '409, 403', 'to': '403, 409',
             'line': 35},
            {'rows': 11, 'codes': 7, 'new': 2, 'changed': 1, 'gone': 0, 'stubs': 0, 'skipped': 0,
             'numbers': 0}])

    def test_write_where_it_cannot(self):
        """The new file is read before it replaces the old one, which otherwise stays."""
        small = SMALL.read_text(encoding='utf-8')
        last = 'advice: {en: Restore it first., zh-CN: 先恢复。}\n'
        pages = small[small.index('pages:\n'):small.index('operations:\n')]
        for text in (small + '...\n',      # a document end, and a '#' that begins no comment
                     small.replace(pages, '').replace(last, last.replace('先恢复。', '"先\n# 恢复。"'))
                     + pages):
            catalog = self.dir / 'c.yaml'
            catalog.write_bytes(text.encode())
            self.assertEqual(run('check', catalog)[0], 0)
            status, _, stderr = self.imported(self.page(('NoSuchKey', 'Brand.New')), '--write',
                                              catalog=catalog)
            self.assertEqual(status, 1, stderr)
            self.assertIn('add them by hand', stderr)
            self.assertEqual(catalog.read_bytes(), text.encode())

    def test_rows_that_are_no_codes(self):
        """They are counted and shown, and never become stubs."""
        page = self.page(('| 403/409 | InvalidState | the state |', """\
| 404 | 其他 | everything else |
| 404 | Other | everything else |
| 404 | Something with spaces | a sentence |
| 404 | client:Foo | not from the service |
| | | |"""))
        catalog = self.write('c.yaml')
        for options in ((), ('--write',)):
            self.assertEqual(self.imported(page, *options, catalog=catalog), (0, f"""\
skipped: '其他' is not a code, {page}:17
skipped: 'Other' is not a code, {page}:18
skipped: 'Something with spaces' is not a code, {page}:19
skipped: 'client:Foo' is not a code, {page}:20
{page}: 4 codes in 4 rows: nothing to do; 4 skipped
""", ''))
        self.assertEqual(catalog.read_bytes(), SMALL.read_bytes())
        lines = self.imported(page, '--format', 'json')[1].splitlines()
        self.assertEqual([json.loads(lines[0]), json.loads(lines[-1])['skipped']],
                         [{'import': 'skipped', 'line': 17, 'text': '其他'}, 4])

    def test_numbers_without_a_status(self):
        """As old interfaces have them: a count, and no stubs; unless the catalog has the number."""
        page = self.page(text=PAGE + """
### Errors of the old interface

| 错误码 | 说明 | 处理措施 |
| :-- | :-- | --- |
|-1001|参数无效。|检查参数。|
| -1002 | 频率过高。 | 请 [联系](https://example.com/t) 我们。 | -
| -1002 | 频率过高。 | |
| 7 | 七 | |

| Code | Description | Status |
|---|---|---|
| -2001 | has a status | 400 |
""")
        catalog = self.write('c.yaml', ('aliases: [BadRequest]', "aliases: ['7']"))
        stdout = self.imported(page, '--write', catalog=catalog)[1]
        self.assertIn('new: -2001 (400)', stdout)
        self.assertTrue(stdout.endswith('1 new, 1 changed, 0 not on the page; 2 numbers without a '
                                        'status\n'), stdout)
        text = catalog.read_text(encoding='utf-8')
        self.assertNotIn('-100', text)
        self.assertIn("- code: '-2001'\n    status: 400\n", text)

    def test_swapped_columns(self):
        """A row is understood by what is in its cells where its titles are wrong."""
        rows = (('404', 'NoSuchKey', 'There is none.'), ('400 Bad Request', 'BadRquest', 'Bad value'),
                ('403 Forbidden', 'AccessDenied', 'Forbidden'),
                ('403', 'Request has expired', 'Too old'),
                ('409', 'NewProblem', 'At most 500 of them'), ('451', 'V2.Limit', 'a'))
        first = None
        for order in itertools.permutations(range(3)):
            page = self.page(text='### 3XX\n\n| Status | Code | Description |\n|---|---|---|\n' + ''.join(
                '| ' + ' | '.join(row[i] for i in order) + ' |\n' for row in rows))
            stdout = self.imported(page)[1]
            self.assertIn(f'new: NewProblem (409), {page}:9: At most 500 of them\n', stdout, order)
            self.assertNotIn('skipped', stdout)
            first = first or stdout
            self.assertEqual(stdout, first, order)
        page = self.page(text='| Status | Code | Description |\n|---|---|---|\n'
                              '| AccessDenied | Denied | At most 500 of them |\n| 404 | NoSuchKey | BadRquest |\n')
        self.assertIn('2 codes in 2 rows: 0 new, 0 changed, 2 not on the page\n',
                      self.imported(page)[1])

    def test_links_and_entities(self):
        page = self.page(text="""\
| Status | Code | Description |
|---|---|---|
| 404 | [`NoSuchKey`](https://example.com/Key_(computing)) | x |
| 404 | [First](https://example.com/a_(b_(c))) | see [a [b] c](<https://example.com/?a=1&amp;b=2> "title") |
| 404 | Second | &lt;b&gt; &amp;lt; &quot;q&quot; &#39;&#x4e2d;&#X6587;&#124;&nbsp;&hellip; |
| 404 | Third | &#27;&#0;&#xD800;&#x110000;&#xFFFE;&unknown;&;&# AT&T |
| 404 | [Fourth](https://example.com/(b | [c](d |
""")
        lines = [json.loads(line) for line in
                 self.imported(page, '--format', 'json')[1].splitlines()]
        new = {line['code']: (line['description'], line['links']) for line in lines
               if line.get('import') == 'new'}
        self.assertEqual(new, {
            'First': ('see a [b] c', ['https://example.com/?a=1&b=2']),
            'Second': ('<b> &lt; "q" \'中文| …', []),
            'Third': ('&#0;&#xD800;&#x110000;&#xFFFE;&unknown;&;&# AT&T', []),
            '[Fourth](https://example.com/(b': ('[c](d', [])})

    def test_other_services(self):
        """A page of which the catalog has no code is refused."""
        page = self.page(text='| Code | Status |\n|---|---|\n| Foreign | 404 |\n')
        catalog = self.write('c.yaml')
        status, stdout, stderr = self.imported(page, '--write', catalog=catalog)
        self.assertEqual((status, stdout), (1, ''))
        self.assertIn('page.md: error: no code of this page is in the catalog; ', stderr)
        self.assertEqual(catalog.read_bytes(), SMALL.read_bytes())
        status, stdout, stderr = self.imported(page, '--write', '--force', catalog=catalog)
        self.assertEqual((status, stderr), (0, ''))
        self.assertIn('1 new', stdout)
        self.assertIn('code: \'Foreign\'', catalog.read_text(encoding='utf-8'))
        self.assertIn('1 incomplete in the catalog', self.imported(page, catalog=catalog)[1])

    def test_suggested_renames(self):
        """By both code and description, and never below a score of 70."""
        said = re.search(r'score is at least (\d+) of 100', run('--help')[1])
        self.assertEqual(said[1], '70')
        for code, description, expected in (
                ('NoSuchKye', 'There is no such key.', ('NoSuchKey', 91)),   # 3 * 89 + 100
                ('NoSuchKye', 'zzz', None),
                ('NoSuchKye', '没有这个键', ('NoSuchKey', 91)),
                ('NoSuchkey', 'Cette clé', ('NoSuchKey', 90)),
                ('NoSuchThings', 'There is no such key.', None),
                ('BadReequest', 'The request is bad.', ('BadRquest', 86)),
                ('BadRquests', 'The request is bad.', ('BadRquest', 92)),
                ('AccesDenid', 'Access is denied.', ('AccessDenied', 88)),
                ('AccesDenid', 'You may not', None)):
            page = self.page(text=f'| Code | Status | Description |\n|---|---|---|\n| {code} | 404 | '
                                  f'{description} |\n| Request has expired | 403 | x |\n')
            line = json.loads(self.imported(page, '--format', 'json')[1].splitlines()[0])
            suggestion = (line['may_rename'], line['score']) if 'may_rename' in line else None
            self.assertEqual(suggestion, expected, (code, description))

    def test_write_again(self):
        """Stubs that nobody has completed yet are neither errors nor new."""
        page = self.page(('| 403/409 | InvalidState | the state |',
                          '| 500 | EntirelyNew | x |\n| 503 | EntirelyNew | y |\n| | Another | z |'))
        text = SMALL.read_text(encoding='utf-8')
        families = text[text.index('families:'):text.index('client-errors:')]
        for base in (text, text.replace(families, '') + '\n# the families\n' + families):
            catalog = self.write('c.yaml', text=base)
            self.assertIn('2 new', self.imported(page, '--write', catalog=catalog)[1])
            once = catalog.read_bytes()
            status, stdout, stderr = self.imported(page, '--write', '--exit-code', catalog=catalog)
            self.assertEqual((status, stderr), (0, ''))
            self.assertIn('nothing to do; 2 incomplete in the catalog', stdout)
            self.assertEqual(catalog.read_bytes(), once)
            more = self.page(('| Another | z |', '| Another | z |\n| 418 | Third | t |'),
                             text=page.read_text(encoding='utf-8'))
            self.assertIn('1 new', self.imported(more, '--write', catalog=catalog)[1])
            after = catalog.read_text(encoding='utf-8')
            self.assertEqual([after.count(f"code: '{code}'") for code in
                              ('EntirelyNew', 'Another', 'Third')], [1, 1, 1])
            page = self.page(('| 418 | Third | t |\n', ''), text=more.read_text(encoding='utf-8'))
        # What is wrong elsewhere is still an error.
        catalog.write_text(after.replace('status: 404', 'status: 999'), encoding='utf-8')
        self.assertIn('[status]', self.imported(page, catalog=catalog)[2])

    def test_write_keeps_the_form(self):
        """Line ends, byte order mark, and every byte that was there."""
        page = self.page(('| 403/409 | InvalidState | the state |', '| 500 | EntirelyNew | x |'))
        for mark in (b'', b'\xef\xbb\xbf'):
            for line_end in (b'\n', b'\r\n'):
                for tail in (b'', line_end * 2 + b'# the end' + line_end):
                    old = mark + SMALL.read_bytes().replace(b'\n', line_end) + tail
                    catalog = self.dir / 'c.yaml'
                    catalog.write_bytes(old)
                    self.assertEqual(self.imported(page, '--write', catalog=catalog)[0], 0)
                    new = catalog.read_bytes()
                    at = new.index(b'  # The page: x')
                    end = new.index(b"zh-CN: ''", new.index(b'advice:', at)) + 9 + len(line_end)
                    self.assertEqual(new[:at] + new[end:], old)
                    self.assertEqual(new[at:end].count(line_end), new[at:end].count(b'\n'))
                    self.assertEqual(new.count(b'\r'), new.count(b'\r\n'))

    def test_write_without_a_reader(self):
        """Somebody who stops reading does not stop the writing."""
        page = self.page(('| 403/409 | InvalidState | the state |', ''.join(
            f'| 500 | EntirelyNew{i} | {"x" * 100} |\n' for i in range(2000))))
        catalog = self.write('c.yaml')
        with subprocess.Popen([GENERATOR, 'import', page, catalog, '--write'],
                              stdout=subprocess.PIPE, preexec_fn=lambda: signal.signal(
                                  signal.SIGPIPE, signal.SIG_DFL)) as process:
            process.stdout.close()
            self.assertEqual(process.wait(), -signal.SIGPIPE)
        self.assertEqual(catalog.read_text(encoding='utf-8').count('retry: TODO'), 2000)

    def test_bad_pages(self):
        for text, said in (('no table\n', 'no table of codes found'),
                           ('| Code | Status |\n| 1 | 2 |\n', 'no table of codes found'),
                           ('| Code |\n|---|\n| 没有 |\n', 'no table of codes found'),
                           ('| Code |\n|---|\n| -46154 |\n', 'no table of codes found'),
                           ('| Code |\n|---|\n', 'no table of codes found')):
            status, stdout, stderr = self.imported(self.page(text=text))
            self.assertEqual((status, stdout), (1, ''))
            self.assertIn(said, stderr)
            self.assertIn('[page-table]', stderr)

    def test_standard_input(self):
        status, stdout, _ = run('import', '-', SMALL, stdin=PAGE.encode())
        self.assertEqual(status, 0)
        self.assertIn('<stdin>: 5 codes in 6 rows', stdout)
        status, _, stderr = run('import', self.page(('NoSuchKey', 'New')), '-', '--write',
                                stdin=SMALL.read_bytes())
        self.assertEqual(status, 2)
        self.assertIn('--write requires the catalog as a file', stderr)


if __name__ == '__main__':
    unittest.main()
