import type { LotFacts } from '../fact-types.js';
import { citeValue, textField, type LoadedFact } from '../loading/sourced.rules.js';

/** Facts of these kinds that are of the lot of this number: its own, and those of the whole purchase. */
export const listFactsOfLot = (facts: readonly LoadedFact[], no: number, kinds: readonly string[]): LoadedFact[] =>
  facts.filter(({ kind, lot }) => kinds.includes(kind) && (lot === null || lot === no));

/** Until when bids were due: as the correction published last has it, else the notice. */
export function findDeadline(facts: readonly LoadedFact[], no: number): LotFacts['deadline'] {
  const says = (kind: string): LoadedFact[] =>
    listFactsOfLot(facts, no, [kind]).filter((fact) => textField(fact, 'deadline') !== null);
  const getDay = (fact: LoadedFact): string => textField(fact, 'publishedOn') ?? '';
  const last = says('correction').reduce<LoadedFact | undefined>(
    (a, b) => (a !== undefined && getDay(b) < getDay(a) ? a : b),
    undefined,
  );
  const fact = last ?? says('notice')[0];
  return fact === undefined ? null : citeValue(textField(fact, 'deadline'), `fact:${fact.id}`, fact.source);
}
