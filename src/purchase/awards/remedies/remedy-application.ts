import type { Fact } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { changeOfRemedy, audienceOfSql, type RemedyRoot, type RemedyTable } from './remedy-root.js';
import { BINDING_EFFECTS } from './remedy.rules.js';
import { isPerformedSql } from '../lots/contract-points.queries.js';
import type { ComplaintStage } from './stages/effects.rules.js';

/** SQL: the lot `l` is in another round of its purchase, where its state is such. */
const isInOtherRoundSql = (state: string): string => `EXISTS (SELECT FROM tender o
  JOIN tender n ON n.purchase_id = o.purchase_id AND n.id <> o.id JOIN lot m ON m.tender_id = n.id AND m.no = l.no
  WHERE o.id = l.tender_id AND coalesce(m.state, n.state) ${state})`;

/**
 * SQL: nothing is left to carry out on the lot `l`, for it has come to its end. A failure that was declared unlawfully is what
 * is to be undone, unless nobody can: what was never opened stays sealed for good (Order 94 article 32), and what another round has
 * contracted is not bought twice.
 */
const lotEndSql = (effect: string): string => `(l.state IN ('failed', 'cancelled') AND NOT (
  coalesce(${effect}, '') = 'annul_failure' AND l.state = 'failed'
  AND l.ended_from NOT IN ('open', 'closed', 'final_offers_requested') AND NOT ${isInOtherRoundSql(`= 'contracted'`)}))`;

/** Something that an upheld challenge or a decision asks for and that has not been carried out. */
export interface OwedRemedy {
  id: string;
  kind: RemedyTable;
  /** Null: about every lot. */
  lot_id: string | null;
  /** What the authority decided; null for a challenge, where the buyer chooses what the law gives. */
  effect: string | null;
  /** What it is about. */
  stage: ComplaintStage;
}

/** What is owed about a lot, or about a tender as a whole. */
export function owedRemedies(tx: Tx, id: string): Promise<OwedRemedy[]> {
  return tx.query<OwedRemedy>(
    `WITH about AS (SELECT tender_id, id AS lot_id FROM lot WHERE id = $1 UNION ALL
       -- What is said of its only lot is said of all of it.
       SELECT id, (SELECT (array_agg(l.id))[1] FROM lot l WHERE l.tender_id = $1 HAVING count(*) = 1) FROM tender WHERE id = $1)
     SELECT x.id, 'challenge' AS kind, x.lot_id, NULL AS effect, x.stage FROM about a JOIN challenge x ON x.tender_id = a.tender_id
     WHERE (x.lot_id IS NULL OR x.lot_id = a.lot_id) AND x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL
       AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = x.id AND p.lot_id = a.lot_id)
     UNION ALL
     SELECT x.id, 'complaint', x.lot_id, x.effect, x.stage FROM about a JOIN complaint x ON x.tender_id = a.tender_id
     WHERE (x.lot_id IS NULL OR x.lot_id = a.lot_id) AND x.effect = ANY ($2::text[]) AND x.remedied_at IS NULL
       AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = x.id AND p.lot_id = a.lot_id)
     ORDER BY 1`,
    [id, BINDING_EFFECTS],
  );
}

/**
 * Writes down that a remedy was carried out on these lots. One that is about every lot is settled when none is left that
 * still goes on without it.
 */
export async function recordApplication(
  tx: Tx,
  { id, kind, lot_id }: OwedRemedy,
  lots: readonly string[],
  effect: string,
): Promise<void> {
  const now = await tx.now();
  await tx.query(
    `INSERT INTO remedy_application (remedy_id, lot_id, effect, applied_at) SELECT $1, unnest($2::uuid[]), $3, $4
     ON CONFLICT DO NOTHING`,
    [id, lots, effect, now],
  );
  const [root] = await tx.query<RemedyRoot & { challenger_id?: string; complainant_id?: string }>(
    `UPDATE ${kind} SET version = version + 1, updated_at = clock_timestamp(),
       remedied_at = CASE WHEN $3::uuid IS NOT NULL OR NOT EXISTS (
         SELECT FROM lot l WHERE l.tender_id = ${kind}.tender_id AND NOT ${lotEndSql(kind === 'complaint' ? 'complaint.effect' : 'NULL')}
           AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = $1 AND p.lot_id = l.id)) THEN $2::timestamptz END
     WHERE id = $1 RETURNING *, ${audienceOfSql(kind)}`,
    [id, now, lot_id],
  );
  if (!root) return;
  const about = changeOfRemedy(kind, root, root.challenger_id ?? root.complainant_id ?? '');
  await tx.record({
    ...about,
    action: 'remedy_applied',
    from: root.state,
    to: root.state,
    data: { tender: root.tender_id, effect, lots: [...lots] },
  });
}

/**
 * SQL: rows `lot`, `no`, `tender`, `state`, `suspended_from`, `effect`, `of_documents`, `in_round` (another round buys it): lots of a purchase conducted here on which the challenge or
 * complaint `id` is still to be applied. Nothing is left to apply where a lot has
 * ended, where its contract is being performed (of which the courts decide, Order 94 articles 31 and 32), or where the documents that
 * were challenged have been corrected since and bids are still taken (article 16 (1)); of an answer on paper the day is known, not the hour.
 */
export const unappliedLotsSql = (id: string): string => `
  SELECT l.id AS lot, l.no, l.tender_id AS tender, CASE WHEN l.state = 'open' AND t.deadline_at < business_now() THEN 'closed' ELSE l.state END AS state,
    l.suspended_from, x.effect, x.correctable IS NOT NULL AS of_documents,
    ${isInOtherRoundSql(`NOT IN ('failed', 'cancelled')`)} AS in_round
  FROM (SELECT c.id, c.tender_id, c.lot_id, CASE WHEN c.stage = 'documents' THEN
         CASE WHEN c.recorded_by IS NULL THEN c.answered_at ELSE date_trunc('day', c.answered_at, 'Asia/Shanghai') END END AS correctable, NULL AS effect
       FROM challenge c WHERE c.id = ${id}
     UNION ALL SELECT c.id, c.tender_id, c.lot_id, NULL, c.effect FROM complaint c WHERE c.id = ${id}) x
  JOIN tender t ON t.id = x.tender_id AND t.conducted = 'here'
  JOIN lot l ON l.tender_id = t.id AND (x.lot_id IS NULL OR l.id = x.lot_id)
  WHERE NOT ${lotEndSql('x.effect')}
    AND NOT EXISTS (SELECT FROM remedy_application a WHERE a.remedy_id = x.id AND a.lot_id = l.id)
    AND NOT ${isPerformedSql('l.id')}
    AND NOT (l.state = 'open' AND t.deadline_at >= business_now() AND EXISTS (
      SELECT FROM tender_revision r WHERE r.tender_id = t.id AND r.revision > 1 AND r.published_at >= x.correctable))`;

/** Numbers of these lots. */
export const loadUnappliedLots: Fact<RemedyRoot, number[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ no: number }>(`SELECT u.no FROM (${unappliedLotsSql('$1')}) u ORDER BY u.no`, [
    root.id,
  ]);
  return rows.map(({ no }) => no);
};

/** In a purchase conducted here a remedy is applied to each lot: a word of the buyer is no application. */
export const refuseUnappliedRemedy = (remedy: string, lots: readonly number[]): ProblemDetails | null =>
  lots.length > 0 ? { facts: { remedies: [remedy], lots } } : null;
