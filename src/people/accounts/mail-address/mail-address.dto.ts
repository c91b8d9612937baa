import type { Instant } from '../../../kernel/clock/moment.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';

/** The code that a mail brought. */
export class MailCodeDto {
  /** As it stands in the mail; case, spaces and hyphens do not matter. */
  @TextUpTo(40)
  code: string;
}

/** Where mails to the caller go. */
export class MailAddressDto {
  /** Its first letter and its domain. */
  address: string;
  /** Null: to be confirmed by the code that was sent there. */
  confirmedAt: Instant | null;
  /** Since when its mail server says that it takes nothing; then it is to be given anew. */
  refusedAt: Instant | null;
}
