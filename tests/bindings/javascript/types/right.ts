// SPDX-License-Identifier: MIT
// What users write. It has to compile under every resolution.
import {
  Code,
  createBudget,
  decide,
  explain,
  find,
  language,
  operation,
  resolve,
  retry,
  text,
  wordText,
} from 'coserr';
import type { Decision, Entry, Result, RetryClass, Text, Values } from 'coserr';
import { explain as explainZh } from 'coserr/zh';
import { explain as explainEn } from 'coserr/en';
import { decode, explainResponse, read, ready, type DecodeError } from 'coserr/decode';

export async function all(caught: unknown, response: Response): Promise<string> {
  const result: Result | null = explain(caught, { ETag: '' }, { operation: 'PutObject' });
  if (result === null) {
    return '';
  }
  const code: Code | undefined = result.code;
  if (code === Code.NO_SUCH_KEY || code === 'SlowDown' || code === 'a code of tomorrow') {
    return String(result);
  }
  const said: Text = result.text('zh-CN');
  const entry: Entry = find('NoSuchKey', 404);
  const retryClass: RetryClass = entry.retry;
  const values: Values = { code: 404, receivedAt: new Date() };
  const decision: Decision = decide(resolve(values), { number: 1 });
  decide(null, {}, decision.state);
  const lines = [said.message, text(entry, language('zh')).advice, wordText('retry', retryClass)];
  lines.push(operation('PutObject')?.actions[0]?.action ?? '', ...decision.hints);
  await ready();
  const one: Result | null = decode(404, { a: ['b'] }, new Uint8Array(1));
  const two: Result | null = await explainResponse(response);
  const error: DecodeError['code'] = 'ERR_COSERR_NOT_READY';
  const etag: { ETag: string } = await retry(() => Promise.resolve({ ETag: '' }), {
    budget: createBudget(),
    signal: new AbortController().signal,
    onFailure: ({ result: failed, sends }) => lines.push(failed.entry.key + String(sends)),
  });
  const reading = read(404, new Headers(), '');
  explainZh(caught);
  explainEn(caught);
  lines.push(String(one), String(two), error, etag.ETag, String(resolve(reading)));
  return lines.join('');
}
