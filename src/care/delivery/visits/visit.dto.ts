import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
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
import { FINDING_STATES, VISIT_STATES, type FindingState, type VisitState } from './visit.lifecycle.js';

const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

export class NewVisitDto {
  @IsPlainDate()
  plannedOn: string;

  /** What is to be looked at. */
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  purpose: string;

  /** For which of the own bodies; needed where more than one of them may visit. */
  @IsOptional()
  @IsUUID()
  body?: string | null;
}
export class NewFindingDto {
  /** Names nobody who is served. */
  @IsString()
  @IsVisible()
  @MaxLength(5000)
  text: string;

  /** Until when an answer is asked for. */
  @IsOptional()
  @IsPlainDate()
  answerBy?: string | null;
}
export class VisitActionDto extends ReasonDto {
  /** `report`: the day; the planned one where it is not given. */
  @IsOptional()
  @IsPlainDate()
  visitedOn?: string | null;

  /** `report`: what was seen. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(20_000)
  summary?: string | null;

  /** `report`: each is answered by the agency. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => NewFindingDto)
  findings?: NewFindingDto[];

  /** `report`: photographs, sign-in sheets. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
  @IsUUID(undefined, { each: true })
  documents?: string[];
}

export class VisitFindingDto {
  id: string;
  version: number;
  visit: string;
  no: number;
  text: string;
  answerBy: string | null;
  @ApiProperty({ enum: FINDING_STATES })
  state: FindingState;
  /** What the agency said last. */
  answer: string | null;
  /** Why it was reopened or dropped. */
  decisionReason: string | null;
  allowedActions: string[];
}
export class VisitDto {
  id: string;
  version: number;
  contract: string;
  /** For whom it is made. */
  body: string;
  plannedOn: string;
  purpose: string;
  @ApiProperty({ enum: VISIT_STATES })
  state: VisitState;
  visitedOn: string | null;
  summary: string | null;
  documents: string[];
  findings: VisitFindingDto[];
  /** Why it was cancelled. */
  decisionReason: string | null;
  allowedActions: string[];
}
export class VisitListDto {
  items: VisitDto[];
  next: string | null;
}
