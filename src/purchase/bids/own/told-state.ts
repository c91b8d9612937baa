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
  version: number;
  /** The version as its bidder knows it: it counts no step of a review that is secret. */
  bidderVersion: number;
  /** Its content could be read. */
  readable: boolean;
}

/**
 * State and version of an own bid while its review is secret: neither shows a step of the review, nor that it was repeated. One that
 * cannot be read is rejected openly, and is restored under its own version.
 */
export const hideReview = ({ version, bidderVersion, readable }: Reviewed): { state: BidState; version: number } =>
  readable ? { state: 'opened', version: bidderVersion } : { state: 'unreadable', version };
