// SPDX-License-Identifier: MIT
import { require } from './paths.mjs';

const js = require('@eslint/js');
const tseslint = require('typescript-eslint');

const GLOBALS =
  `AbortController AbortSignal Buffer Headers ReadableStream Response TextDecoder TextEncoder
  WebAssembly fetch performance process structuredClone`.split(/\s+/);

export default tseslint.config(
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', 60],
      '@typescript-eslint/no-non-null-assertion': 'off', // of groups that always match
      '@typescript-eslint/prefer-for-of': 'off', // ES5 has none
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.test.mjs'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' }, // stand-ins for WebAssembly's
  },
  {
    files: ['**/types/wrong.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
