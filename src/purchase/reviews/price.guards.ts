import { refusedBy } from '../tenders/conducted/issue.rules.js';
import { ruleAt, ruleOf } from '../../law/rules/rule-book.js';
import { leastMinutes, mayAskAboutPrice } from './scoring/low-price.rules.js';
import { conformingOffers } from './open-review.js';
import { explanationsOf, shareOf, type Explanation } from './review.facts.js';
import type { ReviewCheck } from './review.guards.js';
import type { Tx } from '../../kernel/database/transactions.js';

const MINUTE = 60_000;

async function openOne(tx: Tx, lot: string, bid: string | undefined): Promise<Explanation | undefined> {
  return (await explanationsOf(tx, lot)).find((e) => e.bid_id === bid && e.settled_at === null);
}

/** Guards of the question about a low price: asked with time enough, answered, then decided. */
export const PRICE_GUARDS = {
  explanation_needless: async ({ tender, method, lot, today }, tx, { bid }) => {
    const asked = (await explanationsOf(tx, lot.id)).some((e) => e.bid_id === bid);
    const offers = await conformingOffers(tx, lot.id);
    const may = !asked && mayAskAboutPrice(method, offers, lot.ceiling, today, bid ?? '', shareOf(tender));
    if (may) return null;
    const rule = ruleAt('LOWPRICE-AVG-50', today) ?? ruleOf('LOWPRICE-87-60');
    return { ...refusedBy(rule, []), facts: { bid, asked } };
  },
  // [2026] 2: as a rule at least thirty minutes; before, a reasonable time, for which the law has no number.
  explanation_too_soon: async ({ today }, tx, { dueAt }) => {
    const now = await tx.now();
    const minutes = leastMinutes(today);
    const earliest = now.getTime() + (minutes ?? 0) * MINUTE;
    if (dueAt !== undefined && dueAt > now && dueAt.getTime() >= earliest) return null;
    const errors = [
      {
        pointer: '/dueAt',
        code: 'too_early',
        text: {
          en: `At least ${minutes ?? 'some'} minutes from now`,
          zh: minutes === null ? '应给予合理时间' : `自现在起不少于 ${minutes} 分钟`,
        },
      },
    ];
    return minutes === null ? { errors } : refusedBy(ruleOf('LOWPRICE-EXPLAIN-30MIN'), errors);
  },
  explanation_not_asked: async ({ lot }, tx, { bid }) => {
    const asked = await openOne(tx, lot.id, bid);
    return asked === undefined ? { facts: { bid } } : null;
  },
  explanation_running: async ({ lot }, tx, { bid }) => {
    const asked = await openOne(tx, lot.id, bid);
    const running = asked !== undefined && asked.explained_at === null && !asked.late;
    return running ? { facts: { dueAt: asked.due_at.toISOString() } } : null;
  },
  // Else a bidder would hold up the decision about its own price for as long as it likes.
  explanation_late: async ({ lot }, tx, { bid }) => {
    const asked = await openOne(tx, lot.id, bid);
    return asked?.late ? { facts: { dueAt: asked.due_at.toISOString() } } : null;
  },
  explanation_weighed: async ({ lot }, tx, { bid }) =>
    (await openOne(tx, lot.id, bid))?.weighed ? { facts: { bid } } : null,
} satisfies Record<string, ReviewCheck>;
