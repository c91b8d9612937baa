import type { Tx } from '../../../kernel/database/transactions.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { changeOf } from '../../tenders/open-tender.js';
import { endAward } from '../award.moves.js';
import type { LockedLot } from './lot.subject.js';

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
  await dissolvePanel(tx, lot);
  await endAward(tx, tender, lot, 'cancel', reason);
  // An opening that no lot waits for any more is not held.
  await tx.query(
    `UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state IN ('requested', 'ordered')
       AND NOT EXISTS (SELECT FROM lot WHERE tender_id = $1 AND state = 'open')`,
    [tender.id],
  );
  const kind = to === 'failed' ? 'failure' : 'cancellation';
  const data = { on: today, publishedOn: today, reason };
  await sayFacts(tx, tender.id, [{ kind, lot: lot.no, data }]);
}

/** A panel that has reported is through: its report stays as it was signed. */
async function dissolvePanel(tx: Tx, { id, no, tender }: LockedLot): Promise<void> {
  const [review] = await tx.query<{ id: string; was: string }>(
    `UPDATE review v SET state = 'dissolved' FROM review w
     WHERE v.id = w.id AND v.lot_id = $1 AND v.state NOT IN ('reported', 'dissolved') RETURNING v.id, w.state AS was`,
    [id],
  );
  if (review)
    await tx.record({
      ...changeOf(tender),
      aggregate: 'review',
      id: review.id,
      action: 'dissolve',
      from: review.was,
      to: 'dissolved',
      data: { tender: tender.id, lot: no },
    });
}
