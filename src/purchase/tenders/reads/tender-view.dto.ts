import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import type { ConductedViewDto, TermsViewDto } from '../conducted/conducted-view.dto.js';
import type { LotStateHere } from '../lots/lot-states.js';
import type { TenderStateHere } from '../tender.lifecycle.js';
import type { KeepingDto } from './keeping.dto.js';
import type { TenderDeadlineDto } from './deadlines.dto.js';
import { toInstant, type Instant } from '../../../kernel/clock/moment.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { UnresolvedReason } from '../../../kernel/identity/region-text.rules.js';
import { isPublished } from '../recording/facts-in-force.rules.js';
import type {
  Conflict,
  ContractFact,
  Missing,
  TenderFact,
  TenderState,
  ConflictCode,
  ContractState,
} from '../purchases/purchase-types.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import type { ContractFactKind, SOURCE_KINDS, TenderFactKind } from '../recording/fact-types.js';

/** A body as other objects name it. */
export class BodyRef {
  id: Uuid;
  name: string;
}

/** Columns every view of a tender is made of; `state` is that of the moment of reading, by business time. */
export interface TenderRow {
  id: string;
  version: number;
  dataset: string;
  ocid: string;
  purchase_id: string;
  round: number;
  conducted: 'here' | 'elsewhere';
  buyer_id: string | null;
  buyer_name: string | null;
  title: string;
  method: Method | null;
  category: CategoryCode | null;
  region: string | null;
  region_text: string | null;
  budget_level: BudgetLevel | null;
  project_no: string | null;
  budget: string | null;
  programme_id: string | null;
  window_start: string | null;
  window_end: string | null;
  term_text: string | null;
  state: TenderState | TenderStateHere | LotStateHere | null;
  published: boolean;
  /** As PostgreSQL writes it: a `Date` for each of a list's rows costs more than the rest of the row. */
  created_at: string;
  updated_at: string;
  deadline_at: string | null;
}

export const bodyRef = (id: string | null, name: string | null): BodyRef | null =>
  id === null ? null : { id, name: name ?? '' };

/** A tender in a list. */
export class TenderDto {
  id: Uuid;
  /** Version of the record; also the ETag. */
  version: number;
  dataset: string;
  ocid: string;
  /** Rounds of one purchase share it. */
  purchaseId: Uuid;
  round: number;
  conducted: 'here' | 'elsewhere';
  buyer: BodyRef | null;
  title: string;
  method: Method | null;
  category: CategoryCode | null;
  region: string | null;
  regionText: string | null;
  budgetLevel: BudgetLevel | null;
  projectNo: string | null;
  /** Yuan. */
  budget: string | null;
  currency: 'CNY';
  programme: Uuid | null;
  window: { start: PartialDate | null; end: PartialDate | null };
  termText: string | null;
  /** Of its lifecycle; elsewhere the furthest the facts prove at this moment, null where they prove nothing. */
  state: TenderState | TenderStateHere | LotStateHere | null;
  /** Until when bids are taken; a day that was published without an hour ends with it. Null: not known. */
  deadline: Instant | null;
  /** Whether bids are taken now: until a deadline that is known and ahead. Null: not known. */
  open: boolean | null;
  published: boolean;
  createdAt: Instant;
  updatedAt: Instant;

  static fromRow(row: TenderRow): TenderDto {
    return {
      id: row.id,
      version: row.version,
      dataset: row.dataset,
      ocid: row.ocid,
      purchaseId: row.purchase_id,
      round: row.round,
      conducted: row.conducted,
      buyer: bodyRef(row.buyer_id, row.buyer_name),
      title: row.title,
      method: row.method,
      category: row.category,
      region: row.region,
      regionText: row.region_text,
      budgetLevel: row.budget_level,
      projectNo: row.project_no,
      budget: formatYuanOrNull(row.budget),
      currency: 'CNY',
      programme: row.programme_id,
      window: { start: row.window_start, end: row.window_end },
      termText: row.term_text,
      state: row.state,
      deadline: row.deadline_at === null ? null : toInstant(row.deadline_at),
      open: isOpen(row),
      published: row.published,
      createdAt: toInstant(row.created_at),
      updatedAt: toInstant(row.updated_at),
    };
  }
}

/** The state is that of the moment of reading: what is open has its deadline ahead, where one is known. */
const isOpen = ({ state, deadline_at: deadline }: TenderRow): boolean | null =>
  state === 'open' ? deadline !== null || null : state === null ? null : false;

/** A page of tenders. */
export class TenderListDto extends ListOf(TenderDto) {}

/** A bid, as a recorded fact says it. */
export class BidViewDto {
  /** Id of the fact that says it. */
  id: Uuid;
  bidder: BodyRef | null;
  price: string | null;
  rank: number | null;
  score: string | null;
  status: 'valid' | 'rejected' | 'withdrawn' | null;
  /** Why it was rejected, as published. */
  rejectedFor: string | null;
}

/** An award of a lot. */
export class AwardViewDto {
  id: Uuid;
  supplier: BodyRef | null;
  amount: string | null;
  /** Of the lot, in basis points, where several suppliers share it. */
  share: number | null;
  rank: number | null;
  /** Price of one `unit`, yuan. */
  unitPrice: string | null;
  unit: string | null;
  /** Yuan, of a mixed price. */
  fixedPart: string | null;
  decidedOn: PartialDate | null;
  publishedOn: PartialDate | null;
  state: 'pending' | 'active' | 'cancelled' | 'contracted' | 'refused' | 'invalidated';
}

/** A lot with its bids, its awards and its periods. */
export class LotViewDto {
  id: Uuid;
  no: number;
  name: string | null;
  ceiling: string | null;
  budget: string | null;
  pricing: 'fixed' | 'competitive' | null;
  state: TenderState | LotStateHere | null;
  /** How many bid, as published; null where unknown. */
  bidCount: number | null;
  /** Bids on record: published lists are often incomplete. */
  bids: BidViewDto[];
  /** How many suppliers are chosen at most; null: one. */
  suppliersMost: number | null;
  /** The award that stands; of several the first by rank. */
  award: AwardViewDto | null;
  /** The awards that stand, by rank: several where several suppliers are chosen. */
  awards: AwardViewDto[];
  /** First and last day of its service: its own, else its tender's. */
  window: { start: PartialDate | null; end: PartialDate | null };
  termText: string | null;
  /** The lines it is for: its own, else its tender's. */
  serviceLines: Uuid[];
  /** What the documents say of it, its own members in place of its tender's; outsiders see it from the issue on. Null for a purchase conducted elsewhere. */
  terms: TermsViewDto | null;
  /** What of this it says otherwise than its tender: `window`, `termText`, `serviceLines`, `terms.requirement` and other members. */
  own: string[];
  /** Periods of law that concern it. */
  deadlines: TenderDeadlineDto[];
}
/** What the approver, the public or a lawyer said while it was a draft. For its own bodies and who watches over them. */
/** A recorded fact with its source. A corrected one names what replaced it. */
export class FactViewDto {
  id: Uuid;
  kind: TenderFactKind | ContractFactKind;
  lot: number | null;
  data: Record<string, unknown>;
  source: {
    kind: (typeof SOURCE_KINDS)[number];
    url?: string | null;
    publishedOn?: PartialDate | null;
    reference?: string | null;
  };
  replaces: Uuid | null;
  replacedBy: Uuid | null;
  reason: string | null;
  recordedAt: Instant;

  static fromFact(fact: TenderFact | ContractFact): FactViewDto {
    const { id, kind, lot, data, source, replaces, replacedBy, reason, recordedAt } = fact;
    return { id, kind, lot, data: data, source, replaces, replacedBy, reason, recordedAt };
  }
}
/** Facts that cannot all be true. Those of a file are stored as published; a check that needs them answers `insufficient_data`. */
export class ConflictViewDto {
  code: ConflictCode;
  facts: Uuid[];
  fields: string[];
  text: string;
}
/** A place that a text may mean. */
export class RegionCandidateDto {
  code: string;
  /** From the province down. */
  fullName: string;
}
/** Something no fact says yet. */
export class MissingViewDto {
  field: string;
  lot: number | null;
  /** Of a region that the source names in words alone: why they have no code. Absent for any other field. */
  reason?: UnresolvedReason;
  /** The places that the words may mean. Absent for any other field. */
  candidates?: RegionCandidateDto[];
}

/** A tender with its lots, contracts, facts and periods. */
export class TenderDetailDto extends TenderDto {
  serviceLines: Uuid[];
  lots: LotViewDto[];
  contracts: {
    id: Uuid;
    lot: number | null;
    /** The award that it carries out. */
    award: Uuid | null;
    state: ContractState | 'draft' | 'halted' | 'rescinded' | 'settled' | 'archived';
  }[];
  completeness: MissingViewDto[];
  conflicts: ConflictViewDto[];
  facts: FactViewDto[];
  externalIds: { system: string; id: string }[];
  /** Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them. */
  deadlines: TenderDeadlineDto[];
  /** Until when its documents are kept; null for those it is no concern of. */
  documentsKept: KeepingDto | null;
  /** Null for a purchase conducted elsewhere. */
  here: ConductedViewDto | null;
  /** What the caller may do now. */
  allowedActions: AllowedActionDto[];
}

export const conflictViews = (
  conflicts: readonly Conflict[],
  text: (c: Conflict) => Text,
  lang: keyof Text,
): ConflictViewDto[] => conflicts.map((c) => ({ ...c, text: text(c)[lang] }));
export const missingViews = (missing: readonly Missing[]): MissingViewDto[] =>
  missing.map(({ field, lot, reason, candidates }) => ({
    field,
    lot,
    ...(reason && { reason }),
    ...(candidates && { candidates }),
  }));

/** Facts as far as the caller may see them: outsiders those that were published. */
export const filterShownFacts = <F extends TenderFact | ContractFact>(insider: boolean, facts: readonly F[]): F[] =>
  facts.filter((fact) => insider || isPublished(fact));

/** Conflicts as far as the caller may see every fact they name. */
export function filterShownConflicts(
  insider: boolean,
  conflicts: readonly Conflict[],
  shown: readonly { id: string }[],
): Conflict[] {
  const ids = new Set(shown.map((f) => f.id));
  return conflicts.filter((c) => insider || c.facts.every((id) => ids.has(id)));
}
