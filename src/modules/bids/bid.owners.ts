import { Injectable } from '@nestjs/common';
import { NO_BODY, type Principal } from '../../platform/access/principal.js';
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
 * Whose an envelope is stands nowhere. The caller's own bodies and the lots there are give the blind indexes that are the
 * caller's; an envelope under another is not there.
 */
@Injectable()
export class BidOwners {
  constructor(
    private readonly transactions: Transactions,
    private readonly envelopes: Envelopes,
  ) {}

  async find(principal: Pick<Principal, 'seats'>, id: string): Promise<OwnBid | null> {
    const { reader } = this.transactions;
    const bodies = [...new Set(principal.seats.map((s) => s.organisation))].filter((body) => body !== NO_BODY);
    if (bodies.length === 0) return null;
    const envelope = await this.envelopes.byId(reader, id);
    if (!envelope) return null;
    const lots = await reader.query<{ id: string }[]>(
      `SELECT l.id FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE t.conducted = 'here' AND t.published ORDER BY t.created_at DESC, l.id`,
    );
    for (const { id: lot } of lots)
      for (const organisation of bodies)
        if (this.envelopes.blinds(organisation, lot).some((blind) => blind.equals(envelope.blind)))
          return { envelope, organisation, lot };
    return null;
  }

  /** @throws Problem `not_found` */
  async own(principal: Principal, id: string): Promise<OwnBid> {
    const own = await this.find(principal, id);
    if (own === null) throw new Problem('not_found');
    return own;
  }
}
