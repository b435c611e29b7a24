// SPDX-License-Identifier: MIT
// What ../../javascript/vectors.mjs imports, for a page: the package, and as much of Node as it uses.
// policy.py points its imports here.
export * as coserr from '/coserr.mjs';
export * as decoder from '/coserr-decode.mjs';

export const build = '';

const files = {};
for (const file of await (await fetch('/vectors.json')).json()) {
  files[file] = await (await fetch(file)).text();
}

globalThis.Buffer = {
  from: (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
};

export default {
  join: (...parts) => parts.join('/'),
  readFileSync: (file) => files[file],
};
