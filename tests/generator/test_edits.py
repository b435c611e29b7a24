#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Edits of every value, key and list of a catalog, one at a time: diff reports each that matters.
Orders of entries and keys, which do not.

usage: test_edits.py GENERATOR
"""
import collections
import copy
import json
import random
import unittest

import jsonschema
import yaml

from generator import LOCK, ROOT, Case, dump, run

# Every key of the schema has a value, and every list at least two.
FULL = (
    ('hosts:\n', 'diagnose: https://example.com/id\nhosts:\n'),
    ('query: [v]', 'query: [v, w]'),
    ("    s3: same\n", "    s3: same\n    source: a mail\n    wire: xml\n    grpc: NOT_FOUND\n"
                       "    errno: ENOENT\n    allow: [near-code, stale-text]\n"),
    ('aliases: [BadRequest]', 'aliases: [BadRequest, BadReq]'),
    ('match: Request has expired}', 'match: Request has expired, status: 403}'),
    ('verify-first: [CopyThing]', 'verify-first: [CopyThing, GetThing]'),
    ('flags: [sign-only]', 'flags: [unsent, sign-only]'),
    ('      - status: 409\n', '      - status: 409\n        source: a mail\n'),
    ('client-errors:\n', 'client-errors:\n  - code: Cancelled\n    retry: never\n'
     '    category: cancelled\n    message: {en: Cancelled., zh-CN: 取消了。}\n'
     '    advice: {en: None., zh-CN: 无。}\n'))
# Values that some key accepts, tried in turn after the present one with a letter more.
VALUES = ('410', 'true', 'false', 'conflict', 'throttle', 'limit', 'wait', 'operator', 'unsent',
          'sign-only', 'limits', 'keys', 'GetThing', 'json', 'ABORTED', 'EIO', 'COS only', 'target',
          'source', 'HEAD', 'bucket', 'body', '2026-03-01', '3.0.0', 'InvalidState', 'equal-text',
          'BAD_CODE')
# Keys whose values diff does not report, and why.
SILENT = {
    'version': 'the verdict names both',
    'symbol': 'the ledger keeps it',
    'allow': 'it silences warnings, and is in no output'}
# How many values of a key no other can replace, since something else needs them.
NEEDED = {
    'schema': 1,            # there is one
    'tag': 3,               # the texts use it
    'required': 1,          # the first language is the fallback
    'name': 2,              # hints use the name of an operation
    'verify-first': 2,      # there are but two operations
    'flags': 2,             # there are but two
    'code': 1,              # refined
    'for': 4,               # 3xx, 4xx, 5xx and unknown have to be there
    'status': 3}            # of an error that has cases, of a case, of a refinement
# A case of an error with one variant has the status of that.
IMPLIED = ('errors', 2, 'cases', 0, 'status')
IN_ANY_ORDER = {'errors', 'client-errors', 'families', 'operations', 'cases', 'aliases', 'hints',
                'verify-first', 'flags', 'allow'}
IN_THIS_ORDER = {'hosts', 'variants', 'details', 'docs', 'match', 'actions', 'query'}

SCHEMA = json.loads((ROOT / 'catalog' / 'schema.json').read_text())


def walk(node, path=()):
    """Every value below a node, with its path."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield path + (key,), value
        if isinstance(value, (dict, list)):
            yield from walk(value, path + (key,))


def key_of(path):
    return next(key for key in reversed(path) if isinstance(key, str))


class Edits(Case):
    """Diff reports whatever changes, and the schema accepts what the generator accepts."""

    def setUp(self):
        super().setUp()
        self.old = self.write('old.yaml', *FULL)
        self.text = self.old.read_text(encoding='utf-8')
        self.document = yaml.load(self.text, yaml.BaseLoader)
        self.schema = jsonschema.Draft7Validator(SCHEMA)

    def edited(self, path, edit):
        """What diff says of the catalog with another value; None if that is refused."""
        document = copy.deepcopy(self.document)
        node = document
        for key in path[:-1]:
            node = node[key]
        edit(node, path[-1])
        new = self.dir / 'new.yaml'
        new.write_text(dump(document), encoding='utf-8')
        status, stdout, _ = run('diff', self.old, new)
        self.assertIn(status, (0, 1))
        if status == 0:
            valid = yaml.load(new.read_text(encoding='utf-8'), yaml.CSafeLoader)
            self.assertTrue(self.schema.is_valid(valid), path)
        return stdout if status == 0 else None

    def test_every_key_has_a_value(self):
        keys = {key for path, value in walk(SCHEMA) if path[-1] == 'properties' for key in value}
        self.assertEqual(keys - {path[-1] for path, _ in walk(self.document)}, set())

    def test_another_value(self):
        needed, reported = collections.Counter(), 0
        for path, value in walk(self.document):
            if not isinstance(value, str):
                continue
            for other in (value + 'x', *VALUES):
                said = None
                if other != value:
                    said = self.edited(path, lambda node, key: node.__setitem__(key, other))
                if said is not None:
                    silent = said.startswith('none: ')
                    self.assertEqual(silent, key_of(path) in SILENT, (path, other))
                    reported += not silent
                    break
            else:
                needed[key_of(path)] += 1
        self.maxDiff = None
        self.assertEqual(dict(needed), NEEDED)
        self.assertGreater(reported, 150)

    def test_one_less(self):
        reported = 0
        for path, value in walk(self.document):
            said = self.edited(path, lambda node, key: node.__delitem__(key))
            if said is not None:
                silent = said.startswith('none: ')
                self.assertEqual(silent, key_of(path) in SILENT or path == IMPLIED, path)
                reported += not silent
        self.assertGreater(reported, 60)

    def test_another_order(self):
        seen = set()
        for path, value in walk(self.document):
            if isinstance(value, list) and len(value) > 1:
                said = self.edited(path, lambda node, key: node[key].reverse())
                if said is not None:
                    key = key_of(path)
                    self.assertEqual(said.startswith('none: '), key in IN_ANY_ORDER, path)
                    seen.add(key)
        self.assertEqual(seen, IN_ANY_ORDER | IN_THIS_ORDER)


class Order(Case):
    """Ids give the order of entries, wherever they are in the file."""

    def setUp(self):
        super().setUp()
        self.catalog = self.write('catalog.yaml', *FULL)
        self.document = yaml.load(self.catalog.read_text(encoding='utf-8'), yaml.BaseLoader)
        self.lock = self.dir / 'ids.lock'
        self.lock.write_text(LOCK.read_text() + '9 CLIENT_CANCELLED client:Cancelled\n')

    def shuffled(self, node, order):
        if isinstance(node, dict):
            keys = list(node)
            order.shuffle(keys)
            return {key: self.shuffled(node[key], order) for key in keys}
        return [self.shuffled(item, order) for item in node] if isinstance(node, list) else node

    def outputs(self, document):
        path = self.dir / 'shuffled.yaml'
        path.write_text(dump(document), encoding='utf-8')
        return self.compile(path, self.dir / 'out', self.lock)

    def test_entries_and_keys(self):
        expected = self.compile(self.catalog, self.dir / 'a', self.lock)
        for seed in range(8):
            order = random.Random(seed)
            document = self.shuffled(self.document, order)
            for key in ('errors', 'client-errors', 'families', 'operations'):
                order.shuffle(document[key])
            self.assertEqual(self.outputs(document), expected, seed)

    def test_variants(self):
        """The first is the default."""
        expected = self.compile(self.catalog, self.dir / 'a', self.lock)
        self.document['errors'][4]['variants'].reverse()
        got = self.outputs(self.document)
        self.assertEqual({name for name in got if got[name] != expected[name]},
                         {'catalog.json', 'small.image', 'small_catalog.c', 'small_codes.h'})
        self.assertEqual([[variant['status'] for variant in
                           json.loads(files['catalog.json'])['errors'][4]['variants']]
                          for files in (expected, got)], [[409, 403], [403, 409]])


if __name__ == '__main__':
    unittest.main()
