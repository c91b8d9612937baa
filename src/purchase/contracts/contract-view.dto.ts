import { ApiProperty } from '@nestjs/swagger';
import { CONTRACT_NOTICES } from './limits/contract-notices.rules.js';
import { ConductedContractDto } from './conducted/contract-here.dto.js';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { formatYuan, formatYuanOrNull } from '../../kernel/money/money.js';
import type { ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import type { KeepingDto } from '../tenders/reads/keeping.dto.js';
import { ContractDeadlineDto, type DeadlineBasisDto } from '../tenders/reads/deadlines.dto.js';
import {
  bodyRef,
  type BodyRef,
  type ConflictViewDto,
  type FactViewDto,
  type MissingViewDto,
} from '../tenders/reads/tender-view.dto.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';
import type { ContractState, Missing } from '../tenders/purchases/purchase-types.js';
import type { PublishedWords } from '../tenders/recording/published-words.rules.js';
import type { AmendmentReason } from './content/content-types.js';
import type { ContractStateHere } from './contract-states.js';

export interface ContractRow {
  id: string;
  version: number;
  dataset: string;
  tender_id: string;
  lot: number | null;
  award_id: string | null;
  renewal_of: string | null;
  renewal_no: number | null;
  buyer_id: string | null;
  buyer_name: string | null;
  supplier_id: string | null;
  supplier_name: string | null;
  programme_id: string | null;
  title: string;
  category: CategoryCode | null;
  region: string | null;
  number: string | null;
  amount: string | null;
  signed_on: string | null;
  window_start: string | null;
  window_end: string | null;
  term_text: string | null;
  terminated_on: string | null;
  state: ContractState | ContractStateHere;
  conducted: 'here' | 'elsewhere';
  published: boolean;
  /** Fen: what supplements in force add to the amount. */
  supplements: string;
  /** The caller is shown what was not published of it too. */
  whole: boolean;
  published_as: PublishedWords | null;
  /** Name of the supplier that published facts say, where that is another. */
  published_supplier: string | null;
  created_at: Date;
  updated_at: Date;
  external_ids: ExternalId[];
}

/** What of a contract its caller is shown: who is concerned all of it, everybody else what was published. */
export function toShownRow<R extends ContractRow>(row: R): R {
  if (row.whole || row.published_as === null) return row;
  const named = 'supplier_id' in row.published_as ? { supplier_name: row.published_supplier } : {};
  return { ...row, ...row.published_as, ...named };
}

/** How `completeness` names columns that published facts do not say. */
const GAPS: readonly (readonly [string, string])[] = [
  ['supplier_id', 'supplier'],
  ['amount', 'amount'],
  ['signed_on', 'signedOn'],
  ['window_start', 'window.start'],
  ['window_end', 'window.end'],
];

/** What nobody said of a contract; for everybody, what no publication said. */
export function listShownGaps(row: ContractRow & { completeness: Missing[] }): Missing[] {
  if (row.whole || row.published_as === null) return row.completeness;
  const { completeness, published_as: words } = row;
  const withheld = GAPS.filter(([column]) => words[column] === null).map(([, field]) => ({ field, lot: null }));
  return [...completeness, ...withheld];
}

/** A contract in a list. */
export class ContractDto {
  id: Uuid;
  /** Version of the record; also the ETag. */
  version: number;
  dataset: string;
  tender: Uuid;
  /** Number of the lot; null where the contract is for the whole of several lots. */
  lot: number | null;
  /** Null: the award is not known, which `completeness` says. */
  award: Uuid | null;
  /** The contract that it renews, within the term the documents announced. */
  renewalOf: Uuid | null;
  buyer: BodyRef | null;
  supplier: BodyRef | null;
  programme: Uuid | null;
  title: string;
  category: CategoryCode | null;
  region: string | null;
  number: string | null;
  /** Yuan. */
  amount: string | null;
  /** Yuan: what supplements in force add to the amount; who is not concerned is told those that were published. */
  supplements: string;
  currency: 'CNY';
  signedOn: PartialDate | null;
  window: { start: PartialDate | null; end: PartialDate | null };
  termText: string | null;
  terminatedOn: PartialDate | null;
  state: ContractState | ContractStateHere;
  conducted: 'here' | 'elsewhere';
  published: boolean;
  externalIds: { system: string; id: string }[];
  createdAt: Instant;
  updatedAt: Instant;

  static fromRow(stored: ContractRow): ContractDto {
    const row = toShownRow(stored);
    return {
      id: row.id,
      version: row.version,
      dataset: row.dataset,
      tender: row.tender_id,
      lot: row.lot,
      award: row.award_id,
      renewalOf: row.renewal_of,
      buyer: bodyRef(row.buyer_id, row.buyer_name),
      supplier: bodyRef(row.supplier_id, row.supplier_name),
      programme: row.programme_id,
      title: row.title,
      category: row.category,
      region: row.region,
      number: row.number,
      amount: formatYuanOrNull(row.amount),
      supplements: formatYuan(row.supplements),
      currency: 'CNY',
      signedOn: row.signed_on,
      window: { start: row.window_start, end: row.window_end },
      termText: row.term_text,
      terminatedOn: row.terminated_on,
      state: row.state,
      conducted: row.conducted,
      published: row.published,
      externalIds: row.external_ids,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    };
  }
}

/** A page of contracts. */
export class ContractListDto extends ListOf(ContractDto) {}

/** What of a contract that was signed elsewhere lies above a maximum; it refuses nothing. */
export class ContractNoticeDto {
  @ApiProperty({ enum: CONTRACT_NOTICES })
  code: (typeof CONTRACT_NOTICES)[number];
  /** Null of the lot’s budget: what was agreed on elsewhere is not judged by a rule here. */
  rule: string | null;
  basis: DeadlineBasisDto | null;
  text: string;
}

/** An amendment that was published. Its reason and words are its parties’, as the notice says them. */
export class PublishedAmendmentDto {
  id: Uuid;
  no: number;
  reasonCode: AmendmentReason;
  /** Yuan added to the amount. */
  supplement: string | null;
  inForceOn: PlainDate;
  publishedOn: PlainDate;
  url: string | null;
}

/** A contract with its facts, periods and, where it goes on here, its content. */
export class ContractDetailDto extends ContractDto {
  /** The contract, or the draft of one, that renews it. */
  renewedBy: Uuid | null;
  /** The lines of its lot; for several lots together, those of the tender. */
  serviceLines: Uuid[];
  /** The contract's own facts; what the tender says of it stands in the tender's facts. */
  facts: FactViewDto[];
  /** Amendments in force of which a publication is on record; its parties find all of them in `here`. */
  amendments: PublishedAmendmentDto[];
  completeness: MissingViewDto[];
  conflicts: ConflictViewDto[];
  /** For its own bodies and who watches over them. */
  notices: ContractNoticeDto[];
  /** Null for a contract whose facts are recorded, and for those it is no concern of. */
  here: ConductedContractDto | null;
  /** Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them. */
  deadlines: ContractDeadlineDto[];
  /** Until when the documents of its purchase are kept; null for those it is no concern of. */
  documentsKept: KeepingDto | null;
  allowedActions: AllowedActionDto[];
}
