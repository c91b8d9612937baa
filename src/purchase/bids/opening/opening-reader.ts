import { setImmediate as giveWay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { hashContent, type BidContent } from '../bid-content.rules.js';
import type { BidHead, BidIdentity, BidOriginHashes, SealedBid } from '../bid-head.js';
import { Envelopes, type StoredEnvelope } from './envelopes.js';
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
  /** Hash of what was submitted, by the head or, where that was altered, by what is sealed to the identity key. */
  sha256: string | null;
  /** The revision of the documents that it answers, by the same. */
  revision: number | null;
  /** What is sealed to the content key; null where the envelope was altered so far that it is not there. */
  sealed: SealedBid | null;
  /** From where it was submitted; null where that was altered, or not noted. */
  origin: BidOriginHashes | null;
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
   * lies in one must then say the same. `lapsed`: those that cannot be read and that registers show to have been no submitted bids.
   */
  async suppliers(
    tx: Tx,
    tender: string,
    lot: LotToOpen,
    bodies: readonly Bidder[],
    lapsed: ReadonlySet<string>,
  ): Promise<Supplier[]> {
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
      // A seal is opened at once: this process keeps its jobs meanwhile.
      await giveWay();
      const { head, body } = this.envelopes.uncover(envelope);
      // Drafts and withdrawn bids lapse; nothing is written of them.
      if (head !== null && head.state !== 'submitted') continue;
      // Nor of those whose head was altered: what lies there is not sealed. What cannot be told apart counts, for a receipt
      // may prove that it was submitted, and then its bidder's own copy stands for it; if none does, it is invalid.
      if (head === null && body !== null && parseSealedBid(body) === null) continue;
      if (head === null && body === null && lapsed.has(envelope.id)) continue;
      const bidder = byBlind.get(envelope.blind.toString('hex')) as Bidder;
      const found = await this.openIdentity(key, envelope.id, body, lot.id, bidder.id);
      const sha256 = head?.sha256 ?? found?.sha256 ?? null;
      const sealed = head !== null && found?.sha256 === head.sha256 ? found.sealed : null;
      const origin = sealed === null ? null : (found?.origin ?? null);
      const revision = head?.revision ?? found?.revision ?? null;
      suppliers.push({ envelope, bidder, head, sha256, revision, sealed, origin });
    }
    return suppliers.sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));
  }

  private async openIdentity(
    key: Buffer,
    bid: string,
    body: Buffer | null,
    lot: string,
    organisation: string,
  ): Promise<
    (Pick<BidIdentity, 'sha256' | 'revision'> & { sealed: SealedBid; origin: BidOriginHashes | null }) | null
  > {
    const sealed = body === null ? null : parseSealedBid(body);
    if (sealed === null) return null;
    const identity = (await this.keys.unseal(key, 'identity', bid, lot, sealed.identity)) as BidIdentity | null;
    if (identity?.organisation !== organisation || identity.lot !== lot) return null;
    const { sha256, revision, origin = null } = identity;
    return { sealed, sha256, revision, origin };
  }

  /** The content as it was submitted, by the content key; null where it was altered. */
  async content(key: Buffer, lot: string, { envelope, head, sealed }: Supplier): Promise<BidContent | null> {
    if (sealed === null) return null;
    const content = (await this.keys.unseal(key, 'content', envelope.id, lot, sealed.content)) as BidContent | null;
    return content !== null && hashContent(content) === head?.sha256 ? content : null;
  }

  contentKey(tx: Tx, tender: string): Promise<Buffer> {
    return this.keys.privateKey(tx, tender, 'content');
  }
}

/** What was submitted; null of a draft, and of a bid that was withdrawn. */
function parseSealedBid(body: Buffer): SealedBid | null {
  const { identity, content } = JSON.parse(body.toString()) as Partial<SealedBid>;
  return identity === undefined || content === undefined ? null : { identity, content };
}
