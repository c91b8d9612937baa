import { updateRow } from '../../kernel/database/rows.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Contract } from './contract.entity.js';

/** Counts the version of a contract up, because something that is shown with it has changed: its facts, its names. */
export const touchContract = (tx: Tx, id: string): Promise<boolean> =>
  updateRow(tx, Contract, { id }, {}, { newVersion: true });

/** The same where its plan for what follows becomes known, or is missing again. */
export const setPlanStanding = (tx: Tx, id: string, known: boolean): Promise<unknown> =>
  tx.query(
    `UPDATE contract SET version = version + 1, updated_at = clock_timestamp(), completeness = (
       SELECT coalesce(jsonb_agg(m), '[]') FROM jsonb_array_elements(completeness) m WHERE m ->> 'field' <> 'plan')
         || CASE WHEN $2 THEN '[]'::jsonb ELSE '[{"field": "plan", "lot": null}]'::jsonb END
     WHERE id = $1`,
    [id, known],
  );

/** Contracts that were filed on the day after their signing. */
export const fileAfterSigning = (tx: Tx, ids: readonly string[]): Promise<unknown> =>
  tx.query(`UPDATE contract SET filed_on = signed_on::date + 1 WHERE id = ANY ($1::uuid[])`, [ids]);

/** Contracts of which everything was accepted. */
export const acceptWhole = (tx: Tx, ids: readonly string[]): Promise<unknown> =>
  tx.query(`UPDATE contract SET accepted_amount = amount WHERE id = ANY ($1::uuid[])`, [ids]);
