import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { holdsIn } from '../../../../kernel/access/held.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { lowPriceTriggers } from '../low-price.rules.js';
import { fallShort } from '../../consultation/consultation.exclusion.js';
import { asMember, conformingOffers, seated, type SeatedReview } from '../../open-review.js';
import { ReviewDesk } from '../../review.desk.js';
import { shareOf } from '../../review.facts.js';
import type { AskExplanationDto, ExplainDto, SettleDto } from '../../review.dto.js';

/** A price that is very low: the panel asks, the bidder explains, the panel decides with its reasons. */
@Injectable()
export class ExplanationsService {
  constructor(private readonly desk: ReviewDesk) {}

  ask(principal: Principal, tender: string, dto: AskExplanationDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asMember(found);
      const dueAt = new Date(dto.dueAt);
      await this.desk.enterReview(tx, open, 'ask_explanation', { bid: dto.bid, dueAt, reason: dto.reason });
      const { tender: held, lot, today } = open;
      const triggers = lowPriceTriggers(await conformingOffers(tx, lot.id), lot.ceiling, today, shareOf(held));
      await tx.query(
        `INSERT INTO bid_explanation (bid_id, triggers, reason, asked_at, due_at) VALUES ($1, $2, $3, $4, $5)`,
        [dto.bid, triggers.get(dto.bid) ?? [], dto.reason, await tx.now(), dueAt],
      );
      await this.said(tx, open, dto.bid, 'ask_explanation', { dueAt: dueAt.toISOString() });
    });
  }

  /** By the bidder itself, until its time is over; it may be mended until a member of the panel has found. */
  explain(principal: Principal, tender: string, bid: string, version: number, dto: ExplainDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = seated(found);
      const own = open.bids.find(({ id }) => id === bid);
      if (own === undefined || !holdsIn(principal, 'bid.make', [own.bidder_id])) throw new Problem('not_found');
      await this.desk.enterReview(tx, open, 'explain', { bid });
      await tx.query(`UPDATE bid_explanation SET text = $2, explained_at = $3 WHERE bid_id = $1`, [
        bid,
        dto.text,
        await tx.now(),
      ]);
      await this.said(tx, open, bid, 'explain');
    });
  }

  /** Order 87 article 60: a price that cannot be shown to be reasonable makes the bid invalid, as most of the panel find it. */
  settle(principal: Principal, tender: string, bid: string, version: number, dto: SettleDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, seen) => {
      const open = asMember(seen);
      await this.desk.enterReview(tx, open, 'settle_explanation', { bid, reason: dto.reason });
      const own = { bid, passed: dto.accepted, detail: dto.reason };
      const [found] = (await this.desk.find(tx, open, 'price', [own])) ?? [];
      if (found === undefined) return;
      const { passed: accepted, detail } = found;
      await tx.query(
        `UPDATE bid_explanation SET accepted = $2, decision_reason = $3, settled_at = $4 WHERE bid_id = $1`,
        [bid, accepted, detail, await tx.now()],
      );
      await this.said(tx, open, bid, 'settle_explanation', { accepted });
      if (accepted) return;
      await this.desk.moveBids(tx, open, 'reject', 'rejected', [bid]);
      await fallShort(tx, this.desk, open);
    });
  }

  private said(
    tx: Tx,
    open: SeatedReview,
    bid: string,
    action: 'ask_explanation' | 'explain' | 'settle_explanation',
    data: Record<string, unknown> = {},
  ): Promise<void> {
    return this.desk.moveReview(tx, open, action, open.review.state, {
      data: { bid, ...data },
      // Of a final offer it tells what the price is like: the result tells it to the others.
      secret: open.method === 'COMPETITIVE_CONSULTATION',
      bidder: open.bids.find(({ id }) => id === bid)?.bidder_id,
    });
  }
}
