import type {
  ContractFactData,
  ContractFactKind,
  FactSource,
  GivenFact,
  TenderFactData,
  TenderFactKind,
} from './fact-types.js';

/** A fact of a tender with its kind and data checked against each other; `lot` null means every lot. */
export function tenderFact<K extends TenderFactKind>(
  kind: K,
  lot: number | null,
  data: TenderFactData[K],
  source: FactSource,
): GivenFact<TenderFactKind> {
  return { kind, lot, data, source };
}

/** A fact of a contract. A contract stands for one lot already, so none is named. */
export function contractFact<K extends ContractFactKind>(
  kind: K,
  data: ContractFactData[K],
  source: FactSource,
): GivenFact<ContractFactKind> {
  return { kind, data, source };
}
