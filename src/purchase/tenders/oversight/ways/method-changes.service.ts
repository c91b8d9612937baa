import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { insertRow } from '../../../../kernel/database/rows.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { assertTenderPermission } from '../../acting-for.js';
import { loadDraftLots, lockConductedTender, type ConductedTender } from '../../conducted/conducted-tender.js';
import { sumOfCeilings, type DraftLot } from '../../drafts/draft.rules.js';
import { compareThreshold } from '../method-approvals.js';
import { askForThreshold } from '../unknown-thresholds.js';
import { deriveApproval, refuseAddition, refuseChange } from './change.rules.js';
import { loadAddition, loadFailedPurchase } from './failed-lots.queries.js';
import { selectFailedLots } from './failed-lots.js';
import type { NewMethodChangeDto } from './method-change.dto.js';
import { MethodChange } from './method-change.entity.js';
import { methodChangeAudience } from './method-change.subject.js';
import { isTenderMethod } from './ways.rules.js';

/** Whether the method needs an approval of its own, where no tender failed. @throws Problem `insufficient_data` */
async function isAboveThreshold(
  tx: Tx,
  tender: ConductedTender,
  { method }: NewMethodChangeDto,
  lots: readonly DraftLot[],
): Promise<boolean> {
  if (isTenderMethod(tender.method)) return true;
  const reached = await compareThreshold(
    tx,
    { ...tender, method, budget: null },
    lots,
    todayInShanghai(await tx.now()),
  );
  if (reached === 'unknown') throw new Problem('insufficient_data', askForThreshold('open_tender', tender));
  return reached === 'above';
}

/** Asks for another method for lots that failed: the failures are cited, the ground is one of the law. Answers its id. */
@Injectable()
export class MethodChangesService {
  constructor(private readonly transactions: Transactions) {}

  request(principal: Principal, id: string, dto: NewMethodChangeDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConductedTender(tx, id, undefined, 'parties', 'tender.manage');
      await assertTenderPermission(tx, 'tender.manage', tender);
      const purchase = await loadFailedPurchase(tx.manager, id);
      const lots = selectFailedLots(purchase.lots, dto.lots);
      const failures = dto.failures.map((fact) => fact.toLowerCase());
      const { method, ground = null, cause, reason } = dto;
      // Whether local rules hold is not known until the purchase limit of the place is on record.
      if (method === 'OTHER' && purchase.limit === 'unknown')
        throw new Problem('insufficient_data', askForThreshold('procurement', tender));
      const refused = refuseChange({ ...purchase, lots }, { method, ground, cause, failures });
      if (refused !== null) throw new Problem(refused.code, refused.details);
      const drafts = (await loadDraftLots(tx, id)).filter(({ no }) => lots.some((lot) => lot.no === no));
      const amount = sumOfCeilings(drafts);
      const contract = ground === 'addition' ? (dto.contract ?? null) : null;
      if (ground === 'addition') await assertAddition(tx, tender, contract, amount);
      const needed = deriveApproval(purchase, { method, ground }, await isAboveThreshold(tx, tender, dto, drafts));
      await assertNoneOpen(tx, id);
      const state = needed === null ? 'not_required' : 'requested';
      const made = await insertRow(tx, MethodChange, {
        ...{ dataset: tender.dataset, tenderId: id, lots: lots.map(({ no }) => no), method, ground, failures, reason },
        ...{ amount, contractId: contract, state, requestedAt: await tx.now() },
        requestedBy: principal.id,
      });
      await tx.record({
        ...methodChangeAudience(tender),
        ...{
          aggregate: 'method_change',
          id: made,
          action: 'requested',
          to: state,
          data: { tender: id, method, ground },
        },
      });
      return made;
    });
  }
}

/** Two requests that add to one contract wait for each other: together they come to a tenth at most. */
async function assertAddition(tx: Tx, tender: ConductedTender, contract: string | null, amount: bigint): Promise<void> {
  if (contract !== null)
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('addition to ' || $1::uuid::text, 0))`, [contract]);
  const addition =
    contract === null ? null : await loadAddition(tx.manager, { contract, buyer: tender.buyer_id, amount });
  const refused = refuseAddition(addition);
  if (refused !== null) throw new Problem(refused.code, refused.details);
}

async function assertNoneOpen(tx: Tx, tender: string): Promise<void> {
  const [open] = await tx.query<{ id: string }>(
    `SELECT id FROM method_change WHERE tender_id = $1 AND state = 'requested'`,
    [tender],
  );
  if (open) throw new Problem('method_change_pending', { facts: { change: open.id } });
}
