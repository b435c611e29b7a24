#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Runs one of the JavaScript SDKs against the scripted servers and prints what it gave its user.
//
// usage: driver.mjs SDK [--retry] < ADDRESSES > LINES
//
// SDK is the folder of the package; with --retry, coserr.retry() is around each call. ADDRESSES is what server.py prints. A line is {"scenario",
// "error", "data"}, or {"scenario", "uncaught"} where the SDK threw outside of every promise and never
// called back; and "says": what coserr says to it, where it is installed beside the SDK.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { callOf } from './calls.mjs';
import { of } from './shape.mjs';

const require = createRequire(import.meta.url);

function load(folder) {
  const sdk = path.basename(folder);
  if (sdk === 'cos-js-sdk-v5') global.XMLHttpRequest = require('./xhr.cjs');
  if (sdk === 'cos-wx-sdk-v5') {
    global.wx = require('./wx.cjs');
    global.window = undefined;                // a name that a mini program's modules are given
  }
  return require(folder);
}

function loadCoserr(folder) {
  try {
    return createRequire(path.join(folder, 'index.js'))('coserr');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return null;
  }
}

/** What coserr says to it: the result in short, and what to do after a first attempt. */
function says(coserr, error, data, operation) {
  const result = coserr.explain(error, data, { operation, receivedAt: new Date() });
  if (!result) return null;
  const delays = [0, 0xffffffff].map((random) => (
    coserr.decide(result, { number: 1, random, replayable: true })));
  return {
    kind: result.kind, code: result.code, status: result.status,
    message: { en: result.text('en').message, 'zh-CN': result.text('zh-CN').message },
    action: delays[0].action, delay_ms: delays.map((delay) => delay.delayMs),
  };
}

/** Resolves to what the user got; a throw that nobody can catch counts as such. */
function play(COS, coserr, { host, operation, timeout_ms: Timeout }) {
  const cos = new COS({ SecretId: 'id', SecretKey: 'key', Domain: `http://${host}`, Timeout });
  const [method, parameters] = callOf(operation);
  return new Promise((resolve) => {
    const uncaught = (error) => resolve({ uncaught: of(error) });
    process.once('uncaughtException', uncaught);
    const end = (error, data) => {
      process.off('uncaughtException', uncaught);
      resolve({
        error: of(error), data: of(data),
        ...(coserr && { says: says(coserr, error, data, operation) }),
      });
    };
    if (process.argv.includes('--retry')) {
      coserr.retry(() => cos[method](parameters), { operation }).then(
        (data) => end(null, data), (error) => end(error));
    } else {
      cos[method](parameters, end);
    }
  });
}

const folder = path.resolve(process.argv[2]);
const COS = load(folder);
const coserr = loadCoserr(folder);
const scenarios = JSON.parse(fs.readFileSync(0, 'utf8'));
console.error = console.warn = console.log = () => {};       // the SDKs write to the console
for (const [scenario, at] of Object.entries(scenarios)) {
  const line = { scenario, ...await play(COS, coserr, at) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
process.exit(0);
