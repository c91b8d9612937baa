import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Reader } from '../../kernel/database/reader.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { assertSeatReaches } from './bid-place.js';
import { Envelopes, type StoredEnvelope, type Uncovered } from './opening/envelopes.js';

/** An envelope of the caller's own, and what lay under its cover; each part null where it was altered. */
export interface OwnBid extends Uncovered {
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
    const envelope = (await this.envelopes.byId(reader, id)) ?? (await this.findOpenedEnvelope(reader, id));
    return envelope ? this.findOwner(reader, principal, envelope) : null;
  }

  /** @throws Problem `not_found` */
  async own(principal: Principal, id: string): Promise<OwnBid> {
    return assertOwnBid(await this.find(principal, id));
  }

  /**
   * The same, locked until the transaction ends.
   * @throws Problem `not_found`
   */
  async lock(tx: Tx, principal: Principal, id: string): Promise<OwnBid> {
    const envelope = (await this.envelopes.lock(tx, id)) ?? (await this.findOpenedEnvelope(tx.manager, id));
    return assertOwnBid(envelope ? await this.findOwner(tx.manager, principal, envelope) : null);
  }

  /**
   * The same of an envelope that was read under its lock.
   * @throws Problem `not_found`
   */
  async assertOwn(tx: Tx, principal: Principal, envelope: StoredEnvelope): Promise<OwnBid> {
    return assertOwnBid(await this.findOwner(tx.manager, principal, envelope));
  }

  /** The envelope of a bid that was opened before its envelope and the bid had one id: it is written no more. */
  private async findOpenedEnvelope(reader: Reader, id: string): Promise<StoredEnvelope | undefined> {
    const [opened] = await reader.query<{ envelope: string }[]>(
      `SELECT envelope_id AS envelope FROM bid WHERE id = $1 AND envelope_id IS NOT NULL`,
      [id],
    );
    return opened && this.envelopes.byId(reader, opened.envelope);
  }

  /** @throws Problem `seat_after_issue` */
  private async findOwner(
    reader: Pick<Reader, 'query'>,
    principal: Pick<Principal, 'seats'>,
    envelope: StoredEnvelope,
  ): Promise<OwnBid | null> {
    const own = await this.matchOwner(reader, principal, envelope);
    if (own !== null) await assertSeatReaches(reader, principal, own.organisation, own.lot);
    return own;
  }

  private async matchOwner(
    reader: Pick<Reader, 'query'>,
    principal: Pick<Principal, 'seats'>,
    envelope: StoredEnvelope,
  ): Promise<OwnBid | null> {
    const bodies = listPermittedBodies(principal, 'bid.make');
    if (bodies.length === 0) return null;
    const isBlindMatch = (organisation: string, lot: string): boolean =>
      bodies.includes(organisation) && this.envelopes.blinds(organisation, lot).some((b) => b.equals(envelope.blind));
    const uncovered = this.envelopes.uncover(envelope);
    if (uncovered.head !== null) {
      const { organisation, lot } = uncovered.head;
      return isBlindMatch(organisation, lot) ? { envelope, organisation, lot, ...uncovered } : null;
    }
    const lots: { id: string }[] = await reader.query(
      `SELECT l.id FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE t.conducted = 'here' AND t.published ORDER BY t.created_at DESC, l.id`,
    );
    for (const { id: lot } of lots)
      for (const organisation of bodies)
        if (isBlindMatch(organisation, lot)) return { envelope, organisation, lot, ...uncovered };
    return null;
  }
}

function assertOwnBid(own: OwnBid | null): OwnBid {
  if (own === null) throw new Problem('not_found');
  return own;
}
