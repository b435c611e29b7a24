// SPDX-License-Identifier: MIT
// cos-js-sdk-v5 in a real browser: every scenario, and what its callback got.
/* global COS */
import { callOf } from '/calls.mjs';
import { of } from '/shape.mjs';

function play({ host, operation, timeout_ms: Timeout }) {
  const cos = new COS({ SecretId: 'id', SecretKey: 'key', Domain: `http://${host}`, Timeout });
  const [method, parameters] = callOf(operation);
  return new Promise((resolve) => {
    window.onerror = (message, file, line, column, error) => resolve({ uncaught: of(error) });
    cos[method](parameters, (error, data) => resolve({ error: of(error), data: of(data) }));
  });
}

const scenarios = await (await fetch('/addresses.json')).json();
const lines = {};
for (const [scenario, at] of Object.entries(scenarios)) lines[scenario] = await play(at);
await fetch('/result', { method: 'POST', body: JSON.stringify(lines) });
