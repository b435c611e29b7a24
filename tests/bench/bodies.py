#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the bodies that are read, and what is in them: sets of records, eight strings each with a
NUL after it: set, HTTP status, body, Code, Message, Resource, RequestId, TraceId.

usage: bodies.py CATALOG.json OUT
"""
import base64
import json
import pathlib
import random
import sys
from xml.sax.saxutils import escape

SEED = 1
MIX = 512
SMALL = 374
LARGE = 1843
FIELDS = ('Code', 'Message', 'Resource', 'RequestId', 'TraceId')
WORDS = ('the specified request object bucket key does not exist is not allowed by this policy '
         'value of header must be between and signature you provided match access denied part '
         'size').split()


def identifier(chance, size):
    return base64.b64encode(chance.randbytes(size).hex().encode()).decode()


def filler(chance, size):
    return identifier(chance, size)[:size]


def fields(chance, code, message, key):
    resource = f'examplebucket-12{chance.randrange(10 ** 8):08}.cos.ap-beijing.myqcloud.com/{key}'
    return [code, message, resource, identifier(chance, 14), identifier(chance, 12)]


def body(values, extra='', write=escape):
    """As COS lays it out; `extra` is more elements after the message."""
    lines = [f'\t<{name}>{write(value)}</{name}>\n' for name, value in zip(FIELDS, values)]
    return ("<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n"
            + lines[0] + lines[1] + extra + ''.join(lines[2:]) + '</Error>\n')


def references(text):
    """Every fourth character as a numeric reference; marks by their names."""
    return ''.join(f'&#x{ord(c):X};' if i % 4 == 0 and c.isalnum() else
                   escape(c, {'"': '&quot;', "'": '&apos;'}) for i, c in enumerate(text))


def small(chance):
    values = fields(chance, 'NoSuchKey', 'The specified key does not exist.', 'notes/')
    values[2] += filler(chance, SMALL - len(body(values)))
    return body(values), values


def large(chance):
    """A refused signature: what the server signed is sent back."""
    values = fields(chance, 'SignatureDoesNotMatch', 'The Signature you specified is invalid.',
                    'notes/2026.txt')
    signed = f'sha1\n1763712000;1763715600\n{chance.randbytes(20).hex()}\n'
    request = 'put\n/notes/2026.txt\n\nhost=' + values[2].split('/')[0] + '&x-cos-meta-note='
    extra = f'\t<StringToSign>{escape(signed)}</StringToSign>\n\t<FormatString>%s</FormatString>\n'
    request += filler(chance, LARGE - len(body(values, extra % escape(request))))
    return body(values, extra % escape(request)), values


def entities(chance):
    values = fields(chance, 'InvalidArgument',
                    'Value "<&>" of \'x-cos-tagging\' & <Tag> is & is not valid.',
                    'a&b/<c>&"d"/2026&11.txt')
    return body(values, write=references), values


def mixed(chance, codes):
    message = ' '.join(chance.choices(WORDS, k=chance.randint(3, 24))).capitalize() + '.'
    message += chance.choice(['', '', '', ' Use "<Part>" & \'<Tag>\'.'])
    key = '/'.join(identifier(chance, chance.randint(1, 12)) for _ in range(chance.randint(1, 4)))
    values = fields(chance, chance.choice(codes), message, key)
    extra = chance.choice(['', '', f'\t<HostId>{identifier(chance, 20)}</HostId>\n'])
    return body(values, extra), values


def main():
    rows, out = map(pathlib.Path, sys.argv[1:])
    chance = random.Random(SEED)
    status = {}
    for error in json.loads(rows.read_text(encoding='utf-8'))['errors']:
        for name in (error['code'], *error['aliases']):
            if not error.get('refines') and error.get('wire') != 'json':
                status[name] = str(error['variants'][0]['status'])
    records = [('374 bytes', *small(chance)), ('1.8 KB', *large(chance)),
               ('entities', *entities(chance))]
    records += [('mix of 512', *mixed(chance, sorted(status))) for _ in range(MIX)]
    values = fields(chance, 'NoSuchKey', 'The specified key does not exist.', '')
    values[2] = values[4] = ''      # JSON bodies have neither resource nor trace id
    records.append(('JSON', json.dumps(dict(zip(('code', 'message', 'requestid'),
                                                (values[0], values[1], values[3])))), values))
    assert len(records[0][1]) == SMALL and len(records[1][1]) == LARGE
    out.write_text(''.join(string + '\0' for name, text, values in records
                           for string in (name, status[values[0]], text, *values)))


main()
