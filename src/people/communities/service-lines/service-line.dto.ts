import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../../kernel/identity/is-identity.decorators.js';
import { IsCategory, IsTargetGroup } from '../../../law/code-lists/is-code.decorators.js';

export const LINE_STATES = ['active', 'ended'] as const;

class ServiceLineFields {
  /** Code of the list `target-groups`. */
  @IsOptional()
  @IsTargetGroup()
  targetGroup?: string | null;

  /** Region code. */
  @IsOptional()
  @IsRegion()
  region?: string | null;

  /** Last day residents are meant to receive it; null while it is meant to go on. */
  @IsOptional()
  @IsPlainDate()
  until?: string | null;

  /** Of what is recorded of elsewhere, the last day of which anything is known: nothing is said about later ones. Never in `live`. */
  @IsOptional()
  @IsPlainDate()
  knownUntil?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class ServiceLineChangeDto extends ServiceLineFields {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;

  /** Code of the list `categories`. */
  @ValidateIf((_, value) => value !== undefined)
  @IsCategory()
  category?: string;

  /** First day residents were meant to receive it. */
  @ValidateIf((_, value) => value !== undefined)
  @IsPlainDate()
  since?: string;
}

/** What a line assumes, in both languages; repeated in the limitation of every finding on it. */
export class AssumptionDto {
  @IsString()
  @MaxLength(2000)
  en: string;

  @IsString()
  @MaxLength(2000)
  zh: string;
}

/** A service line to be recorded. */
export class NewServiceLineDto extends ServiceLineFields {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;

  /** Code of the list `categories`. */
  @IsCategory()
  category: string;

  /** First day residents were meant to receive it. */
  @IsPlainDate()
  since: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The places it serves, of the same dataset. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  communities?: string[];

  /** The body that answers for it; default the caller's only one. */
  @IsOptional()
  @IsUUID()
  responsible?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AssumptionDto)
  assumption?: AssumptionDto | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[];
}

export class ServiceLineQuery extends RootQuery {
  /** Code of the list `categories`. */
  @IsOptional()
  @IsCategory()
  category?: string;

  /** Code of the list `target-groups`. */
  @IsOptional()
  @IsTargetGroup()
  targetGroup?: string;

  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;

  /** Lines that serve this community. */
  @IsOptional()
  @IsUUID()
  community?: string;

  @IsOptional()
  @IsIn(LINE_STATES)
  state?: (typeof LINE_STATES)[number];
}
