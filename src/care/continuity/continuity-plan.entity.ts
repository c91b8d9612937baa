import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import { PLAN_STATES, type PlanState } from './continuity-plan.lifecycle.js';

/** The plan of what happens to the residents when a contract ends. */
@Entity('continuity_plan')
@Unique(['contractId', 'no'])
@Index('continuity_plan_stands', ['contractId'], { unique: true, where: "state IN ('proposed', 'agreed')" })
@Check('continuity_plan_is_agreed_by_somebody', '(agreed_on IS NULL) = (agreed_by IS NULL)')
@Check('continuity_plan_agreed', "state NOT IN ('agreed', 'carried_out') OR agreed_on IS NOT NULL")
@Check('continuity_plan_carried_out', "(state = 'carried_out') = (carried_out_on IS NOT NULL)")
export class ContinuityPlan extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Check(closedListSql('state', PLAN_STATES)) @Column('text', { default: 'proposed' }) state: Default<PlanState>;
  /** Business day of the first proposal: a late plan has its thirty days from then. */
  @Column('date') proposedOn: PlainDate;
  /** Everybody who wrote part of it: none of them may decide on it. */
  @Check('cardinality(proposed_by) >= 1') @Column('uuid', { array: true }) proposedBy: string[];
  @Column('timestamptz', { default: () => 'business_now()' }) since: Default<Date>;
  @Column('date', { nullable: true }) agreedOn: PlainDate | null;
  @Column('uuid', { nullable: true }) agreedBy: string | null;
  @Column('date', { nullable: true }) carriedOutOn: PlainDate | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
