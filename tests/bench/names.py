#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what bench_lookup is built from: the names of the catalog as a table, as plain gperf's
input and as a chain of ifs; unknown codes, near misses, and the constants of the floor model.

usage: names.py CATALOG.json OUT_DIR
"""
import json
import pathlib
import random
import re
import sys

SEED = 1
UNKNOWN = 512
NEAR_EACH = 4  # near misses of each name
LETTERS = 'abcdefghijklmnopqrstuvwxyz'


def read_names(path):
    """(name, code, status) of every code and alias, the default status of each."""
    catalog = json.loads(path.read_text(encoding='utf-8'))
    names = {}
    for error in catalog['errors']:
        for name in (error['code'], *error['aliases']):
            names[name] = (error['code'], error['variants'][0]['status'])
    return [(name, *names[name]) for name in sorted(names)]


def unknown_codes(names, chance):
    """Two to four words of real codes, put together as no real code is."""
    words = sorted({word for name in names for word in re.findall('[A-Z][a-z]+', name)})
    found = set()
    while len(found) < UNKNOWN:
        code = ''.join(chance.choices(words, k=chance.randint(2, 4)))
        if code not in names:
            found.add(code)
    return sorted(found)


def near_misses(names, chance):
    """Real codes with one letter changed."""
    found = set()
    for name in sorted(names):
        for _ in range(NEAR_EACH):
            place = chance.choice([i for i, c in enumerate(name) if c.islower()])
            letter = chance.choice(LETTERS.replace(name[place], ''))
            near = name[:place] + letter + name[place + 1:]
            if near not in names:
                found.add(near)
    return sorted(found)


def floor_model(names, chance):
    """The two bytes and factors under which most names have a slot of 1,024 for themselves."""
    def slot(name, first, last, factors):
        return (len(name) * factors[0] + ord(name[first]) * factors[1]
                + ord(name[-last]) * factors[2]) % 1024

    def missed(choice):
        return len(names) - len({slot(name, *choice) for name in names})

    shortest = min(map(len, names))
    choices = [(chance.randrange(shortest), chance.randint(1, shortest),
                [chance.randrange(1, 1024) for _ in range(3)]) for _ in range(4000)]
    return min(choices, key=missed)


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def main():
    rows, out = map(pathlib.Path, sys.argv[1:])
    chance = random.Random(SEED)
    rows = read_names(rows)
    names = {row[0] for row in rows}
    out.mkdir(parents=True, exist_ok=True)

    first, last, factors = floor_model(sorted(names), chance)
    lines = ['constexpr name names[] = {']
    lines += [f'    {{{quote(name)}, {quote(code)}, {status}}},' for name, code, status in rows]
    lines += ['};', 'constexpr const char *unknown_codes[] = {']
    lines += [f'    {quote(code)},' for code in unknown_codes(names, chance)]
    lines += ['};', 'constexpr const char *near_misses[] = {']
    lines += [f'    {quote(code)},' for code in near_misses(names, chance)]
    lines += ['};', f'enum {{ FLOOR_FIRST = {first}, FLOOR_LAST = {last} }};',
              f'constexpr unsigned floor_factors[] = {{{factors[0]}, {factors[1]}, {factors[2]}}};']
    (out / 'names.inc').write_text('\n'.join(lines) + '\n')

    (out / 'plain.gperf').write_text(
        'struct plain_name { const char *name; unsigned number; };\n%%\n'
        + ''.join(f'{quote(row[0])}, {i}\n' for i, row in enumerate(rows, 1)))

    (out / 'chain.inc').write_text(
        ''.join(f'static const int hash_{i} = hash_string({quote(row[0])});\n'
                for i, row in enumerate(rows, 1))
        + '\nunsigned chain_find(const char *name) {\n    const int hash = hash_string(name);\n'
        + ''.join(f'    {"else " if i > 1 else ""}if (hash == hash_{i}) {{ return {i}; }}\n'
                  for i, _ in enumerate(rows, 1))
        + '    return 0;\n}\n')


main()
