import { listHeldPermissions } from '../../kernel/access/held.js';
import { subject, type Root } from '../../kernel/actions/action.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { guardInterest } from '../../purchase/tenders/oversight/interest.js';
import { lockContractAsParty } from '../delivery/concerned.js';
import { toItsParties } from '../delivery/records/served-contract.js';
import { continuityPlanLifecycle, type PlanState } from './continuity-plan.lifecycle.js';
import { findReceivers } from './plan-items.js';
import { recordLapsedPlans } from './plan-lapse.js';
import { ContinuityPlan } from './continuity-plan.entity.js';

/** A locked plan with its contract. */
export interface LockedPlan extends Root<PlanState> {
  contract: ConductedContract;
  agreedOn: string | null;
  /** Everybody who wrote any of it. */
  proposedBy: string[];
}

/** The programmes on which a plan leans to renew, in one order. */
async function findAssuringProgrammes(tx: Tx, plan: string): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT b.programme_id AS id FROM continuity_plan_item i JOIN budget_line b ON b.id = i.budget_line_id
     WHERE i.plan_id = $1 AND i.kind = 'renew' ORDER BY 1`,
    [plan],
  );
  return rows.map(({ id }) => id).join();
}

/** They are locked before the contract, the order of every lock: two plans that fit alone cannot exceed them together. */
async function lockAssuringProgrammes(tx: Tx, plan: string): Promise<string> {
  const assuring = await findAssuringProgrammes(tx, plan);
  await tx.query(
    `SELECT 1 FROM programme WHERE id = ANY (string_to_array($1, ',')::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [assuring],
  );
  return assuring;
}

async function lockPlan(tx: Tx, contract: ConductedContract, id: string): Promise<LockedPlan> {
  const [row] = await tx.query<Omit<LockedPlan, 'contract'>>(
    `SELECT id, version, state, agreed_on::text AS "agreedOn", proposed_by AS "proposedBy" FROM continuity_plan
     WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contract.id],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** A plan is proposed and carried out by the buyer's officers, and agreed on by another person of the buyer. */
export const planSubject = subject<LockedPlan, 'contracts/:id/continuity-plan/:plan', ContinuityPlan>({
  lifecycle: continuityPlanLifecycle,
  path: 'contracts/:id/continuity-plan/:plan',
  entity: ContinuityPlan,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  async lock(tx, { id, plan }, action) {
    const assuring = action === 'agree' ? await lockAssuringProgrammes(tx, plan) : null;
    const locked = await lockPlan(tx, await lockContractAsParty(tx, id), plan);
    if (assuring !== null && assuring !== (await findAssuringProgrammes(tx, plan))) throw new Problem('stale_version');
    return locked;
  },
  async catchUp(tx, { contract, id }) {
    await recordLapsedPlans(tx, contract);
    return lockPlan(tx, contract, id);
  },
  // A proposal and a decision are persons': a key would be one more of the same.
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(
      principal.kind === 'user' ? listHeldPermissions(principal, [contract.buyer_id]) : new Set<string>(),
    ),
  audience: ({ contract }) => toItsParties(contract),
  eventData: ({ contract }) => ({ contract: contract.id }),
  guards: guardInterest<LockedPlan>(async ({ tx, root }) => [
    root.contract.supplier_id,
    ...(await findReceivers(tx, root.id)),
  ]),
});
