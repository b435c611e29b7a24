#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares rows.tsv with the compiled catalog; --update writes it.

usage: rows.py CATALOG_JSON [--update]
"""
import difflib
import json
import pathlib
import sys

FILE = pathlib.Path(__file__).with_name('rows.tsv')
HEAD = '''\
# Every row of the catalog that a server sends, in the order of the catalog: variants of a code, then
# its aliases, then its cases. Status, retry class, hints, hints of single operations, name, code,
# case, server's message. The name differs from the code where it is an alias; a message is there
# for what only the message tells apart. Written by rows.py --update: read the difference.
'''


def columns(row, name, code, case='-', message='-'):
    hints = ','.join(sorted(row['hints'])) or '-'
    conditional = ','.join(sorted(f"{item['hint']}@{item['operation']}"
                                  for item in row['conditional_hints'])) or '-'
    return '\t'.join((str(row['status']), row['retry'], hints, conditional, name, code, case,
                      message))


def lines(catalog):
    for error in catalog['errors']:
        code = error['code']
        message = error['refines']['match'] if 'refines' in error else '-'
        for variant in error['variants']:
            yield columns(variant, code, code, message=message)
        for alias in error['aliases']:
            for variant in error['variants']:
                yield columns(variant, alias, code)
        for case in error['cases']:
            for match in case['match']:
                yield columns(case, code, code, case['name'], match)


def main():
    catalog = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))
    text = HEAD + ''.join(line + '\n' for line in lines(catalog))
    if '--update' in sys.argv[2:]:
        FILE.write_text(text, encoding='utf-8')
        return 0
    old = FILE.read_text(encoding='utf-8')
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True),
                                               'rows.tsv', 'catalog.json', n=0))
    return int(old != text)


if __name__ == '__main__':
    sys.exit(main())
