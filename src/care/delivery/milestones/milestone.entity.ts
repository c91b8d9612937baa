import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { Fact } from '../../../purchase/tenders/recording/fact.entity.js';
import type { MilestoneEvidenceDto } from './milestone.dto.js';
import { MILESTONE_STATES, type MilestoneState } from './milestone.lifecycle.js';

/** What a contract promises for a day, and what became of it. */
@Entity('milestone')
@Index('milestone_no', ['contractId', 'no'], { unique: true, where: 'NOT dropped' })
@Index('milestone_list', ['contractId', 'no', 'id'])
@Index('milestone_due', ['dueOn'], { where: "state = 'scheduled'" })
@Check('milestone_check', "NOT dropped OR state = 'waived'")
@Check(
  'milestone_is_shown_before_it_is_judged',
  "state IN ('scheduled', 'missed', 'waived', 'lapsed') OR (evidence IS NOT NULL AND submitted_at IS NOT NULL)",
)
export class Milestone extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** As the contract numbers it; a settled milestone keeps the words under which it was settled. */
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text') name: string;
  @Column('date') dueOn: PlainDate;
  @Column('text', { nullable: true }) shownBy: string | null;
  @Column('boolean') final: boolean;
  @Check(closedListSql('state', MILESTONE_STATES))
  @Column('text', { default: 'scheduled' })
  state: Default<MilestoneState>;
  /** Removed by an amendment, that is by both sides. */
  @Column('boolean', { default: false }) dropped: Default<boolean>;
  @Column('jsonb', { nullable: true }) evidence: MilestoneEvidenceDto | null;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('uuid', { nullable: true }) submittedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true }) factId: string | null;
}
