import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPartialDate } from '../../../kernel/clock/is-date.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import { ExternalIdDto, externalIdKey } from '../../../kernel/http/lists/external-id.dto.js';
import { QueryInt } from '../../../kernel/http/lists/list.js';
import { RootQuery } from '../../../kernel/http/lists/root-query.dto.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsCategory, IsTargetGroup } from '../../../law/code-lists/is-code.js';
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

  @TextUpTo(200)
  title: string;

  /** In the resident's words; no names, no telephone numbers. */
  @AnyTextUpTo(2000, 'optional')
  description?: string | null;

  /** Code of the list `categories`. */
  @OptionalField(IsCategory())
  category?: string | null;

  /** Code of the list `target-groups`. */
  @OptionalField(IsTargetGroup())
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
  @TextUpTo(200, 'not_null')
  title?: string;

  @AnyTextUpTo(10_000, 'optional')
  description?: string | null;

  @OptionalField(IsCategory())
  category?: string | null;

  @OptionalField(IsTargetGroup())
  targetGroup?: string | null;

  @IntegerBetween(0, 10_000_000, 'optional')
  headcount?: number | null;

  @AnyTextUpTo(10_000, 'optional')
  evidence?: string | null;

  /** The service line it belongs to, in the same dataset. */
  @OptionalId()
  serviceLine?: string | null;
}

/** A documented demand of residents to be recorded. */
export class NewNeedDto {
  @TextUpTo(200)
  title: string;

  /** What residents ask for; no names. */
  @AnyTextUpTo(10_000, 'optional')
  description?: string | null;

  /** Code of the list `categories`. */
  @OptionalField(IsCategory())
  category?: string | null;

  /** Code of the list `target-groups`. */
  @OptionalField(IsTargetGroup())
  targetGroup?: string | null;

  /** How many residents. */
  @IntegerBetween(0, 10_000_000, 'optional')
  headcount?: number | null;

  /** What shows it: a survey, a list, a meeting. */
  @AnyTextUpTo(10_000, 'optional')
  evidence?: string | null;

  /** Documents that show it; the caller must be able to read them. */
  @Ids({ max: 20, presence: 'optional' })
  documents?: string[];

  /** Where, in the same dataset. */
  @OptionalId()
  community?: string | null;

  /** The service line it belongs to, in the same dataset. */
  @OptionalId()
  serviceLine?: string | null;

  /** When it was recorded there: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @OptionalField(IsPartialDate())
  recordedOn?: string | null;

  @Part(() => SourceDto)
  source: SourceDto;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The body that records it; default the caller's only one. */
  @OptionalId()
  owner?: string;

  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[];
}

export class NeedQuery extends RootQuery {
  @OptionalField(IsCategory())
  category?: string;

  @OptionalId()
  community?: string;

  @OptionalId()
  serviceLine?: string;

  @OneOf(NEED_STATES, 'optional')
  state?: (typeof NEED_STATES)[number];

  /** Needs that nobody has met or rejected yet and that are at least so many days old (`waiting.days`). */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100_000 })
  @QueryInt()
  @IntegerBetween(0, 100_000, 'optional')
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
