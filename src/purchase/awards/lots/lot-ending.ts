import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { sayFacts } from '../../tenders/conducted/action-facts.js';
import { changeOf } from '../../tenders/open-tender.js';
import { endAward } from '../award.moves.js';
import type { LotActionDto } from './lot-action.dto.js';
import type { LotProposal, ProposedOutcome } from './lot-proposals.js';
import { moveLot, type HeldTenderLot } from './lot-root.js';

export interface Ending {
  action: 'fail' | 'cancel' | 'end_by_decision' | 'apply_remedy' | 'apply_remedy_after_contract';
  to: 'failed' | 'cancelled';
  reason: string | undefined;
  data?: Record<string, unknown>;
}

/**
 * A lot comes to its end without a contract. It says so in public; its panel has nothing left to do, its award is cancelled,
 * and what was not opened stays sealed for good: nobody opens the bids of a lot that is over.
 */
export async function endLot(tx: Tx, held: HeldTenderLot, { action, to, reason, data }: Ending): Promise<void> {
  const { tender, lot } = held;
  await moveLot(tx, held, { action, to, reason, ...(data && { data }), public: true });
  await dissolvePanel(tx, held);
  await endAward(tx, tender, lot, 'cancel', reason ?? '');
  // An opening that no lot waits for any more is not held.
  await tx.query(
    `UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state IN ('requested', 'ordered')
       AND NOT EXISTS (SELECT FROM lot WHERE tender_id = $1 AND state = 'open')`,
    [tender.id],
  );
  const on = todayInShanghai(await tx.now());
  const kind = to === 'failed' ? 'failure' : 'cancellation';
  await sayFacts(tx, tender.id, [{ kind, lot: lot.no, data: { on, publishedOn: on, ...(reason && { reason }) } }]);
}

/** One person says what it is to come to; another decides it, as long as the lot has not gone on. */
export async function propose(
  tx: Tx,
  held: HeldTenderLot,
  action: 'propose_ending' | 'propose_repetition',
  { outcome, ...given }: Omit<LotActionDto, 'outcome'> & { outcome: ProposedOutcome },
): Promise<void> {
  const { lot } = held;
  const { ground = '', reason = '', reference, remedy, barred } = given;
  const said = {
    outcome,
    ground,
    ...(reference !== undefined && { reference }),
    ...(remedy !== undefined && { remedy }),
    ...(barred !== undefined && { barred }),
  };
  await moveLot(tx, held, { action, to: lot.state, reason, data: said });
  const proposal: LotProposal = { ...said, reason, at: (await tx.now()).toISOString(), by: tx.principal.id ?? '' };
  await tx.query(`UPDATE lot SET ending = $2 WHERE id = $1`, [lot.id, JSON.stringify(proposal)]);
}

/** A panel that has reported is through: its report stays as it was signed. */
async function dissolvePanel(tx: Tx, { tender, lot }: HeldTenderLot): Promise<void> {
  const [review] = await tx.query<{ id: string; was: string }>(
    `UPDATE review v SET state = 'dissolved' FROM review w
     WHERE v.id = w.id AND v.lot_id = $1 AND v.state NOT IN ('reported', 'dissolved') RETURNING v.id, w.state AS was`,
    [lot.id],
  );
  if (review)
    await tx.record({
      ...changeOf(tender),
      aggregate: 'review',
      id: review.id,
      action: 'dissolve',
      from: review.was,
      to: 'dissolved',
      data: { tender: tender.id, lot: lot.no },
    });
}
