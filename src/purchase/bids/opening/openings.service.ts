import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { lockConducted } from '../../tenders/conducted/conducted-tender.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import type { LotStateHere } from '../../tenders/lots/lot.states.js';
import { changeOf } from '../../tenders/open-tender.js';
import type { OpeningActionDto } from './opening.dto.js';

interface Waiting {
  id: string;
  state: string;
  requested_by: string;
}

/** Roles of a body that may bid. Who bids is not known before the opening, so any such seat is an interest. */
const OF_SUPPLIERS = ['agency_manager', 'agency_worker'];

/**
 * Two persons open the bids of a tender: one asks for it, another orders it. The keys are with the worker, which holds the
 * opening that was ordered (`OpeningWork`).
 */
@Injectable()
export class OpeningsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.register(lotLifecycle);
    this.registry.contribute('opening_requested', async (tx, lot) => ((await waitingFor(tx, lot)) ? {} : null));
    this.registry.contribute('opening_not_requested', async (tx, lot) =>
      (await waitingFor(tx, lot))?.state === 'requested' ? null : {},
    );
    this.registry.contribute('opener_is_requester', async (tx, lot) =>
      (await waitingFor(tx, lot))?.requested_by === tx.principal.id ? {} : null,
    );
    this.registry.contribute('opener_is_not_requester', async (tx, lot) =>
      (await waitingFor(tx, lot))?.requested_by === tx.principal.id ? null : {},
    );
    this.registry.contribute('opener_has_interest', (tx) =>
      Promise.resolve(tx.principal.seats.some((s) => OF_SUPPLIERS.includes(s.role)) ? {} : null),
    );
  }

  act(principal: Principal, id: string, version: number, { action }: OpeningActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      // A program is no person.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      // The buyer or its agent asks for it (Order 87 article 40); who oversees the region may be the second.
      const tender = await lockConducted(
        tx,
        id,
        version,
        action === 'open_bids' ? 'overseers' : 'parties',
        'tender.open',
      );
      for (const lot of await lotsToOpen(tx, id)) await this.registry.enter(tx, lotLifecycle, lot, action);
      await EFFECTS[action](tx, id);
      await tx.query(`UPDATE tender SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      await tx.record({ ...changeOf(tender), action });
    });
  }
}

const EFFECTS: Record<OpeningActionDto['action'], (tx: Tx, tender: string) => Promise<unknown>> = {
  request_opening: async (tx, tender) =>
    tx.query(`INSERT INTO opening (tender_id, requested_at, requested_by) VALUES ($1, $2, $3)`, [
      tender,
      await tx.now(),
      tx.principal.id,
    ]),
  withdraw_opening_request: (tx, tender) =>
    tx.query(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state = 'requested'`, [tender]),
  open_bids: async (tx, tender) =>
    tx.query(
      `UPDATE opening SET state = 'ordered', ordered_at = $2, ordered_by = $3
       WHERE tender_id = $1 AND state = 'requested'`,
      [tender, await tx.now(), tx.principal.id],
    ),
};

/** The lots that wait for their opening, else the first as it is, for which the table then refuses. */
async function lotsToOpen(tx: Tx, tender: string): Promise<{ id: string; state: LotStateHere }[]> {
  const lots = await tx.query<{ id: string; state: LotStateHere | null }>(
    `SELECT l.id, CASE WHEN l.state = 'open' AND business_now() > t.deadline_at THEN 'closed' ELSE l.state END AS state
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE t.id = $1 ORDER BY l.no`,
    [tender],
  );
  const closed = lots.filter((lot) => lot.state === 'closed');
  return (closed.length > 0 ? closed : lots.slice(0, 1)).map(({ id, state }) => ({ id, state: state ?? 'open' }));
}

async function waitingFor(tx: Tx, lot: string): Promise<Waiting | undefined> {
  const [row] = await tx.query<Waiting>(
    `SELECT o.id, o.state, o.requested_by FROM opening o JOIN lot l ON l.tender_id = o.tender_id
     WHERE l.id = $1 AND o.state IN ('requested', 'ordered')`,
    [lot],
  );
  return row;
}
