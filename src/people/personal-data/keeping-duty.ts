import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { declareContribution } from '../../kernel/contributions/contributed.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { Basis, ProblemDetails } from '../../kernel/errors/problem.js';
import type { TakenPart } from './person-kinds.js';

/** A rule by which what belongs to purchases is kept. */
export interface KeepingDuty {
  rule: string;
  basis: Basis;
  /** How many purchases are kept. */
  purchases: number;
  /** Last day of the longest; null: a purchase goes on, or its end is not known. */
  keepUntil: PlainDate | null;
}

/** What is kept on this day of the purchases that somebody took part in; null: nothing, or no more. */
export const findKeepingDuty =
  declareContribution<(reader: Reader, part: TakenPart, today: PlainDate) => Promise<KeepingDuty | null>>(
    'what of purchases is kept',
  );

/**
 * Whether bids that came in before this instant are still sealed. It is asked of all purchases, never of one body: nobody
 * learns from the answer who has bid.
 */
export const areBidsSealedSince = declareContribution<(reader: Reader, before: Date) => Promise<boolean>>(
  'whether bids are still sealed',
);

/** What a refusal by a duty says. */
export const toKeepingDetails = ({ rule, basis, purchases, keepUntil }: KeepingDuty): ProblemDetails => ({
  ...{ rule, basis },
  facts: { purchases, keepUntil },
});
