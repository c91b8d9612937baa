import type { TenderFactData, TenderFactKind } from './fact-types.js';
import type { TenderFact } from '../purchases/purchase-types.js';

export const isActive = (fact: { replacedBy: string | null }): boolean => fact.replacedBy === null;
export const concerns = (fact: { lot: number | null }, lot: number): boolean => fact.lot === null || fact.lot === lot;

/** Sources that the public could read too: a fact read there is public, and makes its tender or contract so. */
export const PUBLIC_SOURCES: readonly string[] = ['notice', 'reconstruction'];
export const isPublished = (fact: { source: { kind: string } }): boolean => PUBLIC_SOURCES.includes(fact.source.kind);

/** The first fact of a chain of corrections; `facts` holds the corrected ones too. */
export function indexOrigins(facts: readonly { id: string; replaces: string | null }[]): (id: string) => string {
  const replaced = new Map(facts.map((f) => [f.id, f.replaces]));
  const findOrigin = (id: string): string => {
    const earlier = replaced.get(id) ?? null;
    return earlier === null ? id : findOrigin(earlier);
  };
  return findOrigin;
}

/** The facts in force, each in the place of the first one it corrects: as if the right fact had been recorded at once. */
export function inForce<F extends { id: string; replaces: string | null; replacedBy: string | null }>(
  facts: readonly F[],
): F[] {
  // Where nothing was corrected each stands where it stands.
  if (facts.every(({ replaces }) => replaces === null)) return facts.filter(isActive);
  const originOf = indexOrigins(facts);
  const place = new Map(facts.map((f, i) => [f.id, i]));
  const getPosition = (f: F): number => place.get(originOf(f.id)) ?? 0;
  return facts.filter(isActive).sort((a, b) => getPosition(a) - getPosition(b));
}

/** An award that was cancelled is on record, and proves no result. */
export const isCancelledAward = ({ kind, data }: { kind: string; data: object }): boolean =>
  kind === 'award' && (data as TenderFactData['award']).cancelled === true;

export type OfKind<K extends TenderFactKind> = Extract<TenderFact, { kind: K }>;
/** The facts in force of one kind that concern one lot; of awards those that stand. */
export function selectFacts<K extends TenderFactKind>(facts: readonly TenderFact[], kind: K, lot: number): OfKind<K>[] {
  return facts.filter(
    (f): f is OfKind<K> => f.kind === kind && isActive(f) && concerns(f, lot) && !isCancelledAward(f),
  );
}

/** Awards of a lot of its own that were cancelled. */
export const selectCancelledAwards = (facts: readonly TenderFact[], lot: number, lots: number): OfKind<'award'>[] =>
  facts.filter(
    (f): f is OfKind<'award'> =>
      isCancelledAward(f) && isActive(f) && concerns(f, lot) && (f.lot !== null || lots === 1),
  );

/** Facts that are this lot's own: one about the whole of several lots is of none of them. */
export function selectOwnFacts<K extends TenderFactKind>(
  facts: readonly TenderFact[],
  kind: K,
  lot: number,
  lots: number,
): OfKind<K>[] {
  return selectFacts(facts, kind, lot).filter((f) => f.lot !== null || lots === 1);
}

/** The fact that stands for several that say one thing: the first that was published, else the first. */
export const chooseFact = <F extends { source: { kind: string } }>(facts: readonly F[]): F | undefined =>
  facts.find(isPublished) ?? facts[0];
