import type {
  ContractFactData,
  ContractFactKind,
  GivenFact,
  TenderFactKind,
} from '../../purchase/tenders/recording/fact-types.js';
import type { ContractFact, TenderFact } from '../../purchase/tenders/purchases/purchase-types.js';
import type { ReferredContract } from '../../purchase/contracts/contracts.service.js';
import { correcting } from '../notices/changes/changed-row.rules.js';
import type { ImportLosses } from './import-losses.rules.js';
import type { MappedContract } from './mapping/mapped-types.js';

type Fact = TenderFact | ContractFact;
type Kind = TenderFactKind | ContractFactKind;

/** Whether a fact was read from this process. */
export const isOfProcess = ({ source }: Fact, ocid: string): boolean => namesProcess(source.reference ?? '', ocid);
const namesProcess = (reference: string, ocid: string): boolean =>
  reference === ocid || reference.startsWith(`${ocid}#`);

/**
 * The facts of a process as corrections of those it gave before: of the same part of the release (its award, its payment), then
 * of the same body. One that is not given any more has been withdrawn, which a record of facts does not know. `all`: all facts, also of
 * who corrected those of the process.
 */
export function correctFacts<K extends Kind>(
  facts: readonly GivenFact<K>[],
  known: readonly Fact[],
  all: readonly Fact[],
): GivenFact<K>[] {
  const byPart = new Map<string, { facts: GivenFact<K>[]; known: Fact[] }>();
  const getPart = (reference: string | null | undefined) => {
    const part = byPart.get(reference ?? '') ?? { facts: [], known: [] };
    byPart.set(reference ?? '', part);
    return part;
  };
  for (const fact of facts) getPart(fact.source.reference).facts.push(fact);
  for (const fact of known) getPart(fact.source.reference).known.push(fact);
  return [...byPart.values()].flatMap((part) => correcting(part.facts, part.known, all));
}

/** A contract that was accepted whole may have come to its end in its time. */
export const isInTime = (facts: readonly GivenFact<ContractFactKind>[]): boolean =>
  facts.some(({ kind, data }) => kind === 'acceptance' && (data as ContractFactData['acceptance']).result === 'passed');

/** The facts without an end that may have been in time, unless it was recorded before. */
export const dropEndInTime = (
  facts: readonly GivenFact<ContractFactKind>[],
  known: readonly ContractFact[],
): readonly GivenFact<ContractFactKind>[] =>
  !isInTime(facts) || known.some(({ kind }) => kind === 'termination')
    ? facts
    : facts.filter(({ kind }) => kind !== 'termination');

/**
 * What is told of each recorded contract. Contracts of a release that are one here, for nothing tells them apart, are counted; which
 * of them was paid is nobody's to say.
 */
export function assignToContracts(
  recorded: readonly ReferredContract[],
  contracts: readonly MappedContract[],
  ocid: string,
  losses: ImportLosses,
): Map<string, GivenFact<ContractFactKind>[]> {
  const known = recorded.map(({ id, references }) => ({
    id,
    own: new Set(references.filter((reference) => namesProcess(reference, ocid))),
  }));
  for (const { own } of known) if (own.size > 1) losses.add('contracts', 'no_counterpart', own.size - 1);
  const told = new Map<string, GivenFact<ContractFactKind>[]>();
  for (const { reference, facts } of contracts) {
    if (facts.length === 0) continue;
    const [contract, ...others] = known.filter(({ own }) => own.has(reference));
    if (contract === undefined || others.length > 0 || contract.own.size > 1)
      losses.add('contracts.implementation', 'no_counterpart', facts.length);
    else told.set(contract.id, [...(told.get(contract.id) ?? []), ...facts.map(({ fact }) => fact)]);
  }
  return told;
}
