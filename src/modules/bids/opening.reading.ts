import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { hashOf, type BidContent } from './bid-content.rules.js';
import type { BidHead, BidIdentity, SealedBid } from './bid-head.js';
import { Envelopes, type StoredEnvelope, type Uncovered } from './envelopes.js';
import { TenderKeys } from './tender-keys.js';

export interface LotToOpen {
  id: string;
  no: number;
}
export interface Bidder {
  id: string;
  name: string;
}
/** One supplier of one lot at the deadline. */
export interface Supplier {
  envelope: StoredEnvelope;
  bidder: Bidder;
  head: BidHead | null;
  /** What is sealed to the content key; null where the envelope was altered so far that it is not there. */
  sealed: SealedBid | null;
}

/** Finds the bids of a lot and, where it opens, reads them. */
@Injectable()
export class OpeningReading {
  constructor(
    private readonly envelopes: Envelopes,
    private readonly keys: TenderKeys,
  ) {}

  /**
   * Who bid, with the identity key alone. The blind indexes of every body there is lead to the envelopes of a lot; what
   * lies in one must then say the same.
   */
  async suppliers(tx: Tx, tender: string, lot: LotToOpen, bodies: readonly Bidder[]): Promise<Supplier[]> {
    const byBlind = new Map<string, Bidder>();
    const blinds: Buffer[] = [];
    for (const body of bodies)
      for (const blind of this.envelopes.blinds(body.id, lot.id)) {
        byBlind.set(blind.toString('hex'), body);
        blinds.push(blind);
      }
    const found = await this.envelopes.byBlinds(tx.manager, blinds);
    if (found.length === 0) return [];
    const key = await this.keys.privateKey(tx, tender, 'identity');
    const suppliers: Supplier[] = [];
    for (const envelope of found) {
      const { head, body } = this.envelopes.uncover(envelope);
      // Drafts and withdrawn bids lapse; nothing is written of them.
      if (head !== null && head.state !== 'submitted') continue;
      const bidder = byBlind.get(envelope.blind.toString('hex')) as Bidder;
      const sealed = await this.identified(key, envelope.id, { head, body }, lot.id, bidder.id);
      suppliers.push({ envelope, bidder, head, sealed });
    }
    return suppliers.sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));
  }

  private async identified(
    key: Buffer,
    bid: string,
    { head, body }: Uncovered,
    lot: string,
    organisation: string,
  ): Promise<SealedBid | null> {
    if (head === null || body === null) return null;
    const sealed = JSON.parse(body.toString()) as SealedBid;
    const identity = (await this.keys.unseal(key, 'identity', bid, lot, sealed.identity)) as BidIdentity | null;
    const same = identity?.organisation === organisation && identity.lot === lot && identity.sha256 === head.sha256;
    return same ? sealed : null;
  }

  /** The content as it was submitted, by the content key; null where it was altered. */
  async content(key: Buffer, lot: string, { envelope, head, sealed }: Supplier): Promise<BidContent | null> {
    if (sealed === null) return null;
    const content = (await this.keys.unseal(key, 'content', envelope.id, lot, sealed.content)) as BidContent | null;
    return content !== null && hashOf(content) === head?.sha256 ? content : null;
  }

  contentKey(tx: Tx, tender: string): Promise<Buffer> {
    return this.keys.privateKey(tx, tender, 'content');
  }
}
