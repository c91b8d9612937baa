import type { DemoContract, DemoPurchase } from '../../src/demonstration/demonstration-types.js';
import type {
  ContractFactData,
  ContractFactKind,
  TenderFactData,
  TenderFactKind,
} from '../../src/purchase/tenders/recording/fact-types.js';

/** What a purchase of the demonstration says of one kind, of one lot where it is named. */
export const tenderData = <K extends TenderFactKind>(
  purchase: DemoPurchase,
  kind: K,
  lot?: number,
): TenderFactData[K][] =>
  purchase.facts
    .filter((fact) => fact.kind === kind && (lot === undefined || fact.lot === lot))
    .map(({ data }) => data as TenderFactData[K]);
/** What a contract of it says of one kind. */
export const contractData = <K extends ContractFactKind>(
  contract: Pick<DemoContract, 'facts'>,
  kind: K,
): ContractFactData[K][] =>
  contract.facts.filter((fact) => fact.kind === kind).map(({ data }) => data as ContractFactData[K]);
