import { updateRow } from '../../kernel/database/rows.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Organisation } from './organisation.entity.js';

/** Counts the version of a body up, because something that is shown with it has changed. */
export const touchOrganisation = (tx: Tx, id: string): Promise<boolean> =>
  updateRow(tx, Organisation, { id }, {}, { newVersion: true });
