import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { hashOf } from '../../bids/bid-content.rules.js';
import { Envelopes } from '../../bids/opening/envelopes.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotAction } from '../../tenders/lots/lot.states.js';
import { changeOf } from '../../tenders/open-tender.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import type { OpenReview } from '../open-review.js';
import { ReviewDesk } from '../review.desk.js';
import type { SupplierGiven } from './consultation.guards.js';
import type { ResponseDto, WithdrawalDto } from './supplier.dto.js';
import { finalOf, ownBid, type OwnBid } from './own-bid.js';

/** What a supplier does in the talks: it answers a changed requirement anew, or leaves. */
@Injectable()
export class SuppliersService {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly envelopes: Envelopes,
  ) {}

  /** The same answer again is answered as before. */
  respond(principal: Principal, id: string, { statement, team, documents }: ResponseDto): Promise<void> {
    const content = {
      statement,
      team: (team ?? []).map(({ name, role, qualification }) => ({ name, role, qualification: qualification ?? null })),
      documents: (documents ?? []).map(({ name, sha256, size }) => ({ name, sha256, size })),
    };
    const sha256 = hashOf(content);
    return this.step(principal, id, async (tx, open, own) => {
      const same = await tx.query(
        `SELECT FROM consultation_response WHERE bid_id = $1 AND change_id = $2 AND sha256 = $3`,
        [own.id, own.asked?.id ?? null, sha256],
      );
      if (same.length > 0) return;
      const place = { ...own, in_time: own.asked?.in_time ?? false };
      await this.enter(tx, place, 'submit_response', { place, offered: false });
      await tx.query(
        `INSERT INTO consultation_response (bid_id, change_id, content, sha256, received_at) VALUES ($1, $2, $3, $4, $5)`,
        [own.id, own.asked?.id, JSON.stringify(content), sha256, own.now],
      );
      await tx.query(`UPDATE bid SET version = version + 1 WHERE id = $1`, [own.id]);
      await this.tell(tx, open, own, 'submit_response', { change: own.asked?.id, sha256 });
    });
  }

  /**
   * [2014] 214 article 22: before the own final offer. It waits for an own offer on its way, and keeps later ones from
   * it: whichever is first behind the gate is what happened.
   */
  withdraw(principal: Principal, id: string, version: number, { reason }: WithdrawalDto): Promise<void> {
    return this.step(principal, id, async (tx, open, before) => {
      await tenderGate(tx, before.tender, 'exclusive');
      const own = await ownBid(tx.manager, principal, id);
      if (own.version !== version) throw new Problem('stale_version');
      const lies = await this.envelopes.byBlinds(tx.manager, this.envelopes.blinds(own.bidder, finalOf(own)));
      const given: SupplierGiven = { place: own, offered: lies.length > 0, reason };
      await this.enter(tx, own, 'withdraw_from_consultation', given);
      await tx.query(`UPDATE bid SET state = 'withdrawn_in_consultation', version = version + 1 WHERE id = $1`, [
        own.id,
      ]);
      await this.tell(tx, open, own, 'withdraw_from_consultation', {}, { to: 'withdrawn_in_consultation', reason });
    });
  }

  private async step(
    principal: Principal,
    id: string,
    work: (tx: Tx, open: OpenReview, own: OwnBid) => Promise<void>,
  ): Promise<void> {
    const { tender, no } = await ownBid(this.transactions.reader, principal, id);
    await this.desk.step(principal, tender, no, undefined, async (tx, open) =>
      work(tx, open, await ownBid(tx.manager, principal, id)),
    );
  }

  private enter(tx: Tx, { lot, lot_state: state }: OwnBid, action: LotAction, given: SupplierGiven) {
    return this.registry.enter(tx, lotLifecycle, { id: lot, state }, action, given);
  }

  private async tell(
    tx: Tx,
    { tender, lot }: OpenReview,
    own: OwnBid,
    action: LotAction,
    data: Record<string, unknown>,
    { to, reason }: { to?: string; reason?: string } = {},
  ): Promise<void> {
    const change = changeOf(tender);
    await tx.record({
      ...change,
      tenants: [...new Set([...change.tenants, own.bidder])],
      aggregate: 'bid',
      id: own.root,
      action,
      from: own.state,
      to: to ?? own.state,
      reason,
      data: { tender: tender.id, lot: lot.no, ...data },
    });
  }
}
