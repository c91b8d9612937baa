import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OptionalField } from '../../../kernel/http/validation/fields.js';
import { MeasureDto } from '../../../purchase/tenders/conducted/terms/measure.dto.js';
import { ServiceDaysDto } from '../../../purchase/tenders/conducted/terms/price.dto.js';

export class MyWorkQuery extends PageQuery {
  /** Today where it is not given. */
  @OptionalField(IsPlainDate())
  on?: string;
}

/** Somebody to be served. */
class WorkRecipientDto {
  id: Uuid;
  number: string;
  /** Null where it cannot be read any more. */
  displayName: string | null;
  community: Uuid | null;
  /** Records of that day under the contract. */
  servedOn: number;
  /** The last day up to then on which this contract served them. */
  lastServedOn: PlainDate | null;
}

/** Whom the contract serves on one line, by number. */
export class WorkLineDto {
  serviceLine: Uuid;
  /** Nobody where nothing is to be done on that day. At most 200. */
  @ApiProperty({ type: [WorkRecipientDto] })
  recipients: WorkRecipientDto[];
  /** Where the list of recipients goes on. */
  @ApiProperty({ type: String, format: 'uri-reference', nullable: true })
  next: string | null;
}

/** What the contract promises over its whole term, and what of it is done. */
export class WorkPromiseDto {
  /** `standard`: of the contract; `unit`: what it pays for. */
  @ApiProperty({ enum: ['standard', 'unit'] })
  kind: 'standard' | 'unit';
  no: number;
  text: string | null;
  unit: string | null;
  measure: MeasureDto | null;
  target: number | null;
  /** By the records within the contract as they stand, in whole units; null where nothing counts toward it. */
  done: number | null;
  /** What that day has brought. */
  doneOn: number | null;
}

/** A record that the caller sent. */
export class WorkRecordDto {
  id: Uuid;
  clientToken: string | null;
  servedOn: PlainDate;
  recordedAt: Instant;
  /** False: corrected or withdrawn since. */
  stands: boolean;
}

/** What comes within thirty days, was missed or came back: milestones, periods to report on, visits, findings to answer. */
export class WorkDueDto {
  @ApiProperty({ enum: ['milestone', 'report', 'visit', 'finding'] })
  kind: 'milestone' | 'report' | 'visit' | 'finding';
  title: string | null;
  /** `open`: a report that was not begun. */
  state: string;
  dueOn: PlainDate | null;
  @ApiProperty({ format: 'uri-reference' })
  href: string;
}

/** The work of a day under one contract. */
export class ContractWorkDto {
  contract: Uuid;
  title: string;
  number: string | null;
  category: string | null;
  /** Nobody is served while it is `halted`. */
  @ApiProperty({ enum: ['active', 'halted'] })
  state: 'active' | 'halted';
  agency: Uuid;
  buyer: Uuid | null;
  /** First and last day. */
  from: PlainDate | null;
  to: PlainDate | null;
  /** How often it promises service; null: it does not say. */
  @ApiProperty({ type: ServiceDaysDto, nullable: true })
  serviceDays: ServiceDaysDto | null;
  promised: WorkPromiseDto[];
  lines: WorkLineDto[];
  /** Of the last 31 days of service, by the caller: what was served or recorded on that day, latest first. At most 200. */
  recorded: WorkRecordDto[];
  /** At most 100, by day. */
  due: WorkDueDto[];
  actions: AllowedActionDto[];
}

/** The work of a day under the contracts that the caller serves, oldest first. */
export class MyWorkDto {
  on: PlainDate;
  contracts: ContractWorkDto[];
  next: string | null;
}
