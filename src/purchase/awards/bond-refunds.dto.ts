import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { Ids, IntegerBetween, OptionalField, TextUpTo } from '../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../people/accounts/reason.dto.js';

/** Bonds that went back. The reason is asked for where what was recorded of one of them is said anew. */
export class BondRefundsDto extends ReasonDto {
  @IntegerBetween(1, 1000)
  lot: number;
  @Ids({ min: 1, max: 1000 })
  bids: string[];
  /** Day on which they went; today where it is not given. */
  @OptionalField(IsPlainDate())
  refundedOn?: string;
  /** Number of the paper that proves it. */
  @TextUpTo(200, 'optional')
  reference?: string;
}
