import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsInstant } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { IsCreditCode } from '../../../kernel/identity/is-credit-code.decorator.js';
import { IsRegion } from '../../../kernel/identity/is-region-code.decorator.js';
import { LOGIN } from '../sessions/login.rules.js';
import { registrationLifecycle } from './registration.lifecycle.js';

/** An agency's request for an account. */
export class NewRegistrationDto {
  /** As registered. */
  @IsString()
  @IsVisible()
  @MaxLength(200)
  agencyName: string;

  /** Unified social credit code (GB 32100). */
  @IsCreditCode()
  creditCode: string;

  /** Region code of the seat. */
  @IsOptional()
  @IsRegion()
  region?: string | null;

  @IsString()
  @IsVisible()
  @MaxLength(100)
  contactName: string;

  /** Kept as a keyed hash and its last digits alone. */
  @IsString()
  @Matches(/^\+?\d[\d -]{5,18}\d$/)
  phone: string;

  /** The login wished for: 3 to 64 letters, digits and `_ . @ -`. */
  @IsString()
  @Matches(LOGIN)
  login: string;

  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  note?: string | null;
}

export class RegistrationsQuery extends PageQuery {
  @IsOptional()
  @IsIn(registrationLifecycle.states)
  state?: string;

  /** In capitals or not. */
  @IsOptional()
  @IsCreditCode()
  creditCode?: string;

  /** Changed at or after this time (RFC 3339). */
  @IsOptional()
  @IsInstant()
  updatedSince?: string;
}
