import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsInstant } from '../../../kernel/clock/is-date.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  OneOf,
  OptionalId,
  Part,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { MEETING_STATES, type MeetingState, type ResolutionState } from './meeting.lifecycle.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

/** 联席会 joint, 建言会 proposals, 评议会 appraisal, 听证会 hearing. */
const MEETING_KINDS = ['joint', 'proposals', 'appraisal', 'hearing'] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];
const MEETING_SUBJECTS = ['need', 'tender', 'evaluation'] as const;
export type MeetingSubject = (typeof MEETING_SUBJECTS)[number];

export const SIDES = ['residents', 'community', 'agency', 'buyer', 'expert', 'other'] as const;

/** What a meeting is about. */
export class MeetingSubjectDto {
  @IsIn(MEETING_SUBJECTS)
  type: MeetingSubject;

  @IsUUID()
  id: string;
}

/** A meeting to be called. */
export class NewMeetingDto {
  /** The body that calls; default the caller's only one that may. */
  @OptionalId()
  caller?: string;

  @IsIn(MEETING_KINDS)
  kind: MeetingKind;

  /** What it is about; the caller must see it. */
  @Part(() => MeetingSubjectDto)
  subject: MeetingSubjectDto;

  @TextUpTo(200)
  title: string;

  @AnyTextUpTo(200, 'optional')
  place?: string | null;

  /** When it is held. */
  @IsInstant()
  heldAt: string;

  /** Bodies that are invited; they read it. */
  @Ids({ max: 50, presence: 'optional' })
  invited?: string[];
}

/** How many of one side came. */
export class AttendedDto {
  @IsIn(SIDES)
  side: (typeof SIDES)[number];

  @IntegerBetween(0, 100_000)
  count: number;
}

export class MeetingQuery extends PageQuery {
  /** `need:id`, `tender:id` or `evaluation:id`. */
  @IsOptional()
  @Matches(/^(need|tender|evaluation):[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/)
  subject?: string;

  @OneOf(MEETING_STATES, 'optional')
  state?: MeetingState;
}

/** What a meeting resolved, and who is to do it. */
export class ResolutionDto {
  id: Uuid;
  no: number;
  text: string;
  owner: Uuid;
  dueOn: PlainDate;
  overdue: boolean;
  state: ResolutionState;
  allowedActions: AllowedActionDto[];
}

/** A meeting about a need, a tender or an evaluation. */
export class MeetingDto {
  id: Uuid;
  version: number;
  dataset: string;
  caller: Uuid;
  kind: MeetingKind;
  subject: MeetingSubjectDto;
  title: string;
  place: string | null;
  heldAt: Instant;
  invited: Uuid[];
  state: MeetingState;
  attended: AttendedDto[];
  minutes: string | null;
  resolutions: ResolutionDto[];
  minutedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** A page of meetings. */
export class MeetingListDto {
  items: MeetingDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
