import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../../kernel/access/principal.js';
import { canonicalText } from '../../../../kernel/audit/canonical.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { ActionEngine } from '../../../../kernel/actions/engine.js';
import { OnlineKeys } from '../../../../kernel/sealing/online-keys.js';
import { hashOfText, mergeContent, NO_CONTENT, formatContent } from '../../../bids/bid-content.rules.js';
import { loadLotPrice } from '../../../bids/bid-place.js';
import { assertWholePrice } from '../../../bids/prices/bid-price.js';
import { addOfferedAmount } from '../../../tenders/conducted/terms/prices/offered-price.rules.js';
import type { BidHead } from '../../../bids/bid-head.js';
import type { ReceiptDto } from '../../../bids/bid.dto.js';
import { chooseSizeClass, Envelopes, type StoredEnvelope } from '../../../bids/opening/envelopes.js';
import { loadSealingKeys } from '../../../bids/opening/sealing-keys.queries.js';
import { TenderKeys } from '../../../bids/opening/tender-keys.js';
import { tenderGate } from '../../../tenders/tender-gate.js';
import { formatFinalLot, ownBid, type OwnBid } from '../own-bid.js';
import type { FinalOfferDto } from '../supplier.dto.js';
import { lotOfSupplier, supplierSubject } from '../supplier.subject.js';

/**
 * The one final offer of each supplier, sealed until the deadline of all. A transaction here writes one envelope and
 * nothing else, as that of a bid does: who has offered, and when, is nobody's to know before.
 */
@Injectable()
export class FinalOffersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly envelopes: Envelopes,
    private readonly tenderKeys: TenderKeys,
    private readonly keys: OnlineKeys,
  ) {}

  /** Seals first, then passes the gate and reads the time behind it. The same offer again is answered as before. */
  async submit(principal: Principal, id: string, dto: FinalOfferDto): Promise<ReceiptDto> {
    const { reader } = this.transactions;
    const own = await ownBid(reader, principal, id);
    // The declaration is that of the bid, which is open.
    if (dto.content.declaration !== undefined) throw new Problem('declaration_fixed');
    const lotPrice = await loadLotPrice(reader, own.lot);
    const content = addOfferedAmount(lotPrice, mergeContent(NO_CONTENT, dto.content));
    const text = formatContent(content);
    const sha256 = hashOfText(text);
    const { bidder: organisation, tender, revision } = own;
    const lot = formatFinalLot(own);
    const blinds = this.envelopes.blinds(organisation, lot);
    const before = this.findReceipt(own, await this.envelopes.byBlinds(reader, blinds));
    if (before?.receipt.sha256 === sha256) return before;
    assertWholePrice(content, lotPrice, { en: 'A final offer says its price', zh: '最后报价须载明价格' });
    const envelope = randomUUID();
    const identity = { bid: envelope, tender, lot, organisation, sha256, revision };
    const body = await this.tenderKeys.seal(await loadSealingKeys(reader, tender), identity, text);
    return this.transactions.run(principal, async (tx) => {
      await tenderGate(tx, tender, 'shared');
      const place = await ownBid(tx.manager, principal, id);
      const lies = await this.envelopes.byBlinds(tx.manager, blinds);
      const first = this.findReceipt(place, lies);
      if (first?.receipt.sha256 === sha256) return first;
      await this.enter(tx, place, lies.length > 0);
      const head: BidHead = {
        state: 'submitted',
        version: 1,
        organisation,
        // The bid's own: the name under which the envelope lies is another, so that it is not taken for a bid.
        lot: own.lot,
        at: place.now,
        sha256,
        revision,
        history: [{ action: 'submitted', at: place.now, by: principal.id, sha256 }],
      };
      if (await this.envelopes.place(tx, envelope, blinds, head, body, chooseSizeClass(text)))
        return this.signReceipt(place, head);
      // Another offer of the same supplier was faster by less than this one took.
      const winner = this.findReceipt(place, await this.envelopes.byBlinds(tx.manager, blinds));
      if (winner?.receipt.sha256 === sha256) return winner;
      await this.enter(tx, place, true);
      throw new Problem('final_offer_made');
    });
  }

  /** Made anew each time: the same offer has the same receipt. */
  async receipt(principal: Principal, id: string): Promise<ReceiptDto> {
    const { reader } = this.transactions;
    const own = await ownBid(reader, principal, id);
    const lies = await this.envelopes.byBlinds(reader, this.envelopes.blinds(own.bidder, formatFinalLot(own)));
    const receipt = this.findReceipt(own, lies);
    if (receipt === null) throw new Problem('not_found');
    return receipt;
  }

  private findReceipt(own: OwnBid, [envelope]: readonly StoredEnvelope[]): ReceiptDto | null {
    const head = envelope ? this.envelopes.uncover(envelope).head : null;
    return head && this.signReceipt(own, head);
  }

  private signReceipt(own: OwnBid, { at, sha256, revision }: BidHead): ReceiptDto {
    const receipt = {
      bid: own.root,
      kind: 'final_offer' as const,
      round: own.round,
      tender: own.tender,
      lot: own.lot,
      organisation: own.bidder,
      revision: revision ?? 1,
      receivedAt: at ?? '',
      sha256: sha256 ?? '',
    };
    const { key, signature } = this.keys.sign(canonicalText(receipt));
    return { receipt, keyId: key, signature };
  }

  private enter(tx: Tx, place: OwnBid, offered: boolean): Promise<void> {
    return this.engine.enter(tx, supplierSubject, lotOfSupplier(place, offered), 'submit_final_offer');
  }
}
