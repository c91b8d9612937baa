import type { Principal } from '../../../kernel/access/principal.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { registrationSubject } from './registration.subject.js';
import type { RegistrationRow } from './registrations.queries.js';
import type { RegistrationState } from './registration.lifecycle.js';
import type { SetupCode } from '../sessions/setup-codes.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import { toView } from '../../../kernel/http/view.js';

/** What the applicant is told. */
export class RegistrationReceiptDto {
  id: Uuid;

  /** `received`; an administrator decides. */
  state: RegistrationState;

  agencyName: string;

  creditCode: string;

  login: string;

  receivedAt: Instant;

  static fromRow(row: RegistrationRow): RegistrationReceiptDto {
    return toView(RegistrationReceiptDto, row, {
      receivedAt: row.created_at.toISOString(),
    });
  }
}

/** An agency's request for an account, as administrators see it. */
export class RegistrationDto extends RegistrationReceiptDto {
  /** For If-Match. */
  version: number;

  region: string | null;

  contactName: string;

  phoneMasked: string;

  note: string | null;

  /** The body whose manager the applicant became. */
  organisation: Uuid | null;

  user: Uuid | null;

  reason: string | null;

  /** Other registrations for the same credit code that wait for a decision: not all of them can be the agency's. */
  competing: Uuid[];

  decidedAt: Instant | null;

  decidedBy: Uuid | null;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRowForCaller(row: RegistrationRow, caller: Pick<Principal, 'permissions'>): RegistrationDto {
    return toView(RegistrationDto, row, {
      ...RegistrationReceiptDto.fromRow(row),
      organisation: row.organisation_id,
      user: row.user_id,
      allowedActions: linkAllowedActions(registrationSubject, row.state, { id: row.id }, caller),
    });
  }
}

/** A decided registration with the one-time code, where this answer is the one that shows it. */
export class RegistrationWithCodeDto extends RegistrationDto {
  /** Shown once. Give it to the agency; `/auth/setup` takes it with the new password. */
  setupCode?: string;

  setupCodeExpiresAt?: Instant;

  static fromRowAndCode(row: RegistrationRow, principal: Principal, code: SetupCode | null): RegistrationWithCodeDto {
    return { ...RegistrationDto.fromRowForCaller(row, principal), ...code };
  }
}

/** A page of registrations. */
export class RegistrationListDto {
  items: RegistrationDto[];

  next: string | null;
}
