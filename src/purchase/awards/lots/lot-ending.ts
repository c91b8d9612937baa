import type { Tx } from '../../../kernel/database/transactions.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { endAward } from '../award-moves.js';
import type { LockedLot } from './locked-lot.js';
import { withdrawIdleOpening } from '../../bids/bid-moves.js';
import { dissolvePanel } from '../../reviews/review-moves.js';

/**
 * What follows when a lot has come to its end without a contract: its panel has nothing left to do, its award is cancelled,
 * and what was not opened stays sealed for good: nobody opens the bids of a lot that is over.
 */
export async function closeEndedLot(
  tx: Tx,
  lot: LockedLot,
  { to, reason, today }: { to: 'failed' | 'cancelled'; reason: string; today: PlainDate },
): Promise<void> {
  const { tender } = lot;
  await dissolvePanel(tx, tender, lot);
  await endAward(tx, tender, lot, 'cancel', reason);
  await withdrawIdleOpening(tx, tender.id);
  const kind = to === 'failed' ? 'failure' : 'cancellation';
  const data = { on: today, publishedOn: today, reason };
  await sayFacts(tx, tender.id, [{ kind, lot: lot.no, data }]);
}
