import { ApiProperty } from '@nestjs/swagger';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { FINDING_STATES, VISIT_STATES, type FindingState, type VisitState } from './visit.lifecycle.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** A visit to be planned. */
export class NewVisitDto {
  @IsPlainDate()
  plannedOn: string;

  /** What is to be looked at. */
  @TextUpTo(2000)
  purpose: string;

  /** For which of the own bodies; needed where more than one of them may visit. */
  @OptionalId()
  body?: string | null;
}

/** What a visit found, and what became of it. */
export class VisitFindingDto {
  id: Uuid;
  version: number;
  visit: Uuid;
  no: number;
  text: string;
  answerBy: PlainDate | null;
  @ApiProperty({ enum: FINDING_STATES })
  state: FindingState;
  /** What the agency said last. */
  answer: string | null;
  /** Why it was reopened or dropped. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}

/** A visit to where a contract is carried out. */
export class VisitDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  /** For whom it is made. */
  body: Uuid;
  plannedOn: PlainDate;
  purpose: string;
  @ApiProperty({ enum: VISIT_STATES })
  state: VisitState;
  visitedOn: PlainDate | null;
  summary: string | null;
  documents: Uuid[];
  findings: VisitFindingDto[];
  /** Why it was cancelled. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}

/** A page of visits. */
export class VisitListDto extends ListOf(VisitDto) {}
