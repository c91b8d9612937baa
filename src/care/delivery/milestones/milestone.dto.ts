import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { MILESTONE_STATES, type MilestoneState } from './milestone.lifecycle.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

/** Records of service that show a milestone, as they were counted. */
export class CountedRecordsDto {
  from: PlainDate;
  to: PlainDate;
  /** Records that stood when it was submitted, their minutes and the recipients they name. */
  count: number;
  minutes: number;
  recipients: number;
}

/** What shows that a milestone was reached. */
export class MilestoneEvidenceDto {
  note: string | null;
  documents: Uuid[];
  records: CountedRecordsDto | null;
}

/** A milestone of a contract. */
export class MilestoneDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  /** As the contract numbers it. */
  no: number;
  name: string;
  dueOn: PlainDate;
  /** What shows it, by the contract. */
  shownBy: string | null;
  /** The last one; a continuity plan is due before it. */
  final: boolean;
  /** As of now: a day that has passed is missed, whoever has written it down. */
  @ApiProperty({ enum: MILESTONE_STATES })
  state: MilestoneState;
  /** Both parties took it out of the contract. */
  dropped: boolean;
  /** What was submitted last. */
  evidence: MilestoneEvidenceDto | null;
  submittedAt: Instant | null;
  decidedAt: Instant | null;
  /** Why it was returned, accepted in part or waived. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}

/** A page of milestones. */
export class MilestoneListDto extends ListOf(MilestoneDto) {}
