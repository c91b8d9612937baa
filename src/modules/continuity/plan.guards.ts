import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../platform/clock/moment.js';
import { addDays, addYears, yearOf, type PlainDate } from '../../platform/clock/plain-date.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ProblemCode } from '../../platform/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../platform/errors/problem.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { formatYuan } from '../../platform/money/money.js';
import { InterestGuard, supplierBy, type BodiesOf } from '../contracts/conducted/interest.js';
import { commitmentsOf } from '../programmes/commitments.queries.js';
import { categoryOf } from '../rules/code-lists.js';
import { ruleAt } from '../rules/rule-book.js';
import { refusedBy } from '../tenders/conducted/issue.rules.js';
import type { AnnouncedTerm } from '../tenders/conducted/terms.types.js';
import { endOf, isServed, isSuccessor } from './continuity.sql.js';
import { itemsOf, type StoredItem } from './plan-facts.js';

interface PlannedContract {
  contract: string;
  buyer: string;
  category: string | null;
  amount: string | null;
  term: AnnouncedTerm | null;
  /** First day on which anything was done under the award, by this contract or an earlier one. */
  first: PlainDate;
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
    least(c.content #>> '{window,start}', c.started_on::text, (SELECT min(b.window_start) FROM contract b
      WHERE b.award_id = c.award_id AND b.state NOT IN ('draft', 'void'))) AS first,
    coalesce(c.started_on::text, c.content #>> '{window,start}') AS begun, p.proposed_by AS proposers
  FROM continuity_plan p JOIN contract c ON c.id = p.contract_id WHERE p.id = $1`;

const at = (item: StoredItem, field: string, code: string, en: string, zh: string): FieldError => ({
  pointer: `/items/${item.service_line_id}/${field}`,
  code,
  text: { en, zh },
});

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
    this.registry.contribute('plan_open', planOpen);
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

/** Asked of service lines too, where they rest on other facts. */
const SCOPED: readonly string[] = ['own_proposal', 'residents_opinion_missing'];

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
  renewal_not_announced: ({ items, term, today }) => {
    if (term !== null) return null;
    return refusedByTerm(
      items.filter(({ kind }) => kind === 'renew'),
      today,
      (item) =>
        at(item, 'kind', 'not_announced', 'The documents announced no further term', '采购文件未载明可续签的期限'),
    );
  },
  renewal_beyond_term: ({ items, term, first, today }) => {
    const years = Math.min(term?.years ?? 0, maximumYears(today));
    const last = addDays(addYears(first, years), -1);
    return refusedByTerm(
      items.filter(({ kind, until }) => kind === 'renew' && (until ?? '') > last),
      today,
      (item) => at(item, 'until', 'too_large', `Not after ${last}`, `不得晚于 ${last}`),
    );
  },
  budget_not_assured: async ({ items, ...contract }, tx) => {
    const errors: FieldError[] = [];
    for (const item of items.filter(({ kind }) => kind === 'renew')) {
      const free = await assuredBy(tx, contract, item);
      if (free === null || free < BigInt(contract.amount ?? 0))
        errors.push(
          at(
            item,
            'budgetLine',
            free === null ? 'not_assured' : 'too_small',
            free === null ? 'No approved budget line of its year' : `${formatYuan(free)} yuan are left`,
            free === null ? '无对应年度已批准的预算明细' : `可用余额 ${formatYuan(free)} 元`,
          ),
        );
    }
    return errors.length === 0 ? null : { errors, facts: { amount: formatYuan(contract.amount ?? '0') } };
  },
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
  // A new tender is only a hope until its contract is signed; a contract that was prolonged by an amendment is renewed.
  successor_missing: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `i.kind IN ('renew', 'retender') AND NOT (i.kind = 'renew' AND ${endOf('c')} >= i.starts_on) AND NOT EXISTS (SELECT FROM contract s
         WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND (i.kind = 'retender' OR s.supplier_id = c.supplier_id))`,
    ),
  handover_unacknowledged: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `(i.kind IN ('hand_over', 'absorb') OR i.kind = 'retender' AND NOT EXISTS (SELECT FROM contract s
         WHERE ${isSuccessor('s', 'c', 'i.service_line_id')} AND s.supplier_id = c.supplier_id))
       AND EXISTS (SELECT FROM recipient r WHERE ${isServed('r', 'c', 'i.service_line_id')})`,
    ),
  lines_not_ended: (_, tx, plan) =>
    linesWhere(
      tx,
      plan,
      `i.kind = 'end' AND EXISTS (SELECT FROM service_line l WHERE l.id = i.service_line_id AND l.state <> 'ended'
         AND (l.until IS NULL OR l.until >= business_today()))`,
    ),
} satisfies Partial<Record<ProblemCode, Check>>;

/** Years of the rule in force; it has been three in every one of them. */
const maximumYears = (today: PlainDate): number => Number(termRule(today)?.value ?? 3);
const termRule = (today: PlainDate) => ruleAt('GPS-TERM-3Y', today) ?? ruleAt('GPS-TERM-3Y-2014', today);

function refusedByTerm(
  items: readonly StoredItem[],
  today: PlainDate,
  error: (item: StoredItem) => FieldError,
): ProblemDetails | null {
  const rule = termRule(today);
  if (items.length === 0) return null;
  const errors = items.map(error);
  return rule === null ? { errors } : refusedBy(rule, errors);
}

/** What is left of the budget line that assures a renewal; null where it does not: of the buyer, its year and category, approved. */
async function assuredBy(
  tx: Tx,
  { buyer, category }: Pick<PlannedContract, 'buyer' | 'category'>,
  item: StoredItem,
): Promise<bigint | null> {
  const [line] = await tx.query<{ id: string; programme: string; amount: string }>(
    `SELECT b.id, p.id AS programme, b.amount::text FROM budget_line b JOIN programme p ON p.id = b.programme_id
     WHERE b.id = $1 AND p.buyer_id = $2 AND p.state IN ('approved', 'adjusted') AND p.year = $3
       AND (b.category IS NULL OR b.category = $4)`,
    [item.budget_line_id, buyer, yearOf(item.starts_on), category],
  );
  if (!line) return null;
  const { byLine, reserved } = await commitmentsOf(tx.manager, line.programme);
  const bound = (byLine.get(line.id)?.amount ?? 0n) + (reserved.get(line.id)?.amount ?? 0n);
  const left = BigInt(line.amount) - bound;
  return left < 0n ? 0n : left;
}

/** Refuses where a line `i` of the plan's contract `c` is in this condition. */
async function linesWhere(tx: Tx, plan: string, condition: string): Promise<ProblemDetails | null> {
  const lines = await tx.query<{ id: string }>(
    `SELECT i.service_line_id AS id FROM continuity_plan_item i JOIN continuity_plan p ON p.id = i.plan_id
     JOIN contract c ON c.id = p.contract_id WHERE i.plan_id = $1 AND ${condition} ORDER BY 1`,
    [plan],
  );
  return lines.length === 0 ? null : { facts: { serviceLines: lines.map(({ id }) => id) } };
}

/**
 * A contract of a service that is meant to go on is put away once its plan has come to its end. One that never had any has
 * lapsed thirty days after its end: that nobody planned is a finding (G04), and stays one.
 */
async function planOpen(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ category: string | null; open: string | null; planned: boolean; waits: boolean }>(
    `SELECT c.category, (SELECT p.state FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('proposed', 'agreed')) AS open,
       EXISTS (SELECT FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('carried_out', 'lapsed')) AS planned,
       business_today() <= ${endOf('c')} + 30 AS waits
     FROM contract c WHERE c.id = $1`,
    [contract],
  );
  if (!row || categoryOf(row.category ?? '')?.continuous !== true) return null;
  if (row.open !== null) return { facts: { plan: row.open } };
  return row.planned || !row.waits ? null : { facts: { plan: null } };
}

async function factsOf(tx: Tx, plan: string): Promise<Facts> {
  const [row] = await tx.query<PlannedContract>(PLANNED, [plan]);
  return { ...(row as PlannedContract), items: await itemsOf(tx, plan), today: todayInShanghai(await tx.now()) };
}
