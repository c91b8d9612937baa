import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';

/** @throws Problem `not_found` for a scheme that is not this buyer's in this dataset */
export async function assertOwnScheme(tx: Tx, buyer: string, dataset: string, scheme: string): Promise<void> {
  const rows = await tx.query(`SELECT FROM evaluation_scheme WHERE id = $1 AND owner_id = $2 AND dataset = $3`, [
    scheme,
    buyer,
    dataset,
  ]);
  if (rows.length > 0) return;
  const text = { en: 'There is no such scheme of yours', zh: '没有这个方案，或不属于您的机构' };
  throw new Problem('not_found', { errors: [{ pointer: '/scheme', code: 'not_found', text }] });
}
