#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Puts submit-request.txt into a copy of cos-nodejs-sdk-v5.
//
// usage: patch.mjs PACKAGE_FOLDER
import fs from 'node:fs';
import path from 'node:path';

const BEFORE = '_submitRequest.call(self, params, function (err, data) {\n';
const AFTER = '        });\n      }\n    );\n  };\n  next(1);\n';

const file = path.join(process.argv[2], 'sdk/base.js');
const source = fs.readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
const [, ours] = fs.readFileSync(new URL('submit-request.txt', import.meta.url), 'utf8')
  .split('// ---\n');
const start = source.indexOf(BEFORE) + BEFORE.length;
const end = source.indexOf(AFTER, start);
if (start < BEFORE.length || end < 0) throw new Error(`${file}: not the release that is pinned`);
fs.writeFileSync(file, source.slice(0, start) + ours + source.slice(end));
