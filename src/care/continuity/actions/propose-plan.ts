import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { lockContractAsParty } from '../../delivery/concerned.js';
import { toItsParties } from '../../delivery/records/served-contract.js';
import { hasFallenAway } from '../plan-standing.queries.js';
import { writePlanItems } from '../plan-items.js';
import { leavesRecipientsSql, leavesUnplannedSql } from '../handovers/left-recipients.queries.js';
import { recordLapsedPlans } from '../plan-lapse.js';
import type { NewPlanDto, NewPlanItemDto } from '../plan.dto.js';

/** States in which nothing is planned: nothing is signed, or everything is over, but for who was found to be left behind. */
const UNPLANNED: readonly string[] = ['draft', 'void', 'archived'];

/** Proposes what follows a contract, line by line. Answers the plan's id. */
@Injectable()
export class ProposePlan {
  constructor(private readonly transactions: Transactions) {}

  propose(principal: Principal, contractId: string, dto: NewPlanDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockContractAsParty(tx, contractId);
      if (!holdsPermission(principal, 'plan.propose', [contract.buyer_id])) throw new Problem('not_permitted');
      // A proposal is a person's: a key would be one more of the same.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      if (UNPLANNED.includes(contract.state) && !(await hasLeftRecipients(tx, contract)))
        throw new Problem('contract_not_running', { facts: { state: contract.state } });
      await recordLapsedPlans(tx, contract);
      const standing = await tx.query(
        `SELECT FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
         WHERE c.id = $1 AND (p.state IN ('proposed', 'agreed') OR p.state = 'carried_out' AND NOT EXISTS (
           SELECT FROM continuity_plan_item i WHERE i.plan_id = p.id AND ${hasFallenAway('i', 'c')}) AND NOT ${leavesUnplannedSql('c')})`,
        [contractId],
      );
      if (standing.length > 0)
        throw new Problem('conflict', { detail: { en: 'The contract has a plan', zh: '该合同已有接续方案' } });
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO continuity_plan (dataset, contract_id, no, proposed_on, proposed_by, since)
         SELECT $2, $1, coalesce(max(no), 0) + 1, $3, ARRAY[$4::uuid], $5 FROM continuity_plan WHERE contract_id = $1
         RETURNING id`,
        [contractId, contract.dataset, todayInShanghai(await tx.now()), principal.id, await tx.now()],
      );
      const id = row?.id ?? '';
      await writePlanItems(tx, contract, id, dto.items);
      await tx.record({
        ...toItsParties(contract),
        aggregate: 'continuity_plan',
        id,
        action: 'proposed',
        to: 'proposed',
        data: { contract: contractId, kinds: listKinds(dto.items) },
      });
      return id;
    });
  }
}

const listKinds = (items: readonly NewPlanItemDto[]): string[] => [...new Set(items.map(({ kind }) => kind))].sort();

async function hasLeftRecipients(tx: Tx, contract: ConductedContract): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM contract c WHERE c.id = $1 AND ${leavesRecipientsSql('c')}`, [contract.id]);
  return rows.length > 0;
}
