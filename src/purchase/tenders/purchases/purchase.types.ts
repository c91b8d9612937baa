import type {
  ContractFactData,
  ContractFactKind,
  FactSource,
  Moment,
  PartialDate,
  TenderFactData,
  TenderFactKind,
  Window,
} from '../recording/facts.types.js';

/** A fact as stored. Parties in its data carry the id of their organisation. `replacedBy` is set on a corrected one. */
export interface StoredFact<K extends string> {
  id: string;
  kind: K;
  lot: number | null;
  data: Record<string, unknown>;
  source: FactSource;
  replaces: string | null;
  replacedBy: string | null;
  reason: string | null;
  recordedAt: string;
}
export type TenderFact = {
  [K in TenderFactKind]: StoredFact<K> & { data: TenderFactData[K] };
}[TenderFactKind];
export type ContractFact = {
  [K in ContractFactKind]: StoredFact<K> & { data: ContractFactData[K] };
}[ContractFactKind];

/** What is known of a tender apart from its facts. */
export interface TenderBase {
  title: string;
  buyer: string | null;
  method: string | null;
  category: string | null;
  region: string | null;
  window: Window;
  serviceLines: number;
  lots: { no: number; ceiling: bigint | null }[];
}

/** The states that recorded facts can prove, in their order, then the two ends. */
export const PROVEN_STATES = [
  'intent_published',
  'open',
  'closed',
  'opened',
  'result_published',
  'contracted',
] as const;
export type TenderState = (typeof PROVEN_STATES)[number] | 'failed' | 'cancelled';

export const CONTRACT_STATES = [
  'signed',
  'active',
  'delivered',
  'accepted',
  'part_accepted',
  'terminated',
  /** What was taken for a contract of its own turned out to be another one. */
  'void',
] as const;
export type ContractState = (typeof CONTRACT_STATES)[number];

/** Two stored facts that cannot both be true, or one that cannot be true by itself. */
export interface Conflict {
  code: ConflictCode;
  facts: string[];
  fields: string[];
}
export const CONFLICT_CODES = [
  'fact_disagrees',
  'deadline_before_notice',
  'opening_before_notice',
  'opening_before_deadline',
  'documents_end_before_start',
  'award_before_deadline',
  'contract_before_award',
  'end_before_start',
  'contract_amount_differs',
  'contract_supplier_differs',
  'bid_count_below_bids',
  'winner_not_a_bidder',
  'failed_and_awarded',
  'award_above_ceiling',
  'payments_above_contract',
  'delivered_before_start',
  'acceptance_before_delivery',
  'start_before_signing',
  'terminated_before_signing',
  'budget_exceeded',
  'acceptance_before_signing',
  'terminated_before_start',
  'terminated_before_delivery',
  'winner_rejected',
  'correction_before_notice',
  'award_differs_from_bid',
  'rank_repeated',
  'award_before_notice',
  'award_published_before_decided',
  'contract_before_notice',
  'intention_after_notice',
] as const;
export type ConflictCode = (typeof CONFLICT_CODES)[number];

/** Something a reader would want to know and no fact says. */
export interface Missing {
  field: string;
  lot: number | null;
}

/** The merged call for bids of one lot: what notices say, as corrected. */
export interface Call {
  publishedOn: PartialDate | null;
  deadline: Moment | null;
  openingAt: Moment | null;
  documentsTo: PartialDate | null;
}
