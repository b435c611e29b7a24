#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a catalog of N made-up codes, such as large cloud APIs have, and its ledger. The head is
that of the small catalog of the generator's tests.

usage: synthetic.py N OUT.yaml OUT.lock
"""
import pathlib
import random
import sys

SMALL = pathlib.Path(__file__).resolve().parent.parent / 'generator/good/small.yaml'
SEED = 1
FAULTS = ('Invalid Missing Unsupported Unknown Duplicate Conflicting Malformed Expired '
          'Incompatible Unauthorized Restricted Exhausted').split()
SCOPES = ('InvalidParameterValue InvalidParameter FailedOperation ResourceNotFound ResourceInUse '
          'ResourceUnavailable LimitExceeded UnauthorizedOperation UnsupportedOperation '
          'InternalError MissingParameter AuthFailure OperationDenied').split()
THINGS = ('Instance Image Snapshot Volume Disk Subnet Vpc Gateway Route Address Bucket Object Key '
          'Policy Role User Group Certificate Domain Record Cluster Node Pod Service Listener Rule '
          'Target Backup Replica Database Table Index Queue Topic Message Function Version Alias '
          'Template Stack Parameter Account Project Zone Region Network Interface Security Tag '
          'Quota Order Price Task Job Log Metric Alarm Script Package Device Product Stream').split()
PARTS = ('Id Name Type Status State Size Count Format Length Range Value Owner Spec Port Password '
         'Token Time Mode Config Permission').split()
ENDS = ('NotFound Exceeded Malformed NotSupported InUse Duplicate Expired NotAllowed Mismatch '
        'TooLong TooShort Required Conflict NotReady Insufficient AlreadyExists').split()
STATUSES = {400: 'never', 403: 'never', 404: 'never', 409: 'conflict', 429: 'throttle',
            500: 'transient', 503: 'throttle'}


def make_code(chance):
    thing = ''.join(chance.sample(THINGS, chance.choice((1, 1, 2))))
    tail = thing + chance.choice(('', chance.choice(PARTS))) + chance.choice(ENDS)
    scope = chance.choices(('', chance.choice(SCOPES) + '.', chance.choice(FAULTS)), (3, 5, 2))[0]
    return scope + tail


def main():
    count, catalog, ledger = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    chance = random.Random(SEED)
    head = SMALL.read_text().split('errors:\n  - code: NoSuchKey')[0]
    head = head.replace('name: small', 'name: synthetic').replace('prefix: small', 'prefix: syn')
    codes = {}  # by what they are without dots: their symbols are distinct too
    while len(codes) < count:
        code = make_code(chance)
        codes.setdefault(code.replace('.', ''), code)
    with open(catalog, 'w', encoding='utf-8') as out:
        out.write(head + 'errors:\n')
        for i, code in enumerate(codes.values(), 1):
            status = chance.choice(list(STATUSES))
            out.write(f'  - code: {code}\n    status: {status}\n    retry: {STATUSES[status]}\n'
                      f'    category: unknown\n'
                      f'    message: {{en: Fault {i}., zh-CN: 错误 {i}。}}\n'
                      f'    advice: {{en: Remedy {i}., zh-CN: 办法 {i}。}}\n')
    with open(ledger, 'w', encoding='utf-8') as out:
        out.write('# id, symbol, code\n1 CLIENT_NO_ANSWER client:NoAnswer\n'
                  '2 OPERATION_GET_THING operation:GetThing\n'
                  '3 OPERATION_COPY_THING operation:CopyThing\n')
        for i, code in enumerate(codes.values(), 4):
            out.write(f'{i} {code.upper().replace(".", "_")} {code}\n')


main()
