import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { toScope } from '../../../../kernel/access/scope.js';
import { isMine } from '../../../../kernel/access/visible.js';
import { ownBidSql } from '../../../bids/bid-place.js';
import { Sql } from '../../../../kernel/database/sql.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { isInsider, REVIEW_PARTIES } from '../../../tenders/reads/tender-visibility.js';
import { getPerson, ownSeatVersion, sitsInLot } from '../../open-review.js';
import { isOfMember } from '../../panel/own-seat.js';
import type { ExplanationsDto } from '../../review-view.dto.js';
import type { LowPriceRule } from '../low-price.rules.js';

interface Row {
  bid: string;
  triggers: LowPriceRule[];
  reason: string;
  asked_at: string;
  due_at: string;
  text: string | null;
  explained_at: string | null;
  accepted: boolean | null;
  decision_reason: string | null;
}

/** Questions about low prices: a bidder sees those about its own bids. */
@Injectable()
export class ExplanationsQueries {
  constructor(private readonly transactions: Transactions) {}

  /** After an action: with the version of the caller's own seat where it was that which the action changed. */
  async loadExplanationsView(principal: Principal, id: string, lot: number, after = ''): Promise<ExplanationsDto> {
    const scope = toScope(principal);
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`).and(`r.conducted = 'here' AND r.revision IS NOT NULL`);
    const insider = isInsider(sql, scope, REVIEW_PARTIES);
    const seated = sitsInLot(sql, getPerson(principal), lot);
    // What is said of a price of a consultation is told with its result; after the report to those who are to confirm it.
    const confirms = `(${isMine(sql, scope, 'r.buyer_id')} OR ${isMine(sql, scope, 'r.agent_id')})`;
    const told = `(r.method = 'OPEN_TENDER' OR l.state IN ('result_published', 'contracted')
      OR l.state IN ('reviewed', 'confirmed') AND ${confirms})`;
    const own = ownBidSql(sql, principal, 'd');
    sql.and(`${insider} OR ${seated} OR EXISTS (SELECT FROM bid d WHERE d.tender_id = r.id AND ${own})`);
    const [head] = await this.transactions.reader.query<
      { version: number; seat: number | null; method: string | null; items: Row[] }[]
    >(
      `SELECT r.version, r.method, ${ownSeatVersion(sql, getPerson(principal), lot)} AS seat, (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', e.bid_id, 'triggers', e.triggers,
           'reason', e.reason, 'asked_at', e.asked_at, 'due_at', e.due_at, 'text', e.text, 'explained_at', e.explained_at,
           'accepted', e.accepted, 'decision_reason', e.decision_reason) ORDER BY e.asked_at, e.id), '[]')
         FROM bid_explanation e JOIN bid d ON d.id = e.bid_id JOIN lot l ON l.id = d.lot_id
         WHERE l.tender_id = r.id AND l.no = ${sql.p(lot)} AND ((${insider}) AND ${told} OR ${seated} OR ${own})) AS items
       FROM tender r WHERE ${sql.where}`,
      sql.params,
    );
    if (!head) throw new Problem('not_found');
    return {
      tender: id,
      version: isOfMember(after, head.method) ? (head.seat ?? head.version) : head.version,
      lot,
      items: head.items.map(({ asked_at, due_at, explained_at, decision_reason, ...row }) => ({
        ...row,
        askedAt: new Date(asked_at).toISOString(),
        dueAt: new Date(due_at).toISOString(),
        explainedAt: explained_at === null ? null : new Date(explained_at).toISOString(),
        decisionReason: decision_reason,
      })),
    };
  }
}
