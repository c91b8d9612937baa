import { ApiProperty } from '@nestjs/swagger';
import { PriceTermDto, ServiceDaysDto } from '../../tenders/conducted/terms/price.dto.js';
import { MeasureDto } from '../../tenders/conducted/terms/measure.dto.js';
import {
  SUPPLIER_SIZES,
  type SupplierSize,
  type AmendmentReason,
  TERMINATION_GROUNDS,
} from '../content/content-types.js';
import { ContractObjectionDto, PaymentDemandDto } from '../agency/agency.dto.js';
import { WITHDRAWAL_GROUNDS } from '../agency/agency.rules.js';
import { ContractEndingDto } from '../ending/ending.dto.js';
import { HALTED_FOR } from '../halting/halt.rules.js';
import { ContractHaltDto } from '../halting/halting.dto.js';
import { DeadlineBasisDto } from '../../tenders/reads/deadlines.dto.js';
import { REPORT_MONTHS, SETTLEMENTS } from '../content/content-types.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import { FieldErrorDto } from '../../../kernel/openapi/problem.dto.js';
import { BarInForceDto } from '../../../people/organisations/bars/bar.dto.js';
import { PAYMENT_TRIGGERS } from '../../tenders/conducted/terms/terms-types.js';
import { RESCISSION_GROUNDS } from '../../awards/remedies/remedy.rules.js';

/** A party of a contract. */
export class ContractPartyDto {
  organisation: Uuid;
  name: string;
  creditCode: string | null;
}

/** What the service must come to. */
export class ContentStandardDto {
  no: number;
  text: string;
  target?: number | null;
  unit?: string | null;
  measure?: MeasureDto | null;
}

/** An instalment of a contract. */
export class ContentPaymentDto {
  no: number;
  @ApiProperty({ enum: PAYMENT_TRIGGERS })
  trigger: string;
  /** Basis points of the amount. */
  share: number;
  of?: number | null;
}

/** A milestone of a contract. */
export class ContentMilestoneDto {
  no: number;
  name: string;
  dueOn: PlainDate;
  shownBy?: string | null;
}

/** A term of more than a year, with the conditions it rests on. */
export class ContentTermDto {
  years: number;
  contentFixed: boolean;
  continuous: boolean;
  fundingStable: boolean;
  priceStable: boolean;
  budgetAssured: boolean;
}

/** A further clause of a contract. */
export class ContentClauseDto {
  title: string;
  text: string;
}

/** A person whom the agency has named for the service. */
export class ContentMemberDto {
  name: string;
  role: string;
  qualification?: string | null;
  licence?: string | null;
}

/** First and last day of the service. */
export class ContentWindowDto {
  start: PartialDate | null;
  end: PartialDate | null;
}

/** The purchase that a contract follows from. */
export class ContentTenderDto {
  ocid: string;
  title: string;
  projectNo: string | null;
  lot: number | null;
}

/** The parties of a contract. */
export class ContentPartiesDto {
  buyer: ContractPartyDto;
  supplier: ContractPartyDto;
  jointBuyers?: ContractPartyDto[];
}

/** The contract that is renewed. */
export class ContentRenewalDto {
  of: Uuid;
  number: string | null;
  no: number;
}
/** What the parties agree on; its canonical JSON (RFC 8785) is what they sign. */
export class ContractContentDto {
  contract: Uuid;
  tender: ContentTenderDto;
  parties: ContentPartiesDto;
  number: string | null;
  amount: string | null;
  currency: 'CNY';
  window: ContentWindowDto;
  requirement: string | null;
  standards: ContentStandardDto[];
  payments: ContentPaymentDto[];
  milestones?: ContentMilestoneDto[];
  /** Months that one progress report covers; null: each month. */
  @ApiProperty({ enum: [...REPORT_MONTHS, null], nullable: true, type: 'integer' })
  reportMonths?: (typeof REPORT_MONTHS)[number] | null;
  performanceBond: number | null;
  term: ContentTermDto | null;
  individualReason: string | null;
  clauses: ContentClauseDto[];
  team: ContentMemberDto[];
  @ApiProperty({ enum: SUPPLIER_SIZES, required: false, nullable: true })
  supplierSize?: SupplierSize | null;
  paymentDays?: number | null;
  acceptanceDays?: number | null;
  @ApiProperty({ enum: SETTLEMENTS, required: false, nullable: true })
  settlement?: (typeof SETTLEMENTS)[number] | null;
  confirmDays?: number | null;
  lateInterest?: string | null;
  lateInterestRate?: string | null;
  suspensionAfterDays?: number | null;
  /** Absent: by one sum. */
  price?: PriceTermDto | null;
  /** On which days the service is promised; absent: it was not said. */
  serviceDays?: ServiceDaysDto | null;
  /** Of a renewal alone: the contract it renews. */
  renewal?: ContentRenewalDto;
}

/** That a party signed, when, and which words. */
export class ContractSignatureDto {
  side: 'buyer' | 'supplier';
  hash: string;
  signedAt: Instant;
}
/** Any JSON. */
const ANY = {
  anyOf: [
    { type: 'string' },
    { type: 'integer' },
    { type: 'boolean' },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ],
};

/** One place of the content: a JSON pointer, what stood there and what is to stand there. */
export class DifferenceDto {
  pointer: string;
  @ApiProperty({ ...ANY, nullable: true })
  old: unknown;
  @ApiProperty({ ...ANY, nullable: true })
  new: unknown;
}
/** A due date by a rule of law. It never refuses; whoever is late may still act. */
export class AmendmentDueDto {
  /** Null where no calendar reaches that far. */
  date: PlainDate | null;
  rule: string;
  basis: DeadlineBasisDto;
  state: 'due' | 'met' | 'missed' | 'uncertain';
}

/** An amendment of a contract. */
export class AmendmentDto {
  id: Uuid;
  no: number;
  state: 'proposed' | 'in_force' | 'withdrawn';
  reasonCode: AmendmentReason;
  reason: string;
  /** Yuan added to the amount. */
  supplement: string | null;
  difference: DifferenceDto[];
  /** What both parties sign. */
  hash: string;
  signatures: ContractSignatureDto[];
  proposedAt: Instant;
  inForceOn: PlainDate | null;
  publishedOn: PlainDate | null;
  publishedUrl: string | null;
  /** When it is to be published; null before it is in force, or where no rule was. */
  due: AmendmentDueDto | null;
}

/** What the agency asked its buyer to consent to. */
export class ContractRequestDto {
  id: Uuid;
  kind: 'team' | 'subcontract';
  /** The team as it is to be, or who is to do which work for how much. */
  @ApiProperty(ANY)
  detail: unknown;
  reason: string;
  state: 'asked' | 'consented' | 'refused';
  askedAt: Instant;
  decidedAt: Instant | null;
  decisionReason: string | null;
}
/** What only a contract that goes on here has, for its parties and those who watch over them. */
export class ConductedContractDto {
  content: ContractContentDto;
  /** SHA-256 of the content in force: what `sign` names. */
  contentHash: string;
  /** Both parties have signed the content in force. */
  contentAgreed: boolean;
  signatures: ContractSignatureDto[];
  /** Where one draft is read: for what of its content nobody could sign it now; the pointers are into `content`. */
  lacks?: FieldErrorDto[];
  /** Yuan: all supplements in force. */
  supplements: string;
  team: ContentMemberDto[];
  amendments: AmendmentDto[];
  requests: ContractRequestDto[];
  /** While it is a draft: a decision that bars the supplier today. To sign then is for the buyer to weigh. */
  supplierBarred: BarInForceDto | null;
  takenOverAt: Instant | null;
  startedOn: PlainDate | null;
  deliveredOn: PlainDate | null;
  publishedOn: PlainDate | null;
  publishedUrl: string | null;
  filedOn: PlainDate | null;
  filedReference: string | null;
  haltedFrom: 'signed' | 'active' | null;
  @ApiProperty({ enum: HALTED_FOR, nullable: true })
  haltGround: string | null;
  /** Every halt, the first first: proposed, in force, or over. */
  halts: ContractHaltDto[];
  @ApiProperty({
    enum: [...new Set([...TERMINATION_GROUNDS, ...RESCISSION_GROUNDS, ...WITHDRAWAL_GROUNDS])],
    nullable: true,
  })
  endGround: string | null;
  endReference: string | null;
  /** What the agency objected to, the first first. */
  objections: ContractObjectionDto[];
  /** What the agency demanded that was overdue, the first first. */
  demands: PaymentDemandDto[];
  /** What was proposed of its end, the first first, and what became of it. */
  endings: ContractEndingDto[];
  /** The complaint whose decision rescinded it. */
  endRemedy: Uuid | null;
  /** By when what a round of acceptance found wanting is to be mended. */
  rectifyDueOn: PlainDate | null;
  /** Yuan: what was accepted, the whole or what follows from the part. */
  acceptedAmount: string | null;
}

/** The text that follows from the content. */
export class ContractTextDto {
  hash: string;
  text: string;
}
