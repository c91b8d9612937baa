import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { AnyTextUpTo, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** What a provider is called. */
export class ProviderLabelDto {
  en: string;

  zh: string;
}

/** A service elsewhere by which people sign in. */
export class ProviderDto {
  /** For the address of its routes. */
  name: string;

  label: ProviderLabelDto;
}

/** The providers of the settings. */
export class ProviderListDto {
  items: ProviderDto[];
}

/** A start at a provider. */
export class ProviderStartDto {
  /** Where the browser goes. */
  url: string;

  /** How long it may take, in seconds. */
  expiresIn: number;
}

/** A start at a provider, bound to who makes it. */
export class NewProviderStartDto {
  /** A new secret of the client's: 43 to 128 random characters of A-Z, a-z, 0-9, - . _ and ~, kept apart from any address. */
  @IsString()
  @Matches(/^[A-Za-z0-9._~-]{43,128}$/)
  handle: string;
}

/** What the browser brought back from a provider. */
export class ProviderAnswerDto {
  /** The same as at the start. */
  @TextUpTo(128)
  handle: string;

  /** The query of the address to which the provider sent the browser: `code=…&state=…`. */
  @AnyTextUpTo(4000)
  callback: string;
}

/** The same, with the current password of the caller. */
export class NewLinkDto extends ProviderAnswerDto {
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  password: string;
}

/** An identity elsewhere by which the caller signs in. */
export class LinkDto {
  id: Uuid;

  /** Name of the provider. */
  provider: string;

  createdAt: Instant;
}

/** Links of the caller, oldest first. */
export class LinkListDto extends ListOf(LinkDto) {}
