#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares rows.tsv and facts.tsv with the compiled catalog; --update writes them.

usage: rows.py CATALOG_JSON [--update]
"""
import difflib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
ROWS_HEAD = '''\
# Every row of the catalog that a server sends, in the order of the catalog: variants of a code, then
# its aliases, then its cases. Status, retry class, hints, hints of single operations, name, code,
# case, server's message. The name differs from the code where it is an alias; a message is there
# for what only the message tells apart. Written by rows.py --update: read the difference.
'''
FACTS_HEAD = '''\
# What else programs decide by, in the order of the catalog. Written by rows.py --update: read the
# difference.
#   host       pattern
#   operation  name, idempotent or not, where an error can follow a 200, request, actions on the
#              target, actions on the source
#   family     status, retry class, hints, category, gRPC code, errno, flags
#   client     name, and the same
#   code       code, status, case, category, gRPC code, errno, flags
'''


def listed(items):
    return ','.join(items) or '-'


def columns(row, name, code, case='-', message='-'):
    conditional = sorted(f"{item['hint']}@{item['operation']}" for item in row['conditional_hints'])
    return '\t'.join((str(row['status']), row['retry'], listed(sorted(row['hints'])),
                      listed(conditional), name, code, case, message))


def rows(catalog):
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


def request_of(operation):
    if 'request' not in operation:
        return '-'
    request = operation['request']
    return ' '.join((request['method'], request['level'], *request['query'],
                     *([request['header']] if 'header' in request else [])))


def kind_of(row):
    return row['category'], row['grpc'], row['errno'], listed(row['flags'])


def facts(catalog):
    for host in catalog['hosts']:
        yield '\t'.join(('host', host))
    for operation in catalog['operations']:
        actions = [listed(item['action'] for item in operation['actions'] if item['side'] == side)
                   for side in ('target', 'source')]
        yield '\t'.join(('operation', operation['name'],
                         'idempotent' if operation['idempotent'] else '-',
                         operation.get('after_200', '-'), request_of(operation), *actions))
    for family in catalog['families']:
        yield '\t'.join(('family', family['for'], family['retry'], listed(family['hints']),
                         *kind_of(family)))
    for error in catalog['client_errors']:
        for row in error['variants']:
            yield '\t'.join(('client', error['code'], row['retry'], listed(row['hints']),
                             *kind_of(row)))
    for error in catalog['errors']:
        for row in error['variants'] + error['cases']:
            yield '\t'.join(('code', error['code'], str(row['status']), row.get('name', '-'),
                             *kind_of(row)))


def main():
    catalog = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))
    status = 0
    for name, head, lines in (('rows.tsv', ROWS_HEAD, rows), ('facts.tsv', FACTS_HEAD, facts)):
        file = HERE / name
        text = head + ''.join(line + '\n' for line in lines(catalog))
        if '--update' in sys.argv[2:]:
            file.write_text(text, encoding='utf-8')
            continue
        old = file.read_text(encoding='utf-8')
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True),
                                                   name, 'catalog.json', n=0))
        status |= old != text
    return int(status)


if __name__ == '__main__':
    sys.exit(main())
