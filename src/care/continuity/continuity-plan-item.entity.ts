import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { BudgetLine } from '../../purchase/programmes/budget-lines/budget-line.entity.js';
import { ContinuityPlan } from './continuity-plan.entity.js';
import type { ItemKind } from './plan.dto.js';

/** What a continuity plan does with one service line. */
@Entity('continuity_plan_item')
@Check('continuity_plan_item_is_received', "kind NOT IN ('hand_over', 'absorb') OR receiver_id IS NOT NULL")
@Check('continuity_plan_item_ends_after_it_began', 'until >= starts_on')
@Check('continuity_plan_item_renews_until', "kind <> 'renew' OR until IS NOT NULL")
export class ContinuityPlanItem {
  @ForeignKey(() => ContinuityPlan) @PrimaryColumn('uuid') planId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
  @Check("kind IN ('renew', 'retender', 'hand_over', 'absorb', 'end')") @Column('text') kind: ItemKind;
  @Column('date') startsOn: PlainDate;
  @Column('date', { nullable: true }) until: PlainDate | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) receiverId: string | null;
  @Column('text', { nullable: true }) handsOver: string | null;
  @ForeignKey(() => BudgetLine) @Column('uuid', { nullable: true }) budgetLineId: string | null;
  /** The fact that states it in the contract's record. */
  @Column('uuid', { nullable: true }) factId: string | null;
}
