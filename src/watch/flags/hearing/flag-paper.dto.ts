import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';

/** A letter of a body. */
export class FlagPaperDto {
  @IsPlainDate()
  receivedOn: PlainDate;

  @TextUpTo(200)
  reference: string;
}
