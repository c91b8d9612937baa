import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { lotReviewSubject, type LockedLotReview } from '../reviews/review.subject.js';
import { guardInterest, type BodiesOf } from '../tenders/oversight/interest.js';
import { IS_KNOWN_BID } from './remedies/remedy-root.js';

/** Bodies whose offers for a lot are known. */
export const loadBidders: BodiesOf = async (tx, lot) => {
  const rows = await tx.query<{ body: string }>(
    `SELECT DISTINCT b.bidder_id AS body FROM bid b WHERE b.lot_id = $1 AND ${IS_KNOWN_BID}`,
    [lot],
  );
  return rows.map(({ body }) => body);
};

/** Whose offers a lot is about: nobody who sits in one of them decides on it in its review. */
@Injectable()
export class BiddersInterest implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(
      lotReviewSubject,
      guardInterest<LockedLotReview>(({ tx, root }) => loadBidders(tx, root.id)),
    );
  }
}
