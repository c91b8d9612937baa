import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import { bondedBids } from './bonds.queries.js';
import { toTenderChange } from '../tenders/open-tender.js';
import type { BondRefundsDto } from './bond-refunds.dto.js';
import { assertBodySeat, openResult, type OpenResult } from './results/open-result.js';
import { touchTender } from '../tenders/lots/lot-moves.js';

interface Bonded {
  id: string;
  refunded_on: string | null;
}

/**
 * Which bonds went back, and when: said by whoever held them, the buyer or its agent (Regulation article 33). It is the fact
 * that stops the five working days; however late it is, it is not refused.
 */
@Injectable()
export class BondRefundsService {
  constructor(private readonly transactions: Transactions) {}

  record(principal: Principal, tenderId: string, version: number, given: BondRefundsDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const open = await openResult(tx, tenderId, given.lot, version);
      const { tender, lot, today } = open;
      assertBodySeat(principal, 'tender.draft', [tender.buyer_id, tender.agent_id]);
      const bonded = await tx.query<Bonded>(
        `SELECT x.id, x.refunded_on::text FROM (${bondedBids('$1')}) x ORDER BY x.id`,
        [lot.id],
      );
      mustBeHeld(bonded, given);
      assertRefundDay(open, given.refundedOn ?? today);
      const before = bonded.filter(({ id, refunded_on: on }) => given.bids.includes(id) && on !== null);
      if (before.length > 0 && given.reason === undefined)
        throw invalid('/reason', 'required', {
          en: 'Why what was recorded of a bond is said anew',
          zh: '请说明更正已登记退还日期的原因',
        });
      await this.store(tx, given, given.refundedOn ?? today);
      await tx.record({
        ...toTenderChange(tender),
        aggregate: 'lot',
        id: lot.id,
        action: 'bond_refunded',
        from: lot.state,
        to: lot.state,
        reason: given.reason ?? null,
        data: {
          tender: tender.id,
          no: lot.no,
          bids: given.bids,
          refundedOn: given.refundedOn ?? today,
          reference: given.reference ?? null,
          ...(before.length > 0 && { before: before.map(({ id, refunded_on: on }) => ({ bid: id, refundedOn: on })) }),
        },
      });
      await touchTender(tx, tender.id);
    });
  }

  private async store(tx: Tx, { bids, reference }: BondRefundsDto, on: string): Promise<void> {
    await tx.query(
      `INSERT INTO bond_refund (bid_id, refunded_on, reference, recorded_at, recorded_by)
       SELECT b, $2, $3, $4, $5 FROM unnest($1::uuid[]) b
       ON CONFLICT (bid_id) DO UPDATE SET refunded_on = EXCLUDED.refunded_on, reference = EXCLUDED.reference,
         recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by`,
      [bids, on, reference ?? null, await tx.now(), tx.principal.id],
    );
  }
}

/** Each is of a bid of this lot that was opened with a bond. */
function mustBeHeld(bonded: readonly Bonded[], { bids }: BondRefundsDto): void {
  const wrong = bids.findIndex((bid) => !bonded.some(({ id }) => id === bid));
  if (wrong >= 0)
    throw invalid(`/bids/${wrong}`, 'not_allowed_value', {
      en: 'No bond of this bid is held for the lot',
      zh: '该采购包未收取此投标（响应）的保证金',
    });
}

/** Until the deadline a bond secures an offer that still may be withdrawn. */
function assertRefundDay({ tender, today }: OpenResult, on: string): void {
  const deadline = tender.deadline_at === null ? null : todayInShanghai(tender.deadline_at);
  if (on > today) throw invalid('/refundedOn', 'maximum', { en: 'This day has not come yet', zh: '日期不得晚于今天' });
  if (deadline !== null && on < deadline)
    throw invalid('/refundedOn', 'minimum', { en: 'Before the deadline of the bids', zh: '日期早于投标截止日' });
}
