import type { Tx } from '../../../kernel/database/transactions.js';
import { MARKS } from './acting-kinds.js';

/** Ends what bears the mark before: sessions or keys. */
export type Marked = 'sessions' | 'keys';

/**
 * A new mark of an account: what bears the one before is over, whether its row was found or not. Both marks are bound as one,
 * so where they are not what was bound last both are new: an older mark that was put back by hand is never bound again.
 */
export async function renewMark(tx: Tx, user: string, marked: Marked): Promise<void> {
  const both = !(await areMarksOurs(tx, user));
  await tx.query(
    `UPDATE app_user SET session_mark = CASE WHEN $2 THEN gen_random_uuid() ELSE session_mark END,
       key_mark = CASE WHEN $3 THEN gen_random_uuid() ELSE key_mark END WHERE id = $1`,
    [user, both || marked === 'sessions', both || marked === 'keys'],
  );
  tx.bindRow(MARKS, user, user);
}

async function areMarksOurs(tx: Tx, user: string): Promise<boolean> {
  const bound = await tx.loadBoundIds(MARKS, user);
  if (bound.length > 0) return tx.isRowBound(MARKS, user);
  const [row] = await tx.query<{ bare: boolean }>(
    `SELECT num_nonnulls(session_mark, key_mark) = 0 AS bare FROM app_user WHERE id = $1`,
    [user],
  );
  return row?.bare !== false;
}
