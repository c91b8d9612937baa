import type { Tx } from '../database/transactions.js';
import type { Subject } from './action.js';

const toColumn = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Writes the state of a locked row with the columns that change beside it, as a new version, by one statement. */
export async function storeState(
  tx: Tx,
  { table, untimed }: Pick<Subject, 'table' | 'untimed'>,
  id: string,
  state: string,
  set: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(set).map((property, at) => `, ${toColumn(property)} = $${at + 3}`);
  await tx.prepared(
    `UPDATE ${table} SET state = $2, version = version + 1${untimed ? '' : ', updated_at = clock_timestamp()'}${columns.join('')} WHERE id = $1`,
    [id, state, ...Object.values(set)],
  );
}
