import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { listJurisdictions } from '../../../law/rules/rule-book.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';
import { purchaseSum, sumOfCeilings, type DraftLot } from '../drafts/draft.rules.js';

/**
 * Whether the purchase reaches the open-tender threshold of its place, level and day (Law article 27). An open tender needs
 * no approval. A place without a threshold on record is `unknown`, never a default.
 */
export async function compareThreshold(
  tx: Tx,
  tender: Pick<ConductedTender, 'method' | 'region' | 'budget_level' | 'budget'>,
  lots: readonly DraftLot[],
  at: PlainDate,
): Promise<'below' | 'above' | 'unknown'> {
  if (tender.method === 'OPEN_TENDER') return 'below';
  if (tender.region === null || tender.budget_level === null) return 'unknown';
  const [row] = await tx.query<{ amount: string }>(
    `SELECT t.amount::text AS amount FROM open_tender_threshold t
     WHERE t.region = ANY ($1::text[]) AND t.level = $2 AND t.object = 'services'
       AND daterange(t.effective_from, t.effective_to, '[]') @> $3::date
     ORDER BY array_position($1::text[], t.region) LIMIT 1`,
    [listJurisdictions(tender.region), tender.budget_level, at],
  );
  if (!row) return 'unknown';
  return purchaseSum(tender.budget, sumOfCeilings(lots)) >= BigInt(row.amount) ? 'above' : 'below';
}
