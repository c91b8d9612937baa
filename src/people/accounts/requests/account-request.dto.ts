import { IsUUID } from 'class-validator';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OneOf, OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { toView } from '../../../kernel/http/view.js';
import { IsCreditCode, IsRegion } from '../../../kernel/identity/is-identity.js';
import { IDENTITY_COLUMNS } from '../../organisations/identity/body-correction.js';
import { FISCAL_LEVELS, ORGANISATION_KINDS } from '../../organisations/organisation-codes.js';
import type { Role } from '../roles.js';
import { accountRequestLifecycle, type RequestState } from './account-request.lifecycle.js';
import { accountRequestSubject, listRequestPermissions } from './account-request.subject.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { AccountRequest } from './account-request.entity.js';

export class AccountRequestsQuery extends PageQuery {
  @OneOf(accountRequestLifecycle.states, 'optional')
  state?: string;

  /** Of this account. */
  @OptionalId()
  user?: string;

  /** Told to who sits in this body. */
  @OptionalId()
  organisation?: string;
}

/** The seat that is asked for. */
export class SeatAskedDto {
  /** Null for an administrator without a body. */
  organisation: Uuid | null;

  organisationName: string | null;

  role: Role;
}

/** The account that something is asked for. */
export class AccountAskedDto {
  id: Uuid;
  login: string;
  name: string;
}

/** What of a body is asked to be corrected. */
export class CorrectedFieldDto {
  field: keyof typeof IDENTITY_COLUMNS;

  /** As it is recorded; null: not at all. */
  recorded: string | null;

  /** As it should be. */
  corrected: string;
}

/** The correction of what a body is known by that is asked for. */
export class CorrectionAskedDto {
  organisation: Uuid;

  organisationName: string;

  /** What shows it. */
  ground: string;

  corrections: CorrectedFieldDto[];

  /** When the body was corrected; null: not yet, or the request came to nothing. */
  appliedAt: Instant | null;
}

/**
 * What a body is known by, while people sit in it, to be corrected: asked for by one administrator, agreed to by another, in
 * force a day later. Of these four at least one.
 */
export class NewCorrectionDto {
  /** The body. */
  @IsUUID()
  organisation: string;

  /** Unified social credit code (GB 32100). */
  @OptionalField(IsCreditCode())
  creditCode?: string | null;

  @OneOf(ORGANISATION_KINDS, 'optional')
  kind?: (typeof ORGANISATION_KINDS)[number] | null;

  /** Region code of the seat. */
  @OptionalField(IsRegion())
  region?: string | null;

  /** Level of its budget. */
  @OneOf(FISCAL_LEVELS, 'optional')
  budgetLevel?: (typeof FISCAL_LEVELS)[number] | null;

  /** What shows it, for who decides and who sits there. */
  @TextUpTo(2000)
  ground: string;
}

/** A seat, a one-time code or both, or the correction of a body, asked for by an administrator; it gives and changes nothing before it is in force. */
export class AccountRequestDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  /** `asked`, `agreed` or `refused`. */
  state: RequestState;

  /** Null where a body is corrected. */
  user: AccountAskedDto | null;

  /** Null where a code alone is asked for, or a correction. */
  seat: SeatAskedDto | null;

  /** Null where an account is asked about. */
  correction: CorrectionAskedDto | null;

  /** A one-time code comes with it, half of which was shown to who asked. */
  code: boolean;

  /** Who agrees: `manager` of the body, or a second `administrator`. */
  decides: 'manager' | 'administrator';

  askedBy: Uuid;

  /** Who agreed, or refused. */
  answeredBy: Uuid | null;

  /** From when it counts, in business time; until then, to a code until it is used, who sits there or holds the account may object. */
  inForceAt: Instant | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: RequestRow, caller: Scope): AccountRequestDto {
    const {
      organisation_id: organisation,
      organisation_name: organisationName,
      role,
      user_id: id,
      login,
      user_name: name,
    } = row;
    const permissions = listRequestPermissions(row, caller);
    return toView(AccountRequestDto, row, {
      user: id === null || login === null || name === null ? null : { id, login, name },
      seat: role === null ? null : { organisation, organisationName, role },
      correction: toCorrection(row),
      code: row.with_code,
      allowedActions: row.is_in_force
        ? []
        : linkAllowedActions(accountRequestSubject, row.state, { id: row.id }, { permissions }),
    });
  }
}

function toCorrection(row: RequestRow): CorrectionAskedDto | null {
  const { correction, ground, organisation_id: organisation, organisation_name: organisationName } = row;
  if (correction === null || ground === null || organisation === null || organisationName === null) return null;
  const appliedAt = row.applied_at?.toISOString() ?? null;
  const corrections = Object.entries(IDENTITY_COLUMNS).flatMap(([field, column]) => {
    const change = correction[column];
    return change ? [{ field, recorded: change.from, corrected: change.to } as CorrectedFieldDto] : [];
  });
  return { organisation, organisationName, ground, corrections, appliedAt };
}

/** The request with a one-time code or a half of it, where this answer is the one that shows it. */
export class AnsweredRequestDto extends AccountRequestDto {
  /** Shown once, to the manager who agreed to the first seat of a new account. */
  setupCode?: string;

  /** Shown once, to the second administrator: the other half of the code. The person types both, in any order. */
  setupCodeHalf?: string;
}

/** A page of requests. */
export class AccountRequestListDto extends ListOf(AccountRequestDto) {}

export interface RequestRow extends Omit<StoredRow<AccountRequest>, 'code_hash'> {
  with_code: boolean;
  /** It counts, and a code that came with it was used. */
  is_in_force: boolean;
  login: string | null;
  user_name: string | null;
  organisation_name: string | null;
}
