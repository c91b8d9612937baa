import { IsString, MaxLength, MinLength } from 'class-validator';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';

/** The current password of the caller: a stolen session sets nothing up. */
export class EnrolDto {
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  password: string;
}

/** A code of the second factor. */
export class FactorCodeDto {
  /** Six digits of the app; where one is in force, a recovery code as well. */
  @TextUpTo(100)
  code: string;
}

/** The caller's second factor as it stands. */
export class SecondFactorDto {
  /** `pending`: set up, but no code of it was shown yet. */
  state: 'none' | 'pending' | 'active';

  /** A seat of the caller demands one: without it nothing else may be done. */
  required: boolean;

  /** Recovery codes that were not used. */
  recoveryCodesLeft: number;
}

/** What an authenticator app is given, shown once. It counts for nothing before it is confirmed. */
export class EnrolmentDto {
  /** Base 32, to be typed where no picture can be read. */
  secret: string;

  /** `otpauth://totp/…`: six digits, every 30 seconds, SHA-1. */
  uri: string;

  /** The same as a QR code: `data:image/svg+xml;base64,…`. */
  picture: string;
}

/** Codes that stand in for the app, each once. Shown once. */
export class RecoveryCodesDto {
  recoveryCodes: string[];
}
