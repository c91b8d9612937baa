import { IsString, MaxLength, MinLength } from 'class-validator';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';
import { PASSWORD_MAX, PASSWORD_MIN } from './password.rules.js';

/** Login and password of an account. */
export class SignInDto {
  /** Case does not matter. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  login: string;

  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  password: string;

  /** Of the second factor, where the account has one and the app is at hand; left out, it is asked for. */
  @TextUpTo(100, 'optional')
  code?: string;
}

/** The second half of a sign-in. */
export class FinishSignInDto {
  /** From the refusal `second_factor_due`; works once, for five minutes. */
  @TextUpTo(200)
  ticket: string;

  /** Six digits of the app, or a recovery code. */
  @TextUpTo(100)
  code: string;
}

/** The token that renews a session. */
export class RefreshDto {
  /** From signing in or from the last refresh; works once. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  refreshToken: string;
}

/** The old password of the caller and the new one. */
export class ChangePasswordDto {
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  currentPassword: string;

  /** 12 to 256 characters, no simple pattern, none that many people choose, without the login. */
  @IsString()
  @MinLength(PASSWORD_MIN)
  @MaxLength(PASSWORD_MAX)
  newPassword: string;
}

/** The one-time code of an account and its first password. */
export class SetUpDto {
  /** The one-time code; case, spaces and hyphens do not matter. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  code: string;

  /** 12 to 256 characters, no simple pattern, none that many people choose, without the login. */
  @IsString()
  @MinLength(PASSWORD_MIN)
  @MaxLength(PASSWORD_MAX)
  password: string;
}

/** A pair of tokens. */
export class TokenPairDto {
  /** `Authorization: Bearer …`. */
  accessToken: string;

  /** Works once; a second use ends the session. */
  refreshToken: string;

  /** Life of the access token, in seconds. */
  expiresIn: number;
}

/** One of the caller's own sessions that is open. */
export class OwnSessionDto {
  id: Uuid;

  /** When it was signed in. */
  createdAt: Instant;

  /** When its tokens were last renewed; null: never. */
  refreshedAt: Instant | null;

  expiresAt: Instant;

  /** The one of this request. */
  isCurrent: boolean;
}

/** Open sessions of the caller, oldest first. */
export class OwnSessionListDto {
  items: OwnSessionDto[];

  next: string | null;
}

/** Which account the code was for. */
export class SetUpResultDto {
  login: string;
}
