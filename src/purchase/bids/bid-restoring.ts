import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { assertRequiredFields } from '../../kernel/actions/required-by-action.js';
import { sayAgain } from '../tenders/conducted/action-facts.js';
import { toTenderChange, type LockedTender } from '../tenders/open-tender.js';
import { hashContent, mergeContent, NO_CONTENT, type BidContent } from './bid-content.rules.js';
import { RestoreBidDto } from './bid-content.dto.js';
import type { ReceiptDto } from './bid.dto.js';
import type { BidState } from './bid.lifecycle.js';
import { loadLotPrice, loadRevisedLotPrice } from './bid-place.js';
import { BidOwners } from './bid-owners.js';
import { bidSubject } from './bid.subject.js';
import { ReceiptVerification } from './receipts/receipt-verification.js';
import { EnvelopeChecks } from './opening/registers/envelope-checks.js';
import type { RestoreProof } from './opening/registers/register.rules.js';
import { filterAlteredFiles, OpenedFiles } from './opening/opened-files.js';
import { addOfferedAmount, readOfferedPrice } from '../tenders/conducted/terms/prices/offered-price.rules.js';
import { touchTender } from '../tenders/lots/lot-moves.js';

/** Why the record of the opening says the price anew. */
const REASONS: Readonly<Record<RestoreProof, string>> = {
  hash: '密封件被改动，投标人提交的副本与密封件所载摘要一致',
  last_receipt: '密封件被改动，投标人提交的副本与其最后一份回执的摘要一致',
  receipt: '密封件被改动，投标人提交的副本与回执摘要一致；该回执是否为最后一份，登记册不能证明',
};

/** How a final offer is restored: who keeps it says so. */
type Restores = (principal: Principal, id: string, version: number, dto: RestoreBidDto) => Promise<void>;
type TenderOfBid = LockedTender & { method: string; deadline_at: Date | null };
interface UnreadBid {
  id: string;
  version: number;
  state: BidState;
  sha256: string | null;
  bidder_id: string;
  bidder: string;
  lot: string;
  no: number;
  lot_state: string;
}

/**
 * A bid whose envelope was altered after it was submitted is no worse for it: its bidder's own copy stands for it, if its
 * hash is the one that was received. What the system lost it does not hold against who submitted in time.
 */
@Injectable()
export class BidRestoring {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly owners: BidOwners,
    private readonly receipts: ReceiptVerification,
    private readonly files: OpenedFiles,
    private readonly checks: EnvelopeChecks,
  ) {}

  private readonly others: Restores[] = [];

  contribute(restores: Restores): void {
    this.others.push(restores);
  }

  async restoreFinalOffer(principal: Principal, id: string, version: number, dto: RestoreBidDto): Promise<void> {
    for (const restores of this.others) await restores(principal, id, version, dto);
  }

  async restore(principal: Principal, bidId: string, version: number, dto: RestoreBidDto): Promise<void> {
    const { head, organisation, envelope } = await this.owners.own(principal, bidId);
    const { id } = envelope;
    const { reader } = this.transactions;
    const [place] = await reader.query<{ tender: string; lot: string; revision: number | null }[]>(
      `SELECT tender_id AS tender, lot_id AS lot, revision FROM bid WHERE envelope_id = $1 AND bidder_id = $2`,
      [id, organisation],
    );
    if (!place) throw new Problem('wrong_state', { facts: { state: head?.state, action: 'restore' } });
    assertRequiredFields(RestoreBidDto, dto);
    const copy = mergeContent(NO_CONTENT, dto.content);
    const receipt = dto.receipt && this.checkReceipt(dto.receipt, id, organisation);
    const lotPrice = await loadLotPrice(reader, place.lot);
    // A sum that the bid left out was completed by the documents that it answers, and hashed so.
    const answered = place.revision ?? receipt?.revision ?? null;
    const content = addOfferedAmount(
      answered === null ? lotPrice : await loadRevisedLotPrice(reader, place.lot, answered),
      copy,
    );
    await this.transactions.run(principal, async (tx) => {
      const { tender, bid } = await lock(tx, place.tender, id);
      if (bid.version !== version) throw new Problem('stale_version');
      if (bid.lot_state !== 'opened')
        throw new Problem('wrong_state', { facts: { lot: bid.lot_state, action: 'restore' } });
      const proof =
        bid.sha256 === null && receipt
          ? await this.proveReceipt(tx, tender, { ...bid, envelope: id }, receipt)
          : 'hash';
      const submitted = bid.sha256 ?? receipt?.sha256 ?? null;
      const root = { ...bid, organisation, place: null, submitted, declaration: content.declaration ?? null };
      await this.engine.enter(tx, bidSubject, root, 'restore', { ...dto, content });
      const sha256 = hashContent(content);
      await this.write(tx, tender, bid, content, {
        price: readOfferedPrice(lotPrice, content),
        sha256,
        at: receipt?.receivedAt ?? null,
        proof,
      });
      const files = await this.files.examine(tx, id, content);
      await this.files.store(
        tx,
        files.map((file) => ({ ...file, bid: bid.id })),
      );
      const about = toTenderChange(tender);
      const change = {
        ...about,
        aggregate: 'bid',
        id,
        tenants: [...new Set([...(about.tenants ?? []), bid.bidder_id])],
      };
      await tx.recordAll([
        {
          ...change,
          action: 'restore',
          from: 'unreadable',
          to: 'opened',
          data: { lot: bid.lot, restoredBy: proof, ...(tender.method === 'OPEN_TENDER' && { sha256 }) },
        },
        ...filterAlteredFiles(files).map(({ no, state: found }) => ({
          ...change,
          action: 'file_lost',
          data: { lot: bid.lot, no, found },
        })),
      ]);
    });
  }

  /** What this system said of this bid, or of its final offer: one does not speak for the other. */
  checkReceipt(receipt: ReceiptDto, bid: string, organisation: string, kind?: 'final_offer'): ReceiptDto['receipt'] {
    this.receipts.assertSignature(receipt);
    const { receipt: said } = receipt;
    if (said.bid === bid && said.organisation === organisation && said.kind === kind) return said;
    throw new Problem('receipt_forged');
  }

  /**
   * What a receipt proves where nothing of its envelope is left. One that may have been replaced shortly before the deadline, in an
   * envelope that no register saw, restores the bid all the same: whoever destroyed it would else have put its bidder out. That
   * nobody knows is said with it.
   *
   * @throws Problem `receipt_superseded`
   */
  private async proveReceipt(
    tx: Tx,
    tender: TenderOfBid,
    { lot, bidder_id: bidder, envelope }: UnreadBid & { envelope: string },
    { receivedAt }: ReceiptDto['receipt'],
  ): Promise<RestoreProof> {
    const standing = await this.checks.judgeReceipt(tx, tender, { lot, bidder, envelope }, receivedAt);
    if (standing === 'superseded') throw new Problem('receipt_superseded', { facts: { receivedAt } });
    return standing === 'last' ? 'last_receipt' : 'receipt';
  }

  /** In an open tender the price belongs to the record of the opening. */
  private async write(
    tx: Tx,
    tender: TenderOfBid,
    bid: UnreadBid,
    content: BidContent,
    {
      price: offered,
      sha256,
      at,
      proof,
    }: { price: string | null; sha256: string; at: string | null; proof: RestoreProof },
  ): Promise<void> {
    const price = tender.method === 'OPEN_TENDER' ? offered : null;
    await tx.query(
      `UPDATE bid SET state = 'opened', version = version + 1, bidder_version = version + 1, content = $2, price = $3, sha256 = $4,
         received_at = coalesce(received_at, $5::timestamptz), restored_by = $6 WHERE id = $1`,
      [bid.id, JSON.stringify(content), price?.replace('.', '') ?? null, sha256, at, proof],
    );
    await touchTender(tx, tender.id);
    if (price === null) return;
    const bidder = { organisation: bid.bidder_id, name: bid.bidder };
    await sayAgain(tx, tender.id, bid.id, { bidder, price }, REASONS[proof]);
  }
}

async function lock(tx: Tx, tenderId: string, envelope: string): Promise<{ tender: TenderOfBid; bid: UnreadBid }> {
  const [tender] = await tx.query<TenderOfBid>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tenderId]);
  const [bid] = await tx.query<UnreadBid>(
    `SELECT d.id, d.version, d.state, d.sha256, d.bidder_id, o.name AS bidder, l.id AS lot, l.no, l.state AS lot_state
     FROM bid d JOIN lot l ON l.id = d.lot_id JOIN organisation o ON o.id = d.bidder_id
     WHERE d.envelope_id = $1 FOR NO KEY UPDATE OF l, d`,
    [envelope],
  );
  if (!tender || !bid) throw new Problem('not_found');
  return { tender, bid };
}
