import { IsString, Matches } from 'class-validator';
import { IsInstant } from '../../../kernel/clock/is-date.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { IsCreditCode } from '../../../kernel/identity/is-credit-code.js';
import { IsRegion } from '../../../kernel/identity/is-region-code.js';
import { OneOf, OptionalField, Part, PersonNameUpTo, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { CodeMailboxDto } from '../code-mails/code-mail.dto.js';
import { LOGIN } from '../sessions/login.rules.js';
import { registrationLifecycle } from './registration.lifecycle.js';

/** An agency's request for an account. */
export class NewRegistrationDto {
  /** As registered. */
  @TextUpTo(200)
  agencyName: string;

  /** Unified social credit code (GB 32100). */
  @IsCreditCode()
  creditCode: string;

  /** Region code of the seat. */
  @OptionalField(IsRegion())
  region?: string | null;

  @PersonNameUpTo(100)
  contactName: string;

  /** Its last digits alone are kept. */
  @IsString()
  @Matches(/^\+?\d[\d -]{5,18}\d$/)
  phone: string;

  /** The login wished for: 3 to 64 letters, digits and `_ . @ -`. */
  @IsString()
  @Matches(LOGIN)
  login: string;

  @TextUpTo(2000, 'optional')
  note?: string | null;

  /** Where the setup code is mailed once it is confirmed; without it the claim code shows it. */
  @Part(() => CodeMailboxDto, 'optional')
  mailTo?: CodeMailboxDto | null;
}

export class RegistrationsQuery extends PageQuery {
  @OneOf(registrationLifecycle.states, 'optional')
  state?: string;

  /** In capitals or not. */
  @OptionalField(IsCreditCode())
  creditCode?: string;

  /** Changed at or after this time (RFC 3339). */
  @OptionalField(IsInstant())
  updatedSince?: string;
}
