import { declareContribution } from '../../../../kernel/contributions/contributed.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../../kernel/database/reader.js';
import type { BudgetLevel } from '../../../../law/code-lists/methods.js';
import { loadLimits } from '../../../../law/rules/limits/limits.queries.js';
import { compareLimit } from '../../../../law/rules/limits/reach.rules.js';
import { purchaseSum } from '../../drafts/draft.rules.js';
import type { LotStateHere } from '../../lots/lot-states.js';
import type { Addition } from './change.rules.js';
import type { FailedLot, FailedPurchase, RecordedFailure } from './ways.rules.js';

/** SQL: how many suppliers are left in the lot (its id as SQL); null where nothing of it was opened. */
export const suppliersLeftSql = declareContribution<(lot: string) => string>('suppliers left in a lot');

/** SQL, fen: the amount of a signed contract (its id as SQL) of the buyer; no row where there is none. */
export const signedAmountSql = declareContribution<(contract: string, buyer: string) => string>(
  'amount of an earlier contract',
);

/** A lot of a tender that failed or not, with what goes on from it. */
export interface LotOnRecord extends FailedLot {
  state: LotStateHere | null;
  ceiling: string | null;
  windowStart: string | null;
  /** The round that goes on from it, or another of its purchase in which the lot is bought; null where there is none. */
  next: string | null;
}
interface Row {
  method: string | null;
  round: number;
  region: string | null;
  level: BudgetLevel | null;
  budget: string | null;
  today: PlainDate;
  lots: LotOnRecord[];
  failures: RecordedFailure[];
}

/** The lots of a tender, and every failure of its purchase that is on record up to this round. */
export async function loadFailedPurchase(
  reader: Reader,
  tender: string,
): Promise<Omit<FailedPurchase, 'lots'> & { lots: LotOnRecord[] }> {
  const [row] = await reader.query<[Row]>(
    `SELECT t.method, t.round, t.region, t.budget_level AS level, t.budget::text AS budget, business_today()::text AS today,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', l.no, 'state', l.state, 'ceiling', l.ceiling::text,
          'windowStart', coalesce(l.window_start, t.window_start), 'suppliers', l.bid_count,
          'left', coalesce(${suppliersLeftSql('l.id')}, l.bid_count),
          -- An earlier round goes on too where the failure of its lot was undone; the view failed_lots says the same for tasks.
          'next', (SELECT n.id FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
             WHERE n.purchase_id = t.purchase_id AND n.id <> t.id
               AND (n.copied_from = t.id AND n.state IS DISTINCT FROM 'cancelled'
                 OR coalesce(m.state, n.state) NOT IN ('failed', 'cancelled'))
             ORDER BY n.copied_from = t.id DESC NULLS LAST, n.round LIMIT 1)) ORDER BY l.no), '[]')
        FROM lot l WHERE l.tender_id = t.id) AS lots,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'round', e.round, 'lot', f.lot,
          'on', coalesce(f.data ->> 'on', f.data ->> 'publishedOn')) ORDER BY e.round, f.seq), '[]')
        FROM tender e JOIN fact f ON f.subject_id = e.id AND f.subject_type = 'tender' AND f.kind = 'failure'
        WHERE e.purchase_id = t.purchase_id AND e.round <= t.round
          AND NOT EXISTS (SELECT FROM fact r WHERE r.replaces = f.id)) AS failures
     FROM tender t WHERE t.id = $1`,
    [tender],
  );
  const { method, round, lots, failures, ...place } = row;
  return { method, round, lots, failures, limit: await compareWithLimit(reader, { ...place, lots }) };
}

/** The whole purchase beside the purchase limit of its place; without one on record nothing is known. */
async function compareWithLimit(
  reader: Reader,
  { region, level, budget, lots, today }: Pick<Row, 'region' | 'level' | 'budget' | 'lots' | 'today'>,
): Promise<FailedPurchase['limit']> {
  const rows = { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  const ceilings = lots.reduce((sum, { ceiling }) => sum + BigInt(ceiling ?? 0), 0n);
  const sum = { amount: purchaseSum(budget, ceilings), isLeast: false };
  return compareLimit('procurement', { region, level, sum, day: today }, await loadLimits(rows, [region])).state;
}

/**
 * What a single source would add to an earlier contract of the buyer: its own amount and what other changes add to the same
 * one. Null where the buyer has no such contract, or its amount is not known.
 */
export async function loadAddition(
  reader: Reader,
  { contract, buyer, amount }: { contract: string; buyer: string; amount: bigint },
): Promise<Addition | null> {
  const [row] = await reader.query<{ amount: string | null; added: string }[]>(
    `SELECT (${signedAmountSql('$1::uuid', '$2::uuid')})::text AS amount,
       (SELECT coalesce(sum(c.amount), 0)::text FROM method_change c
        WHERE c.contract_id = $1 AND c.state NOT IN ('refused', 'withdrawn')) AS added`,
    [contract, buyer],
  );
  const { amount: signed = null, added = '0' } = row ?? {};
  return signed === null ? null : { contract: BigInt(signed), added: BigInt(added) + amount };
}
