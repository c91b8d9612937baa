import { isActive } from '../../purchase/tenders/recording/facts-in-force.rules.js';
import type { ContractFactKind, GivenFact, TenderFactKind } from '../../purchase/tenders/recording/fact-types.js';
import type { ContractFact, TenderFact } from '../../purchase/tenders/purchases/purchase-types.js';
import { correcting } from '../notices/changed-row.rules.js';

type Fact = TenderFact | ContractFact;
type Kind = TenderFactKind | ContractFactKind;

/** Whether a fact was read from this process. */
export const isOfProcess = ({ source }: Fact, ocid: string): boolean =>
  source.reference === ocid || (source.reference ?? '').startsWith(`${ocid}#`);

/**
 * The facts of a process as corrections of those it gave before: of the same part of the release (its award, its payment), then
 * of the same body. One that is not given any more has been withdrawn, which a record of facts does not know.
 */
export function correctFacts<K extends Kind>(facts: readonly GivenFact<K>[], known: readonly Fact[]): GivenFact<K>[] {
  const byPart = new Map<string, { facts: GivenFact<K>[]; known: Fact[] }>();
  const getPart = (reference: string | null | undefined) => {
    const part = byPart.get(reference ?? '') ?? { facts: [], known: [] };
    byPart.set(reference ?? '', part);
    return part;
  };
  for (const fact of facts) getPart(fact.source.reference).facts.push(fact);
  for (const fact of known) if (isActive(fact)) getPart(fact.source.reference).known.push(fact);
  return [...byPart.values()].flatMap((part) => correcting(part.facts, part.known));
}
