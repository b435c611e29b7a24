// SPDX-License-Identifier: MIT
// The package coserr in a worker.
import { explain } from '/coserr.mjs';

postMessage(explain({ statusCode: 503, error: { Code: 'SlowDown' } }).text('en').message);
