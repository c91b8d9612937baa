import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldIn, holdsIn } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { lockUnder } from '../delivery/concerned.js';
import { toItsParties } from '../delivery/records/served-contract.js';
import { continuityPlanLifecycle, type PlanAction, type PlanState } from './continuity-plan.lifecycle.js';
import { hasFallenAway, isServed, isSuccessor } from './continuity.sql.js';
import { sayPlan } from './plan-facts.js';
import { mustBePossible } from './plan-items.js';
import type { NewPlanDto, NewPlanItemDto, PlanActionDto } from './plan.dto.js';
import { PlansKeeper } from './plans.keeper.js';

interface LockedPlan {
  id: string;
  version: number;
  state: PlanState;
  agreed_on: string | null;
}
interface Doing {
  tx: Tx;
  contract: ConductedContract;
  plan: LockedPlan;
  today: string;
  given: PlanActionDto;
}
/** States in which nothing is planned: nothing is signed, or everything is over. */
const UNPLANNED: readonly string[] = ['draft', 'void', 'archived'];

/** What follows a contract, line by line: proposed by the buyer's officer, agreed on by another, carried out, or lapsed. */
@Injectable()
export class PlansService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly keeper: PlansKeeper,
  ) {}

  onModuleInit(): void {
    this.registry.register(continuityPlanLifecycle);
  }

  propose(principal: Principal, contractId: string, dto: NewPlanDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockUnder(tx, contractId);
      if (!holdsIn(principal, 'plan.propose', [contract.buyer_id])) throw new Problem('not_permitted');
      mustBeAPerson(principal);
      if (UNPLANNED.includes(contract.state))
        throw new Problem('contract_not_running', { facts: { state: contract.state } });
      await this.keeper.strike(tx, contract);
      const standing = await tx.query(
        `SELECT FROM continuity_plan p JOIN contract c ON c.id = p.contract_id
         WHERE c.id = $1 AND (p.state IN ('proposed', 'agreed') OR p.state = 'carried_out' AND NOT EXISTS (
           SELECT FROM continuity_plan_item i WHERE i.plan_id = p.id AND ${hasFallenAway('i', 'c')}))`,
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
      await this.write(tx, contract, id, dto.items);
      await tx.record({
        ...toItsParties(contract),
        aggregate: 'continuity_plan',
        id,
        action: 'proposed',
        to: 'proposed',
        data: { contract: contractId, kinds: kindsOf(dto.items) },
      });
      return id;
    });
  }

  act(
    principal: Principal,
    contractId: string,
    id: string,
    version: number,
    action: string,
    given: PlanActionDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const assuring = action === 'agree' ? await lockAssuring(tx, id) : null;
      const contract = await lockUnder(tx, contractId);
      const read = await this.lock(tx, contractId, id);
      if (read.version !== version || (assuring !== null && assuring !== (await assuringOf(tx, id))))
        throw new Problem('stale_version');
      await this.keeper.strike(tx, contract);
      const plan = await this.lock(tx, contractId, id);
      const held = heldIn(principal, [contract.buyer_id]);
      if (held.has('plan.propose') || held.has('plan.agree')) mustBeAPerson(principal);
      const transition = await this.registry.enter(tx, continuityPlanLifecycle, plan, action, given, held);
      // What the clock does is nobody's action.
      if (transition.action === 'lapse') throw new Problem('not_permitted');
      const to = transition.to as PlanState;
      const today = todayInShanghai(await tx.now());
      await this.effects[transition.action]({ tx, contract, plan, today, given });
      await tx.query(
        `UPDATE continuity_plan SET state = $2, since = $3, decision_reason = coalesce($4, decision_reason),
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, await tx.now(), given.reason ?? null],
      );
      await tx.record({
        ...toItsParties(contract),
        aggregate: 'continuity_plan',
        id,
        action: transition.action,
        from: plan.state,
        to,
        reason: given.reason ?? null,
        data: { contract: contractId },
      });
    });
  }

  private readonly effects: Record<Exclude<PlanAction, 'lapse'>, (doing: Doing) => Promise<void>> = {
    agree: async ({ tx, contract, plan, today }) => {
      await tx.query(`UPDATE continuity_plan SET state = 'agreed', agreed_on = $2, agreed_by = $3 WHERE id = $1`, [
        plan.id,
        today,
        tx.principal.id,
      ]);
      await sayPlan(tx, contract, plan.id, { agreedOn: today }, '接续方案已商定');
    },
    revise: async ({ tx, contract, plan, today, given }) => {
      if (plan.agreed_on !== null)
        await sayPlan(tx, contract, plan.id, { agreedOn: plan.agreed_on, withdrawnOn: today }, given.reason ?? '');
      if (given.items) await this.write(tx, contract, plan.id, given.items);
      else await tx.query(`UPDATE continuity_plan_item SET fact_id = NULL WHERE plan_id = $1`, [plan.id]);
      await tx.query(
        `UPDATE continuity_plan SET state = 'proposed', agreed_on = NULL, agreed_by = NULL,
           proposed_by = CASE WHEN $2 = ANY (proposed_by) THEN proposed_by ELSE proposed_by || $2::uuid END WHERE id = $1`,
        [plan.id, tx.principal.id],
      );
    },
    withdraw: () => Promise.resolve(),
    carry_out: async ({ tx, contract, plan, today }) => {
      await tx.query(`UPDATE continuity_plan SET state = 'carried_out', carried_out_on = $2 WHERE id = $1`, [
        plan.id,
        today,
      ]);
      await sayPlan(tx, contract, plan.id, { agreedOn: plan.agreed_on, carriedOutOn: today }, '接续方案已执行');
      await goOn(tx, contract, plan.id);
    },
  };

  private async lock(tx: Tx, contract: string, id: string): Promise<LockedPlan> {
    const [plan] = await tx.query<LockedPlan>(
      `SELECT id, version, state, agreed_on::text AS agreed_on FROM continuity_plan
       WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
      [id, contract],
    );
    if (!plan) throw new Problem('not_found');
    return plan;
  }

  private async write(
    tx: Tx,
    contract: ConductedContract,
    plan: string,
    items: readonly NewPlanItemDto[],
  ): Promise<void> {
    await mustBePossible(tx, contract, items, todayInShanghai(await tx.now()));
    await tx.query(`DELETE FROM continuity_plan_item WHERE plan_id = $1`, [plan]);
    const rows = items.map((item) => ({
      line: item.serviceLine,
      kind: item.kind,
      starts: item.from,
      until: item.until ?? null,
      receiver: item.receiver ?? null,
      hands: item.handsOver ?? null,
      budget: item.budgetLine ?? null,
    }));
    await tx.query(
      `INSERT INTO continuity_plan_item (plan_id, service_line_id, kind, starts_on, until, receiver_id, hands_over, budget_line_id)
       SELECT $1, g.line, g.kind, g.starts, g.until, g.receiver, g.hands, g.budget
       FROM jsonb_to_recordset($2::jsonb) AS g(line uuid, kind text, starts date, until date, receiver uuid, hands text, budget uuid)`,
      [plan, JSON.stringify(rows)],
    );
    // Nobody writes what they would gain by: neither when it is proposed nor when it is written anew.
    await this.registry.pass(tx, continuityPlanLifecycle.name, 'revise', ['acts_with_interest'], plan);
  }
}

/** A proposal and a decision are persons': a key would be one more of the same. */
function mustBeAPerson(principal: Principal): void {
  if (principal.kind !== 'user') throw new Problem('not_permitted');
}

/** The programmes on which a plan leans to renew, in one order. */
async function assuringOf(tx: Tx, plan: string): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT b.programme_id AS id FROM continuity_plan_item i JOIN budget_line b ON b.id = i.budget_line_id
     WHERE i.plan_id = $1 AND i.kind = 'renew' ORDER BY 1`,
    [plan],
  );
  return rows.map(({ id }) => id).join();
}

/** They are locked before the contract, the order of every lock: two plans that fit alone cannot exceed them together. */
async function lockAssuring(tx: Tx, plan: string): Promise<string> {
  const assuring = await assuringOf(tx, plan);
  await tx.query(
    `SELECT 1 FROM programme WHERE id = ANY (string_to_array($1, ',')::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [assuring],
  );
  return assuring;
}

const kindsOf = (items: readonly NewPlanItemDto[]): string[] => [...new Set(items.map(({ kind }) => kind))].sort();

/** Where the same agency goes on under another contract, whom it serves goes on under that one. */
async function goOn(tx: Tx, contract: ConductedContract, plan: string): Promise<void> {
  const moved = await tx.query<{ id: string; to: string }>(
    `UPDATE recipient r SET contract_id = n.id, version = r.version + 1, updated_at = clock_timestamp()
     FROM continuity_plan_item i JOIN contract c ON c.id = $2
     CROSS JOIN LATERAL (SELECT s.id FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')}
       AND s.supplier_id = c.supplier_id ORDER BY s.window_end DESC, s.id LIMIT 1) n
     WHERE i.plan_id = $1 AND i.kind IN ('renew', 'retender') AND ${isServed('r', 'c', 'i.service_line_id')}
     RETURNING r.id, n.id AS to`,
    [plan, contract.id],
  );
  await tx.recordAll(
    moved.map(({ id, to }) => ({
      ...toItsParties(contract),
      aggregate: 'recipient',
      id,
      action: 'went_on',
      data: { contract: to, from: contract.id },
    })),
  );
}
