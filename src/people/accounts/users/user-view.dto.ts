import type { Principal } from '../../../kernel/access/principal.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { SetupCode } from '../sessions/setup-codes.js';
import { userSubject } from './user.subject.js';
import type { UserState } from './user.lifecycle.js';
import type { UserRow } from './users.queries.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Role } from '../roles.js';
import { toView } from '../../../kernel/http/view.js';

/** A role in a body. */
export class SeatDto {
  /** Null only for an administrator who sits in no body. */
  organisation: Uuid | null;

  organisationName: string | null;

  role: Role;

  /** Region code of the body. */
  region: string | null;
}

/** An account of a person. */
export class UserDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  login: string;

  name: string;

  /** `active` or `disabled`. */
  state: UserState;

  seats: SeatDto[];

  /** False until the one-time code was used. */
  passwordSet: boolean;

  /** Until when the one-time code works, where one is open. */
  setupCodeExpiresAt: Instant | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: UserRow, caller: Pick<Principal, 'permissions'>): UserDto {
    return toView(UserDto, row, {
      setupCodeExpiresAt: row.setup_expires_at?.toISOString() ?? null,
      allowedActions: linkAllowedActions(userSubject, row.state, { id: row.id }, caller),
    });
  }
}

/** A user with the one-time code, where this answer is the one that shows it. */
export class UserWithCodeDto extends UserDto {
  /** Shown once. Give it to the person; `/auth/setup` takes it with the new password. */
  setupCode?: string;

  static fromRowAndCode(
    row: UserRow,
    caller: Pick<Principal, 'permissions'>,
    { setupCode }: SetupCode,
  ): UserWithCodeDto {
    return { ...UserDto.fromRow(row, caller), setupCode };
  }
}

/** A page of accounts. */
export class UserListDto {
  items: UserDto[];

  next: string | null;
}
