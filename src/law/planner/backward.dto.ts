import { IsDefined } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import type { Language } from '../../kernel/errors/texts.js';
import { OptionalField, Part } from '../../kernel/http/validation/fields.js';
import { IsBudgetLevel, IsMethod } from '../code-lists/is-code.js';
import type { BudgetLevel, Method } from '../code-lists/methods.js';
import { PLANNED_EVENTS, type BackwardPlan, type PlannedEvent } from './planner-types.js';
import { CONFIDENCES, type Confidence } from '../rules/rule-types.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';

/** What is wanted: exactly one of the three. */
export class WantedDto {
  /** The challenge window has closed by the end of the day. */
  @OptionalField(IsPlainDate())
  challengeClosedBy?: string;

  /** The contract is signed. */
  @OptionalField(IsPlainDate())
  contractBy?: string;

  /** The service starts. */
  @OptionalField(IsPlainDate())
  startBy?: string;
}

/** A purchase that failed, which the plan leads on from. */
export class FailedPurchaseDto {
  @IsPlainDate()
  on: string;

  @IsMethod()
  method: Method;
}

/** By what day something is wanted, and by which method it is bought. */
export class BackwardQuestionDto {
  @IsMethod()
  method: Method;

  @IsDefined()
  @Part(() => WantedDto)
  wanted: WantedDto;

  /** Decides whether the intent must be published. */
  @OptionalField(IsBudgetLevel())
  budgetLevel?: BudgetLevel;

  /** The purchase failed before: the documents are issued after that day. */
  @Part(() => FailedPurchaseDto, 'optional')
  after?: FailedPurchaseDto;
}

/** The document and article on which a step rests. */
export class PlanBasisDto {
  document: string;
  article: string;
  @ApiProperty({ enum: CONFIDENCES })
  confidence: Confidence;
}

/** When the intent to purchase is to be published. */
export class IntentPublicationDto {
  date: PlainDate | null;
  /** Null where no level is given; false before the level's date. */
  required: boolean | null;
}

/** The days on which to act at the latest, with every statutory period in full. */
export class LatestDto {
  documentIssue: PlainDate | null;
  intentPublication: IntentPublicationDto;
}

/** The day on which the documents can be issued at the very latest. */
export class LatestPossibleDto {
  documentIssue: PlainDate | null;
}

/** One step on the way, with the last day for it. */
export class PlanStepDto {
  @ApiProperty({ enum: PLANNED_EVENTS })
  event: PlannedEvent;
  /** Last day on which it may happen if every later step takes its statutory maximum. */
  latest: PlainDate;
  /** The rule whose period begins with the event; null where the date follows from what was asked. */
  rule: string | null;
  basis: PlanBasisDto | null;
}

/** A rule of law that speaks against the method itself. */
export class PlanWarningDto {
  rule: string;
  what: string;
  basis: PlanBasisDto;
}

/** A rule the plan needs and that was not in force on the day. */
export class MissingRuleDto {
  rule: string;
  at: PlainDate;
}

/** What the failure before asks of the plan. */
export class AfterFailureDto {
  /** The working day after the failure; null where the calendar does not reach it. */
  earliestIssue: PlainDate | null;
  /** Whether that is early enough for the safe dates; null where either day is not known. */
  inTime: boolean | null;
  /** The method is another one than that of the tender that failed: it is approved before the documents are issued. */
  methodApproval: boolean;
}

/** The steps of a purchase, counted back from the day that is wanted. */
export class BackwardPlanDto {
  /** The safe dates: every step takes its statutory maximum. */
  latest: LatestDto;
  /** The shortest path: report, confirmation and publication on the day of the deadline. */
  latestPossible: LatestPossibleDto;
  chain: PlanStepDto[];
  warnings: PlanWarningDto[];
  certainty: 'known' | 'uncertain';
  missingYears: number[];
  missingRules: MissingRuleDto[];
  /** Null where no failure is stated. */
  afterFailure: AfterFailureDto | null;

  static fromPlan(
    this: void,
    plan: BackwardPlan & { afterFailure: AfterFailureDto | null },
    language: Language,
  ): BackwardPlanDto {
    return { ...plan, warnings: plan.warnings.map((warning) => ({ ...warning, what: warning.what[language] })) };
  }
}
