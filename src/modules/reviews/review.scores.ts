import type { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/transactions.js';
import { hundredths } from '../tenders/conducted/draft.rules.js';
import { isObjective, type CorrectionCase } from './corrections.rules.js';
import { basisOfLot, type OpenReview } from './open-review.js';
import { scoredCriteria, type Score } from './scores.rules.js';

/** What the members who sit in the panel now have given. */
export const scoresOf = (reader: Reader, review: string): Promise<Score[]> =>
  reader.query<Score[]>(
    `SELECT s.member_id AS member, s.bid_id AS bid, s.criterion, s.points FROM review_score s
     JOIN review_member m ON m.id = s.member_id
     WHERE m.review_id = $1 AND m.ended_at IS NULL ORDER BY m.appointed_at, m.id, s.bid_id, s.criterion`,
    [review],
  );

/** What the caller wants to correct, held against what stands; null where the caller gave no such score. */
export async function correctionCase(
  tx: Tx,
  open: OpenReview,
  bid: string,
  { criterion, points }: { criterion: number; points: number },
): Promise<CorrectionCase | null> {
  if (open.review === null || open.me === null) return null;
  const scores = (await scoresOf(tx.manager, open.review.id)).filter((s) => s.bid === bid && s.criterion === criterion);
  const own = scores.find(({ member }) => member === open.me?.id);
  const named = scoredCriteria(basisOfLot(open)).find(({ no }) => no === criterion);
  if (own === undefined || named === undefined) return null;
  return {
    old: own.points,
    others: scores.filter(({ member }) => member !== own.member).map((s) => s.points),
    most: hundredths(named.points),
    points,
    objective: isObjective(named.levels),
  };
}
