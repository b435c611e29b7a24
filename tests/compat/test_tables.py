# SPDX-License-Identifier: MIT
"""The two forms of a compiled catalog hold the same bytes, and its C is C for every compiler here.

usage: test_tables.py SOURCE-DIR GENERATED-DIR COSERR-GEN
"""
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, GENERATED, GENERATOR = (Path(path).resolve() for path in sys.argv[1:4])
WARNINGS = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Wundef', '-Werror']
C_COMPILERS = [name for name in ('gcc', 'clang') if shutil.which(name)]
CXX_COMPILERS = [name for name in ('g++', 'clang++') if shutil.which(name)]
DATA = SOURCE / 'tests/unit/data'
CATALOGS = {'cos': (SOURCE / 'catalog/cos.yaml', SOURCE / 'catalog/ids.lock'),
            'patterns': (DATA / 'patterns.yaml', DATA / 'patterns.lock'),
            'little': (DATA / 'older.yaml', DATA / 'older.lock')}

# The tables, included as they are, beside the file.
COMPARE = '''
#include "PREFIX_catalog.c"
#include <stdio.h>
#include <string.h>

static unsigned char bytes[1 << 22];

int main(int argc, char **argv) {
    FILE *file = fopen(argv[argc - 1], "rb");
    const size_t size = file != NULL ? fread(bytes, 1, sizeof bytes, file) : 0;
    printf("%zu %zu\\n", size, sizeof PREFIX_image);
    return size == sizeof PREFIX_image && memcmp(bytes, PREFIX_get_catalog(), size) == 0 ? 0 : 1;
}
'''


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.dir = Path(folder.name)
        for prefix, (catalog, ledger) in CATALOGS.items():
            subprocess.run([GENERATOR, 'compile', catalog, '--ledger', ledger, '--out', cls.dir,
                            '--prefix', prefix, '--only', 'header,tables,image'], check=True)
            (cls.dir / f'{prefix}_compare.c').write_text(COMPARE.replace('PREFIX', prefix))

    def compile(self, compiler, *args):
        subprocess.run([compiler, *WARNINGS, '-I', SOURCE / 'include', '-I', GENERATED,
                        '-I', self.dir, *args], check=True)

    def test_same_bytes(self):
        for compiler in C_COMPILERS:
            for prefix in CATALOGS:
                program = self.dir / 'compare'
                self.compile(compiler, '-std=c11', self.dir / f'{prefix}_compare.c', '-o', program)
                image = self.dir / f'{prefix}.image'
                self.assertEqual(subprocess.run([program, image]).returncode, 0, prefix)
                # And a difference would be seen.
                damaged = bytearray(image.read_bytes())
                damaged[len(damaged) // 2] ^= 1
                (self.dir / 'damaged').write_bytes(damaged)
                self.assertEqual(subprocess.run([program, self.dir / 'damaged']).returncode, 1)

    def test_c11(self):
        for compiler in C_COMPILERS:
            for prefix in CATALOGS:
                for flags in ([], ['-m32'], ['-O2']):
                    # Freestanding, as the headers of a 32-bit libc may not be installed; the
                    # tables assert their own size.
                    self.compile(compiler, '-std=c11', '-ffreestanding', '-c', *flags,
                                 self.dir / f'{prefix}_catalog.c', '-o', self.dir / 'tables.o')

    def test_header_is_cxx11(self):
        self.assertTrue(CXX_COMPILERS)
        for compiler in CXX_COMPILERS:
            for prefix in CATALOGS:
                source = self.dir / 'header.cc'
                source.write_text(f'#include <{prefix}_codes.h>\n#include <coserr/coserr.h>\n'
                                  f'#include <{prefix}_codes.h>\n'
                                  f'int main() {{ return {prefix.upper()}_CODES_IDENTITY == 0; }}\n')
                self.compile(compiler, '-std=c++11', '-c', source, '-o', self.dir / 'header.o')

    def test_image_is_deterministic(self):
        before = {path.name: path.read_bytes() for path in self.dir.glob('*.image')}
        self.assertEqual(len(before), len(CATALOGS))
        self.setUpClass()
        for name, content in before.items():
            self.assertEqual((self.dir / name).read_bytes(), content)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
