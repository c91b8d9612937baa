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
import { IsInstant } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { LOGIN } from '../sessions/login.rules.js';
import { ROLE_NAMES, type Role } from '../roles.js';

const MAX_SEATS = 20;

/** A role that somebody is to have in a body. */
export class NewSeatDto {
  /** Id of the body. */
  @IsUUID()
  organisation: string;

  @IsIn(ROLE_NAMES)
  role: Role;
}

/** An account to be made, with its seats. */
export class NewUserDto {
  /** 3 to 64 letters, digits and `_ . @ -`; unique without regard to case. */
  @IsString()
  @Matches(LOGIN)
  login: string;

  @IsString()
  @IsVisible()
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

/** What of an account changes. */
export class UserChangeDto {
  @ValidateIf((change: UserChangeDto) => change.name !== undefined)
  @IsString()
  @IsVisible()
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
