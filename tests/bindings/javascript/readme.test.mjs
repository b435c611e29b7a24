// SPDX-License-Identifier: MIT
// The examples of both READMEs run as they stand, with stand-ins for the SDK and the platform.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { format } from 'node:util';
import { packed, require, sources } from './paths.mjs';

const missing = {
  statusCode: 404,
  headers: { 'x-cos-request-id': 'NjU5YzJhMWRfNGUx' },
  error: { Code: 'NoSuchKey', Message: 'The specified key does not exist.' },
};
const slow = { statusCode: 503, headers: { 'retry-after': '0' }, error: { Code: 'SlowDown' } };

const AHEAD = 3600_000; // of the server's clock, in milliseconds

/** Calls back, or rejects, with the errors one after the other, then succeeds. The clock is corrected
 * as the SDKs do, which repeat the request after that, unless it has a stream. */
function sdk(errors) {
  const left = [...errors];
  const options = { SystemClockOffset: 0 };
  const call = (params, callback) => {
    const error = left.shift() || null;
    if (error && error.error.Code === 'RequestTimeTooSkewed') {
      options.SystemClockOffset = AHEAD;
    }
    const data = error ? null : { ETag: '"1"', params };
    if (callback) {
      return callback(error, data);
    }
    return error ? Promise.reject(error) : Promise.resolve(data);
  };
  return { getObject: call, putObject: call, options };
}

function platform() {
  const said = [];
  const say = (...args) => said.push(format(...args));
  return {
    said,
    require: (name) =>
      require(path.join(packed, name === 'coserr' ? 'index.js' : name.replace('coserr/', ''))),
    console: { log: say, error: say, warn: say },
    alert: say,
    wx: { showToast: ({ title }) => say(title) },
    navigator: { language: 'zh-CN' },
    fs: { createReadStream: () => ({ stream: true }) },
    fetch: () => new Response('<Error><Code>NoSuchKey</Code></Error>', { status: 404 }),
    params: {},
    file: 'a.txt',
    url: 'https://h/k',
    setTimeout: (done) => done(),
  };
}

async function run(code, errors, cos = sdk(errors)) {
  const globals = { ...platform(), cos };
  const script = code.replace(/import (\{.*?\}) from ('.*?');/g, 'const $1 = require($2);');
  const AsyncFunction = (async () => 1).constructor;
  await new AsyncFunction(...Object.keys(globals), script)(...Object.values(globals));
  return globals.said;
}

const EXAMPLES = {
  node: [[missing], 1],
  browser: [[missing], 1],
  wx: [[missing], 1],
  retry: [[slow], 1],
  decode: [[], 2],
};

for (const name of ['README.md', 'README.zh-CN.md']) {
  const readme = fs.readFileSync(path.join(sources, name), 'utf8');
  const block = (kind, id) =>
    new RegExp(`<!-- ${kind}: ${id} -->\n\`\`\`(?:js)?\n([^]*?)\`\`\``).exec(readme)?.[1];

  for (const [id, [errors, lines]] of Object.entries(EXAMPLES)) {
    test(`${name}: ${id}`, async () => {
      const said = await run(block('test', id), errors);
      assert.equal(said.length, lines);
      const output = block('output', id);
      if (output !== undefined) {
        assert.equal(said.join('\n') + '\n', output);
      } else {
        assert.match(said[0], id === 'retry' ? /^SlowDown .*, again$/ : /[\u4e00-\u9fff]/);
      }
    });
  }

  test(`${name}: a clock that the SDK has corrected is not corrected twice`, async () => {
    const skewed = {
      statusCode: 403,
      headers: { date: new Date(Date.now() + AHEAD).toUTCString() },
      error: { Code: 'RequestTimeTooSkewed' },
    };
    const cos = sdk([skewed]);
    await run(block('test', 'retry'), [], cos);
    assert.ok(Math.abs(cos.options.SystemClockOffset - AHEAD) < 60_000);
  });

  test(`${name}: every example is run`, () => {
    const ids = [...readme.matchAll(/<!-- test: (\w+) -->/g)].map(([, id]) => id);
    assert.deepEqual(ids.sort(), Object.keys(EXAMPLES).sort());
  });
}
