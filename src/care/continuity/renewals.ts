import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { RenewalPlans, type PlannedRenewal } from '../../purchase/contracts/amendments/renewal-plans.js';
import { windowAfter } from '../../purchase/contracts/amendments/renewal.rules.js';
import type { ContractContent } from '../../purchase/contracts/content/content.types.js';
import { firstDayOf, standingOf } from './continuity.sql.js';
import { itemsOf, type StoredItem } from './plan-facts.js';
import { at, beyondTerm, renewing, unannounced, unassured, type RenewedContract } from './renewal.checks.js';

interface Renewable extends RenewedContract {
  /** The plan that is agreed on today. */
  plan: string | null;
  window: ContractContent['window'];
}
interface Facts {
  contract: Renewable;
  items: StoredItem[];
  today: PlainDate;
}

/** The contract's amount, without what supplements added to it: that was for more of its own time. */
const RENEWABLE = `
  SELECT c.id AS contract, c.buyer_id AS buyer, c.category, c.amount::text, c.content -> 'term' AS term, c.content -> 'window' AS window,
    ${firstDayOf('c')} AS first, (SELECT p.id FROM continuity_plan p
      WHERE p.contract_id = c.id AND ${standingOf('p', 'c')} = 'agreed') AS plan
  FROM contract c WHERE c.id = $1`;

/** Refuses the signing of a renewal whose plan is not agreed on any more, or says another thing by now. */
const UNPLANNED = `
  SELECT FROM contract c JOIN contract_renewal w ON w.contract_id = c.id JOIN contract o ON o.id = c.renewal_of
  WHERE c.id = $1 AND EXISTS (SELECT FROM unnest(w.lines) AS l(id) WHERE NOT EXISTS (
    SELECT FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id
    WHERE p.contract_id = o.id AND (${standingOf('p', 'o')} = 'agreed' OR p.state = 'carried_out') AND i.service_line_id = l.id
      AND i.kind = 'renew' AND i.starts_on = w.starts_on AND i.until = w.ends_on))`;

/** A plan that renews is carried out by another contract of the same award: what it rests on is asked again on that day. */
@Injectable()
export class Renewals implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly plans: RenewalPlans,
  ) {}

  onModuleInit(): void {
    this.plans.contribute(plannedRenewal);
    this.registry.contribute('renewal_not_planned', notPlanned, 'contract');
    for (const [code, check] of Object.entries(RENEWING))
      this.registry.contribute(
        code as ProblemCode,
        async (tx, contract) => check(await factsOf(tx, contract), tx),
        'contract',
      );
  }
}

/** Asked of the contract that is renewed, and of its renewal when that is signed. */
async function notPlanned(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ state: string; renewal: boolean }>(
    `SELECT state, renewal_of IS NOT NULL AS renewal FROM contract WHERE id = $1`,
    [contract],
  );
  if (row?.state === 'draft') {
    const rows = row.renewal ? await tx.query(UNPLANNED, [contract]) : [];
    return rows.length > 0 ? {} : null;
  }
  const { items } = await factsOf(tx, contract);
  return renewing(items).length > 0 ? null : {};
}

type Check = (facts: Facts, tx: Tx) => ProblemDetails | null | Promise<ProblemDetails | null>;

const RENEWING = {
  renewal_not_announced: ({ contract, items, today }) => unannounced(contract, items, today),
  renewal_window_departs: ({ contract, items }) => {
    const asked = windowAfter(contract.window);
    const departs = (item: StoredItem): FieldError[] => [
      ...(item.starts_on === asked?.start ? [] : [departure(item, 'from', asked?.start)]),
      ...(item.until === asked?.end ? [] : [departure(item, 'until', asked?.end)]),
    ];
    const errors = renewing(items).flatMap(departs);
    return errors.length === 0 ? null : { errors };
  },
  renewal_beyond_term: ({ contract, items, today }) => beyondTerm(contract, items, today),
  budget_not_assured: ({ contract, items }, tx) => {
    const [first, ...others] = renewing(items);
    const apart = others.filter(({ budget_line_id: line }) => line !== first?.budget_line_id);
    if (apart.length > 0)
      return { errors: apart.map((item) => at(item, 'budgetLine', 'departs', 'One line for all', '须为同一预算明细')) };
    return unassured(tx, contract, first ? [first] : [], 'alone');
  },
} satisfies Partial<Record<ProblemCode, Check>>;

const departure = (item: StoredItem, field: string, day: PlainDate | undefined): FieldError =>
  at(item, field, 'departs', `It is ${day ?? 'not known'}`, `应为 ${day ?? '（未知）'}`);

async function factsOf(tx: Tx, id: string): Promise<Facts> {
  const [contract] = await tx.query<Renewable>(RENEWABLE, [id]);
  const plan = contract?.plan ?? null;
  return {
    contract: contract as Renewable,
    items: plan === null ? [] : await itemsOf(tx, plan),
    today: todayInShanghai(await tx.now()),
  };
}

async function plannedRenewal(tx: Tx, id: string): Promise<PlannedRenewal | null> {
  const { contract, items } = await factsOf(tx, id);
  const renewed = renewing(items);
  const [item] = renewed;
  if (!item || contract.plan === null || item.until === null) return null;
  const [line] = await tx.query<{ programme: string }>(
    `SELECT programme_id AS programme FROM budget_line WHERE id = $1`,
    [item.budget_line_id],
  );
  return {
    plan: contract.plan,
    first: contract.first,
    window: { start: item.starts_on, end: item.until },
    lines: renewed.map(({ service_line_id: id }) => id),
    programme: line?.programme ?? null,
  };
}
