// SPDX-License-Identifier: MIT
// Where things are. COSERR_BUILD is the build tree of coserr.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../../..');
export const build = path.resolve(process.env.COSERR_BUILD || path.join(root, 'build/gcc'));
export const sources = path.join(root, 'src/bindings/javascript');
export const packed = path.join(build, 'javascript/package');
export const scratch = path.join(build, 'javascript/tests');

/** Test tools are installed in the build tree. */
export const require = createRequire(path.join(scratch, 'package.json'));
export const coserr = require(path.join(packed, 'index.js'));
export const decoder = require(path.join(packed, 'decode.js'));
