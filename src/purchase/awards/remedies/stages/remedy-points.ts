import type { Fact } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { contractPointsSql } from '../../lots/contract-points.queries.js';
import type { RemedyRoot } from '../remedy-root.js';
import type { PurchasePoint } from './effects.rules.js';

/** How far a lot has come: its result, its contract, and whether that has been begun. */
export interface LotPoint {
  /** Null where nothing is known of lots. */
  id: string | null;
  lot: number | null;
  point: PurchasePoint;
  /** It has failed, or was cancelled. */
  over: boolean;
  /** Whether the answer or decision names it among those that are affected; null where it names none. */
  named: boolean | null;
}

/** What an answer or a decision says of lots. */
interface NamedLots {
  lots?: number[] | null;
}

/**
 * Of what is upheld about every lot some lots may be affected and others not: the answer, or the decision, names the former.
 * @throws Problem `validation_failed` where what it is not about is named
 */
export const loadPoints: Fact<RemedyRoot, LotPoint[]> = async ({ tx, root, given }) => {
  const points = await loadLotPoints(tx, root);
  const { lots } = given as NamedLots;
  if (!lots) return points.map((point) => ({ ...point, named: null }));
  if (lots.some((no) => points.every(({ lot }) => lot !== no)))
    throw invalid('/lots', 'not_allowed_value', {
      en: 'Lots that it is about',
      zh: '请填写该质疑（投诉）所涉及的包号',
    });
  return points.map((point) => ({ ...point, named: point.lot !== null && lots.includes(point.lot) }));
};

/** @throws Problem `validation_failed` where lots are named of what affects none */
export function assertAffectedLots({ lots }: NamedLots, affects: boolean): void {
  if (lots && !affects)
    throw invalid('/lots', 'not_allowed_value', {
      en: 'Only where what is upheld affects the result',
      zh: '仅在质疑（投诉）成立且影响采购结果时填写',
    });
}

/**
 * Of each lot that a challenge or complaint is about, or of all of them: one may be performed while another has no result. A result that was
 * published stands when its winner refuses (Order 87 article 70: the next candidate, or anew).
 */
async function loadLotPoints(
  tx: Tx,
  about: { tender_id: string; lot_id: string | null },
): Promise<Omit<LotPoint, 'named'>[]> {
  const rows = await tx.query<{
    id: string | null;
    lot: number | null;
    awarded: boolean;
    failed: boolean | null;
    over: boolean | null;
    signed: boolean | null;
    begun: boolean | null;
  }>(
    `SELECT l.id, l.no AS lot, l.state = 'failed' AS failed, l.state IN ('failed', 'cancelled') AS over,
       (coalesce(l.suspended_from, l.state) = 'result_published') IS TRUE
         OR EXISTS (SELECT FROM award a WHERE a.tender_id = t.id AND (l.id IS NULL OR a.lot_id = l.id)
           AND a.state IN ('active', 'contracted')) AS awarded,
       bool_or(c.signed) AS signed, bool_or(c.begun) AS begun
     FROM tender t LEFT JOIN lot l ON l.tender_id = t.id AND ($2::uuid IS NULL OR l.id = $2)
     LEFT JOIN (${contractPointsSql()}) c ON c.tender_id = t.id AND (l.id IS NULL OR c.lot_id IS NULL OR c.lot_id = l.id)
     WHERE t.id = $1 GROUP BY t.id, l.id ORDER BY l.no`,
    [about.tender_id, about.lot_id],
  );
  return rows.map(({ id, lot, awarded, failed, over, signed, begun }) => {
    const known = { id, lot, over: over === true };
    if (begun) return { ...known, point: 'performed' };
    if (signed) return { ...known, point: 'signed' };
    if (awarded) return { ...known, point: 'result' };
    return { ...known, point: failed ? 'failed' : 'before_result' };
  });
}

/** Writes down of these lots that what was upheld about every lot is nothing to them, or that the courts decide of them: each is looked at alone. */
export async function exempt(
  tx: Tx,
  remedy: string,
  points: readonly LotPoint[],
  isForCourt: (point: LotPoint) => boolean = () => false,
): Promise<void> {
  const lots = points.flatMap((point) =>
    point.id === null ? [] : { id: point.id, effect: isForCourt(point) ? 'to_court' : 'none' },
  );
  await tx.query(
    `INSERT INTO remedy_application (remedy_id, lot_id, effect, applied_at) SELECT $1, e.id, e.effect, $3
     FROM unnest($2::uuid[], $4::text[]) AS e(id, effect)`,
    [remedy, lots.map(({ id }) => id), await tx.now(), lots.map(({ effect }) => effect)],
  );
}
