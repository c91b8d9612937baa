import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  Matches,
  ValidateIf,
} from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery, QueryInt } from '../../../kernel/http/lists/list.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  NotNull,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { ProblemDto } from '../../../kernel/openapi/problem.dto.js';
import { SERVICE_FORMS, type ServiceForm } from '../../../law/code-lists/code-lists.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

const BATCH_MOST = 200;

/** How many workers of each kind (code list `worker-kinds`). */
export class WorkersDto {
  @IntegerBetween(0, 1000, 'optional')
  licensed_social_worker?: number;

  @IntegerBetween(0, 1000, 'optional')
  assistant?: number;

  @IntegerBetween(0, 1000, 'optional')
  volunteer?: number;

  @IntegerBetween(0, 1000, 'optional')
  supervisor?: number;
}

/** By what a service is confirmed: one of the two. */
class NewConfirmationDto {
  /** The code of a recipient whom the record names. Ten wrong ones a day are tried for each; never by whoever issued it. */
  @TextUpTo(20, 'optional')
  recipientCode?: string | null;

  /** A document of the own body: a picture. */
  @OptionalId()
  photo?: string | null;
}

/** A service: on which day, in which form, by whom, for whom. */
class ServiceFields {
  /** The day of the service: a day of the contract, and not one to come. */
  @IsPlainDate()
  servedOn: string;

  /** Code of the list `service-forms`. */
  @IsIn(SERVICE_FORMS)
  @ApiProperty({ enum: SERVICE_FORMS })
  form: ServiceForm;

  /** Professional content: a code of the list of the contract's category (`contents-elderly-home-care`, `contents-social-work`, …); null: none. */
  @AnyTextUpTo(60, 'optional')
  content?: string | null;

  /** Minutes that each recipient was served; no recipient has more than a day of them. */
  @IntegerBetween(1, 100_000)
  minutes: number;

  /** May be left out where `servedBy` names somebody: then it is counted from those. */
  @ValidateIf(({ workers, servedBy }: ServiceFields) => workers !== undefined || !servedBy?.length)
  @Part(() => WorkersDto)
  workers?: WorkersDto;

  /** For which line of the contract, where nobody is named: recipients have theirs. May be left out where there is one. */
  @OptionalId()
  serviceLine?: string | null;

  /** Who served: ids of workers, as `GET /organisations/{id}/workers` of the agency has them. */
  @Ids({ max: 100, unique: 'any_case', presence: 'not_null' })
  servedBy?: string[];

  /** When it began: `HH:MM` in China's time, of the day `servedOn`; at most ten minutes ahead, for clocks that run fast. */
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/)
  startsAt?: string | null;

  /** Where it took place; names nobody. */
  @TextUpTo(200, 'optional')
  place?: string | null;

  /** How it was confirmed; null: it was not. */
  @Part(() => NewConfirmationDto, 'optional')
  confirmation?: NewConfirmationDto | null;

  /** Ids of the recipients, as `GET /service-lines/{id}/recipients` has them. */
  @Ids({ max: 500, unique: 'any_case', presence: 'not_null' })
  recipients?: string[];

  /** Everybody who took part, known by name or not: at least those who are named; null: not counted. */
  @IntegerBetween(0, 100_000, 'optional')
  participants?: number | null;

  /** False: what the contract does not ask for (活动化). True where it is not given. */
  @NotNull()
  @IsBoolean()
  withinContract?: boolean;

  /** Names nobody: it is read by both parties. */
  @AnyTextUpTo(2000, 'optional')
  note?: string | null;
}

/** A service to be recorded. */
export class NewServiceRecordDto extends ServiceFields {
  /** What the device calls it. Sent again with the same content it is the record that is there. */
  @TextUpTo(100, 'not_null')
  clientToken?: string;
}

/** Each record is looked at by itself; its faults stand in its own result. */
export class ServiceRecordBatchDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BATCH_MOST)
  @IsObject({ each: true })
  @ApiProperty({ type: [NewServiceRecordDto], maxItems: BATCH_MOST })
  records: object[];
}

/** What takes the place of a record; the old one is kept. */
export class ServiceCorrectionDto {
  @TextUpTo(2000)
  reason: string;

  /** Null: the record is withdrawn, and nothing takes its place. */
  @ValidateIf((_, value) => value !== null)
  @Part(() => ServiceFields)
  @ApiProperty({ type: ServiceFields, nullable: true })
  record: ServiceFields | null;
}
export type ServiceFieldsDto = ServiceFields;

export class ServiceRecordQuery extends PageQuery {
  /** First day of the service. */
  @OptionalField(IsPlainDate())
  from?: string;

  /** Last day of the service. */
  @OptionalField(IsPlainDate())
  to?: string;

  @OneOf(SERVICE_FORMS, 'optional')
  @ApiProperty({ enum: SERVICE_FORMS, required: false })
  form?: ServiceForm;

  @OptionalId()
  recipient?: string;

  /** `1`: those too that were corrected or withdrawn. */
  @IsOptional()
  @QueryInt()
  @IsIn([0, 1])
  superseded?: number;
}

/** A recipient whom a record of service names. */
export class RecipientOfRecordDto {
  id: Uuid;
  /** Issued here; the name is readable by the serving agency alone. */
  number: string;
}

/** A worker whom a record of service names. */
export class WorkerOfRecordDto {
  id: Uuid;
  /** Issued here; the name is readable by the agency alone. */
  number: string;
}

/** How a service was confirmed. */
export class ConfirmationDto {
  @ApiProperty({ enum: ['recipient_code', 'photo'] })
  how: 'recipient_code' | 'photo';
  /** Whose code it was. */
  recipient: Uuid | null;
  /** The document. */
  photo: Uuid | null;
}

/** What is to be looked at, and refuses nothing. */
export class RecordNoticeDto {
  /** `worker_times_overlap`: another record has the worker at work at the same time, and not at another place. */
  @ApiProperty({ enum: ['worker_times_overlap'] })
  code: 'worker_times_overlap';
  worker: Uuid;
  /** The other record; null where it stands under another contract. */
  record: Uuid | null;
}

/** A record of service. */
export class ServiceRecordDto {
  id: Uuid;
  contract: Uuid;
  clientToken: string | null;
  servedOn: PlainDate;
  form: ServiceForm;
  content: string | null;
  minutes: number;
  workers: WorkersDto;
  servedBy: WorkerOfRecordDto[];
  /** `HH:MM` in China's time. */
  startsAt: string | null;
  place: string | null;
  confirmation: ConfirmationDto | null;
  recipients: RecipientOfRecordDto[];
  /** For which lines it speaks: those of its recipients, else those that were said. */
  serviceLines: Uuid[];
  participants: number | null;
  withinContract: boolean;
  note: string | null;
  /** Business time. */
  recordedAt: Instant;
  recordedBy: Uuid;
  /** The record in whose place this one stands, and why. */
  corrects: Uuid | null;
  reason: string | null;
  /** The record it corrects is withdrawn. */
  withdrawn: boolean;
  /** The record that stands in the place of this one. */
  correctedBy: Uuid | null;
  notices: RecordNoticeDto[];
}

/** A page of records of service. */
export class ServiceRecordListDto extends ListOf(ServiceRecordDto) {}

/** What became of one record of a batch. */
export class StoredRecordDto {
  /** Its place in the request, from 0. */
  index: number;
  clientToken: string | null;
  ok: boolean;
  /** Of a record that is stored. */
  id?: Uuid;
  /** True: it was there already and nothing was stored. */
  repeated?: boolean;
  problem?: ProblemDto;
}

/** What became of each record of a batch, in its order. */
export class StoredRecordsDto {
  results: StoredRecordDto[];
}
