import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { ExternalIdDto } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsCategory, IsTargetGroup } from '../rules/is-code.decorators.js';
import { SourceDto } from '../organisations/source.dto.js';

export const NEED_STATES = ['suggested', 'recorded', 'verified', 'planned', 'met', 'unmet', 'rejected'] as const;

export class NewNeedDto {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  title: string;

  /** What residents ask for; no names. */
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  description?: string | null;

  /** Code of the list `categories`. */
  @IsOptional()
  @IsCategory()
  category?: string | null;

  /** Code of the list `target-groups`. */
  @IsOptional()
  @IsTargetGroup()
  targetGroup?: string | null;

  /** How many residents. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  headcount?: number | null;

  /** What shows it: a survey, a list, a meeting. */
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  evidence?: string | null;

  /** Documents that show it; the caller must be able to read them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  documents?: string[];

  /** Where, in the same dataset. */
  @IsOptional()
  @IsUUID()
  community?: string | null;

  /** The service line it belongs to, in the same dataset. */
  @IsOptional()
  @IsUUID()
  serviceLine?: string | null;

  /** When it was recorded there: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @IsOptional()
  @IsPartialDate()
  recordedOn?: string | null;

  @IsObject()
  @ValidateNested()
  @Type(() => SourceDto)
  source: SourceDto;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The body that records it; default the caller's only one. */
  @IsOptional()
  @IsUUID()
  owner?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[];
}

export class NeedQuery extends RootQuery {
  @IsOptional()
  @IsCategory()
  category?: string;

  @IsOptional()
  @IsUUID()
  community?: string;

  @IsOptional()
  @IsUUID()
  serviceLine?: string;

  @IsOptional()
  @IsIn(NEED_STATES)
  state?: (typeof NEED_STATES)[number];
}

/** A documented demand of residents. */
export class NeedDto {
  id: string;
  version: number;
  dataset: string;
  title: string;
  description: string | null;
  category: string | null;
  targetGroup: string | null;
  headcount: number | null;
  evidence: string | null;
  /** Ids of documents. */
  documents: string[];
  community: string | null;
  serviceLine: string | null;
  recordedOn: string | null;
  state: (typeof NEED_STATES)[number];
  source: SourceDto;
  /** The body that recorded it. */
  owner: string | null;
  externalIds: ExternalIdDto[];
  createdAt: string;
  updatedAt: string;
}

export class NeedListDto {
  items: NeedDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
