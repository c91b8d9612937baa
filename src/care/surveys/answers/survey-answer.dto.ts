import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, IsIn } from 'class-validator';
import { AnyTextUpTo, IntegerBetween, Parts } from '../../../kernel/http/validation/fields.js';
import { PLAN_KINDS } from '../../../purchase/tenders/recording/fact-types.js';
import { RATED_SIDES, RATING_STAGES, type RatedSide, type RatingStage } from '../resident-ratings.js';
import { StatedQuestionDto } from '../survey.dto.js';
import { NEXT_KINDS, type AnswerValue, type NextKind } from '../survey-types.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** The code of a slip. */
export class SurveyCodeDto {
  /** As it stands on the slip; case, spaces and hyphens do not matter. */
  @AnyTextUpTo(100)
  code: string;
}

/** The answer to one question. */
export class SurveyAnswerDto {
  /** The number of the question. */
  @IntegerBetween(1, 30)
  question: number;

  /** `true` or `false`, a step from 1 to 5, the number of an option, or words. */
  @ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'integer' }, { type: 'string' }] })
  @IsDefined()
  value: AnswerValue;
}

/** How the body that buys, or the agent that ran the purchase, did in a stage that is over. */
export class ResidentRatingDto {
  @IsIn(RATED_SIDES)
  side: RatedSide;

  @IsIn(RATING_STAGES)
  stage: RatingStage;

  /** From 1, the worst, to 5. */
  @IntegerBetween(1, 5)
  points: number;
}

/** The answers of one resident, by the code of a slip. */
export class SurveyAnswersDto extends SurveyCodeDto {
  /** Every question once; only words may be left out. */
  @Parts(() => SurveyAnswerDto, { max: 30 })
  answers: SurveyAnswerDto[];

  /** Of what `ratings` of the questions offers, or nothing. */
  @Parts(() => ResidentRatingDto, { max: 2, unique: (rating: ResidentRatingDto) => rating?.side, presence: 'optional' })
  ratings?: ResidentRatingDto[] | null;
}

/** What comes after the contracts that run now, as residents are told. */
export class NextServiceDto {
  /** The same as the line's coverage says: the furthest that is known. */
  @ApiProperty({ enum: NEXT_KINDS })
  kind: NextKind;
  /** Of `plan`: what was agreed. */
  @ApiProperty({ enum: PLAN_KINDS, nullable: true })
  plan: (typeof PLAN_KINDS)[number] | null;
  /** Its first day, as finely as it is known; of an end on purpose the first day without. */
  from: PartialDate | null;
  /** Null where nobody is known yet, or it is not published. */
  by: string | null;
}

/** Who serves a line now, until when, and what comes next. */
export class LineOutlookDto {
  serviceLine: Uuid;
  name: string;
  /** Who serves it now, of a contract that is halted for danger to its recipients whoever stands in; empty where nobody does. */
  servedBy: string[];
  /** The last day of the contracts that run now and are not halted so; null where none does. */
  servedUntil: PlainDate | null;
  next: NextServiceDto;
}
/** Whom the resident may rate beside the answers, for the stage that ended last. */
export class OfferedRatingDto {
  side: RatedSide;
  stage: RatingStage;
  name: string;
}

/** What a resident is shown: the questions, whom to rate, and what comes next. */
export class SurveyQuestionsDto {
  title: string;
  closesOn: PlainDate;
  questions: StatedQuestionDto[];
  ratings: OfferedRatingDto[];
  lines: LineOutlookDto[];
}

/** That the answers were received. */
export class AnswersReceivedDto {
  /** Answered once; nothing says which answers were whose. */
  received: true;
}
