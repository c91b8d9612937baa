import { ApiProperty } from '@nestjs/swagger';
import type { Purpose, QuestionAbout, QuestionKind } from '../survey-types.js';
import { StatedTextDto } from '../survey.dto.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** A share of all recipients, estimated from those who answered. */
export class ShareEstimateDto {
  /** Percent, one decimal: of all recipients, each community weighing what it has in the population. */
  share: string;
  /** The 95 % interval: Wilson's on the effective sample size, corrected for the finite population. */
  low: string;
  high: string;
  /** How many answers of a simple sample would say as much; null where everybody answered. */
  effective: string | null;
}

/** How many gave one of these answers. */
export class AnswerShareDto {
  /** `true`, `false`, a step of the scale or the number of an option; several where few gave one of them. */
  values: string[];
  count: number;
  /** Null where all answers are told together, or fewer than ten answered. */
  estimate: ShareEstimateDto | null;
}

/** The answers to one question. */
export class QuestionResultDto {
  no: number;
  kind: QuestionKind;
  text: StatedTextDto;
  options: StatedTextDto[];
  /** Where it says what it is about. */
  about?: QuestionAbout;
  /** Null for words, and where fewer than five answered. */
  answers: AnswerShareDto[] | null;
  /** What was written, in no order; for the body that asks alone, null for everybody else and where fewer than five wrote. */
  words: string[] | null;
}

/** How many of a community answered. */
export class StratumResponseDto {
  /** Several where few answered from one of them; null: community not known. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid', nullable: true } })
  communities: (string | null)[];
  population: number;
  sampled: number;
  answered: number;
  /** Percent, one decimal. */
  responseRate: string;
}

/** The results of a survey. */
export class SurveyResultsDto {
  survey: Uuid;
  contract: Uuid;
  runner: Uuid;
  purpose: Purpose;
  title: string;
  opensOn: PlainDate;
  closesOn: PlainDate;
  seed: string;
  population: number;
  sampled: number;
  /** Null where fewer than five answered. */
  answered: number | null;
  responseRate: string | null;
  /** Who did not answer is not among the answers: what they think is not known. */
  strata: StratumResponseDto[] | null;
  questions: QuestionResultDto[];
}
