#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What coserr says to the responses and exceptions of HTTP clients, without an SDK: in the same
scenarios the same as after cos-python-sdk-v5, which keeps the whole answer.

usage: clients.py BUILD_DIR        in the Python of BUILD_DIR
"""
import json
import pathlib
import subprocess
import sys

import coserr
import httpx
import record
import requests
import sdks
import server

PREFIX = 'sdk-errors/cos-python-sdk-v5/'
METHODS = {'HeadObject': 'HEAD', 'PutObjectCopy': 'PUT', 'GetVectorBucket': 'POST'}
MEMBERS = ('kind', 'match', 'code', 'status', 'class', 'category')


def answers():
    """{scenario: the members of what the SDK's error means, or None}"""
    lines = {line['id']: line['out'] for line in record.read() if record.is_recorded(line)}
    return {name[len(PREFIX):]: out and {member: out.get(member) for member in MEMBERS}
            for name, out in lines.items() if name.startswith(PREFIX)}


def in_python(request):
    """{scenario: the members that coserr gives, or None}"""
    said = {}
    for name, at in server.addresses(server.start()).items():
        operation = at['operation']
        try:
            met = request(METHODS.get(operation, 'GET'), f'http://{at["host"]}/exampleobject',
                          timeout=at['timeout_ms'] / 1000)
        except Exception as error:           # the client's, whatever it is
            met = error
        result = coserr.explain(met, operation=operation)
        said[name] = result and {
            'kind': result.kind, 'match': result.match, 'code': result.code,
            'status': result.status, 'class': result.retry, 'category': result.category}
    return said


def in_node(build):
    """The same by fetch."""
    addresses = server.addresses(server.start())
    done = subprocess.run(['node', str(sdks.HERE / 'node/fetch.mjs'), str(build / 'node')],
                          input=json.dumps(addresses), stdout=subprocess.PIPE, text=True,
                          timeout=120, check=True)
    lines = map(json.loads, done.stdout.splitlines())
    return {line['scenario']: line['says'] and {member: line['says'].get(member)
                                                for member in MEMBERS} for line in lines}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = answers()
    wrong = 0
    for client, said in (('requests', in_python(requests.request)),
                         ('httpx', in_python(httpx.request)), ('fetch', in_node(build))):
        differing = [name for name in wanted if said.get(name, 'nothing') != wanted[name]]
        for name in differing:
            print(f'{client}, {name}: {said.get(name)}, not {wanted[name]}')
        wrong += len(differing)
        print(f'{client}: {len(said)} scenarios, {len(differing)} explained otherwise')
    return int(wrong > 0)


if __name__ == '__main__':
    sys.exit(main())
