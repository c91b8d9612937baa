import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { earliestDay, exactDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import { addMonths, earlier, iso, getYear, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { ContractMoney } from '../../../care/payments/contract-money.js';
import { findLastSettlementDay, findPlannedDay } from '../../../care/payments/schedule/due-day.js';
import { METHODS, type Method } from '../../../law/code-lists/methods.js';
import { safeIssueForStart } from '../../../law/planner/planner.rules.js';
import { isPlannable } from '../../../law/planner/planner-types.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { listEffectiveDays } from '../../../law/deadlines/window.rules.js';
import type { Standard } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { Subject } from '../../runs/assessment-types.js';
import type {
  AcceptedRates,
  DayOfService,
  DeliveryFacts,
  FinalEvaluation,
  LocalRule,
  NextIssue,
  Rated,
} from '../delivery-facts.js';
import { RATED } from '../delivery-facts.js';
import type { Recorded, WindowDates } from '../fact-types.js';
import { quantile } from '../../statistics/quantile.js';
import type { LoadContext, Reader } from '../loading/frame-types.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import { addDaysInRange, listTurns } from '../loading/judging.rules.js';
import { categoryFacts } from '../loading/sourced.rules.js';

/** What the loader of contracts knows already. */
interface DeliveredRow {
  id: string;
  dataset: string;
  category: string | null;
  region: string | null;
  method: string | null;
  budget_level: string | null;
  tender_region: string | null;
  conducted: 'here' | 'elsewhere';
  signed_on: PartialDate | null;
  terminated_on: PartialDate | null;
}
export interface Delivery {
  row: DeliveredRow;
  subject: Subject;
  conflicts: readonly string[];
  /** As the contract has it, or the tender announced it. */
  window: Recorded<WindowDates>;
  money: ContractMoney | null;
}

interface DoneRow {
  id: string;
  days: DayOfService[] | null;
  evaluation: { id: string; dueOn: PlainDate; on: PlainDate | null } | null;
  told: { id: string; on: PartialDate | null } | null;
  asked: boolean;
}

/** SQL: the day of the first publication of final evaluation `e`: after an appeal it is published a second time. */
const FIRST_PUBLISHED = `(SELECT min(f.data ->> 'on') FROM facts f WHERE f.subject_type = 'contract'
       AND f.subject_id = e.contract_id AND f.kind = 'evaluation' AND f.data ->> 'kind' = e.kind AND e.published_at IS NOT NULL)`;

const DONE = `
  SELECT c.id,
    (SELECT json_agg(json_build_object('key', d.served_on, 'minutes', d.minutes) ORDER BY d.served_on) FROM (
       SELECT served_on, sum(minutes)::float8 AS minutes FROM service_days
       WHERE contract_id = c.id AND within_contract GROUP BY 1 HAVING sum(records) > 0) d) AS days,
    (SELECT json_build_object('id', e.id, 'dueOn', e.due_on,
       'on', coalesce(${FIRST_PUBLISHED}, ${daySql('e.published_at')}))
     FROM evaluations e WHERE e.contract_id = c.id AND e.kind = 'final' AND e.state <> 'cancelled') AS evaluation,
    (SELECT json_build_object('id', f.id, 'on', f.published_on) FROM published_evaluations f
     WHERE f.contract_id = c.id AND f.kind = 'final' ORDER BY f.published_on NULLS LAST, f.seq LIMIT 1) AS told,
    EXISTS (SELECT FROM budget_extensions x
      WHERE x.budget_line_id = ($2::jsonb ->> c.id::text)::uuid AND x.state = 'requested') AS asked
  FROM contracts c WHERE c.id = ANY ($1::uuid[])`;

/** What a contract promised, what was done under it, and when it is judged and paid; a few statements for all of them. */
export async function loadDeliveries(
  reader: Reader,
  given: readonly Delivery[],
  context: LoadContext,
): Promise<Map<string, DeliveryFacts>> {
  const lines = Object.fromEntries(given.map(({ row, money }) => [row.id, money?.budgetLine?.id ?? null]));
  const rows = await reader.query<DoneRow>(DONE, [given.map(({ row }) => row.id), JSON.stringify(lines)]);
  const done = new Map(rows.map((row) => [row.id, row]));
  const rates = await acceptedRates(reader, given, context.calendar);
  return new Map(
    given.map((one) => [one.row.id, toDeliveryFacts(one, done.get(one.row.id), rates(one), context)] as const),
  );
}

function toDeliveryFacts(
  { row, subject, conflicts, window, money }: Delivery,
  done: DoneRow | undefined,
  accepted: AcceptedRates[],
  { today, calendar }: LoadContext,
): DeliveryFacts {
  const terminated = exactDay(row.terminated_on);
  const planned = exactDay(window.value.end);
  const end = planned !== null && terminated !== null ? earlier(planned, terminated) : window.value.end;
  const cut = { ...window, value: { start: window.value.start, end } };
  const known = window.value.start !== null || window.value.end !== null;
  const [from, to] = [exactDay(window.value.start), exactDay(end)];
  const listDays = (last: PlainDate | null): readonly PlainDate[] | null =>
    from === null || last === null || last < from ? null : listEffectiveDays(calendar, from, last);
  const effective = listDays(to);
  const here = row.conducted === 'here';
  return {
    subject,
    asOf: today,
    conflicts,
    category: categoryFacts(row.category),
    window: known ? cut : null,
    effective,
    planned: known ? window : null,
    plannedDays: (to === planned ? effective : listDays(planned))?.length ?? null,
    targets: here && money?.content ? sumTargets(money.content.standards) : null,
    accepted,
    output: here ? (done?.days ?? null) : null,
    finalEvaluation: findFinalEvaluation(done),
    nextIssue: computeNextIssue(row, planned, calendar),
    local: findLocalRule(row, planned),
    budgetLine:
      money?.budgetLine === undefined || money.budgetLine === null
        ? null
        : {
            record: `budget_line:${money.budgetLine.id}`,
            useBy: money.budgetLine.useBy,
            asked: done?.asked ?? false,
          },
    schedule: here && money !== null ? toSchedule(money, row, calendar) : null,
  };
}

/** Σ by what is counted; who was served once is not served anew, so people make no rate. */
export function sumTargets(standards: readonly Standard[]): { key: Rated; target: number }[] {
  return RATED.flatMap((key) => {
    const targets = standards.flatMap(({ measure, target }) => (measure?.of === key && target ? [target] : []));
    return targets.length === 0 ? [] : [{ key, target: targets.reduce((sum, target) => sum + target, 0) }];
  });
}

function findFinalEvaluation(done: DoneRow | undefined): FinalEvaluation | null {
  if (done?.evaluation) {
    const { id, dueOn, on } = done.evaluation;
    return { record: `evaluation:${id}`, dueOn, on };
  }
  return done?.told ? { record: `fact:${done.told.id}`, dueOn: null, on: done.told.on } : null;
}

function computeNextIssue({ method: code }: DeliveredRow, end: PlainDate | null, calendar: WorkingCalendar): NextIssue {
  const method: Method | undefined = METHODS.find((each) => each === code);
  const none = { method: code, safe: null };
  const start = end === null ? null : addDaysInRange(end, 1);
  if (method === undefined || start === null) return { ...none, planner: 'unknown' };
  if (!isPlannable(method)) return { ...none, planner: 'method_not_plannable' };
  const safe = safeIssueForStart(calendar, method, start);
  return safe.certainty === 'known'
    ? { method, safe: safe.value, planner: 'known' }
    : { ...none, planner: 'uncertain' };
}

const SHENZHEN = 'EVAL-SZ-FINAL-1M';

/** Shenzhen wants the final evaluation a month before the end, of contracts that end while the rule is in force. */
function findLocalRule({ region }: DeliveredRow, end: PlainDate | null): LocalRule | null {
  if (end === null || region === null || !region.startsWith('4403')) return null;
  const rule = findRuleInForce(SHENZHEN, end);
  if (rule === null) return null;
  return {
    rule: rule.id,
    latest: addMonths(end, -1),
    document: rule.document,
    what: rule.what,
  };
}

function toSchedule(
  money: ContractMoney,
  { id, method, budget_level, tender_region: region }: DeliveredRow,
  calendar: WorkingCalendar,
): DeliveryFacts['schedule'] {
  const instalments = money.payments
    .filter(({ dropped, state }) => !dropped && state !== 'cancelled')
    .map((payment) => ({
      key: String(payment.no),
      record: `payment:${payment.id}`,
      plannedOn: findPlannedDay(money, payment, { method, budget_level, region }, calendar),
      paidOn: payment.state === 'paid' ? payment.paid_on : null,
    }));
  const last = findLastSettlementDay(money);
  return last === null
    ? instalments
    : [...instalments, { key: 'settlement', record: `contract:${id}`, plannedOn: last, paidOn: null }];
}

interface AcceptedRow {
  dataset: string;
  category: string;
  up_to: PlainDate;
  from: PartialDate | null;
  to: PartialDate | null;
  records: number;
  minutes: number;
  visits: number;
}

const ACCEPTED = `
  SELECT g.dataset, g.category, g.up_to::text, c.content -> 'window' ->> 'start' AS from,
    least(c.content -> 'window' ->> 'end', c.terminated_on::text) AS to, d.records, d.minutes, d.visits
  FROM jsonb_to_recordset($1::jsonb) AS g(dataset text, category text, up_to date)
  JOIN contracts c ON c.dataset = g.dataset AND c.category = g.category AND c.conducted = 'here'
  CROSS JOIN LATERAL (SELECT sum(s.records)::float8 AS records, sum(s.minutes)::float8 AS minutes, sum(s.visits)::float8 AS visits
    FROM service_days s WHERE s.contract_id = c.id AND s.within_contract) d
  WHERE EXISTS (SELECT FROM acceptances a WHERE a.contract_id = c.id AND a.result = 'passed' AND a.concluded_on <= g.up_to)
    AND d.records > 0`;

/** What others came to in closed years: an answer that was given is not changed by what is accepted later. */
async function acceptedRates(
  reader: Reader,
  given: readonly Delivery[],
  calendar: WorkingCalendar,
): Promise<(one: Delivery) => AcceptedRates[]> {
  const asked = given.filter(
    ({ row, money }) => row.conducted === 'here' && money?.content && sumTargets(money.content.standards).length > 0,
  );
  const computeRatesEnd = ({ row, window }: Delivery): PlainDate | null => {
    const event = row.signed_on ?? window.value.start;
    return event === null ? null : iso(getYear(earliestDay(event)) - 1, 12, 31);
  };
  const strata = new Map(
    asked.flatMap((one) => {
      const [category, day] = [one.row.category, computeRatesEnd(one)];
      const stratum = { dataset: one.row.dataset, category, up_to: day };
      return category === null || day === null ? [] : [[JSON.stringify(stratum), stratum] as const];
    }),
  );
  if (strata.size === 0) return () => [];
  const rows = await reader.query<AcceptedRow>(ACCEPTED, [JSON.stringify([...strata.values()])]);
  const byStratum = new Map<string, AcceptedRow[]>();
  for (const row of rows) {
    const key = JSON.stringify({ dataset: row.dataset, category: row.category, up_to: row.up_to });
    byStratum.set(key, [...(byStratum.get(key) ?? []), row]);
  }
  return (one) => {
    const day = computeRatesEnd(one);
    if (day === null || !asked.includes(one)) return [];
    const own =
      byStratum.get(JSON.stringify({ dataset: one.row.dataset, category: one.row.category, up_to: day })) ?? [];
    return RATED.map((of) => computeRates(of, own, day, calendar));
  };
}

function computeRates(
  of: Rated,
  rows: readonly AcceptedRow[],
  upTo: PlainDate,
  calendar: WorkingCalendar,
): AcceptedRates {
  const rates = rows.flatMap((row) => {
    const [from, to] = [exactDay(row.from), exactDay(row.to)];
    const days = from === null || to === null || to < from ? null : listEffectiveDays(calendar, from, to);
    return days === null || days.length === 0 ? [] : [row[of] / days.length];
  });
  const q95 = quantile(rates, 0.95);
  return { of, n: rates.length, q95: q95 === null ? null : String(Number(q95.toPrecision(6))), upTo };
}

/** The window ends, or the last safe day for an evaluation passes without one. */
export function turnsOfDelivery({ window, nextIssue, local, finalEvaluation }: DeliveryFacts): (PlainDate | null)[] {
  return [
    ...listTurns(window?.value.end),
    ...listTurns(nextIssue.safe),
    ...listTurns(local?.latest),
    ...listTurns(finalEvaluation?.dueOn),
  ];
}
