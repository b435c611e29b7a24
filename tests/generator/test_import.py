#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The service's page of codes, compared with the catalog.

usage: test_import.py GENERATOR
"""
import json
import unittest

from generator import LOCK, SMALL, Case, run

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

    def test_retired_and_listed_again(self):
        status, stdout, _ = self.imported(self.page(), '--exit-code')
        self.assertEqual(status, 3)
        self.assertIn('listed again: InvalidState, retired 2026-02-28\n', stdout)

    def test_columns_in_any_order_and_language(self):
        rows = ((404, 'NoSuchKey', '没有'), (400, 'BadRequest', '错'), (403, 'AccessDenied', '拒绝'),
                (403, 'Request has expired', '过期'))
        for titles in (('错误码', '描述', 'HTTP 状态码'), ('描述', '错误码', '状态码'),
                       ('HTTP Status', 'Meaning', 'Code'), ('Error code', 'HTTP status code', '说明')):
            lines = ['|'.join(titles), '|'.join('---' for _ in titles)]
            for status, code, text in rows:
                cells = []
                for title in titles:
                    is_status = '状态码' in title or 'tatus' in title
                    is_code = title in ('错误码', 'Code', 'Error code')
                    cells.append(f'{status} X' if is_status else code if is_code else text)
                lines.append('\u3000| '.join(cells) + '\u00a0')
            page = self.page(text='\r\n'.join(lines) + '\r\n')
            self.assertEqual(self.imported(page)[1],
                             f'{page}: 4 codes in 4 rows: nothing to do\n', titles)

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
                          '| 404 Not Found | NoSuchKeys | a [b](https://example.com/b) \\| c<br>d |'),
                         ('| 400 Bad', '| 409 Bad'),
                         ('| 403/409 | InvalidState | the state |',
                          '| 500 | EntirelyNew | x |\n| 503 | EntirelyNew | y |'))
        status, stdout, stderr = self.imported(page)
        self.assertEqual((status, stderr), (0, ''))
        self.assertEqual(stdout, f'''\
new: NoSuchKeys (404), {page}:13: a b | c d
     perhaps 'NoSuchKey' under a new spelling: then keep the old one as an alias
     see https://example.com/b
new: EntirelyNew (500, 503), {page}:17: x
changed: BadRquest: 400 in the catalog, 409 on the page, {page}:14
not on the page: NoSuchKey
{page}: 5 codes in 6 rows: 2 new, 1 changed, 1 not on the page
''')
        lines = [json.loads(line) for line in self.imported(page, '--format', 'json')[1].splitlines()]
        self.assertEqual(lines, [
            {'import': 'new', 'code': 'NoSuchKeys', 'status': '404', 'line': 13,
             'description': 'a b | c d', 'may_rename': 'NoSuchKey',
             'links': ['https://example.com/b']},
            {'import': 'new', 'code': 'EntirelyNew', 'status': '500, 503', 'line': 17,
             'description': 'x', 'links': []},
            {'import': 'changed', 'code': 'BadRquest', 'from': '400', 'to': '409', 'line': 14},
            {'import': 'not on the page', 'code': 'NoSuchKey'},
            {'rows': 6, 'codes': 5, 'new': 2, 'changed': 1, 'gone': 1}])

    def test_write(self):
        """Entries that are refused until somebody has written what the page does not say."""
        page = self.page(('| 403/409 | InvalidState | the state |',
                          "| 404 | It's 'new' | see [b](https://example.com/b) |\n"
                          '| 500 | EntirelyNew | x |\n| 503 | EntirelyNew | y |'))
        for text in (SMALL.read_text(encoding='utf-8'),
                     SMALL.read_text(encoding='utf-8').replace('pages:\n', '# of pages\npages:\n')):
            if '# of pages' in text:            # the errors before another key
                head, errors = text.split('errors:\n  - code: NoSuchKey')
                pages = head[head.index('# of pages'):head.index('retry:')]
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
            self.assertEqual(stderr.count(' error: '), 15)
            filled = after.replace('retry: TODO', 'retry: never').replace("en: ''", 'en: A text.') \
                .replace("zh-CN: ''", 'zh-CN: 文字。')
            catalog.write_text(filled, encoding='utf-8')
            self.assertEqual(run('assign', catalog, '--ledger', lock)[0], 0)
            self.assertIn(" IT_S_NEW It's 'new'\n", lock.read_text())
            self.assertEqual(run('check', catalog, '--ledger', lock)[0], 0)
            self.assertIn('6 codes in 7 rows: nothing to do', self.imported(
                page, catalog=catalog)[1])
            self.assertEqual(run('diff', '-', catalog, stdin=text.encode())[1].count(': added: '), 3)

    def test_write_into_brackets(self):
        text = SMALL.read_text(encoding='utf-8')
        head = text[:text.index('errors:\n  - code: NoSuchKey')]
        catalog = self.write('c.yaml', text=head + '''\
errors: [{code: NoSuchKey, status: 404, retry: never, message: {en: a., zh-CN: 甲。}, \
advice: {en: b., zh-CN: 乙。}}]
''')
        status, _, stderr = self.imported(self.page(), '--write', catalog=catalog)
        self.assertEqual(status, 1)
        self.assertIn('one item a line behind hyphens', stderr)

    def test_marks(self):
        """Links, code marks and emphasis, in one another; fences; headings; lists of statuses."""
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
            {'import': 'listed again', 'code': 'InvalidState', 'from': '403, 409', 'to': '403, 409',
             'line': 35},
            {'rows': 11, 'codes': 7, 'new': 2, 'changed': 1, 'gone': 0}])

    def test_write_where_it_cannot(self):
        """What is written is read again before it is kept; else the file stands as it was."""
        small = SMALL.read_text(encoding='utf-8')
        last = 'advice: {en: Restore it first., zh-CN: 先恢复。}\n'
        for text in (small + '...\n', small.replace(last, 'advice: {en: Restore it first., zh-CN: "先\n# 恢复。"}\n')
                     .replace('labels:\n', 'labels2:\n').replace('labels2:', 'labels:')):
            catalog = self.dir / 'c.yaml'
            if '# 恢复' in text:            # the labels behind the errors
                labels = text[text.index('labels:\n'):text.index('families:\n')]
                text = text.replace(labels, '') + labels
            catalog.write_bytes(text.encode())
            self.assertEqual(run('check', catalog)[0], 0)
            status, _, stderr = self.imported(self.page(('NoSuchKey', 'Brand.New')), '--write',
                                              catalog=catalog)
            self.assertEqual(status, 1, stderr)
            self.assertIn('add them by hand', stderr)
            self.assertEqual(catalog.read_bytes(), text.encode())

    def test_bad_pages(self):
        for text, said in (('no table\n', 'no table of codes found'),
                           ('| Code | Status |\n| 1 | 2 |\n', 'no table of codes found'),
                           (PAGE.replace('NoSuchKey', '没有'), "page.md:13:1: error: '没有' is no code"),
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
        self.assertIn('needs the catalog as a file', stderr)


if __name__ == '__main__':
    unittest.main()
