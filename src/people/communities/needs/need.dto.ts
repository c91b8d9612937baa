import { ApiPropertyOptional } from '@nestjs/swagger';
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
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPartialDate } from '../../../kernel/clock/is-date.decorators.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { QueryInt } from '../../../kernel/http/lists/list.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import { IsCategory, IsTargetGroup } from '../../../law/code-lists/is-code.decorators.js';
import { SourceDto } from '../../organisations/source.dto.js';
import { NEED_STATES } from './need.lifecycle.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { CategoryCode, TargetGroupCode } from '../../../law/code-lists/code-lists.js';

/** What a resident says is needed. Nothing in it may say who they are; the community looks at it before anybody else. */
export class NeedSuggestionDto {
  /** The community whose residents need it. */
  @IsUUID()
  community: string;

  @IsString()
  @IsVisible()
  @MaxLength(200)
  title: string;

  /** In the resident's words; no names, no telephone numbers. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string | null;

  /** Code of the list `categories`. */
  @IsOptional()
  @IsCategory()
  category?: string | null;

  /** Code of the list `target-groups`. */
  @IsOptional()
  @IsTargetGroup()
  targetGroup?: string | null;
}

/** What a resident gets back: that it was received. */
export class NeedSuggestionReceiptDto {
  id: Uuid;
  state: 'suggested';
  receivedAt: Instant;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class NeedChangeDto {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(200)
  title?: string;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  description?: string | null;

  @IsOptional()
  @IsCategory()
  category?: string | null;

  @IsOptional()
  @IsTargetGroup()
  targetGroup?: string | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  headcount?: number | null;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  evidence?: string | null;

  /** The service line it belongs to, in the same dataset. */
  @IsOptional()
  @IsUUID()
  serviceLine?: string | null;
}

/** A documented demand of residents to be recorded. */
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
  @ArrayUnique(externalIdKey)
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

  /** Needs that nobody has met or rejected yet and that are at least so many days old (`waiting.days`). */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100_000 })
  @IsOptional()
  @QueryInt()
  @IsInt()
  @Min(0)
  @Max(100_000)
  waitingDays?: number;
}

/** How long a need has waited, in calendar days of Asia/Shanghai. */
export class WaitingDto {
  /** The day it was verified, else the day it came in. */
  since: PlainDate;
  days: number;
}

/** A documented demand of residents. */
export class NeedDto {
  id: Uuid;
  version: number;
  dataset: string;
  title: string;
  description: string | null;
  category: CategoryCode | null;
  targetGroup: TargetGroupCode | null;
  headcount: number | null;
  evidence: string | null;
  /** Ids of documents. */
  documents: Uuid[];
  community: Uuid | null;
  serviceLine: Uuid | null;
  recordedOn: PartialDate | null;
  state: (typeof NEED_STATES)[number];
  /** Null once it is met or rejected. */
  waiting: WaitingDto | null;
  /** The programme that takes it up. */
  programme: Uuid | null;
  /** Null for what a resident suggested. */
  source: SourceDto | null;
  /** The body that recorded it; null for what a resident suggested. */
  owner: Uuid | null;
  externalIds: ExternalIdDto[];
  createdAt: Instant;
  updatedAt: Instant;
  /** What the caller may do with it now. */
  allowedActions: AllowedActionDto[];
}

/** A page of needs. */
export class NeedListDto {
  items: NeedDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
