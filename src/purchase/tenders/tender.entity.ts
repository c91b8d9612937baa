import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import { IS_DATASET, closedListSql, isPartialDate } from '../../kernel/database/checks.js';
import { fen, RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { BUDGET_LEVELS, type BudgetLevel } from '../../law/code-lists/methods.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Programme } from '../programmes/programme.entity.js';
import type { TenderPlan, TenderTerms } from './conducted/terms/terms-types.js';
import type { Intended } from './drafts/intended.rules.js';
import type { Conflict, Missing, TenderState } from './purchases/purchase-types.js';
import type { TenderStateHere } from './tender.lifecycle.js';

/** One purchase in one round, conducted here or recorded from elsewhere. Amounts in fen. */
@Entity('tender')
@Index('tender_purchase', ['purchaseId', 'round'], { unique: true })
@Index('tender_buyer', ['buyerId'])
@Index('tender_agent', ['agentId'])
@Index('tender_programme', ['programmeId'])
@Index('tender_project', ['dataset', 'projectNo'], { where: 'project_no IS NOT NULL' })
@Index('tender_suspended', ['id'], { where: 'suspended_from IS NOT NULL' })
@Index('tender_here', ['dataset', 'createdAt', 'id'], { where: "conducted = 'here'" })
@Check(
  'tender_conducted_here',
  "conducted = 'elsewhere' OR (state IS NOT NULL AND terms IS NOT NULL AND plan IS NOT NULL AND buyer_id IS NOT NULL)",
)
@Check('tender_is_not_approved_by_its_author', 'approved_by IS NULL OR NOT (approved_by = ANY (written_by))')
@Check('tender_suspended_whole', "suspended_from IS NULL OR (state = 'suspended' AND suspended_at IS NOT NULL)")
@Check(
  'tender_intent_is_of_a_draft',
  '(intended_draft IS NULL) = (intended IS NULL) AND (intended_draft IS NULL OR intended_draft <= draft_no)',
)
@Check(IS_DATASET)
export class Tender extends RootRow {
  @Column('text', { unique: true }) ocid: string;
  @Column('uuid') purchaseId: string;
  @Check('round >= 1') @Column('integer', { default: 1 }) round: Default<number>;
  @Check("conducted IN ('here', 'elsewhere')") @Column('text') conducted: 'here' | 'elsewhere';
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) buyerId: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) agentId: string | null;
  @ForeignKey(() => Programme) @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('text') title: string;
  @Column('text', { nullable: true }) method: string | null;
  @Column('text', { nullable: true }) category: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) regionText: string | null;
  @Check(closedListSql('budget_level', BUDGET_LEVELS))
  @Column('text', { nullable: true })
  budgetLevel: BudgetLevel | null;
  @Column('text', { nullable: true }) projectNo: string | null;
  @Check('budget >= 0') @Column('bigint', { nullable: true, transformer: fen }) budget: bigint | null;
  @Check(isPartialDate('window_start')) @Column('text', { nullable: true }) windowStart: PartialDate | null;
  @Check(isPartialDate('window_end')) @Column('text', { nullable: true }) windowEnd: PartialDate | null;
  @Column('text', { nullable: true }) termText: string | null;
  /**
   * What the facts prove; null: they prove nothing yet. A deadline that passes closes the tender without a change of
   * the row.
   */
  @Column('text', { nullable: true }) state: TenderState | TenderStateHere | null;
  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;
  /** Whether a publication is on record; if not, only its own bodies see the tender. */
  @Column('boolean', { default: false }) published: Default<boolean>;
  @Column('jsonb', { default: () => "'[]'" }) conflicts: Default<Conflict[]>;
  @Column('jsonb', { default: () => "'[]'" }) completeness: Default<Missing[]>;
  @Column('uuid', { array: true, default: () => "'{}'" }) writtenBy: Default<string[]>;
  /** When its approver gave the draft back; null once it is sent again. */
  @Column('timestamptz', { nullable: true }) returnedAt: Date | null;
  @Column('timestamptz', { nullable: true }) approvedAt: Date | null;
  @Column('uuid', { nullable: true }) approvedBy: string | null;
  @ForeignKey(() => Tender) @Column('uuid', { nullable: true }) copiedFrom: string | null;
  /** What the documents say; null for a purchase conducted elsewhere. */
  @Column('jsonb', { nullable: true }) terms: TenderTerms | null;
  /** The dates that are planned; null for a purchase conducted elsewhere. */
  @Column('jsonb', { nullable: true }) plan: TenderPlan | null;
  /** Number of the revision of the documents in force; null before the issue. */
  @Check('revision >= 1') @Column('integer', { nullable: true }) revision: number | null;
  @Column('text', { nullable: true }) suspendedFrom: TenderState | TenderStateHere | null;
  /** The state that published facts alone prove: outsiders learn no more. */
  @Column('text', { nullable: true }) publishedState: TenderState | TenderStateHere | null;
  /** Where published facts say another deadline than all facts do: that one; infinite where they say none. Outsiders learn no more. */
  @Column('timestamptz', { nullable: true }) publishedDeadlineAt: Date | null;
  @Column('timestamptz', { nullable: true }) suspendedAt: Date | null;
  @Column('timestamptz', { nullable: true }) suspensionCountsFrom: Date | null;
  @Check('draft_no >= 1') @Column('integer', { default: 1 }) draftNo: Default<number>;
  /** The draft of which an intent was published. */
  @Column('integer', { nullable: true }) intendedDraft: number | null;
  /**
   * What the intent said. A revised draft is another one: until its own intent or its documents are published,
   * everybody sees this.
   */
  @Column('jsonb', { nullable: true }) intended: Intended | null;
}
