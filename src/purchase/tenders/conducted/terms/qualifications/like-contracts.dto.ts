import type { PlainDate } from '../../../../../kernel/clock/plain-date.js';
import { IsPlainDate } from '../../../../../kernel/clock/is-date.js';
import { AnyTextUpTo, IntegerBetween, TextUpTo } from '../../../../../kernel/http/validation/fields.js';

/** How many contracts of the same kind a supplier must be able to show (Caiku [2021] 22 article 18). */
export class LikeContractsDto {
  /** In general two at most: more only with a reason. */
  @IntegerBetween(1, 20)
  count: number;
  /** Which services count as the same kind. */
  @TextUpTo(1000)
  scope: string;
  /** Signed within so many years before the bids are due; absent or null: whenever. */
  @IntegerBetween(1, 10, 'optional')
  years?: number | null;
  /** Why more than the rule generally allows; the documents say it. */
  @AnyTextUpTo(1000, 'optional')
  reason?: string | null;
}

/** A contract of the same kind that a bidder shows. */
export class ShownContractDto {
  /** For whom the service was done. */
  @TextUpTo(200)
  buyer: string;
  @TextUpTo(500)
  title: string;
  @IsPlainDate()
  signedOn: PlainDate;
  /** Place, from 1, of the file that shows it among the documents of the bid. */
  @IntegerBetween(1, 50, 'optional')
  document?: number | null;
}
