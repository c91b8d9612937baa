import { isPartialDate, latestDay } from '../../platform/clock/partial-date.js';
import { addDays } from '../../platform/clock/plain-date.js';
import type { Moment, TenderFactData, TenderFactKind } from './facts.types.js';
import { PROVEN_STATES, type Call, type TenderFact, type TenderState } from './purchase.types.js';

/** What each kind of fact proves of the lots it names (`api.md`, "Recording, to the letter"). */
const PROVES: Record<TenderFactKind, TenderState | null> = {
  intention: 'intent_published',
  notice: 'open',
  correction: null,
  clarification: null,
  opening: 'closed',
  bid: 'opened',
  award: 'result_published',
  contract: 'contracted',
  failure: 'failed',
  cancellation: 'cancelled',
};

export const isActive = (fact: { replacedBy: string | null }): boolean => fact.replacedBy === null;
export const concerns = (fact: { lot: number | null }, lot: number): boolean => fact.lot === null || fact.lot === lot;

type OfKind<K extends TenderFactKind> = Extract<TenderFact, { kind: K }>;
/** The facts in force of one kind for one lot, oldest first. */
export function factsOf<K extends TenderFactKind>(facts: readonly TenderFact[], kind: K, lot: number): OfKind<K>[] {
  return facts.filter((f): f is OfKind<K> => f.kind === kind && isActive(f) && concerns(f, lot));
}

/** The first value that any of the facts says; later ones complete an earlier one, they never overrule it. */
function first<T>(values: readonly (T | undefined)[]): T | null {
  return values.find((v) => v !== undefined) ?? null;
}
/** The last value: a correction overrules what stood before. */
const last = <T>(values: readonly (T | undefined)[]): T | null => first(values.toReversed());

/** The call for bids of a lot as its notices say it and its corrections changed it. */
export function callOf(facts: readonly TenderFact[], lot: number): Call {
  const notices = factsOf(facts, 'notice', lot).map((f) => f.data);
  const corrections = factsOf(facts, 'correction', lot).map((f) => f.data);
  const of = (field: 'deadline' | 'openingAt' | 'documentsTo'): Moment | null =>
    last(corrections.map((d) => d[field])) ?? first(notices.map((d) => d[field]));
  return {
    publishedOn: first(notices.map((d) => d.publishedOn)),
    deadline: of('deadline'),
    openingAt: of('openingAt'),
    documentsTo: of('documentsTo'),
  };
}

/** The first instant at which a moment has certainly passed: a day when it is over, a month when it is over. */
export function certainlyPassedAt(moment: Moment): Date {
  return new Date(isPartialDate(moment) ? `${addDays(latestDay(moment), 1)}T00:00:00+08:00` : moment);
}

const furthest = (states: readonly TenderState[]): TenderState | null =>
  [...PROVEN_STATES].reverse().find((s) => states.includes(s)) ?? null;

/** A lot's state is the furthest its facts prove. An award or a contract outweighs a failure: the conflict is listed. */
function lotState(facts: readonly TenderFact[], lot: number): TenderState | null {
  const proven = facts
    .filter((f) => isActive(f) && concerns(f, lot))
    .flatMap((f) => PROVES[f.kind] ?? [])
    .filter((s) => s !== null);
  const state = furthest(proven);
  if (state === 'result_published' || state === 'contracted') return state;
  if (proven.includes('failed')) return 'failed';
  if (proven.includes('cancelled')) return 'cancelled';
  return state;
}

/** The least advanced of the lots that are not failed or cancelled; if all are: failed if any failed, else cancelled. */
export function tenderState(lots: readonly (TenderState | null)[]): TenderState | null {
  const alive = lots.filter((s) => s !== 'failed' && s !== 'cancelled');
  if (alive.length === 0) return lots.includes('failed') ? 'failed' : 'cancelled';
  if (alive.includes(null)) return null;
  return PROVEN_STATES.find((s) => alive.includes(s)) ?? null;
}

/** A passed deadline closes an open lot; nothing else depends on the clock. */
export const stateAt = (state: TenderState | null, deadlineAt: Date | null, now: Date): TenderState | null =>
  state === 'open' && deadlineAt !== null && deadlineAt <= now ? 'closed' : state;

export interface DerivedLot {
  no: number;
  state: TenderState | null;
  bidCount: number | null;
  deadlineAt: Date | null;
}
export interface DerivedAward {
  fact: string;
  lot: number;
  data: TenderFactData['award'];
  contracted: boolean;
}
/** `origin` is the first fact that spoke of this contract: it stays the same through corrections. */
export interface DerivedContract {
  origin: string;
  facts: string[];
  lot: number | null;
  data: TenderFactData['contract'];
}
export interface DerivedTender {
  state: TenderState | null;
  deadlineAt: Date | null;
  published: boolean;
  lots: DerivedLot[];
  awards: DerivedAward[];
  contracts: DerivedContract[];
}

/** Everything that follows from a tender's facts. Pure: the same facts always say the same. */
export function deriveTender(lotNumbers: readonly number[], facts: readonly TenderFact[]): DerivedTender {
  const lots = lotNumbers.map((no): DerivedLot => {
    const deadline = callOf(facts, no).deadline;
    return {
      no,
      state: lotState(facts, no),
      bidCount: first(
        factsOf(facts, 'award', no).map((f) => (f.lot === null && lotNumbers.length > 1 ? undefined : f.data.bidCount)),
      ),
      deadlineAt: deadline === null ? null : certainlyPassedAt(deadline),
    };
  });
  const state = tenderState(lots.map((l) => l.state));
  return {
    state,
    deadlineAt: state === 'open' ? lastDeadline(lots) : (lots.map((l) => l.deadlineAt).find((d) => d !== null) ?? null),
    published: facts.some((f) => isActive(f) && (f.source.kind === 'notice' || f.source.kind === 'reconstruction')),
    lots,
    awards: lotNumbers.flatMap((no) => awardOf(facts, no, lotNumbers.length)),
    contracts: contractsOf(facts, lotNumbers),
  };
}

/** The tender is closed when the last of its open lots is; null where one of them has no known deadline. */
function lastDeadline(lots: readonly DerivedLot[]): Date | null {
  const open = lots.filter((l) => l.state === 'open').map((l) => l.deadlineAt);
  if (open.includes(null)) return null;
  return open.reduce((a, b) => (a !== null && b !== null && a > b ? a : b), null);
}

/** A result for the whole of several lots proves a state, but is no award of any one of them. */
function awardOf(facts: readonly TenderFact[], lot: number, lots: number): DerivedAward[] {
  const own = factsOf(facts, 'award', lot).filter((f) => f.lot !== null || lots === 1);
  const [head] = own;
  if (!head) return [];
  const data = Object.assign({}, ...own.map((f) => f.data).reverse()) as TenderFactData['award'];
  return [{ fact: head.id, lot, data, contracted: factsOf(facts, 'contract', lot).length > 0 }];
}

/** Two contract facts speak of two contracts only where their numbers differ; otherwise the later completes the earlier. */
function contractsOf(facts: readonly TenderFact[], lotNumbers: readonly number[]): DerivedContract[] {
  const byId = new Map(facts.map((f) => [f.id, f]));
  const originOf = (fact: TenderFact): string => {
    let at = fact;
    for (let earlier = at.replaces; earlier !== null; earlier = at.replaces) {
      const found = byId.get(earlier);
      if (!found) break;
      at = found;
    }
    return at.id;
  };
  const contracts: DerivedContract[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'contract' || !isActive(fact)) continue;
    const lot = fact.lot ?? (lotNumbers.length === 1 ? (lotNumbers[0] ?? null) : null);
    const same = contracts.find(
      (c) =>
        c.lot === lot &&
        (c.data.number === undefined || fact.data.number === undefined || c.data.number === fact.data.number),
    );
    if (same) {
      same.data = { ...fact.data, ...same.data };
      same.facts.push(fact.id);
    } else contracts.push({ origin: originOf(fact), facts: [fact.id], lot, data: { ...fact.data } });
  }
  return contracts;
}
