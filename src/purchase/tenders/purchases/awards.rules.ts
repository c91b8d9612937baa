import {
  chooseFact,
  isPublished,
  selectCancelledAwards,
  selectFacts,
  selectOwnFacts,
  type OfKind,
} from '../recording/facts-in-force.rules.js';
import type { TenderFactData } from '../recording/fact-types.js';
import { getPartyKey, mergeData } from '../recording/merge.rules.js';
import { fillResultDays } from './result-day.rules.js';
import { groupAwards, hasSeveralSuppliers, isOwnContract, type AwardGroup } from './suppliers.rules.js';
import { isEnded, type LotPlaces, type TenderFact, type TenderState } from './purchase-types.js';

type AwardState = 'active' | 'contracted' | 'cancelled';

export interface DerivedAward {
  fact: string;
  lot: number;
  /** One of several awards of its lot, each of another supplier. */
  several: boolean;
  data: TenderFactData['award'];
  state: AwardState;
  /** It was cancelled itself, whatever became of its lot. */
  cancelled?: true;
  /** The same as published facts say it; null where none speaks of it. */
  published: { data: TenderFactData['award']; state: AwardState } | null;
}

/** The state of a lot by these facts, as far as they are known. */
type DeriveLotState = (facts: readonly TenderFact[], lot: LotPlaces) => TenderState | null;

/** The awards of the lots, by all facts in force and by the published ones alone. */
export function deriveAwards(
  facts: readonly TenderFact[],
  lots: readonly LotPlaces[],
  deriveLotState: DeriveLotState,
): DerivedAward[] {
  const published = facts.filter(isPublished);
  const all = fillResultDays(facts);
  const shown = published.length === facts.length ? all : fillResultDays(published);
  const keep = new Map(shown.map((fact) => [fact.id, fact as OfKind<'award'>]));
  return lots.flatMap((lot) => {
    const groups = listAwards(all, lot, lots.length);
    const derive = (known: readonly TenderFact[], award: Pick<AwardGroup, 'data'>): AwardState =>
      isEnded(deriveLotState(known, lot))
        ? 'cancelled'
        : selectFacts(known, 'contract', lot.no).some(({ data }) => isOwnContract(data, award, groups, lot))
          ? 'contracted'
          : 'active';
    const standing = groups.map((award): DerivedAward => {
      const own = award.own.flatMap(({ id }) => keep.get(id) ?? []);
      const data = mergeData([...own, ...award.whole.flatMap(({ id }) => keep.get(id) ?? [])].map((fact) => fact.data));
      return {
        fact: chooseFact(award.own)?.id ?? '',
        lot: lot.no,
        several: hasSeveralSuppliers(lot),
        data: award.data,
        state: derive(facts, award),
        published: own.length === 0 ? null : { data, state: derive(published, { data }) },
      };
    });
    return [...standing, ...listCancelledAwards({ all, shown: keep }, standing, lot, lots.length)];
  });
}

/** Cancelled awards, one of each supplier who has none that stands; who is not named is somebody each time. */
function listCancelledAwards(
  { all, shown }: { all: readonly TenderFact[]; shown: ReadonlyMap<string, OfKind<'award'>> },
  standing: readonly DerivedAward[],
  lot: LotPlaces,
  lots: number,
): DerivedAward[] {
  const taken = new Set(standing.map(({ data }) => getPartyKey(data.supplier)));
  return selectCancelledAwards(all, lot.no, lots).flatMap((fact): DerivedAward[] => {
    const key = getPartyKey(fact.data.supplier);
    if (key !== undefined && taken.has(key)) return [];
    taken.add(key);
    const told = shown.get(fact.id);
    const state = 'cancelled';
    const published = told === undefined ? null : ({ data: told.data, state } as const);
    const [several, cancelled] = [hasSeveralSuppliers(lot), true as const];
    return [{ fact: fact.id, lot: lot.no, several, data: fact.data, state, cancelled, published }];
  });
}

/**
 * A result for the whole of several lots proves a state, but is no award of any one of them. Who is named beyond the places of the lot
 * has none: the first stand, and the conflict is listed.
 */
const listAwards = (facts: readonly TenderFact[], lot: LotPlaces, lots: number): AwardGroup[] =>
  groupAwards(selectOwnFacts(facts, 'award', lot.no, lots), lot).slice(0, lot.suppliersMost ?? 1);
