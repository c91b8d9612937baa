import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { FINDING_STATES, VISIT_STATES, type FindingState, type VisitState } from './visit.lifecycle.js';

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
  allowedActions: AllowedActionDto[];
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
  allowedActions: AllowedActionDto[];
}
export class VisitListDto {
  items: VisitDto[];
  next: string | null;
}
