#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the vectors: the axes multiplied, the answers written by hand, and what the library answers.

usage: vectors.py build ANSWER GENERATED OUT
       vectors.py check OUT [--update]

build   asks the program ANSWER about each vector and writes OUT/*.jsonl. GENERATED is the folder
        with catalog.json.
check   holds the library's answers to those written by hand, and to the digests of answers.tsv;
        counts for each rule what changed. --update writes the digests.
"""
import collections
import hashlib
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).parent
FILES = ('find', 'resolve', 'read', 'language', 'client', 'operation', 'decide')


def lines_of(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))


# ------------------------------------------------------------------------------------------------ axes

class Catalog:
    """What axes take from the catalog: '@codes' and the like."""

    def __init__(self, path):
        self.json = json.loads(path.read_text(encoding='utf-8'))

    def codes(self):
        return [name for error in self.json['errors'] if 'refines' not in error
                for name in (error['code'], *error['aliases'])]

    def clients(self):
        return [error['code'] for error in self.json['client_errors']]

    def operations(self):
        return [operation['name'] for operation in self.json['operations']]

    def titles(self):
        return [operation['title'] for operation in self.json['operations']]

    def patterns(self):
        """Each message that leads to a row of its own, '*' replaced by something."""
        found = {}
        for error in self.json['errors']:
            for case in error['cases']:
                for i, match in enumerate(case['match']):
                    found[f"{error['code']}-{case['name']}-{i}"] = {
                        'code': error['code'], 'status': case.get('status'),
                        'message': match.replace('*', 'some text')}
            if 'refines' in error:
                refines = error['refines']
                found[error['symbol']] = {'code': refines['code'], 'status': refines.get('status'),
                                          'message': refines['match'].replace('*', 'some text')}
        return found

    def rows(self):
        """Each variant that has details, as code and status."""
        return {f"{error['code']}-{row['status']}": {'code': error['code'], 'status': row['status']}
                for error in self.json['errors'] if 'refines' not in error
                for row in error['variants'] if row['details']}

    def conditional(self):
        """Each variant with hints for some operations only."""
        return {f"{error['code']}-{row['status']}": {'code': error['code'], 'status': row['status']}
                for error in self.json['errors'] if 'refines' not in error
                for row in error['variants'] if row['conditional_hints']}

    def cuts(self):
        """A body, cut at each byte."""
        sample = next(error['sample'] for error in self.json['errors'] if error['code'] == 'SlowDown')
        return {str(i): sample[:i] for i in range(len(sample))}

    def requests(self):
        """Method, path and headers of each operation; {} is where a host stands."""
        paths = {'service': '/', 'bucket': '/', 'object': '/notes/2026.txt'}
        return {operation['name']: {
            'method': operation['request']['method'],
            'path': paths[operation['request']['level']]
                    + ''.join('?&'[i > 0] + key for i, key in enumerate(operation['request']['query'])),
            'headers': [[operation['request']['header'], 'examplebucket-1250000000/k']]
                       if 'header' in operation['request'] else []}
            for operation in self.json['operations'] if 'request' in operation}


def label_of(value):
    return 'none' if value is None else re.sub(r'[^A-Za-z0-9._+-]+', '-', str(value)).strip('-')


def choices(axis, catalog):
    """(label, value) of each: a list labels itself, a mapping has the labels."""
    if isinstance(axis, str) and axis.startswith('@'):
        axis = getattr(catalog, axis[1:])()
    if isinstance(axis, dict):
        return list(axis.items())
    return [(label_of(value), value) for value in axis]


def value_of(value):
    """A value as it is, or a text as often as it says."""
    repeated = isinstance(value, dict) and value.keys() == {'text', 'times'}
    return value['text'] * value['times'] if repeated else value


def fill(template, values):
    """The template with "$axis" and "$axis.member" replaced, and "${...}" within a text. What is
    null is left out."""
    if isinstance(template, dict):
        filled = {key: fill(value, values) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(template, list):
        return [fill(value, values) for value in template]
    if not isinstance(template, str):
        return template

    def named(match):
        value = values[match[1]]
        return value_of(value.get(match[2]) if match[2] else value)
    whole = re.fullmatch(r'\$(\w+)(?:\.(\w+))?', template)
    return named(whole) if whole else re.sub(r'\$\{(\w+)(?:\.(\w+))?\}', named, template)


def multiply(file, rule, spec, catalog):
    axes = {name: choices(axis, catalog) for name, axis in spec['axes'].items()}
    for name, choice in axes.items():
        if len(dict(choice)) < len(choice):
            raise ValueError(f'{file}/{rule}: two values of {name} have the same label')
    for combination in itertools.product(*axes.values()):
        values = {name: value for name, (_, value) in zip(axes, combination)}
        if 'in' in spec:
            question = fill(spec['in'], values)
        else:
            question = {}
            for name, value in values.items():
                question.update(value if isinstance(value, dict) else {name: value})
            question = {key: value for key, value in question.items() if value is not None}
        yield {'id': '/'.join([file, rule, *(label for label, _ in combination)]),
               'needs': spec['needs'], 'in': question}


# ----------------------------------------------------------------------------------------------- build

def with_sentence(answer, details):
    """The detail as the number of its sentence and the values as they stand in it."""
    if answer is None or 'detail' not in answer:
        return answer
    text, known = answer['detail']['text'], answer['detail']['values']
    for number, sentence in enumerate(details[answer['entry']]):
        literals = re.split(r'\{(\w+)\}', sentence['en'])
        names = literals[1::2]
        if set(names) <= set(known):
            pattern = '(.*)'.join(map(re.escape, literals[0::2]))
            values = dict(zip(names, re.fullmatch(pattern, text).groups()))
            return answer | {'detail': {'sentence': number, 'values': values}}
    raise ValueError(f'no sentence of {answer["entry"]} reads {text!r}')


def details_of(catalog):
    """The sentences of each entry, by its key."""
    details = {}
    for error in catalog['errors']:
        for row in error['variants'] + error['cases']:
            status = row.get('status', error['variants'][0]['status'])
            details[':'.join(filter(None, (error['code'], str(status), row.get('name'))))] = \
                row['details']
    for error in catalog['client_errors']:
        details[f"client:{error['code']}"] = error['variants'][0]['details']
    for family in catalog['families']:
        details[f"family:{family['for']}"] = family['details']
    return details


def ask(program, questions):
    done = subprocess.run([program], input=''.join(compact(q) + '\n' for q in questions),
                          stdout=subprocess.PIPE, text=True, encoding='utf-8', check=True)
    return [json.loads(line) for line in done.stdout.split('\n') if line]


def write(path, lines):
    path.write_text(''.join(compact(line) + '\n' for line in lines), encoding='utf-8')


def build(program, generated, out):
    catalog = Catalog(generated / 'catalog.json')
    details = details_of(catalog.json)
    axes = yaml.safe_load((HERE / 'axes.yaml').read_text(encoding='utf-8'))
    out.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        questions = [vector for rule, spec in axes[file].items()
                     for vector in multiply(file, rule, spec, catalog)]
        for vector in lines_of(HERE / 'by-hand' / f'{file}.jsonl'):
            questions.append({key: vector[key] for key in ('id', 'needs', 'in')})
        answered = ask(program, questions)
        write(out / f'{file}.jsonl',
              [vector | {'out': with_sentence(vector['out'], details)} for vector in answered])
    shutil.copy(HERE / 'by-hand' / 'sdk-errors.jsonl', out)
    shutil.copy(HERE / 'README.md', out)
    texts = subprocess.run([program, '--texts'], stdout=subprocess.PIPE, text=True,
                           encoding='utf-8', check=True).stdout.split('\n')
    write(out / 'texts.jsonl', [with_templates(json.loads(line), details) for line in texts if line])


def with_templates(text, details):
    sentences = [sentence[text['lang']] for sentence in details.get(text['id'], ())]
    return text | {'details': sentences} if sentences else text


# ----------------------------------------------------------------------------------------------- check

def lacking(wanted, got, path='out'):
    """What of a hand-written answer the other does not say. An empty value asks for absence."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        return [line for key, value in wanted.items()
                for line in lacking(value, got.get(key), f'{path}.{key}')]
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        return [line for i, (one, other) in enumerate(zip(wanted, got))
                for line in lacking(one, other, f'{path}[{i}]')]
    if wanted == got or (not wanted and not got):
        return []
    return [f'{path}: by hand {compact(wanted)}, the library {compact(got)}']


def held_to_hand(out):
    failures = 0
    count = 0
    for file in FILES:
        answers = {vector['id']: vector['out'] for vector in lines_of(out / f'{file}.jsonl')}
        for vector in lines_of(HERE / 'by-hand' / f'{file}.jsonl'):
            count += 1
            for line in lacking(vector['out'], answers[vector['id']]):
                failures += 1
                print(f'{vector["id"]} ({vector["from"]}): {line}')
    print(f'{count} answers written by hand, {failures} differences')
    return failures


def digests_of(out):
    """Of each rule, in order, four digits for each answer."""
    rules = collections.OrderedDict()
    for file in FILES:
        for vector in lines_of(out / f'{file}.jsonl'):
            rule = '/'.join(vector['id'].split('/')[:2])
            digest = hashlib.sha256(compact([vector['id'], vector['out']]).encode()).hexdigest()[:4]
            rules.setdefault(rule, []).append((digest, vector['id']))
    return rules


def held_to_digests(out, update):
    path = HERE / 'answers.tsv'
    now = digests_of(out)
    before = dict(line.split('\t') for line in path.read_text().splitlines()) if path.exists() else {}
    if update:
        path.write_text(''.join(f"{rule}\t{''.join(digest for digest, _ in answers)}\n"
                                for rule, answers in now.items()))
    failures = 0
    for rule in dict.fromkeys([*before, *now]):
        old = re.findall('....', before.get(rule, ''))
        new = now.get(rule, [])
        changed = [name for (digest, name), was in zip(new, old) if digest != was]
        if changed or len(old) != len(new):
            failures += 1
            print(f'{rule}: {len(changed)} of {len(new)} answers changed'
                  + (f', {len(old)} before' if len(old) != len(new) else '')
                  + (f', such as {changed[0]}' if changed else ''))
    print(f'{sum(map(len, now.values()))} answers in {len(now)} rules, {failures} rules changed')
    return 0 if update else failures


def unique(out):
    """Ids are what a failure is found by."""
    seen = collections.Counter(vector['id'] for file in (*FILES, 'sdk-errors')
                               for vector in lines_of(out / f'{file}.jsonl'))
    twice = [name for name, count in seen.items() if count > 1]
    for name in twice:
        print(f'{name}: more than one vector has this id')
    return len(twice)


def main():
    match sys.argv[1:]:
        case ['build', program, generated, out]:
            build(program, pathlib.Path(generated), pathlib.Path(out))
            return 0
        case ['check', out, *rest] if rest in ([], ['--update']):
            out = pathlib.Path(out)
            failures = unique(out) + held_to_hand(out) + held_to_digests(out, bool(rest))
            return 1 if failures else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == '__main__':
    sys.exit(main())
