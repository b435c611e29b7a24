#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library as others get it: installed, found in every way, linked, called from Python, and
looked at from outside.

usage: test_package.py BUILD_DIR shared|static CC CXX
"""
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
BUILD = None
SHARED = None
CC = None
CXX = None
EXPECTED = 'NoSuchKey 404 N1\n'
IMPORTS = {'memchr', 'memcmp', 'memcpy', 'memmove', 'memset', 'strchr', 'strcspn', 'strlen', 'bcmp',
           '__stack_chk_fail'}
prefix = None


def run(*args, env=None, cwd=None):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, cwd=cwd,
                          env={**os.environ, **(env or {})}, timeout=300, check=False)
    if done.returncode != 0:
        raise AssertionError(f'{args}: {done.returncode}\n{done.stdout}\n{done.stderr}')
    return done.stdout


def setUpModule():
    global prefix
    prefix = pathlib.Path(tempfile.mkdtemp()) / 'in stalled'
    run('cmake', '--install', BUILD, '--prefix', prefix)


def tearDownModule():
    shutil.rmtree(prefix.parent)


def library():
    name = 'libcoserr.so' if SHARED else 'libcoserr.a'
    return next(prefix.glob(f'lib*/**/{name}'))


class Temporary(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)

    def check_consumer(self, program):
        env = {'LD_LIBRARY_PATH': str(library().parent)} if SHARED else {}
        lines = run(program, env=env).splitlines()
        self.assertEqual(lines[0] + '\n', EXPECTED)
        self.assertIn('存储桶', lines[1])
        self.assertEqual(lines[2], 'never')


class Ways(Temporary):
    def build(self, way, *options):
        run('cmake', '-S', HERE / 'consumer', '-B', self.dir / 'b', '-G', 'Ninja', f'-DWAY={way}',
            f'-DCMAKE_C_COMPILER={CC}', *options)
        run('cmake', '--build', self.dir / 'b')
        self.check_consumer(self.dir / 'b' / 'consumer')

    def test_find_package(self):
        self.build('find_package', f'-DCMAKE_PREFIX_PATH={prefix}')

    def test_find_package_refuses_another_minor_version(self):
        text = (HERE / 'consumer' / 'CMakeLists.txt').read_text()
        shutil.copy(HERE / 'consumer' / 'main.c', self.dir)
        for version in ('0.1', '0.3', '1.0', '0.2.99'):
            (self.dir / 'CMakeLists.txt').write_text(text.replace('coserr 0.2', f'coserr {version}'))
            with self.assertRaisesRegex(AssertionError, f'requested version "{version}"'):
                run('cmake', '-S', self.dir, '-B', self.dir / 'b', '-DWAY=find_package',
                    f'-DCMAKE_PREFIX_PATH={prefix}')

    def test_add_subdirectory(self):
        self.build('add_subdirectory', f'-DCOSERR_SOURCE={ROOT}')
        # It installs nothing there unless it is asked to.
        run('cmake', '--install', self.dir / 'b', '--prefix', self.dir / 'prefix')
        self.assertEqual([path for path in (self.dir / 'prefix').rglob('*') if path.is_file()], [])

    def test_fetch_content(self):
        self.build('FetchContent', f'-DCOSERR_SOURCE={ROOT}')

    def test_pkg_config(self):
        env = {'PKG_CONFIG_PATH': str(library().parent / 'pkgconfig')}
        self.assertRegex(run('pkg-config', '--modversion', 'coserr', env=env), r'^\d+\.\d+\.\d+\n')
        command = (f'{CC} -std=c99 -o "{self.dir}/consumer" "{HERE}/consumer/main.c" '
                   '$(pkg-config --cflags --libs coserr)')
        # pkg-config escapes the spaces of the prefix for a shell.
        run('sh', '-c', command.replace(
            '$(pkg-config --cflags --libs coserr)',
            run('pkg-config', '--cflags', '--libs', 'coserr', env=env).strip()))
        self.check_consumer(self.dir / 'consumer')

    def test_static_library_in_a_shared_one(self):
        """Its code is independent of its position, whatever the project's own flags say."""
        if not SHARED:
            self.skipTest('once is enough')
        run('cmake', '-S', ROOT, '-B', self.dir / 'b', '-G', 'Ninja', f'-DCMAKE_C_COMPILER={CC}',
            '-DCOSERR_BUILD_TESTS=OFF', '-DCOSERR_BUILD_CLI=OFF', '-DBUILD_SHARED_LIBS=OFF',
            '-DCMAKE_C_FLAGS=-fno-pie', f'-DCOSERR_GENERATOR={BUILD}/generator/coserr-gen')
        run('cmake', '--build', self.dir / 'b', '-j2')
        run(CC, '-shared', '-Wl,-z,text,--whole-archive', self.dir / 'b' / 'src' / 'libcoserr.a',
            '-Wl,--no-whole-archive', '-o', self.dir / 'plugin.so')

    def test_absolute_folders(self):
        """Folders that are given as absolute ones, each beside others that are not."""
        if not SHARED:
            self.skipTest('once is enough')
        build, prefix = self.dir / 'b', self.dir / 'prefix'
        for name, dirs in (('lib', {'LIBDIR': 'abs/lib'}), ('include', {'INCLUDEDIR': 'abs/include'}),
                           ('bin', {'BINDIR': 'abs/bin'})):
            run('cmake', '-S', ROOT, '-B', build / name, '-G', 'Ninja', f'-DCMAKE_C_COMPILER={CC}',
                '-DCOSERR_BUILD_TESTS=OFF', f'-DCMAKE_INSTALL_PREFIX={prefix / name}',
                f'-DCOSERR_GENERATOR={BUILD}/generator/coserr-gen',
                *(f'-DCMAKE_INSTALL_{key}={prefix / name / value}' for key, value in dirs.items()))
            run('cmake', '--build', build / name, '-j2')
            run('cmake', '--install', build / name)
            found = next((prefix / name).rglob('coserr.pc')).parent
            flags = run('pkg-config', '--cflags', '--libs', 'coserr',
                        env={'PKG_CONFIG_PATH': str(found)}).split()
            run(CC, '-std=c99', '-o', self.dir / name, HERE / 'consumer' / 'main.c', *flags)
            command = next((prefix / name).rglob('bin/coserr'))
            self.assertIn('NoSuchKey', run(command, 'explain', 'NoSuchKey'))

    def test_cross_compiling_takes_a_generator(self):
        """With a generator at hand, neither libyaml nor gperf's finder is asked for."""
        generator = BUILD / 'generator' / 'coserr-gen'
        self.build('add_subdirectory', f'-DCOSERR_SOURCE={ROOT}', f'-DCOSERR_GENERATOR={generator}')
        cache = (self.dir / 'b' / 'CMakeCache.txt').read_text()
        self.assertNotIn('GPERF', cache)
        self.assertNotIn('YAML_', cache)


class Dist(Temporary):
    """The source archive: built and tested where neither libyaml nor gperf can be found."""

    def setUp(self):
        super().setUp()
        if not SHARED:
            self.skipTest('once is enough')

    def test_dist(self):
        run('cmake', '--build', BUILD, '--target', 'dist')
        archives = list(BUILD.glob('coserr-*.tar.gz'))
        self.assertEqual(len(archives), 1)
        first = archives[0].read_bytes()
        run('cmake', '--build', BUILD, '--target', 'dist')
        self.assertEqual(archives[0].read_bytes(), first)
        run('cmake', '-E', 'tar', 'xf', archives[0], cwd=self.dir)
        source = next(self.dir.iterdir())
        self.assertEqual(source.name, archives[0].name.removesuffix('.tar.gz'))
        # Everything of pkg-config's but libyaml; every program but gperf, which fails if called.
        packages = self.dir / 'packages'
        packages.mkdir()
        for folder in run('pkg-config', '--variable', 'pc_path', 'pkg-config').strip().split(':'):
            for path in pathlib.Path(folder).glob('*.pc'):
                if path.name != 'yaml-0.1.pc' and not (packages / path.name).exists():
                    (packages / path.name).symlink_to(path)
        programs = self.dir / 'programs'
        programs.mkdir()
        (programs / 'gperf').write_text('#!/bin/sh\necho gperf was called >&2\nexit 1\n')
        (programs / 'gperf').chmod(0o755)
        env = {'PKG_CONFIG_LIBDIR': str(packages), 'PKG_CONFIG_PATH': '',
               'PATH': f'{programs}:{os.environ["PATH"]}'}
        build = self.dir / 'b'
        run('cmake', '-S', source, '-B', build, '-G', 'Ninja', f'-DCMAKE_C_COMPILER={CC}', env=env)
        run('cmake', '--build', build, env=env)
        self.assertFalse((build / 'generator').exists())
        log = run('ctest', '--test-dir', build, '-LE', 'deep', '-j2', '--output-on-failure', env=env)
        ran = set(re.findall(r'Test +#\d+: (\S+)', log))
        self.assertLessEqual({'unit.lookup', 'unit.xml', 'unit.decode', 'cli', 'fuzz.body',
                              'client'}, ran)
        run('cmake', '--install', build, '--prefix', self.dir / 'prefix', env=env)
        self.assertTrue((self.dir / 'prefix' / 'include' / 'coserr' / 'coserr_codes.h').exists())


class Readme(Temporary):
    def test_example(self):
        """The C program of the README compiles as it stands, and prints what is said after it."""
        readme = (ROOT / 'README.md').read_text(encoding='utf-8')
        program = re.search(r'```c\n(.*?)```', readme, re.S)[1]
        expected = re.search(r'prints\n\n```\n(.*?)```', readme, re.S)[1]
        (self.dir / 'example.c').write_text(program, encoding='utf-8')
        run(CC, '-std=c11', '-Wall', '-Wextra', '-Werror', '-I', prefix / 'include', '-o',
            self.dir / 'example', self.dir / 'example.c', library())
        env = {'LD_LIBRARY_PATH': str(library().parent)}
        self.assertEqual(run(self.dir / 'example', env=env), expected)


class Installed(unittest.TestCase):
    def test_files(self):
        def names(folder):
            return {path.name for path in (prefix / folder).rglob('*')
                    if path.is_file() or path.is_symlink()}
        self.assertEqual(names('include'), {'coserr.h', 'curl.h', 'coserr_codes.h',
                                            'coserr_words.h'})
        self.assertEqual(names('share/coserr') - names('share/coserr/vectors'),
                         {'catalog.json', 'coserr.image', 'coserr-catalog.cmake',
                          'vocabulary.json'})
        self.assertEqual(names('share/coserr/vectors'), {'README.md', *(
            f'{name}.jsonl' for name in ('client', 'decide', 'find', 'language', 'operation',
                                         'read', 'resolve', 'sdk-errors', 'texts'))})
        self.assertEqual(names('bin'), {'coserr', 'coserr-gen'})
        self.assertLessEqual({'coserr.pc', 'coserr-config.cmake', 'coserr-config-version.cmake'},
                             names(library().parent))
        image = next(prefix.rglob('coserr.image')).read_bytes()
        self.assertEqual(image[:8], b'coserr\x1a\n')

    def test_command_finds_its_library(self):
        self.assertIn('存储桶', run(prefix / 'bin' / 'coserr', 'explain', '--lang', 'zh',
                                    'NoSuchBucket'))


class Header(Temporary):
    """Alone, in every language that may include it, with warnings as errors."""

    def test_header_alone(self):
        flags = ['-Wall', '-Wextra', '-Werror', '-pedantic', '-Wconversion', '-Wundef',
                 '-fsyntax-only', '-I', prefix / 'include',
                 *run('pkg-config', '--cflags', 'libcurl').split()]
        for name in ('coserr', 'curl', 'coserr_codes', 'coserr_words'):
            source = f'#include <coserr/{name}.h>\n#include <coserr/{name}.h>\nint main(void) ' \
                     '{ return 0; }\n'
            for suffix, compiler, standards in (('c', CC, ('c99', 'c11', 'c17')),
                                                ('cc', CXX, ('c++11', 'c++17', 'c++20'))):
                path = self.dir / f'{name}.{suffix}'
                path.write_text(source)
                for standard in standards:
                    run(compiler, f'-std={standard}', *flags, path)

    def test_from_cpp(self):
        path = self.dir / 'main.cc'
        path.write_text((HERE / 'consumer' / 'main.c').read_text())
        run(CXX, '-std=c++17', '-Wall', '-Wextra', '-Werror', '-I', prefix / 'include', '-o',
            self.dir / 'consumer', path, library())
        self.check_consumer(self.dir / 'consumer')


class Shared(unittest.TestCase):
    def setUp(self):
        if not SHARED:
            self.skipTest('the static library')

    def test_exports(self):
        """Exactly the functions of the header; the list is a promise, kept beside the tests."""
        symbols = run('nm', '-D', '--defined-only', library()).splitlines()
        names = sorted(line.split()[-1].split('@')[0] for line in symbols
                       if not line.endswith('COSERR_0') or ' A ' not in line)
        promised = (ROOT / 'tests' / 'data' / 'exports.txt').read_text().split()
        self.assertEqual(names, promised)
        header = (ROOT / 'include' / 'coserr' / 'coserr.h').read_text()
        declared = re.findall(r'^COSERR_API[^;]*?(coserr_\w+)\(', header, re.M)
        self.assertEqual(sorted(declared), promised)

    def test_imports(self):
        """Functions on memory alone: nothing that allocates, or reads the locale or the environment."""
        lines = run('nm', '-D', '--undefined-only', library()).splitlines()
        names = {line.split()[-1].split('@')[0] for line in lines if ' U ' in line}
        self.assertLessEqual(names, IMPORTS)

    def test_needs_libc_alone(self):
        needed = re.findall(r'NEEDED.*\[(.*)\]', run('readelf', '-d', library()))
        self.assertEqual(needed, ['libc.so.6'])
        self.assertIn('[libcoserr.so.0.2]', run('readelf', '-d', library()))

    def test_no_relocations_of_our_own(self):
        """What the C runtime brings (RELATIVE to its own, GLOB_DAT, slots of the imports) and no
        more: the tables are constant to the last byte."""
        text = run('readelf', '-rW', library())
        imports = IMPORTS | {'_ITM_deregisterTMCloneTable', '_ITM_registerTMCloneTable',
                             '__gmon_start__', '__cxa_finalize'}
        relocations = re.findall(r'^[0-9a-f]+ +[0-9a-f]+ (R_\S+) *(.*)$', text, re.M)
        self.assertGreater(len(relocations), 0)
        relative = [kind for kind, _ in relocations if kind.endswith('RELATIVE')]
        self.assertLessEqual(len(relative), 3)
        for kind, rest in relocations:
            if not kind.endswith('RELATIVE'):
                self.assertIn(re.search(r'(\w+)(@\S+)? \+ 0$', rest)[1], imports)

    def test_no_writable_data(self):
        symbols = run('nm', BUILD / 'src' / 'libcoserr.so').splitlines()
        writable = [line for line in symbols if re.search(r' [bBdDgGsS] ', line)]
        ours = [line for line in writable if 'coserr' in line]
        self.assertEqual(ours, [])

    def test_no_paths_inside(self):
        stripped = prefix / 'stripped.so'
        run('strip', '-o', stripped, library())
        text = run('strings', stripped)
        for path in (str(ROOT), str(BUILD), '/home/', '/tmp/', '.c\n'):
            self.assertNotIn(path, text)

    def test_size(self):
        """The image itself, and code and words, as strip leaves them."""
        stripped = prefix / 'stripped.so'
        run('strip', '-o', stripped, library())
        image = next(prefix.rglob('coserr.image')).stat().st_size
        self.assertLessEqual(stripped.stat().st_size, image + 104 * 1024)


class FromPython(unittest.TestCase):
    """Another language, without a C compiler: lookup by name, a Chinese message, the class."""

    def setUp(self):
        if not SHARED:
            self.skipTest('the static library')
        self.lib = ctypes.CDLL(str(library()))
        for name in ('coserr_find_entry', 'coserr_entry_message', 'coserr_entry_language', 'coserr_word',
                     'coserr_error_field', 'coserr_error_entry', 'coserr_entry_code'):
            getattr(self.lib, name).restype = ctypes.c_void_p

    def text(self, pointer):
        return ctypes.string_at(pointer).decode()

    def test_lookup(self):
        lib = self.lib
        match = ctypes.c_uint32()
        name, tag = b'SlowDown', b'zh-CN'
        entry = ctypes.c_void_p(lib.coserr_find_entry(None, name, ctypes.c_size_t(len(name)), 503,
                                                      ctypes.byref(match)))
        self.assertEqual(match.value, 1)
        language = lib.coserr_match_language(None, tag, ctypes.c_size_t(len(tag)))
        message = lib.coserr_entry_message(entry, language, None)
        self.assertRegex(self.text(message), '[\u4e00-\u9fff]')
        self.assertEqual(self.text(lib.coserr_entry_language(entry, language)), tag.decode())
        name = lib.coserr_word(0, lib.coserr_entry_retry_class(entry), None)
        self.assertEqual(self.text(name), 'throttle')

    def test_explain_through_accessors(self):
        lib = self.lib
        error = ctypes.create_string_buffer(lib.coserr_error_sizeof())
        ctypes.cast(error, ctypes.POINTER(ctypes.c_uint32))[0] = len(error)
        self.assertEqual(lib.coserr_explain(None, b'AccessDenied', ctypes.c_size_t(12), 403,
                                            b'Request has expired', ctypes.c_size_t(19), error), 1)
        entry = ctypes.c_void_p(lib.coserr_error_entry(error))
        self.assertEqual(self.text(lib.coserr_entry_code(entry)), 'Request has expired')


class Rebuild(Temporary):
    """Edit one text, build: the tables are made again, one file of the library is compiled, and
    nothing that includes the header alone. Then again: nothing is done."""

    def objects(self):
        return {path.relative_to(self.dir): path.stat().st_mtime_ns
                for path in (self.dir / 'b').rglob('*.o')}

    def copy(self):
        copy = self.dir / 'source'
        tracked = run('git', 'ls-files', '--cached', '--others', '--exclude-standard', cwd=ROOT)
        for name in tracked.splitlines():
            if not name.startswith('tests/'):
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        return copy

    def rebuild(self, generator):
        copy = self.copy()
        run('cmake', '-S', HERE / 'consumer', '-B', self.dir / 'b', '-G', generator,
            '-DWAY=add_subdirectory', f'-DCOSERR_SOURCE={copy}', f'-DCMAKE_C_COMPILER={CC}')
        run('cmake', '--build', self.dir / 'b', '-j2')
        before = self.objects()
        catalog = copy / 'catalog' / 'cos.yaml'
        text = catalog.read_text(encoding='utf-8')
        catalog.write_text(re.sub(r'(      en: )(.*)\.\n', r'\1\2 indeed.\n', text, count=1),
                           encoding='utf-8')
        run('cmake', '--build', self.dir / 'b', '-j2')
        after = self.objects()
        changed = {path.name for path in after if after[path] != before[path]}
        self.assertEqual(changed, {'lookup.c.o'})
        self.assertEqual(set(after), set(before))
        stamp = self.dir / 'b' / 'coserr' / 'generated' / 'coserr.stamp'
        made = stamp.stat().st_mtime_ns
        run('cmake', '--build', self.dir / 'b', '-j2')
        self.assertEqual(self.objects(), after)
        self.assertEqual(stamp.stat().st_mtime_ns, made)

    def test_ninja(self):
        self.rebuild('Ninja')

    def test_make(self):
        self.rebuild('Unix Makefiles')

    def test_what_is_no_source_file(self):
        """An edit of the list of exports, or of the vocabulary, reaches the library as well."""
        if not SHARED:
            self.skipTest('the static library')
        copy = self.copy()
        run('cmake', '-S', copy, '-B', self.dir / 'b', '-G', 'Ninja', f'-DCMAKE_C_COMPILER={CC}',
            '-DCOSERR_BUILD_TESTS=OFF', '-DCOSERR_BUILD_CLI=OFF')
        for name, old, new, found in (
                ('src/package/coserr.map', 'COSERR_0 {', 'COSERR_NEXT {', b'COSERR_NEXT\0'),
                ('catalog/vocabulary.yaml', 'en: Retry once at most.', 'en: Retry once.',
                 b'Retry once.\0')):
            run('cmake', '--build', self.dir / 'b', '-j2')
            text = (copy / name).read_text(encoding='utf-8')
            self.assertIn(old, text)
            (copy / name).write_text(text.replace(old, new), encoding='utf-8')
            run('cmake', '--build', self.dir / 'b', '-j2')
            self.assertIn(found, (self.dir / 'b' / 'src' / 'libcoserr.so').read_bytes())


if __name__ == '__main__':
    BUILD = pathlib.Path(sys.argv.pop(1))
    SHARED = sys.argv.pop(1) == 'shared'
    CC = sys.argv.pop(1)
    CXX = sys.argv.pop(1)
    unittest.main()
