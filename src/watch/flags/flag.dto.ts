import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { DATASET } from '../../kernel/database/dataset.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { ROOT_SORTS } from '../../kernel/http/lists/root-order.js';
import { IsRegionCode } from '../../kernel/identity/is-region-code.js';
import { OneOf, OptionalField, OptionalId } from '../../kernel/http/validation/fields.js';
import { ProblemDto } from '../../kernel/openapi/problem.dto.js';
import { SEVERITIES, type Severity, type SubjectType } from '../runs/assessment-types.js';
import type { FlagEventAction } from './flag-event.entity.js';
import { FlagPaperDto } from './hearing/flag-paper.dto.js';
import { AskServedDto } from './hearing/ask-served.dto.js';
import { FLAG_STATES, type FlagState } from './flag.lifecycle.js';
import type { RootType } from './root-cause.rules.js';
import { INDICATOR_IDS, type IndicatorId } from '../rules/registry.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

const ASSIGNEE = /^(me|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const FLAG_SORTS = [...ROOT_SORTS, 'severity'] as const;

export class FlagQuery extends PageQuery {
  @OneOf(INDICATOR_IDS, 'optional')
  indicator?: string;

  @OneOf(SEVERITIES, 'optional')
  severity?: Severity;

  @OneOf(FLAG_STATES, 'optional')
  state?: FlagState;

  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  @OptionalId()
  programme?: string;

  /** The flag of a programme: those that it stands for, which other lists leave out. */
  @OptionalId()
  partOf?: string;

  /** Id of a user, `me`, or `none`: also of whom nobody works any more, because their assignee has left. */
  @IsOptional()
  @Matches(ASSIGNEE)
  assignee?: string;

  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** The order: of creation, which is the default, with `-` the newest first; by severity, the heaviest first, the newest of them first. */
  @OneOf(FLAG_SORTS, 'optional')
  sort?: string;
}

/** A record by its type, id and name. */
export class LabelledDto {
  type: SubjectType | RootType;
  id: Uuid;
  /** As its record calls it. */
  label: string | null;
}

/** How many objects a flag is about, and the heaviest of them. */
export class FlagSubjectsDto {
  count: number;
  /** The heaviest five. */
  first: LabelledDto[];
}

/** A step of the work on a flag. */
export class FlagEventDto {
  at: Instant;
  action: FlagEventAction;
  from: FlagState | null;
  to: FlagState;
  /** Null: facts did it, or who did is not for the reader to know. */
  by: Uuid | null;
  /** The body that answered. */
  organisation: Uuid | null;
  reason: string | null;
  paper: FlagPaperDto | null;
  /** An answer to what the body was asked before it was asked anew. */
  superseded: boolean;
  /** `cleared`, `restated` and `reopened` name the correction, its audit entry and fact, and the bodies that are asked anew. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
}

/** A body that was asked to respond to a flag. */
export class FlagAskDto {
  organisation: Uuid;
  name: string;
  askedAt: Instant;
  dueOn: PlainDate | null;
  answeredAt: Instant | null;
  /** When it appealed against the decision. */
  appealedAt: Instant | null;
  /** How it was asked where nobody who may answer for it has an account here. */
  served: AskServedDto | null;
}

/** That a flag was handed to an authority; told to who oversees the flag alone. */
export class FlagReferralDto {
  at: Instant;
  authority: string;
  /** The number of the letter or of the case there. */
  reference: string;
  reason: string | null;
  by: Uuid | null;
}

/** Another part of the same cause. */
export class FlagPartDto {
  id: Uuid;
  part: number;
  @ApiProperty({ enum: FLAG_STATES })
  state: FlagState;
}

/**
 * A case: everything that triggers for one cause, until a body was asked about it or a person decided it. What is found later is
 * the next part.
 */
export class FlagDto {
  id: Uuid;
  version: number;
  indicator: IndicatorId;
  @ApiProperty({ enum: SEVERITIES })
  severity: Severity;
  @ApiProperty({ enum: FLAG_STATES })
  state: FlagState;
  dataset: string;
  rootCause: LabelledDto;
  /** From 1; each part has its own hearing and decision. */
  part: number;
  /** The other parts, for who oversees the flag; to a body that was asked always empty. */
  parts: FlagPartDto[];
  subjects: FlagSubjectsDto;
  title: string;
  explanation: string;
  limitation: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  basis: object;
  /**
   * Later facts, which corrected nothing, find otherwise than what bodies were asked about or what was decided; asking anew takes
   * it up. For a body: by later facts nothing is found of it any more.
   */
  changedSince: boolean;
  /** Ids of the assessments behind it, at most 100. */
  assessments: Uuid[];
  region: string | null;
  programme: Uuid | null;
  /** The flag of a programme that stands for this one, and for those of the other purchases; null: it stands by itself. */
  partOf: Uuid | null;
  /** Everything in it was history when it was recorded. */
  summary: boolean;
  assignee: Uuid | null;
  dueOn: PlainDate | null;
  asked: FlagAskDto[];
  /** When a person decided it; null where nobody did, or facts opened it again. */
  decidedAt: Instant | null;
  /** Last day on which a body that was asked may appeal; a choice of this product, fifteen days. */
  appealUntil: PlainDate | null;
  /** What was handed to authorities, for who oversees the flag; to a body that was asked always empty. */
  referrals: FlagReferralDto[];
  openedAt: Instant;
  /** Of a group or a market: since when facts have changed that no screening has looked at; until one has, the flag rests on the last. */
  waitingSince: Instant | null;
  history: FlagEventDto[];
  /** What the caller may do now. */
  allowedActions: AllowedActionDto[];
}

/** A page of flags. */
export class FlagListDto extends ListOf(FlagDto) {}

/** What became of one flag. */
export class BulkResultDto {
  id: Uuid;
  ok: boolean;
  /** The state after, where it went well. */
  state?: FlagState;
  /** Why not, as a problem document. */
  problem?: ProblemDto;
}

/** What became of each flag, in the order of the request. */
export class BulkResultsDto {
  results: BulkResultDto[];
}
