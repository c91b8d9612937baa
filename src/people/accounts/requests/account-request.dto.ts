import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OneOf, OptionalId } from '../../../kernel/http/validation/fields.js';
import { toView } from '../../../kernel/http/view.js';
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

/** A seat, a one-time code or both, asked for by an administrator; it gives nothing before it is in force. */
export class AccountRequestDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  /** `asked`, `agreed` or `refused`. */
  state: RequestState;

  user: AccountAskedDto;

  /** Null where a code alone is asked for. */
  seat: SeatAskedDto | null;

  /** A one-time code comes with it, half of which was shown to who asked. */
  code: boolean;

  /** Who agrees: `manager` of the body, or a second `administrator`. */
  decides: 'manager' | 'administrator';

  askedBy: Uuid;

  /** Who agreed, or refused. */
  answeredBy: Uuid | null;

  /** From when it counts, in business time; until then who sits in the body and who holds the account may object. */
  inForceAt: Instant | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: RequestRow, caller: Scope): AccountRequestDto {
    const { organisation_id: organisation, organisation_name: organisationName, role } = row;
    const permissions = listRequestPermissions(row, caller);
    return toView(AccountRequestDto, row, {
      user: { id: row.user_id, login: row.login, name: row.user_name },
      seat: role === null ? null : { organisation, organisationName, role },
      code: row.with_code,
      allowedActions: row.is_in_force
        ? []
        : linkAllowedActions(accountRequestSubject, row.state, { id: row.id }, { permissions }),
    });
  }
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
  is_in_force: boolean;
  login: string;
  user_name: string;
  organisation_name: string | null;
}
