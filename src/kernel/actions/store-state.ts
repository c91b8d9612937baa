import type { Tx } from '../database/transactions.js';
import type { Subject } from './action.js';

const NEW_VERSION = 'version = version + 1, updated_at = clock_timestamp()';
const toColumn = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Writes the state of a locked row with the columns that change beside it, as a new version, by one statement. The version
 * of a part is that of the `whole` it belongs to.
 */
export async function storeState(
  tx: Tx,
  { table, untimed }: Pick<Subject, 'table' | 'untimed'>,
  id: string,
  state: string,
  set: Readonly<Record<string, unknown>>,
  whole?: { table: string; id: string },
): Promise<void> {
  const columns = Object.keys(set).map((property, at) => `${toColumn(property)} = $${at + 3}`);
  const newVersion = untimed ? 'version = version + 1' : NEW_VERSION;
  const assigned = ['state = $2', ...(whole ? [] : [newVersion]), ...columns].join(', ');
  await tx.prepared(`UPDATE ${table} SET ${assigned} WHERE id = $1`, [id, state, ...Object.values(set)]);
  if (whole) await tx.prepared(`UPDATE ${whole.table} SET ${NEW_VERSION} WHERE id = $1`, [whole.id]);
}
