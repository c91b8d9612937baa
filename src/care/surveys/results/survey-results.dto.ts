import { ApiProperty } from '@nestjs/swagger';
import type { Purpose, QuestionAbout, QuestionKind } from '../survey-types.js';
import type { Withheld } from './shares.rules.js';
import { StatedTextDto } from '../survey.dto.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** A share of all recipients, estimated from those who answered. */
export class ShareEstimateDto {
  /** Percent, one decimal: of all recipients, each community weighing what it has in the population. */
  share: string;
  /**
   * Whether it is no less or no more than that; null: it is that. Where all or nearly all of 20 or more answered alike, it is at
   * least 95.0 of the answers, and how many more is not told.
   */
  bound: 'at_least' | 'at_most' | null;
  /** The 95 % interval: Wilson's on the effective sample size, corrected for the finite population. */
  low: string;
  high: string;
  /** How many answers of a simple sample would say as much; null where everybody answered, and with a bound. */
  effective: string | null;
}

/** How many gave one of these answers. */
export class AnswerShareDto {
  /** `true`, `false`, a step of the scale or the number of an option; several where few gave one of them. */
  values: string[];
  /** Null where all or nearly all answered alike. */
  count: number | null;
  /** Null where communities could only be told together at the price of their weights. */
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
  /** Null for words, and where they are not told: `suppressed` says why. */
  answers: AnswerShareDto[] | null;
  /** What was written, in no order; for the body that asks alone, null for everybody else and where fewer than five wrote. */
  words: string[] | null;
}

/** How many of a community answered. */
export class StratumResponseDto {
  /** Several where few of one answered; null: not known. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid', nullable: true } })
  communities: (string | null)[];
  population: number;
  sampled: number;
  answered: number;
  /** Percent, one decimal. */
  responseRate: string;
}

/** Something that is not told, or told only with something else, to keep what a few answered. */
export class SuppressedDto {
  /** How many answered, in which communities, what to a question, or the words that were written. */
  what: 'response' | 'strata' | 'question' | 'words';
  /** Number of the question; null where it is not about one. */
  no: number | null;
  /**
   * `few_answers`: too few answered. `all_or_nothing`: all of them, or all but one to four, gave the same answer, and which of
   * the two is not told. `few_of_stratum`: in a community too few answered, or too few or all gave one answer; it is told
   * together with another, or not estimated.
   */
  reason: Withheld;
  /** How many answers there would have to be. */
  least: number;
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
  /** As the survey shows it. */
  seed: string | null;
  population: number;
  sampled: number;
  /** Null where fewer than five answered. */
  answered: number | null;
  responseRate: string | null;
  strata: StratumResponseDto[] | null;
  questions: QuestionResultDto[];
  /** What is not told, and why; empty where everything is. */
  suppressed: SuppressedDto[];
}
