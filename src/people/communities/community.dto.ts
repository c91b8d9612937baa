import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.decorators.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

const KINDS = ['urban', 'rural'] as const;

class CommunityFields {
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number] | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  households?: number | null;

  /** Residents of 60 years and more. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  residents60?: number | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  children?: number | null;

  /** Residents with a disability. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  disabled?: number | null;

  /** The residents' committee, a body of the same dataset. */
  @IsOptional()
  @IsUUID()
  committee?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class CommunityChangeDto extends CommunityFields {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;

  /** Region code. */
  @ValidateIf((_, value) => value !== undefined)
  @IsRegion()
  region?: string;
}

/** A community to be recorded. */
export class NewCommunityDto extends CommunityFields {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;

  /** Region code. */
  @IsRegion()
  region: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The body that keeps this record; default the caller's only one. */
  @IsOptional()
  @IsUUID()
  owner?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[];
}

export class CommunityQuery extends RootQuery {
  /** Region code; the regions below it are included. */
  @IsOptional()
  @IsRegionCode()
  region?: string;

  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];
}

/** A community as everybody sees it: figures, no persons. */
export class CommunityDto {
  id: Uuid;
  version: number;
  dataset: string;
  name: string;
  region: string;
  kind: (typeof KINDS)[number] | null;
  households: number | null;
  residents60: number | null;
  children: number | null;
  disabled: number | null;
  committee: Uuid | null;
  /** The body that keeps this record. */
  owner: Uuid | null;
  externalIds: ExternalIdDto[];
  createdAt: Instant;
  updatedAt: Instant;
}

/** A page of communities. */
export class CommunityListDto {
  items: CommunityDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
