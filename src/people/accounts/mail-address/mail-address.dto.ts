import { IsEmail, MaxLength } from 'class-validator';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { describeField } from '../../../kernel/openapi/described.js';
import { OneOf, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** Where mails to the caller shall go. */
export class NewMailAddressDto {
  /** A mailbox of the caller’s own. */
  @IsEmail()
  @MaxLength(254)
  @describeField({ format: 'email', maxLength: 254 })
  address: string;

  /** Language of the mail that brings the code; default: Chinese. */
  @OneOf(['zh', 'en'], 'optional')
  lang?: Language;
}

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
