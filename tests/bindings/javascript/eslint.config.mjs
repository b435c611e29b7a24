// SPDX-License-Identifier: MIT
import { require } from './paths.mjs';

const js = require('@eslint/js');
const tseslint = require('typescript-eslint');

/** The sources are checked in the build tree, where the generated modules are. */
export default tseslint.config(
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', 60],
      '@typescript-eslint/no-non-null-assertion': 'off', // of groups that always match
      '@typescript-eslint/prefer-for-of': 'off', // ES5 has none
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', Buffer: 'readonly' } } },
);
