import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { IsCategory } from '../../../law/code-lists/is-code.decorators.js';
import { SCHEME_STATES, type SchemeState } from '../evaluation.lifecycle.js';
import { CHANNELS, LEAF_KINDS, type Channel, type LeafKind } from './scheme.rules.js';
import { SCHEME_TEMPLATES, type SchemeTemplate } from './scheme.templates.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';

/** A decimal from 0 to 100 with at most two places. */
const HUNDRED = /^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;
/** The same above zero. */
export const POINTS = /^(?!0(\.0{1,2})?$)((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;

class Weighed {
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name: string;

  /** Percent of the level above; those of one level are 100 together. */
  @Matches(HUNDRED)
  weight: string;
}

/** What is scored. */
export class SchemeLeafDto extends Weighed {
  /** 考 `indicators`, 评 `third_party`, 议 `residents`. */
  @IsIn(CHANNELS)
  channel: Channel;

  @IsIn(LEAF_KINDS)
  kind: LeafKind;

  /** The most points it can have. */
  @Matches(POINTS)
  max: string;

  /** How the points follow from what is found. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  how?: string | null;
}

/** An indicator of a scheme, with what is scored under it. */
export class SchemeIndicatorDto extends Weighed {
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => SchemeLeafDto)
  leaves: SchemeLeafDto[];
}

/** A dimension of a scheme, with its indicators. */
export class SchemeDimensionDto extends Weighed {
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SchemeIndicatorDto)
  indicators: SchemeIndicatorDto[];
}

/** From a template, from an earlier version, or from nothing. What is given goes before what they say. */
export class NewSchemeDto {
  /** The body whose scheme it is; default the caller's only one. */
  @IsOptional()
  @IsUUID()
  owner?: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  @IsOptional()
  @IsIn(SCHEME_TEMPLATES)
  template?: SchemeTemplate;

  /** A scheme of the own body, of which this is the next version. */
  @IsOptional()
  @IsUUID()
  basedOn?: string;

  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;

  /** Code of the list `categories`; null: for any. */
  @IsOptional()
  @IsCategory()
  category?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SchemeDimensionDto)
  dimensions?: SchemeDimensionDto[];
}

/** RFC 7396 for a draft; the tree is replaced as a whole. */
export class SchemeChangeDto {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  name?: string;

  @IsOptional()
  @IsCategory()
  category?: string | null;

  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SchemeDimensionDto)
  dimensions?: SchemeDimensionDto[];
}

export class SchemeQuery extends PageQuery {
  @IsOptional()
  @IsIn(SCHEME_STATES)
  state?: SchemeState;

  @IsOptional()
  @IsCategory()
  category?: string;

  /** Every version of one scheme. */
  @IsOptional()
  @IsUUID()
  series?: string;
}

/** How much each channel weighs in a scheme. */
export class SchemeSharesDto {
  /** Percent of the whole that each channel and what comes of the service weigh. */
  indicators: string;
  thirdParty: string;
  residents: string;
  outcome: string;
}

/** One version of an evaluation scheme. */
export class SchemeDto {
  id: Uuid;
  version: number;
  dataset: string;
  owner: Uuid;
  /** The same in every version of one scheme. */
  series: Uuid;
  no: number;
  name: string;
  category: CategoryCode | null;
  /** Where its tree began: dimensions of the study, weights of ours. */
  template: SchemeTemplate | null;
  dimensions: SchemeDimensionDto[];
  shares: SchemeSharesDto;
  state: SchemeState;
  activatedAt: Instant | null;
  retiredAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** A page of evaluation schemes. */
export class SchemeListDto {
  items: SchemeDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
