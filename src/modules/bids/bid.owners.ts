import { Injectable } from '@nestjs/common';
import { bodiesWith } from '../../platform/access/held.js';
import type { Principal } from '../../platform/access/principal.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { Envelopes, type StoredEnvelope } from './envelopes.js';

/** An envelope of the caller's own. */
export interface OwnBid {
  envelope: StoredEnvelope;
  organisation: string;
  lot: string;
}

/**
 * Only who may bid for a body knows of its bids; a seat in it without that, and the permission held elsewhere, are none.
 * Whose an envelope is stands under the online cover alone, and is the caller's only if the blind index of that body and
 * lot is the envelope's. Where the cover was altered, the caller's bodies and the lots there are lead to it instead, so
 * that its bidder still learns of it.
 */
@Injectable()
export class BidOwners {
  constructor(
    private readonly transactions: Transactions,
    private readonly envelopes: Envelopes,
  ) {}

  async find(principal: Pick<Principal, 'seats'>, id: string): Promise<OwnBid | null> {
    const { reader } = this.transactions;
    const bodies = bodiesWith(principal, 'bid.make');
    if (bodies.length === 0) return null;
    const envelope = await this.envelopes.byId(reader, id);
    if (!envelope) return null;
    const isOf = (organisation: string, lot: string): boolean =>
      bodies.includes(organisation) && this.envelopes.blinds(organisation, lot).some((b) => b.equals(envelope.blind));
    const { head } = this.envelopes.uncover(envelope);
    if (head !== null) {
      const { organisation, lot } = head;
      return isOf(organisation, lot) ? { envelope, organisation, lot } : null;
    }
    const lots = await reader.query<{ id: string }[]>(
      `SELECT l.id FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE t.conducted = 'here' AND t.published ORDER BY t.created_at DESC, l.id`,
    );
    for (const { id: lot } of lots)
      for (const organisation of bodies) if (isOf(organisation, lot)) return { envelope, organisation, lot };
    return null;
  }

  /** @throws Problem `not_found` */
  async own(principal: Principal, id: string): Promise<OwnBid> {
    const own = await this.find(principal, id);
    if (own === null) throw new Problem('not_found');
    return own;
  }
}
