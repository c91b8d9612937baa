import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, Matches, ValidateNested } from 'class-validator';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { DATASET } from '../../kernel/database/dataset.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery, QueryInt } from '../../kernel/http/lists/list.js';
import { NotNull, OneOf, OptionalId, Parts, TextUpTo } from '../../kernel/http/validation/fields.js';
import { SURVEY_STATES, type SurveyState } from './survey.lifecycle.js';
import {
  PURPOSES,
  QUESTION_ABOUT,
  QUESTION_KINDS,
  type Purpose,
  type QuestionAbout,
  type QuestionKind,
} from './survey-types.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

/** A question or an option, in Chinese and, where it is given, in English. */
export class QuestionTextDto {
  @TextUpTo(300)
  zh: string;

  @TextUpTo(600, 'optional')
  en?: string | null;
}

/** A question of a survey. */
export class QuestionDto {
  /** `scale` goes from 1 to 5; `text` may be left unanswered. */
  @IsIn(QUESTION_KINDS)
  kind: QuestionKind;

  @ValidateNested()
  @Type(() => QuestionTextDto)
  text: QuestionTextDto;

  /** Of a `choice` alone: two to ten. */
  @Parts(() => QuestionTextDto, { max: 10, presence: 'optional' })
  options?: QuestionTextDto[] | null;

  /**
   * `received`: whether the service was received at all, of a `yes_no` alone. What is answered is then held against the
   * agency's own records.
   */
  @OneOf(QUESTION_ABOUT, 'optional')
  about?: QuestionAbout | null;
}

/** A survey to be drafted. */
export class NewSurveyDto {
  /** The contract whose recipients are asked. */
  @IsUUID()
  contract: string;

  @IsIn(PURPOSES)
  purpose: Purpose;

  @TextUpTo(200)
  title: string;

  /** May be filled until the survey is opened. */
  @Parts(() => QuestionDto, { max: 30, presence: 'optional' })
  questions?: QuestionDto[] | null;

  /** The first and the last day on which answers are taken. */
  @IsPlainDate()
  opensOn: string;

  @IsPlainDate()
  closesOn: string;
}

/** RFC 7396 for a draft: only the fields that are given change; questions are replaced as a whole. */
export class SurveyChangeDto {
  @TextUpTo(200, 'not_null')
  title?: string;

  @Parts(() => QuestionDto, { max: 30, presence: 'not_null' })
  questions?: QuestionDto[];

  @NotNull()
  @IsPlainDate()
  opensOn?: string;

  @NotNull()
  @IsPlainDate()
  closesOn?: string;
}

export class SurveyQuery extends PageQuery {
  @OptionalId()
  contract?: string;

  @OneOf(SURVEY_STATES, 'optional')
  state?: SurveyState;

  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

export class SampleQuery extends PageQuery {
  /** 1: only those who are asked. */
  @IsOptional()
  @QueryInt()
  @IsIn([0, 1])
  drawn?: number;
}

/** A text in Chinese and, where it is given, in English. */
export class StatedTextDto {
  zh: string;
  en: string | null;
}
/** A question of a survey, by its number. */
export class StatedQuestionDto {
  /** Answers name the question by it. */
  no: number;
  kind: QuestionKind;
  text: StatedTextDto;
  /** Of a choice; an answer names one by its place, counted from 1. */
  options: StatedTextDto[];
  /** Where it says what it is about. */
  about?: QuestionAbout;
}
/** The recipients of one community, and how many of them are asked. */
export class SurveyStratumDto {
  /** Null: recipients whose community is not known. */
  community: Uuid | null;
  population: number;
  sampled: number;
}

/** How many slips with codes there are, and how many were used. */
export class SlipCountsDto {
  total: number;
  /** Those with a code, used or not. */
  printed: number;
  /** Null: one to four. */
  answered: number | null;
}

/** A survey of the recipients of a contract. */
export class SurveyDto {
  id: Uuid;
  version: number;
  dataset: string;
  contract: Uuid;
  /** The body that asks. */
  runner: Uuid;
  purpose: Purpose;
  title: string;
  questions: StatedQuestionDto[];
  opensOn: PlainDate;
  closesOn: PlainDate;
  state: SurveyState;
  /** Made with the survey: the sample follows from it. Null for the agency until it is over and answered. */
  seed: string | null;
  size: number | null;
  drawnAt: Instant | null;
  strata: SurveyStratumDto[];
  /** For the body that asks; null for everybody else, and before the survey is open. */
  slips: SlipCountsDto | null;
  openedAt: Instant | null;
  closedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  allowedActions: AllowedActionDto[];
}
/** A page of surveys. */
export class SurveyListDto extends ListOf(SurveyDto) {}

/** A recipient of the population of a survey. */
export class SampledRecipientDto {
  recipient: Uuid;
  /** As it was issued along the line. */
  number: string;
  serviceLine: Uuid;
  community: Uuid | null;
  drawn: boolean;
}
/** A page of the population of a survey. */
export class SampleListDto extends ListOf(SampledRecipientDto) {}
