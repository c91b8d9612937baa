import type { RowOf } from '../database/row-types.js';
import { updateRow } from '../database/rows.js';
import type { EntityClass } from '../database/tables.js';
import type { Tx } from '../database/transactions.js';

/** What every row with a lifecycle has. */
interface Stateful {
  id: string;
  state: string;
}

/**
 * Writes the state of a locked row with the columns that change beside it, as a new version, by one statement. The version
 * of a part is that of the `whole` it belongs to.
 */
export async function storeState<E extends object>(
  tx: Tx,
  entity: EntityClass<E>,
  id: string,
  state: string,
  set: Partial<RowOf<E>>,
  whole?: { entity: EntityClass<object>; id: string },
): Promise<void> {
  const rows = entity as unknown as EntityClass<Stateful>;
  // What an action was not given is not known: it is stored as such, and does not keep what stood there.
  const values: Partial<RowOf<Stateful>> = { state };
  for (const [property, value] of Object.entries({ ...set })) Object.assign(values, { [property]: value ?? null });
  await updateRow(tx, rows, { id }, values, { newVersion: !whole });
  if (whole) await updateRow(tx, whole.entity as EntityClass<Stateful>, { id: whole.id }, {}, { newVersion: true });
}
