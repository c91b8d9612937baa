import { earlierDate, latestDay } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import { signingRests } from '../../../purchase/awards/lots/signing-rests.queries.js';
import type { ContractFacts, Recorded, SourceKind, WindowDates, WindowFacts } from '../fact-types.js';
import type { Text } from '../../runs/assessment-types.js';
import { moneyOfAll } from '../../../care/payments/contract-money.js';
import { clockedPayments } from '../../../care/payments/schedule/payment-clocks.js';
import { winnersBond } from '../../../purchase/awards/bonds.queries.js';
import { amendmentDaysSql } from '../../../purchase/contracts/amendments/amendments.queries.js';
import { loadContractReaches } from '../../../purchase/contracts/limits/reaches.queries.js';
import type { Bonds, ClockedAmendment } from '../../../purchase/tenders/reads/deadlines.view.js';
import type { ClockedPayment } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import type { DeliveryFacts } from '../delivery-facts.js';
import { computeSpan } from '../../rules/span.rules.js';
import { loadDeliveries, turnsOfDelivery } from './delivery.queries.js';
import { disputedFields, type LoadedConflict } from '../purchases/disputes.rules.js';
import { pickEarlier, judgeDay, findNextDay, listTurns, listOnsets, type Judging } from '../loading/judging.rules.js';
import { sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { clocksFacts, deriveContractClocks, turnsOfClocks } from '../purchases/clocks.rules.js';
import { calendarOwnerSql, daySql, factsSql } from '../loading/fact-fragments.queries.js';
import { finalMilestone, splitPlans } from './plan-facts.js';
import { loadPractice } from './practice.queries.js';
import { categoryFacts, firstPayment, citeValue, type LoadedFact } from '../loading/sourced.rules.js';

interface ContractRow {
  id: string;
  tender_id: string;
  key: string;
  lot: number | null;
  dataset: string;
  region: string | null;
  overseen: string | null;
  programme_id: string | null;
  calendar_id: string | null;
  buyer_id: string | null;
  supplier_id: string | null;
  category: string | null;
  conducted: 'here' | 'elsewhere';
  published: boolean;
  published_on: string | null;
  filed_on: string | null;
  renewal_no: number | null;
  several: boolean;
  rests: Rest[];
  tender_conducted: 'here' | 'elsewhere';
  tender_region: string | null;
  tender_state: string | null;
  method: string | null;
  budget_level: string | null;
  signed_on: string | null;
  window_start: string | null;
  window_end: string | null;
  term_text: string | null;
  /** Window and term of its lot as they were announced: the lot's own, else the tender's. */
  announced_start: string | null;
  announced_end: string | null;
  announced_term: string | null;
  /** The record that announced them. */
  announced_by: string;
  terminated_on: string | null;
  conflicts: LoadedConflict[];
  tender_conflicts: LoadedConflict[];
  recorded_on: PlainDate;
  learned_on: PlainDate;
  /** What the tender's facts say of its awards and contracts. */
  tender_facts: LoadedFact[];
  tender_source: SourceKind | null;
  facts: LoadedFact[];
  amendments: ClockedAmendment[];
  bond: Bonds | null;
  award: { id: string; on: string; source: SourceKind } | null;
  lines: { known: PlainDate | null; assumption: Text | null; id: string }[];
}

const CONTRACTS = `
  SELECT r.id, r.tender_id, r.key, r.lot_no AS lot, r.dataset, r.region, r.overseen,
    r.programme_id, ${calendarOwnerSql('r.programme_id')} AS calendar_id, r.buyer_id, r.supplier_id, r.category, r.conducted, r.published, r.published_on::text, r.filed_on::text, r.renewal_no,
    EXISTS (SELECT FROM awards a WHERE a.lot_id = r.lot_id AND a.stands AND a.several) AS several, ${signingRests('r.lot_id', 'r.tender_id')} AS rests,
    t.conducted AS tender_conducted, t.region AS tender_region, t.state AS tender_state, t.method, t.budget_level, r.signed_on, r.window_start, r.window_end, r.term_text,
    coalesce(l.window_start, t.window_start) AS announced_start, coalesce(l.window_end, t.window_end) AS announced_end, coalesce(l.term_text, t.term_text) AS announced_term,
    CASE WHEN (l.window_start, l.window_end, l.term_text) IS NOT DISTINCT FROM (t.window_start, t.window_end, t.term_text) OR l.id IS NULL THEN 'tender:' || t.id ELSE 'lot:' || l.id END AS announced_by, r.terminated_on,
    r.conflicts, r.tender_conflicts, ${daySql('r.recorded_at')} AS recorded_on, ${daySql('r.learned_at')} AS learned_on, r.source AS tender_source,
    ${factsSql('tender', 't.id', ['award', 'contract'])} AS tender_facts,
    ${factsSql('contract', 'r.id', ['signed', 'payment', 'milestone', 'plan'])} AS facts, ${amendmentDaysSql('r.id')} AS amendments, CASE WHEN t.conducted = 'here' AND r.renewal_no IS NULL THEN ${winnersBond('r.award_id', 'r.lot_id')} END AS bond,
    (SELECT json_build_object('id', a.id, 'on', a.awarded_on, 'source', a.source) FROM awards a
     WHERE a.id = r.award_id AND r.renewal_no IS NULL AND a.awarded_on IS NOT NULL AND a.source IS NOT NULL) AS award,
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'known', s.known_until, 'assumption', s.assumption) ORDER BY s.id), '[]')
     FROM contract_service_lines cl JOIN service_lines s ON s.id = cl.service_line_id WHERE cl.contract_id = r.id) AS lines
  FROM signed_contracts r JOIN tenders t ON t.id = r.tender_id LEFT JOIN lots l ON l.id = r.lot_id
  WHERE r.id = ANY ($1::uuid[]) AND r.recorded_at IS NOT NULL ORDER BY r.id`;

/** Days after the end within which a plan is to be carried out; on the next one the answer of G04 may change. */
const CARRY_OUT_DAYS = 30;

/** The same reader for what answers statements whole. */
const adaptReader = (reader: Reader) => ({
  query: <T>(sql: string, params: unknown[] = []): Promise<T> =>
    reader.query(sql, params) as Promise<unknown> as Promise<T>,
});

/** Contracts: the window they were signed for, and what is planned for the day after. */
export async function loadContracts(
  reader: Reader,
  ids: readonly string[],
  context: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<ContractRow>(CONTRACTS, [ids]);
  const common = ({ learned_on: learnedOn }: ContractRow) => ({ today: context.today, learnedOn });
  const here = rows.filter(({ conducted }) => conducted === 'here').map(({ id }) => id);
  const payments =
    here.length === 0 ? new Map<string, ClockedPayment[]>() : await clockedPayments(adaptReader(reader), here);
  const reachOf = await loadContractReaches(reader, rows);
  const practice = await loadPractice(
    reader,
    rows.map((row) => ({
      id: row.id,
      reach: reachOf(row.id),
      subject: toSubject(row),
      conflicts: listDisputes(row),
      category: row.category,
      conducted: row.conducted,
      start: chooseWindow(row).value.start,
      supplier_id: row.supplier_id,
      method: row.method,
      signed_on: row.signed_on,
    })),
    context,
  );
  const read = rows.map(({ id }) => id);
  const money = await moneyOfAll(adaptReader(reader), read);
  const deliveries = await loadDeliveries(
    reader,
    rows.map((row) => ({
      row,
      subject: toSubject(row),
      conflicts: listDisputes(row),
      window: chooseWindow(row),
      money: money.get(row.id) ?? null,
    })),
    context,
  );
  return rows.map((row) => {
    const window = chooseWindow(row);
    const done = practice.get(row.id);
    const delivery = deliveries.get(row.id) as DeliveryFacts;
    const delivered = judgeDay({ ...common(row), turns: turnsOfDelivery(delivery), knownUntil: null });
    const begins = judgeDay({ ...common(row), turns: listTurns(window.value.start), knownUntil: null });
    const clocks = deriveContractClocks(row, payments.get(row.id) ?? [], context.calendar);
    const clocked = judgeDay({ ...common(row), turns: turnsOfClocks(clocks), knownUntil: null });
    const facts = contractFacts(row, context.today);
    const ends = judgeDay({ ...common(row), turns: listContractTurns(facts), knownUntil: facts.knownUntil });
    return {
      frame: {
        subject: toSubject(row),
        dataset: row.dataset,
        region: row.overseen,
        ...{ programme: row.programme_id, calendar: row.calendar_id },
        tender: row.tender_id,
        bodies: sortedIds([row.buyer_id, row.supplier_id]),
        ...(done && { parties: done.parties }),
        history: window.value.end !== null && latestDay(window.value.end) < row.recorded_on,
        uses: sortedIds([
          row.id,
          row.tender_id,
          row.programme_id,
          row.supplier_id,
          ...row.lines.map((line) => line.id),
          ...(done?.uses ?? []),
        ]),
        dueOn: [
          ...[begins, ends, clocked, delivered].map(({ dueOn }) => dueOn),
          findNextDay(done?.turns ?? [], context.today),
        ].reduce(pickEarlier),
      },
      facts: {
        window: windowFacts(row, window, begins, context),
        contract: { ...facts, asOf: ends.asOf },
        clocks: clocksFacts(toSubject(row), row.method, clocks, reachOf(row.id), clocked.asOf),
        ...done?.facts,
        delivery: { ...delivery, asOf: delivered.asOf },
      },
    };
  });
}

const toSubject = ({ id, key }: ContractRow) => ({ type: 'contract' as const, id, key });

/** Source of the first fact that says so, of the tender's before the contract's own. */
function findSource(row: ContractRow, says: (fact: LoadedFact) => boolean): SourceKind | null {
  const ground = row.tender_facts.filter(
    ({ kind, lot }) => kind === 'contract' && (lot === null || row.lot === null || lot === row.lot),
  );
  const signed = row.facts.filter((fact) => fact.kind === 'signed');
  return [...ground, ...signed].find(says)?.source ?? row.tender_source;
}

/** The contract's own window, else the one announced for its lot. */
function chooseWindow(row: ContractRow): Recorded<WindowDates> {
  const own = { start: row.window_start, end: row.window_end };
  if (own.start === null && own.end === null)
    return {
      value: { start: row.announced_start, end: row.announced_end },
      record: row.announced_by,
      source: row.conducted === 'here' ? null : row.tender_source,
    };
  const source = findSource(row, (fact) => {
    const window = fact.data['window'] as Partial<WindowDates> | undefined;
    return (own.start === null || window?.start === own.start) && (own.end === null || window?.end === own.end);
  });
  return { value: own, record: `contract:${row.id}`, source };
}

/** The contract's own words about its term, else those announced for its lot. */
function findTerm(row: ContractRow): Recorded<string> | null {
  if (row.term_text === null)
    return citeValue(row.announced_term, row.announced_by, row.conducted === 'here' ? null : row.tender_source);
  const source = findSource(row, (fact) => fact.data['termText'] === row.term_text);
  return citeValue(row.term_text, `contract:${row.id}`, source);
}

function windowFacts(
  row: ContractRow,
  window: Recorded<WindowDates>,
  { asOf }: Judging,
  { calendar }: LoadContext,
): WindowFacts {
  const known = window.value.start !== null || window.value.end !== null;
  const signedBy = findSource(row, (fact) => fact.data['signedOn'] === row.signed_on);
  return {
    subject: toSubject(row),
    asOf,
    conflicts: listDisputes(row),
    category: categoryFacts(row.category),
    window: known ? window : null,
    span: computeSpan(window.value, calendar),
    draft: null,
    termText: findTerm(row),
    awardedOn: row.award && { value: row.award.on, record: `award:${row.award.id}`, source: row.award.source },
    signedOn: citeValue(row.signed_on, `contract:${row.id}`, signedBy),
    allocatedOn: firstPayment(row.facts),
  };
}

function contractFacts(row: ContractRow, asOf: PlainDate): ContractFacts {
  const knownUntil = computeKnownDay(row.lines.map((line) => line.known));
  const end = earlierDate(row.terminated_on, row.window_end);
  const { plans, prolonged } = splitPlans(row.facts, row.conducted, end);
  return {
    subject: toSubject(row),
    asOf,
    conflicts: listDisputes(row),
    category: categoryFacts(row.category),
    conducted: row.conducted,
    end: citeValue(end, `contract:${row.id}`, chooseWindow(row).source),
    finalMilestone: finalMilestone(row.facts, prolonged),
    plans,
    knownUntil,
    assumption: row.lines.find((line) => line.assumption !== null)?.assumption ?? null,
  };
}

const listDisputes = (row: ContractRow): string[] =>
  [...new Set([...disputedFields(row.conflicts), ...disputedFields(row.tender_conflicts, row.lot)])].sort();

/** What one line's dataset does not know, the contract is not judged by; a contract on a live line is live. */
function computeKnownDay(known: readonly (PlainDate | null)[]): PlainDate | null {
  return known.reduce<PlainDate | null>(
    (last, day, i) => (day === null || (i > 0 && last === null) ? null : last === null || day > last ? day : last),
    null,
  );
}

/** The days on which G04 may change by itself: a milestone or the end passes, a plan is carried out or lapses. */
function listContractTurns({ end, finalMilestone: final, plans, category }: ContractFacts): (PlainDate | null)[] {
  if (category?.continuous !== true) return [];
  return [
    ...listTurns(final?.value),
    ...listTurns(end?.value),
    ...listTurns(end?.value, CARRY_OUT_DAYS),
    ...plans.flatMap((plan) => listOnsets(plan.carriedOutOn)),
  ];
}
