import type { Tx } from '../../../kernel/database/transactions.js';
import { concernedBodiesSql } from './bodies-beside.js';
import { HEARING } from './hearing.rules.js';

/** A day that is later, or none at all, stays. */
const ASK_AGAIN = `
  UPDATE flag_ask a SET asked_at = $3, due_on = CASE WHEN a.due_on IS NULL THEN NULL ELSE greatest(a.due_on, business_today() + $4::integer) END,
    answered_at = NULL, served = NULL
  WHERE a.flag_id = $1 AND ($2::uuid[] IS NULL OR a.organisation_id = ANY ($2::uuid[]))
  RETURNING a.organisation_id AS id`;

const CONCERNED = `
  SELECT DISTINCT b.id FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
  JOIN flag_subject s ON s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id
  CROSS JOIN LATERAL (${concernedBodiesSql('s')}) b`;

/** A new decision can be appealed against anew. */
const CLEAR_APPEALS = `UPDATE flag_ask SET appealed_at = NULL WHERE flag_id = ANY ($1::uuid[])`;

/**
 * Bodies of a flag that were asked are asked anew, with the usual days at least; what they answered before stays in the history.
 * @param bodies null: all that were asked
 * @returns ids of those that are asked anew
 */
export async function askAgain(tx: Tx, flag: string, bodies: readonly string[] | null, now: Date): Promise<string[]> {
  const asked = await tx.query<{ id: string }>(ASK_AGAIN, [flag, bodies, now, HEARING.usualAnswerDays]);
  return asked.map(({ id }) => id).sort();
}

/** Ids of the bodies that subjects of flags are about, and of who took part in them. */
export async function listConcernedBodies(
  tx: Tx,
  subjects: readonly { flag: string; type: string; id: string }[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(CONCERNED, [
    subjects.map(({ flag }) => flag),
    subjects.map(({ type }) => type),
    subjects.map(({ id }) => id),
  ]);
  return rows.map(({ id }) => id);
}

export async function clearAppeals(tx: Tx, flags: readonly string[]): Promise<void> {
  if (flags.length > 0) await tx.query(CLEAR_APPEALS, [flags]);
}
