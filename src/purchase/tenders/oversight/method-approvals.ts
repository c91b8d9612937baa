import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { loadLimits } from '../../../law/rules/limits/limits.queries.js';
import { compareLimit, type ThresholdKind } from '../../../law/rules/limits/reach.rules.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';
import { purchaseSum, sumOfCeilings, type DraftLot } from '../drafts/draft.rules.js';

/**
 * Whether the purchase reaches the open-tender threshold (Law article 27) of its place, level and day, or another limit. An
 * open tender needs no approval. A place without a limit on record is `unknown`, never a default.
 */
export async function compareThreshold(
  tx: Tx,
  tender: Pick<ConductedTender, 'method' | 'region' | 'budget_level' | 'budget'>,
  lots: readonly DraftLot[],
  at: PlainDate,
  kind: ThresholdKind = 'open_tender',
): Promise<'below' | 'above' | 'unknown'> {
  if (kind === 'open_tender' && tender.method === 'OPEN_TENDER') return 'below';
  const { region, budget_level: level } = tender;
  if (region === null || level === null) return 'unknown';
  const sum = { amount: purchaseSum(tender.budget, sumOfCeilings(lots)), isLeast: false };
  const { state } = compareLimit(kind, { region, level, sum, day: at }, await loadLimits(tx, [region]));
  return state === 'reached' ? 'above' : state;
}
