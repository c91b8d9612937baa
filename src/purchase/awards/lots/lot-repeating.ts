import type { Tx } from '../../../kernel/database/transactions.js';
import { dissolveReview, reopenReview } from '../../reviews/repeated-review.js';
import { endAward } from '../award.moves.js';
import type { LotActionDto } from './lot-action.dto.js';
import { moveLot, type HeldTenderLot } from './lot-root.js';
import { awaitNewReport } from '../results/result-desk.js';

/**
 * Order 87 article 64: the panel that reported reviews again, in a consultation from its final offers on. What was decided
 * on its first report no longer stands.
 */
export async function orderRereview(tx: Tx, held: HeldTenderLot, given: LotActionDto): Promise<void> {
  const { tender, lot } = held;
  const to = tender.method === 'COMPETITIVE_CONSULTATION' ? 'final_offers_in' : 'opened';
  const { ground = '', reason = '' } = given;
  await endAward(tx, tender, lot, 'cancel', reason);
  await moveLot(tx, held, { action: 'order_rereview', to, reason, data: { ground } });
  await reopenReview(tx, tender, lot, { ground, reason });
  await awaitNewReport(tx, lot.id);
}

/** Order 87 article 67: the result is void; another panel is appointed, without those who broke the rules. */
export async function reconstitutePanel(tx: Tx, held: HeldTenderLot, given: LotActionDto): Promise<void> {
  const { tender, lot } = held;
  const { ground = '', reason = '', barred = [] } = given;
  await endAward(tx, tender, lot, 'invalidate', reason);
  await moveLot(tx, held, { action: 'reconstitute_panel', to: 'opened', reason, data: { ground } });
  await dissolveReview(tx, tender, lot, { ground, reason }, barred);
  await awaitNewReport(tx, lot.id);
}
