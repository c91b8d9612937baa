import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { InterestGuard, supplierBy, type BodiesOf } from '../../purchase/tenders/oversight/interest.js';
import { categoryOf } from '../../law/code-lists/code-lists.js';
import { endOf, firstDayOf, isServed, isSuccessor } from './continuity.sql.js';
import { itemsOf, type StoredItem } from './plan-facts.js';
import { beyondTerm, unannounced, unassured, type RenewedContract } from './renewal.checks.js';

interface PlannedContract extends RenewedContract {
  /** Day from which its residents know the service. */
  begun: PlainDate;
  proposers: string[];
}
interface Facts extends PlannedContract {
  items: StoredItem[];
  today: PlainDate;
}
type Check = (facts: Facts, tx: Tx, plan: string) => ProblemDetails | null | Promise<ProblemDetails | null>;

const PLANNED = `
  SELECT c.id AS contract, c.buyer_id AS buyer, c.category, (c.amount + c.supplements)::text AS amount, c.content -> 'term' AS term,
    ${firstDayOf('c')} AS first,
    coalesce(c.started_on::text, c.content #>> '{window,start}') AS begun, p.proposed_by AS proposers
  FROM continuity_plan p JOIN contract c ON c.id = p.contract_id WHERE p.id = $1`;

/** Guards of continuity plans. Each names the lines whose plan would have to be another. */
@Injectable()
export class PlanGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries({ ...AGREEING, ...CARRYING_OUT }))
      this.registry.contribute(
        code as ProblemCode,
        async (tx, plan) => check(await factsOf(tx, plan), tx, plan),
        SCOPED.includes(code) ? 'continuity_plan' : undefined,
      );
    this.interest.contribute(supplierBy('continuity_plan'));
    this.interest.contribute(receivers);
  }
}

/** Who takes over under another contract; a committee that takes its own residents in is paid nothing for it. */
const receivers: BodiesOf = async (tx, plan) => {
  const rows = await tx.query<{ receiver: string }>(
    `SELECT DISTINCT receiver_id AS receiver FROM continuity_plan_item WHERE plan_id = $1 AND kind = 'hand_over'`,
    [plan],
  );
  return rows.map(({ receiver }) => receiver);
};

/** Asked of service lines and contracts too, where they rest on other facts. */
const SCOPED: readonly string[] = [
  'own_proposal',
  'residents_opinion_missing',
  'renewal_not_announced',
  'renewal_beyond_term',
  'budget_not_assured',
];

const AGREEING = {
  own_proposal: ({ proposers }, tx) => (proposers.includes(tx.principal.id ?? '') ? {} : null),
  lines_without_plan: async ({ contract }, tx, plan) => {
    const lines = await tx.query<{ id: string }>(
      `SELECT service_line_id AS id FROM contract_service_line WHERE contract_id = $1
         AND service_line_id NOT IN (SELECT service_line_id FROM continuity_plan_item WHERE plan_id = $2) ORDER BY 1`,
      [contract, plan],
    );
    return lines.length === 0 ? null : { facts: { serviceLines: lines.map(({ id }) => id) } };
  },
  renewal_not_announced: ({ items, today, ...contract }) => unannounced(contract, items, today),
  renewal_beyond_term: ({ items, today, ...contract }) => beyondTerm(contract, items, today),
  // Supplements are asked for too: what they added is to be had in the next year as well.
  budget_not_assured: ({ items, ...contract }, tx) => unassured(tx, contract, items, 'with_plans'),
  residents_opinion_missing: async ({ items, category, begun }, tx) => {
    if (categoryOf(category ?? '')?.publicService !== true) return null;
    const ending = items.filter(({ kind }) => kind === 'end').map((item) => item.service_line_id);
    const unheard = await tx.query<{ id: string }>(
      `SELECT l AS id FROM unnest($1::uuid[]) l WHERE NOT EXISTS (
         SELECT FROM service_line_opinion o WHERE o.service_line_id = l AND o.held_on >= $2::date) ORDER BY 1`,
      [ending, begun],
    );
    return unheard.length === 0 ? null : { facts: { serviceLines: unheard.map(({ id }) => id), since: begun } };
  },
} satisfies Partial<Record<ProblemCode, Check>>;

const CARRYING_OUT = {
  // Who takes them over serves from the day after: before it somebody may still come, and nobody has been handed over for good.
  contract_not_over: async (_, tx, plan) => {
    const refused = await linesWhere(
      tx,
      plan,
      `i.kind IN ('hand_over', 'absorb') AND c.terminated_on IS NULL AND ${endOf('c')} >= business_today()
         AND NOT EXISTS (SELECT FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')}
           AND coalesce(s.started_on::text, s.window_start) <= business_today()::text)`,
    );
    if (refused === null) return null;
    const [row] = await tx.query<{ end: string }>(
      `SELECT ${endOf('c')}::text AS end FROM continuity_plan p JOIN contract c ON c.id = p.contract_id WHERE p.id = $1`,
      [plan],
    );
    return { facts: { ...refused.facts, end: row?.end ?? null } };
  },
  // A new tender is only a hope until its contract is signed; a contract that was prolonged by an amendment is renewed.
  successor_missing: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `i.kind IN ('renew', 'retender') AND NOT (i.kind = 'renew' AND ${endOf('c')} >= i.starts_on) AND NOT EXISTS (SELECT FROM contract s
         WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND (i.kind = 'retender' OR s.supplier_id = c.supplier_id))`,
    ),
  // Whom it names has said so, or has signed the contract that follows and nobody is left; and nobody is left in any case.
  handover_unacknowledged: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `(i.kind IN ('hand_over', 'absorb') OR i.kind = 'retender' AND NOT EXISTS (SELECT FROM contract s
         WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND s.supplier_id = c.supplier_id))
       AND EXISTS (SELECT FROM recipient r WHERE ${isServed('r', 'c', 'i.service_line_id')})
       OR i.kind IN ('hand_over', 'absorb')
       AND NOT EXISTS (SELECT FROM handover h WHERE h.contract_id = c.id AND h.service_line_id = i.service_line_id
         AND h.receiver_id = i.receiver_id AND h.state = 'acknowledged')
       AND NOT EXISTS (SELECT FROM contract s WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND s.supplier_id = i.receiver_id)`,
    ),
  lines_not_ended: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `i.kind = 'end' AND EXISTS (SELECT FROM service_line l WHERE l.id = i.service_line_id AND l.state <> 'ended'
         AND (l.until IS NULL OR l.until >= business_today()))`,
    ),
} satisfies Partial<Record<ProblemCode, Check>>;

/** Refuses where a line `i` of the plan's contract `c` is in this condition. */
async function linesWhere(tx: Tx, plan: string, condition: string): Promise<ProblemDetails | null> {
  const lines = await tx.query<{ id: string }>(
    `SELECT i.service_line_id AS id FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id
     JOIN contract c ON c.id = p.contract_id WHERE i.plan_id = $1 AND (${condition}) ORDER BY 1`,
    [plan],
  );
  return lines.length === 0 ? null : { facts: { serviceLines: lines.map(({ id }) => id) } };
}

async function factsOf(tx: Tx, plan: string): Promise<Facts> {
  const [row] = await tx.query<PlannedContract>(PLANNED, [plan]);
  return { ...(row as PlannedContract), items: await itemsOf(tx, plan), today: todayInShanghai(await tx.now()) };
}
