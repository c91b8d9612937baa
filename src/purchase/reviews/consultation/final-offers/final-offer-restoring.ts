import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { ActionEngine } from '../../../../kernel/actions/engine.js';
import { assertRequiredFields } from '../../../../kernel/actions/required-by-action.js';
import { hashContent, mergeContent, NO_CONTENT } from '../../../bids/bid-content.rules.js';
import { RestoreBidDto } from '../../../bids/bid-content.dto.js';
import { BidReaders } from '../../../bids/bid-readers.js';
import { BidRestoring } from '../../../bids/bid-restoring.js';
import { bidSubject } from '../../../bids/bid.subject.js';
import { toTenderChange } from '../../../tenders/open-tender.js';
import { assertSeatedReview, type OpenReview } from '../../open-review.js';
import { findUndeclaredMembers } from '../../review-facts.js';
import { moveReview } from '../../review-moves.js';
import { lockLotReview } from '../../review.subject.js';
import { fallShort } from '../consultation-exclusion.js';
import { isPayable, toOfferedFen } from './payable-offer.js';
import { addOfferedAmount } from '../../../tenders/conducted/terms/prices/offered-price.rules.js';
import { loadLotPrice } from '../../../bids/bid-place.js';
import { RESTORABLE } from '../consultation-facts.js';
import { isOfRound } from './final-offer-calls.js';
import { ownBid, type OwnBid } from '../own-bid.js';
import { updateBid } from '../../../bids/bid-moves.js';
import { touchTender } from '../../../tenders/lots/lot-moves.js';

/**
 * A final offer that could not be read is no worse for it: its bidder's own copy stands for it, if its hash is the one that
 * was received. It drops out as unreadable until then, as its price is not known.
 */
@Injectable()
export class FinalOfferRestoring implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly restoring: BidRestoring,
    private readonly readers: BidReaders,
  ) {}

  onModuleInit(): void {
    this.restoring.contribute((...given) => this.restore(...given));
    this.readers.contributeRestorable(RESTORABLE);
  }

  async restore(principal: Principal, id: string, version: number, dto: RestoreBidDto): Promise<void> {
    const before = await ownBid(this.transactions.reader, principal, id);
    assertRequiredFields(RestoreBidDto, dto);
    const copy = mergeContent(NO_CONTENT, dto.content);
    const content = addOfferedAmount(await loadLotPrice(this.transactions.reader, before.lot), copy);
    const receipt = dto.receipt && this.restoring.checkReceipt(dto.receipt, id, before.bidder, 'final_offer');
    await this.transactions.run(principal, async (tx) => {
      const open = await lockLotReview(tx, before.tender, before.no);
      const own = await ownBid(tx.manager, principal, id);
      if (own.version !== version) throw new Problem('stale_version');
      if (!own.restorable)
        throw new Problem('wrong_state', {
          facts: { lot: own.lot_state, review: open.review?.state ?? null, action: 'restore_final_offer' },
        });
      // In other talks the same body made another offer for the same bid.
      if (receipt && !(await isOfRound(tx, own, receipt)))
        throw new Problem('receipt_superseded', { facts: { round: own.round, receivedAt: receipt.receivedAt } });
      const submitted = (await loadLostOfferHash(tx, own)) ?? receipt?.sha256 ?? null;
      const root = { ...own, organisation: own.bidder, place: null, submitted, declaration: null };
      await this.engine.enter(tx, bidSubject, root, 'restore_final_offer', { ...dto, content });
      const price = toOfferedFen(open, content);
      const payable = isPayable(open, content);
      await tx.query(
        `UPDATE final_offer SET content = $3, price = $4, sha256 = $5, received_at = coalesce(received_at, $6::timestamptz)
         WHERE bid_id = $1 AND round = $2`,
        [
          own.id,
          own.round,
          JSON.stringify(content),
          price?.toString(),
          hashContent(content),
          receipt?.receivedAt ?? null,
        ],
      );
      await write(tx, own, payable ? price : null);
      await this.tell(tx, open, own, payable ? 'valid' : 'rejected');
      if (payable) await askNewcomers(tx, open, own.id);
      await fallShort(tx, open);
    });
  }

  /**
   * That one was restored and is out all the same would say that it lay above the ceiling, which before the result is its
   * bidder's alone: to the others that supplier is out, as before, and the tender is as it was.
   */
  private async tell(tx: Tx, { tender, lot }: OpenReview, own: OwnBid, to: 'valid' | 'rejected'): Promise<void> {
    const about = toTenderChange(tender);
    const out = to === 'rejected';
    await tx.record({
      ...about,
      ...(out && { region: null }),
      tenants: out ? [own.bidder] : [...new Set([...about.tenants, own.bidder])],
      aggregate: 'bid',
      id: own.root,
      action: 'restore_final_offer',
      from: own.state,
      to,
      data: { tender: tender.id, lot: lot.no },
    });
    if (out) return;
    await touchTender(tx, tender.id);
  }
}

/** Who came into the panel while the offer was lost has still to say whether there is a tie to its bidder. */
async function askNewcomers(tx: Tx, open: OpenReview, bid: string): Promise<void> {
  if (open.review?.state !== 'declared') return;
  const { members } = open;
  if ((await findUndeclaredMembers(tx, { members, bids: [{ id: bid }] })).length > 0)
    await moveReview(tx, assertSeatedReview(open), 'declare_again', 'appointed');
}

/** Of what dropped out because nobody could read it, as far as it is known. */
async function loadLostOfferHash(tx: Tx, { id, round }: OwnBid): Promise<string | null> {
  const [row] = await tx.query<{ sha256: string | null }>(
    `SELECT sha256 FROM final_offer WHERE bid_id = $1 AND round = $2`,
    [id, round],
  );
  return row?.sha256 ?? null;
}

/**
 * It takes part again with its price; null: it lies above the ceiling, and drops out on that ground. A version that counts
 * would say so to all who read the bid.
 */
async function write(tx: Tx, own: OwnBid, price: bigint | null): Promise<void> {
  if (price === null) {
    await tx.query(
      `UPDATE bid_check SET ground = 'above_ceiling', detail = '最后报价超过最高限价', checked_at = $2
       WHERE bid_id = $1 AND stage = 'consultation'`,
      [own.id, await tx.now()],
    );
    return;
  }
  await tx.query(`DELETE FROM bid_check WHERE bid_id = $1 AND stage = 'consultation'`, [own.id]);
  await updateBid(tx, own.id, { state: 'valid', price });
}
