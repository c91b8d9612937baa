import { Injectable } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';

/** What a rating speaks of: the purchase until its result, the contract until it is signed, the work, the evaluation. */
export const RATING_STAGES = ['purchase', 'contract', 'implementation', 'evaluation'] as const;
export type RatingStage = (typeof RATING_STAGES)[number];
export const RATED_SIDES = ['buyer', 'agent'] as const;
export type RatedSide = (typeof RATED_SIDES)[number];

/** Whom a resident may rate now, and for which stage. */
export interface OfferedRating {
  side: RatedSide;
  stage: RatingStage;
  name: string;
}
export interface GivenRating {
  side: RatedSide;
  stage: RatingStage;
  points: number;
}
/** A page that was opened before another stage ended may still be sent. */
const hasEnded = (stage: RatingStage, last: RatingStage): boolean =>
  RATING_STAGES.indexOf(stage) <= RATING_STAGES.indexOf(last);

interface Ratings {
  offered: (tx: Tx, contract: string) => Promise<OfferedRating[]>;
  give: (tx: Tx, contract: string, given: readonly GivenRating[]) => Promise<void>;
}

/** Ratings are kept by a later room, which says here what a slip may be used for beside its questions. */
@Injectable()
export class ResidentRatings {
  private ratings: Ratings | null = null;

  contribute(ratings: Ratings): void {
    if (this.ratings !== null) throw new Error('Ratings of residents are contributed twice');
    this.ratings = ratings;
  }

  listOfferedRatings(tx: Tx, contract: string): Promise<OfferedRating[]> {
    return this.ratings?.offered(tx, contract) ?? Promise.resolve([]);
  }

  /** One that was not asked for is refused; what is stored names neither survey nor slip. */
  async give(tx: Tx, contract: string, given: readonly GivenRating[]): Promise<void> {
    if (given.length === 0) return;
    const offered = await this.listOfferedRatings(tx, contract);
    const errors = given.flatMap(({ side, stage }, i) =>
      offered.some((one) => one.side === side && hasEnded(stage, one.stage))
        ? []
        : [
            {
              pointer: `/ratings/${i}`,
              code: 'not_offered',
              text: { en: 'This is not asked now', zh: '此项目前不可评价' },
            },
          ],
    );
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
    await this.ratings?.give(tx, contract, given);
  }
}
