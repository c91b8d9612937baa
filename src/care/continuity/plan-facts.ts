import type { Tx } from '../../kernel/database/transactions.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { sayAllOfContract } from '../../purchase/contracts/conducted/contract-facts.js';
import { setPlanStanding } from '../../purchase/contracts/contract-moves.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { ContinuityPlanItem } from './continuity-plan-item.entity.js';

export type StoredItem = Omit<StoredRow<ContinuityPlanItem>, 'plan_id' | 'hands_over'>;
export const loadPlanItems = (tx: Tx, plan: string): Promise<StoredItem[]> =>
  tx.query<StoredItem>(
    `SELECT service_line_id, kind, starts_on::text AS starts_on, until::text AS until, receiver_id, budget_line_id, fact_id
     FROM continuity_plan_item WHERE plan_id = $1 ORDER BY service_line_id`,
    [plan],
  );

/** What is said of a plan beside its items. */
export interface SaidOfPlan {
  agreedOn: string | null;
  carriedOutOn?: string;
  withdrawnOn?: string;
}

/**
 * What a plan means, line by line, as facts of its contract: who reads recorded plans reads these too. A proposal is none:
 * a plan is a fact once it is agreed, stands corrected when its agreement lapses, and says when it was carried out.
 */
export async function sayPlan(
  tx: Tx,
  contract: ConductedContract,
  plan: string,
  said: SaidOfPlan,
  reason: string,
): Promise<void> {
  const items = await loadPlanItems(tx, plan);
  const facts = await sayAllOfContract(
    tx,
    contract,
    items.map((item) => ({
      kind: 'plan' as const,
      data: {
        kind: item.kind,
        serviceLine: item.service_line_id,
        from: item.starts_on,
        ...(said.agreedOn !== null && { agreedOn: said.agreedOn }),
        ...(said.carriedOutOn !== undefined && { carriedOutOn: said.carriedOutOn }),
        ...(said.withdrawnOn !== undefined && { withdrawnOn: said.withdrawnOn }),
      },
      source: { kind: 'statement' as const, reference: `continuity_plan:${plan}` },
      instead: item.fact_id === null ? null : { of: item.fact_id, reason },
    })),
  );
  await tx.query(
    `UPDATE continuity_plan_item i SET fact_id = g.fact FROM unnest($2::uuid[], $3::uuid[]) AS g(line, fact)
     WHERE i.plan_id = $1 AND i.service_line_id = g.line`,
    [plan, items.map((item) => item.service_line_id), facts],
  );
  // What is missing of the contract, and its facts, are others now.
  await setPlanStanding(tx, contract.id, said.withdrawnOn === undefined);
}
