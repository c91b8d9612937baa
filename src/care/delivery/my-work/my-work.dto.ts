import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OptionalField } from '../../../kernel/http/validation/fields.js';
import { MeasureDto } from '../../../purchase/tenders/conducted/terms/measure.dto.js';
import { ServiceDaysDto } from '../../../purchase/tenders/conducted/terms/price.dto.js';

export class MyWorkQuery extends PageQuery {
  @OptionalField(IsPlainDate())
  on?: string;
}

/** Somebody to be served. */
class WorkRecipientDto {
  id: Uuid;
  number: string;
  displayName: string | null;
  /** Records of that day. */
  servedOn: number;
  lastServedOn: PlainDate | null;
}

/** Whom the contract serves on a line. */
export class WorkLineDto {
  serviceLine: Uuid;
  /** At most 200. */
  @ApiProperty({ type: [WorkRecipientDto] })
  recipients: WorkRecipientDto[];
  @ApiProperty({ type: String, format: 'uri-reference', nullable: true })
  next: string | null;
}

/** What the contract promises, and what is done. */
export class WorkPromiseDto {
  @ApiProperty({ enum: ['standard', 'unit'] })
  kind: 'standard' | 'unit';
  no: number;
  text: string | null;
  unit: string | null;
  measure: MeasureDto | null;
  target: number | null;
  /** In whole units, as the records stand. */
  done: number | null;
  doneOn: number | null;
}

/** A record of the caller. */
export class WorkRecordDto {
  id: Uuid;
  clientToken: string | null;
  servedOn: PlainDate;
  /** False: corrected or withdrawn since. */
  stands: boolean;
}

/** What comes soon, was missed or came back. */
export class WorkDueDto {
  @ApiProperty({ enum: ['milestone', 'report', 'visit', 'finding'] })
  kind: 'milestone' | 'report' | 'visit' | 'finding';
  title: string | null;
  state: string;
  dueOn: PlainDate | null;
  @ApiProperty({ format: 'uri-reference' })
  href: string;
}

/** The work of a day under one contract. */
export class ContractWorkDto {
  contract: Uuid;
  title: string;
  category: CategoryCode | null;
  @ApiProperty({ enum: ['active', 'halted'] })
  state: 'active' | 'halted';
  agency: Uuid;
  from: PlainDate | null;
  to: PlainDate | null;
  @ApiProperty({ type: ServiceDaysDto, nullable: true })
  serviceDays: ServiceDaysDto | null;
  promised: WorkPromiseDto[];
  lines: WorkLineDto[];
  /** Served or recorded on that day, of the last 31 days of service; at most 200. */
  recorded: WorkRecordDto[];
  /** At most 100. */
  due: WorkDueDto[];
  actions: AllowedActionDto[];
}

/** The work of a day. */
export class MyWorkDto {
  on: PlainDate;
  contracts: ContractWorkDto[];
  next: string | null;
}
