import { action, type Outcome } from '../../../../kernel/actions/action.js';
import { fallShort } from '../../consultation/consultation-exclusion.js';
import { conformingOffers } from '../../open-review.js';
import { explanationSubject, panelSubject, type LockedPanel } from '../../panel/panel.subject.js';
import { AskExplanationDto, ExplainDto, SettleDto } from '../../review.dto.js';
import { getLowPriceShare } from '../../review-facts.js';
import { moveBids } from '../../review-moves.js';
import { lowPriceTriggers } from '../low-price.rules.js';
import { findAsMember } from '../member-findings.js';

/** Its bidder is told in any case. Of a final offer it tells what the price is like: the result tells it to the others. */
function tell(root: LockedPanel, bid: string, data: Record<string, unknown> = {}): Outcome<LockedPanel> {
  const bidder = root.bids.find(({ id }) => id === bid)?.bidder_id;
  return {
    data: { bid, ...data },
    withoutReason: true,
    secret: root.method === 'COMPETITIVE_CONSULTATION',
    tenants: bidder === undefined ? [] : [bidder],
  };
}

/** A price that is very low: the panel asks, the bidder explains, the panel decides with its reasons. */
export const askExplanation = action(panelSubject, 'ask_explanation', AskExplanationDto, {
  operationId: 'askExplanation',
  summary: { en: 'Ask a bidder to explain a price that is very low', zh: '要求报价明显偏低的投标人说明' },
  async effect({ tx, root, given: { bid, reason, ...given }, now }) {
    const { lot, today } = root;
    const dueAt = new Date(given.dueAt);
    const triggers = lowPriceTriggers(await conformingOffers(tx, lot.id), lot.ceiling, today, getLowPriceShare(lot));
    await tx.query(
      `INSERT INTO bid_explanation (bid_id, triggers, reason, asked_at, due_at) VALUES ($1, $2, $3, $4, $5)`,
      [bid, triggers.get(bid) ?? [], reason, now, dueAt],
    );
    return tell(root, bid, { dueAt: dueAt.toISOString() });
  },
});

/** By the bidder itself, until its time is over; it may be mended until a member of the panel has found. */
export const explainPrice = action(explanationSubject, 'explain', ExplainDto, {
  operationId: 'explainPrice',
  summary: { en: 'Explain the own price', zh: '说明本机构报价' },
  permit: 'bid.make',
  refuses: ['seat_after_issue'],
  async effect({ tx, root, given, now }) {
    await tx.query(`UPDATE bid_explanation SET text = $2, explained_at = $3 WHERE bid_id = $1`, [
      root.bid,
      given.text,
      now,
    ]);
    return tell(root, root.bid ?? '');
  },
});

/** Order 87 article 60: a price that cannot be shown to be reasonable makes the bid invalid, as most of the panel find it. */
export const settleExplanation = action(explanationSubject, 'settle_explanation', SettleDto, {
  operationId: 'settleExplanation',
  summary: { en: 'Decide whether a low price is shown to be reasonable', zh: '认定低价说明是否成立' },
  async effect(situation) {
    const { tx, root, given, now } = situation;
    const bid = root.bid ?? '';
    const own = { bid, passed: given.accepted, detail: given.reason };
    const [found] = (await findAsMember(situation, 'price', [own])) ?? [];
    if (found === undefined) return { made: {} };
    const { passed: accepted, detail } = found;
    await tx.query(
      `UPDATE bid_explanation SET accepted = $2, decision_reason = $3, settled_at = $4 WHERE bid_id = $1`,
      [bid, accepted, detail, now],
    );
    return { ...tell(root, bid, { accepted }), to: 'declared' };
  },
  async after({ tx, root }, _, __, { data }) {
    if (data?.accepted !== false) return;
    await moveBids(tx, root, 'reject', [root.bid ?? '']);
    await fallShort(tx, root);
  },
});
