import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { MILESTONE_STATES, type MilestoneState } from './milestone.lifecycle.js';

export class CountedRecordsDto {
  from: string;
  to: string;
  /** Records that stood when it was submitted, their minutes and the recipients they name. */
  count: number;
  minutes: number;
  recipients: number;
}
export class MilestoneEvidenceDto {
  note: string | null;
  documents: string[];
  records: CountedRecordsDto | null;
}

export class MilestoneDto {
  id: string;
  version: number;
  contract: string;
  /** As the contract numbers it. */
  no: number;
  name: string;
  dueOn: string;
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
  submittedAt: string | null;
  decidedAt: string | null;
  /** Why it was returned, accepted in part or waived. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}
export class MilestoneListDto {
  items: MilestoneDto[];
  next: string | null;
}
