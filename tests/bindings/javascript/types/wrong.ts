// SPDX-License-Identifier: MIT
// Each line below an expectation is an error; one that is none is an error, too.
import { Code, decide, explain, find, resolve, retry, wordText } from 'coserr';
import { decode } from 'coserr/decode';

const result = resolve({ code: 'NoSuchKey' });
// @ts-expect-error: a result never changes
result.code = 'SlowDown';
// @ts-expect-error: nor do its lists
result.hints.push('once');
// @ts-expect-error: nor an entry
find('NoSuchKey').status = 404;
// @ts-expect-error: there is no such constant
Code.NO_SUCH_CODE;
// @ts-expect-error: explain() can give null
explain(null).code;
// @ts-expect-error: there is no such class
if (result.retry === 'sometimes') decide(result);
// @ts-expect-error: an operation is named by a string
resolve({ operation: 5 });
// @ts-expect-error: there is no such list
wordText('words', 'never');
// @ts-expect-error: the body is missing
decode(404, {});
// @ts-expect-error: a function is called again, not a promise
retry(Promise.resolve(1));
// @ts-expect-error: the number of the row is internal
find('NoSuchKey').row;
