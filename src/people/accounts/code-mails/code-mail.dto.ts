import { IsEmail, MaxLength } from 'class-validator';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { OneOf } from '../../../kernel/http/validation/fields.js';
import { describeField } from '../../../kernel/openapi/described.js';

/** A mailbox to which a code goes. */
export class CodeMailboxDto {
  @IsEmail()
  @MaxLength(254)
  @describeField({ format: 'email', maxLength: 254 })
  address: string;

  /** Language of the mail; default: Chinese. */
  @OneOf(['zh', 'en'], 'optional')
  lang?: Language;
}

/** What became of the mail that brings a one-time code. */
export class CodeMailDto {
  /** First letter and domain of the mailbox. */
  address: string;

  /** `waiting` (also while the mail server is tried again), `sent`, or `failed`: it is to be sent anew. */
  state: 'waiting' | 'sent' | 'failed';

  askedAt: Instant;
}
