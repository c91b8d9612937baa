import { todayInShanghai } from '../../kernel/clock/moment.js';
import { countDays, isPlainDate, later, type PlainDate } from '../../kernel/clock/plain-date.js';
import { assertStandingBodies } from '../../people/organisations/merges/standing-records.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { contractEndSql, planReceiversSql, serviceFirstDaySql } from './plan-standing.queries.js';
import type { NewPlanItemDto } from './plan.dto.js';
import { lastOfTerm, maximumYears } from './renewal-checks.js';

/** POLICY: what follows begins within a year of the end, or of the day on which a late plan is made. */
const MOST_DAYS = 366;

/** What can be planned at all: for lines of the contract, from the day after its end, to somebody, within the longest term there is. */
async function mustBePossible(
  tx: Tx,
  contract: ConductedContract,
  items: readonly NewPlanItemDto[],
  today: PlainDate,
): Promise<void> {
  const lines = await tx.query<{ id: string; committees: string[] }>(
    `SELECT x.service_line_id AS id, ARRAY(SELECT k.committee_id::text FROM service_line_community y
       JOIN community k ON k.id = y.community_id WHERE y.service_line_id = x.service_line_id AND k.committee_id IS NOT NULL) AS committees
     FROM contract_service_line x WHERE x.contract_id = $1`,
    [contract.id],
  );
  const [{ first, end: ended } = { first: null, end: null }] = await tx.query<{
    first: PlainDate | null;
    end: PlainDate | null;
  }>(
    `SELECT ${serviceFirstDaySql('c')} AS first, ${contractEndSql('c')}::text AS "end" FROM contract c WHERE c.id = $1`,
    [contract.id],
  );
  // Whatever end is known: a contract that was ended early, or delivered, ends then.
  const end = ended ?? '';
  const known = isPlainDate(end) ? later(end, today) : today;
  const last = isPlainDate(first) ? lastOfTerm(first, maximumYears(today)) : null;
  const errors = items.flatMap((item, i): FieldError[] => {
    const wrong = (field: string, code: string, en: string, zh: string): FieldError[] => [
      { pointer: `/items/${i}/${field}`, code, text: { en, zh } },
    ];
    const line = lines.find(({ id }) => id === item.serviceLine.toLowerCase());
    const receiver = item.receiver?.toLowerCase() ?? null;
    if (!line) return wrong('serviceLine', 'unknown_reference', 'No line of this contract', '不是该合同的服务线');
    if (item.from <= end) return wrong('from', 'too_early', `Not before ${end} is over`, `应晚于合同截止日期 ${end}`);
    if (countDays(known, item.from) > MOST_DAYS)
      return wrong(
        'from',
        'too_late',
        `At most ${MOST_DAYS} days after ${known}`,
        `不得晚于 ${known} 后 ${MOST_DAYS} 天`,
      );
    if (item.kind === 'renew' && !item.until) return wrong('until', 'required', 'Until when', '请填写续签截止日期');
    if (item.until && item.until < item.from)
      return wrong('until', 'end_before_start', 'Before its first day', '早于起始日期');
    if (item.kind === 'renew' && last !== null && (item.until ?? '') > last)
      return wrong('until', 'too_large', `Not after ${last}`, `不得晚于 ${last}`);
    if (item.kind !== 'hand_over' && item.kind !== 'absorb')
      return receiver === null
        ? []
        : wrong('receiver', 'not_allowed_value', 'Nobody is named here', '此类方案不指定接收方');
    if (receiver === null) return wrong('receiver', 'required', 'Who takes them', '请指明接收方');
    if (item.kind === 'absorb' && !line.committees.includes(receiver))
      return wrong('receiver', 'not_allowed_value', 'No committee of the line', '不是该服务线所在社区');
    return receiver === contract.supplier_id
      ? wrong('receiver', 'not_allowed_value', 'It serves them already', '该机构即现承接主体')
      : [];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const pointer = (field: string) => (i: number) => `/items/${i}/${field}`;
  const receivers = items.map((item) => item.receiver);
  await assertStandingBodies(tx, contract.dataset, receivers, pointer('receiver'));
  const budgets = items.flatMap(({ budgetLine }) => budgetLine ?? []);
  const [found] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM budget_line WHERE id = ANY ($1::uuid[])`,
    [budgets],
  );
  if ((found?.n ?? 0) < new Set(budgets.map((id) => id.toLowerCase())).size)
    throw invalid('/items', 'unknown_reference', { en: 'No such budget line', zh: '没有此预算明细' });
}

/** Who takes over under another contract by a plan. */
export async function findReceivers(tx: Tx, plan: string): Promise<string[]> {
  const rows = await tx.query<{ receiver: string }>(
    `SELECT DISTINCT i.receiver_id AS receiver FROM ${planReceiversSql('$1')}`,
    [plan],
  );
  return rows.map(({ receiver }) => receiver);
}

/** Stores the items of a plan in the place of those it had. @throws Problem what `mustBePossible` refuses, `acts_with_interest` */
export async function writePlanItems(
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
  for (const body of [contract.supplier_id, ...(await findReceivers(tx, plan))]) await mustBeFree(tx, body);
}
