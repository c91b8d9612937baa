import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Principal } from '../../platform/access/principal.js';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsCreditCode } from '../../platform/identity/is-credit-code.decorator.js';
import { IsRegionCode } from '../../platform/identity/is-region-code.decorator.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { ReasonDto } from './reason.dto.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import type { RegistrationRow } from './registrations.queries.js';
import type { SetupCode } from './setup-codes.js';
import { LOGIN } from './users.dto.js';

export class NewRegistrationDto {
  /** As registered. */
  @IsString()
  @Matches(/\S/)
  @MaxLength(200)
  agencyName: string;

  /** Unified social credit code (GB 32100). */
  @IsCreditCode()
  creditCode: string;

  /** Region code of the seat. */
  @IsOptional()
  @IsRegionCode()
  region?: string | null;

  @IsString()
  @Matches(/\S/)
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
  @Matches(/\S/)
  @MaxLength(2000)
  note?: string | null;
}

export class DecisionDto extends ReasonDto {
  /** For `confirm`: another login than the one wished for. */
  @IsOptional()
  @IsString()
  @Matches(LOGIN)
  login?: string;
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

/** What the applicant is told. */
export class RegistrationReceiptDto {
  id: string;

  /** `received`; an administrator decides. */
  state: string;

  agencyName: string;

  creditCode: string;

  login: string;

  receivedAt: string;

  static of(row: RegistrationRow): RegistrationReceiptDto {
    return {
      id: row.id,
      state: row.state,
      agencyName: row.agency_name,
      creditCode: row.credit_code,
      login: row.login,
      receivedAt: row.created_at.toISOString(),
    };
  }
}

export class RegistrationDto extends RegistrationReceiptDto {
  /** For If-Match. */
  version: number;

  region: string | null;

  contactName: string;

  phoneMasked: string;

  note: string | null;

  /** The body whose manager the applicant became. */
  organisation: string | null;

  user: string | null;

  reason: string | null;

  decidedAt: string | null;

  decidedBy: string | null;

  updatedAt: string;

  allowedActions: string[];

  static from(row: RegistrationRow, principal: Principal): RegistrationDto {
    return {
      ...RegistrationReceiptDto.of(row),
      version: row.version,
      region: row.region,
      contactName: row.contact_name,
      phoneMasked: row.phone_masked,
      note: row.note,
      organisation: row.organisation_id,
      user: row.user_id,
      reason: row.reason,
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decided_by,
      updatedAt: row.updated_at.toISOString(),
      allowedActions: allowedActions(registrationLifecycle, row.state, principal),
    };
  }
}

/** A decided registration with the one-time code, where this answer is the one that shows it. */
export class RegistrationWithCodeDto extends RegistrationDto {
  /** Shown once. Give it to the agency; `/auth/setup` takes it with the new password. */
  setupCode?: string;

  setupCodeExpiresAt?: string;

  static with(row: RegistrationRow, principal: Principal, code: SetupCode | null): RegistrationWithCodeDto {
    return { ...RegistrationDto.from(row, principal), ...code };
  }
}

export class RegistrationListDto {
  items: RegistrationDto[];

  next: string | null;
}
