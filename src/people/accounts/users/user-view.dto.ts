import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { userSubject } from './user.subject.js';
import type { UserState } from './user.lifecycle.js';
import { CodeMailDto } from '../code-mails/code-mail.dto.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Permission, Role } from '../roles.js';
import type { CodeShown } from './code-giver.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { AppUser } from './app-user.entity.js';

/** A role in a body. */
export class SeatDto {
  /** Null only for an administrator who sits in no body. */
  organisation: Uuid | null;

  organisationName: string | null;

  role: Role;

  /** Region code of the body. */
  region: string | null;

  /** Since when it was given from outside (RFC 3339): bids of tenders issued before are closed to it. Null: by the body itself. */
  outsideSince: Instant | null;
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

  /** For a manager, those in the own body. */
  seats: SeatDto[];

  /** Ids of seats and codes that were asked for and wait for an answer (`/account-requests`). */
  requests: Uuid[];

  /** False until the one-time code was used. */
  passwordSet: boolean;

  /** Until when the one-time code works, where one is open. */
  setupCodeExpiresAt: Instant | null;

  /** The mail that brings the code, where it goes by mail; null once it was used. */
  codeMail: CodeMailDto | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: UserRow, caller: Scope): UserDto {
    const own = listPermittedBodies(caller, 'seat.give' satisfies Permission);
    const isAdministrator = caller.permissions.has('user.administer' satisfies Permission);
    return toView(UserDto, row, {
      seats: row.seats.filter((seat) => isAdministrator || own.includes(seat.organisation ?? '')),
      setupCodeExpiresAt: row.setup_expires_at?.toISOString() ?? null,
      allowedActions: linkAllowedActions(userSubject, row.state, { id: row.id }, caller),
    });
  }
}

/** A user with the one-time code, where this answer is the one that shows it. */
export class UserWithCodeDto extends UserDto {
  /** Shown once. Give it to the person; `/auth/setup` takes it with the new password. */
  setupCode?: string;

  /**
   * Shown once. Half of a code that takes two administrators: the other half is shown to the one who agrees, and the person
   * types both.
   */
  setupCodeHalf?: string;

  static fromRowAndCode(row: UserRow, caller: Scope, shown: CodeShown): UserWithCodeDto {
    return { ...UserDto.fromRow(row, caller), ...shown };
  }
}

/** A page of accounts. */
export class UserListDto {
  items: UserDto[];

  next: string | null;
}

export interface SeatRow {
  organisation: string | null;
  organisationName: string | null;
  role: Role;
  region: string | null;
  outsideSince: string | null;
}

export interface UserRow extends Omit<
  StoredRow<AppUser>,
  'password_hash' | 'password_key' | 'session_mark' | 'key_mark'
> {
  password_set: boolean;
  setup_expires_at: Date | null;
  code_mail: CodeMailDto | null;
  seats: SeatRow[];
  /** Ids of what waits for an answer. */
  requests: string[];
}
