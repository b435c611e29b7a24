// SPDX-License-Identifier: MIT
// The global names that a program reads and does not declare.
import { require } from './paths.mjs';

const acorn = require('acorn');
const { analyze } = require('eslint-scope');

export function globalsOf(code, ecmaVersion, sourceType = 'script') {
  const ast = acorn.parse(code, { ecmaVersion, sourceType, ranges: true, locations: true });
  const { globalScope } = analyze(ast, { ecmaVersion: Math.max(ecmaVersion, 5), sourceType });
  const names = new Set(globalScope.through.map(({ identifier }) => identifier.name));
  return [...names].filter((name) => !globalScope.set.has(name)).sort();
}
