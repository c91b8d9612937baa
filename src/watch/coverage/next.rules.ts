import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { latestDay } from '../../kernel/clock/partial-date.js';
import { fromEpochDay, LAST_EPOCH_DAY, toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import { earliestStart, planBackward } from '../../law/planner/planner.rules.js';
import { PLANNABLE_METHODS, type PlannableMethod } from '../../law/planner/planner-types.js';
import type { RuleBasis } from '../../law/rules/rule-types.js';
import type { NextKind } from '../../care/surveys/survey-types.js';
import { exactSpells, findSuccessor, getViewDay, placements } from './coverage.rules.js';
import type { LineContract, LineFacts, PlanFact } from '../facts/fact-types.js';
import { union } from '../rules/intervals.rules.js';
import type { TenderDto } from '../../purchase/tenders/reads/tender-view.dto.js';

/** A purchase of what comes next, by one method. */
interface PurchasePath {
  method: PlannableMethod;
  /** The last day of issue if every step takes what the law gives it. */
  latestSafe: PlainDate | null;
  /** The last day of issue from which the service can start on the day at all. */
  latestPossible: PlainDate | null;
  /** Whether the documents can still be issued in time; null where that is not known. */
  inTime: boolean | null;
  /** The first day of service if the documents are issued on the day looked at. */
  earliestStart: PlainDate | null;
  /** The rule that decides between issue and deadline. */
  rule: string | null;
  basis: RuleBasis | null;
  /** `uncertain`: the path touches a year without a calendar, or a day on which a rule was not in force. */
  certainty: 'known' | 'uncertain';
  missingYears: number[];
}

/** A tender whose lot for the line has not led to a contract. */
export interface TenderAhead {
  id: string;
  /** Null where nothing is known of it. */
  state: TenderDto['state'];
  /** First day of service of the lot. */
  start: string | null;
}

export interface Next {
  kind: NextKind;
  /** The day after the end of what is signed without a break, as seen from the day looked at; null where there is none. */
  from: PlainDate | null;
  contract: string | null;
  tender: TenderAhead | null;
  plan: NextPlan | null;
  /** First day of what follows, as finely as it is known, and null where it passed without a contract; of an end on purpose the first day without. */
  starts: string | null;
  /** The body that will serve, where one is known. */
  by: string | null;
  paths: PurchasePath[];
}

interface NextPlan {
  /** The contract that it is a plan of. */
  contract: string;
  kind: PlanFact['kind'];
  from: string | null;
  agreedOn: string | null;
  carriedOutOn: string | null;
}

/**
 * The day on which the line is left alone next, or was when what ran last had ended; its first day where nothing ran yet, also
 * where that day is still to come and nothing that runs already covers it. Null where what is signed has no end, or nobody knows the first day.
 */
export function computeLeftDay(line: LineFacts): PlainDate | null {
  if (line.since === null) return null;
  const since = toEpochDay(line.since);
  const asOf = toEpochDay(getViewDay(line));
  const covered = union(exactSpells(placements(line)).map(({ exact }) => exact));
  const last = covered.findLast(({ from }) => from <= asOf);
  if (last === undefined || last.to < since) return line.since;
  return last.to === LAST_EPOCH_DAY ? null : fromEpochDay(last.to + 1);
}

/** What the rooms that keep them know of plans, by the record of the plan. */
export interface KnownPlans {
  /** To whom they pass the recipients. */
  receivers: ReadonlyMap<string, string>;
  /** Those that were not carried out in their time. */
  lapsed: ReadonlySet<string>;
}
const NOTHING_KNOWN: KnownPlans = { receivers: new Map(), lapsed: new Set() };

export function deriveNext(
  line: LineFacts,
  tender: TenderAhead | null,
  calendar: WorkingCalendar,
  plans: KnownPlans = NOTHING_KNOWN,
): Next {
  const from = computeLeftDay(line);
  const nothing = { from, contract: null, tender: null, plan: null, starts: null, by: null, paths: [] };
  if (from === null || (line.until !== null && from > line.until)) return { ...nothing, kind: 'line_ends' };
  const paths = PLANNABLE_METHODS.map((method) => planPurchasePath(calendar, method, from, getViewDay(line)));
  const planned = findLastPlan(line, from, plans);
  const found = { ...nothing, tender, plan: planned && toNextPlan(planned), paths };
  // One that ends before the line begins, or before what serves already, follows nothing; of one whose end is not known that cannot be said.
  const asOf = getViewDay(line);
  const placed = placements(line);
  const serving = exactSpells(placed).filter(({ exact }) => exact.from <= toEpochDay(asOf));
  const end = Math.max(toEpochDay(line.since ?? from) - 1, ...serving.map(({ exact }) => exact.to));
  const reaching = placed.filter(({ exact, possible }) => (exact ?? possible ?? { to: Infinity }).to > end);
  const successor = findSuccessor(reaching, asOf);
  if (successor !== null) {
    const by = line.contracts.find(({ id }) => id === successor.contract)?.agency ?? null;
    return { ...found, kind: 'signed', contract: successor.contract, starts: successor.from, by };
  }
  if (tender !== null) return { ...found, kind: 'tender', starts: omitPastDay(tender.start, asOf) };
  if (planned === null || planned.plan.kind === 'none') return { ...found, kind: 'none' };
  const isHoped = planned.plan.kind === 'retender' || planned.plan.kind === 'renew';
  const starts = isHoped ? omitPastDay(planned.plan.from, asOf) : planned.plan.from;
  return { ...found, kind: 'plan', starts, by: findNextServer(planned, plans) };
}

/** Where no contract is signed, the day on which one was to begin is told of until it has passed: then nobody knows it. */
const omitPastDay = (day: string | null, asOf: PlainDate): string | null =>
  day !== null && latestDay(day) < asOf ? null : day;

interface Planned {
  contract: LineContract;
  plan: PlanFact;
}
const toNextPlan = ({ contract, plan: { kind, from, agreedOn, carriedOutOn } }: Planned): NextPlan => ({
  contract: contract.id,
  kind,
  from,
  agreedOn,
  carriedOutOn,
});

/** Who goes on where the plan is carried out; of a new purchase nobody knows. */
function findNextServer({ contract, plan }: Planned, { receivers }: KnownPlans): string | null {
  if (plan.kind === 'renew') return contract.agency;
  return plan.kind === 'hand_over' || plan.kind === 'absorb' ? (receivers.get(plan.record) ?? null) : null;
}

/** What was planned under a contract that ends the day before, and has not lapsed; the last that was agreed. */
function findLastPlan(line: LineFacts, from: PlainDate, { lapsed }: KnownPlans): Planned | null {
  const plans = exactSpells(placements(line))
    .filter(({ exact }) => exact.to === toEpochDay(from) - 1)
    .flatMap(({ contract }) => contract.plans.map((plan) => ({ contract, plan })))
    .filter(({ plan }) => !lapsed.has(plan.record))
    .toSorted(({ plan: a }, { plan: b }) => {
      const [x, y] = [`${a.agreedOn ?? ''} ${a.key}`, `${b.agreedOn ?? ''} ${b.key}`];
      return x < y ? -1 : x > y ? 1 : 0;
    });
  return plans.at(-1) ?? null;
}

function planPurchasePath(
  calendar: WorkingCalendar,
  method: PlannableMethod,
  from: PlainDate,
  asOf: PlainDate,
): PurchasePath {
  const plan = planBackward(calendar, { method, wanted: { startBy: from } });
  const possible = plan.latestPossible.documentIssue;
  const issue = plan.chain.find(({ event }) => event === 'document_issued');
  const soonest = earliestStart(calendar, method, asOf);
  return {
    method,
    latestSafe: plan.latest.documentIssue,
    latestPossible: possible,
    inTime: possible === null ? null : possible >= asOf,
    earliestStart: soonest.certainty === 'known' ? soonest.value : null,
    rule: issue?.rule ?? null,
    basis: issue?.basis ?? null,
    certainty: plan.certainty,
    missingYears: plan.missingYears,
  };
}
