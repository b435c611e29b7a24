// SPDX-License-Identifier: MIT
/* Operations of the service, by name or by what a request looks like. */
import { lower } from './ascii';
import { operations as readOperations } from './catalog.data';
import type { OperationRow } from './data';

/** Where an error can follow a 200: in the body, for each failed key, or in an event stream. */
export type After200 = 'body' | 'keys' | 'stream';

/** What CAM must allow the caller to do, on the target or on the source of a copy. */
export interface Action {
  readonly action: string;
  readonly side: 'target' | 'source';
}

/** An operation of the service, such as PutObject. */
export interface Operation {
  readonly name: string;
  /** Assigned once and never reused. */
  readonly id: number;
  /** As its page in the documentation has it: `PUT Object`. */
  readonly title: string;
  /** Sending the request twice equals sending it once. */
  readonly idempotent: boolean;
  readonly after200: After200 | undefined;
  readonly actions: readonly Action[];
}

const AFTER_200: readonly (After200 | undefined)[] = [undefined, 'body', 'keys', 'stream'];

interface Table {
  readonly rows: readonly OperationRow[];
  readonly names: Record<string, number | undefined>;
  readonly operations: (Operation | undefined)[];
}

let table: Table | undefined;

/** Case, whitespace, '-' and '_' do not matter. */
function plainName(name: string): string {
  return lower(name).replace(/[ \t\r\n_-]+/g, '');
}

function makeTable(): Table {
  const rows = readOperations();
  const names: Table['names'] = Object.create(null);
  for (let i = 0; i < rows.length; i++) {
    const name = (rows[i] as OperationRow)[0];
    names[name] = i;
    names[plainName(name)] = i;
  }
  return { rows, names, operations: [] };
}

export function getOperations(): Table {
  return table || (table = makeTable());
}

function makeOperation(row: OperationRow): Operation {
  const actions: Action[] = [];
  for (let i = 0; i < row[5].length; i++) {
    const action = row[5][i] as string;
    const isSource = action.charAt(0) === '<';
    actions.push(
      Object.freeze<Action>({
        action: isSource ? action.slice(1) : action,
        side: isSource ? 'source' : 'target',
      }),
    );
  }
  return Object.freeze({
    name: row[0],
    id: row[2],
    title: row[1],
    idempotent: row[3] !== 0,
    after200: AFTER_200[row[4]],
    actions: Object.freeze(actions),
  });
}

/** The operation of a row; always the same object. */
export function operationAt(index: number): Operation {
  const known = getOperations();
  const row = known.rows[index] as OperationRow;
  return known.operations[index] || (known.operations[index] = makeOperation(row));
}

/** An operation by its name. Case, whitespace, `-` and `_` are ignored, so that `put-object` finds
 * PutObject too; null when there is none. */
export function operation(name: string | null | undefined): Operation | null {
  if (typeof name !== 'string') {
    return null;
  }
  const names = getOperations().names;
  const direct = names[name];
  const index = direct !== undefined ? direct : names[plainName(name)];
  return index !== undefined ? operationAt(index) : null;
}
