import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { hundredths } from '../../tenders/drafts/draft.rules.js';
import { lotTermsSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import type { TenderTerms } from '../../tenders/conducted/terms/terms-types.js';
import { isObjective, mayBeCorrected, type CorrectionCase, type CorrectionGround } from './corrections.rules.js';
import { basisOfLot, type OpenReview } from '../open-review.js';
import { scoredCriteria, type Score } from './scores.rules.js';

/** What the members who sit in the panel now have given, and said beside it. */
export const loadMemberScores = (reader: Reader, review: string): Promise<(Score & { comment: string | null })[]> =>
  reader.query<(Score & { comment: string | null })[]>(
    `SELECT s.member_id AS member, s.bid_id AS bid, s.criterion, s.points, s.comment FROM review_score s
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
  const scores = (await loadMemberScores(tx.manager, open.review.id)).filter(
    (s) => s.bid === bid && s.criterion === criterion,
  );
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

/** Whether the scores that a panel has reported show, of any bid that it ranked, what its review may be repeated for. */
export async function isGroundProven(tx: Tx, lot: string, ground: CorrectionGround): Promise<boolean> {
  const [row] = await tx.query<{ review: string; terms: TenderTerms; ranked: string[] }>(
    `SELECT v.id AS review, ${lotTermsSql('t', 'l')} AS terms, ARRAY(
       SELECT d.id FROM bid d WHERE d.lot_id = v.lot_id AND d.state IN ('valid', 'won', 'lost')) AS ranked
     FROM review v JOIN tender t ON t.id = v.tender_id JOIN lot l ON l.id = v.lot_id WHERE v.lot_id = $1 AND v.state = 'reported'`,
    [lot],
  );
  if (!row) return false;
  const scores = (await loadMemberScores(tx.manager, row.review)).filter(({ bid }) => row.ranked.includes(bid));
  const criteria = new Map(row.terms.criteria.map((each) => [each.no, each]));
  return scores.some(({ member, bid, criterion, points: old }) => {
    const named = criteria.get(criterion);
    if (named === undefined) return false;
    const alike = scores.filter((s) => s.bid === bid && s.criterion === criterion && s.member !== member);
    return mayBeCorrected(ground, {
      old,
      others: alike.map(({ points }) => points),
      most: hundredths(named.points),
      objective: isObjective(named.levels),
    });
  });
}
