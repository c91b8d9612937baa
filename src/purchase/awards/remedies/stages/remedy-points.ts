import type { Tx } from '../../../../kernel/database/transactions.js';
import { contractPointsSql } from '../../lots/contract-points.queries.js';
import { EFFECTS, type ComplaintEffect, type ComplaintStage, type PurchasePoint } from './effects.rules.js';

/** How far a lot has come: its result, its contract, and whether that has been begun. */
export interface LotPoint {
  /** Null where nothing is known of lots. */
  id: string | null;
  lot: number | null;
  point: PurchasePoint;
}

/** Of each lot that a complaint names, or of all of them: one may be performed while another has no result. */
export async function loadLotPoints(tx: Tx, about: { tender_id: string; lot_id: string | null }): Promise<LotPoint[]> {
  const rows = await tx.query<{
    id: string | null;
    lot: number | null;
    awarded: boolean;
    failed: boolean | null;
    signed: boolean | null;
    begun: boolean | null;
  }>(
    `SELECT l.id, l.no AS lot, l.state = 'failed' AS failed,
       EXISTS (SELECT FROM award a WHERE a.tender_id = t.id AND (l.id IS NULL OR a.lot_id = l.id)
         AND a.state IN ('active', 'contracted')) AS awarded,
       bool_or(c.signed) AS signed, bool_or(c.begun) AS begun
     FROM tender t LEFT JOIN lot l ON l.tender_id = t.id AND ($2::uuid IS NULL OR l.id = $2)
     LEFT JOIN (${contractPointsSql()}) c ON c.tender_id = t.id AND (l.id IS NULL OR c.lot_id IS NULL OR c.lot_id = l.id)
     WHERE t.id = $1 GROUP BY t.id, l.id ORDER BY l.no`,
    [about.tender_id, about.lot_id],
  );
  return rows.map(({ id, lot, awarded, failed, signed, begun }) => {
    if (begun) return { id, lot, point: 'performed' };
    if (signed) return { id, lot, point: 'signed' };
    if (awarded) return { id, lot, point: 'result' };
    return { id, lot, point: failed ? 'failed' : 'before_result' };
  });
}

/** What was decided about all lots is nothing to those to which the law gives another effect: each is looked at alone. */
export async function exempt(
  tx: Tx,
  { remedy, stage, effect }: { remedy: string; stage: ComplaintStage; effect: ComplaintEffect },
  points: readonly LotPoint[],
): Promise<void> {
  const others = points.filter(({ id, point }) => id !== null && !EFFECTS[stage][point].includes(effect));
  await tx.query(
    `INSERT INTO remedy_application (remedy_id, lot_id, effect, applied_at) SELECT $1, unnest($2::uuid[]), 'none', $3`,
    [remedy, others.map(({ id }) => id), await tx.now()],
  );
}
