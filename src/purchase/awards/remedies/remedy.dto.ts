import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import {
  Ids,
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { DeadlineBasisDto } from '../../tenders/reads/deadlines.dto.js';
import { CHALLENGE_STATES } from './challenge.lifecycle.js';
import { COMPLAINT_STATES } from './complaint.lifecycle.js';
import { CHALLENGE_STAGES, LATER_PAPERS, PROCESS_STEPS, REFUSAL_GROUNDS, REMEDY_RECORDERS } from './remedy.rules.js';
import { COMPLAINT_EFFECTS, COMPLAINT_STAGES } from './stages/effects.rules.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { ClockEvent } from '../../../law/deadlines/deadlines.rules.js';

/** A paper that came, as who answers or decides what it is about records it. */
export class ReceivedPaperDto {
  /** The day on which it was received: what the law counts from it runs from that day, not from that of the entry. */
  @IsPlainDate()
  receivedOn: string;
  /** Ids of uploaded documents: the paper itself and what came with it. Whoever sees the challenge or complaint reads them, but a supplier whom a complaint merely concerns. */
  @Ids({ min: 1, max: 20 })
  documents: string[];
}
/** A challenge or complaint on paper, or its correction. */
export class RemedyPaperDto extends ReceivedPaperDto {
  /** It is another paper than the one of the same day that was recorded already. */
  @OptionalField(IsBoolean())
  another?: boolean;
}
/** A paper that came after the challenge or complaint itself. */
export class LaterPaperDto {
  kind: (typeof LATER_PAPERS)[number];
  receivedOn: PlainDate;
  /** Who recorded it. */
  recordedBy: (typeof REMEDY_RECORDERS)[number];
  documents: Uuid[];
}
/** A paper that was taken out again. */
export class TakenPaperDto extends LaterPaperDto {
  /** What a correction had added. */
  grounds: string | null;
  requests: string | null;
  challenge: Uuid | null;
  takenOn: PlainDate;
}
/** What may have been done on paper. */
export class DoneOnPaperDto extends ReasonDto {
  /** Of what came on paper: the day on which this was done on paper; without it, today. */
  @OptionalField(IsPlainDate())
  on?: string | null;
}
/** The same with a reason. */
export class ReasonedOnPaperDto extends RequiredReasonDto {
  /** Of what came on paper: the day on which this was done on paper; without it, today. */
  @OptionalField(IsPlainDate())
  on?: string | null;
}
class NewRemedyDto {
  @IsUUID()
  tender: string;
  /** Number of the lot; without it, every lot. */
  @IntegerBetween(1, 1000, 'optional')
  lot?: number | null;
  /** The body that files it; needed where the caller sits in several, and where its paper is recorded (`paper`). */
  @OptionalId()
  organisation?: string;
  /**
   * Of what came in writing to the buyer, its agent or the finance authority: they alone record it, for the body that
   * `organisation` names, which need not have an account. Without it the caller files for its own body.
   */
  @Part(() => RemedyPaperDto, 'optional')
  paper?: RemedyPaperDto;
  /** The day on which it was handed to the post, where it comes by post: what is posted in time is not late. */
  @OptionalField(IsPlainDate())
  postedOn?: string | null;
  /** What harmed it, and on which facts and rules. */
  @TextUpTo(50_000)
  grounds: string;
  /** What it asks for. */
  @TextUpTo(10_000)
  requests: string;
}
/** A challenge (质疑) to be filed with the buyer. */
export class NewChallengeDto extends NewRemedyDto {
  /** About the documents, a step of the procedure, or the result. */
  @IsIn(CHALLENGE_STAGES)
  stage: (typeof CHALLENGE_STAGES)[number];
  /** Of the process: the step that it is about. */
  @OneOf(PROCESS_STEPS, 'optional')
  step?: (typeof PROCESS_STEPS)[number] | null;
  /** When it was known, where no notice says when it should have been. */
  @OptionalField(IsPlainDate())
  knownOn?: string | null;
}
/** A complaint (投诉) to be filed with the finance authority. */
export class NewComplaintDto extends NewRemedyDto {
  /** The challenge it follows. */
  @OptionalId()
  challenge?: string | null;
  /** What it is about; that of its challenge where it is not said; without one, what the state of the purchase makes possible. */
  @OneOf(COMPLAINT_STAGES, 'optional')
  stage?: (typeof COMPLAINT_STAGES)[number];
  /** The finance authority that it is sent to; needed only where several buyers of one level name none. */
  @OptionalId()
  authority?: string | null;
}

class RemedyQuery extends PageQuery {
  @OptionalId()
  tender?: string;
}
export class ChallengeQuery extends RemedyQuery {
  @OneOf(CHALLENGE_STATES, 'optional')
  state?: (typeof CHALLENGE_STATES)[number];
}
export class ComplaintQuery extends RemedyQuery {
  @OneOf(COMPLAINT_STATES, 'optional')
  state?: (typeof COMPLAINT_STATES)[number];
}

/** A due date by a rule of law; whoever is late may still act. */
class RemedyDeadlineDto {
  event: ClockEvent;
  date: PlainDate | null;
  rule: string;
  basis: DeadlineBasisDto;
  state: 'future' | 'due' | 'met' | 'missed' | 'uncertain';
}
/** On what it rests that a challenge is out of scope. */
export class ScopeBasisDto extends DeadlineBasisDto {
  rule: string | null;
}
class RemedyDto {
  id: Uuid;
  version: number;
  dataset: string;
  tender: Uuid;
  lot: number | null;
  state: string;
  /** Of what came on paper on an earlier day than it was recorded the hour is not known. */
  receivedAt: Instant;
  /** As who files it says: when it was handed to the post. */
  postedOn: PlainDate | null;
  /** Who recorded what came on paper, the authority from the papers of a complaint; null: filed here by its own body. */
  recordedBy: (typeof REMEDY_RECORDERS)[number] | null;
  /** Ids of every paper and what came with it; none for a supplier whom a complaint merely concerns, who got its words. */
  documents: Uuid[];
  /** What came on paper afterwards, in the order in which it was recorded. */
  papers: LaterPaperDto[];
  /** Null of what is void, but for who recorded it and who watches over the region. */
  grounds: string | null;
  requests: string | null;
  result: string | null;
  /** When the buyer recorded what followed. */
  remediedAt: Instant | null;
  deadlines: RemedyDeadlineDto[];
  allowedActions: AllowedActionDto[];
}
/** A challenge (质疑) of a supplier. */
export class ChallengeDto extends RemedyDto {
  @ApiProperty({ enum: CHALLENGE_STATES })
  declare state: string;
  @ApiProperty({ enum: ['upheld', 'not_upheld'], nullable: true })
  declare result: string | null;
  challenger: Uuid;
  stage: (typeof CHALLENGE_STAGES)[number];
  step: (typeof PROCESS_STEPS)[number] | null;
  knownOn: PlainDate | null;
  /**
   * What was found on receipt: one in scope stands in the way of a contract, and one whose day nothing tells until its buyer
   * determines it.
   */
  scope: 'in_scope' | 'late' | 'took_no_part' | 'undetermined';
  /** Why it is late, or from somebody who may not challenge; null for every other. */
  basis: ScopeBasisDto | null;
  /** Last day for it, where that is known. */
  lastDay: PlainDate | null;
  /** It stands in the way of signing now. */
  blocks: boolean;
  noEffectReason: string | null;
  affectsResult: boolean | null;
  answeredAt: Instant | null;
  answer: string | null;
}
/** A page of challenges. */
export class ChallengeListDto extends ListOf(ChallengeDto) {}
/** Days that do not count towards the decision, from the day after the first one. */
export class PauseDto {
  from: PlainDate;
  to: PlainDate | null;
}
/** The copy of a complaint that a body got, and what it answered. What a supplier answers is for itself and the authority. */
export class ComplaintNoticeDto {
  organisation: Uuid;
  /** A supplier that it concerns, not who is complained of. */
  concerned: boolean;
  sentAt: Instant;
  receivedOn: PlainDate | null;
  answeredAt: Instant | null;
  answer: string | null;
}
/** A complaint (投诉) of a supplier. */
export class ComplaintDto extends RemedyDto {
  @ApiProperty({ enum: COMPLAINT_STATES })
  declare state: string;
  @ApiProperty({ enum: ['upheld', 'rejected'], nullable: true })
  declare result: string | null;
  complainant: Uuid;
  /** What was recorded wrong and taken out again: for who watches over the region. */
  takenPapers: TakenPaperDto[];
  challenge: Uuid | null;
  /** The finance authority that it was sent to, where it says so. */
  authority: Uuid | null;
  /** What it is about, by which the law gives its effects. */
  stage: (typeof COMPLAINT_STAGES)[number];
  /** Days on which it was examined, accepted or refused, and its copies were sent. */
  examinedOn: PlainDate | null;
  acceptedOn: PlainDate | null;
  refusedOn: PlainDate | null;
  copiesSentOn: PlainDate | null;
  /** To whom copies were sent, and what they answered. */
  notices: ComplaintNoticeDto[];
  correctionAskedOn: PlainDate | null;
  correctedOn: PlainDate | null;
  appraisals: PauseDto[];
  refusalGround: (typeof REFUSAL_GROUNDS)[number] | null;
  /** The competent authority, where it was refused for that. */
  competent: string | null;
  /** Of one that was upheld: whether that affects the result; where it does not the purchase goes on. */
  affectsResult: boolean | null;
  effect: (typeof COMPLAINT_EFFECTS)[number] | null;
  decidedAt: Instant | null;
  decision: string | null;
  reference: string | null;
}
/** A page of complaints. */
export class ComplaintListDto extends ListOf(ComplaintDto) {}
