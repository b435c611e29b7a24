// SPDX-License-Identifier: MIT
export { find, type Entry, type Match } from './lookup';
export { language, text, wordText, type Text, type WordList } from './text';
export {
  resolve,
  fromClient,
  fromErrno,
  type Attributes,
  type Context,
  type Fault,
  type Result,
  type Values,
  type Verdict,
} from './result';
export { operation, type Action, type After200, type Operation } from './operation';
export { operationOfRequest } from './request';
export { explain } from './explain';
export { decide, type Attempt, type Decision, type RetryState } from './decide';
export {
  createBudget,
  retry,
  type Budget,
  type Failure,
  type RetryOptions,
  type Signal,
} from './retry';
export { Code } from './codes';
export type { HeadersLike } from './value';
export type { Category, Hint, RetryAction, RetryClass, RetryReason } from './vocabulary.data';
