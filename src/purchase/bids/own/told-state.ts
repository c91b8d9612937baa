import type { BidState } from '../bid.lifecycle.js';
import { wasPutOutSql } from './put-out.queries.js';

/**
 * SQL: what the review made of an opened bid `d` of a lot `l` and a tender `r` is known to its bidder. In a tender it is told
 * with the result (Order 87 articles 66 and 69): until then the bid is what the opening found of it, of a lot that fails for
 * good. In a consultation who is rejected is told so, and who is not takes part in the talks ([2014] 214 articles 16 and 20).
 * Whom a remedy put out was told so, whatever a later review finds. A bid that cannot be read is always rejected, and its bidder
 * has to know when it can no longer be restored.
 */
export const isReviewToldSql = (exception: string): string =>
  `(r.method IS DISTINCT FROM 'OPEN_TENDER' OR d.told IS NOT NULL OR l.state IN ('result_published', 'contracted')
    OR d.state = 'rejected' AND (d.content IS NULL AND d.envelope_id IS NOT NULL OR ${exception}) OR ${wasPutOutSql('d.id')})`;

interface Reviewed {
  state: BidState;
  version: number;
  /** Its content could be read. */
  readable: boolean;
}

/** State and version of an own bid while its review is secret: the step of the review shows in neither. */
export function hideReview({ state, version, readable }: Reviewed): { state: BidState; version: number } {
  const asOpened = readable ? 'opened' : 'unreadable';
  return state === asOpened ? { state, version } : { state: asOpened, version: version - 1 };
}
