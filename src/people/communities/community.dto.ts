import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { RootQuery } from '../../kernel/http/lists/root-query.dto.js';
import { IsRegion, IsRegionCode } from '../../kernel/identity/is-identity.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import {
  IntegerBetween,
  NotNull,
  OneOf,
  OptionalField,
  OptionalId,
  Parts,
  TextUpTo,
} from '../../kernel/http/validation/fields.js';

const KINDS = ['urban', 'rural'] as const;

class CommunityFields {
  @OneOf(KINDS, 'optional')
  kind?: (typeof KINDS)[number] | null;

  @IntegerBetween(0, 10_000_000, 'optional')
  households?: number | null;

  /** Residents of 60 years and more. */
  @IntegerBetween(0, 10_000_000, 'optional')
  residents60?: number | null;

  @IntegerBetween(0, 10_000_000, 'optional')
  children?: number | null;

  /** Residents with a disability. */
  @IntegerBetween(0, 10_000_000, 'optional')
  disabled?: number | null;

  /** The residents' committee, a body of the same dataset. */
  @OptionalId()
  committee?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class CommunityChangeDto extends CommunityFields {
  @TextUpTo(200, 'not_null')
  name?: string;

  /** Region code. */
  @NotNull()
  @IsRegion()
  region?: string;
}

/** A community to be recorded. */
export class NewCommunityDto extends CommunityFields {
  @TextUpTo(200)
  name: string;

  /** Region code. */
  @IsRegion()
  region: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The body that keeps this record; default the caller's only one. */
  @OptionalId()
  owner?: string;

  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[];
}

export class CommunityQuery extends RootQuery {
  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  @OneOf(KINDS, 'optional')
  kind?: (typeof KINDS)[number];

  /** Words, each somewhere in the name; Chinese too, from one character on. */
  @TextUpTo(100, 'optional')
  q?: string;
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
