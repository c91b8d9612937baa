import { isPartialDate, latestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import {
  concerns,
  selectFacts,
  inForce,
  isCancelledAward,
  isPublished,
  indexOrigins,
  selectOwnFacts,
  chooseFact,
  type OfKind,
} from '../recording/facts-in-force.rules.js';
import type { Moment, TenderFactData, TenderFactKind } from '../recording/fact-types.js';
import { isEarlierMoment, mergeData, getPartyKey } from '../recording/merge.rules.js';
import { deriveAwards, type DerivedAward } from './awards.rules.js';
import { countPlaces, isOfOustedSupplier, isOwnContract, isSameContract } from './suppliers.rules.js';
import {
  isEnded,
  PROVEN_STATES,
  type Call,
  type LotPlaces,
  type TenderFact,
  type TenderState,
} from './purchase-types.js';

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

/** The call for bids of a lot: what its notices say together, as the correction published last overruled it. */
export function deriveCall(facts: readonly TenderFact[], lot: number): Call {
  const notice = mergeData(selectFacts(facts, 'notice', lot).map((f) => f.data));
  const corrections = selectFacts(facts, 'correction', lot);
  const findCorrectedMoment = <K extends 'deadline' | 'openingAt' | 'documentsTo'>(field: K): Moment | null => {
    const says = corrections.filter((f) => f.data[field] !== undefined);
    const last = says.reduce<(typeof says)[number] | undefined>(
      (a, b) => (a && isEarlierMoment(getPublicationDay(b), getPublicationDay(a)) ? a : b),
      undefined,
    );
    return last?.data[field] ?? notice[field] ?? null;
  };
  return {
    publishedOn: notice.publishedOn ?? null,
    deadline: findCorrectedMoment('deadline'),
    openingAt: findCorrectedMoment('openingAt'),
    documentsTo: findCorrectedMoment('documentsTo'),
  };
}
const getPublicationDay = (f: OfKind<'correction'>): PartialDate | null | undefined =>
  f.data.publishedOn ?? f.source.publishedOn;

/** The last instant that can be written with a year of four digits. */
const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The first instant at which a moment has certainly passed: a day when it is over, a month when it is over. */
export function computePassedTime(moment: Moment): Date {
  const at = new Date(isPartialDate(moment) ? `${latestDay(moment)}T24:00:00+08:00` : moment);
  return at.getTime() > END_OF_TIME ? new Date(END_OF_TIME) : at;
}

const furthest = (states: readonly TenderState[]): TenderState | null =>
  PROVEN_STATES.findLast((s) => states.includes(s)) ?? null;

/** The day of an award, and the day on which a lot failed or was cancelled. */
const awardDay = (data: TenderFactData['award']) => data.decidedOn ?? data.publishedOn;
const endDay = (data: TenderFactData['failure']) => data.on ?? data.publishedOn;

/**
 * What a failure or cancellation of a lot cannot stand beside: a contract, or an award made after it. A lot that was
 * awarded may still fail (the winner refuses, a challenge is upheld), and so may one whose supplier's award was cancelled.
 */
export function contradictsEnd(
  end: OfKind<'failure' | 'cancellation'>,
  facts: readonly TenderFact[],
  lot: LotPlaces,
  lots: number,
): TenderFact[] {
  const later = selectOwnFacts(facts, 'award', lot.no, lots).filter((f) =>
    isEarlierMoment(endDay(end.data), awardDay(f.data)),
  );
  return [
    ...later,
    ...selectOwnFacts(facts, 'contract', lot.no, lots).filter(({ data }) => !isOfOustedSupplier(data, lot)),
  ];
}

/** A lot's state is the furthest its facts prove; what contradicts a failure outweighs it, and the conflict is listed. */
function lotState(facts: readonly TenderFact[], lot: LotPlaces, lots: number): TenderState | null {
  const stands = (kind: 'failure' | 'cancellation'): boolean =>
    selectFacts(facts, kind, lot.no).some((end) => contradictsEnd(end, facts, lot, lots).length === 0);
  if (stands('failure')) return 'failed';
  if (stands('cancellation')) return 'cancelled';
  const proofs = facts.filter(
    (f) => concerns(f, lot.no) && !isCancelledAward(f) && !(f.kind === 'contract' && isOfOustedSupplier(f.data, lot)),
  );
  return furthest(proofs.flatMap((f) => PROVES[f.kind] ?? []));
}

/** The least advanced of the lots that are not failed or cancelled; if all are: failed if any failed, else cancelled. */
export function tenderState(lots: readonly (TenderState | null)[]): TenderState | null {
  const alive = lots.filter((s) => !isEnded(s));
  if (alive.length === 0) return lots.includes('failed') ? 'failed' : 'cancelled';
  if (alive.includes(null)) return null;
  return PROVEN_STATES.find((s) => alive.includes(s)) ?? null;
}

/** States that a passed deadline takes further. */
const awaitsDeadline = (state: TenderState | null): boolean =>
  state === null || state === 'intent_published' || state === 'open';

/** A deadline that has passed proves `closed`, whatever else is known; nothing else depends on the clock. */
export const deriveStateAtTime = (state: TenderState | null, deadlineAt: Date | null, now: Date): TenderState | null =>
  awaitsDeadline(state) && deadlineAt !== null && deadlineAt <= now ? 'closed' : state;

interface DerivedLot extends LotPlaces {
  state: TenderState | null;
  bidCount: number | null;
  deadlineAt: Date | null;
}
interface DerivedBid {
  fact: string;
  lot: number;
  data: TenderFactData['bid'];
  /** What published facts say of it; null where none does. */
  published: TenderFactData['bid'] | null;
}
/** `origin` is the first fact that spoke of this contract: it stays the same through corrections. */
export interface DerivedContract {
  origin: string;
  facts: string[];
  lot: number | null;
  data: TenderFactData['contract'];
  /** What published facts say of it; null where none does. */
  published: TenderFactData['contract'] | null;
}
export interface DerivedTender {
  state: TenderState | null;
  deadlineAt: Date | null;
  published: boolean;
  lots: DerivedLot[];
  bids: DerivedBid[];
  awards: DerivedAward[];
  contracts: DerivedContract[];
}

/** How many bid on a lot: by its result, else by its opening, else by the notice of its failure. */
export function findBidCount(facts: readonly TenderFact[], lot: number, lots: number): number | undefined {
  const counts = [
    ...selectOwnFacts(facts, 'award', lot, lots),
    ...selectOwnFacts(facts, 'opening', lot, lots),
    ...selectOwnFacts(facts, 'failure', lot, lots),
  ];
  return mergeData(counts.map(({ data }) => ({ bidCount: data.bidCount }))).bidCount;
}

/** Everything that follows from a tender's facts. Pure: the same facts always say the same. */
export function deriveTender(given: readonly LotPlaces[], recorded: readonly TenderFact[]): DerivedTender {
  const facts = inForce(recorded);
  const count = given.length;
  const lots = countPlaces(given, facts).map((lot): DerivedLot => {
    const { no, suppliersMost, ousted } = lot;
    const { deadline } = deriveCall(facts, no);
    return {
      no,
      suppliersMost,
      ...(ousted && { ousted }),
      state: lotState(facts, lot, count),
      bidCount: findBidCount(facts, no, count) ?? null,
      deadlineAt: deadline === null ? null : computePassedTime(deadline),
    };
  });
  const state = tenderState(lots.map((l) => l.state));
  return {
    state,
    deadlineAt: awaitsDeadline(state) ? lastDeadline(lots) : (lots.find((l) => l.deadlineAt)?.deadlineAt ?? null),
    published: facts.some(isPublished),
    lots,
    bids: lots.flatMap(({ no }) => deriveBids(selectOwnFacts(facts, 'bid', no, count), no)),
    awards: deriveAwards(facts, lots, (known, lot) => lotState(known, lot, count)),
    contracts: deriveContracts(recorded, given),
  };
}

/** The tender is closed when the last of its lots is; null where the deadline of one of them is not known. */
function lastDeadline(lots: readonly DerivedLot[]): Date | null {
  const awaited = lots.filter((l) => awaitsDeadline(l.state)).map((l) => l.deadlineAt);
  return awaited.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b), awaited[0] ?? null);
}

/** Facts that name one bidder speak of one bid. A bidder without a name is somebody each time. */
function deriveBids(facts: readonly OfKind<'bid'>[], lot: number): DerivedBid[] {
  const groups = new Map<string, OfKind<'bid'>[]>();
  for (const fact of facts) {
    const bidder = getPartyKey(fact.data.bidder) ?? fact.id;
    groups.set(bidder, [...(groups.get(bidder) ?? []), fact]);
  }
  return [...groups.values()].map((group) => ({
    fact: chooseFact(group)?.id ?? '',
    lot,
    data: mergeData(group.map((f) => f.data)),
    published: mergePublishedData(group),
  }));
}

/** What the published ones of several facts say together; null where none is published. */
const mergePublishedData = <F extends OfKind<'bid' | 'award' | 'contract'>>(facts: readonly F[]): F['data'] | null => {
  const published = facts.filter(isPublished);
  return published.length === 0 ? null : mergeData(published.map((f) => f.data));
};

/** The award that a contract carries out: of its lot, and where that has several, of its supplier. */
export function findAwardOfContract(
  contract: Pick<DerivedContract, 'lot' | 'data'>,
  awards: readonly DerivedAward[],
  lots: readonly LotPlaces[],
): DerivedAward | undefined {
  const ofLot = awards.filter(({ lot }) => lot === contract.lot);
  const lot = lots.find(({ no }) => no === contract.lot);
  const standing = ofLot.filter(({ cancelled }) => cancelled !== true);
  const candidates = lot && isOfOustedSupplier(contract.data, lot) ? ofLot : standing;
  return lot && candidates.find((award) => isOwnContract(contract.data, award, candidates, lot));
}

export function deriveContracts(recorded: readonly TenderFact[], given: readonly LotPlaces[]): DerivedContract[] {
  if (recorded.every(({ kind }) => kind !== 'contract')) return [];
  const originOf = indexOrigins(recorded);
  const facts = inForce(recorded);
  const lots = countPlaces(given, facts);
  const contracts: DerivedContract[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'contract') continue;
    const no = fact.lot ?? (lots.length === 1 ? (lots[0]?.no ?? null) : null);
    const places = lots.find((lot) => lot.no === no) ?? { no: 0, suppliersMost: null };
    const same = contracts.find((c) => c.lot === no && isSameContract(c.data, fact.data, places));
    if (same) {
      same.data = mergeData([same.data, fact.data]);
      same.facts.push(fact.id);
      if (isPublished(fact)) same.published = mergeData([same.published ?? {}, fact.data]);
    } else {
      const published = isPublished(fact) ? { ...fact.data } : null;
      contracts.push({ origin: originOf(fact.id), facts: [fact.id], lot: no, data: { ...fact.data }, published });
    }
  }
  return contracts;
}
