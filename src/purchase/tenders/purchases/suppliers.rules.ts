import { selectCancelledAwards, selectOwnFacts, type OfKind } from '../recording/facts-in-force.rules.js';
import type { TenderFactData } from '../recording/fact-types.js';
import { getPartyKey, mergeData } from '../recording/merge.rules.js';
import type { LotPlaces, TenderFact } from './purchase-types.js';

/** Whether more than one supplier may be chosen for a lot, as in a framework (入围). */
export const hasSeveralSuppliers = ({ suppliersMost }: LotPlaces): boolean => (suppliersMost ?? 1) > 1;

/**
 * The lots with as many places as their awards say that there are; where none says it, as the lot has it. With whose award was
 * cancelled. `facts` are in force.
 */
export const countPlaces = <L extends LotPlaces>(lots: readonly L[], facts: readonly TenderFact[]): L[] =>
  lots.map((lot) => {
    const awards = selectOwnFacts(facts, 'award', lot.no, lots.length);
    const { places } = mergeData(awards.map((fact) => fact.data));
    const cancelled = selectCancelledAwards(facts, lot.no, lots.length);
    const counted = { ...lot, suppliersMost: places ?? lot.suppliersMost };
    return cancelled.length === 0 ? counted : { ...counted, ousted: listOustedSuppliers(cancelled, awards) };
  });

function listOustedSuppliers(cancelled: readonly OfKind<'award'>[], standing: readonly OfKind<'award'>[]): Set<string> {
  const winners = standing.map(({ data }) => getPartyKey(data.supplier));
  return new Set(
    cancelled.flatMap(({ data }) => getPartyKey(data.supplier) ?? []).filter((key) => !winners.includes(key)),
  );
}

/** Whether a contract is that of a supplier whose award was cancelled. */
export function isOfOustedSupplier({ supplier }: ContractData, { ousted }: LotPlaces): boolean {
  const key = ousted === undefined ? undefined : getPartyKey(supplier);
  return key !== undefined && ousted?.has(key) === true;
}

type AwardData = TenderFactData['award'];

/** What an award says of whoever was chosen. A fact that says none of it speaks of the result as a whole. */
const OF_THE_CHOSEN = ['supplier', 'amount', 'share', 'rank', 'unitPrice'] as const satisfies (keyof AwardData)[];
const speaksOfOne = (data: AwardData): boolean => OF_THE_CHOSEN.some((field) => data[field] !== undefined);

/** What facts say together of one supplier who was chosen. */
export interface AwardGroup {
  /** Undefined where the supplier is not known, and where a lot has one place. */
  key: string | undefined;
  /** Facts of this award alone; at least one. */
  own: OfKind<'award'>[];
  /** Facts of the result as a whole. */
  whole: readonly OfKind<'award'>[];
  /** What all of them say together. */
  data: AwardData;
}

/**
 * The awards of a lot that its facts tell of. Of a lot with one place they speak of one award. Of one with several each supplier has
 * its own, in the order of their ranks, then of their facts; who is not named is somebody each time.
 */
export function groupAwards(facts: readonly OfKind<'award'>[], lot: LotPlaces): AwardGroup[] {
  if (facts.length === 0) return [];
  const merge = (key: string | undefined, own: OfKind<'award'>[], whole: readonly OfKind<'award'>[]): AwardGroup => ({
    key,
    own,
    whole,
    data: mergeData([...own, ...whole].map((fact) => fact.data)),
  });
  if (!hasSeveralSuppliers(lot)) return [merge(undefined, [...facts], [])];
  const whole = facts.filter((fact) => !speaksOfOne(fact.data));
  const groups = new Map<string, OfKind<'award'>[]>();
  for (const fact of facts) {
    if (!speaksOfOne(fact.data)) continue;
    const key = getPartyKey(fact.data.supplier) ?? fact.id;
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  if (groups.size === 0) return [merge(undefined, whole, [])];
  return [...groups.values()]
    .map((own) => merge(getPartyKey(own[0]?.data.supplier), own, whole))
    .sort((a, b) => (a.data.rank ?? Infinity) - (b.data.rank ?? Infinity) || 0);
}

/** Whether two facts speak of one award of their lot: of one supplier, or one of them of the result as a whole. */
export function isSameAward(a: AwardData, b: AwardData, lot: LotPlaces): boolean {
  if (!hasSeveralSuppliers(lot) || !speaksOfOne(a) || !speaksOfOne(b)) return true;
  const key = getPartyKey(a.supplier);
  return key !== undefined && key === getPartyKey(b.supplier);
}

type ContractData = TenderFactData['contract'];

/**
 * Two contract facts speak of two contracts only where their numbers differ, or where one is the renewal of the other; otherwise the
 * later completes the earlier. Of a lot with several suppliers they speak of one only where they name one supplier, or one number
 * where a supplier is not named; so of a lot whose first award was cancelled.
 */
export function isSameContract(a: ContractData, b: ContractData, lot: LotPlaces): boolean {
  const isNumbered = a.number !== undefined && b.number !== undefined;
  if (a.renewal !== b.renewal || (isNumbered && a.number !== b.number)) return false;
  const isOther = isOfOustedSupplier(a, lot) || isOfOustedSupplier(b, lot);
  if (!hasSeveralSuppliers(lot) && !isOther) return true;
  const [x, y] = [getPartyKey(a.supplier), getPartyKey(b.supplier)];
  return x === undefined || y === undefined ? isNumbered : x === y;
}

/** Whether a contract of the lot is that of one of its awards: of the only one, else of its supplier. */
export const isOwnContract = (
  { supplier }: ContractData,
  award: { data: AwardData },
  awards: readonly unknown[],
  lot: LotPlaces,
): boolean => {
  if (isOfOustedSupplier({ supplier }, lot)) return getPartyKey(supplier) === getPartyKey(award.data.supplier);
  if (!hasSeveralSuppliers(lot)) return true;
  const key = getPartyKey(supplier);
  return key === undefined ? awards.length === 1 : key === getPartyKey(award.data.supplier);
};
