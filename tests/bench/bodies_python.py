#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The usual ways in Python to read an error body; prints lines as the other programs do.

usage: bodies_python.py ROUNDS BODIES
"""
import json
import os
import random
import sys
import time
import xml.dom.minidom
import xml.etree.ElementTree

FIELDS = ('Code', 'Message', 'Resource', 'RequestId', 'TraceId')
READS = 512


def by_minidom(body):
    root = xml.dom.minidom.parseString(body).documentElement
    return [''.join(node.data for node in root.getElementsByTagName(name)[0].childNodes)
            for name in FIELDS]


def by_element_tree(body):
    root = xml.etree.ElementTree.fromstring(body)
    return [root.findtext(name) for name in FIELDS]


def by_json(body):
    root = json.loads(body)
    return [root['code'], root['message'], '', root['requestid'], '']


def main():
    rounds = int(sys.argv[1])
    with open(sys.argv[2], encoding='utf-8', newline='') as file:
        strings = file.read().split('\0')[:-1]
    sets = {}
    for i in range(0, len(strings), 8):
        sets.setdefault(strings[i], []).append((strings[i + 2].encode(), strings[i + 3:i + 8]))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    chance = random.Random(1)
    for name, bodies in sets.items():
        peers = ({'Python json': by_json} if name == 'JSON' else
                 {'Python minidom': by_minidom, 'Python ElementTree': by_element_tree})
        times = {peer: [] for peer in peers}
        for read in peers.values():
            assert all(read(body) == values for body, values in bodies)  # and warms up
        order = [bodies[i % len(bodies)][0] for i in range(READS)]
        for _ in range(rounds):
            chance.shuffle(order)
            for peer, read in peers.items():
                start = time.perf_counter_ns()
                for body in order:
                    read(body)
                times[peer].append((time.perf_counter_ns() - start) / READS)
        for peer in peers:
            print(name, peer, *times[peer], sep='\t')


main()
