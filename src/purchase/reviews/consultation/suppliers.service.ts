import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { hashContent } from '../../bids/bid-content.rules.js';
import { updateBid } from '../../bids/bid-moves.js';
import { Envelopes } from '../../bids/opening/envelopes.js';
import type { LotAction } from '../../tenders/lots/lot.lifecycle.js';
import { toTenderChange } from '../../tenders/open-tender.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import type { OpenReview } from '../open-review.js';
import { lockLotReview } from '../review.subject.js';
import type { ResponseDto, WithdrawalDto } from './supplier.dto.js';
import { formatFinalLot, ownBid, type OwnBid } from './own-bid.js';
import { lotOfSupplier, supplierSubject } from './supplier.subject.js';

/** What a supplier does in the talks: it answers a changed requirement anew, or leaves. */
@Injectable()
export class SuppliersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly envelopes: Envelopes,
  ) {}

  /** The same answer again is answered as before. */
  respond(principal: Principal, id: string, { statement, team, documents }: ResponseDto): Promise<void> {
    const content = {
      statement,
      team: (team ?? []).map(({ name, role, qualification }) => ({ name, role, qualification: qualification ?? null })),
      documents: (documents ?? []).map(({ name, sha256, size }) => ({ name, sha256, size })),
    };
    const sha256 = hashContent(content);
    return this.step(principal, id, async (tx, open, own) => {
      const same = await tx.query(
        `SELECT FROM consultation_response WHERE bid_id = $1 AND change_id = $2 AND sha256 = $3`,
        [own.id, own.asked?.id ?? null, sha256],
      );
      if (same.length > 0) return;
      const place = { ...own, in_time: own.asked?.in_time ?? false };
      await this.engine.enter(tx, supplierSubject, lotOfSupplier(place, false), 'submit_response');
      await tx.query(
        `INSERT INTO consultation_response (bid_id, change_id, content, sha256, received_at) VALUES ($1, $2, $3, $4, $5)`,
        [own.id, own.asked?.id, JSON.stringify(content), sha256, own.now],
      );
      await updateBid(tx, own.id);
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
      const lies = await this.envelopes.byBlinds(tx.manager, this.envelopes.blinds(own.bidder, formatFinalLot(own)));
      const root = lotOfSupplier(own, lies.length > 0);
      await this.engine.enter(tx, supplierSubject, root, 'withdraw_from_consultation');
      await updateBid(tx, own.id, { state: 'withdrawn_in_consultation' });
      await this.tell(tx, open, own, 'withdraw_from_consultation', {}, { to: 'withdrawn_in_consultation', reason });
    });
  }

  private async step(
    principal: Principal,
    id: string,
    work: (tx: Tx, open: OpenReview, own: OwnBid) => Promise<void>,
  ): Promise<void> {
    const { tender, no } = await ownBid(this.transactions.reader, principal, id);
    await this.transactions.run(principal, async (tx) => {
      const open = await lockLotReview(tx, tender, no);
      await work(tx, open, await ownBid(tx.manager, principal, id));
    });
  }

  private async tell(
    tx: Tx,
    { tender, lot }: OpenReview,
    own: OwnBid,
    action: LotAction,
    data: Record<string, unknown>,
    { to, reason }: { to?: string; reason?: string } = {},
  ): Promise<void> {
    const change = toTenderChange(tender);
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
