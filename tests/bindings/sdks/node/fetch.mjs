#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// What coserr, installed in a folder, says to the responses and exceptions of fetch.
//
// usage: fetch.mjs FOLDER < ADDRESSES > LINES
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'index.js'));
const coserr = require('coserr');
const { explainResponse } = require('coserr/decode');

const METHODS = { HeadObject: 'HEAD', PutObjectCopy: 'PUT', GetVectorBucket: 'POST' };

async function said({ host, operation, timeout_ms: timeout }) {
  const method = METHODS[operation] || 'GET';
  try {
    const response = await fetch(`http://${host}/exampleobject`, {
      method, signal: AbortSignal.timeout(timeout) });
    const result = await explainResponse(response, { operation });
    await response.arrayBuffer();             // it is still there for the caller
    return result;
  } catch (error) {
    return coserr.explain(error, undefined, { operation });
  }
}

for (const [scenario, at] of Object.entries(JSON.parse(fs.readFileSync(0, 'utf8')))) {
  const result = await said(at);
  const says = result && {
    kind: result.kind, match: result.match, code: result.code, status: result.status,
    class: result.retry, category: result.category };
  process.stdout.write(`${JSON.stringify({ scenario, says })}\n`);
}
