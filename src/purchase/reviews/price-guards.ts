import { guard, type Fact, type Guards } from '../../kernel/actions/action.js';
import { findRuleInForce, getRule } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../tenders/conducted/issue.rules.js';
import { conformingOffers, type Offer } from './open-review.js';
import { loadLotExplanations, getLowPriceShare, findUnexplainedBids, type Explanation } from './review-facts.js';
import type { ReviewRoot } from './open-review.js';
import { leastMinutes, mayAskAboutPrice } from './scoring/low-price.rules.js';

const MINUTE = 60_000;

/** What is asked about a price: the bid stands in the address, or in the body of the question. */
type OfBid = ReviewRoot & { bid: string | null };
interface Question {
  bid: string;
  dueAt: string;
}

const loadExplanations: Fact<ReviewRoot, Explanation[]> = ({ tx, root }) => loadLotExplanations(tx, root.lot.id);
const loadConformingOffers: Fact<ReviewRoot, Offer[]> = ({ tx, root }) => conformingOffers(tx, root.lot.id);
const loadUnexplainedBids: Fact<ReviewRoot, string[]> = ({ tx, root }) => findUnexplainedBids(tx, root);
/** The question about the bid that is not settled. */
const findOpenQuestion: Fact<OfBid, Explanation | null> = async ({ root, load }) =>
  (await load(loadExplanations)).find((e) => e.bid_id === root.bid && e.settled_at === null) ?? null;

/** Guards of the question about a low price: asked with time enough, answered, then decided. */
export const PRICE_GUARDS = {
  explanation_needless: guard<ReviewRoot, Question, { explanations: Explanation[]; offers: Offer[] }>(
    { explanations: loadExplanations, offers: loadConformingOffers },
    ({ explanations, offers }, { root: { method, lot, today }, given: { bid } }) => {
      const asked = explanations.some((e) => e.bid_id === bid);
      if (!asked && mayAskAboutPrice(method, offers, lot.ceiling, today, bid, getLowPriceShare(lot))) return null;
      const rule = findRuleInForce('LOWPRICE-AVG-50', today) ?? getRule('LOWPRICE-87-60');
      return { ...toRuleRefusal(rule, []), facts: { bid, asked } };
    },
  ),
  // [2026] 2: as a rule at least thirty minutes; before, a reasonable time, for which the law has no number.
  explanation_too_soon: guard<ReviewRoot, Question>({}, (_, { root: { today }, given, now }) => {
    const dueAt = new Date(given.dueAt);
    const minutes = leastMinutes(today);
    const earliest = now.getTime() + (minutes ?? 0) * MINUTE;
    if (dueAt > now && dueAt.getTime() >= earliest) return null;
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
    return minutes === null ? { errors } : toRuleRefusal(getRule('LOWPRICE-EXPLAIN-30MIN'), errors);
  }),
  explanation_not_asked: guard({ asked: findOpenQuestion }, ({ asked }, { root: { bid } }) =>
    asked === null ? { facts: { bid } } : null,
  ),
  explanation_running: guard({ asked: findOpenQuestion }, ({ asked }) =>
    asked !== null && asked.explained_at === null && !asked.late
      ? { facts: { dueAt: asked.due_at.toISOString() } }
      : null,
  ),
  // Else a bidder would hold up the decision about its own price for as long as it likes.
  explanation_late: guard({ asked: findOpenQuestion }, ({ asked }) =>
    asked?.late ? { facts: { dueAt: asked.due_at.toISOString() } } : null,
  ),
  explanation_weighed: guard({ asked: findOpenQuestion }, ({ asked }, { root: { bid } }) =>
    asked?.weighed ? { facts: { bid } } : null,
  ),
  explanations_open: guard({ loadUnexplainedBids }, ({ loadUnexplainedBids: bids }) =>
    bids.length === 0 ? null : { facts: { bids } },
  ),
} satisfies Guards<OfBid>;
