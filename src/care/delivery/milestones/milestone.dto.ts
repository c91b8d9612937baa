import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { MILESTONE_STATES, type MilestoneState } from './milestone.lifecycle.js';

/** Days whose records of service show it, both included. */
export class EvidencedDaysDto {
  @IsPlainDate()
  from: string;
  @IsPlainDate()
  to: string;
}

export class MilestoneActionDto extends ReasonDto {
  /** `submit`: documents that show it; both parties read them, and who watches over them. */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
  @IsUUID(undefined, { each: true })
  documents?: string[];

  /** `submit`: the records of service of these days show it; they are counted as they stand. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => EvidencedDaysDto)
  records?: EvidencedDaysDto | null;

  /** `submit`: words to it. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(5000)
  note?: string | null;
}

export class CountedRecordsDto {
  from: string;
  to: string;
  /** Records that stood when it was submitted, their minutes and the recipients they name. */
  count: number;
  minutes: number;
  recipients: number;
}
export class MilestoneEvidenceDto {
  note: string | null;
  documents: string[];
  records: CountedRecordsDto | null;
}

export class MilestoneDto {
  id: string;
  version: number;
  contract: string;
  /** As the contract numbers it. */
  no: number;
  name: string;
  dueOn: string;
  /** What shows it, by the contract. */
  shownBy: string | null;
  /** The last one; a continuity plan is due before it. */
  final: boolean;
  /** As of now: a day that has passed is missed, whoever has written it down. */
  @ApiProperty({ enum: MILESTONE_STATES })
  state: MilestoneState;
  /** Both parties took it out of the contract. */
  dropped: boolean;
  /** What was submitted last. */
  evidence: MilestoneEvidenceDto | null;
  submittedAt: string | null;
  decidedAt: string | null;
  /** Why it was returned, accepted in part or waived. */
  decisionReason: string | null;
  allowedActions: string[];
}
export class MilestoneListDto {
  items: MilestoneDto[];
  next: string | null;
}
