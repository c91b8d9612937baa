import type {
  ContractFactData,
  ContractFactKind,
  FactSource,
  Moment,
  PartialDate,
  TenderFactData,
  TenderFactKind,
} from '../recording/fact-types.js';
import type { Window } from '../recording/recorded-window.js';
import type { RegionCandidate, UnresolvedReason } from '../../../kernel/identity/region-text.rules.js';
import conflictTexts from '../recording/contradiction.texts.json' with { type: 'json' };

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

/** A lot, as far as what is said of it is put together. */
export interface LotPlaces {
  no: number;
  /** How many suppliers may be chosen for it; null: one. */
  suppliersMost: number | null;
  /** Keys of suppliers whose award was cancelled, and who have none that stands. */
  ousted?: ReadonlySet<string>;
}

/** What is known of a tender apart from its facts. */
export interface TenderBase {
  title: string;
  buyer: string | null;
  method: string | null;
  category: string | null;
  region: string | null;
  /** The region in the source's words. */
  regionText: string | null;
  window: Window;
  serviceLines: number;
  /** Each with its window in force, and how many lines it has of its own. */
  lots: (LotPlaces & { ceiling: bigint | null; window: Window; ownLines: number })[];
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
export const isEnded = (state: TenderState | null): boolean => state === 'failed' || state === 'cancelled';

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

export type ConflictCode = keyof typeof conflictTexts;
export const CONFLICT_CODES = Object.keys(conflictTexts) as ConflictCode[];

/** Something a reader would want to know and no fact says. */
export interface Missing {
  field: string;
  lot: number | null;
  /** Of a region that a source names without a code: why its text has none, and the places it may mean. */
  reason?: UnresolvedReason;
  candidates?: RegionCandidate[];
}

/** The merged call for bids of one lot: what notices say, as corrected. */
export interface Call {
  publishedOn: PartialDate | null;
  deadline: Moment | null;
  openingAt: Moment | null;
  documentsTo: PartialDate | null;
}
