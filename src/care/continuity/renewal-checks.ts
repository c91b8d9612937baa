import { addDays, addYears, getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { formatYuan } from '../../kernel/money/money.js';
import { loadCommitments } from '../../purchase/programmes/budget-lines/commitments.queries.js';
import { selectLines, type FundedLine } from '../../purchase/programmes/budget-lines/commitments.rules.js';
import { findRuleInForce } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../purchase/tenders/conducted/issue.rules.js';
import type { AnnouncedTerm } from '../../purchase/tenders/conducted/terms/terms-types.js';
import { planStateSql } from './plan-standing.queries.js';
import type { StoredItem } from './plan-facts.js';

/** What a renewal rests on beside its plan. */
export interface RenewedContract {
  contract: string;
  buyer: string | null;
  category: string | null;
  /** Fen. */
  amount: string | null;
  term: AnnouncedTerm | null;
  /** First day on which anything was done under the award, by this contract or an earlier one. */
  first: PlainDate;
}

export const toItemFault = (item: StoredItem, field: string, code: string, en: string, zh: string): FieldError => ({
  pointer: `/items/${item.service_line_id}/${field}`,
  code,
  text: { en, zh },
});
export const renewing = (items: readonly StoredItem[]): StoredItem[] => items.filter(({ kind }) => kind === 'renew');

/** Years of the rule in force; it has been three in every one of them. */
export const maximumYears = (today: PlainDate): number => Number(termRule(today)?.value ?? 3);
const termRule = (today: PlainDate) =>
  findRuleInForce('GPS-TERM-3Y', today) ?? findRuleInForce('GPS-TERM-3Y-2014', today);

/** The last day of so many years from a first day, as far as there are days. */
export const lastOfTerm = (first: PlainDate, years: number): PlainDate =>
  getYear(first) + years > 9999 ? '9999-12-31' : addDays(addYears(first, years), -1);

function refusedByTerm(
  items: readonly StoredItem[],
  today: PlainDate,
  error: (item: StoredItem) => FieldError,
): ProblemDetails | null {
  const rule = termRule(today);
  if (items.length === 0) return null;
  const errors = items.map(error);
  return rule === null ? { errors } : toRuleRefusal(rule, errors);
}

export function refuseUnannouncedRenewal(
  { term }: RenewedContract,
  items: readonly StoredItem[],
  today: PlainDate,
): ProblemDetails | null {
  if (term !== null) return null;
  return refusedByTerm(renewing(items), today, (item) =>
    toItemFault(item, 'kind', 'not_announced', 'The documents announced no further term', '采购文件未载明可续签的期限'),
  );
}

export function beyondTerm(
  { term, first }: RenewedContract,
  items: readonly StoredItem[],
  today: PlainDate,
): ProblemDetails | null {
  const last = lastOfTerm(first, Math.min(term?.years ?? 0, maximumYears(today)));
  return refusedByTerm(
    renewing(items).filter(({ until }) => (until ?? '') > last),
    today,
    (item) => toItemFault(item, 'until', 'too_large', `Not after ${last}`, `不得晚于 ${last}`),
  );
}

/**
 * Each item has a budget line of its year that holds the amount; when plans are agreed to, beside what others lean on it that
 * are agreed (`planned`). Where money is taken away later, whoever is renewed first has what is left.
 */
export async function refuseUnassuredItems(
  tx: Tx,
  contract: RenewedContract,
  items: readonly StoredItem[],
  planned: 'with_plans' | 'alone',
): Promise<ProblemDetails | null> {
  const errors: FieldError[] = [];
  for (const item of renewing(items)) {
    const free = await computeFreeAmount(tx, contract, item, planned);
    if (free === null || free < BigInt(contract.amount ?? 0))
      errors.push(
        toItemFault(
          item,
          'budgetLine',
          free === null ? 'not_assured' : 'too_small',
          free === null ? 'No approved budget line of its year' : `${formatYuan(free)} yuan are left`,
          free === null ? '无对应年度已批准的预算明细' : `可用余额 ${formatYuan(free)} 元`,
        ),
      );
  }
  return errors.length === 0 ? null : { errors, facts: { amount: formatYuan(contract.amount ?? '0') } };
}

/**
 * What is left of the money that assures a renewal, its own draft apart: of its budget line, and of those that hold together with
 * that one what is bought of the category. Null where the line does not assure it: of the buyer, its year and category, approved.
 */
async function computeFreeAmount(
  tx: Tx,
  { contract, buyer, category }: RenewedContract,
  item: StoredItem,
  planned: 'with_plans' | 'alone',
): Promise<bigint | null> {
  const lines = await tx.query<FundedLine & { programme: string; amount: string }>(
    `SELECT b.id, b.category, p.id AS programme, b.amount::text FROM budget_line b JOIN programme p ON p.id = b.programme_id
     WHERE p.id = (SELECT named.programme_id FROM budget_line named WHERE named.id = $1)
       AND p.buyer_id = $2 AND p.state IN ('approved', 'adjusted') AND p.year = $3`,
    [item.budget_line_id, buyer, getYear(item.starts_on)],
  );
  const pool = selectLines(lines, category);
  const line = pool.find(({ id }) => id === item.budget_line_id);
  if (!line) return null;
  const { byLine, reserved, shared } = await loadCommitments(tx.manager, line.programme);
  const drawn = shared.get(line.id) ?? { committed: byLine.get(line.id), reserved: reserved.get(line.id) };
  const bound = (drawn.committed?.amount ?? 0n) + (drawn.reserved?.amount ?? 0n);
  const [own] = await tx.query<{ amount: string }>(
    `SELECT amount::text FROM contract WHERE renewal_of = $1 AND programme_id = $2 AND state <> 'void'`,
    [contract, line.programme],
  );
  const leaning = planned === 'alone' ? 0n : await sumPlannedAmounts(tx, contract, line.programme, pool);
  const held = pool.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const left = held - bound - leaning + BigInt(own?.amount ?? 0);
  return left < 0n ? 0n : left;
}

/** What agreed plans of other contracts lean on these budget lines for, each contract once; a renewal that is drafted is bound already. */
async function sumPlannedAmounts(
  tx: Tx,
  contract: string,
  programme: string,
  lines: readonly FundedLine[],
): Promise<bigint> {
  const [row] = await tx.query<{ amount: string }>(
    `SELECT coalesce(sum(o.amount + o.supplements), 0)::text AS amount FROM contract o
     WHERE o.id <> $1 AND EXISTS (SELECT FROM continuity_plan p JOIN continuity_plan_item i ON i.plan_id = p.id
         WHERE p.contract_id = o.id AND p.state = 'agreed' AND ${planStateSql('p', 'o')} = 'agreed' AND i.kind = 'renew' AND i.budget_line_id = ANY ($2::uuid[]))
       AND NOT EXISTS (SELECT FROM contract s WHERE s.renewal_of = o.id AND s.programme_id = $3 AND s.state <> 'void')`,
    [contract, lines.map(({ id }) => id), programme],
  );
  return BigInt(row?.amount ?? 0);
}
