#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs what measures and makes tables and a plot of it; see README.md and `run`."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / 'build/bench'
BIN = BUILD / 'tests/bench'
WORK = BUILD / 'work'
LIBRARY = BUILD / 'src/libcoserr.so'
IMAGE = BUILD / 'generated/coserr/coserr.image'
GENERATOR = BUILD / 'generator/coserr-gen'
NODE_PATH = '/usr/share/nodejs'

PARTS = ('lookup', 'body', 'command', 'generator', 'count')
LEAST_ROUNDS = 21
QUICK_ROUNDS = 3
SIZES = '1000,10000,50000'
GPERF_ALONE_S = 120  # for plain gperf, beyond 10,000 names
PATIENCE_S = 1800
COMPILERS = ('gcc', 'clang')
LOOKUP_SETS = ('hits', 'unknown', 'near misses')
BODY_SETS = ('374 bytes', '1.8 KB', 'entities', 'mix of 512', 'JSON')
PEER_PACKAGES = ('gperf libabsl-dev libbwa-dev libglib2.0-0 libc6 libexpat1 libxml2 libmxml1 '
                 'libtinyxml2-9 libpugixml1v5 librapidxml-dev libcjson1 libjansson4 libsimdjson14 mawk python3 '
                 'nodejs node-xml2js').split()

# What we aim at, ours / peer, and in brackets what we wish for. Printed; nothing fails by them.
TARGETS = {
    ('hits', 'plain gperf'): '0.48 (0.40)', ('hits', 'absl::flat_hash_map'): '0.35 (0.30)',
    ('loaded', 'plain gperf'): '0.75 (0.65)',
    ('mix of 512', 'memchr walk'): '3.2 (2.0)', ('mix of 512', 'pugixml'): '0.60 (0.40)',
    ('mix of 512', 'rapidxml'): '0.95 (0.65)', ('entities', 'pugixml'): '1.2 (0.8)',
    ('JSON', 'cJSON'): '0.3', ('JSON', 'jansson'): '0.15', ('JSON', 'simdjson on demand'): '1.0',
    ('tables', '10000'): '0.6', ('tables', '50000'): '0.6', ('a million lines', 'mawk'): '1.0 (0.5)',
    ('load', '10000'): '1000', ('load', '50000'): '1000',
}


def output(command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True,
                          stdout=subprocess.PIPE, **options).stdout


# ------------------------------------------------------------------------------------ measuring

def read_lines(text, results):
    """Lines of set, peer and a number for each round."""
    for line in text.splitlines():
        name, peer, *rounds = line.split('\t')
        results.setdefault(name, {})[peer] = [float(ns) for ns in rounds]
    return results


def measure_lookup(args):
    return read_lines(output([BIN / 'bench_lookup', args.rounds, LIBRARY, IMAGE]), {})


def measure_body(args):
    results = read_lines(output([BIN / 'bench_bodies', args.rounds, BIN / 'bodies']), {})
    read_lines(output(['/usr/bin/python3', HERE / 'bodies_python.py', args.rounds, BIN / 'bodies']),
               results)
    try:
        read_lines(output(['node', HERE / 'bodies_node.js', args.rounds, BIN / 'bodies'],
                          env={**os.environ, 'NODE_PATH': NODE_PATH}, stderr=subprocess.DEVNULL),
                   results)
    except (OSError, subprocess.CalledProcessError):
        for peers in results.values():
            peers['Node xml2js'] = []
    for peers in results.values():
        peers['Node fast-xml-parser'] = []  # Debian 12 has none
    return results


def spawn(command, seconds=PATIENCE_S, **options):
    """(nanoseconds, kilobytes at the peak, exit status or -1 when stopped) of a command."""
    words = output([BIN / 'bench_spawn', seconds, *command], stderr=subprocess.DEVNULL, **options)
    return tuple(map(int, words.split()))


def measure_command(args):
    catalog = json.loads((BUILD / 'generated/coserr/catalog.json').read_text())
    messages = {error['code']: error['variants'][0]['message']['en'] for error in catalog['errors']}
    commands = {
        'coserr explain': [BUILD / 'src/coserr', 'explain', 'NoSuchKey'],
        'python3 -c, a dictionary': ['/usr/bin/python3', '-c', f'print({messages}["NoSuchKey"])'],
        'gpg-error': ['gpg-error', '11'],
        'errno': ['errno', 'ENOENT'],
        'true': ['true'],
    }
    times = {name: [] for name in commands}
    for _ in range(args.rounds):
        for name, command in commands.items():
            if shutil.which(str(command[0])):
                ns, _, status = spawn(command)
                if status != 0:
                    sys.exit(f'bench: {name} failed')
                times[name].append(ns)
    return {'start to end': times, 'a million lines': measure_lines(args, sorted(messages))}


def measure_lines(args, codes):
    """`explain -` beside mawk with an array of the same texts."""
    chance = random.Random(1)
    lines = WORK / 'lines'
    lines.write_text(''.join(f'{code}\n' for code in chance.choices(codes, k=1000000)))
    texts = WORK / 'texts'
    coserr = [BUILD / 'src/coserr', 'explain', '--lang', 'en']
    texts.write_text(''.join(
        code + '\t' + output([*coserr, code]).rstrip('\n').replace('\n', '\x01') + '\n'
        for code in codes))
    program = ('BEGIN { FS = "\\t"; while ((getline line < ARGV[1]) > 0) { split(line, part, "\\t"); '
               'gsub("\\001", "\\n", part[2]); text[part[1]] = part[2] } ARGV[1] = "" } '
               '{ print text[$1] }')
    commands = {'coserr explain -': ['sh', '-c', f'exec {" ".join(map(str, coserr))} - <{lines}'],
                'mawk': ['mawk', program, texts, lines]}
    times = {name: [] for name in commands}
    for _ in range(min(args.rounds, 7)):
        for name, command in commands.items():
            if shutil.which(str(command[0])):
                ns, _, status = spawn(command)
                if status != 0:
                    sys.exit(f'bench: {name} failed')
                times[name].append(ns)
    return times


def measure_count(_args):
    def instructions(what, times, *options):
        run = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null',
                              *options, BIN / 'bench_count', what, str(times), BIN / 'bodies'],
                             check=True, text=True, capture_output=True,
                             env={**os.environ, 'LD_BIND_NOW': '1'})
        return int(re.search(r'Collected : (\d+)', run.stderr)[1]), int(run.stdout)

    def each(what, function):
        """What happens between the call of the function and its return, and the call itself."""
        (few, keys), (many, _) = (instructions(what, times, f'--toggle-collect={function}')
                                  for times in (10, 30))
        return (many - few) / 20 / (1 if what == 'decode' else keys) + 1

    if not shutil.which('valgrind'):
        return {}
    return {'hit': each('hit', 'coserr_find_entry'), 'near miss': each('miss', 'coserr_find_entry'),
            'body of 374 bytes': each('decode', 'coserr_decode')}


def image_size(image):
    """(names, slots, bytes of the hash) of an image: its head has where each section is."""
    head = struct.unpack_from('<34I', image, 72)
    at, count = head[::2], head[1::2]
    slots = [image[at[1] + 12 * i + 10] for i in range(count[1])]
    return sum(length > 0 for length in slots), count[1], at[6] - at[1]


def table_size(text):
    """(names, slots, None) of what gperf makes by itself; None for each that it does not say."""
    names = re.search(r'#define TOTAL_KEYWORDS (\d+)', text)
    last = re.search(r'#define MAX_HASH_VALUE (\d+)', text)
    return (int(names[1]), int(last[1]) + 1, None) if names and last else (None, None, None)


def generate(catalog, ledger, prefix, out, repeat):
    """Runs coserr-gen and the compilers over a catalog; what they took, and a shared object."""
    out.mkdir(parents=True, exist_ok=True)
    row = {'ours': [], 'compilers': {}}
    for _ in range(repeat):
        shutil.rmtree(out)
        out.mkdir()
        row['ours'].append(spawn([GENERATOR, 'compile', catalog, '--ledger', ledger, '--out', out]))
        if row['ours'][-1][2] != 0:
            return row
        if row['ours'][-1][0] > 5e9:
            break
    row['table'] = image_size((out / f'{prefix}.image').read_bytes())
    for compiler in COMPILERS:
        if shutil.which(compiler):
            row['compilers'][compiler] = spawn(
                [compiler, '-O2', '-fPIC', '-c', out / f'{prefix}_catalog.c', '-o',
                 out / f'{compiler}.o', f'-I{ROOT}/include', f'-I{BUILD}/generated', f'-I{out}'])
    return row


def plain_gperf(codes, out, seconds):
    source = out / 'plain.gperf'
    source.write_text('struct plain_name { const char *name; unsigned number; };\n%%\n' + ''.join(
        f'"{code}", {i}\n' for i, code in enumerate(codes)))
    ran = spawn(['gperf', '-t', f'--output-file={out}/plain.c', source], seconds)
    return ran, table_size((out / 'plain.c').read_text()) if ran[2] == 0 else None


def measure_generator(args):
    cos = generate(ROOT / 'catalog/cos.yaml', ROOT / 'catalog/ids.lock', 'coserr', WORK / 'cos', 3)
    names = re.findall('^"(.*)", ', (BIN / 'plain.gperf').read_text(), re.M)
    cos['plain'], cos['plain table'] = plain_gperf(names, WORK / 'cos', PATIENCE_S)
    rows = {'cos': cos}
    tables = []
    for size in args.sizes:
        out = WORK / str(size)
        out.mkdir(parents=True, exist_ok=True)
        catalog, ledger = WORK / f'{size}.yaml', WORK / f'{size}.lock'
        output(['/usr/bin/python3', HERE / 'synthetic.py', size, catalog, ledger])
        row = rows[str(size)] = generate(catalog, ledger, 'syn', out, 3)
        codes = [line.split()[2] for line in ledger.read_text().splitlines()[4:]]
        row['plain'], row['plain table'] = plain_gperf(
            codes, out, PATIENCE_S if size <= 10000 else GPERF_ALONE_S)
        if 'table' in row:
            (out / 'names').write_text('\n'.join(codes) + '\n')
            tables += [size, out / 'syn.image', out / 'names']
    lookups = read_lines(output([BIN / 'bench_lookup', args.rounds, LIBRARY, IMAGE, *tables]), {}) \
        if tables else {}
    return {'rows': rows, **lookups}


# ------------------------------------------------------------------------------------- reporting

def ratio(ours, peers):
    return statistics.median(a / b for a, b in zip(ours, peers))


def figure(value):
    """Three digits that count."""
    return f'{value:.0f}' if value >= 100 else f'{value:#.3g}'


def table(head, rows):
    lines = [head, ['---'] + ['---:'] * (len(head) - 1), *rows]
    return ''.join('| ' + ' | '.join(map(str, line)) + ' |\n' for line in lines) + '\n'


def peer_rows(name, peers, ours, against=None, scale=1):
    rows = []
    for peer, rounds in sorted(peers.items(), key=lambda item: statistics.median(item[1] or [0])):
        if rounds:
            row = [peer, figure(statistics.median(rounds) / scale)]
            row += [figure(ratio(rounds, peers[against]))] if against else []
            row += [figure(ratio(peers[ours], rounds)) if peer != ours else '',
                    TARGETS.get((name, peer), '')]
            rows.append(row)
    return rows


def report_lookup(results):
    loaded = results['hits']['coserr (loaded)']
    text = table(['lookup, hit', 'of plain gperf', 'target'],
                 [[kind, figure(ratio(results['hits'][kind], results['hits']['plain gperf'])),
                   TARGETS[(target, 'plain gperf')]]
                  for kind, target in (('coserr (shared)', 'hits'), ('coserr (static)', 'hits'),
                                       ('coserr (loaded)', 'loaded'))]) if loaded else ''
    for name in LOOKUP_SETS:
        text += table([f'lookup, {name}', 'ns', 'of plain gperf', 'ours / it', 'target'],
                      peer_rows(name, results[name], 'coserr (shared)', 'plain gperf'))
    return text


def report_body(results):
    return ''.join(table([f'body, {name}', 'ns', 'ours / it', 'target'],
                         peer_rows(name, results[name], 'coserr')) for name in BODY_SETS)


def report_command(results):
    return ''.join(table(['command', 'ms', 'ours / it', 'target'],
                         peer_rows(name, peers, next(iter(peers)), scale=1e6))
                   for name, peers in results.items())


def report_count(results):
    return table(['instructions', 'each', 'target'],
                 [[what, figure(count), TARGETS.get(('count', what), '')]
                  for what, count in results.items()])


def seconds(ran):
    ns, _, status = ran
    return {0: figure(ns / 1e9), -1: f'>{ns / 1e9:.0f}'}.get(status, 'failed')


def megabytes(ran):
    return figure(ran[1] / 1024) if ran[2] == 0 else ''


def report_generator(results):
    generating, making, compiling, looking = [], [], [], []
    before = None
    for name, row in results['rows'].items():
        ran = sorted(row['ours'])[len(row['ours']) // 2]
        good = ran[2] == 0
        against = row['plain'][0] if row['plain'][2] == 0 and good else None
        generating.append([name, seconds(ran), megabytes(ran), seconds(row['plain']),
                           megabytes(row['plain']), figure(ran[0] / against) if against else '',
                           TARGETS.get(('time', name), ''),
                           figure(ran[0] / before) if before and good else '',
                           TARGETS.get(('growth', name), '')])
        before = ran[0] if good and name != 'cos' else None
        if not good:
            continue
        names, slots, size = row['table']
        plain = row['plain table']
        making.append([name, names or '', figure(slots / names) if slots else '',
                       TARGETS.get(('slots', name), ''),
                       figure(size / names) if size else '',
                       figure(plain[1] / plain[0]) if plain else ''])
        compiling.append([name] + [cell for compiler in COMPILERS
                                   for cell in ([seconds(row['compilers'][compiler]),
                                                 megabytes(row['compilers'][compiler])]
                                                if compiler in row['compilers'] else ['', ''])])
    for name, peers in results.items():
        if name.startswith('tables '):
            ours = peers['coserr (loaded)']
            size = name.removeprefix('tables ')
            absl = peers.get('absl::flat_hash_map')
            load = statistics.median(results['load'][size])
            looking.append([size, figure(statistics.median(ours)),
                            figure(ratio(ours, absl)) if absl else '',
                            TARGETS.get(('tables', size), ''), figure(load),
                            TARGETS.get(('load', size), '')])
    text = table(['generator, codes', 's', 'MB', 'plain gperf s', 'MB', 'ours / it', 'target',
                  'times the row above', 'target'], generating)
    text += table(['table, codes', 'names', 'slots a name', 'target', 'bytes a name',
                   "plain gperf's slots a name"], making)
    text += table(['compiling, codes', *(cell for compiler in COMPILERS
                                         for cell in (f'{compiler} s', 'MB'))], compiling)
    return text + table(['loaded image, codes', 'ns a lookup', 'of absl', 'target', 'ns a code to load', 'target'],
                        looking)


def left_out(results):
    measured = [peers for part in ('lookup', 'body', 'command') for peers in
                results.get(part, {}).values()]
    names = [peer for peers in measured for peer, rounds in peers.items() if not rounds]
    if 'generator' in results:
        names += [compiler for compiler in COMPILERS if not shutil.which(compiler)]
    if results.get('count') == {}:
        names.append('valgrind')
    return sorted(set(names))


def machine():
    cpu = re.search(r'model name\s*: (.*)', pathlib.Path('/proc/cpuinfo').read_text())
    cache = (BUILD / 'CMakeCache.txt').read_text()
    flags = re.search(r'CMAKE_C_FLAGS_RELWITHDEBINFO:STRING=(.*)', cache)[1]
    installed = subprocess.run(['dpkg-query', '-W', '-f', '${Package} ${Version}\n',
                                *PEER_PACKAGES], text=True, capture_output=True,
                               check=False).stdout.splitlines()
    return {'date': datetime.date.today().isoformat(),
            'commit': output(['git', '-C', ROOT, 'rev-parse', '--short', 'HEAD']).strip(),
            'cpu': f'{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores',
            'system': f'{platform.freedesktop_os_release()["PRETTY_NAME"]}, {platform.release()}',
            'compiler': output(['gcc', '--version']).splitlines()[0], 'flags': flags,
            'load': ' '.join(f'{load:.2f}' for load in os.getloadavg()),
            'peers': ', '.join(installed)}


REPORTS = {'lookup': report_lookup, 'body': report_body, 'command': report_command,
           'generator': report_generator, 'count': report_count}
MEASURES = {'lookup': measure_lookup, 'body': measure_body, 'command': measure_command,
            'generator': measure_generator, 'count': measure_count}


def plot(results):
    """The lookups and the mix of bodies, as bars over a logarithmic scale."""
    def block(sets, peers):
        rows = [[f'"{peer}"'] + [figure(statistics.median(sets[name][peer])) for name in sets]
                for peer in peers if all(sets[name][peer] for name in sets)]
        rows.sort(key=lambda row: float(row[1]))
        return '\n'.join(' '.join(row) for row in rows)

    panels = []
    if 'lookup' in results:
        sets = {name: results['lookup'][name] for name in LOOKUP_SETS}
        panels.append(('One lookup', 'ns', LOOKUP_SETS, block(sets, sets['hits'])))
    if 'body' in results:
        sets = {name: results['body'][name] for name in ('374 bytes', 'mix of 512')}
        panels.append(('One body', 'ns', tuple(sets), block(sets, sets['mix of 512'])))
    if not panels or not shutil.which('gnuplot'):
        return
    script = ('set terminal svg size 900,%d font "sans-serif,12" background "white"\n'
              'set output "%s"\nset multiplot layout %d,1\nset style data histograms\n'
              'set style fill solid 0.8 border\nset logscale y\nset grid y\n'
              'set xtics rotate by -30 noenhanced\nset key top left\nset boxwidth 0.9\n'
              'set rmargin 12\n'
              % (450 * len(panels), BUILD / 'bench.svg', len(panels)))
    for i, (title, unit, names, rows) in enumerate(panels):
        script += f'$data{i} << END\n{rows}\nEND\n'
        script += f'set title "{title}"\nset ylabel "{unit}"\nplot '
        script += ', '.join(f'$data{i} using {j + 2}:xtic(1) title "{name}"'
                            for j, name in enumerate(names)) + '\n'
    output(['gnuplot'], input=script)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rounds', type=int, default=LEAST_ROUNDS,
                        help=f'at least {LEAST_ROUNDS}, which is the default')
    parser.add_argument('--part', choices=(*PARTS, 'all'), default='all')
    parser.add_argument('--sizes', default=SIZES, help='codes of the generated catalogs')
    parser.add_argument('--quick', action='store_true',
                        help=f'{QUICK_ROUNDS} rounds and 1,000 codes, to see that it runs')
    args = parser.parse_args()
    args.rounds = QUICK_ROUNDS if args.quick else max(args.rounds, LEAST_ROUNDS)
    args.sizes = [1000] if args.quick else [int(size) for size in args.sizes.split(',')]

    WORK.mkdir(exist_ok=True)
    results = {'machine': machine(), 'rounds': args.rounds}
    text = ''.join(f'- {name}: {value}\n' for name, value in results['machine'].items())
    text += f'- rounds: {args.rounds}\n\n'
    print(text, end='', flush=True)
    for part in PARTS if args.part == 'all' else [args.part]:
        results[part] = MEASURES[part](args)
        fragment = REPORTS[part](results[part])
        print(fragment, end='', flush=True)
        text += fragment
    out = f'Left out: {", ".join(left_out(results)) or "nothing"}.\n'
    print(out, end='')
    (BUILD / 'bench.json').write_text(json.dumps(results, indent=1) + '\n')
    (BUILD / 'bench.md').write_text(text + out)
    plot(results)


main()
