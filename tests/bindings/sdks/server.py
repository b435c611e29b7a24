#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One server for each scenario, each with a port of its own.

usage: server.py [SCENARIO...]

Prints one line of JSON, {"SCENARIO": {"host": "127.0.0.1:PORT", "operation": NAME, "timeout_ms":
for the SDK}, ...}, and serves until its standard input ends; then one line for each request:
{"scenario", "method", "path", "after_ms"}.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
from scenarios import NOBODY, PATIENCE, SCENARIOS, TIMEOUTS, cors  # noqa: E402
from scripted import Server, answer, header  # noqa: E402


def with_preflight(server):
    """A browser asks first whether it may: that is answered, and is no request of the SDK."""
    step = server.next_step

    def next_step(head):
        if not head.startswith('OPTIONS '):
            return step(head)
        asked = header(head, 'Access-Control-Request-Headers')
        return answer(204, '', [*cors(), f'Access-Control-Allow-Headers: {asked}',
                                'Access-Control-Allow-Methods: GET, HEAD, PUT, POST, DELETE'])
    server.next_step = next_step
    return server


def start(names=()):
    """{scenario: server}"""
    servers = {}
    for name in names or SCENARIOS:
        script = SCENARIOS[name][1]
        servers[name] = (Server([], listen=False) if script is NOBODY
                         else with_preflight(Server(script, repeat=True)))
    return servers


def addresses(servers):
    return {name: {'host': server.host, 'operation': SCENARIOS[name][0],
                   'timeout_ms': TIMEOUTS.get(name, PATIENCE)}
            for name, server in servers.items()}


def main():
    servers = start(sys.argv[1:])
    print(json.dumps(addresses(servers)), flush=True)
    sys.stdin.read()
    for name, server in servers.items():
        server.close()
        for head, seconds in zip(server.requests, server.times):
            method, path, _ = head.split(' ', 2)
            print(json.dumps({'scenario': name, 'method': method, 'path': path,
                              'after_ms': round(seconds * 1000)}))


if __name__ == '__main__':
    main()
