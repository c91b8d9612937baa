import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { MeasureDto } from '../../purchase/tenders/conducted/terms/measure.dto.js';
import type { AcceptanceState } from './acceptance.lifecycle.js';
import { ACCEPTANCE_STATES } from './acceptance.lifecycle.js';
import {
  MEMBER_CAPACITIES,
  OPINION_FORMS,
  RESULTS,
  TICKS,
  VERDICTS,
  type AcceptanceResult,
  type MemberCapacity,
  type TickResult,
  type Verdict,
} from './acceptance.rules.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { MilestoneState } from '../delivery/milestones/milestone.lifecycle.js';

/** A standard of the contract as it stood when the round was opened, with what was found of it. */
export class AcceptanceItemDto {
  no: number;
  text: string;
  target: number | null;
  unit: string | null;
  measure: MeasureDto | null;
  /** What the records of service that stand come to, by the standard's measure; null where it has none. For its parties. */
  counted: string | null;
  /** Null: not ticked yet. */
  @ApiProperty({ enum: TICKS, nullable: true })
  result: TickResult | null;
  measured: string | null;
  /** Less was reached than the contract names: met all the same is a departure, with its reason in `note`. */
  short: boolean;
  /** For the parties and who watches over them, as what shows it. */
  note: string | null;
  documents: Uuid[];
  records: Uuid[];
}

/** A person who signs the acceptance. */
export class AcceptanceMemberDto {
  no: number;
  name: string;
  @ApiProperty({ enum: MEMBER_CAPACITIES })
  capacity: MemberCapacity;
  user: Uuid | null;
  signedAt: Instant | null;
  /** The paper that was signed. */
  document: Uuid | null;
}

/** The opinion of one recipient, by number. */
export class AcceptanceVoiceDto {
  recipient: Uuid;
  number: string;
  @ApiProperty({ enum: VERDICTS, nullable: true })
  verdict: Verdict | null;
}

/** How recipients were heard in a round of acceptance, and what they said. */
export class AcceptanceOpinionDto {
  id: Uuid;
  no: number;
  @ApiProperty({ enum: OPINION_FORMS })
  form: (typeof OPINION_FORMS)[number];
  heldOn: PlainDate;
  documents: Uuid[];
  voices: AcceptanceVoiceDto[];
}
/** What the records of the contract show as a whole. */
export class AcceptanceRecordsDto {
  records: number;
  minutes: number;
  recipients: number;
  days: number;
}

/** What the contract promised for a day, and what became of it. */
export class AcceptanceMilestoneDto {
  id: Uuid;
  no: number;
  name: string;
  dueOn: PlainDate;
  state: MilestoneState;
}

/** One round of acceptance. */
export class AcceptanceDto {
  id: Uuid;
  version: number;
  dataset: string;
  contract: Uuid;
  /** First, second, … round of the contract. */
  no: number;
  @ApiProperty({ enum: ACCEPTANCE_STATES })
  state: AcceptanceState;
  openedAt: Instant;
  items: AcceptanceItemDto[];
  /** Records of service that stand and that the contract asks for; null for the public. */
  records: AcceptanceRecordsDto | null;
  /** Null for the public. */
  @ApiProperty({ type: [AcceptanceMilestoneDto], nullable: true })
  milestones: AcceptanceMilestoneDto[] | null;
  /** Recipients must take part. */
  publicService: boolean;
  /** Until when they were asked for their opinions. */
  opinionsUntil: PlainDate | null;
  /**
   * How many have given one, at least: who spoke may have answered a survey too, which is known of nobody. Null: one to four,
   * who might be known by it.
   */
  recipientsHeard: number | null;
  /**
   * Individual opinions by recipient number. Visible to the buyer and supervisors; hidden from the serving agency (privacy of
   * recipients).
   */
  @ApiProperty({ type: [AcceptanceOpinionDto], nullable: true })
  opinions: AcceptanceOpinionDto[] | null;
  /** None for the public. */
  members: AcceptanceMemberDto[];
  @ApiProperty({ enum: RESULTS, nullable: true })
  result: AcceptanceResult | null;
  /** The contract had been terminated or rescinded. */
  ofEnded: boolean | null;
  ground: 'breach' | 'contract_clause' | null;
  /** None for the public. */
  reason: string | null;
  newDueOn: PlainDate | null;
  acceptedPart: string | null;
  /** Yuan. */
  acceptedAmount: string | null;
  concludedOn: PlainDate | null;
  publishedOn: PlainDate | null;
  /** On the official site. */
  publishedUrl: string | null;
  allowedActions: AllowedActionDto[];
}

/** A page of rounds of acceptance. */
export class AcceptanceListDto {
  items: AcceptanceDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
