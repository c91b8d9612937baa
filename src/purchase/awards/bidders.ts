import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InterestGuard, type BodiesOf } from '../tenders/oversight/interest.js';
import { IS_KNOWN_BID } from './remedies/remedy-root.js';

/** Bodies whose offers for a lot are known. */
export const biddersOf: BodiesOf = async (tx, lot) => {
  const rows = await tx.query<{ body: string }>(
    `SELECT DISTINCT b.bidder_id AS body FROM bid b WHERE b.lot_id = $1 AND ${IS_KNOWN_BID}`,
    [lot],
  );
  return rows.map(({ body }) => body);
};

/** Whose offers a lot is about: nobody who sits in one of them decides on it. */
@Injectable()
export class BiddersInterest implements OnModuleInit {
  constructor(private readonly interest: InterestGuard) {}

  onModuleInit(): void {
    this.interest.contribute(biddersOf);
  }
}
