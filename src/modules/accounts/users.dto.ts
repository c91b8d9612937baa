import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import type { Principal } from '../../platform/access/principal.js';
import { PageQuery } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { ROLE_NAMES, type Role } from './roles.js';
import type { SetupCode } from './setup-codes.js';
import { userLifecycle } from './user.lifecycle.js';
import type { UserRow } from './users.queries.js';

export const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_.@-]{2,63}$/;
const MAX_SEATS = 20;

export class NewSeatDto {
  /** Id of the body. */
  @IsUUID()
  organisation: string;

  @IsIn(ROLE_NAMES)
  role: Role;
}

export class NewUserDto {
  /** 3 to 64 letters, digits and `_ . @ -`; unique without regard to case. */
  @IsString()
  @Matches(LOGIN)
  login: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name: string;

  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @ArrayUnique((seat: NewSeatDto | null) => `${seat?.organisation} ${seat?.role}`)
  @ValidateNested({ each: true })
  @Type(() => NewSeatDto)
  seats: NewSeatDto[];
}

/** All seats of a user; those that are not named end. */
export class SeatsDto {
  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @ArrayUnique((seat: NewSeatDto | null) => `${seat?.organisation} ${seat?.role}`)
  @ValidateNested({ each: true })
  @Type(() => NewSeatDto)
  seats: NewSeatDto[];
}

export class UserChangeDto {
  @ValidateIf((change: UserChangeDto) => change.name !== undefined)
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name?: string;
}

export class UsersQuery extends PageQuery {
  @IsOptional()
  @IsIn(['active', 'disabled'])
  state?: string;

  /** Who has a seat in this body. */
  @IsOptional()
  @IsUUID()
  organisation?: string;

  /** Who has this role in some body. */
  @IsOptional()
  @IsIn(ROLE_NAMES)
  role?: Role;

  /** The whole login, in any case. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  login?: string;

  /** Changed at or after this time (RFC 3339). */
  @IsOptional()
  @IsInstant()
  updatedSince?: string;
}

/** A role in a body. */
export class SeatDto {
  /** Null only for an administrator who sits in no body. */
  organisation: string | null;

  organisationName: string | null;

  role: string;

  /** Region code of the body. */
  region: string | null;
}

export class UserDto {
  id: string;

  /** For If-Match. */
  version: number;

  login: string;

  name: string;

  /** `active` or `disabled`. */
  state: string;

  seats: SeatDto[];

  /** False until the one-time code was used. */
  passwordSet: boolean;

  /** Until when the one-time code works, where one is open. */
  setupCodeExpiresAt: string | null;

  createdAt: string;

  updatedAt: string;

  allowedActions: string[];

  static of(row: UserRow, principal: Principal): UserDto {
    return {
      id: row.id,
      version: row.version,
      login: row.login,
      name: row.name,
      state: row.state,
      seats: row.seats,
      passwordSet: row.password_set,
      setupCodeExpiresAt: row.setup_expires_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      allowedActions: allowedActions(userLifecycle, row.state, principal),
    };
  }
}

/** A user with the one-time code, where this answer is the one that shows it. */
export class UserWithCodeDto extends UserDto {
  /** Shown once. Give it to the person; `/auth/setup` takes it with the new password. */
  setupCode?: string;

  static with(row: UserRow, principal: Principal, code: SetupCode | null): UserWithCodeDto {
    return { ...UserDto.of(row, principal), ...(code && { setupCode: code.setupCode }) };
  }
}

export class UserListDto {
  items: UserDto[];

  next: string | null;
}
