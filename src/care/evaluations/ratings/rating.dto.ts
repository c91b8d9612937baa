import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { DATASET } from '../../../kernel/database/dataset.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { IntegerBetween, OneOf, OptionalId } from '../../../kernel/http/validation/fields.js';
import { RATED_SIDES, RATING_STAGES, type RatedSide, type RatingStage } from '../../surveys/resident-ratings.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** Who speaks: bodies with an account, or residents with the code of a slip. */
const RATERS = ['bodies', 'residents'] as const;
export type Raters = (typeof RATERS)[number];

/** A rating of the buyer or the agent of a purchase. */
export class NewRatingDto {
  @IsUUID()
  tender: string;

  @IsIn(RATING_STAGES)
  stage: RatingStage;

  /** Of whom it speaks: the buyer of the tender, or the agent that ran it. */
  @IsIn(RATED_SIDES)
  side: RatedSide;

  /** From 1, the worst, to 5. */
  @IntegerBetween(1, 5)
  points: number;

  /** The body that speaks; default the caller's only one. */
  @OptionalId()
  rater?: string;
}

/** That it was received. It is shown to nobody by itself. */
export class RatingReceiptDto {
  id: Uuid;
  tender: Uuid;
  stage: RatingStage;
  side: RatedSide;
}

export class RatingQuery extends PageQuery {
  /** The body that is spoken of. */
  @OptionalId()
  rated?: string;

  @OneOf(RATING_STAGES, 'optional')
  stage?: RatingStage;

  @OneOf(RATERS, 'optional')
  raters?: Raters;

  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

/** What was said of one body at one stage, over all its purchases. */
export class RatingDto {
  rated: Uuid;
  ratedName: string;
  side: RatedSide;
  stage: RatingStage;
  /** Agencies and communities, or residents: each by themselves. */
  raters: Raters;
  dataset: string;
  /** How many bodies, or residents, it is the mean of: 5, 10, 15, … One that speaks of several purchases is one of them. */
  answers: number;
  /** Of 1 to 5, two decimals, half up. Five in a row who gave nearly all the same count as 1.20 or as 4.80 each. */
  mean: string;
  /**
   * Whether five such are among them: the mean is at least, or at most, so much, or about so much where there are both; it
   * differs by 0.20 at most. Null: it is exact. Neither a reading nor two of them say what each of five gave.
   */
  bound: 'at_least' | 'at_most' | 'about' | null;
}

/** A page of ratings. */
export class RatingListDto {
  items: RatingDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
