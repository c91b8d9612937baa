import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reach } from '../../../law/rules/limits/reach.rules.js';
import type { StatutoryClock } from '../../../law/deadlines/deadlines.rules.js';
import type { Rest } from '../../../law/deadlines/rested.rules.js';
import type { TenderPlan } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { filterUndisputedFacts } from '../../../purchase/tenders/clock-events.rules.js';
import {
  amendmentClocks,
  contractClocks,
  lotClocks,
  type Bonds,
  type ClockedAmendment,
  type ContractDays,
} from '../../../purchase/tenders/reads/deadlines.view.js';
import type { LotDays } from '../../../purchase/tenders/reads/lot-days.rules.js';
import { paymentClocks, type ClockedPayment } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { ClocksFacts, JudgedClock } from '../fact-types.js';
import type { LoadedConflict } from './disputes.rules.js';
import { addDaysInRange } from '../loading/judging.rules.js';
import type { LoadedFact } from '../loading/sourced.rules.js';

interface ClockedTenderRow {
  conducted: 'here' | 'elsewhere';
  state: string | null;
  method: string | null;
  budget_level: string | null;
  region: string | null;
  plan: TenderPlan | null;
  conflicts: LoadedConflict[];
  facts: LoadedFact[];
  lots: {
    no: number;
    state: string | null;
    clock: LotDays | null;
    rests: Rest[];
    awarded: boolean;
    bonds: Bonds | null;
  }[];
}

/** What the intent's publication asks is advice of the plan's stage, and no clock of the purchase. */
const isAsked = ({ stage }: JudgedClock): boolean => stage !== 'plan';

/** A plan has broken nothing yet. */
const isPlanned = ({ from, done }: JudgedClock): boolean => from.planned === true || done?.planned === true;

/**
 * The clocks of a tender: each once where every lot has the same. A signature that is on record belongs to its contract.
 */
export function tenderClocks(row: ClockedTenderRow, calendar: WorkingCalendar): JudgedClock[] {
  const facts = filterUndisputedFacts(row.facts, row.conflicts);
  const each = row.lots.map((lot) => ({ lot: lot.no, clocks: lotClocks(row, lot, facts, calendar) }));
  return (each.length === 1 ? each.flatMap(({ clocks }) => clocks.map(nameClock)) : shareClocks(each)).filter(
    (clock) => isAsked(clock) && !isPlanned(clock) && (clock.event !== 'contract_signed' || clock.done === null),
  );
}

const nameClock = (clock: StatutoryClock): JudgedClock => ({
  ...clock,
  lot: null,
  key: `-/${clock.rule}/${clock.event}`,
});

/** What every lot has is of none of them. */
function shareClocks(each: readonly { lot: number; clocks: readonly StatutoryClock[] }[]): JudgedClock[] {
  const words = each.map(({ clocks }) => new Set(clocks.map((clock) => JSON.stringify(clock))));
  const seen = new Set<string>();
  return each.flatMap(({ lot, clocks }) =>
    clocks.flatMap((clock): JudgedClock[] => {
      const text = JSON.stringify(clock);
      const shared = words.every((said) => said.has(text));
      if (shared && seen.has(text)) return [];
      seen.add(text);
      return [shared ? nameClock(clock) : { ...clock, lot, key: `${lot}/${clock.rule}/${clock.event}` }];
    }),
  );
}

interface ClockedContractRow extends ContractDays {
  lot: number | null;
  tender_conducted: 'here' | 'elsewhere';
  tender_region: string | null;
  tender_state: string | null;
  method: string | null;
  budget_level: string | null;
  conflicts: LoadedConflict[];
  tender_conflicts: LoadedConflict[];
  tender_facts: LoadedFact[];
  facts: LoadedFact[];
  amendments: ClockedAmendment[];
}

export function deriveContractClocks(
  row: ClockedContractRow,
  payments: readonly ClockedPayment[],
  calendar: WorkingCalendar,
): JudgedClock[] {
  const tender = {
    conducted: row.tender_conducted,
    state: row.tender_state,
    method: row.method,
    budget_level: row.budget_level,
    region: row.tender_region,
    plan: null,
    conflicts: [...row.tender_conflicts, ...row.conflicts],
  };
  const own = contractClocks(
    tender,
    { lot: row.lot, ofTender: row.tender_facts, own: row.facts, days: row },
    calendar,
  ).map(nameClock);
  const ofPayments = paymentClocks(tender, payments, calendar).map(({ record, ...clock }) => ({
    ...clock,
    lot: null,
    key: `${record}/${clock.rule}/${clock.event}`,
  }));
  const amendments = row.conducted === 'here' ? row.amendments : [];
  const ofAmendments = amendmentClocks(tender, amendments, calendar).map(({ record, amendment: _, ...clock }) => ({
    ...clock,
    lot: null,
    key: `${record}/${clock.rule}/${clock.event}`,
  }));
  return [...own, ...ofPayments, ...ofAmendments].filter(isAsked);
}

/** Days on which an answer changes by itself: where what is not on record has not happened. */
export const turnsOfClocks = (clocks: readonly JudgedClock[]): (PlainDate | null)[] =>
  clocks
    .filter(({ told, done, bound }) => told && done === null && bound === 'maximum')
    .map(({ range }) => (range.latest === null ? null : addDaysInRange(range.latest, 1)));

/** Days on which a bar of whom a decision is about begins, or is over: the days to decide rest, or go on. */
export const listTurnsOfBars = (lots: readonly { clock: LotDays | null }[]): (PlainDate | null)[] =>
  lots.flatMap(({ clock }) =>
    (clock?.decision?.bars ?? []).flatMap(({ from, until }) => [from, addDaysInRange(until, 1)]),
  );

export const clocksFacts = (
  subject: Subject,
  method: string | null,
  clocks: readonly JudgedClock[],
  reach: Reach,
  asOf: PlainDate,
): ClocksFacts => ({ subject, asOf, conflicts: [], method, clocks, reach });
