import { ApiProperty } from '@nestjs/swagger';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { DifferenceDto } from '../../../purchase/contracts/conducted/contract-here.dto.js';
import { REPORT_STATES, type ReportState } from './progress-report.lifecycle.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { ServiceForm } from '../../../law/code-lists/code-lists.js';

export const MOST_TEXT = 50_000;

/** The period of a progress report to be drafted. */
export class NewReportDto {
  /** First day of a period that is not reported on yet; the first of them where it is not given. */
  @OptionalField(IsPlainDate())
  from?: string | null;
}

/** The agency's words in a drafted report. */
export class ReportChangeDto {
  /** What the figures do not say. Names nobody who is served. */
  @TextUpTo(MOST_TEXT, 'optional')
  text?: string | null;
}

/** Figures of the service of a period. */
export class ServedDto {
  records: number;
  minutes: number;
  /** Each recipient served in each record (人次). */
  visits: number;
  /** Different recipients (人). */
  recipients: number;
}

/** Figures of the service in one form. */
export class ServedInFormDto extends ServedDto {
  form: ServiceForm;
}

/** Figures of the service with one professional content. */
export class ServedContentDto extends ServedDto {
  content: string | null;
}

/** What was done toward a standard of the contract. */
export class StandardDoneDto {
  no: number;
  text: string;
  /** Over the whole term. */
  target: number | null;
  unit: string | null;
  /** In the period, of what the contract asks for; null where the contract does not say how it is counted. */
  done: number | null;
  /** From the first day of the contract to the last of the period. */
  total: number | null;
}
/** Counted from the records of service of the period, as they stood at `asOf`. */
export class ReportFiguresDto extends ServedDto {
  withinContract: ServedDto;
  /** What was done and the contract does not ask for. */
  outsideContract: ServedDto;
  forms: ServedInFormDto[];
  contents: ServedContentDto[];
  /** The contract's indicators with their targets. */
  standards: StandardDoneDto[];
}

/** A progress report of one period of a contract. */
export class ReportDto {
  id: Uuid;
  version: number;
  dataset: string;
  contract: Uuid;
  from: PlainDate;
  to: PlainDate;
  /** 0: the report of the period; its adjustments are numbered. */
  no: number;
  /** The approved report in whose place this one stands, once it is approved. */
  adjusts: Uuid | null;
  adjustmentReason: string | null;
  /** What the adjustment changes of it. */
  difference: DifferenceDto[] | null;
  @ApiProperty({ enum: REPORT_STATES })
  state: ReportState;
  /** Approved, and no other one stands in its place. */
  inForce: boolean;
  /** The agency's own until it submits them: of a draft others read null, of one that was returned what was submitted. */
  text: string | null;
  @ApiProperty({ type: ReportFiguresDto, nullable: true })
  figures: ReportFiguresDto | null;
  /** When the figures were taken of the records, and the SHA-256 of those records; null with them. */
  asOf: Instant | null;
  recordsHash: string | null;
  submittedAt: Instant | null;
  decidedAt: Instant | null;
  /** Why it was returned. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}

/** A page of progress reports. */
export class ReportListDto extends ListOf(ReportDto) {}
