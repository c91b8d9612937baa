import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { OneOf, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { SERVED_BY, type AskServed } from './hearing.rules.js';

/** How the bodies were asked that have nobody here who may answer. */
export class AskServedDto {
  @OneOf(SERVED_BY)
  by: AskServed['by'];

  /** The day on which it reached them, not after today. */
  @IsPlainDate()
  on: PlainDate;

  /** Receipt or number of the letter, or where the notice stands. */
  @TextUpTo(200)
  reference: string;
}
