import { IsIn, IsOptional, IsString, IsUUID, Matches, ValidateIf } from 'class-validator';
import { IsInstant } from '../../../kernel/clock/is-date.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import {
  AnyTextUpTo,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  PersonNameUpTo,
} from '../../../kernel/http/validation/fields.js';
import { LOGIN } from '../sessions/login.rules.js';
import { CodeMailboxDto } from '../code-mails/code-mail.dto.js';
import { ReasonDto } from '../reason.dto.js';
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

  @PersonNameUpTo(100)
  name: string;

  @Parts(() => NewSeatDto, {
    max: MAX_SEATS,
    unique: (seat: NewSeatDto | null) => `${seat?.organisation} ${seat?.role}`,
  })
  seats: NewSeatDto[];

  /** By a manager: where the one-time code is mailed. It is shown to nobody then. */
  @Part(() => CodeMailboxDto, 'optional')
  mailTo?: CodeMailboxDto | null;
}

/** Why, and where the new one-time code goes. */
export class ResetDto extends ReasonDto {
  /** By a manager: where the code is mailed. It is shown to nobody then. */
  @Part(() => CodeMailboxDto, 'optional')
  mailTo?: CodeMailboxDto | null;
}

/** All seats of a user; those that are not named end. */
export class SeatsDto {
  @Parts(() => NewSeatDto, {
    max: MAX_SEATS,
    unique: (seat: NewSeatDto | null) => `${seat?.organisation} ${seat?.role}`,
  })
  seats: NewSeatDto[];
}

/** What of an account changes. */
export class UserChangeDto {
  @ValidateIf((change: UserChangeDto) => change.name !== undefined)
  @PersonNameUpTo(100)
  name?: string;
}

export class UsersQuery extends PageQuery {
  @IsOptional()
  @IsIn(['active', 'disabled'])
  state?: string;

  /** Who has a seat in this body. */
  @OptionalId()
  organisation?: string;

  /** Who has this role in some body. */
  @OneOf(ROLE_NAMES, 'optional')
  role?: Role;

  /** The whole login, in any case. */
  @AnyTextUpTo(64, 'optional')
  login?: string;

  /** Changed at or after this time (RFC 3339). */
  @OptionalField(IsInstant())
  updatedSince?: string;
}
