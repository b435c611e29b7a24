#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Runs one of the JavaScript SDKs against the scripted servers and prints what it gave its user.
//
// usage: driver.js SDK < ADDRESSES > LINES
//
// ADDRESSES is what server.py prints. A line is {"scenario", "error", "data"}, or {"scenario",
// "uncaught"} where the SDK never called back and threw outside of every promise.
'use strict';

const fs = require('fs');
const path = require('path');
const shape = require('./shape');

const Bucket = 'examplebucket-1250000000';
const Region = 'ap-guangzhou';
const Key = 'exampleobject';

/** A request of an API that the SDK has no method for. */
const vectors = {
  Bucket, Region, Method: 'POST', Key: 'GetVectorBucket',
  Headers: { 'Content-Type': 'application/json' }, Body: JSON.stringify({ vectorBucketName: Bucket }),
};

/** The call of the SDK for an operation: [method, parameters]. */
function callOf(operation) {
  switch (operation) {
    case 'HeadObject': return ['headObject', { Bucket, Region, Key }];
    case 'PutObjectCopy':
      return ['putObjectCopy', { Bucket, Region, Key,
                                 CopySource: `${Bucket}.cos.${Region}.myqcloud.com/source` }];
    case 'GetVectorBucket': return ['request', vectors];
    default: return ['getObject', { Bucket, Region, Key }];
  }
}

function load(sdk) {
  if (sdk === 'cos-js-sdk-v5') global.XMLHttpRequest = require('./xhr');
  if (sdk === 'cos-wx-sdk-v5') {
    global.wx = require('./wx');
    global.window = undefined;                // a name that a mini program's modules are given
  }
  // The packages of the test stand beside the build, not beside this file.
  return require(path.join(process.env.SDK_MODULES || path.join(__dirname, 'node_modules'), sdk));
}

/** Resolves to what the user got; a throw that nobody can catch counts as such. */
function play(COS, { host, operation }) {
  const cos = new COS({ SecretId: 'id', SecretKey: 'key', Domain: `http://${host}`, Timeout: 500 });
  const [method, parameters] = callOf(operation);
  return new Promise((resolve) => {
    const uncaught = (error) => resolve({ uncaught: shape.of(error) });
    process.once('uncaughtException', uncaught);
    cos[method](parameters, (error, data) => {
      process.off('uncaughtException', uncaught);
      resolve({ error: shape.of(error), data: shape.of(data) });
    });
  });
}

async function main() {
  const COS = load(process.argv[2]);
  const scenarios = JSON.parse(fs.readFileSync(0, 'utf8'));
  console.error = console.warn = console.log = () => {};   // the SDKs write to the console
  for (const [scenario, at] of Object.entries(scenarios)) {
    const line = { scenario, ...await play(COS, at) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

main().then(() => process.exit(0), (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
