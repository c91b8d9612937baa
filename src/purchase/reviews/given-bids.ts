import { invalid } from '../../kernel/http/validation.js';
import type { OpenReview } from './open-review.js';

/** Refuses what is said of a bid that does not stand in this lot, or of one bid twice. */
export function strangers({ bids }: OpenReview, given: readonly { bid: string }[], pointer: string): void {
  const known = new Set(bids.map(({ id }) => id));
  const named = new Set<string>();
  given.forEach(({ bid }, i) => {
    if (!known.has(bid))
      throw invalid(`${pointer}/${i}/bid`, 'not_found', {
        en: 'No bid of this lot that still stands',
        zh: '不是该包有效的投标（响应）',
      });
    if (named.has(bid)) throw invalid(`${pointer}/${i}/bid`, 'not_unique', { en: 'Named twice', zh: '重复' });
    named.add(bid);
  });
}
