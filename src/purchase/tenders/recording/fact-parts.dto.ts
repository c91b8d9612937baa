import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, IsUrl, MaxLength, ValidateNested } from 'class-validator';
import { IsPartialDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { IsCreditCode } from '../../../kernel/identity/is-credit-code.decorator.js';
import { SOURCE_KINDS } from './facts.types.js';

/** Where a fact was read. */
export class FactSourceDto {
  /** `notice` as published, `statement` of a person, `reconstruction` from totals, `file`. */
  @IsIn(SOURCE_KINDS)
  kind: (typeof SOURCE_KINDS)[number];
  /** Address of the publication. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string | null;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @IsOptional()
  @IsPartialDate()
  publishedOn?: string | null;
  /** Number or name of the publication. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string | null;
}

/** A body: by its id here, or as the source names it. */
export class PartyDto {
  @IsOptional()
  @IsUUID()
  organisation?: string;
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;
  @IsOptional()
  @IsCreditCode()
  creditCode?: string;
}

/** First and last day of the service, as precisely as they are known. */
export class WindowDto {
  @IsOptional()
  @IsPartialDate()
  start?: string | null;
  @IsOptional()
  @IsPartialDate()
  end?: string | null;
}

export class Published {
  @IsOptional()
  @IsPartialDate()
  publishedOn?: string;
}

/** Most facts of one request. */
export const MAX_FACTS = 100;

export class GivenFactDto {
  @IsObject()
  @ValidateNested()
  @Type(() => FactSourceDto)
  source: FactSourceDto;
  /** Id of the fact this one corrects; the old one stays in the history. */
  @IsOptional()
  @IsUUID()
  replaces?: string | null;
  /** Why it is corrected. Required with `replaces`. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason?: string | null;
}
